# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..engine import capital, dues
from .common import CoopCase


@tagged("post_install", "-at_install")
class TestSavingsLedger(CoopCase):
    def test_what_an_accountant_books_by_hand_counts_the_same(self):
        member = self.member("Budi")
        self.save(member, self.mandatory, 50000, "2025-01-05")
        self.assertEqual(member.savings_mandatory, 50000)
        self.assertEqual(member.savings_total, 50000)

    def test_savings_item_needs_a_member(self):
        stranger = self.person("Stranger")
        with self.assertRaisesRegex(UserError, "not a member"), self.savepoint():
            self.save(stranger, self.mandatory, 50000, "2025-01-05")
        with self.assertRaisesRegex(UserError, "not a member"), self.savepoint():
            self.save(None, self.mandatory, 50000, "2025-01-05")

    def test_ledger_equals_members_plus_unassigned(self):
        member = self.member("Siti")
        self.save(member, self.mandatory, 70000, "2025-01-05")
        stranger = self.person("Old saver")
        self.entry(
            "2025-01-06",
            (self.bank_account, 30000),
            (self.mandatory.account_id, -30000, stranger),
            post=False,
        ).with_context(coop_allow_unassigned=True)._post(soft=False)
        rows = self.env["coop.savings.balance"]._read_group(
            [("type_id", "=", self.mandatory.id)], ["member_id"], ["amount:sum"]
        )
        self.assertEqual(dict(rows), {member: 70000, self.env["coop.member"]: 30000})
        self.assertEqual(
            sum(amount for _member, amount in rows),
            -self.balance(self.mandatory.account_id),
        )

    def test_savings_are_never_below_zero_on_any_day(self):
        member = self.member("Agus")
        self.save(member, self.voluntary, 100000, "2025-03-01")
        with self.assertRaisesRegex(UserError, "below zero"), self.savepoint():
            self.save(member, self.voluntary, -100001, "2025-03-02")
        # enough today, but not on the day of the withdrawal
        with self.assertRaisesRegex(UserError, "below zero"), self.savepoint():
            self.save(member, self.voluntary, -50000, "2025-02-28")
        self.save(member, self.voluntary, -100000, "2025-03-02")
        self.assertEqual(member.savings_voluntary, 0)

    def test_columns_can_be_searched_sorted_and_summed(self):
        low, high = self.member("Low"), self.member("High")
        self.save(low, self.principal, 100000, "2025-01-05")
        self.save(high, self.principal, 500000, "2025-01-05")
        both = [("id", "in", (low + high).ids)]
        members = self.env["coop.member"]
        self.assertEqual(
            members.search(both, order="savings_principal desc"), high + low
        )
        self.assertEqual(
            members.search([("savings_principal", ">", 100000), *both]), high
        )
        [(total,)] = members._read_group(both, aggregates=["savings_total:sum"])
        self.assertEqual(total, 600000)

    def test_arrears_are_due_minus_ledger(self):
        member = self.member("Dewi", "2025-01-20")
        self.save(member, self.mandatory, 60000, "2025-02-01")
        dated = member.with_context(coop_date="2025-04-09")
        # January, February and March are due by 9 April: 150,000 - 60,000
        self.assertEqual(dated.arrears, 90000)
        self.assertEqual(dated.oldest_due_date, date(2025, 2, 10))
        self.assertEqual(dated.arrears_days, 58)
        self.assertIn(member, dated.search([("arrears", ">", 0)]))
        self.assertNotIn(
            member,
            dated.with_context(coop_date="2025-01-20").search(
                [("arrears", ">", 50000)]
            ),
        )

    def test_leavers_have_no_arrears(self):
        member = self.member("Pergi", "2025-01-01")
        reason = self.env.ref("coop_membership.leave_reason_resigned")
        member._leave(date(2025, 6, 1), reason)
        self.assertEqual(member.with_context(coop_date="2025-07-01").arrears, 0)
        self.assertEqual(member.with_context(coop_date="2025-05-31").arrears, 250000)

    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def test_sql_agrees_with_the_engines(self, data):
        """Columns and weights in SQL = the pure engines, for random histories."""
        with self.env.cr.savepoint() as savepoint:
            self.set_amount(
                self.mandatory,
                data.draw(st.dates(date(2024, 1, 1), date(2025, 6, 1))),
                data.draw(st.integers(0, 90000)),
                data.draw(st.integers(1, 31)),
            )
            joined = data.draw(st.dates(date(2023, 1, 1), date(2025, 12, 31)))
            member = self.member("Random", fields.Date.to_string(joined))
            member.sudo().dues_brought_forward = data.draw(st.sampled_from([0, 120000]))
            items = data.draw(
                st.lists(
                    st.tuples(
                        st.dates(date(2023, 1, 1), date(2026, 2, 1)),
                        st.integers(1, 400000),
                    ),
                    max_size=5,
                )
            )
            for day, amount in items:
                self.save(member, self.mandatory, amount, day)
            at = data.draw(st.dates(date(2024, 1, 1), date(2026, 6, 1)))
            paid = sum(amount for day, amount in items if day <= at)
            expected = (0, None)
            cut_off = member.dues_from - timedelta(1)
            if joined <= at and (at >= cut_off or not member.dues_brought_forward):
                expected = dues.arrears(
                    self.mandatory._amounts()[self.mandatory],
                    int(member.dues_brought_forward),
                    paid,
                    member.dues_from,
                    at,
                )
            dated = member.with_context(coop_date=at)
            self.assertEqual(
                (int(dated.arrears), dated.oldest_due_date or None), expected
            )
            year = date(2025, 1, 1), date(2025, 12, 31)
            for basis in ("closing", "month_end_12", "daily_365"):
                rows = dict(
                    self.env.execute_query(
                        member._capital_weights_sql(self.company, basis, *year)
                    )
                )
                self.assertEqual(
                    Fraction(rows.get(member.id, 0)),
                    capital.weight(items, basis, *year),
                )
            savepoint.rollback()

    def test_columns_cost_one_query_for_any_number_of_members(self):
        members = self.env["coop.member"]
        for index in range(12):
            members += self.member(f"Member {index}")

        def queries(records):
            self.env.invalidate_all()
            records.mapped("state")
            before = self.env.cr.sql_log_count
            records.mapped("arrears")
            records.mapped("savings_total")
            return self.env.cr.sql_log_count - before

        queries(members[:1])
        self.assertEqual(queries(members[:4]), queries(members))
