# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import doctest
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.coop_training.engine import needs, papers, validity
from odoo.addons.coop_training.report import qr

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=200)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@tagged("post_install", "-at_install")
class TestEngines(BaseCase):
    def test_examples_of_the_specifications(self):
        for module in (needs, papers, validity, qr):
            self.assertFalse(doctest.testmod(module).failed, module.__name__)

    @PROPERTY
    @given(DAYS, st.integers(1, 120))
    def test_validities_follow_each_other_without_a_gap(self, first, months):
        """A renewal from the next day on never overlaps and never leaves a month."""
        last = validity.last_day(first, months)
        following = last + timedelta(days=1)
        span = (following.year - first.year) * 12 + following.month - first.month
        self.assertIn(span, (months, months + 1) if first.day > 28 else (months,))
        if first.day <= 28:
            self.assertEqual(following.day, first.day)

    @PROPERTY
    @given(DAYS, st.integers(0, 120), st.sampled_from((0, 90, 60, 30)))
    def test_each_reminder_once_and_in_order(self, last, back, reminded):
        """Walking day by day to the end sends every reminder once, biggest first."""
        sent, day = [], last - timedelta(days=back)
        while day <= last:
            due = validity.reminder_due(last, day, reminded)
            if due:
                sent.append(due)
                reminded = due
            day += timedelta(days=1)
        self.assertEqual(sent, sorted(set(sent), reverse=True))
        self.assertIsNone(validity.reminder_due(last, last, 30))

    def test_reminders_at_their_days(self):
        last = date(2026, 12, 31)
        for left, expected in (
            (91, None), (90, 90), (61, 90), (60, 60), (31, 60), (30, 30), (0, 30),
            (-1, None),
        ):  # fmt: skip
            self.assertEqual(
                validity.reminder_due(last, last - timedelta(days=left), 0),
                expected,
                left,
            )

    @PROPERTY
    @given(
        st.lists(st.text("AB12-/ .", min_size=1, max_size=6), unique=True, max_size=8)
    )
    def test_a_file_named_after_a_number_finds_it(self, numbers):
        keys = [papers.plain(number) for number in numbers]
        for number, key in zip(numbers, keys, strict=True):
            if not key or keys.count(key) > 1:
                continue
            name = number.replace("/", "_") + ".pdf"
            found, _problems = papers.match_files([name], numbers)
            self.assertEqual(found, {name: number})
