# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Split, income tax and deductions against slow oracles of fractions."""

import doctest
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..engine import deductions, income_tax, rounding
from ..engine import split as split_engine
from ..engine.deductions import deduct
from ..engine.income_tax import Bracket, progressive
from ..engine.income_tax import income_tax as tax_of
from ..engine.rounding import half_up
from ..engine.split import split

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=200)
MONEY = st.integers(0, 10**12)
PERCENT = st.decimals(0, 100, places=4)
WEIGHTS = st.lists(st.decimals(0, 10**6, places=4), min_size=1, max_size=12)
ART_17 = [
    Bracket(60_000_000, 5),
    Bracket(250_000_000, 15),
    Bracket(500_000_000, 25),
    Bracket(5_000_000_000, 30),
    Bracket(None, 35),
]


def handed_out(total, weights):
    """Floors, then rupiah one by one to whoever is furthest behind, first come."""
    whole = sum(weights)
    ideal = [total * Fraction(weight) / Fraction(whole) for weight in weights]
    shares = [int(value) for value in ideal]
    while sum(shares) < total:
        behind = [i - s for i, s in zip(ideal, shares, strict=True)]
        shares[behind.index(max(behind))] += 1
    return shares


@tagged("post_install", "-at_install")
class TestEnginePayout(BaseCase):
    def test_examples(self):
        for module in (rounding, split_engine, income_tax, deductions):
            self.assertEqual(doctest.testmod(module).failed, 0)

    # ----------------------------------------------------------------------- split
    @PROPERTY
    @given(MONEY, PERCENT, WEIGHTS, st.data())
    def test_split_is_exact(self, member_part, percent, weights, data):
        coop = half_up(Fraction(percent) * member_part / 100)
        pot = member_part - coop
        lead = data.draw(st.none() | st.integers(0, len(weights) - 1))
        fee = data.draw(st.integers(0, pot)) if lead is not None else 0
        if not any(weights) and pot - fee:
            weights[0] = Decimal(1)
        result = split(member_part, percent, weights, lead, fee)
        self.assertEqual(result.coop, coop)
        self.assertEqual(result.shared, pot - fee)
        self.assertEqual(result.coop + sum(result.gross), member_part)
        rest = handed_out(pot - fee, weights) if pot - fee else [0] * len(weights)
        if lead is not None:
            rest[lead] += fee
        self.assertEqual(result.gross, rest)
        if any(rest) or any(weights):
            self.assertEqual(sum(result.value), member_part)
            by = rest if any(rest) else weights
            wanted = handed_out(member_part, by) if member_part else [0] * len(by)
            self.assertEqual(result.value, wanted)

    def test_split_refuses_what_it_cannot_divide(self):
        for arguments in (
            (-1, 10, [1]),
            (100, -1, [1]),
            (100, 101, [1]),
            (100, 10, [0, 0]),
            (100, 10, [1], None, 5),
            (100, 10, [1], 0, 91),
            (100, 10, [1], 0, -1),
            (100, 10, [1, -1]),
        ):
            with self.assertRaises(ValueError, msg=arguments):
                split(*arguments)

    # ------------------------------------------------------------------------- tax
    @PROPERTY
    @given(st.integers(0, 2 * 10**10), st.booleans())
    def test_tax_is_the_sum_of_its_brackets(self, gross, valid):
        base, wanted, start = Fraction(gross, 2), Fraction(0), 0
        for upto, percent in ART_17:
            end = base if upto is None else min(base, upto)
            wanted += max(Fraction(0), end - start) * percent / 100
            start = upto
            if upto is None or base <= upto:
                break
        surcharge = 0 if valid else 20
        wanted = half_up(wanted * (100 + surcharge) / 100)
        self.assertEqual(tax_of(gross, ART_17, surcharge=surcharge), wanted)

    @PROPERTY
    @given(st.integers(0, 10**10), st.integers(1, 10**9))
    def test_tax_never_falls_and_never_takes_more_than_its_top_rate(self, gross, more):
        low, high = (tax_of(amount, ART_17) for amount in (gross, gross + more))
        self.assertLessEqual(low, high)
        self.assertLessEqual(high - low, more * 35 / 200 + 1)

    @PROPERTY
    @given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
    def test_tax_by_month_ends_where_one_payment_would(self, payments):
        gross = tax = 0
        for payment in payments:
            tax += tax_of(payment, ART_17, before=(gross, tax))
            gross += payment
        self.assertEqual(tax, tax_of(gross, ART_17))

    def test_tax_on_both_sides_of_every_bracket(self):
        """Gross of section 4.4 and around the borders, twice the taxable base."""
        for gross, valid, other in (
            (0, 0, 0),
            (19, 0, 1),
            (20, 1, 1),
            (5_000_000, 125_000, 150_000),
            (10_000_000, 250_000, 300_000),
            (20_000_000, 500_000, 600_000),
            (119_999_960, 2_999_999, 3_599_999),
            (120_000_000, 3_000_000, 3_600_000),
            (120_000_040, 3_000_003, 3_600_004),
            (150_000_000, 5_250_000, 6_300_000),
            (200_000_000, 9_000_000, 10_800_000),
            (499_999_960, 31_499_997, 37_799_996),
            (500_000_000, 31_500_000, 37_800_000),
            (500_000_040, 31_500_005, 37_800_006),
            (999_999_960, 93_999_995, 112_799_994),
            (1_000_000_000, 94_000_000, 112_800_000),
            (1_000_000_040, 94_000_006, 112_800_007),
            (9_999_999_960, 1_443_999_994, 1_732_799_993),
            (10_000_000_000, 1_444_000_000, 1_732_800_000),
            (10_000_000_040, 1_444_000_007, 1_732_800_008),
            (9_151_786, 228_795, 274_554),
        ):
            with self.subTest(gross=gross):
                self.assertEqual(tax_of(gross, ART_17), valid)
                self.assertEqual(tax_of(gross, ART_17, surcharge=20), other)

    def test_progressive_is_not_rounded(self):
        self.assertEqual(progressive(Fraction(1, 3), ART_17), Fraction(1, 60))

    # ------------------------------------------------------------------ deductions
    @PROPERTY
    @given(MONEY, st.lists(MONEY, max_size=6))
    def test_deductions_in_order_as_far_as_it_goes(self, amount, dues):
        taken, left = deduct(amount, dues)
        self.assertEqual(sum(taken) + left, amount)
        for index, (due, part) in enumerate(zip(dues, taken, strict=True)):
            self.assertEqual(part, max(0, min(due, amount - sum(dues[:index]))))
