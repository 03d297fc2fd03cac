# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Until when a certificate holds, and when its end is to be told."""

from calendar import monthrange
from datetime import date, timedelta

REMINDERS = (90, 60, 30)  # days before the end


def last_day(first, months):
    """Last day of a validity of whole months from ``first`` on.

    :param first: date of issue, the first valid day
    :param months: whole months; 0 for a certificate without end
    :return: date, or None without end

    >>> last_day(date(2025, 9, 22), 36)
    datetime.date(2028, 9, 21)
    >>> last_day(date(2024, 2, 29), 12)  # no 29 February: the month's end
    datetime.date(2025, 2, 28)
    >>> last_day(date(2025, 1, 1), 0)
    """
    if not months:
        return None
    count = first.year * 12 + first.month - 1 + months
    year, month = divmod(count, 12)
    length = monthrange(year, month + 1)[1]
    if first.day > length:
        return date(year, month + 1, length)
    return date(year, month + 1, first.day) - timedelta(days=1)


def reminder_due(last, today, reminded):
    """The reminder to send now: days before the end, or None.

    Each is sent once. Who was not reminded for a while, because the server stood still
    or the certificate was entered late, gets the latest only.

    :param last: last valid day
    :param today: date
    :param reminded: days of the last reminder sent, 0 for none
    :return: 90, 60, 30 or None

    >>> end = date(2026, 12, 31)
    >>> reminder_due(end, date(2026, 10, 1), 0), reminder_due(end, date(2026, 10, 2), 0)
    (None, 90)
    >>> reminder_due(end, date(2026, 10, 3), 90)
    >>> reminder_due(end, date(2026, 12, 20), 90)
    30
    >>> reminder_due(end, date(2027, 1, 1), 0)
    """
    left = (last - today).days
    if left < 0:
        return None
    due = min((days for days in REMINDERS if left <= days), default=None)
    if due is None or (reminded and reminded <= due):
        return None
    return due
