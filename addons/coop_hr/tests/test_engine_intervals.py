# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import doctest
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.coop_hr.engine import intervals

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=150)
START = date(2026, 1, 1)
DAYS = [START + timedelta(days=n) for n in range(45)]
PAIRS = [(first, last) for i, first in enumerate(DAYS) for last in DAYS[i : i + 5]]
INTERVALS = st.lists(st.sampled_from(PAIRS), max_size=12)


@tagged("post_install", "-at_install")
class TestIntervals(BaseCase):
    def test_examples_of_the_specification(self):
        self.assertFalse(doctest.testmod(intervals).failed)

    @PROPERTY
    @given(INTERVALS)
    def test_merged_holds_on_the_same_days(self, given_):
        merged = intervals.merge(given_)
        for day in DAYS:
            self.assertEqual(
                intervals.holds(merged, day),
                any(first <= day <= last for first, last in given_),
            )

    @PROPERTY
    @given(INTERVALS)
    def test_merged_is_sorted_with_free_days_between(self, given_):
        merged = intervals.merge(given_)
        for (_first, last), (first, _last) in zip(merged, merged[1:], strict=False):
            self.assertGreater(first, last + timedelta(days=1))
