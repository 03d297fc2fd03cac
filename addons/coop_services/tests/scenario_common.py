# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields
from odoo.tests import freeze_time

from .price_common import PriceCase


class ScenarioCase(PriceCase):
    """What people of a cooperative do over some months, by the buttons they press.

    ``on`` sets the day, ``sold`` wins a quotation, ``client_pays`` and ``pay_members``
    move the money; ``trial_balance`` is the whole ledger, so that nothing is booked
    where a scenario does not look. Members saved their principal; dues of 50,000 a
    month count from ``dues_from`` on.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pay_directly()
        cls.company.write({"coop_vat_from": "2025-01-01", "vat": "0029183472017000"})
        cls.receivable = cls.company_data["default_account_receivable"]
        [cls.output_vat] = (
            cls.company.coop_vat_tax_id.invoice_repartition_line_ids.filtered(
                lambda line: line.repartition_type == "tax"
            ).account_id
        )

    @classmethod
    def saver(cls, name, number, dues_from, *skills):
        """A worker with a NIK, a bank account and the principal savings."""
        member = cls.worker(name, *skills, number=number, nik=f"327301150585{number}")
        member.dues_from = dues_from
        cls.save(member, cls.principal, 500000, dues_from)
        cls.certify(member, "2025-01-01", "2027-12-31")
        cls.env["res.partner.bank"].create(
            {
                "acc_number": f"77{number}",
                "partner_id": member.partner_id.id,
                "allow_out_payment": True,
            }
        )
        return member

    def on(self, day):
        """Everything inside happens on this day, at noon in Jakarta."""
        return freeze_time(f"{day} 05:00:00")

    def client_pays(self, invoice, date, **values):
        """By the standard wizard, less what the client withholds; the payment."""
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create(
                {"payment_date": date, "journal_id": self.bank_journal.id, **values}
            )
        )
        return wizard._create_payments()

    def pay_members(self, date, date_to=None):
        """A payout run from computing to the bank; the run."""
        self.env.invalidate_all()  # another request, which reads the ledger anew
        run = self.env["coop.payout.run"].create(
            {
                "company_id": self.company.id,
                "date": date,
                "date_to": date_to or date,
            }
        )
        run.action_compute()
        run.action_approve()
        run.action_post()
        batch = self.env["coop.payment.batch"].browse(run.action_pay_bank()["res_id"])
        batch.write({"journal_id": self.bank_journal.id, "date": date})
        self.assertFalse(batch.left_out_count)
        batch.action_post()
        self.assertEqual(run.state, "paid")
        return run

    def payouts(self, run):
        """``{name: (gross, tax, savings, advance, net)}`` of a run."""
        return {
            p.member_id.partner_id.name: (p.gross, p.tax, p.savings, p.advance, p.net)
            for p in run.payout_ids
        }

    def shares(self, acceptance):
        """``{name: (gross, value)}`` of accepted work."""
        return {
            share.member_id.partner_id.name: (share.gross, share.value)
            for share in acceptance.share_ids
        }

    def entry_of(self, moves):
        """``{account: balance}`` of entries."""
        result = {}
        for line in moves.line_ids:
            result[line.account_id] = result.get(line.account_id, 0) + line.balance
        return {account: balance for account, balance in result.items() if balance}

    def trial_balance(self):
        """``{account: posted balance}`` of the whole company; they add up to zero."""
        groups = self.env["account.move.line"]._read_group(
            [("company_id", "=", self.company.id), ("parent_state", "=", "posted")],
            ["account_id"],
            ["balance:sum"],
        )
        return {account: balance for account, balance in groups if balance}

    def patronage(self, year=2026):
        """``{name: accepted value}``: the weight of each member for the surplus."""
        query = self.env["coop.patronage.source"]._patronage_query(
            "accepted_value",
            self.company,
            fields.Date.to_date(f"{year}-01-01"),
            fields.Date.to_date(f"{year}-12-31"),
        )
        members = self.env["coop.member"]
        return {
            members.browse(member).partner_id.name: amount
            for member, amount in self.env.execute_query(query)
            if amount and members.browse(member).company_id == self.company
        }

    def assert_value_is_revenue(self):
        """The weights add up to the member revenue, each acceptance for itself."""
        self.assertEqual(
            sum(self.patronage().values()),
            -self.balance(self.account("member_revenue")),
        )
        differences = self.env["coop.patronage.difference"].search(
            [("company_id", "=", self.company.id), ("difference", "!=", 0)]
        )
        self.assertFalse(
            differences, differences.mapped(lambda row: (row.value, row.revenue))
        )
