# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Who must have learnt what by when, and how it stands: one requirement of one member.

The matrix of all members is one SQL query (``coop.training.matrix``); this is the same
rule for one, and the tests compare them.
"""

from datetime import timedelta

SOON = 90  # days before the end from which a renewal is planned


def due_date(anchor, valid_from, days):
    """Day by which a requirement is to be met for the first time.

    :param anchor: since when the rule fits the member (joined, elected, has the skill)
    :param valid_from: since when the rule is in force
    :param days: time given

    >>> from datetime import date
    >>> due_date(date(2026, 1, 10), date(2025, 1, 1), 90)
    datetime.date(2026, 4, 10)
    >>> due_date(date(2020, 1, 1), date(2026, 3, 1), 0)
    datetime.date(2026, 3, 1)
    """
    return max(anchor, valid_from) + timedelta(days=days)


def standing(today, due, held, held_until):
    """How a requirement stands.

    :param today: date
    :param due: day by which it must first be met
    :param held: whether it is met today
    :param held_until: last day on which it is met, None without end
    :return: ``(state, date)``: ``met`` with the last day or None, ``expiring`` with the
        last day, ``missing`` (there is time) or ``overdue`` with the day it was due

    >>> from datetime import date
    >>> today, due = date(2026, 6, 1), date(2026, 3, 1)
    >>> standing(today, due, True, None), standing(today, due, True, date(2026, 8, 30))
    (('met', None), ('expiring', datetime.date(2026, 8, 30)))
    >>> standing(today, due, False, None)[0], standing(today, today, False, None)[0]
    ('overdue', 'missing')
    """
    if held:
        if held_until is None or held_until > today + timedelta(days=SOON):
            return "met", held_until
        return "expiring", held_until
    return ("missing" if due >= today else "overdue"), due
