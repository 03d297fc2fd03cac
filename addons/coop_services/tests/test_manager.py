# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .test_acceptance import AcceptanceCase


class CostPoolCase(AcceptanceCase):
    """Marketing costs of 2026, as ``spend`` books them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.marketing = cls.env["coop.cost.pool"].search(
            [("company_id", "=", cls.company.id), ("kind", "=", "marketing")]
        )
        cls.expense = cls.account("pool_marketing")

    def spend(self, amount, day="2026-03-10"):
        return self.entry(day, (self.expense, amount), (self.bank_account, -amount))

    def period(self, pool=None, date_from="2026-01-01", date_to="2026-12-31"):
        return self.env["coop.cost.pool.period"].create(
            {
                "pool_id": (pool or self.marketing).id,
                "date_from": date_from,
                "date_to": date_to,
            }
        )


@tagged("post_install", "-at_install")
class TestCostPool(CostPoolCase):
    """Shared costs: from tagged items, exact, by a dated key, open to members."""

    def test_a_cooperative_starts_with_four_pools(self):
        pools = self.env["coop.cost.pool"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(
            pools.mapped("kind"), ["marketing", "tools", "training", "administration"]
        )
        self.assertTrue(all(pools.mapped("key")))

    def test_parts_are_the_cost_to_the_rupiah(self):
        self.accepted(10000000, date="2026-03-31")
        self.spend(1000001)
        period = self.period()
        self.assertEqual(period.amount_now, 1000001)
        period.action_compute()
        values = {
            s.member_id: s.value for s in self.env["coop.service.share"].search([])
        }
        self.assertEqual(
            {s.member_id: s.weight for s in period.share_ids},
            {member: value for member, value in values.items() if value},
        )
        self.assertEqual(sum(period.share_ids.mapped("amount")), 1000001)
        self.assertEqual(period.amount, 1000001)

    def test_equal_key_is_for_members_of_the_period(self):
        self.marketing.key_ids.key = "equal"
        late = self.member("Late", "2027-02-01", number="0900")
        self.spend(100)
        period = self.period()
        period.action_compute()
        self.assertNotIn(late, period.share_ids.member_id)
        self.assertIn(
            self.env["coop.member"].search([("state", "=", "active")], limit=1),
            period.share_ids.member_id,
        )
        self.assertEqual(len(set(period.share_ids.mapped("weight"))), 1)
        self.assertEqual(sum(period.share_ids.mapped("amount")), 100)

    def test_key_of_the_day_holds(self):
        self.marketing.key_ids.create(
            {
                "pool_id": self.marketing.id,
                "valid_from": "2026-07-01",
                "key": "equal",
                "source": "RAT 2026",
            }
        )
        self.accepted(10000000, date="2026-03-31")
        self.spend(500)
        first = self.period(date_to="2026-06-30")
        first.action_compute()
        self.assertEqual(first.key, "value")
        second = self.period(date_from="2026-07-01")
        second.action_compute()
        self.assertEqual((second.key, second.amount), ("equal", 0))

    def test_later_entries_show_as_difference(self):
        self.accepted(10000000, date="2026-03-31")
        self.spend(500)
        period = self.period()
        period.action_compute()
        self.spend(70)
        period.invalidate_recordset()
        self.assertEqual((period.amount, period.difference), (500, 70))
        period.action_compute()
        period.invalidate_recordset()
        self.assertEqual((period.amount, period.difference), (570, 0))

    def test_nobody_to_divide_among_is_said(self):
        self.spend(500)
        with self.refused("cannot be divided"):
            self.period().action_compute()

    def test_pool_without_key_is_said(self):
        self.marketing.key_ids.unlink()
        with self.refused("has no key"):
            self.period().action_compute()

    def test_days_are_told_once(self):
        self.period()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(Exception, "overlap|covers some"),
            self.savepoint(),
        ):
            self.period(date_from="2026-12-31", date_to="2027-01-31")
            self.env.flush_all()

    def test_computed_period_is_fixed(self):
        self.accepted(10000000, date="2026-03-31")
        self.spend(500)
        period = self.period()
        with self.refused("not computed"):
            period.action_show()
        period.action_compute()
        with self.refused("keeps its pool"):
            period.date_to = "2026-06-30"
        with self.refused("Reset it to draft"):
            period.unlink()
        period.action_show()
        with self.refused("Take it back"):
            period.action_compute()
        period.action_draft()
        self.assertFalse(period.share_ids)
        period.unlink()

    def test_parts_are_not_written_by_hand(self):
        self.accepted(10000000, date="2026-03-31")
        self.spend(500)
        period = self.period()
        period.action_compute()
        manager = self.new_user("pengurus", "manager")
        with self.assertRaises(AccessError):
            period.share_ids.with_user(manager).write({"amount": 1})
        with self.assertRaises(AccessError):
            period.with_user(self.new_user("off", "officer")).action_compute()


@tagged("post_install", "-at_install")
class TestCostPoolPortal(HttpCase, CostPoolCase):
    def test_member_reads_the_own_part_once_shown(self):
        self.accepted(10000000, date="2026-03-31")
        self.spend(1234567)
        period = self.period()
        period.action_compute()
        share = period.share_ids[0]
        member = share.member_id
        user = self.new_user(
            "siti_portal",
            "base.group_portal",
            partner_id=member.partner_id.id,
            name=member.partner_id.name,
        )
        shares = self.env["coop.cost.pool.share"].with_user(user)
        self.assertFalse(shares.search([]))
        self.authenticate("siti_portal", "siti_portal")
        self.assertNotIn("1,234,567", self.url_open("/my/costs").text)
        period.action_show()
        self.assertEqual(shares.search([]), share)
        text = self.url_open("/my/costs").text
        self.assertIn("1,234,567", text)
        self.assertIn(f"{share.amount:,.0f}", text)
        with self.assertRaises(AccessError):
            self.env["coop.cost.pool.period"].with_user(user).search([])


@tagged("post_install", "-at_install")
class TestManagersView(AcceptanceCase):
    """Margin per job, months and income of members, contracts that end."""

    def test_margin_of_a_job_is_price_less_members_and_costs(self):
        acceptance = self.accepted(10000000)
        job = acceptance.contract_id
        plan, _others = self.env["account.analytic.plan"]._get_all_plans()
        job.group_id = self.env["account.analytic.account"].create(
            {"name": "Job", "plan_id": plan.id, "company_id": self.company.id}
        )
        self.env["account.analytic.line"].create(
            {
                "name": "Soap",
                "account_id": job.group_id.id,
                "company_id": self.company.id,
                "amount": -150000,
            }
        )
        self.env.flush_all()
        [(price, members, cost, margin)] = self.env["coop.job.margin"]._read_group(
            [("contract_id", "=", job.id)],
            [],
            ["price:sum", "members:sum", "cost:sum", "margin:sum"],
        )
        self.assertEqual(price, 10000000)
        self.assertEqual(members, sum(acceptance.share_ids.mapped("gross")))
        self.assertEqual(cost, 150000)
        self.assertEqual(margin, price - members - cost)
        row = self.env["coop.job.margin"].search([], limit=1)
        self.assertEqual(row.action_open_job()["res_id"], row.contract_id.id)

    def test_months_without_work_count_too(self):
        today = fields.Date.today()
        acceptance = self.accepted(10000000, date=today)
        share = acceptance.share_ids[0]
        months = self.env["coop.member.month"].search(
            [("member_id", "=", share.member_id.id)]
        )
        self.assertEqual(len(months), 12)
        self.assertEqual(sum(months.mapped("income")), share.gross)
        self.assertEqual(months[0].month, today.replace(day=1))
        self.assertEqual(months[0].income, share.gross)
        self.assertEqual(months[0].capacity, 173)

    def test_hours_come_from_shifts(self):
        member = self.worker("Rina", self.clean, number="0901")
        start = fields.Datetime.now() - relativedelta(days=1)
        role = self.role(date_from=start.date() - relativedelta(days=3), date_to=False)
        assignment = self.assign(role, member)
        self.shift(assignment, start - relativedelta(hours=20), 8, "done")
        self.env.flush_all()
        months = self.env["coop.member.month"].search([("member_id", "=", member.id)])
        self.assertEqual(sum(months.mapped("hours")), 8)
        worked = months.filtered("hours")
        self.assertAlmostEqual(worked.utilisation, 800 / 173)

    def test_joiner_has_months_since_joining_only(self):
        today = fields.Date.today()
        member = self.member("New", today - relativedelta(months=2), number="0902")
        rows = self.env["coop.member.month"].search([("member_id", "=", member.id)])
        self.assertEqual(len(rows), 3)

    def test_steadiness_is_by_standard_deviation(self):
        """One month of 12: average a/12, deviation a·√11/12, steadiness 0."""
        acceptance = self.accepted(10000000, date=fields.Date.today())
        share = acceptance.share_ids[0]
        row = self.env["coop.member.income"].search(
            [("member_id", "=", share.member_id.id)]
        )
        self.assertEqual(row.income, share.gross)
        self.assertEqual(row.months, 12)
        self.assertEqual(row.months_with_income, 1)
        self.assertAlmostEqual(row.average, share.gross / 12, 0)
        self.assertAlmostEqual(row.deviation, share.gross * 11**0.5 / 12, 0)
        self.assertEqual(row.steadiness, 0)

    def test_rotation_adds_up_to_nothing(self):
        self.accepted(10000000, date=fields.Date.today())
        rows = self.env["coop.member.income"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertAlmostEqual(sum(rows.mapped("balance")), 0, 4)

    def test_views_take_the_same_queries_for_more_members(self):
        counts = []
        self.env["coop.member.income"].search_read([], ["income"])  # warm
        for size in (3, 6):
            for index in range(size):
                self.member(f"M{size}{index}", number=f"09{size}{index}")
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.env["coop.member.income"].search_read([], ["income", "steadiness"])
            counts.append(self.env.cr.sql_log_count - start)
        self.assertEqual(counts[0], counts[1])

    def test_contracts_that_end_soon_are_found(self):
        today = fields.Date.today()
        soon = self.job("Soon", date_end=today + relativedelta(days=30))
        later = self.job("Later", date_end=today + relativedelta(days=200))
        found = self.env["contract.contract"].search(
            [
                ("coop_is_job", "=", True),
                ("date_end", ">=", "today"),
                ("date_end", "<=", "today +90d"),
            ]
        )
        self.assertIn(soon, found)
        self.assertNotIn(later, found)

    def test_another_company_sees_none_of_it(self):
        self.accepted(10000000, date=fields.Date.today())
        other = self.env["res.company"].create({"name": "Other"})
        user = new_test_user(
            self.env,
            "other_mgr",
            "coop_membership.group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        for model in ("coop.job.margin", "coop.member.month", "coop.member.income"):
            self.assertFalse(self.env[model].with_user(user).search([]), model)
            with self.assertRaises(UserError):
                self.env[model].with_user(user).create({})
