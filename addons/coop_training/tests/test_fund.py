# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import TrainingCase


@tagged("post_install", "-at_install")
class TestFund(TrainingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fund = cls.env["account.account"].create(
            {
                "name": "Education Fund",
                "code": "23990030",
                "account_type": "liability_current",
                "company_ids": [Command.set(cls.company.ids)],
            }
        )
        cls.company.coop_education_account_id = cls.fund
        cls.siti, cls.budi = cls.member("Siti"), cls.member("Budi")
        cls.event = cls.course(cls.programme(outcomes=[(cls.tkbt, 36, 100)]))
        cls.entry("2025-03-15", (cls.misc_account(), 1_300_000), (cls.fund, -1_300_000))
        cls.entry("2026-02-01", (cls.misc_account(), 700_000), (cls.fund, -700_000))

    @classmethod
    def misc_account(cls):
        return cls.company_data["default_account_expense"]

    def bill(self, amount, event=None, date="2026-03-10", account=None):
        move = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.lsp.id,
                "invoice_date": date,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Exam",
                            "price_unit": amount,
                            "account_id": (account or self.fund).id,
                            "coop_event_id": event and event.id,
                            "tax_ids": [],
                        }
                    )
                ],
            }
        )
        move.action_post()
        return move

    def test_bill_of_a_session_draws_on_the_fund(self):
        self.event.coop_planned_cost = 450_000
        action = self.event.action_coop_bill()
        context = {k: v for k, v in action["context"].items()}
        form = Form(self.env["account.move"].with_context(**context))
        form.partner_id = self.lsp
        form.invoice_date = date(2026, 3, 10)
        move = form.save()
        line = move.invoice_line_ids
        self.assertEqual(line.account_id, self.fund)
        self.assertEqual(line.coop_event_id, self.event)
        self.assertEqual(line.price_unit, 450_000)
        line.tax_ids = False
        move.action_post()
        self.assertEqual(self.balance(self.fund), -2_000_000 + 450_000)
        self.event.invalidate_recordset(["coop_cost"])
        self.assertEqual(self.event.coop_cost, 450_000)

    def test_session_chosen_on_a_bill_chooses_the_fund(self):
        move = self.bill(100_000, account=self.misc_account())
        move.button_draft()
        line = move.invoice_line_ids
        line.coop_event_id = self.event
        line._onchange_coop_event_id()
        self.assertEqual(line.account_id, self.fund)

    def test_report_of_a_year(self):
        self.attended(self.event, self.siti, self.budi)
        self.bill(450_000, self.event)
        self.bill(50_000)
        self.bill(10_000, self.event, date="2027-01-10")
        result = self.company._coop_education_fund(date(2026, 1, 1), date(2026, 12, 31))
        self.assertEqual(result["opening"], 1_300_000)
        self.assertEqual(result["added"], 700_000)
        self.assertEqual(
            [(row["name"], row["amount"], row["attended"]) for row in result["spent"]],
            [("First aid session", 450_000, 2), ("Exam", 50_000, 0)],
        )
        self.assertEqual(result["closing"], 1_500_000)
        self.assertEqual(result["closing"], -self.balance(self.fund, date="2026-12-31"))

    def test_reversed_bill_gives_back(self):
        move = self.bill(450_000, self.event)
        move._reverse_moves(
            [{"date": "2026-03-20", "invoice_date": "2026-03-20"}], cancel=True
        )
        result = self.company._coop_education_fund(date(2026, 1, 1), date(2026, 12, 31))
        self.assertEqual((result["added"], result["closing"]), (700_000, 2_000_000))
        self.assertCountEqual(
            [row["amount"] for row in result["spent"]], [450_000, -450_000]
        )
        self.event.invalidate_recordset(["coop_cost"])
        self.assertEqual(self.event.coop_cost, 0)

    def test_cost_per_certificate(self):
        self.attended(self.event, self.siti, self.budi)
        self.event.action_coop_award()
        self.bill(450_000, self.event)
        self.bill(100_000, self.event, account=self.misc_account())
        row = self.env["coop.training.cost"].search([("event_id", "=", self.event.id)])
        self.assertEqual(
            (row.cost, row.fund_cost, row.attended, row.certificates, row.hours),
            (550_000, 450_000, 2, 2, 16),
        )
        self.assertEqual(row.cost_per_certificate, 275_000)

    def test_items_of_the_fund(self):
        self.bill(450_000, self.event)
        action = self.env.ref("coop_training.action_coop_training_fund_items")
        items = self.env["account.move.line"].search(
            [
                ("parent_state", "=", "posted"),
                ("account_id.coop_is_education_fund", "=", True),
                ("company_id", "=", self.company.id),
            ]
        )
        self.assertIn("coop_is_education_fund", action.domain)
        self.assertEqual(sum(items.mapped("balance")), -1_550_000)

    def test_without_an_account(self):
        self.company.coop_education_account_id = False
        wizard = self.env["coop.training.report"].create({})
        with self.assertRaisesRegex(UserError, "Choose it in the settings"):
            wizard.action_fund()
        self.assertIsNone(
            self.company._coop_education_fund(date(2026, 1, 1), date(2026, 12, 31))
        )

    def test_fund_of_the_chart_is_chosen_by_itself(self):
        self.company.coop_education_account_id = False
        self.env["ir.model.data"]._update_xmlids(
            [
                {
                    "xml_id": f"account.{self.company.id}_coop_fund_education",
                    "record": self.fund,
                }
            ]
        )
        self.company._coop_training_set_up()
        self.assertEqual(self.company.coop_education_account_id, self.fund)
