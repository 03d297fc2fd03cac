# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo.tests import tagged

from .payout_common import PayoutCase


@tagged("post_install", "-at_install")
class TestPatronage(PayoutCase):
    """Accepted value per member counts for the surplus, and is what revenue shows."""

    def patronage(self, year=2026):
        query = self.env["coop.patronage.source"]._patronage_query(
            "accepted_value", self.company, f"{year}-01-01", f"{year}-12-31"
        )
        rows = dict(self.env.execute_query(query))
        return {
            member.partner_id.name: rows[member.id]
            for member in self.budi + self.siti + self.tono
            if member.id in rows
        }

    def test_source_is_offered(self):
        sources = self.env["coop.patronage.source"]._patronage_sources()
        self.assertIn("accepted_value", [code for code, _label, _unit in sources])
        with self.assertRaises(ValueError):
            self.env["coop.patronage.source"]._patronage_query(
                "wrong", self.company, "2026-01-01", "2026-12-31"
            )

    def test_value_counts_in_the_year_of_acceptance(self):
        self.accept(3000000, {self.budi: 2, self.siti: 1})
        acceptance = self.accept(1000000, {self.budi: 1}, date="2025-12-31")
        self.assertEqual(self.patronage(), {"Budi": 2000000, "Siti": 1000000})
        self.assertEqual(self.patronage(2025), {"Budi": 1000000})
        acceptance.action_cancel()
        self.assertEqual(self.patronage(2025), {})

    def test_correction_counts_in_its_own_year(self):
        acceptance = self.accept(3000000, {self.budi: 2, self.siti: 1})
        self.env["coop.service.share"]._create_correction(
            acceptance, 0, -300001, acceptance.date, "Credit note"
        )
        self.assertEqual(self.patronage(), {"Budi": 1799999, "Siti": 900000})

    def test_difference_to_the_member_revenue_is_listed(self):
        invoiced = self.accept(3000000, {self.budi: 1}, subcontracted=500000)
        invoice = invoiced._create_invoices()
        invoice.invoice_date = "2026-03-31"
        invoice.action_post()
        waiting = self.accept(1000000, {self.siti: 1})
        self.entry(
            "2026-02-01",
            (self.account("member_revenue"), -70000),
            (self.bank_account, 70000),
        )
        rows = self.env["coop.patronage.difference"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(
            {row.acceptance_id: (row.value, row.revenue) for row in rows},
            {
                invoiced: (3000000, 3000000),
                waiting: (1000000, 0),
                self.env["coop.service.acceptance"]: (0, 70000),
            },
        )
        different = rows.search(
            [("company_id", "=", self.company.id), ("difference", "!=", 0)]
        )
        self.assertEqual(sum(different.mapped("difference")), 1000000 - 70000)

    def test_reversed_invoice_leaves_a_difference(self):
        acceptance = self.accept(3000000, {self.budi: 1})
        invoice = acceptance._create_invoices()
        invoice.invoice_date = "2026-03-31"
        invoice.action_post()
        invoice._reverse_moves(
            [{"date": "2026-04-01", "invoice_date": "2026-04-01"}], cancel=True
        )
        row = self.env["coop.patronage.difference"].search(
            [("acceptance_id", "=", acceptance.id)]
        )
        self.assertEqual((row.value, row.revenue), (3000000, 0))
