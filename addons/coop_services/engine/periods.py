# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""How many periods of a recurring price lie in a stretch of days."""

from datetime import timedelta
from fractions import Fraction

from dateutil.relativedelta import relativedelta


def count_periods(first, last, months=0, days=0):
    """Periods from ``first`` to ``last``, both included; the last pro rata by days.

    :param datetime.date first: first day; the periods are counted from it
    :param int months, days: length of one period, one of them above zero
    :return: Fraction, 0 where ``last`` is before ``first``
    :raises ValueError: a period without length

    >>> from datetime import date
    >>> count_periods(date(2026, 2, 1), date(2026, 2, 28), months=1)
    Fraction(1, 1)
    >>> count_periods(date(2026, 1, 31), date(2026, 3, 30), months=1)
    Fraction(2, 1)
    >>> count_periods(date(2026, 3, 10), date(2026, 3, 31), months=1)
    Fraction(22, 31)
    >>> count_periods(date(2026, 3, 1), date(2026, 3, 10), days=7)
    Fraction(10, 7)
    >>> count_periods(date(2026, 3, 2), date(2026, 3, 1), months=1)
    Fraction(0, 1)
    """
    if months <= 0 and days <= 0:
        raise ValueError("a period needs a length")
    whole, start = 0, first
    while start <= last:
        # from the first day each time: adding to the 28th would forget the 31st
        following = first + relativedelta(
            months=months * (whole + 1), days=days * (whole + 1)
        )
        if following - timedelta(days=1) > last:
            rest = Fraction((last - start).days + 1, (following - start).days)
            return whole + rest
        whole, start = whole + 1, following
    return Fraction(whole)
