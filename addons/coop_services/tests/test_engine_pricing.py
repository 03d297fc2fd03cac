# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The fair price against exact fractions: there and back, monotone, complete."""

import doctest
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.coop_services.engine import pricing
from odoo.addons.coop_services.engine.pricing import (
    Step,
    floor_of,
    kept_percent,
    members_of,
    price_before_tax,
    price_of,
)
from odoo.addons.coop_services.engine.rounding import half_up

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=150)
MONEY = st.integers(0, 10**11)
PERCENT = st.integers(0, 4000).map(lambda x: Fraction(x, 100))
SHARE = st.integers(0, 3000).map(lambda x: Fraction(x, 100))
STEPS = st.lists(
    st.one_of(
        st.builds(
            Step, st.just("a"), st.just("amount"), st.integers(0, 10**8), st.just(1)
        ),
        st.builds(Step, st.just("c"), st.just("cost"), PERCENT, st.just(1)),
        st.builds(Step, st.just("p"), st.just("price"), SHARE, st.just(1)),
        st.builds(
            Step,
            st.just("t"),
            st.just("tax"),
            SHARE,
            st.sampled_from([Fraction(1), Fraction(11, 12)]),
        ),
    ),
    max_size=8,
).filter(lambda steps: sum(s.value for s in steps if s.kind == "price") < 95)


def oracle(members, steps):
    """The price before tax without any rounding."""
    total = Fraction(members)
    for step in steps:
        if step.kind == "amount":
            total += step.value
        elif step.kind == "cost":
            total += total * step.value / 100
    return total / (
        1 - sum(s.value for s in steps if s.kind == "price") / Fraction(100)
    )


@tagged("post_install", "-at_install")
class TestEnginePricing(BaseCase):
    def test_doctests(self):
        failed, run = doctest.testmod(pricing)
        self.assertFalse(failed)
        self.assertGreater(run, 15)

    @PROPERTY
    @given(MONEY, STEPS)
    def test_there_and_back_loses_nothing(self, members, steps):
        price = price_of(members, steps)
        back = members_of(price.price, steps)
        self.assertEqual(back, price)
        self.assertEqual(price_before_tax(price.total, steps), price.price)

    @PROPERTY
    @given(MONEY, STEPS)
    def test_every_price_is_its_steps(self, extra, steps):
        price = price_of(0, steps).price + extra
        found = members_of(price, steps)
        untaxed = [row for row in found.rows if row.kind != "tax"]
        self.assertEqual(sum(row.amount for row in untaxed), price)
        self.assertEqual(sum(row.amount for row in found.rows), found.total)
        self.assertEqual(found.rows[-1].total, found.total)
        self.assertTrue(all(row.amount >= 0 for row in found.rows))
        # the most that the price allows
        self.assertLessEqual(price_of(found.members, steps).price, price)
        self.assertGreater(price_of(found.members + 1, steps).price, price)

    @PROPERTY
    @given(MONEY, MONEY, STEPS)
    def test_who_receives_more_costs_more(self, one, other, steps):
        low, high = sorted((one, other))
        if low < high:
            self.assertLess(price_of(low, steps).price, price_of(high, steps).price)
            self.assertLess(price_of(low, steps).total, price_of(high, steps).total)
        fixed = price_of(0, steps).price
        self.assertLessEqual(
            members_of(fixed + low, steps).members,
            members_of(fixed + high, steps).members,
        )

    @PROPERTY
    @given(MONEY, STEPS)
    def test_close_to_exact_fractions(self, members, steps):
        """Each rounded step moves the price by what half a rupiah becomes on top."""
        price = price_of(members, steps)
        slope = oracle(1, steps) - oracle(0, steps)
        self.assertLessEqual(
            abs(price.price - oracle(members, steps)), slope * (len(steps) + 1)
        )

    @PROPERTY
    @given(MONEY, MONEY)
    def test_percent_of_the_job_favours_members(self, price, members):
        members = min(price, members)
        percent = kept_percent(price, members)
        self.assertTrue(0 <= percent <= 100)
        self.assertGreaterEqual(price - half_up(price * percent / 100), members)
        more = percent + Fraction(1, 100)
        if price and more <= 100 and members < price:
            self.assertLessEqual(price - half_up(price * more / 100), members)

    def test_a_share_of_the_price_is_of_the_price(self):
        price = price_of(
            8_000_000, [Step("coop", "price", 15), Step("reserve", "price", 5)]
        )
        self.assertEqual(price.price, 10_000_000)
        self.assertEqual(
            [r.amount for r in price.rows], [8_000_000, 1_500_000, 500_000]
        )

    def test_refused(self):
        for steps, text in (
            ([Step("x", "other", 1)], "unknown kind"),
            ([Step("x", "amount", -1)], "below zero"),
            ([Step("x", "price", 60), Step("y", "price", 40)], "100 %"),
        ):
            with self.subTest(text), self.assertRaisesRegex(ValueError, text):
                price_of(1, steps)

    def test_floors_of_2026(self):
        """Section 8: both divisors of the hour, both of the day, and the month."""
        bandung = 4_737_678
        for divisor, expected in (
            (173, 27_385),
            (126, 37_601),
            (25, 189_507),
            (21, 225_604),
            (1, 4_737_678),
        ):
            self.assertEqual(floor_of(bandung, divisor, 1, 1), expected)
        self.assertEqual(floor_of(bandung, 173, 1, 208), 5_696_168)
        self.assertEqual(floor_of(5_729_876, 173, 1, 1), 33_121)
