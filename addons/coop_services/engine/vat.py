# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""VAT on another value (DPP nilai lain): one method for entry, paper and file.

PMK 131/2024 and PMK 11/2025: 12 % of 11/12 of the price, each rounded half-up to whole
rupiah. The plain 11 % of the price differs by a rupiah now and then.
"""

from fractions import Fraction
from typing import NamedTuple

from .rounding import exact, half_up

SHARE = Fraction(11, 12)  # of the price that is the base


class Vat(NamedTuple):
    base: int  # DPP nilai lain
    tax: int


def other_base_vat(price, percent=12, share=SHARE):
    """Base and tax of a price, in whole rupiah.

    :param price: rupiah before VAT, exact or a float as shown; negative on credit notes
    :param percent: rate of the law, not the effective one
    :param share: part of the price that is the base
    :return: Vat

    >>> other_base_vat(1_000_041)
    Vat(base=916704, tax=110004)
    >>> other_base_vat(12_000_000), other_base_vat(18_000_000).tax
    (Vat(base=11000000, tax=1320000), 1980000)
    >>> other_base_vat(-1_000_041)
    Vat(base=-916704, tax=-110004)
    """
    base = half_up(exact(price) * exact(share))
    return Vat(base, half_up(base * exact(percent) / 100))
