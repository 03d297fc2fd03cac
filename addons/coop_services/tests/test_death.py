# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo.tests import tagged

from odoo.addons.coop_membership.engine.apportion import apportion

from .payout_common import PayoutCase


@tagged("post_install", "-at_install")
class TestDeath(PayoutCase):
    """Story “Death” of section 11b: savings, accepted work and aid go to the heirs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # 48 months until August 2026, of which 47 are paid
        cls.mandatory.amount_ids.amount = 50000
        cls.dead = member = cls.member(
            "Pak Surya", number="0145", nik="3273011505850145", joined="2022-09-01"
        )
        for savings_type, amount in (
            (cls.principal, 500000),
            (cls.mandatory, 2350000),
            (cls.voluntary, 600000),
        ):
            cls.save(member, savings_type, amount, "2026-06-01")
        cls.advance = cls.company.coop_advance_account_id
        cls.refund = cls.company.coop_refund_account_id
        cls.payable = cls.company.coop_payout_payable_account_id
        cls.entry(
            "2026-07-10", (cls.advance, 900000, member), (cls.bank_account, -900000)
        )
        cls.ani, cls.oka = cls.person("Ani"), cls.person("Oka")
        member._link_heirs([(cls.ani, "wife", 2), (cls.oka, "son", 1)])
        for number, heir in ((1, cls.ani), (2, cls.oka)):
            cls.env["res.partner.bank"].create(
                {
                    "acc_number": f"99{number}",
                    "partner_id": heir.id,
                    "allow_out_payment": True,
                }
            )
        cls.user = cls.new_user(
            "0145",
            "base.group_portal",
            partner_id=member.partner_id.id,
            name="Pak Surya",
        )
        cls.contract.coop_percent = 20
        cls.work = cls.accept(4000000, {member: 1}, date="2026-08-12")

    def settle(self):
        document = self.env["coop.member.exit"].create(
            {
                "member_id": self.dead.id,
                "date": "2026-08-14",
                "reason_id": self.env["coop.leave.reason"]
                .search([("kind", "=", "deceased")], limit=1)
                .id,
            }
        )
        document.action_post()
        return document

    def owed_to(self, partner):
        rows = self.env["account.move.line"]._read_group(
            [
                ("partner_id", "=", partner.id),
                ("parent_state", "=", "posted"),
                ("account_type", "=", "liability_payable"),
            ],
            ["account_id"],
            ["balance:sum"],
        )
        return {account: -balance for account, balance in rows if balance}

    def of_member(self):
        """Balances of the member's own accounts that are not zero."""
        rows = self.env["account.move.line"]._read_group(
            [
                ("partner_id", "=", self.dead.partner_id.id),
                ("parent_state", "=", "posted"),
                ("account_id.internal_group", "in", ("asset", "liability", "equity")),
                ("account_type", "!=", "asset_cash"),
                # the tax is owed to the state, and the bill names whose it is
                ("account_id", "!=", self.company.coop_income_tax_account_id.id),
            ],
            ["account_id"],
            ["balance:sum"],
        )
        return {account: balance for account, balance in rows if balance}

    def test_story(self):
        document = self.settle()
        self.assertEqual(
            {
                (line.account_id, line.partner_id): line.balance
                for line in document.move_ids.line_ids
            },
            {
                (self.principal.account_id, self.dead.partner_id): 500000,
                (self.mandatory.account_id, self.dead.partner_id): 2350000,
                (self.voluntary.account_id, self.dead.partner_id): 600000,
                (self.advance, self.dead.partner_id): -900000,
                (self.refund, self.ani): -1700000,
                (self.refund, self.oka): -850000,
            },
        )
        self.assertEqual(document.amount_arrears, 50000)  # told, not deducted
        run = self.posted(date="2026-08-31")
        # neither dues nor the advance that the settlement has taken
        self.assertEqual(
            self.payouts(run), {"Pak Surya": (3200000, 80000, 0, 0, 0, 3120000)}
        )
        self.assertEqual(
            {line.account_id: line.balance for line in run.payout_ids.move_id.line_ids},
            {
                self.company.coop_member_cost_account_id: 3200000,
                self.company.coop_income_tax_account_id: -80000,
                self.payable: -3120000,
            },
        )
        # aid from the social fund, by the same weights
        fund = self.env["account.account"].create(
            {
                "name": "Dana Sosial",
                "code": "23040145",
                "account_type": "liability_current",
            }
        )
        ani, oka = apportion(1000000, self.dead.heir_ids.mapped("share"))
        self.entry(
            "2026-08-20",
            (fund, 1000000),
            (self.refund, -ani, self.ani),
            (self.refund, -oka, self.oka),
        )
        self.assertEqual(self.balance(fund), 1000000)
        self.assertEqual(sum(self.owed_to(self.ani).values()), 4446667)
        self.assertEqual(sum(self.owed_to(self.oka).values()), 2223333)
        self.assertEqual(self.of_member(), {})
        # the payout is paid when both heirs are, by the same bank file as all others
        self.assertEqual((run.state, run.amount_unpaid), ("posted", 3120000))
        batch = self.pay(run)
        self.assertEqual(batch.line_ids.partner_id, self.ani + self.oka)
        self.assertEqual(batch.amount_total, 3120000)
        self.assertEqual((run.state, run.payout_ids.state), ("paid", "paid"))
        rest = self.env["coop.payment.batch"].create(
            {
                "company_id": self.company.id,
                "account_id": self.refund.id,
                "method": "bank",
                "journal_id": self.bank_journal.id,
                "date": "2026-08-31",
            }
        )
        rest.action_fill()
        rest.action_post()
        self.assertEqual(batch.amount_total + rest.amount_total, 6670000)
        self.assertEqual(self.owed_to(self.ani) | self.owed_to(self.oka), {})
        # nobody logs in, works, or owes any more
        self.assertFalse(self.user.active)
        self.assertEqual(self.dead.state, "left")
        self.assertFalse(
            self.env["coop.member.charge.source"]._member_charges(self.dead, run.date)
        )
        # and the surplus of the year counts the work
        query = self.env["coop.patronage.source"]._patronage_query(
            "accepted_value", self.company, "2026-01-01", "2026-12-31"
        )
        self.assertEqual(dict(self.env.execute_query(query))[self.dead.id], 4000000)

    def test_run_before_the_settlement_is_the_members(self):
        run = self.posted(date="2026-08-13")
        self.assertEqual(
            self.payouts(run),
            {"Pak Surya": (3200000, 80000, 0, 50000, 900000, 2170000)},
        )
        self.assertEqual(self.owed_to(self.dead.partner_id), {self.payable: 2170000})

    def test_undone_run_takes_it_from_the_heirs(self):
        self.settle()
        run = self.posted(date="2026-08-31")
        batch = self.pay(run)
        with self.refused(f"is paid by {batch.move_id.name}"):
            run._cancel(run.date, "Wrong job")
        batch.action_cancel()
        self.assertEqual((run.state, run.payout_ids.state), ("posted", "posted"))
        run._cancel(run.date, "Wrong job")
        self.assertEqual((run.state, run.payout_ids.state), ("cancelled", "cancelled"))
        self.assertEqual(self.owed_to(self.ani), {self.refund: 1700000})
        self.assertEqual(self.of_member(), {})
        again = self.posted(date="2026-09-30")
        self.assertEqual(again.payout_ids.net, 3120000)
        self.assertEqual(
            self.owed_to(self.oka), {self.refund: 850000, self.payable: 1040000}
        )

    def test_monthly_deductions_end_with_the_membership(self):
        deduction = self.owe(self.dead, 36800, repeat="month", date_from="2026-07-01")
        self.settle()
        self.assertEqual(deduction._due(deduction.date_from.replace(month=12)), 73600)
