# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import time

from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import ShuCase


@tagged("post_install", "-at_install")
class TestSimulation(ShuCase):
    """Other percentages beside the current ones; the run and its scheme stay."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.one = cls.worker("One", savings=1_000_000, patronage=100_000)
        cls.two = cls.worker("Two", savings=500_000, patronage=300_000)
        cls.three = cls.worker("Three", savings=500_001, patronage=600_000)
        cls.book(member=10_000_000, non_member=1_000_000)
        cls.base = cls.scheme(
            [("reserve", 40), ("patronage", 30), ("capital", 20), ("fund", 10)]
        )
        cls.shu_run = cls.computed(cls.base)

    def form(self, record=None):
        record = record or self.shu_run
        context = {"active_model": record._name, "active_id": record.id}
        return Form(self.env["coop.shu.simulation"].with_context(**context))

    def change(self, form, percents, field="line_ids"):
        for index, percent in percents.items():
            with getattr(form, field).edit(index) as line:
                line.percent = percent

    def rows(self, form):
        """``{label: [now, new, difference]}`` of the table of the members."""
        body = html.fromstring(form.result_html)
        table = body.findall(".//tbody")[0]
        return {
            row[0].text_content().strip(): [
                int(cell.text_content().replace("Rp", "").replace(",", ""))
                for cell in row[1:]
            ]
            for row in table
        }

    def test_starts_at_the_present(self):
        form = self.form()
        self.assertEqual(
            [
                (line["percent"], line["current_amount"], line["amount"])
                for line in form.line_ids._records
            ],
            [
                (40, 4_000_000, 4_000_000),
                (30, 3_000_000, 3_000_000),
                (20, 2_000_000, 2_000_000),
                (10, 1_000_000, 1_000_000),
            ],
        )
        totals = sorted(self.shu_run.share_ids.mapped("total"))
        rows = self.rows(form)
        self.assertEqual(rows["Lowest"], [totals[0], totals[0], 0])
        self.assertEqual(rows["Middle (median)"], [totals[1], totals[1], 0])
        self.assertEqual(rows["Highest"], [totals[2], totals[2], 0])
        self.assertEqual(rows["All members"], [5_000_000, 5_000_000, 0])

    def test_change_equals_a_run_with_that_scheme(self):
        form = self.form()
        self.change(form, {1: 10, 2: 40})
        rows = self.rows(form)
        before = self.shu_run.read(["state", "payable_total", "frozen"])
        shares = self.shares(self.shu_run)
        action = form.save().action_create_scheme()
        scheme = self.env["coop.shu.scheme"].browse(action["res_id"])
        self.assertEqual(scheme.line_ids.mapped("percent"), [40, 10, 40, 10])
        self.assertEqual(scheme.line_ids[3].account_id, self.fund)
        self.assertEqual(scheme.patronage_source_ids.mapped("code"), ["member_cost"])
        # nothing happened to the run until here
        self.assertEqual(
            self.shu_run.read(["state", "payable_total", "frozen"]), before
        )
        self.assertEqual(self.shares(self.shu_run), shares)
        self.assertEqual(self.base.line_ids.mapped("percent"), [40, 30, 20, 10])
        self.shu_run.action_draft()
        self.shu_run.scheme_id = scheme
        self.shu_run.action_compute()
        totals = sorted(self.shu_run.share_ids.mapped("total"))
        self.assertEqual(rows["Lowest"][1], totals[0])
        self.assertEqual(rows["Middle (median)"][1], totals[1])
        self.assertEqual(rows["Highest"][1], totals[2])
        self.assertEqual(rows["All members"], [5_000_000, 5_000_000, 0])

    def test_says_by_how_much_it_is_off(self):
        form = self.form()
        self.change(form, {0: 45.5})
        self.assertEqual(
            form.message,
            "The percentages of the surplus from members add up to 105.5, "
            "5.5 more than 100.",
        )
        self.assertFalse(form.result_html)
        with self.assertRaisesRegex(UserError, "5.5 more than 100"):
            form.save().action_create_scheme()
        self.change(form, {0: 34.499999, 1: 35.5})
        self.assertIn("0.000001 less than 100", form.message)
        self.change(form, {0: 34.5})
        self.assertFalse(form.message)
        self.assertTrue(form.result_html)
        self.change(form, {0: -10, 1: 80})
        self.assertIn("below zero", form.message)
        self.change(form, {0: 40, 1: 30})
        self.change(form, {0: 99}, "non_member_line_ids")
        self.assertIn("surplus from non-members add up to 99", form.message)

    def test_from_a_scheme(self):
        """The latest computed year serves to try a scheme that is not in use."""
        other = self.scheme(
            [("reserve", 20), ("patronage", 80)], valid_from="2027-01-01"
        )
        form = self.form(other)
        self.assertEqual(form.run_id, self.shu_run)
        self.assertEqual(self.rows(form)["All members"][0], 8_000_000)
        self.change(form, {0: 100, 1: 0})
        self.assertEqual(self.rows(form)["All members"], [8_000_000, 0, -8_000_000])

    def test_needs_a_surplus(self):
        self.shu_run.action_draft()
        for record in (self.shu_run, self.base):
            with self.assertRaisesRegex(UserError, "compute the year first"):
                self.form(record)

    def test_who_may(self):
        """Supervisors try percentages, only managers make schemes of them."""
        supervisor = self.new_user("shu_supervisor", "supervisor")
        form = Form(
            self.env["coop.shu.simulation"]
            .with_user(supervisor)
            .with_context(active_model="coop.shu.run", active_id=self.shu_run.id)
        )
        self.assertEqual(self.rows(form)["All members"][1], 5_000_000)
        with self.assertRaises(AccessError):
            form.save().action_create_scheme()
        clerk = self.new_user("shu_clerk", "base.group_user")
        with self.assertRaises(AccessError):
            self.env["coop.shu.simulation"].with_user(clerk).create(
                {"run_id": self.shu_run.id}
            )

    def test_bins_hold_everybody(self):
        simulation = self.env["coop.shu.simulation"]
        for before, after in (
            ([], []),
            ([0, 0], [0, 1]),
            ([5, 999, 1_000_000], [0, 7, 123_456_789]),
            (list(range(100)), [99] * 100),
        ):
            bins = simulation._bins(before, after)
            self.assertLessEqual(len(bins), 8)
            self.assertEqual(sum(b["before"] for b in bins), len(before))
            self.assertEqual(sum(b["after"] for b in bins), len(after))
            for bin_ in bins:
                inside = [b for b in before if bin_["first"] <= b <= bin_["last"]]
                self.assertEqual(len(inside), bin_["before"])

    def test_fast_for_many_members(self):
        """10,000 frozen rows are compared within a second."""
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE coop_shu_share DROP CONSTRAINT coop_shu_share_member_uniq"
        )
        self.env.cr.execute(
            "INSERT INTO coop_shu_share (run_id, company_id, currency_id, member_id, "
            "partner_id, sequence, patronage_weight, capital_weight, total) "
            "SELECT run_id, company_id, currency_id, member_id, partner_id, 10 + n, "
            "patronage_weight + n * 977 %% 10007, capital_weight + n * 379 %% 10009, 0 "
            "FROM coop_shu_share, generate_series(1, 10000) n "
            "WHERE run_id = %s AND sequence = 1",
            [self.shu_run.id],
        )
        simulation = self.env["coop.shu.simulation"].create({"run_id": self.shu_run.id})
        start = time.perf_counter()
        simulation.line_ids[0].percent, simulation.line_ids[1].percent = 35, 35
        self.assertIn("members receive more", simulation.result_html)
        self.assertLess(time.perf_counter() - start, 1)
