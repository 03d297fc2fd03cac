# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Cells of a spreadsheet, as people and Excel leave them, read strictly.

Each reader takes the value of a cell as openpyxl gives it and returns the value, None
for an empty cell, or raises :class:`CellError` with a code for the caller to translate.
"""

import re
from datetime import date, datetime
from decimal import Decimal

GENDERS = {
    "l": "male",
    "laki-laki": "male",
    "laki laki": "male",
    "pria": "male",
    "male": "male",
    "m": "male",
    "p": "female",
    "perempuan": "female",
    "wanita": "female",
    "female": "female",
    "f": "female",
}
DATE_FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")


class CellError(ValueError):
    """A cell that cannot be read; ``code`` says why."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def heading_names(heading):
    """The names in a heading or sheet title, for comparison.

    >>> heading_names("Nomor anggota * / Member  number")
    ['nomor anggota', 'member number']
    >>> heading_names("Anggota (Members)")
    ['anggota', 'members']
    """
    parts = re.split(r"[/\n()]", str(heading or "").replace("*", " "))
    names = (" ".join(part.casefold().split()) for part in parts)
    return [name for name in names if name]


def read_text(value):
    """Text without blanks around it; whole numbers without ``.0``.

    >>> read_text("  Siti   Rahmawati "), read_text(81234.0), read_text(" ")
    ('Siti Rahmawati', '81234', None)
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date()
    return " ".join(str(value).split()) or None if value is not None else None


def read_number(value, number_format="General", width=0):
    """A member number: text that keeps its leading zeros.

    A cell that Excel turned into a number gets its zeros back from the cell's own
    format, else from ``width``.

    :return: ``(number, converted)``, converted when it was no longer text

    >>> read_number("0007"), read_number(7, "0000"), read_number(7, width=4)
    (('0007', False), ('0007', True), ('0007', True))
    >>> read_number(12345, width=4), read_number(None)
    (('12345', True), (None, False))
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value < 0 or value != int(value):
            raise CellError("number")
        if re.fullmatch("0+", number_format or ""):
            width = len(number_format)
        return str(int(value)).zfill(width), True
    if value is not None and not isinstance(value, str):
        raise CellError("number")
    return read_text(value), False


def read_nik(value):
    """A NIK as text. Excel keeps 15 digits of a number and writes 0 for the sixteenth.

    >>> read_nik("3273016104900002"), read_nik(3273016104900002)
    ('3273016104900002', '3273016104900002')
    >>> read_nik(3273016104900000)  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    ...
    CellError: nik_number
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value != int(value) or int(value) % 10 == 0:
            raise CellError("nik_number")
        value = str(int(value))
    return re.sub(r"[\s.-]", "", read_text(value) or "") or None


def read_date(value):
    """A date, from a date cell or from text with the day first (or ISO).

    >>> read_date("31/12/2025"), read_date(datetime(2025, 12, 31))
    (datetime.date(2025, 12, 31), datetime.date(2025, 12, 31))
    >>> read_date("12/31/2025")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    ...
    CellError: date
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = read_text(value)
    if text is None:
        return None
    for pattern in DATE_FORMATS:
        try:
            day = datetime.strptime(text, pattern).date()
        except ValueError:
            continue
        if day.year >= 1900:
            return day
    raise CellError("date")


def read_gender(value):
    """``male`` or ``female`` from L/P, Indonesian or English words.

    >>> read_gender("L"), read_gender("Perempuan"), read_gender("")
    ('male', 'female', None)
    """
    text = read_text(value)
    if text is None:
        return None
    if text.casefold() not in GENDERS:
        raise CellError("gender")
    return GENDERS[text.casefold()]


def read_amount(value, decimals=0):
    """A rupiah amount, int if ``decimals`` is 0 and else Decimal; 0 if empty.

    Text is read only if it is nothing but digits: whether "1.500" is one and a half or
    fifteen hundred is not for us to guess. A calculated cell may carry the dust of
    binary fractions.

    >>> read_amount(3_900_000), read_amount("60000"), read_amount(None)
    (3900000, 60000, 0)
    >>> read_amount(0.1 + 0.2 + 0.7), read_amount(14_425_000.37, 2)
    (1, Decimal('14425000.37'))
    >>> read_amount("Rp 500.000")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    ...
    CellError: amount
    >>> read_amount(60_000.5)  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    ...
    CellError: decimals
    """
    text = read_text(value)
    if text is None:
        return 0
    if isinstance(value, str):
        if not re.fullmatch("-?[0-9]{1,15}", text):
            raise CellError("amount")
        return int(text)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise CellError("amount")
    if abs(value) >= 10**15:
        raise CellError("amount")
    exact = Decimal(str(value))
    amount = round(exact, decimals)
    if abs(exact - amount) > Decimal("0.0001"):
        raise CellError("decimals")
    return amount if decimals else int(amount)
