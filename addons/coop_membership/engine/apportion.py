# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The one apportionment of the suite: largest remainder, exact, Σ = total."""

from decimal import Decimal
from fractions import Fraction
from math import lcm


def to_integers(values):
    """Scale exact numbers by one common factor to integers.

    :param values: iterable of int, Decimal or Fraction
    :return: ``(integers, factor)`` with ``integers[i] == values[i] * factor``
    :raises TypeError: on a float or any other type, because it is not exact
    :raises ValueError: on a Decimal that is not finite

    >>> to_integers([Decimal("0.5"), 2, Fraction(1, 3)])
    ([3, 12, 2], 6)
    """
    values = list(values)
    if all(type(value) is int for value in values):
        return values, 1
    for value in values:
        if not isinstance(value, int | Decimal | Fraction):
            raise TypeError(
                f"exact numbers wanted (int, Decimal or Fraction), not {value!r}"
            )
        if isinstance(value, Decimal) and not value.is_finite():
            raise ValueError(f"a finite number is wanted, not {value}")
    ratios = [value.as_integer_ratio() for value in values]
    factor = lcm(*{denominator for _numerator, denominator in ratios})
    return [top * (factor // bottom) for top, bottom in ratios], factor


def apportion(total, weights, unit=1):
    """Divide ``total`` in proportion to ``weights`` without losing a rupiah.

    Largest remainder: everyone gets the ideal share rounded down to whole units,
    the units left over go to the largest fractions, ties to the earlier weight.
    A negative total is the mirror image of the positive one.

    :param int total: what is divided, a multiple of ``unit``
    :param weights: int, Decimal or Fraction, none negative; their order decides ties
    :param int unit: each share is a multiple of it (1 = whole rupiah)
    :return: list of int as long as ``weights``, their sum is ``total``
    :raises ValueError: negative weight, total that is no multiple of the unit,
        or a total other than zero over weights that are all zero
    :raises TypeError: a number that is not exact

    >>> apportion(1_000_000, [1, 1, 1])
    [333334, 333333, 333333]
    >>> apportion(15_435_000, [160, 135, 110, 85, 50])
    [4573333, 3858750, 3144167, 2429583, 1429167]
    >>> apportion(6_615_000, [1_700_000, 1_700_000, 1_350_000, 1_100_000, 675_000])
    [1723448, 1723448, 1368621, 1115173, 684310]
    >>> apportion(-1_000, [2, 1], unit=100)
    [-700, -300]
    >>> apportion(0, [0, 0])
    [0, 0]
    >>> apportion(1, [0, 0])
    Traceback (most recent call last):
    ...
    ValueError: 1 cannot be divided: all weights are zero
    >>> apportion(1, [0.5])
    Traceback (most recent call last):
    ...
    TypeError: exact numbers wanted (int, Decimal or Fraction), not 0.5
    """
    if not isinstance(total, int) or not isinstance(unit, int):
        raise TypeError(f"whole numbers wanted, not {total!r} in units of {unit!r}")
    if unit < 1 or total % unit:
        raise ValueError(f"{total} is not a multiple of the unit {unit}")
    weights, _factor = to_integers(weights)
    if min(weights, default=0) < 0:
        raise ValueError(f"a weight is negative: {min(weights)}")
    whole = sum(weights)
    if not whole:
        if total:
            raise ValueError(f"{total} cannot be divided: all weights are zero")
        return [0] * len(weights)
    units = abs(total) // unit
    shares = [units * weight // whole for weight in weights]
    left = units - sum(shares)
    if left:
        remainders = [units * weight % whole for weight in weights]
        order = sorted(range(len(weights)), key=remainders.__getitem__, reverse=True)
        for index in order[:left]:
            shares[index] += 1
    step = -unit if total < 0 else unit
    return shares if step == 1 else [share * step for share in shares]
