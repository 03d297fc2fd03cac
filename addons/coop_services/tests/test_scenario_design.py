# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo.fields import Command
from odoo.tests import tagged

from .scenario_common import ScenarioCase


class DesignCase(ScenarioCase):
    """A client, three designers, and how their jobs are won, worked on and accepted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agency = cls.person("PT Kopi Senja", is_company=True)
        cls.build(
            cls.logo,
            date="2025-12-01",
            lines=[{"name": "Designer", "quantity": 200, "rate": 60000}],
        )
        january = "2026-01-01"
        cls.dewi = cls.saver("Dewi", "0001", january, (cls.design, cls.expert))
        cls.eko = cls.saver("Eko", "0002", january, cls.design)
        cls.fajar = cls.saver("Fajar", "0003", january, cls.design)

    def win(self, price, team, **terms):
        """A won order of one milestone; the job with its team of free designers."""
        order = self.quote(
            self.logo,
            price=price,
            partner_id=self.agency.id,
            coop_site_id=False,
            date_order="2026-01-12",
            coop_date_from="2026-01-15",
        )
        if order.coop_needs_approval:
            order.action_coop_approve_price()
        order.action_confirm()
        job = order.coop_job_ids
        job.write({"coop_percent": 10, "coop_split": "hours", **terms})
        role = job.coop_role_ids
        role.people = len(team)
        rows = self.env["coop.service.assignment"].create(
            [{"role_id": role.id, "member_id": member.id} for member in team]
        )
        rows.action_offer()
        rows.action_accept()
        return job

    def hours(self, milestone, date, hours):
        """Timesheets of ``{member: hours}`` on a task of the milestone."""
        project = milestone.project_id
        project.allow_timesheets = True
        task = self.env["project.task"].create(
            {
                "name": milestone.name,
                "project_id": project.id,
                "milestone_id": milestone.id,
            }
        )
        self.env["account.analytic.line"].create(
            [
                {
                    "name": "Design",
                    "project_id": project.id,
                    "task_id": task.id,
                    "employee_id": member.employee_id.id,
                    "unit_amount": worked,
                    "date": date,
                }
                for member, worked in hours.items()
            ]
        )

    def bast(self, job, milestone, date):
        acceptance = self.env["coop.service.acceptance"].create(
            {"contract_id": job.id, "milestone_id": milestone.id, "date": date}
        )
        acceptance.action_propose()
        acceptance.action_accept()
        return acceptance

    def bill(self, acceptance):
        invoice = acceptance._create_invoices()
        invoice.action_post()
        return invoice

    def invoice_before(self):
        invoice = (
            self.env["coop.advance.invoice"]
            .create(
                {
                    "contract_id": self.job_.id,
                    "product_id": self.logo.id,
                    "name": "Deposit",
                    "amount": 12000000,
                    "date": "2026-01-15",
                }
            )
            ._create_invoice()
        )
        invoice.action_post()
        self.assertEqual(
            self.entry_of(invoice),
            {
                self.receivable: 13320000,
                self.company.coop_deferred_revenue_account_id: -12000000,
                self.output_vat: -1320000,
            },
        )
        return invoice


@tagged("post_install", "-at_install")
class TestScenarioDesign(DesignCase):
    """Freelance designers make a brand for 30,000,000, in two milestones.

    Dewi leads (500,000 for each milestone), Eko and Fajar design; 10 % stay with the
    cooperative, the rest is shared by the hours of the timesheets. The concept
    (12,000,000) is invoiced before it is accepted, the brand (18,000,000) after.
    Members are paid as the client pays. Afterwards a credit note of 1,800,000 is borne
    by the team, who were paid already: it comes off the next run.
    """

    def test_brand(self):
        company = self.company
        with self.on("2026-01-15"):
            self.job_ = job = self.win(
                30000000,
                self.dewi + self.eko + self.fajar,
                coop_pay_when="paid",
                coop_lead_member_id=self.dewi.id,
                coop_lead_fee=500000,
            )
            self.concept = concept = job.coop_project_id.milestone_ids
            concept.write({"name": "Concept", "product_uom_qty": 0.4})
            self.brand = concept.copy({"name": "Brand"})
            self.brand.product_uom_qty = 0.6
            self.deposit = self.invoice_before()
        with self.on("2026-02-28"):
            self.accept_concept()
        with self.on("2026-03-31"):
            self.accept_brand()
        with self.on("2026-06-10"):
            self.credit()
        with self.on("2026-06-20"):
            self.next_job()
        self.assertEqual(
            self.trial_balance(),
            {
                self.bank_account: 7241425,
                self.receivable: 4440000 - 1998000,
                self.output_vat: -3542000,
                self.account("member_revenue"): -32200000,
                company.coop_member_cost_account_id: 29137000,
                company.coop_income_tax_account_id: -728425,
                self.mandatory.account_id: -850000,
                self.principal.account_id: -1500000,
            },
        )
        self.assertEqual(
            self.patronage(),
            {
                "Dewi": 6277778 + 5788889 - 578889 + 2000000,
                "Eko": 5722222 + 10466667 - 1046667 + 2000000,
                "Fajar": 1744444 - 174444,
            },
        )
        self.assert_value_is_revenue()

    def accept_concept(self):
        self.hours(self.concept, "2026-02-10", {self.dewi: 40, self.eko: 40})
        acceptance = self.bast(self.job_, self.concept, "2026-02-28")
        self.assertEqual(
            self.entry_of(acceptance.release_move_id),
            {
                self.company.coop_deferred_revenue_account_id: 12000000,
                self.account("member_revenue"): -12000000,
            },
        )
        self.assertEqual(
            self.shares(acceptance),
            {"Dewi": (5650000, 6277778), "Eko": (5150000, 5722222)},
        )
        # nothing is left to invoice; but the client has paid nothing yet
        self.assertEqual(acceptance.invoice_state, "paid")
        run = self.env["coop.payout.run"].create(
            {"company_id": self.company.id, "date": "2026-03-01"}
        )
        with self.refused("2 shares wait for the client's payment"):
            run.action_compute()
        run.unlink()
        self.client_pays(self.deposit, "2026-03-02", amount=6660000)
        run = self.pay_members("2026-03-05")
        # half of it, less the dues of three months
        self.assertEqual(
            self.payouts(run),
            {
                "Dewi": (2825000, 70625, 150000, 0, 2604375),
                "Eko": (2575000, 64375, 150000, 0, 2360625),
            },
        )
        self.client_pays(self.deposit, "2026-03-10")

    def accept_brand(self):
        self.hours(
            self.brand, "2026-03-20", {self.dewi: 30, self.eko: 60, self.fajar: 10}
        )
        self.final = acceptance = self.bast(self.job_, self.brand, "2026-03-31")
        self.assertFalse(acceptance.release_move_id)
        self.assertEqual(
            self.shares(acceptance),
            {
                "Dewi": (5210000, 5788889),
                "Eko": (9420000, 10466667),
                "Fajar": (1570000, 1744444),
            },
        )
        invoice = self.bill(acceptance)
        self.assertEqual(
            self.entry_of(invoice),
            {
                self.receivable: 19980000,
                self.account("member_revenue"): -18000000,
                self.output_vat: -1980000,
            },
        )
        run = self.pay_members("2026-04-05", "2026-03-31")
        self.assertEqual(
            self.payouts(run),
            {
                "Dewi": (2825000, 70625, 50000, 0, 2704375),
                "Eko": (2575000, 64375, 50000, 0, 2460625),
            },
        )
        self.assertIn("3 shares wait for the client's payment", run.notes)
        self.client_pays(invoice, "2026-04-15", amount=6660000)  # a third
        run = self.pay_members("2026-04-30")
        self.assertEqual(
            self.payouts(run),
            {
                "Dewi": (1736666, 43417, 0, 0, 1693249),
                "Eko": (3140000, 78500, 0, 0, 3061500),
                "Fajar": (523333, 13083, 200000, 0, 310250),
            },
        )
        self.client_pays(invoice, "2026-05-15")
        run = self.pay_members("2026-05-31")
        self.assertEqual(
            self.payouts(run),
            {
                "Dewi": (3473334, 86833, 50000, 0, 3336501),
                "Eko": (6280000, 157000, 50000, 0, 6073000),
                "Fajar": (1046667, 26167, 50000, 0, 970500),
            },
        )

    def credit(self):
        """After all is paid: 10 % of the brand back to the client."""
        correction = self.env["coop.service.correction"].create(
            {
                "acceptance_id": self.final.id,
                "kind": "credit",
                "amount": 1800000,
                "borne_by": "team",
                "date": "2026-06-10",
                "reason": "Files for print were missing",
            }
        )
        correction.action_post()
        self.assertEqual(
            self.entry_of(correction.move_ids),
            {
                self.receivable: -1998000,
                self.account("member_revenue"): 1800000,
                self.output_vat: 198000,
            },
        )
        self.assertEqual(
            {
                share.member_id.partner_id.name: (share.gross, share.value)
                for share in correction.share_ids
            },
            {
                "Dewi": (-521000, -578889),
                "Eko": (-942000, -1046667),
                "Fajar": (-157000, -174444),
            },
        )

    def next_job(self):
        job = self.win(4000000, self.dewi + self.eko)
        milestone = job.coop_project_id.milestone_ids
        self.hours(milestone, "2026-06-18", {self.dewi: 10, self.eko: 10})
        self.bill(self.bast(job, milestone, "2026-06-20"))
        run = self.pay_members("2026-06-30")
        self.assertEqual(
            self.payouts(run),
            {
                "Dewi": (1800000 - 521000, 31975, 50000, 0, 1197025),
                "Eko": (1800000 - 942000, 21450, 50000, 0, 786550),
            },
        )
        # Fajar has no new work: what he owes is carried on
        self.assertIn("Fajar is not paid: corrections are more", run.notes)
        carried = self.env["coop.service.share"].search([("amount_open", "<", 0)])
        self.assertEqual(carried.member_id, self.fajar)
        self.assertEqual(carried.amount_open, -157000)


@tagged("post_install", "-at_install")
class TestInvoicedBefore(DesignCase):
    """What else may happen to work that was invoiced before it was accepted."""

    def setUp(self):
        super().setUp()
        self.job_ = self.win(30000000, self.dewi + self.eko, coop_pay_when="paid")
        self.deposit = self.invoice_before()

    def accept(self, price, date="2026-02-28"):
        acceptance = self.env["coop.service.acceptance"].create(
            {
                "contract_id": self.job_.id,
                "date": date,
                "line_ids": [
                    Command.create({"product_id": self.logo.id, "price_unit": price})
                ],
                "work_ids": [
                    Command.create({"member_id": self.dewi.id, "hours": 1}),
                ],
            }
        )
        acceptance.action_accept()
        return acceptance

    def test_payment_goes_to_what_was_accepted_first(self):
        first, second = self.accept(8000000), self.accept(10000000)
        self.assertEqual((first.amount_released, second.amount_released), (8e6, 4e6))
        self.client_pays(self.deposit, "2026-03-02", amount=9 * 1110000)
        ratios = (first + second)._paid_ratios()
        self.assertEqual(ratios, {first: (1, 1), second: (1, 10)})
        # the rest of the second one is invoiced, and a half of that is paid
        self.client_pays(self.bill(second), "2026-03-02", amount=3 * 1110000)
        ratios = (first + second)._paid_ratios()
        self.assertEqual(ratios, {first: (1, 1), second: (2, 5)})
        self.assertEqual(
            second.share_ids._payable_amounts(), {second.share_ids: 3600000}
        )

    def test_credit_note_over_an_advance_is_no_payment(self):
        acceptance = self.accept(8000000)
        refund = self.deposit._reverse_moves(
            [{"date": "2026-03-01", "invoice_date": "2026-03-01"}]
        )
        refund.invoice_line_ids.price_unit = 4000000
        refund.action_post()
        (self.deposit + refund).line_ids.filtered(
            lambda line: line.account_id == self.receivable
        ).reconcile()
        self.assertEqual(acceptance._paid_ratios(), {acceptance: (0, 1)})
        self.client_pays(self.deposit, "2026-03-02", amount=2 * 1110000)
        self.assertEqual(acceptance._paid_ratios(), {acceptance: (1, 4)})

    def test_work_invoiced_before_is_corrected_too(self):
        acceptance = self.accept(12000000)
        correction = self.env["coop.service.correction"].create(
            {
                "acceptance_id": acceptance.id,
                "amount": 1000000,
                "date": "2026-03-15",
                "reason": "Late",
            }
        )
        correction.action_post()
        self.assertEqual(self.deposit.amount_residual, 13320000 - 1110000)
        self.assert_value_is_revenue()
        correction.action_cancel()
        self.assert_value_is_revenue()
