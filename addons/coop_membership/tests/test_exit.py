# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import CoopCase


@tagged("post_install", "-at_install")
class TestExit(CoopCase):
    """Settlement with those who leave (section 3.3 no. 2; story "Death" of 11b)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pay_directly()
        cls.advance = cls.account("advance")
        cls.refund = cls.account("refund_payable")
        reasons = cls.env["coop.leave.reason"]
        cls.resigned = reasons.search([("kind", "=", "resigned")], limit=1)
        cls.deceased = reasons.search([("kind", "=", "deceased")], limit=1)

    def saver(
        self,
        name="Budi",
        principal=500000,
        mandatory=0,
        voluntary=0,
        advance=0,
        joined="2025-01-01",
    ):
        member = self.member(name, joined)
        for savings_type, amount in (
            (self.principal, principal),
            (self.mandatory, mandatory),
            (self.voluntary, voluntary),
        ):
            if amount:
                self.save(member, savings_type, amount, "2025-06-01")
        if advance:
            self.entry(
                "2025-06-02",
                (self.advance, advance, member),
                (self.bank_account, -advance),
            )
        return member

    def settle(self, member, date="2025-12-01", reason=None, post=True):
        document = self.env["coop.member.exit"].create(
            {
                "member_id": member.id,
                "date": date,
                "reason_id": (reason or self.resigned).id,
            }
        )
        if post:
            document.action_post()
        return document

    def entry_of(self, document):
        return {
            (item.account_id, item.partner_id): item.balance
            for item in document.move_ids[:1].line_ids
        }

    def of_member(self, member):
        """Balance of each account on the member's contact, but the money; no zeros."""
        rows = self.env["account.move.line"]._read_group(
            [
                ("partner_id", "=", member.partner_id.id),
                ("parent_state", "=", "posted"),
                ("account_type", "!=", "asset_cash"),
            ],
            ["account_id"],
            ["balance:sum"],
        )
        return {account: balance for account, balance in rows if balance}

    def pay_refund(self, document):
        action = document.action_pay()
        wizard = (
            self.env[action["res_model"]]
            .with_context(**action["context"])
            .create({"journal_id": self.bank_journal.id})
        )
        return wizard._create_payments()

    def test_published_numbers(self):
        budi = self.saver(mandatory=1200000, voluntary=300000, advance=150000)
        document = self.settle(budi)
        me = budi.partner_id
        self.assertEqual(
            self.entry_of(document),
            {
                (self.principal.account_id, me): 500000,
                (self.mandatory.account_id, me): 1200000,
                (self.voluntary.account_id, me): 300000,
                (self.advance, me): -150000,
                (self.refund, me): -1850000,
            },
        )
        self.assertEqual(document.amount_payable, 1850000)
        self.assertEqual((budi.state, str(budi.date_left)), ("left", "2025-12-01"))
        self.assertEqual(str(document.move_id.date), "2025-12-01")
        payment = self.pay_refund(document)
        self.assertEqual(payment.amount, 1850000)
        self.assertEqual(payment.state, "paid")
        self.assertFalse(self.of_member(budi))

    def test_death_goes_to_the_heirs_by_weight(self):
        member = self.saver(
            mandatory=2350000, voluntary=600000, advance=900000, joined="2022-09-01"
        )
        ani, oka = self.person("Ani"), self.person("Oka")
        member._link_heirs([(ani, "wife", 2), (oka, "son", 1)])
        user = (
            self.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "login": "0145",
                    "partner_id": member.partner_id.id,
                    "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
                    "company_id": self.company.id,
                    "company_ids": [Command.set(self.company.ids)],
                }
            )
        )
        document = self.settle(member, "2026-08-14", self.deceased)
        me = member.partner_id
        self.assertEqual(
            self.entry_of(document),
            {
                (self.principal.account_id, me): 500000,
                (self.mandatory.account_id, me): 2350000,
                (self.voluntary.account_id, me): 600000,
                (self.advance, me): -900000,
                (self.refund, ani): -1700000,
                (self.refund, oka): -850000,
            },
        )
        self.assertEqual(document.amount_payable, 2550000)
        self.assertEqual(document.amount_arrears, 50000)  # shown, not deducted
        self.assertFalse(self.of_member(member))
        self.assertFalse(user.active)
        document.action_cancel()
        self.assertTrue(user.active)

    def test_three_heirs_share_to_the_rupiah(self):
        member = self.saver(principal=500000)
        heirs = [self.person(name) for name in ("A", "B", "C")]
        member._link_heirs([(heir, "child", 1) for heir in heirs])
        document = self.settle(member, reason=self.deceased)
        self.assertEqual(
            [self.entry_of(document)[self.refund, heir] for heir in heirs],
            [-166667, -166667, -166666],
        )

    def test_deceased_without_heirs_is_owed_on_the_members_name(self):
        member = self.saver(principal=500000)
        document = self.settle(member, reason=self.deceased)
        self.assertEqual(
            self.entry_of(document)[self.refund, member.partner_id], -500000
        )

    def test_advances_above_the_savings_stay_owed(self):
        budi = self.saver(principal=500000, advance=800000)
        document = self.settle(budi, post=False)
        self.assertEqual(document.amount_advance_left, 300000)
        document.action_post()
        self.assertEqual(document.amount_payable, 0)
        self.assertEqual(document.amount_advance_left, 300000)
        self.assertEqual(self.of_member(budi), {self.advance: 300000})
        open_items = document._advance_items()
        self.assertEqual(sum(open_items.mapped("amount_residual")), 300000)

    def test_unpaid_dues_are_no_debt(self):
        budi = self.saver(principal=500000, mandatory=50000)
        document = self.settle(budi, "2025-12-15", post=False)
        self.assertEqual(document.amount_arrears, 550000)
        self.assertEqual(document.amount_payable, 550000)  # all that was saved

    def test_entries_after_the_exit_date_are_refused(self):
        budi = self.saver()
        self.save(budi, self.mandatory, 50000, "2025-12-24")
        with self.assertRaisesRegex(UserError, "changed after"):
            self.settle(budi)
        self.assertEqual(budi.state, "active")

    def test_booking_reads_the_ledger_again(self):
        budi = self.saver()
        document = self.settle(budi, post=False)
        self.assertEqual(document.amount_payable, 500000)
        self.save(budi, self.voluntary, 10000, "2025-11-01")
        document.action_post()
        self.assertEqual(document.amount_payable, 510000)

    def test_approved_applicant_gets_the_instalments_back(self):
        dewi = self.applicant("Dewi", "2025-01-01")
        dewi._set_state("approved", dewi.date_applied, date_approved=dewi.date_applied)
        self.save(dewi, self.principal, 300000, "2025-02-01")
        document = self.settle(dewi)
        self.assertEqual(document.amount_payable, 300000)
        self.assertEqual(dewi.state, "left")
        document.action_cancel()
        self.assertEqual(dewi.state, "approved")

    def test_member_without_savings_leaves_without_an_entry(self):
        member = self.member("Tono", "2025-01-01")
        document = self.settle(member)
        self.assertFalse(document.move_ids)
        self.assertEqual(member.state, "left")
        document.action_cancel()
        self.assertEqual(member.state, "active")

    def test_cancel_gives_the_membership_back_with_its_number(self):
        budi = self.saver(mandatory=100000, advance=50000)
        number = budi.number
        before = self.of_member(budi)
        document = self.settle(budi)
        document.action_cancel()
        self.assertEqual((budi.state, budi.number), ("active", number))
        self.assertFalse(budi.date_left)
        self.assertFalse(budi.leave_reason_id)
        self.assertEqual(self.of_member(budi), before)
        # settled anew, without leftovers
        again = self.settle(budi)
        self.assertEqual(again.amount_payable, 550000)

    def test_cancel_is_refused_while_the_refund_is_paid(self):
        budi = self.saver()
        document = self.settle(budi)
        payment = self.pay_refund(document)
        with self.assertRaisesRegex(UserError, payment.name):
            document.action_cancel()
        payment.action_draft()
        document.action_cancel()
        self.assertEqual(budi.state, "active")

    def test_cancel_is_refused_after_rejoining(self):
        budi = self.saver()
        document = self.settle(budi)
        self.applicant("", "2026-02-01", partner_id=budi.partner_id.id)
        with self.assertRaisesRegex(UserError, "new membership"):
            document.action_cancel()

    def test_locked_period_refuses_and_leaves_nothing(self):
        budi = self.saver()
        document = self.settle(budi, post=False)
        self.company.fiscalyear_lock_date = "2025-12-31"
        with self.assertRaisesRegex(UserError, "locked"):
            document.action_post()
        self.assertEqual((budi.state, document.state), ("active", "draft"))
        self.assertFalse(document.move_ids)

    def test_officer_drafts_on_the_form_and_accountant_books(self):
        budi = self.saver(mandatory=100000, advance=50000)
        officer = self.new_user("officer", "officer")
        with Form(self.env["coop.member.exit"].with_user(officer)) as form:
            form.member_id = budi
            form.reason_id = self.resigned
            form.date = "2025-12-01"
            self.assertEqual(form.amount_payable, 550000)
        document = form.record
        with self.assertRaisesRegex(UserError, "Only accountants"):
            document.action_post()
        accountant = self.new_user("accountant", "accountant")
        document.with_user(accountant).action_post()
        self.assertEqual(budi.state, "left")

    def test_printed_settlement(self):
        budi = self.saver(mandatory=1200000, voluntary=300000, advance=150000)
        html = self.env["ir.actions.report"]._render_qweb_html(
            "coop_membership.report_member_exit", self.settle(budi).ids
        )[0]
        self.assertIn("Satu juta delapan ratus lima puluh ribu rupiah", html.decode())
