# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Amounts in Indonesian words ("terbilang"), in this one place for the whole suite."""

import re
from math import isfinite

from num2words import num2words

LIMIT = 10**15
# num2words knows "seribu" only at the very start of the number.
_ONE_THOUSAND = re.compile(r"\b(juta|miliar|triliun|kuadriliun) satu ribu\b")


def amount_in_words(amount):
    """Spell a whole amount in Indonesian, without the name of the currency.

    :param amount: whole rupiah up to 10^15, negative too; a float or Decimal of a
        whole amount will do
    :return: str in lower case
    :raises ValueError: amount with a fraction, or beyond 10^15

    >>> amount_in_words(1_250_000)
    'satu juta dua ratus lima puluh ribu'
    >>> amount_in_words(1_001_000)
    'satu juta seribu'
    >>> amount_in_words(2_001_000)
    'dua juta seribu'
    >>> amount_in_words(101_000)
    'seratus satu ribu'
    >>> amount_in_words(-11)
    'minus sebelas'
    >>> amount_in_words(0)
    'nol'
    """
    if not isfinite(amount) or abs(amount) > LIMIT or int(amount) != amount:
        raise ValueError(f"no words for {amount}: a whole amount up to 10^15 is wanted")
    words = num2words(abs(int(amount)), lang="id")
    words = _ONE_THOUSAND.sub(r"\1 seribu", words)
    return f"minus {words}" if amount < 0 else words


def rupiah_in_words(amount):
    """Spell a whole amount of rupiah as receipts and slips print it.

    >>> rupiah_in_words(1_001_000)
    'satu juta seribu rupiah'
    """
    return f"{amount_in_words(amount)} rupiah"
