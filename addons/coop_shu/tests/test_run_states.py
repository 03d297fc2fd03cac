# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from psycopg2.errors import ExclusionViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common import ShuCase


class RunCase(ShuCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.budi = cls.worker("Budi", 100_000, 300_000)
        cls.siti = cls.worker("Siti", 100_000, 100_000)
        cls.book(member=1_000_000)
        cls.the_scheme = cls.scheme(
            [("reserve", 40), ("patronage", 40), ("capital", 20)]
        )


@tagged("post_install", "-at_install")
class TestOneRunPerYear(RunCase):
    @mute_logger("odoo.sql_db")
    def test_overlap_is_refused_by_the_database(self):
        run = self.run_of(self.the_scheme)
        with self.assertRaises(ExclusionViolation), self.env.cr.savepoint():
            self.env.cr.execute(
                SQL(
                    "INSERT INTO coop_shu_run (company_id, date_from, date_to, state) "
                    "VALUES (%s, '2025-12-31', '2026-12-30', 'draft')",
                    self.company.id,
                )
            )
        run.unlink()
        self.run_of(self.the_scheme)

    @mute_logger("odoo.sql_db")
    def test_overlapping_drafts_are_refused(self):
        self.run_of(self.the_scheme)
        with self.assertRaises(ExclusionViolation):
            self.run_of(self.the_scheme, date_from="2025-07-01", date_to="2026-06-30")

    def test_the_next_year_and_another_company_are_free(self):
        self.run_of(self.the_scheme)
        self.run_of(self.the_scheme, year=2026)
        other = self.env["res.company"].create({"name": "Other cooperative"})
        self.env["coop.shu.run"].create(
            {
                "company_id": other.id,
                "date_from": "2025-01-01",
                "date_to": "2025-12-31",
            }
        )


@tagged("post_install", "-at_install")
class TestLedgerChangesAfterComputing(RunCase):
    def _correct(self, amount=-50_000):
        self.company.fiscalyear_lock_date = False
        self.book(assembly_expense=amount, date="2025-12-30")
        self.company.fiscalyear_lock_date = "2025-12-31"
        self.env.invalidate_all()

    def test_shown_refused_and_computed_again(self):
        run = self.computed(self.the_scheme)
        self.assertFalse(run.ledger_changed)
        self._correct()
        self.assertTrue(run.ledger_changed)
        self.assertEqual(run.ledger_difference, -50_000)
        self.assertIn("50", str(run.ledger_difference_html))
        self.assertEqual(run.surplus_total, 1_000_000)
        run.write({"resolution_number": "1", "resolution_date": "2026-03-01"})
        with self.assertRaisesRegex(UserError, "ledger changed"):
            run.action_approve()
        run.action_compute()
        self.env.invalidate_all()
        self.assertFalse(run.ledger_changed)
        self.assertEqual(run.surplus_total, 950_000)
        run.action_approve()
        self.assertEqual(run.state, "approved")

    def test_after_posting_the_run_stands(self):
        run = self.posted(self.the_scheme)
        before = self.shares(run)
        self._correct()
        self.assertEqual(run.ledger_difference, -50_000)
        self.assertIn("current year", str(run.ledger_difference_html))
        self.assertEqual(self.shares(run), before)
        self.assertEqual((run.state, run.surplus_total), ("posted", 1_000_000))

    def test_another_class_of_an_account_is_a_change(self):
        run = self.computed(self.the_scheme)
        account = self.account("member_revenue")
        account.tag_ids = self.env.ref("coop_membership.tag_other_result")
        self.env.invalidate_all()
        self.assertTrue(run.ledger_changed)
        self.assertEqual(run.ledger_difference, 0)

    def test_changed_savings_or_members_are_refused(self):
        run = self.computed(self.the_scheme)
        run.write({"resolution_number": "1", "resolution_date": "2026-03-01"})
        self.company.fiscalyear_lock_date = False
        self.save(self.siti, self.mandatory, 900_000, "2025-12-30")
        self.company.fiscalyear_lock_date = "2025-12-31"
        with self.assertRaisesRegex(UserError, "savings of the year changed"):
            run.action_approve()

    def test_a_changed_scheme_is_refused(self):
        run = self.computed(self.the_scheme)
        run.write({"resolution_number": "1", "resolution_date": "2026-03-01"})
        self.the_scheme.payable_unit = 1_000
        with self.assertRaisesRegex(UserError, "Scheme"):
            run.action_approve()


@tagged("post_install", "-at_install")
class TestApproval(RunCase):
    def test_needs_a_resolution_after_the_year(self):
        run = self.computed(self.the_scheme)
        with self.assertRaisesRegex(UserError, "resolution"):
            run.action_approve()
        run.write({"resolution_number": "1", "resolution_date": "2025-12-31"})
        with self.assertRaisesRegex(UserError, "after the year"):
            run.action_approve()

    def test_only_managers_approve_and_nobody_writes_the_state(self):
        run = self.computed(self.the_scheme)
        accountant = self.new_user("shu_acc", "accountant")
        officer = self.new_user("shu_officer", "officer")
        supervisor = self.new_user("shu_supervisor", "supervisor")
        manager = self.new_user("shu_manager", "manager")
        own = run.with_user(accountant)
        own.write({"resolution_number": "1", "resolution_date": "2026-03-01"})
        with self.assertRaisesRegex(UserError, "managers"):
            own.action_approve()
        for user in (accountant, manager):
            for vals in ({"state": "approved"}, {"surplus_total": 1}, {"frozen": {}}):
                with self.assertRaisesRegex(UserError, "buttons"):
                    run.with_user(user).write(vals)
            for model in ("share", "pool", "result"):
                with self.assertRaises(AccessError):
                    run.with_user(user)[f"{model}_ids"][0].write({"run_id": run.id})
        for user in (officer, supervisor):
            self.assertEqual(run.with_user(user).state, "computed")
            self.assertTrue(run.with_user(user).share_ids[0].explanation)
            self.assertTrue(run.with_user(user).phu_html)
            with self.assertRaises(UserError):
                run.with_user(user).write({"name": "x"})
            with self.assertRaises(UserError):
                run.with_user(user).action_compute()
        run.with_user(manager).action_approve()
        self.assertEqual(run.state, "approved")

    def test_accountant_computes_and_posts_with_own_rights(self):
        accountant = self.new_user("shu_acc", "accountant")
        manager = self.new_user("shu_manager", "manager")
        self.company.fiscalyear_lock_date = "2025-12-31"
        run = (
            self.env["coop.shu.run"]
            .with_user(accountant)
            .with_company(self.company)
            .create(
                {
                    "date_from": "2025-01-01",
                    "date_to": "2025-12-31",
                    "scheme_id": self.the_scheme.id,
                }
            )
        )
        run.action_compute()
        run.write({"resolution_number": "1", "resolution_date": "2026-03-01"})
        run.with_user(manager).action_approve()
        run.action_post()
        self.assertEqual(run.state, "posted")
        self.assertEqual(run.move_ids.create_uid, accountant)

    def test_frozen_after_approval(self):
        run = self.approved(self.the_scheme)
        manager = run.with_user(self.new_user("shu_manager", "manager"))
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            manager.resolution_number = "2"
        with self.assertRaisesRegex(UserError, "not possible"):
            manager.action_compute()
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            manager.unlink()
        manager.action_unapprove()
        self.assertEqual(run.state, "computed")
        manager.action_draft()
        self.assertFalse(run.share_ids or run.pool_ids or run.result_ids)
        manager.unlink()

    def test_a_run_starts_as_a_draft(self):
        accountant = self.new_user("shu_acc", "accountant")
        with self.assertRaisesRegex(UserError, "starts as a draft"):
            self.env["coop.shu.run"].with_user(accountant).create(
                {
                    "company_id": self.company.id,
                    "date_from": "2025-01-01",
                    "date_to": "2025-12-31",
                    "state": "approved",
                    "resolution_number": "1",
                    "resolution_date": "2026-03-01",
                }
            )

    def test_portal_reads_own_shares_of_decided_runs(self):
        user = self.env["res.users"].create(
            {
                "name": "Budi",
                "login": "budi_portal",
                "partner_id": self.budi.partner_id.id,
                "company_id": self.company.id,
                "company_ids": [(6, 0, self.company.ids)],
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        run = self.computed(self.the_scheme)
        shares = self.env["coop.shu.share"].with_user(user)
        self.assertFalse(shares.search([]))
        run.write({"resolution_number": "1", "resolution_date": "2026-03-01"})
        run.action_approve()
        own = shares.search([])
        self.assertEqual(own.member_id.id, self.budi.id)
        self.assertTrue(own.explanation)
        other = run.share_ids - run.share_ids.browse(own.id)
        with self.assertRaises(AccessError):
            other.with_user(user).read(["total"])
        with self.assertRaises(AccessError):
            run.with_user(user).read(["name"])
