# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The apportionment against a slow oracle that hands out one unit at a time."""

import doctest
import time
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.coop_membership.engine import apportion as engine
from odoo.addons.coop_membership.engine.apportion import apportion, to_integers

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=150)
AMOUNT = st.integers(0, 10**13)
WHOLE = st.integers(0, 10**12)
EXACT = st.one_of(
    WHOLE,
    st.integers(0, 3),
    st.fractions(0, 1000, max_denominator=97),
    st.decimals(0, 10**6, places=2),
)


def oracle(total, weights, unit=1):
    """Each unit left over goes to whoever lacks most, the earlier one in a tie."""
    ideal = [
        Fraction(total) * Fraction(w) / sum(map(Fraction, weights)) for w in weights
    ]
    shares = [value // unit * unit for value in ideal]
    served = set()
    while sum(shares) < total:
        rest = [-1 if i in served else ideal[i] - shares[i] for i in range(len(ideal))]
        best = rest.index(max(rest))
        served.add(best)
        shares[best] += unit
    return shares


@tagged("post_install", "-at_install")
class TestEngineApportion(BaseCase):
    def test_doctests(self):
        result = doctest.testmod(engine)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)

    @PROPERTY
    @given(AMOUNT, st.lists(EXACT, min_size=1, max_size=12).filter(any))
    def test_equals_oracle(self, total, weights):
        shares = apportion(total, weights)
        self.assertEqual(shares, oracle(total, weights))
        self.assertTrue(all(type(share) is int for share in shares))

    @PROPERTY
    @given(
        st.integers(0, 10**9),
        st.lists(WHOLE, min_size=1, max_size=12).filter(any),
        st.sampled_from([1, 50, 100, 1000]),
    )
    def test_unit(self, units, weights, unit):
        shares = apportion(units * unit, weights, unit)
        self.assertEqual(shares, oracle(units * unit, weights, unit))
        self.assertFalse(any(share % unit for share in shares))

    @PROPERTY
    @given(AMOUNT, st.lists(WHOLE, min_size=1, max_size=40).filter(any))
    def test_sum_quota_and_order(self, total, weights):
        shares = apportion(total, weights)
        self.assertEqual(sum(shares), total)
        for weight, share in zip(weights, shares, strict=True):
            self.assertLess(abs(share - Fraction(total * weight, sum(weights))), 1)
            self.assertGreaterEqual(share, 0)
        # monotone: who weighs more never gets less
        by_weight = sorted(zip(weights, shares, strict=True))
        for (less, small), (more, big) in pairwise(by_weight):
            self.assertTrue(less == more or small <= big)

    @PROPERTY
    @given(
        AMOUNT,
        st.lists(WHOLE, min_size=1, max_size=12, unique=True).filter(any),
        st.randoms(use_true_random=False),
    )
    def test_order_matters_for_ties_only(self, total, weights, random):
        whole = sum(weights)
        remainders = {total * weight % whole for weight in weights}
        mixed = random.sample(weights, len(weights))
        before = dict(zip(weights, apportion(total, weights), strict=True))
        after = dict(zip(mixed, apportion(total, mixed), strict=True))
        if len(remainders) == len(weights):
            self.assertEqual(before, after)
        self.assertTrue(all(abs(before[w] - after[w]) <= 1 for w in weights))

    @PROPERTY
    @given(
        AMOUNT,
        st.lists(WHOLE, min_size=1, max_size=12).filter(any),
        st.fractions(Fraction(1, 1000), 1000, max_denominator=1000),
    )
    def test_scale_of_the_weights_is_nothing(self, total, weights, factor):
        scaled = [weight * factor for weight in weights]
        self.assertEqual(apportion(total, scaled), apportion(total, weights))

    @PROPERTY
    @given(AMOUNT, st.lists(WHOLE, min_size=1, max_size=12).filter(any))
    def test_negative_total_is_the_mirror(self, total, weights):
        mirror = [-share for share in apportion(total, weights)]
        self.assertEqual(apportion(-total, weights), mirror)

    def test_ties_go_to_the_earlier(self):
        self.assertEqual(apportion(2, [1, 1, 1]), [1, 1, 0])
        self.assertEqual(apportion(5, [3, 1, 3, 1]), [2, 1, 2, 0])
        self.assertEqual(apportion(500, [1, 1], unit=100), [300, 200])

    def test_zero_weights(self):
        self.assertEqual(apportion(0, []), [])
        self.assertEqual(apportion(0, [0, 0]), [0, 0])
        self.assertEqual(apportion(7, [0, 3, 0]), [0, 7, 0])
        for weights in ([], [0, 0]):
            with self.assertRaisesRegex(ValueError, "all weights are zero"):
                apportion(1, weights)

    def test_refused(self):
        with self.assertRaisesRegex(ValueError, "negative"):
            apportion(1, [2, -1])
        with self.assertRaisesRegex(ValueError, "not a multiple"):
            apportion(150, [1], unit=100)
        with self.assertRaisesRegex(ValueError, "not a multiple"):
            apportion(150, [1], unit=0)
        with self.assertRaisesRegex(ValueError, "finite"):
            apportion(1, [Decimal("NaN")])
        for total, weights in ((1, [0.5]), (1.0, [1]), (Decimal(1), [1]), (1, ["1"])):
            with self.assertRaises(TypeError):
                apportion(total, weights)

    @PROPERTY
    @given(st.lists(EXACT, max_size=12))
    def test_to_integers_is_exact(self, values):
        integers, factor = to_integers(values)
        self.assertEqual(integers, [Fraction(value) * factor for value in values])

    def test_hundred_thousand_in_a_moment(self):
        weights = [(index * 7919) % 1_000_003 for index in range(100_000)]
        start = time.perf_counter()
        shares = apportion(44_100_000_000, weights)
        self.assertLess(time.perf_counter() - start, 1)
        self.assertEqual(sum(shares), 44_100_000_000)
