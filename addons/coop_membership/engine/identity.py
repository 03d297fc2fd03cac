# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Identity numbers of Indonesian persons and bodies, and their phone numbers.

The checks return an error code (a word for the caller to translate) or None:

``length``, ``digits``   not 16 digits (tax number: 15 or 16)
``region``               no province of that code
``date``                 day and month of digits 7 to 12 do not exist
``birth_date``           another day, month or year than the birth date given
``gender``               day + 40 marks women; it contradicts the gender given
``checksum``             check digit of the tax number
"""

from datetime import date

from stdnum.exceptions import InvalidChecksum
from stdnum.id import npwp as stdnum_npwp
from stdnum.util import clean

# The ministry's codes of the 38 provinces. stdnum has a table of regions, but Odoo's
# import hook hides the data files of that package.
PROVINCES = frozenset(
    "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 "
    "71 72 73 74 75 76 81 82 91 92 93 94 95 96".split()
)


def compact_nik(number):
    """Digits of a NIK as stored: without spaces, dots and dashes.

    >>> compact_nik(" 3671.0747-0201 0008 ")
    '3671074702010008'
    """
    return clean(number or "", " -.").strip()


def compact_npwp(number):
    """Digits of a tax number as stored.

    >>> compact_npwp("02.918.347.2-017.000")
    '029183472017000'
    """
    return stdnum_npwp.compact(number or "")


def _exists(year, month, day):
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False


def check_nik(nik, birth_date=None, gender=None):
    """Check a NIK (KTP number) PPRRSSDDMMYYXXXX.

    :param str nik: as typed
    :param datetime.date birth_date: settles the century, which a NIK does not carry
    :param str gender: ``male`` or ``female``
    :return: error code (see the module) or None

    >>> check_nik("3671074702010008", date(2001, 2, 7), "female")
    >>> check_nik("3671074702010008", date(2001, 7, 2), "female")
    'birth_date'
    >>> check_nik("3671074702010008", gender="male")
    'gender'
    >>> check_nik("9971074702010008")
    'region'
    """
    nik = compact_nik(nik)
    if len(nik) != 16:
        return "length"
    if not (nik.isascii() and nik.isdigit()):
        return "digits"
    if nik[:2] not in PROVINCES:
        return "region"
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    coded_gender = "male" if day < 40 else "female"
    day -= 40 * (coded_gender == "female")
    if not _exists(1900 + year, month, day) and not _exists(2000 + year, month, day):
        return "date"
    if birth_date and (birth_date.day, birth_date.month, birth_date.year % 100) != (
        day,
        month,
        year,
    ):
        return "birth_date"
    return "gender" if gender and gender != coded_gender else None


def check_npwp(npwp):
    """Check a tax number: 15 digits, 0 + 15 digits, or the NIK of a citizen.

    :return: error code (see the module) or None

    >>> check_npwp("02.918.347.2-017.000")
    >>> check_npwp("0029183472017000")
    >>> check_npwp("3273016104900002")
    >>> check_npwp("02.918.347.3-017.000")
    'checksum'
    """
    npwp = compact_npwp(npwp)
    if len(npwp) not in (15, 16):
        return "length"
    if not (npwp.isascii() and npwp.isdigit()):
        return "digits"
    if len(npwp) == 16 and not npwp.startswith("0"):
        return check_nik(npwp)
    try:
        stdnum_npwp.validate(npwp[-15:])
    except InvalidChecksum:
        return "checksum"
    return None


def normalise_phone(phone):
    """Write an Indonesian phone number the international way.

    A number without any prefix, as a spreadsheet leaves it, is a mobile one if it
    begins with 8. What is no phone number comes back as typed.

    >>> [normalise_phone(text) for text in ("0812-3456 789", "62812 3456789")]
    ['+628123456789', '+628123456789']
    >>> [normalise_phone(text) for text in ("8123456789", "+62 (0)812 3456789")]
    ['+628123456789', '+628123456789']
    >>> [normalise_phone(text) for text in ("(022) 420-1234", "+65 6123 4567", "-")]
    ['+62224201234', '+6561234567', '-']
    """
    phone = (phone or "").strip()
    digits = "".join(char for char in phone if char in "0123456789")
    if len(digits) < 7:
        return phone
    if digits.startswith("00"):
        phone, digits = "+", digits[2:]
    if phone.startswith("+") and not digits.startswith("62"):
        return f"+{digits}"
    if digits.startswith("62"):
        return f"+62{digits[2:].lstrip('0')}"
    if digits[0] in "08":
        return f"+62{digits.lstrip('0')}"
    return phone
