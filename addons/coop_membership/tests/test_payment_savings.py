# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .common import CoopCase


@tagged("post_install", "-at_install")
class TestPaymentSavings(CoopCase):
    """Deposits and withdrawals are standard payments divided over savings types."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pay_directly()
        cls.budi = cls.member("Budi")

    def pay(
        self, member, *rows, date="2025-03-10", kind="inbound", post=True, **values
    ):
        payment = self.env["account.payment"].create(
            {
                "payment_type": kind,
                "partner_type": "customer" if kind == "inbound" else "supplier",
                "date": date,
                "journal_id": self.bank_journal.id,
                "coop_member_id": member.id,
                "memo": "savings",
                "coop_allocation_ids": [
                    Command.create({"type_id": savings_type.id, "amount": amount})
                    for savings_type, amount in rows
                ],
                **values,
            }
        )
        if post:
            payment.action_post()
        return payment

    def assertEntry(self, payment, money, *rows):
        """The entry is exactly the money and one item per row, all of the member."""
        account, amount = money
        items = payment.move_id.line_ids.sorted("id")
        self.assertEqual(
            [(item.account_id, item.balance) for item in items],
            [(account, amount)] + [(t.account_id, balance) for t, balance in rows],
        )
        self.assertEqual(items.partner_id, payment.coop_member_id.partner_id)
        self.assertEqual(payment.amount, abs(amount))

    # ------------------------------------------------------------------- the split
    def test_deposit_books_one_item_per_savings_type(self):
        payment = self.pay(
            self.budi, (self.principal, 500000), (self.mandatory, 100000)
        )
        self.assertEqual(payment.amount, 600000)
        self.assertEqual(payment.state, "paid")
        self.assertEqual(payment.destination_account_id, self.principal.account_id)
        self.assertEntry(
            payment,
            (self.bank_account, 600000),
            (self.principal, -500000),
            (self.mandatory, -100000),
        )
        saved = self.budi._savings_at(payment.date)[self.budi]
        self.assertEqual(saved, {self.principal: 500000, self.mandatory: 100000})

    def test_split_survives_draft_edit_post_and_back(self):
        payment = self.pay(
            self.budi,
            (self.principal, 500000),
            (self.mandatory, 100000),
            (self.voluntary, 50000),
        )
        entry = payment.move_id
        payment.action_draft()
        self.assertEqual(payment.state, "draft")
        # another memo and date: nothing else moves
        payment.write({"date": "2025-03-11", "payment_reference": "x"})
        self.assertEntry(
            payment,
            (self.bank_account, 650000),
            (self.principal, -500000),
            (self.mandatory, -100000),
            (self.voluntary, -50000),
        )
        # amounts and types
        first, second, third = payment.coop_allocation_ids
        payment.coop_allocation_ids = [
            Command.update(second.id, {"amount": 150000}),
            Command.delete(first.id),
        ]
        self.assertEntry(
            payment,
            (self.bank_account, 200000),
            (self.mandatory, -150000),
            (self.voluntary, -50000),
        )
        third.amount = 70000  # written on the allocation itself
        payment.coop_allocation_ids = [
            Command.create({"type_id": self.principal.id, "amount": 80000})
        ]
        # journal: the money moves, the split stays
        payment.journal_id = self.cash_journal
        cash = self.cash_journal.default_account_id
        rows = (
            (self.mandatory, -150000),
            (self.voluntary, -70000),
            (self.principal, -80000),
        )
        self.assertEntry(payment, (cash, 300000), *rows)
        # another member
        siti = self.member("Siti")
        payment.write({"coop_member_id": siti.id, "partner_id": siti.partner_id.id})
        payment.action_post()
        self.assertEqual(payment.state, "paid")
        self.assertEqual(payment.move_id, entry)
        self.assertEqual(entry.state, "posted")
        self.assertEntry(payment, (cash, 300000), *rows)
        self.assertFalse(self.budi._savings_at("2025-12-31")[self.budi])
        self.assertEqual(
            siti.with_context(coop_date="2025-12-31").savings_total, 300000
        )
        # and once more, to one type only and back to two
        payment.action_draft()
        payment.coop_allocation_ids = [
            Command.delete(row.id) for row in payment.coop_allocation_ids[1:]
        ]
        self.assertEntry(payment, (cash, 150000), (self.mandatory, -150000))
        payment.journal_id = self.bank_journal
        payment.action_post()
        self.assertEntry(
            payment, (self.bank_account, 150000), (self.mandatory, -150000)
        )

    def test_split_survives_a_change_of_direction(self):
        self.save(self.budi, self.voluntary, 400000, "2025-01-01")
        payment = self.pay(self.budi, (self.voluntary, 100000))
        payment.action_draft()
        payment.write({"payment_type": "outbound", "partner_type": "supplier"})
        payment.action_post()
        self.assertEntry(
            payment, (self.bank_account, -100000), (self.voluntary, 100000)
        )

    def test_a_copy_keeps_the_split(self):
        payment = self.pay(self.budi, (self.principal, 500000), (self.mandatory, 50000))
        copy = payment.copy({"date": "2025-04-10"})
        self.assertEqual(copy.coop_member_id, self.budi)
        copy.action_post()
        self.assertEntry(
            copy,
            (self.bank_account, 550000),
            (self.principal, -500000),
            (self.mandatory, -50000),
        )

    def test_an_ordinary_draft_becomes_savings_and_back(self):
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_id": self.budi.partner_id.id,
                "amount": 90000,
                "date": "2025-03-10",
                "journal_id": self.bank_journal.id,
            }
        )
        receivable = payment.destination_account_id
        self.assertEqual(receivable.account_type, "asset_receivable")
        payment.action_post()
        payment.action_draft()
        payment.write(
            {
                "coop_member_id": self.budi.id,
                "coop_allocation_ids": [
                    Command.create({"type_id": self.mandatory.id, "amount": 40000}),
                    Command.create({"type_id": self.voluntary.id, "amount": 50000}),
                ],
            }
        )
        payment.action_post()
        self.assertEntry(
            payment,
            (self.bank_account, 90000),
            (self.mandatory, -40000),
            (self.voluntary, -50000),
        )
        payment.action_draft()
        payment.write(
            {"coop_member_id": False, "coop_allocation_ids": [Command.clear()]}
        )
        payment.action_post()
        self.assertEqual(
            payment.move_id.line_ids.mapped("account_id"),
            self.bank_account | receivable,
        )
        self.assertEqual(payment.amount, 90000)

    def test_payments_without_an_outstanding_account_use_the_journal(self):
        journal = self.bank_journal.copy()
        methods = (
            journal.inbound_payment_method_line_ids
            | journal.outbound_payment_method_line_ids
        )
        # set by the creation of the journal ...
        self.assertEqual(methods.payment_account_id, journal.default_account_id)
        # ... and done without where somebody took it away
        methods.payment_account_id = False
        payment = self.pay(self.budi, (self.mandatory, 50000), journal_id=journal.id)
        self.assertEntry(
            payment, (journal.default_account_id, 50000), (self.mandatory, -50000)
        )
        self.assertEqual(payment.state, "paid")

    # -------------------------------------------------------------------- refusals
    def test_amount_and_allocations_must_agree(self):
        payment = self.pay(self.budi, (self.mandatory, 50000), post=False)
        with self.assertRaisesRegex(ValidationError, "Make them equal"):
            payment.amount = 60000
            payment.flush_recordset()

    def test_savings_carry_the_members_own_contact(self):
        with self.assertRaisesRegex(ValidationError, "own contact"):
            self.pay(self.budi, (self.mandatory, 50000), partner_id=self.partner_a.id)

    def test_allocations_need_a_member_and_a_member_allocations(self):
        with self.assertRaisesRegex(ValidationError, "choose the member"):
            self.pay(
                self.env["coop.member"],
                (self.mandatory, 50000),
                partner_id=self.budi.partner_id.id,
            )
        with self.assertRaisesRegex(ValidationError, "for which savings"):
            self.pay(self.budi, amount=50000)

    def test_foreign_currency_is_refused(self):
        dollars = self.env.ref("base.USD")
        dollars.active = True
        journal = self.bank_journal.copy({"currency_id": dollars.id})
        with self.assertRaisesRegex(ValidationError, "kept in"):
            self.pay(self.budi, (self.mandatory, 50000), journal_id=journal.id)

    def test_no_savings_payment_without_an_entry(self):
        payment = self.pay(self.budi, (self.mandatory, 50000), post=False)
        payment.outstanding_account_id = False
        with self.assertRaisesRegex(ValidationError, "no entry"):
            payment.action_post()

    def test_locked_period_is_refused(self):
        self.company.fiscalyear_lock_date = "2025-03-31"
        with self.assertRaisesRegex(ValidationError, "locked"):
            self.pay(self.budi, (self.mandatory, 50000))

    def test_confirmed_payment_keeps_its_allocations(self):
        payment = self.pay(self.budi, (self.mandatory, 50000))
        with self.assertRaisesRegex(UserError, "Reset it to draft"):
            payment.coop_allocation_ids.amount = 60000
        with self.assertRaisesRegex(UserError, "Reset it to draft"):
            payment.coop_allocation_ids.unlink()

    def test_entry_changed_by_hand_is_refused(self):
        payment = self.pay(self.budi, (self.mandatory, 50000), post=False)
        payment.action_post()
        payment.action_draft()
        item = payment.move_id.line_ids.filtered("credit")
        item.account_id = self.voluntary.account_id
        with self.assertRaisesRegex(ValidationError, "differs"):
            payment.action_post()

    def test_principal_and_mandatory_stay_while_member(self):
        self.save(self.budi, self.mandatory, 400000, "2025-01-01")
        with self.assertRaisesRegex(ValidationError, "exit settlement"):
            self.pay(self.budi, (self.mandatory, 100000), kind="outbound")

    def test_voluntary_is_withdrawn_up_to_the_balance_of_any_day(self):
        self.save(self.budi, self.voluntary, 300000, "2025-01-01")
        self.save(self.budi, self.voluntary, 500000, "2025-06-01")
        with self.assertRaises(UserError):
            self.pay(self.budi, (self.voluntary, 400000), kind="outbound")
        payment = self.pay(self.budi, (self.voluntary, 300000), kind="outbound")
        self.assertEntry(
            payment, (self.bank_account, -300000), (self.voluntary, 300000)
        )

    # ------------------------------------------------------------------- who pays
    def test_applicants_pay_the_principal_in_instalments(self):
        dewi = self.applicant("Dewi", "2025-01-01")
        self.pay(dewi, (self.principal, 300000), date="2025-01-05")
        self.assertEqual(dewi.state, "applicant")
        dewi._set_state("approved", dewi.date_applied, date_approved=dewi.date_applied)
        self.pay(dewi, (self.principal, 100000), date="2025-02-05")
        self.assertEqual(dewi.state, "approved")
        self.pay(dewi, (self.principal, 100000), date="2025-03-05")
        self.assertEqual(dewi.state, "active")
        self.assertEqual(str(dewi.date_joined), "2025-03-05")
        self.assertTrue(dewi.number)

    def test_applicants_may_get_their_instalments_back(self):
        dewi = self.applicant("Dewi", "2025-01-01")
        self.pay(dewi, (self.principal, 300000), date="2025-01-05")
        self.pay(dewi, (self.principal, 300000), date="2025-01-06", kind="outbound")
        self.assertFalse(dewi.with_context(coop_date="2025-01-06").savings_total)

    def test_leavers_deposit_no_more(self):
        reason = self.env["coop.leave.reason"].search([], limit=1)
        self.budi._leave(self.budi.date_joined.replace(year=2025), reason)
        with self.assertRaisesRegex(ValidationError, "no longer a member"):
            self.pay(self.budi, (self.mandatory, 50000))

    def test_form_proposes_what_is_due(self):
        dewi = self.applicant("Dewi", "2025-01-01")
        dewi._set_state("approved", dewi.date_applied, date_approved=dewi.date_applied)
        self.save(dewi, self.principal, 300000, "2025-01-05")
        agus = self.member("Agus", "2025-01-01")
        self.save(agus, self.principal, 500000, "2025-01-05")
        self.save(agus, self.mandatory, 50000, "2025-01-05")
        context = {
            "default_payment_type": "inbound",
            "default_partner_type": "customer",
            "default_date": "2025-03-03",
            "default_journal_id": self.bank_journal.id,
        }
        for member, expected in (
            # instalment, and the dues of the month in which she becomes active
            (dewi, {self.principal: 200000, self.mandatory: 50000}),
            # February is late, March not due before the 10th: both are this visit's
            (agus, {self.mandatory: 100000}),
        ):
            with Form(self.env["account.payment"].with_context(**context)) as form:
                form.coop_member_id = member
            payment = form.record
            self.assertEqual(payment.partner_id, member.partner_id)
            self.assertEqual(
                {a.type_id: a.amount for a in payment.coop_allocation_ids}, expected
            )
            self.assertEqual(payment.amount, sum(expected.values()))
            payment.action_post()
            self.assertEqual(payment.state, "paid")
            self.assertEqual(member.state, "active")
        self.assertEqual(dewi.with_context(coop_date="2025-03-31").arrears, 0)
        self.assertEqual(agus.with_context(coop_date="2025-03-31").arrears, 0)

    def test_receipt_spells_the_amount(self):
        payment = self.pay(self.budi, (self.mandatory, 1001000))
        html = self.env["ir.actions.report"]._render_qweb_html(
            "coop_membership.report_deposit_receipt", payment.ids
        )[0]
        self.assertIn("Satu juta seribu rupiah", html.decode())
        self.assertIn(self.budi.number, html.decode())
