# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Days on which something holds, as closed intervals of dates."""

from datetime import timedelta

DAY = timedelta(days=1)


def merge(intervals):
    """Join intervals that overlap or follow each other without a free day.

    :param intervals: iterable of ``(first, last)`` dates, both days included, in any
        order
    :return: list of ``(first, last)``, sorted, with a free day between any two

    >>> from datetime import date
    >>> merge([(date(2026, 3, 1), date(2026, 3, 31)),
    ...        (date(2026, 1, 1), date(2026, 1, 31)),
    ...        (date(2026, 2, 1), date(2026, 2, 10))])  # doctest: +NORMALIZE_WHITESPACE
    [(datetime.date(2026, 1, 1), datetime.date(2026, 2, 10)),
     (datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))]
    >>> merge([])
    []
    """
    merged = []
    for first, last in sorted(intervals):
        if merged and first <= merged[-1][1] + DAY:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def holds(intervals, day):
    """Whether ``day`` lies in one of the intervals.

    >>> from datetime import date
    >>> january = [(date(2026, 1, 1), date(2026, 1, 31))]
    >>> holds(january, date(2026, 1, 31)), holds(january, date(2026, 2, 1))
    (True, False)
    """
    return any(first <= day <= last for first, last in intervals)
