# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Numbers of Indonesian social security: what they look like, and how they are hidden.

Checks return None if the number is right, else a code for the caller to translate.
"""

import re

KPJ_LENGTH = 11  # participant of BPJS Ketenagakerjaan
JKN_LENGTH = 13  # card of BPJS Kesehatan
NPP_LENGTH = 8  # employer of BPJS Ketenagakerjaan
VA_PREFIX = "88888"


def compact(number):
    """The number without blanks, dots and hyphens.

    >>> compact(" 1234 5678-901 "), compact(None)
    ('12345678901', '')
    """
    return re.sub(r"[\s.-]", "", number or "")


def _check_digits(number, length):
    if not re.fullmatch("[0-9]*", number):
        return "digits"
    return None if len(number) == length else "length"


def check_kpj(number):
    """Check the number of a participant of BPJS Ketenagakerjaan: 11 digits.

    >>> check_kpj("12345678901"), check_kpj("1234567890"), check_kpj("1234567890A")
    (None, 'length', 'digits')
    """
    return _check_digits(number, KPJ_LENGTH)


def check_jkn(number):
    """Check the number of a card of BPJS Kesehatan: 13 digits.

    >>> check_jkn("0001234567890"), check_jkn("00012345678901"), check_jkn("")
    (None, 'length', 'length')
    """
    return _check_digits(number, JKN_LENGTH)


def check_npp(number):
    """Check the number of an employer at BPJS Ketenagakerjaan: 8 letters or digits.

    >>> check_npp("JJ012345"), check_npp("JJ01234"), check_npp("JJ01234?")
    (None, 'length', 'letters')
    """
    if not re.fullmatch("[0-9A-Za-z]*", number):
        return "letters"
    return None if len(number) == NPP_LENGTH else "length"


def virtual_account(kpj):
    """The virtual account to which an independent worker pays.

    >>> virtual_account("12345678901")
    '8888812345678901'
    """
    return VA_PREFIX + compact(kpj)[-KPJ_LENGTH:]


def mask(number):
    """The number for readers who may not see it: the last four digits only.

    >>> mask("12345678901"), mask("123"), mask(None)
    ('•••••••8901', '•••', '')
    """
    number = compact(number)
    shown = number[-4:] if len(number) > 4 else ""
    return "•" * (len(number) - len(shown)) + shown
