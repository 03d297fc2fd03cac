# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The closed formulas of the capital weight against a walk through every day."""

import doctest
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.coop_membership.engine import capital as engine
from odoo.addons.coop_membership.engine.capital import divisor, factor, weight

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=60)
BASES = ("closing", "month_end_12", "daily_365")
ONE_DAY = timedelta(days=1)
YEAR = date(2025, 1, 1), date(2025, 12, 31)


@st.composite
def fiscal_years(draw):
    """Twelve months from the first of any month, leap years among them."""
    start = date(draw(st.integers(2019, 2028)), draw(st.integers(1, 12)), 1)
    return start, start.replace(year=start.year + 1) - ONE_DAY


DAYS = st.dates(date(2018, 1, 1), date(2030, 12, 31))
MOVEMENTS = st.lists(st.tuples(DAYS, st.integers(-(10**7), 10**7)), max_size=12)


def oracle(movements, basis, date_from, date_to):
    """Add up the balances of the days that the basis names."""
    days = [
        date_from + timedelta(days=n) for n in range((date_to - date_from).days + 1)
    ]
    if basis == "closing":
        days = days[-1:]
    elif basis == "month_end_12":
        days = [day for day in days if (day + ONE_DAY).day == 1]
    balances = [sum(a for moved, a in movements if moved <= day) for day in days]
    return sum(balances), len(days)


@tagged("post_install", "-at_install")
class TestEngineCapital(BaseCase):
    def test_doctests(self):
        result = doctest.testmod(engine)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)

    @PROPERTY
    @given(MOVEMENTS, st.sampled_from(BASES), fiscal_years())
    def test_equals_oracle(self, movements, basis, year):
        expected = oracle(movements, basis, *year)
        self.assertEqual(
            (weight(movements, basis, *year), divisor(basis, *year)), expected
        )

    @PROPERTY
    @given(MOVEMENTS, st.sampled_from(BASES), DAYS, st.integers(31, 500))
    def test_years_of_any_length(self, movements, basis, date_from, length):
        year = date_from, date_from + timedelta(days=length)
        expected = oracle(movements, basis, *year)
        self.assertEqual(
            (weight(movements, basis, *year), divisor(basis, *year)), expected
        )

    @PROPERTY
    @given(DAYS, DAYS, st.sampled_from(BASES), fiscal_years())
    def test_earlier_counts_no_less(self, one, other, basis, year):
        early, late = sorted((one, other))
        self.assertGreaterEqual(factor(early, basis, *year), factor(late, basis, *year))
        self.assertGreaterEqual(factor(late, basis, *year), 0)
        self.assertLessEqual(factor(early, basis, *year), divisor(basis, *year))

    def test_joiner_of_first_july(self):
        paid = [(date(2025, 7, 1), 500_000)]
        paid += [(date(2025, month, 1), 50_000) for month in range(7, 13)]
        means = [weight(paid, b, *YEAR) / divisor(b, *YEAR) for b in BASES]
        self.assertEqual(list(map(round, means)), [800_000, 337_500, 340_137])

    def test_edges_of_the_year(self):
        edges = {
            date(2024, 12, 31): (1, 12, 365),
            date(2025, 1, 1): (1, 12, 365),
            date(2025, 1, 31): (1, 12, 335),
            date(2025, 2, 1): (1, 11, 334),
            date(2025, 12, 31): (1, 1, 1),
            date(2026, 1, 1): (0, 0, 0),
        }
        for day, factors in edges.items():
            self.assertEqual(tuple(factor(day, b, *YEAR) for b in BASES), factors)

    def test_leap_year_from_april(self):
        year = date(2023, 4, 1), date(2024, 3, 31)
        self.assertEqual([divisor(basis, *year) for basis in BASES], [1, 12, 366])
        self.assertEqual(factor(date(2024, 2, 29), "month_end_12", *year), 2)
        self.assertEqual(factor(date(2024, 2, 29), "daily_365", *year), 32)

    def test_refused(self):
        with self.assertRaisesRegex(ValueError, "unknown capital basis"):
            factor(YEAR[0], "average", *YEAR)
        with self.assertRaisesRegex(ValueError, "too short"):
            divisor("month_end_12", date(2025, 3, 2), date(2025, 3, 20))
