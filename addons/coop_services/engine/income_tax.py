# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Income tax on what people earn who are no employees (PPh 21 bukan pegawai)."""

from fractions import Fraction
from typing import NamedTuple

from .rounding import exact, half_up


class Bracket(NamedTuple):
    """``percent`` of the part of the base above the bracket before, up to ``upto``.

    ``upto`` is in rupiah, the amount itself included; None in the last bracket.
    """

    upto: int | None
    percent: Fraction | int


def progressive(base, brackets):
    """Tax on ``base`` by brackets in ascending order (Law PPh art. 17); not rounded.

    :param base: rupiah, exact
    :param brackets: list of Bracket, the last one without end
    :return: Fraction

    >>> art17 = [Bracket(60_000_000, 5), Bracket(250_000_000, 15), Bracket(None, 25)]
    >>> int(progressive(60_000_000, art17)), int(progressive(75_000_000, art17))
    (3000000, 5250000)
    >>> progressive(Fraction(1, 2), art17)
    Fraction(1, 40)
    """
    tax, start = Fraction(0), 0
    for bracket in brackets:
        end = base if bracket.upto is None else min(base, bracket.upto)
        if end > start:
            tax += (exact(end) - start) * exact(bracket.percent) / 100
            start = bracket.upto
        if start is None or base <= start:
            break
    return tax


def income_tax(gross, brackets, deemed=50, surcharge=0, before=(0, 0)):
    """Tax to withhold from one payment (PP 58/2023, PMK 168/2023): whole rupiah.

    The taxable base is a percentage of gross; brackets apply to it afresh for each
    payment, or to the sum of a month, of which the tax withheld before comes off.
    Rounded once, half-up, at the end.

    :param int gross: rupiah of this payment, not negative
    :param deemed: percent of gross that is taxable
    :param surcharge: percent added to the tax, 20 for who has no valid number
    :param before: ``(gross, tax)`` of earlier payments of the month, if they count
    :return: int, not negative

    >>> art17 = [Bracket(60_000_000, 5), Bracket(250_000_000, 15), Bracket(None, 25)]
    >>> income_tax(10_000_000, art17), income_tax(10_000_000, art17, surcharge=20)
    (250000, 300000)
    >>> income_tax(9_151_786, art17), income_tax(200_000_000, art17)
    (228795, 9000000)
    >>> income_tax(80_000_000, art17, before=(120_000_000, 3_000_000))
    6000000
    """
    gross_before, tax_before = before
    base = exact(gross + gross_before) * exact(deemed) / 100
    tax = progressive(base, brackets) * (100 + exact(surcharge)) / 100
    return max(0, half_up(tax) - tax_before)
