# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Date
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .price_common import PriceCase


@tagged("post_install", "-at_install")
class TestJob(PriceCase):
    """From a won quotation to one job, and how a job ends."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.price = cls.build()
        cls.logo_price = cls.build(
            cls.logo,
            lines=[
                {"name": "Designer", "quantity": 40, "rate": 60000},
                {"name": "Reviewer", "quantity": 4, "rate": 90000},
            ],
        )

    def won(self, *products, **values):
        order = self.quote(*products, **values)
        order.action_confirm()
        return order

    def test_monthly_service_becomes_a_contract_line(self):
        order = self.won(
            quantity=3,
            coop_date_to="2027-03-01",
            coop_payer="collector",
            coop_withholds=True,
            coop_retention_percent=5,
            coop_penalty_permille=1,
            coop_buyer="government",
            coop_channel="lpse",
            coop_tender_no="LPSE-77",
        )
        job = order.coop_job_ids
        self.assertEqual(len(job), 1)
        self.assertRecordValues(
            job,
            [
                {
                    "coop_is_job": True,
                    "generation_type": "coop",
                    "partner_id": self.client.id,
                    "coop_site_id": self.site.id,
                    "coop_payer": "collector",
                    "coop_withholds": True,
                    "coop_retention_percent": 5,
                    "coop_penalty_permille": 1,
                    "coop_buyer": "government",
                    "coop_channel": "lpse",
                    "coop_tender_no": "LPSE-77",
                    "coop_split": "hours",
                    "date_end": date(2027, 3, 1),
                }
            ],
        )
        line = job.contract_line_ids
        self.assertRecordValues(
            line,
            [
                {
                    "product_id": self.monthly.id,
                    "quantity": 3,
                    "price_unit": self.price.price,
                    "date_start": date(2026, 3, 2),
                    "date_end": date(2027, 3, 1),
                    "recurring_next_date": date(2026, 4, 2),
                    "coop_sale_line_id": order.order_line.id,
                }
            ],
        )
        self.assertEqual(line.next_period_date_end, date(2026, 4, 1))
        self.assertFalse(job.coop_project_id)
        role = job.coop_role_ids
        self.assertRecordValues(
            role,
            [
                {
                    "name": "Cleaner",
                    "people": 3,
                    "skill_id": self.clean.id,
                    "skill_level_id": self.basic.id,
                    "certificate_ids": self.safety.ids,
                    "rate": 27500,
                    "rate_unit": "hour",
                    "planning": "shifts",
                    "date_from": date(2026, 3, 2),
                    "date_to": date(2027, 3, 1),
                    "site_id": self.site.id,
                }
            ],
        )
        self.assertEqual(job.coop_open_places, 3)

    def test_members_receive_what_was_calculated(self):
        """The percent of the job leaves rate and social security to the members."""
        job = self.won(quantity=3).coop_job_ids
        price = self.price.price * 3
        kept = round(price * job.coop_percent / 100)
        promised = 3 * (208 * 27500 + 171600)
        self.assertGreaterEqual(price - kept, promised)
        self.assertLess(price - kept - promised, price / 10000)

    def test_one_off_service_becomes_a_project_with_milestones(self):
        order = self.won(self.logo)
        job = order.coop_job_ids
        self.assertFalse(job.contract_line_ids)
        self.assertEqual(job.coop_split, "rate")
        milestone = job.coop_project_id.milestone_ids
        self.assertEqual(milestone.sale_line_id, order.order_line)
        self.assertEqual(milestone.quantity_percentage, 1)
        self.assertEqual(job.coop_role_ids.mapped("name"), ["Designer", "Reviewer"])
        self.assertEqual(set(job.coop_role_ids.mapped("planning")), {"free"})
        self.assertEqual(job.coop_role_ids.mapped("people"), [1, 1])

    def test_both_kinds_become_one_job(self):
        job = self.won(self.monthly, self.logo).coop_job_ids
        self.assertEqual(len(job), 1)
        self.assertEqual(len(job.contract_line_ids), 1)
        self.assertEqual(len(job.coop_project_id.milestone_ids), 1)
        self.assertEqual(len(job.coop_role_ids), 3)

    def test_order_without_services_opens_no_job(self):
        order = self.won(self.service("Consumables", 100))
        self.assertFalse(order.coop_job_ids)

    def test_rules_hold_where_nothing_was_calculated(self):
        self.price.line_ids.unlink()
        self.logo.coop_performer = "staff"
        job = self.won(self.logo, price=1000).coop_job_ids
        self.assertEqual(job.coop_percent, 12)

    def test_clock_never_invoices_a_job(self):
        job = self.won().coop_job_ids
        with self.refused("invoiced from accepted work"):
            job.recurring_create_invoice()
        self.env["contract.contract"].cron_recurring_create_invoice("2030-01-01")
        self.assertFalse(job.contract_line_ids.last_date_invoiced)
        self.assertFalse(job._get_related_invoices())
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.savepoint(),
        ):
            job.generation_type = "invoice"
            self.env.flush_all()

    def test_wizard_of_contracts_leaves_jobs_out(self):
        self.won()
        wizard = self.env["contract.manually.create.invoice"].create(
            {"invoice_date": "2030-01-01", "contract_type": "sale"}
        )
        wizard.create_invoice()
        self.assertFalse(
            self.env["account.move"].search_count([("move_type", "=", "out_invoice")])
        )

    def test_other_contracts_are_invoiced_by_the_clock(self):
        contract = self.env["contract.contract"].create(
            {
                "name": "Rent",
                "partner_id": self.client.id,
                "company_id": self.company.id,
                "line_recurrence": True,
                "contract_line_ids": [
                    Command.create(
                        {
                            "name": "Rent",
                            "product_id": self.cleaning.id,
                            "price_unit": 100,
                            "date_start": "2026-01-01",
                            "recurring_next_date": "2026-01-01",
                        }
                    )
                ],
            }
        )
        self.assertEqual(contract.generation_type, "invoice")
        contract.recurring_create_invoice()
        self.assertTrue(contract._get_related_invoices())

    def test_cancelled_order_closes_its_job(self):
        order = self.won()
        job = order.coop_job_ids
        member = self.worker("Siti", self.clean)
        self.certify(member, "2026-01-01")
        assignment = self.assign(job.coop_role_ids, member)
        shift = self.shift(assignment, "2026-03-03 00:00")
        order._action_cancel()
        self.assertFalse(job.active)
        self.assertEqual(assignment.state, "ended")
        self.assertEqual(shift.state, "cancelled")
        order.action_draft()
        order.action_confirm()
        again = order.coop_job_ids
        self.assertTrue(again.active)
        self.assertNotEqual(again, job)

    def test_order_with_work_done_is_not_cancelled(self):
        order = self.won()
        job = order.coop_job_ids
        member = self.worker("Siti", self.clean)
        self.certify(member, "2026-01-01")
        assignment = self.assign(job.coop_role_ids, member)
        shift = self.shift(assignment, "2026-03-03 00:00", state="done")
        with self.refused("worked 1 shifts"):
            order._action_cancel()
        shift.unlink() if shift.state == "planned" else shift.sudo().write(
            {"state": "cancelled"}
        )
        acceptance = self.env["coop.service.acceptance"].create(
            {"contract_id": job.id, "date": "2026-03-31"}
        )
        with self.refused("Cancel it first"):
            order._action_cancel()
        acceptance.action_cancel()
        order._action_cancel()
        self.assertFalse(job.active)

    def test_ended_job_goes_no_further(self):
        job = self.won().coop_job_ids
        member = self.worker("Siti", self.clean)
        self.certify(member, "2026-01-01")
        job.coop_role_ids.date_from = job.contract_line_ids.date_start = "2026-01-05"
        assignment = self.assign(job.coop_role_ids, member, date_from="2026-01-05")
        with self.refused("still has a team"):
            job.action_archive()
        job.action_coop_end()
        today = Date.context_today(job)
        self.assertEqual(assignment.state, "ended")
        self.assertEqual(assignment.date_to, today)
        self.assertEqual(job.contract_line_ids.date_end, today)
        self.assertEqual(job.coop_role_ids.date_to, today)
        job.action_archive()
        self.assertFalse(job.active)
        with self.refused("stays as history"):
            job.unlink()

    def test_employment_is_flagged(self):
        job = self.job()
        self.assertFalse(job.coop_pu_risk)
        job.coop_client_directs = True
        self.assertFalse(job.coop_pu_risk)
        job.coop_fixed_pay = True
        self.assertTrue(job.coop_pu_risk)

    def test_new_job_starts_with_the_rules(self):
        job = self.env["contract.contract"].with_context(default_coop_is_job=True)
        self.assertEqual(job.new({"partner_id": self.client.id}).coop_percent, 12)

    def test_officer_reads_jobs_and_changes_roles_only(self):
        officer = self.new_user("dispatcher", "officer")
        job = self.won().coop_job_ids.with_user(officer)
        job.read(["name", "coop_percent", "contract_line_ids"])
        job.coop_role_ids.write({"people": 4})
        with self.assertRaises(AccessError):
            job.write({"coop_percent": 1})
        with self.assertRaises(AccessError):
            job.action_coop_end()

    def test_wrong_terms_are_refused(self):
        for values in (
            {"coop_percent": 101},
            {"coop_retention_percent": -1},
            {"coop_penalty_permille": 1001},
            {"coop_lead_fee": -1},
        ):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.savepoint(),
            ):
                self.job(**values)
                self.env.flush_all()


@tagged("post_install", "-at_install")
class TestContractLeaks(PriceCase):
    """Portal users read the jobs of their own company, and nothing of the inside."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build()
        cls.order = cls.quote()
        cls.order.action_confirm()
        cls.job_a = cls.order.coop_job_ids
        cls.job_a.modification_ids = [
            Command.create({"date": "2026-03-02", "description": "Secret A"})
        ]
        cls.client_b = cls.person("PT Lain", is_company=True)
        cls.job_b = cls.job("Job B", partner_id=cls.client_b.id)
        cls.job_b.contract_line_ids = [
            Command.create(
                {
                    "name": "b",
                    "product_id": cls.cleaning.id,
                    "price_unit": 9,
                    "date_start": "2026-01-01",
                    "recurring_next_date": "2026-02-01",
                }
            )
        ]
        cls.member_a = cls.member("Siti")
        contact = cls.person("Buyer A", parent_id=cls.client.id)
        cls.client_user = cls.new_user(
            "client_a", "base.group_portal", partner_id=contact.id, name="A"
        )
        cls.client_b_user = cls.new_user(
            "client_b", "base.group_portal", partner_id=cls.client_b.id, name="B"
        )
        cls.member_user = cls.new_user(
            "member_a",
            "base.group_portal",
            partner_id=cls.member_a.partner_id.id,
            name="Siti",
        )

    def reads(self, user, model):
        return self.env[model].with_user(user).search([])

    def test_each_client_reads_the_own_job(self):
        for user, job in (
            (self.client_user, self.job_a),
            (self.client_b_user, self.job_b),
        ):
            self.assertEqual(self.reads(user, "contract.contract"), job)
            self.assertEqual(self.reads(user, "contract.line"), job.contract_line_ids)
            self.assertEqual(
                self.reads(user, "contract.modification"), job.modification_ids
            )

    def test_members_read_no_contract(self):
        # even one who follows it by mistake
        self.job_a.message_subscribe(self.member_a.partner_id.ids)
        for model in ("contract.contract", "contract.line", "contract.modification"):
            self.assertFalse(self.reads(self.member_user, model), model)

    def test_client_does_not_read_the_split(self):
        job = self.job_a.with_user(self.client_user)
        job.read(["name", "partner_id", "contract_line_ids"])
        for name, value in (
            ("coop_split", "hours"),
            ("coop_pay_when", "accepted"),
            ("coop_percent", 10),
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                job.search([(name, "=", value)])
        for name in (
            "coop_percent",
            "coop_split",
            "coop_lead_member_id",
            "coop_lead_fee",
            "coop_role_ids",
            "coop_assignment_ids",
            "coop_pay_when",
            "coop_pu_risk",
            "coop_open_places",
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                job.read([name])

    def test_client_changes_nothing(self):
        for record in (
            self.job_a,
            self.job_a.contract_line_ids,
            self.job_a.modification_ids,
        ):
            for method, *args in (("write", {"name": "x"}), ("unlink",)):
                with self.assertRaises(AccessError):
                    getattr(record.with_user(self.client_user), method)(*args)

    def test_other_contracts_stay_with_their_followers(self):
        """OCA's own rule: a follower reads a contract that is no job."""
        contract = self.env["contract.contract"].create(
            {"name": "Rent", "partner_id": self.client.id}
        )
        self.assertNotIn(contract, self.reads(self.client_user, "contract.contract"))
        contract.message_subscribe(self.client_user.partner_id.ids)
        self.assertIn(contract, self.reads(self.client_user, "contract.contract"))

    def test_another_company_reads_nothing(self):
        other = self.env["res.company"].create({"name": "Other"})
        user = new_test_user(
            self.env,
            "other_m",
            "coop_membership.group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        for model in (
            "contract.contract",
            "coop.price.build",
            "coop.price.scheme",
            "coop.reference.price",
            "coop.cost.pool",
        ):
            rows = self.env[model].with_user(user).search([])
            self.assertFalse(
                rows.filtered(lambda row: row.sudo().company_id == self.company), model
            )

    def test_job_is_not_reached_through_the_order(self):
        with self.assertRaises(AccessError):
            self.order.with_user(self.client_user).read(["coop_job_ids"])

    def test_deleting_a_job_with_a_team_is_refused_to_managers(self):
        role = self.role(self.job_b)
        self.assign(role, self.member_a, state="proposed")
        with self.assertRaises(UserError), self.savepoint():
            self.job_b.unlink()
