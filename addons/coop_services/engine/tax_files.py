# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Files for the tax office (Coretax): their fields, and the rows of the BP21 file."""

import re
from fractions import Fraction
from typing import NamedTuple

from .rounding import exact, half_up

TIN = r"\d{16}"
PLACE = r"\d{22}"  # NITKU: tax number and six digits of the branch
DAY = r"\d{4}-\d{2}-\d{2}"
WHOLE = r"\d+(\.0+)?"
# For people whose number does not match the register.
UNMATCHED_TIN = "9990000000999000"

# Fields in the order of the file, with what they look like.
BP21_FIELDS = {
    "TaxPeriodMonth": r"([1-9]|1[0-2])",
    "TaxPeriodYear": r"20\d{2}",
    "CounterpartTin": TIN,
    "IDPlaceOfBusinessActivityOfIncomeRecipient": PLACE,
    "StatusTaxExemption": r"(TK|K)/[0-3]",
    "TaxCertificate": r"(N/A|TaxExAr21|DTP|ETC)",
    "TaxObjectCode": r"\d{2}-\d{3}-\d{2}",
    "Gross": r"\d+",
    "Deemed": r"\d+(\.\d+)?",
    "Rate": r"\d+(\.\d+)?",
    "Document": r"[A-Za-z]+",
    "DocumentNumber": r".+",
    "DocumentDate": DAY,
    "IDPlaceOfBusinessActivity": PLACE,
    "WithholdingDate": DAY,
}
INVOICE_FIELDS = {
    "TaxInvoiceDate": DAY,
    "TaxInvoiceOpt": r"Normal",
    "TrxCode": r"(0[1-9]|10)",
    "AddInfo": r".*",
    "CustomDoc": r".*",
    "CustomDocMonthYear": r"(\d{6})?",
    "RefDesc": r".+",
    "FacilityStamp": r".*",
    "SellerIDTKU": PLACE,
    "BuyerTin": TIN,
    "BuyerDocument": r"(TIN|National ID|Passport|Other ID)",
    "BuyerCountry": r"[A-Z]{3}",
    "BuyerDocumentNumber": r".*",
    "BuyerName": r".+",
    "BuyerAdress": r".+",
    "BuyerEmail": r".*",
    "BuyerIDTKU": PLACE,
    "ListOfGoodService": None,
}
GOODS_FIELDS = {
    "Opt": r"[AB]",
    "Code": r"\d{6}",
    "Name": r".+",
    "Unit": r"UM\.\d{4}",
    "Price": WHOLE,
    "Qty": r"\d+(\.\d+)?",
    "TotalDiscount": WHOLE,
    "TaxBase": WHOLE,
    "OtherTaxBase": WHOLE,
    "VATRate": r"(12|0)(\.0+)?",
    "VAT": WHOLE,
    "STLGRate": r"\d+(\.\d+)?",
    "STLG": WHOLE,
}


class Slip(NamedTuple):
    """One row of a BP21 file: one rate each."""

    code: str
    gross: int
    rate: Fraction
    tax: int


def tax_number(number):
    """A tax number as the files want it: 16 digits; 15 old ones get a zero in front.

    >>> tax_number("02.918.347.2-017.000"), tax_number(" 3273016104900002 ")
    ('0029183472017000', '3273016104900002')
    >>> tax_number(None), tax_number("02.918")
    ('', '02918')
    """
    digits = re.sub(r"\D", "", number or "")
    return f"0{digits}" if len(digits) == 15 else digits


def wrong_fields(values, fields):
    """Names of the fields that are missing, empty, out of order or look wrong.

    :param values: ``{field: text}`` in the order of the file
    :param fields: ``{field: pattern}`` as above; None: anything
    :return: list of str

    >>> wrong_fields({"Opt": "B", "Code": "x"}, {"Opt": "[AB]", "Code": r"\\d{6}"})
    ['Code']
    >>> wrong_fields({"Code": "000000"}, {"Opt": "[AB]", "Code": r"\\d{6}"})
    ['Opt']
    >>> wrong_fields({"Code": "000000", "Opt": "A"}, {"Opt": "A", "Code": ".*"})
    ['Opt', 'Code']
    """
    names = list(fields)
    if list(values) != names and set(values) == set(names):
        return [
            name for name, found in zip(names, values, strict=True) if name != found
        ]
    return [
        name
        for name, pattern in fields.items()
        if name not in values
        or pattern is not None
        and not re.fullmatch(pattern, values[name] or "", re.DOTALL)
    ] + [name for name in values if name not in fields]


def bp21_slips(parts, brackets, deemed=50, surcharge=0, gross_before=0):
    """Rows of one payment: one for each object code and rate of the brackets.

    The parts are taxed in their order, each where the one before it ended.

    :param parts: list of ``(object code, gross)``, whole rupiah above zero
    :param brackets: ``(upto, percent)`` of the taxable base, as ``income_tax``
    :param deemed: percent of gross that is taxable
    :param surcharge: percent added to the rate, 20 without a valid number
    :param int gross_before: gross that used the brackets already
    :return: list of Slip; Σ gross is that of the parts, each tax is half-up

    >>> bp21_slips([("21-100-20", 10_000_000)], [(60_000_000, 5), (None, 15)])
    [Slip(code='21-100-20', gross=10000000, rate=Fraction(5, 1), tax=250000)]
    >>> rows = bp21_slips([("21-100-20", 150_000_000)], [(60_000_000, 5), (None, 15)])
    >>> [(row.gross, int(row.rate), row.tax) for row in rows]
    [(120000000, 5, 3000000), (30000000, 15, 2250000)]
    """
    slips, start = [], gross_before
    share = exact(deemed) / 100
    for code, gross in parts:
        end = start + gross
        for upto, percent in brackets:
            # the last whole rupiah of gross that still lies in this bracket
            limit = end if upto is None or not share else int(exact(upto) / share)
            part = min(end, limit) - start
            if part <= 0:
                continue
            rate = exact(percent) * (100 + exact(surcharge)) / 100
            tax = half_up(part * share * rate / 100)
            slips.append(Slip(code, part, rate, tax))
            start += part
            if start == end:
                break
    return slips


def number_text(value):
    """A rate as the files write it, without needless zeros.

    >>> number_text(Fraction(5)), number_text(Fraction(9, 2))
    ('5', '4.5')
    """
    return f"{float(value):.6f}".rstrip("0").rstrip(".")
