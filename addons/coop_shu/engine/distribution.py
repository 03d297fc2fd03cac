# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""From the member part of the surplus to the share of every member.

Lists over members are in the order of the member numbers, which decides ties.
"""

from decimal import Decimal
from fractions import Fraction
from operator import add
from typing import NamedTuple

from odoo.addons.coop_membership.engine.apportion import apportion, to_integers


class Distribution(NamedTuple):
    """Result of :func:`distribute`: whole rupiah, lists over members or lines."""

    patronage: list  # per member: Σ of the patronage pools (JUA)
    capital: list  # per member: Σ of the capital pools (JMA)
    totals: list  # per member: patronage + capital
    payables: list  # per member: what is paid
    to_reserve: list  # per line: what does not reach the members


def pools(amount, percents):
    """Divide a part of the surplus by the percentages of the scheme.

    :param int amount: whole rupiah
    :param percents: int, Decimal, Fraction or str such as ``"33.3"``, in the order
        of the scheme
    :return: list of int as long as ``percents``, their sum is ``amount``
    :raises ValueError: the percentages do not add up to exactly 100
    :raises TypeError: a float

    >>> pools(44_100_000, [30, 35, 15, 5, 3, 5, 4, 3])[:3]
    [13230000, 15435000, 6615000]
    >>> pools(100, ["33.4", "33.3", "33.3"])
    [34, 33, 33]
    >>> pools(1_000, [40, 40, 5, 5, 5, 5, 5])
    Traceback (most recent call last):
    ...
    ValueError: the percentages add up to 105, not to 100
    """
    exact = [Fraction(value) if isinstance(value, str) else value for value in percents]
    weights, factor = to_integers(exact)
    if sum(weights) != 100 * factor:
        total = Decimal(sum(weights)) / factor
        raise ValueError(f"the percentages add up to {total}, not to 100")
    return apportion(amount, weights)


def combine(sources):
    """Patronage of every member: V = Σ weight of the source × amount, exactly.

    :param sources: ``[(weight, amounts)]``, each ``amounts`` a list over members of
        int, Decimal or Fraction
    :return: ``(values, scale)``: integers, V of a member is its value / ``scale``

    >>> combine([(1, [100, 0]), (Decimal("0.5"), [0, 300])])
    ([200, 300], 2)
    """
    weights, scale = to_integers([weight for weight, _amounts in sources])
    values = None
    for weight, (_weight, amounts) in zip(weights, sources, strict=True):
        column = [weight * amount for amount in amounts]
        if values is not None:
            column = [old + new for old, new in zip(values, column, strict=True)]
        values = column
    values, factor = to_integers(values or [])
    return values, scale * factor


def eligible(leaver_rule, joined, left, date_from, date_to):
    """Whether patronage and capital of a membership count in the year.

    :param str leaver_rule: ``none``, ``jua_only`` or ``jua_and_jma``: what who left
        during the year, its last day included, still receives
    :param joined: datetime.date or None (not yet a member)
    :param left: datetime.date or None (still a member)
    :return: ``(counts_patronage, counts_capital)``
    :raises ValueError: unknown rule

    >>> from datetime import date
    >>> year = date(2025, 1, 1), date(2025, 12, 31)
    >>> eligible("jua_only", date(2019, 1, 1), date(2025, 6, 30), *year)
    (True, False)
    >>> eligible("none", date(2025, 12, 31), date(2026, 1, 1), *year)
    (True, True)
    """
    rules = {
        "none": (False, False),
        "jua_only": (True, False),
        "jua_and_jma": (True, True),
    }
    if leaver_rule not in rules:
        raise ValueError(f"unknown leaver rule: {leaver_rule}")
    if joined is None or joined > date_to or (left and left < date_from):
        return False, False
    return rules[leaver_rule] if left and left <= date_to else (True, True)


def distribute(lines, patronage, capital, payable_unit=1, minimum_payout=0):
    """Divide the patronage and capital pools over the members.

    Each pool is apportioned on its own. A weight below zero counts as zero. A pool
    without any weight goes to the reserve, as does what rounding down to the payable
    unit and the minimum payout withhold; the latter is charged to the pools in
    proportion to their amounts. Σ payables + Σ to_reserve = Σ of these pools.

    :param lines: ``[(destination, amount)]`` of the member part, in scheme order;
        only ``patronage`` and ``capital`` go to members
    :param patronage: V of every member (int, Decimal or Fraction), 0 if not eligible
    :param capital: S of every member, likewise
    :param int payable_unit: payables are rounded down to a multiple of it
    :param int minimum_payout: a payable below it is not paid
    :return: :class:`Distribution`

    >>> lines = [("reserve", 50), ("patronage", 100), ("capital", 7)]
    >>> distribute(lines, [2, 1], [0, 0])._asdict()  # doctest: +NORMALIZE_WHITESPACE
    {'patronage': [67, 33], 'capital': [0, 0], 'totals': [67, 33],
     'payables': [67, 33], 'to_reserve': [0, 0, 7]}
    >>> distribute(lines, [2, 1], [1, 0], payable_unit=10, minimum_payout=50)[2:]
    ([74, 33], [70, 0], [0, 35, 2])
    """
    weights = {
        "patronage": [max(0, weight) for weight in patronage],
        "capital": [max(0, weight) for weight in capital],
    }
    shares = {name: [0] * len(column) for name, column in weights.items()}
    to_reserve, granted = [0] * len(lines), [0] * len(lines)
    for index, (destination, amount) in enumerate(lines):
        column = weights.get(destination)
        if column is None:
            continue
        if not any(column):
            to_reserve[index] = amount
            continue
        granted[index] = amount
        own = apportion(amount, column)
        shares[destination] = list(map(add, shares[destination], own))
    totals = list(map(add, shares["patronage"], shares["capital"]))
    payables = [total - total % payable_unit for total in totals]
    if minimum_payout:
        payables = [value if value >= minimum_payout else 0 for value in payables]
    withheld = apportion(sum(totals) - sum(payables), granted)
    to_reserve = list(map(add, to_reserve, withheld))
    return Distribution(
        shares["patronage"], shares["capital"], totals, payables, to_reserve
    )
