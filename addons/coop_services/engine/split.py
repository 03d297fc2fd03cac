# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""How the member part of a price is shared among those who did the work (11b)."""

from typing import NamedTuple

from odoo.addons.coop_membership.engine.apportion import apportion

from .rounding import exact, half_up


class Split(NamedTuple):
    """Result of ``split``; whole rupiah, lists in the order of the weights.

    ``coop + sum(gross) == member_part`` and ``sum(value) == member_part``.
    """

    coop: int
    shared: int  # by weight: after the cooperative's share and the fee of the lead
    gross: list
    value: list


def coop_share(member_part, coop_percent):
    """The cooperative's percent of the member part (int, whole rupiah), half-up.

    >>> coop_share(9_999_990, 15), coop_share(50, 1)
    (1499999, 1)
    """
    return half_up(exact(member_part) * exact(coop_percent) / 100)


def split(member_part, coop_percent, weights, lead=None, lead_fee=0):
    """Share the member part of a price.

    The cooperative's percent comes off (half-up), then the fee of the lead; the rest is
    apportioned by weight, ties to the earlier one. ``value``, which counts for the
    surplus, is the member part apportioned by gross (by weight if nobody gets any).

    :param int member_part: whole rupiah of the price for members' work, not negative
    :param coop_percent: 0 to 100, exact
    :param weights: one per member, in order of member numbers; exact, not negative
    :param lead: index of the lead among them, who may have no weight; or None
    :param int lead_fee: whole rupiah, only with a lead
    :return: Split
    :raises ValueError: a percentage or fee out of bounds, or money to share and no
        weight to share it by

    >>> split(20_000_000, 15, [1, 1, 1])
    ... # doctest: +NORMALIZE_WHITESPACE
    Split(coop=3000000, shared=17000000, gross=[5666667, 5666667, 5666666],
          value=[6666667, 6666667, 6666666])
    >>> split(20_000_000, 15, [100, 60], lead=0, lead_fee=1_000_000).gross
    [11000000, 6000000]
    >>> split(1_000, 10, [0, 1], lead=0, lead_fee=901)
    Traceback (most recent call last):
    ...
    ValueError: the fee of 901 is more than the 900 to share
    """
    if member_part < 0:
        raise ValueError(f"the member part is negative: {member_part}")
    if not 0 <= exact(coop_percent) <= 100:
        raise ValueError(f"{coop_percent} percent is not between 0 and 100")
    if lead_fee and (lead is None or lead_fee < 0):
        raise ValueError(f"a fee of {lead_fee} needs a lead and is not negative")
    weights = [exact(weight) for weight in weights]
    coop = coop_share(member_part, coop_percent)
    pot = member_part - coop
    if lead_fee > pot:
        raise ValueError(f"the fee of {lead_fee} is more than the {pot} to share")
    shared = pot - lead_fee
    gross = apportion(shared, weights)
    if lead is not None:
        gross[lead] += lead_fee
    value = apportion(member_part, gross if any(gross) else weights)
    return Split(coop, shared, gross, value)
