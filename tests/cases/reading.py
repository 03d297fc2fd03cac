# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Reading case files strictly: a typo must never pass as an empty wish."""

import json
from datetime import date
from decimal import Decimal


class Refused(Exception):
    """A file or a case that is not written as the README says."""


def load(path):
    """Return the cases of a JSON file: it holds one, or a list of them.

    Numbers with a point become Decimal, so that 33.33 stays what was written.

    :raises Refused: unreadable, no JSON, or no case in it; says where
    """
    try:
        data = json.loads(
            path.read_text(encoding="utf-8"),
            parse_float=Decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_no_repetition,
        )
    except json.JSONDecodeError as error:
        raise Refused(
            f"no JSON: {error.msg} in line {error.lineno}, column {error.colno}"
        ) from error
    except UnicodeDecodeError as error:
        raise Refused(f"not UTF-8: {error.reason} at byte {error.start}") from error
    except OSError as error:
        raise Refused(f"unreadable: {error.strerror}") from error
    cases = data if isinstance(data, list) else [data]
    if not cases:
        raise Refused("holds no case")
    return cases


def _no_constant(text):
    raise Refused(f"{text} is not a number")


def _no_repetition(pairs):
    result = {}
    for key, value in pairs:
        if key in result:
            raise Refused(f"“{key}” is given twice")
        result[key] = value
    return result


def keys(data, where, required, optional=()):
    """Check that ``data`` is an object with these keys and no other.

    >>> keys({"nmae": "x"}, "case", ["name"])
    Traceback (most recent call last):
    ...
    reading.Refused: case: unknown key “nmae”
    """
    mapping(data, where)
    for key in data:
        if key not in required and key not in optional:
            raise Refused(f"{where}: unknown key “{key}”")
    for key in required:
        if key not in data:
            raise Refused(f"{where}: “{key}” is missing")
    return data


def mapping(data, where):
    """Check that ``data`` is an object."""
    if not isinstance(data, dict):
        raise Refused(f"{where}: an object is wanted, not {_shown(data)}")
    return data


def rows(data, where):
    """Check that ``data`` is a list."""
    if not isinstance(data, list):
        raise Refused(f"{where}: a list is wanted, not {_shown(data)}")
    return data


def text(data, where):
    """Check that ``data`` is text with something in it."""
    if not isinstance(data, str) or not data.strip():
        raise Refused(f"{where}: text is wanted, not {_shown(data)}")
    return data


def choice(data, where, values):
    """Check that ``data`` is one of ``values``."""
    if data not in values:
        raise Refused(f"{where}: {_shown(data)} is none of {', '.join(values)}")
    return data


def whole(data, where, least=0):
    """Check that ``data`` is an integer, not below ``least``."""
    if not isinstance(data, int) or isinstance(data, bool) or data < least:
        raise Refused(
            f"{where}: a whole number from {least} is wanted, not {_shown(data)}"
        )
    return data


def amount(data, where, decimals=2):
    """Return rupiah as Decimal, with sen at most.

    >>> amount(Decimal("52000000.37"), "surplus")
    Decimal('52000000.37')
    """
    if not isinstance(data, (int, Decimal)) or isinstance(data, bool):
        raise Refused(f"{where}: a number is wanted, not {_shown(data)}")
    value = Decimal(data)
    if value != value.quantize(Decimal(1).scaleb(-decimals)):
        raise Refused(f"{where}: {value} has more than {decimals} decimals")
    return value


def day(data, where):
    """Return a date written as YYYY-MM-DD."""
    try:
        return date.fromisoformat(data)
    except (TypeError, ValueError) as error:
        raise Refused(
            f"{where}: a date such as 2025-07-01 is wanted, not {_shown(data)}"
        ) from error


def unlike(names, where):
    """Check that no name occurs twice."""
    seen = set()
    for name in names:
        if name in seen:
            raise Refused(f"{where}: “{name}” occurs twice")
        seen.add(name)


def _shown(data):
    return json.dumps(data, default=str, ensure_ascii=False)[:60]
