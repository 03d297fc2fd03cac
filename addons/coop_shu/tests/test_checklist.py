# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ShuCase


@tagged("post_install", "-at_install")
class TestChecklist(ShuCase):
    """What blocks is named, and opens; computing refuses while something blocks."""

    def setUp(self):
        super().setUp()
        self.worker("Member", 100_000, 100_000)
        self.book(member=1_000_000)
        self.the_scheme = self.scheme([("patronage", 100)])

    def codes(self, run, blocking=True):
        return {row["code"] for row in run._checklist() if row["blocking"] == blocking}

    def test_nothing_blocks(self):
        self.assertEqual(self.run_of(self.the_scheme)._checklist(), [])

    def test_the_year_must_be_closed(self):
        run = self.run_of(self.the_scheme, lock=False)
        self.assertEqual(self.codes(run), {"not_locked"})
        with self.assertRaisesRegex(UserError, "still open"):
            run.action_compute()
        self.company.fiscalyear_lock_date = "2025-12-30"
        self.assertEqual(self.codes(run), {"not_locked"})
        run.action_open_check("not_locked")
        self.assertEqual(str(self.company.fiscalyear_lock_date), "2025-12-31")
        self.assertEqual(run._checklist(), [])

    def test_the_hard_lock_date_closes_a_year_too(self):
        run = self.run_of(self.the_scheme, lock=False)
        self.company.hard_lock_date = "2025-12-31"
        self.assertEqual(run._checklist(), [])

    def test_drafts_of_the_year(self):
        draft = self.entry(
            "2025-07-01", (self.expense, 5), (self.bank_account, -5), post=False
        )
        run = self.run_of(self.the_scheme, lock=False)
        self.assertEqual(self.codes(run), {"not_locked", "drafts"})
        found = self.env["account.move"].search(
            run.action_open_check("drafts")["domain"]
        )
        self.assertEqual(found, draft)
        with self.assertRaisesRegex(UserError, "drafts"):
            run.action_lock_year()
        with self.assertRaisesRegex(UserError, r"drafts \(1\)"):
            run.action_compute()

    def test_result_accounts_need_exactly_one_class(self):
        self.book(assembly_expense=-10)
        tags = self.expense.tag_ids
        run = self.run_of(self.the_scheme)
        self.expense.tag_ids = False
        self.assertEqual(self.codes(run), {"untagged"})
        self.expense.tag_ids = tags + self.env.ref("coop_membership.tag_income_tax")
        self.assertEqual(self.codes(run), {"untagged"})
        action = run.action_open_check("untagged")
        self.assertEqual(
            self.env["account.account"].search(action["domain"]), self.expense
        )
        self.expense.tag_ids = tags
        self.assertEqual(run._checklist(), [])

    def test_a_year_without_a_month_end_has_no_monthly_average(self):
        run = self.run_of(self.the_scheme)
        self.the_scheme.capital_basis = "month_end_12"
        run.write({"date_from": "2025-12-02", "date_to": "2025-12-20"})
        self.assertEqual(self.codes(run), {"short_year"})
        with self.assertRaisesRegex(UserError, "no month end"):
            run.action_compute()

    def test_unassigned_savings(self):
        stranger = self.person("Stranger")
        self.entry(
            "2025-06-01",
            (self.bank_account, 7),
            (self.mandatory.account_id, -7, stranger),
            post=False,
        ).with_context(coop_allow_unassigned=True)._post(soft=False)
        self.assertEqual(self.codes(self.run_of(self.the_scheme)), {"unassigned"})

    def test_missing_accounts_and_scheme(self):
        run = self.run_of(self.the_scheme)
        self.company.coop_shu_payable_account_id = False
        run.scheme_id = False
        self.assertEqual(self.codes(run), {"accounts", "scheme"})

    def test_what_should_be_known_does_not_block(self):
        self.applicant("Applicant", "2025-03-01")
        self.entry("2025-01-01", (self.deficit, 500), (self.bank_account, -500))
        run = self.run_of(self.the_scheme)
        self.assertEqual(self.codes(run, False), {"applicants", "deficit"})
        run.action_compute()

    def test_no_business_at_all_is_told(self):
        run = self.run_of(self.the_scheme, year=2024)
        self.assertIn("no_patronage", self.codes(run, False))

    def test_the_form_shows_the_list(self):
        run = self.run_of(self.the_scheme, lock=False)
        self.assertEqual(run.checklist[0]["code"], "not_locked")
        self.company.fiscalyear_lock_date = "2025-12-31"
        run.action_compute()
        self.env.invalidate_all()
        run.write({"resolution_number": "1", "resolution_date": "2026-03-01"})
        run.action_approve()
        self.env.invalidate_all()
        self.assertFalse(run.checklist)
