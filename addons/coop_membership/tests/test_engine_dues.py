# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Dues and arrears against an oracle that settles the dues one by one."""

import doctest
from calendar import monthrange
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.coop_membership.engine import dues as engine
from odoo.addons.coop_membership.engine.dues import arrears, schedule_dues

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=150)
DAYS = st.dates(date(2023, 1, 1), date(2027, 12, 31))
RULES = st.lists(
    st.tuples(DAYS, st.integers(0, 100_000), st.integers(1, 31)),
    max_size=4,
    unique_by=lambda rule: rule[0],
)
MONEY = st.integers(0, 3_000_000)


def oracle_dues(rules, first_month, until):
    """Look at every day whether dues fall on it."""
    found = []
    day = first_month.replace(day=1)
    while day <= until:
        last = monthrange(day.year, day.month)[1]
        valid = [rule for rule in rules if rule[0] <= day.replace(day=1)]
        if valid:
            _since, amount, due_day = max(valid, key=lambda rule: rule[0])
            if amount and (day.day == due_day or day.day == last < due_day):
                found.append((day, amount))
        day += timedelta(days=1)
    return found


def oracle_arrears(rules, brought_forward, paid, dues_from, until):
    """Pay the oldest first until the money is gone."""
    first = dues_from.replace(day=1)
    open_dues = [(first - timedelta(days=1), brought_forward)]
    open_dues += oracle_dues(rules, dues_from, until)
    owed, oldest = 0, None
    for due_date, amount in open_dues:
        settled = min(amount, paid)
        paid -= settled
        if settled < amount:
            owed += amount - settled
            oldest = oldest or due_date
    return owed, oldest


@tagged("post_install", "-at_install")
class TestEngineDues(BaseCase):
    def test_doctests(self):
        result = doctest.testmod(engine)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)

    @PROPERTY
    @given(RULES, DAYS, DAYS)
    def test_schedule_equals_oracle(self, rules, first_month, until):
        self.assertEqual(
            schedule_dues(rules, first_month, until),
            oracle_dues(rules, first_month, until),
        )

    @PROPERTY
    @given(RULES, MONEY, MONEY, DAYS, DAYS)
    def test_arrears_equal_oracle(self, rules, brought_forward, paid, since, until):
        self.assertEqual(
            arrears(rules, brought_forward, paid, since, until),
            oracle_arrears(rules, brought_forward, paid, since, until),
        )

    @PROPERTY
    @given(RULES, MONEY, MONEY, MONEY, DAYS, DAYS)
    def test_paying_never_adds(self, rules, brought_forward, paid, more, since, until):
        before = arrears(rules, brought_forward, paid, since, until)[0]
        after = arrears(rules, brought_forward, paid + more, since, until)[0]
        self.assertEqual(after, max(0, before - more) if before else 0)

    def test_due_day_beyond_the_month(self):
        rules = [(date(2024, 1, 1), 50_000, 31)]
        due = [day for day, _amount in schedule_dues(rules, *2 * [date(2024, 1, 31)])]
        self.assertEqual(due, [date(2024, 1, 31)])
        due = schedule_dues(rules, date(2024, 2, 1), date(2024, 4, 30))
        self.assertEqual([day.day for day, _amount in due], [29, 31, 30])

    def test_new_amount_from_the_next_month(self):
        rules = [(date(2026, 3, 20), 75_000, 10), (date(2026, 1, 1), 60_000, 10)]
        due = schedule_dues(rules, date(2026, 2, 1), date(2026, 4, 30))
        self.assertEqual([amount for _day, amount in due], [60_000, 60_000, 75_000])

    def test_brought_forward_unpaid(self):
        rules = [(date(2026, 1, 1), 60_000, 10)]
        late = arrears(rules, 2_600_000, 2_450_000, date(2026, 1, 1), date(2026, 1, 9))
        self.assertEqual(late, (150_000, date(2025, 12, 31)))

    def test_no_rule_no_dues(self):
        self.assertEqual(
            arrears([], 0, 0, date(2026, 1, 1), date(2026, 3, 31)), (0, None)
        )
