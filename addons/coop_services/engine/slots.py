# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Working hours of a role and free times for a booking, across time zones.

Times inside are naive UTC, as the database keeps them; days, weekdays and hours of the
day are those of the place where the work is done (WIB, WITA or WIT).
"""

from bisect import bisect_left
from datetime import datetime, time, timedelta

import pytz

DAY = timedelta(days=1)
UTC = pytz.utc


def to_utc(day, hour, zone):
    """Naive UTC time of ``hour`` (float, may be 24 or more) on a local ``day``.

    >>> from datetime import date
    >>> to_utc(date(2026, 3, 2), 7.5, "Asia/Jakarta")
    datetime.datetime(2026, 3, 2, 0, 30)
    >>> to_utc(date(2026, 3, 2), 7.5, "Asia/Jayapura")
    datetime.datetime(2026, 3, 1, 22, 30)
    """
    naive = datetime.combine(day, time()) + timedelta(minutes=round(hour * 60))
    return pytz.timezone(zone).localize(naive).astimezone(UTC).replace(tzinfo=None)


def to_local(moment, zone):
    """Naive local time of a naive UTC time.

    >>> to_local(datetime(2026, 3, 1, 22, 30), "Asia/Jayapura")
    datetime.datetime(2026, 3, 2, 7, 30)
    """
    local = UTC.localize(moment).astimezone(pytz.timezone(zone))
    return local.replace(tzinfo=None)


def working_days(first, last, weekdays, skip=()):
    """Local days of a period that are worked on.

    :param first, last: dates, both included
    :param weekdays: set of weekdays, Monday is 0
    :param skip: set of dates that are free (public holidays)

    >>> from datetime import date
    >>> [str(d) for d in working_days(date(2026, 3, 6), date(2026, 3, 9), {0, 4, 5})]
    ['2026-03-06', '2026-03-07', '2026-03-09']
    >>> working_days(date(2026, 3, 9), date(2026, 3, 6), {0})
    []
    """
    count = (last - first).days + 1
    days = (first + DAY * index for index in range(count))
    return [day for day in days if day.weekday() in weekdays and day not in skip]


def windows(days, start_hour, length, zone):
    """``(start, stop)`` in UTC of a shift on each day; it may end on the next day.

    >>> from datetime import date
    >>> windows([date(2026, 3, 2)], 22, 9, "Asia/Makassar")
    [(datetime.datetime(2026, 3, 2, 14, 0), datetime.datetime(2026, 3, 2, 23, 0))]
    """
    return [
        (to_utc(day, start_hour, zone), to_utc(day, start_hour + length, zone))
        for day in days
    ]


def slots(openings, duration, step):
    """Times at which a service of ``duration`` can begin and end inside an opening.

    :param openings: ``(start, stop)`` pairs
    :param duration, step: timedelta, above zero
    :return: list of ``(start, stop)``

    >>> noon, hour = datetime(2026, 3, 2, 12), timedelta(hours=1)
    >>> [(a.hour, b.hour) for a, b in slots([(noon, noon + 4 * hour)], 2 * hour, hour)]
    [(12, 14), (13, 15), (14, 16)]
    """
    if duration <= timedelta() or step <= timedelta():
        raise ValueError("a slot has a length and a step")
    found = []
    for opens, closes in openings:
        start = opens
        while start + duration <= closes:
            found.append((start, start + duration))
            start += step
    return found


def free(wanted, busy, buffer=timedelta()):
    """Who is free in which slot.

    :param wanted: list of ``(start, stop)``
    :param busy: ``{person: [(start, stop), …]}``; times of one person may overlap
    :param buffer: time for the way, kept free before and after each slot
    :return: list of lists of persons, one per slot, in the order of ``busy``

    >>> at = lambda hour: datetime(2026, 3, 2, hour)
    >>> free([(at(8), at(10)), (at(10), at(12))], {"A": [(at(9), at(10))], "B": []})
    [['B'], ['A', 'B']]
    """
    result = [[] for _slot in wanted]
    for person, times in busy.items():
        times = sorted(times)
        starts = [start for start, _stop in times]
        ends, latest = [], None  # the latest end among the times so far
        for _start, stop in times:
            latest = stop if latest is None else max(latest, stop)
            ends.append(latest)
        for index, (start, stop) in enumerate(wanted):
            before = bisect_left(starts, stop + buffer)
            if not before or ends[before - 1] <= start - buffer:
                result[index].append(person)
    return result


def most_at_once(periods):
    """Highest number of periods that share a day.

    :param periods: ``(first, last)`` dates, both included; last may be None (no end)

    >>> from datetime import date
    >>> march = date(2026, 3, 1), date(2026, 3, 31)
    >>> most_at_once([march, (date(2026, 3, 31), None), (date(2026, 4, 1), None)])
    2
    >>> most_at_once([])
    0
    """
    changes = []
    for first, last in periods:
        changes.append((first, 1))
        if last:
            changes.append((last + DAY, -1))
    now = most = 0
    for _day, change in sorted(changes):  # who leaves goes before who comes
        now += change
        most = max(most, now)
    return most
