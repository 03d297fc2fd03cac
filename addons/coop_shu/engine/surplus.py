# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""From the year's result to the surplus of members and of non-members.

Amounts are integers in sen (1/100 rupiah), credit positive: revenue above zero, costs
below. Every figure has a member and a non-member part that add up to it exactly.
"""

from typing import NamedTuple

SECTIONS = (
    "member_revenue",
    "member_cost",
    "non_member_revenue",
    "non_member_cost",
    "operating_expense",
    "cooperative_expense",
    "other_result",
    "income_tax",
)

# Rows of the income statement (PHU): each is the sum of SECTIONS[first:last].
PHU = (
    ("member_revenue", 0, 1),
    ("member_cost", 1, 2),
    ("net_participation", 0, 2),
    ("non_member_revenue", 2, 3),
    ("non_member_cost", 3, 4),
    ("non_member_margin", 2, 4),
    ("gross_surplus", 0, 4),
    ("operating_expense", 4, 5),
    ("after_operating_expense", 0, 5),
    ("cooperative_expense", 5, 6),
    ("after_cooperative_expense", 0, 6),
    ("other_result", 6, 7),
    ("before_tax", 0, 7),
    ("income_tax", 7, 8),
    ("after_tax", 0, 8),
)


class Line(NamedTuple):
    """A line of the result and its two parts, in sen."""

    key: object
    section: str
    amount: int
    member: int
    non_member: int


class Row(NamedTuple):
    """A row of the PHU and its two parts, in sen."""

    code: str
    amount: int
    member: int
    non_member: int


class Split(NamedTuple):
    """Result of :func:`split_result`."""

    lines: list  # Line, in the order given
    phu: list  # Row, in the order of PHU
    weights: tuple  # (member, non-member) by which shared lines were divided


def _shared_weights(totals, method):
    if method == "revenue":
        pair = totals["member_revenue"], totals["non_member_revenue"]
    elif method == "margin":
        pair = (
            totals["member_revenue"] + totals["member_cost"],
            totals["non_member_revenue"] + totals["non_member_cost"],
        )
    else:
        raise ValueError(f"unknown way to share costs: {method}")
    weights = tuple(max(0, weight) for weight in pair)
    return weights if any(weights) else (1, 0)


def split_result(lines, method):
    """Divide the result of a year into the member and the non-member part.

    Member and non-member sections belong to their part. All others are shared, by
    ``revenue`` (member : non-member revenue) or ``margin`` (net participation :
    non-member margin). A weight below zero counts as zero; without any weight
    above zero, everything shared belongs to the member part. The running total of
    the shared lines is divided and rounded half up to the sen, so that the parts of
    many small lines do not drift from the parts of their total.

    :param lines: ``[(key, section, amount)]``, amount in sen, credit positive
    :param str method: ``revenue`` or ``margin``
    :return: :class:`Split`
    :raises ValueError: unknown section or method
    :raises TypeError: an amount that is not whole sen

    >>> year = [("client work of members", "member_revenue", 540_000_000_00)]
    >>> year += [("payouts", "member_cost", -459_000_000_00)]
    >>> year += [("subcontracted work", "non_member_revenue", 60_000_000_00)]
    >>> year += [("subcontractors", "non_member_cost", -48_000_000_00)]
    >>> year += [("office", "operating_expense", -30_000_000_00)]
    >>> year += [("assembly", "cooperative_expense", -8_000_000_00)]
    >>> year += [("final tax", "income_tax", -3_000_000_00)]
    >>> split = split_result(year, "revenue")
    >>> split.lines[4][2:]
    (-3000000000, -2700000000, -300000000)
    >>> split.phu[-1]
    Row(code='after_tax', amount=5200000000, member=4410000000, non_member=790000000)
    """
    lines = list(lines)
    totals = dict.fromkeys(SECTIONS, 0)
    for _key, section, amount in lines:
        if section not in totals:
            raise ValueError(f"unknown section of the result: {section}")
        if not isinstance(amount, int):
            raise TypeError(f"whole sen wanted, not {amount!r}")
        totals[section] += amount
    weights = _shared_weights(totals, method)
    top, bottom = 2 * weights[0], 2 * sum(weights)
    member_totals = dict.fromkeys(SECTIONS, 0)
    running = running_member = 0
    result = []
    for key, section, amount in lines:
        if section in SECTIONS[:4]:
            member = amount if section in SECTIONS[:2] else 0
        else:
            running += amount
            member = (running * top + bottom // 2) // bottom - running_member
            running_member += member
        member_totals[section] += member
        result.append(Line(key, section, amount, member, amount - member))
    phu = []
    for code, first, last in PHU:
        amount = sum(totals[section] for section in SECTIONS[first:last])
        member = sum(member_totals[section] for section in SECTIONS[first:last])
        phu.append(Row(code, amount, member, amount - member))
    return Split(result, phu, weights)


def whole_parts(member, non_member):
    """Round the two parts down to whole rupiah, after a loss in one is covered.

    A loss in one part is first covered by the other. What the rounding leaves goes
    to the reserve. Always ``100 × (member + non-member) + remainder = total``.

    :param int member: member part in sen
    :param int non_member: non-member part in sen
    :return: ``(member, non_member, remainder)``: two amounts in rupiah, never below
        zero, and the rest in sen; without a surplus the rest is the whole deficit

    >>> whole_parts(44_100_000_37, 7_900_000_00)
    (44100000, 7900000, 37)
    >>> whole_parts(-5_000_000_50, 7_900_000_00)
    (0, 2899999, 50)
    >>> whole_parts(1_000_00, -5_000_00)
    (0, 0, -400000)
    """
    total = member + non_member
    if total <= 0:
        return 0, 0, total
    if member < 0 or non_member < 0:
        member, non_member = (0, total) if member < 0 else (total, 0)
    member, non_member = member // 100, non_member // 100
    return member, non_member, total - 100 * (member + non_member)
