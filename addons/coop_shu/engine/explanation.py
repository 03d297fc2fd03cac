# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Why a member receives this amount: the steps that screen, portal, slip and
spreadsheet share. Codes and numbers only; words and number formats are the caller's.
"""

from fractions import Fraction
from typing import NamedTuple


class Step(NamedTuple):
    """``formula.format(**values)`` is the step; ``code`` names its label."""

    code: str
    formula: str
    values: dict


def _exact(value):
    return Fraction(str(value))


def _share_steps(surplus, lines, own, everyone, amount):
    """Steps from the surplus to the part of one destination, "" before its codes."""
    if everyone <= 0:
        return []
    own = max(0, own)
    steps, before = [], 0
    for percent, pool in lines:
        floor = int(pool * _exact(own) / _exact(everyone))
        before += floor
        steps += [
            Step(
                "pool",
                "{surplus} × {percent}% = {pool}",
                {"surplus": surplus, "percent": percent, "pool": pool},
            ),
            Step(
                "share",
                "{pool} × {own} ÷ {everyone} → {amount}",
                {"pool": pool, "own": own, "everyone": everyone, "amount": floor},
            ),
        ]
    if len(lines) > 1 or amount != before:
        values = {"before": before, "extra": amount - before, "amount": amount}
        steps.append(Step("remainder", "{before} + {extra} = {amount}", values))
    return steps


def explain(
    surplus,
    lines,
    share,
    everyone,
    capital_divisor=1,
    payable_unit=1,
    minimum_payout=0,
):
    """Explain the share of one member from its frozen row.

    Codes, each destination in front: ``patronage_pool`` (its part of the surplus),
    ``patronage_share`` (rounded down to whole rupiah), ``patronage_remainder`` (the
    shares and the rupiah left over by the rounding), ``capital_average`` (the weight as
    a mean balance), ``capital_pool``, ``capital_share``, ``capital_remainder``, then
    ``total``, ``payable_unit`` and ``minimum_payout``. Steps that say nothing are left
    out.

    :param int surplus: member part of the surplus
    :param lines: ``[(destination, percent, amount)]`` of the member part
    :param share: mapping (or record) with ``patronage_weight``, ``capital_weight``,
        ``patronage_amount``, ``capital_amount``, ``total`` and ``payable``
    :param everyone: ``(Σ patronage_weight, Σ capital_weight)`` over all members,
        weights below zero left out
    :param int capital_divisor: :func:`capital.divisor` of the year
    :return: list of :class:`Step`

    >>> share = {"patronage_weight": 110_000_000, "capital_weight": 1_350_000}
    >>> share.update(patronage_amount=3_144_167, capital_amount=1_368_621)
    >>> share.update(total=4_512_788, payable=4_512_700)
    >>> lines = [("reserve", 30, 13_230_000), ("patronage", 35, 15_435_000)]
    >>> lines += [("capital", 15, 6_615_000)]
    >>> everyone = 540_000_000, 6_525_000
    >>> steps = explain(44_100_000, lines, share, everyone, payable_unit=100)
    >>> for code, formula, values in steps:
    ...     print(f"{code:19}", formula.format(**values))
    patronage_pool      44100000 × 35% = 15435000
    patronage_share     15435000 × 110000000 ÷ 540000000 → 3144166
    patronage_remainder 3144166 + 1 = 3144167
    capital_pool        44100000 × 15% = 6615000
    capital_share       6615000 × 1350000 ÷ 6525000 → 1368620
    capital_remainder   1368620 + 1 = 1368621
    total               3144167 + 1368621 = 4512788
    payable_unit        4512788 - 88 = 4512700
    """
    steps = []
    for destination, total_weight in zip(
        ("patronage", "capital"), everyone, strict=True
    ):
        own = share[f"{destination}_weight"]
        if destination == "capital" and capital_divisor > 1:
            average = round(_exact(own) / capital_divisor)
            values = {"weight": own, "divisor": capital_divisor, "average": average}
            steps.append(
                Step("capital_average", "{weight} ÷ {divisor} = {average}", values)
            )
        own_lines = [line[1:] for line in lines if line[0] == destination]
        amount = share[f"{destination}_amount"]
        for step in _share_steps(surplus, own_lines, own, total_weight, amount):
            steps.append(step._replace(code=f"{destination}_{step.code}"))
    total, payable = share["total"], share["payable"]
    values = {"patronage": share["patronage_amount"]}
    values.update(capital=share["capital_amount"], total=total)
    steps.append(Step("total", "{patronage} + {capital} = {total}", values))
    rounded = total - total % payable_unit
    if rounded != total:
        values = {"total": total, "rest": total - rounded, "payable": rounded}
        steps.append(Step("payable_unit", "{total} - {rest} = {payable}", values))
    if payable != rounded:
        values = {"total": rounded, "minimum": minimum_payout, "payable": payable}
        steps.append(Step("minimum_payout", "{total} < {minimum} → {payable}", values))
    return steps
