# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Mandatory dues (simpanan wajib): what was due when, and what is in arrears."""

from calendar import monthrange
from datetime import timedelta


def schedule_dues(amounts, first_month, date):
    """List the monthly dues that have fallen due.

    The row in force on the first day of a month rules that month; a due day beyond
    the end of the month means its last day.

    :param amounts: ``[(valid_from, amount, due_day)]`` of one savings type, any order
    :param datetime.date first_month: any day of the first month that owes dues
    :param datetime.date date: dues up to and including this day
    :return: ``[(due_date, amount)]`` by date, without months that owe nothing

    >>> from datetime import date
    >>> rules = [(date(2026, 1, 1), 60_000, 10), (date(2026, 2, 1), 75_000, 31)]
    >>> for day, amount in schedule_dues(rules, date(2026, 1, 20), date(2026, 3, 30)):
    ...     print(day, amount)
    2026-01-10 60000
    2026-02-28 75000
    """
    rows = sorted(amounts)
    dues = []
    month = first_month.replace(day=1)
    while month <= date:
        days = monthrange(month.year, month.month)[1]
        valid = [row for row in rows if row[0] <= month]
        if valid:
            _valid_from, amount, due_day = valid[-1]
            due_date = month.replace(day=min(due_day, days))
            if amount and due_date <= date:
                dues.append((due_date, amount))
        month += timedelta(days=days)
    return dues


def arrears(amounts, brought_forward, paid, dues_from, date):
    """Arrears of one member at the end of a day.

    expected = brought forward + Σ dues up to ``date``;
    arrears = max(0, expected - paid). Payments settle the oldest dues first.

    :param amounts: as for :func:`schedule_dues`
    :param int brought_forward: dues agreed up to the take-over, paid or not
    :param int paid: mandatory savings of the member in the ledger at ``date``
    :param datetime.date dues_from: any day of the first month that owes dues
    :return: ``(amount, oldest_due_date)``; the date is None without arrears, and the
        day before the first month of dues if it was brought forward unpaid

    The take-over at the end of 2025, seen on 31 March 2026:

    >>> from datetime import date
    >>> rules = [(date(2026, 1, 1), 60_000, 10)]
    >>> def at_31_march(brought_forward, paid, dues_from=date(2026, 1, 1)):
    ...     day = date(2026, 3, 31)
    ...     owed, oldest = arrears(rules, brought_forward, paid, dues_from, day)
    ...     print(owed, oldest, oldest and (day - oldest).days)
    >>> at_31_march(2_450_000 + 150_000, 2_450_000 + 210_000)  # Siti
    120000 2026-02-10 49
    >>> at_31_march(1_200_000, 1_200_000 + 120_000)  # Agus
    60000 2026-03-10 21
    >>> at_31_march(3_900_000, 3_900_000 + 180_000)  # Budi
    0 None None
    >>> at_31_march(0, 60_000, date(2026, 3, 16))  # Dewi, member since 16 March
    0 None None
    """
    expected, oldest = brought_forward, None
    if expected > paid:
        oldest = dues_from.replace(day=1) - timedelta(days=1)
    for due_date, amount in schedule_dues(amounts, dues_from, date):
        expected += amount
        if oldest is None and expected > paid:
            oldest = due_date
    return max(0, expected - paid), oldest
