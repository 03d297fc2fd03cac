# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""What becomes of a client invoice: what the bank gets, and what others keep."""

from typing import NamedTuple

from .rounding import exact, half_up


class Parts(NamedTuple):
    """Whole rupiah; ``bank + withheld + penalty + retention == due``."""

    due: int  # on the receivable when the invoice is posted
    withheld: int  # income tax that the client keeps back and pays for the cooperative
    penalty: int
    retention: int  # due later
    bank: int  # due now, in money


def withheld_tax(price, percent, factor=1):
    """Income tax that a client withholds, half-up (PER-11/PJ/2025 art. 129).

    :param price: before VAT; percent: of the law; factor: 2 without a tax number
    :return: int

    >>> withheld_tax(20_000_000, 2), withheld_tax(20_000_000, 2, 2)
    (400000, 800000)
    >>> withheld_tax(20_000_000, 0.5)
    100000
    """
    return half_up(exact(price) * exact(percent) * exact(factor) / 100)


def late_penalty(price, permille, days, cap_percent=None):
    """Penalty for late work: per mille of the price a day (Perpres 16/2018).

    :param days: days late, nothing when in time
    :param cap_percent: the most, in percent of the price; None: no limit
    :return: int, half-up

    >>> late_penalty(18_000_000, 1, 5)
    90000
    >>> late_penalty(18_000_000, 1, 80, cap_percent=5), late_penalty(18_000_000, 1, -3)
    (900000, 0)
    """
    penalty = half_up(exact(price) * exact(permille) * max(days, 0) / 1000)
    if cap_percent is not None:
        penalty = min(penalty, half_up(exact(price) * exact(cap_percent) / 100))
    return penalty


def invoice_parts(price, vat, vat_collected, withheld=0, penalty=0, retention=0):
    """Split an invoice into what the bank gets and what is kept back.

    :param int price: before VAT
    :param int vat: VAT of the invoice
    :param bool vat_collected: the buyer pays the VAT to the state itself (02, 03)
    :param int withheld, penalty, retention: see ``Parts``
    :return: Parts
    :raises ValueError: more is kept back than is due

    >>> invoice_parts(18_000_000, 1_980_000, True, 360_000, 90_000).bank
    17550000
    >>> invoice_parts(20_000_000, 2_200_000, False, 400_000).bank
    21800000
    """
    due = price + (0 if vat_collected else vat)
    bank = due - withheld - penalty - retention
    if bank < 0:
        raise ValueError(f"{withheld + penalty + retention} is kept back of {due}")
    return Parts(due, withheld, penalty, retention, bank)
