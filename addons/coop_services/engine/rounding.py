# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Rounding to whole rupiah, as taxes and percentages of a price are rounded."""

from fractions import Fraction
from math import floor


def half_up(value):
    """Round to a whole number, halves away from zero (PER-11/PJ/2025 art. 129).

    :param value: int, Decimal or Fraction; a float is taken by the digits it shows
    :return: int

    >>> half_up(Fraction(9_151_786 * 25, 1000)), half_up(Fraction(1, 2))
    (228795, 1)
    >>> half_up(Fraction(-1, 2)), half_up(Fraction(-1, 3)), half_up(2.5)
    (-1, 0, 3)
    """
    value = exact(value)
    size = floor(abs(value) + Fraction(1, 2))
    return -size if value < 0 else size


def exact(value):
    """The number that is shown, as Fraction: 12.1 is 121/10, also as a float.

    >>> exact(12.1), exact(7)
    (Fraction(121, 10), Fraction(7, 1))
    """
    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)
