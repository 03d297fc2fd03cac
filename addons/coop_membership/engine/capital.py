# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Weight of the savings of a year for the capital share (jasa modal, JMA).

A weight is Σ amount × factor(day) over the movements of a member. Divided by the
divisor of the year it is the balance that the bylaws speak of:

``closing``
    balance on the last day of the year
``month_end_12``
    mean of the balances at the month ends of the year
``daily_365``
    mean of the balances at the end of each day of the year

Formulas, with start = max(day, date_from) and m(d) = 12 × year(d) + month(d):

============  ==============================  ====================================
basis         factor, never below 0           divisor
============  ==============================  ====================================
closing       1 if day <= date_to else 0      1
month_end_12  m(date_to + 1 day) - m(start)   m(date_to + 1 day) - m(date_from)
daily_365     date_to + 1 day - start         date_to + 1 day - date_from
============  ==============================  ====================================

The month ends of ``month_end_12`` are those of the fiscal year on or after the
movement; a year of twelve months has twelve of them wherever it begins. Savings from
before the year count fully, later ones not at all.
"""

from datetime import timedelta


def _month(day):
    return 12 * day.year + day.month


def factor(day, basis, date_from, date_to):
    """How often a movement of that day counts in the year.

    :param datetime.date day: accounting date of the movement
    :param str basis: ``closing``, ``month_end_12`` or ``daily_365``
    :param datetime.date date_from: first day of the fiscal year
    :param datetime.date date_to: last day of the fiscal year
    :return: int, 0 after the year, ``divisor(…)`` before it
    :raises ValueError: unknown basis

    >>> from datetime import date
    >>> year = date(2025, 1, 1), date(2025, 12, 31)
    >>> factor(date(2025, 7, 31), "month_end_12", *year)
    6
    >>> factor(date(2025, 12, 31), "daily_365", *year)
    1
    >>> factor(date(2019, 5, 2), "daily_365", *year)
    365
    >>> factor(date(2026, 1, 1), "closing", *year)
    0
    """
    start, end = max(day, date_from), date_to + timedelta(days=1)
    if basis == "closing":
        return int(day <= date_to)
    if basis == "month_end_12":
        return max(0, _month(end) - _month(start))
    if basis == "daily_365":
        return max(0, (end - start).days)
    raise ValueError(f"unknown capital basis: {basis}")


def divisor(basis, date_from, date_to):
    """What a weight is divided by to give the (mean) balance.

    :return: int: 1, the month ends or the days of the year
    :raises ValueError: unknown basis, or a year without any month end or day

    >>> from datetime import date
    >>> divisor("month_end_12", date(2023, 7, 1), date(2024, 6, 30))
    12
    >>> divisor("daily_365", date(2023, 7, 1), date(2024, 6, 30))
    366
    """
    result = factor(date_from, basis, date_from, date_to)
    if not result:
        raise ValueError(f"{date_from} to {date_to} is too short for {basis}")
    return result


def weight(movements, basis, date_from, date_to):
    """Weight of one member: Σ amount × factor.

    :param movements: iterable of ``(day, amount)``, deposits positive
    :return: int (or the exact type of the amounts); negative if overdrawn

    A member who joins on 1 July, pays 500,000 and then 50,000 on the first of every
    month, as seen by each basis:

    >>> from datetime import date
    >>> year = date(2025, 1, 1), date(2025, 12, 31)
    >>> paid = [(date(2025, 7, 1), 500_000)]
    >>> paid += [(date(2025, month, 1), 50_000) for month in range(7, 13)]
    >>> weight(paid, "closing", *year)
    800000
    >>> weight(paid, "month_end_12", *year) / divisor("month_end_12", *year)
    337500.0
    >>> round(weight(paid, "daily_365", *year) / divisor("daily_365", *year))
    340137
    """
    return sum(
        amount * factor(day, basis, date_from, date_to) for day, amount in movements
    )
