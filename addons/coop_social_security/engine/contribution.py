# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The contribution of one enrolment for one month (section 5).

Whole rupiah throughout. Percentages come in millionths (1% = 10,000), so that the
arithmetic is in integers; each part is rounded half up on its own, as the agencies do.
The rules themselves are rows with dates: nothing here knows a percentage.

The row in force on the first day of a month rules that month, and so do the terms of
the enrolment; in the month in which an enrolment starts its first terms do.
"""

from calendar import monthrange
from typing import NamedTuple

MILLION = 1_000_000
# What can be insured, in the order of every list. JKP costs nothing extra: a part of
# JKK and a part of the state.
PROGRAMS = ("jkk", "jkm", "jht", "jp", "jkp", "health")
# Segments in which nothing goes through the cooperative.
ELSEWHERE = ("pbi", "region", "spouse", "client")


class Rate(NamedTuple):
    """One dated row of the law.

    ``kind``: ``percent`` of the base, ``flat`` per head and month, or ``relief``: the
    part (in millionths) that is still charged of the program.
    """

    program: str
    segment: str
    kind: str
    valid_from: object
    valid_to: object = None
    grade: str | None = None  # class of risk or of care; None: any
    sector: str | None = None  # None: any
    own: bool = False  # of this company: goes before one for all of the same day
    member: int = 0  # millionths, or rupiah if flat
    coop: int = 0
    state: int = 0  # paid by the state, shown only
    moved: int = 0  # millionths already contained in another program, shown only
    charged: int = MILLION  # relief
    base_min: int = 0
    base_max: int = 0  # 0: no ceiling
    bands: tuple = ()  # ((income from, base), …) in order; none: of the income itself
    family: int = 0  # heads besides the member that cost nothing extra
    extra: int = 0  # millionths per further head, borne by the member
    entry_age: int = 0  # enrolment must start before this age; 0: any
    stop_age: int = 0  # no contribution from the month after this birthday; 0: any


class Terms(NamedTuple):
    """What an enrolment says about one month."""

    segment: str
    programs: tuple
    income: int = 0
    risk_class: str | None = None
    care_class: str | None = None
    sector: str | None = None
    dependants: int = 0
    payer: str = "law"  # law: as the rate says; member or cooperative: pays all
    birth_date: object = None


class Part(NamedTuple):
    """The contribution to one program, with everything that made it."""

    program: str
    kind: str
    income: int
    base: int
    heads: int
    member_rate: int
    coop_rate: int
    extra_rate: int
    charged: int
    member: int
    coop: int
    state: int
    moved: int


def half_up(amount, numerator, denominator=MILLION):
    """Part of a whole amount above or equal 0, rounded half up to whole rupiah.

    >>> half_up(5_729_876, 2_400), half_up(1, 1, 2), half_up(6_800, 500_000)
    (13752, 1, 3400)
    """
    return (2 * amount * numerator + denominator) // (2 * denominator)


def band_base(income, bands):
    """Base of the band of an income; the income itself where there are no bands.

    :param bands: ``((income from, base), …)``, in order

    >>> bands = (0, 1_000_000), (1_100_000, 1_200_000), (1_300_000, 1_400_000)
    >>> [band_base(income, bands) for income in (0, 1_099_999, 1_100_000, 9_000_000)]
    [1000000, 1000000, 1200000, 1400000]
    >>> band_base(1_250_000, ())
    1250000
    """
    if not bands:
        return income
    found = [base for start, base in bands if start <= income]
    return found[-1] if found else bands[0][1]


def age(birth_date, date):
    """Age in completed years on a day; born on 29 February: a year older on 1 March.

    >>> from datetime import date
    >>> [age(date(1961, 3, 1), date(2026, *day)) for day in ((2, 28), (3, 1))]
    [64, 65]
    >>> [age(date(1960, 2, 29), date(2025, *day)) for day in ((2, 28), (3, 1))]
    [64, 65]
    """
    years = date.year - birth_date.year
    return years - ((date.month, date.day) < (birth_date.month, birth_date.day))


def month_end(month):
    """Last day of the month of a date."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def add_months(month, count):
    """First day of the month that is ``count`` months later.

    >>> from datetime import date
    >>> add_months(date(2026, 11, 30), 3), add_months(date(2026, 1, 1), -1)
    (datetime.date(2027, 2, 1), datetime.date(2025, 12, 1))
    """
    index = month.year * 12 + month.month - 1 + count
    return month.replace(year=index // 12, month=index % 12 + 1, day=1)


def due_date(month, day, months_later):
    """Day on which the contribution of a month is due.

    >>> from datetime import date
    >>> due_date(date(2026, 1, 1), 15, 1), due_date(date(2026, 2, 1), 31, 0)
    (datetime.date(2026, 2, 15), datetime.date(2026, 2, 28))
    """
    last = month_end(add_months(month, months_later))
    return last.replace(day=min(day, last.day))


def terms_in_force(rows, month):
    """The terms that rule a month: of its first day, else the first ones within it.

    :param rows: ``[(valid_from, terms)]``, any order
    :return: the terms, or None if they start after the month

    >>> from datetime import date
    >>> rows = [(date(2026, 1, 20), "III"), (date(2026, 3, 10), "II")]
    >>> [terms_in_force(rows, date(2026, m, 1)) for m in (1, 2, 3, 4)]
    ['III', 'III', 'III', 'II']
    >>> terms_in_force(rows, date(2025, 12, 1)) is None
    True
    """
    rows = sorted(rows, key=lambda row: row[0])
    valid = [terms for since, terms in rows if since <= month]
    if valid:
        return valid[-1]
    return rows[0][1] if rows and rows[0][0] <= month_end(month) else None


def pick(rates, program, segment, kinds, grade, sector, day):
    """The row in force on a day: the latest; of the same day the most special one.

    :return: :class:`Rate` or None
    """
    found = [
        rate
        for rate in rates
        if rate.program == program
        and rate.segment == segment
        and rate.kind in kinds
        and rate.grade in (None, grade)
        and rate.sector in (None, sector)
        and rate.valid_from <= day
        and (rate.valid_to is None or day <= rate.valid_to)
    ]
    return max(
        found,
        key=lambda rate: (
            rate.valid_from,
            rate.own,
            rate.grade is not None,
            rate.sector is not None,
        ),
        default=None,
    )


def entry_allowed(rates, terms, start):
    """Whether somebody of this age may still be enrolled on ``start``.

    :return: None, or the age that must not be reached
    """
    for program in terms.programs:
        rate = _rate(rates, program, terms, start)
        if rate and rate.entry_age and terms.birth_date:
            if age(terms.birth_date, start) >= rate.entry_age:
                return rate.entry_age
    return None


def _grade(program, terms):
    return terms.care_class if program == "health" else terms.risk_class


def _rate(rates, program, terms, day):
    return pick(
        rates,
        program,
        terms.segment,
        ("percent", "flat"),
        _grade(program, terms),
        terms.sector,
        day,
    )


def contribution(rates, terms, month):
    """What is owed for a month, program by program.

    base = reported income (or that of its band), not below the least base and not
    above the ceiling; member's and cooperative's part = base × percentage, each half
    up; a flat contribution is per head; relief takes its part of both.

    :param rates: list of :class:`Rate`
    :param terms: :class:`Terms` of that month
    :param month: its first day
    :return: list of :class:`Part` in the order of PROGRAMS; programs without a row in
        force, or beyond their last age, are left out; empty if covered elsewhere

    An independent worker who reports 1,000,000: 36,800, and 28,400 in the relief.

    >>> from datetime import date
    >>> def bpu(program, **more):
    ...     return Rate(program, "bpu", valid_from=date(2020, 1, 1), **more)
    >>> base = {"kind": "percent", "base_min": 1_000_000, "base_max": 20_700_000}
    >>> rates = [bpu("jkk", member=10_000, **base), bpu("jht", member=20_000, **base)]
    >>> rates += [bpu("jkm", kind="flat", member=6_800)]
    >>> period = date(2026, 4, 1), date(2026, 12, 31)
    >>> rates += [
    ...     Rate(program, "bpu", "relief", *period, charged=500_000)
    ...     for program in ("jkk", "jkm")
    ... ]
    >>> def total(income, month):
    ...     terms = Terms("bpu", ("jkk", "jkm", "jht"), income)
    ...     return sum(part.member for part in contribution(rates, terms, month))
    >>> [total(income, date(2026, 3, 1)) for income in (0, 1_000_000, 3_450_000)]
    [36800, 36800, 110300]
    >>> [total(1, date(y, m, 1)) for y, m in ((2026, 4), (2026, 12), (2027, 1))]
    [28400, 28400, 36800]

    An employee who earns 15,000,000, above the ceiling of the pension of March 2026:

    >>> pension = Rate("jp", "pu", "percent", date(2026, 3, 1), member=10_000,
    ...     coop=20_000, base_max=11_086_300)
    >>> terms = Terms("pu", ("jp",), 15_000_000)
    >>> [part] = contribution([pension], terms, date(2026, 3, 1))
    >>> part.coop, part.member
    (221726, 110863)
    """
    if terms.segment in ELSEWHERE:
        return []
    parts = []
    for program in PROGRAMS:
        if program not in terms.programs:
            continue
        rate = _rate(rates, program, terms, month)
        if not rate:
            continue
        if rate.stop_age and terms.birth_date:
            if age(terms.birth_date, month) >= rate.stop_age:
                continue
        parts.append(_part(rates, rate, terms, month))
    return parts


def _part(rates, rate, terms, month):
    extra_heads = max(0, terms.dependants - rate.family)
    if rate.kind == "flat":
        base, heads = 0, 1 + extra_heads
        member, coop, state = (
            amount * heads for amount in (rate.member, rate.coop, rate.state)
        )
        moved = extra = 0
    else:
        base = max(band_base(terms.income, rate.bands), rate.base_min)
        base = min(base, rate.base_max) if rate.base_max else base
        heads = extra_heads
        member, coop, state, moved, extra = (
            half_up(base, part)
            for part in (rate.member, rate.coop, rate.state, rate.moved, rate.extra)
        )
    relief = pick(
        rates,
        rate.program,
        terms.segment,
        ("relief",),
        _grade(rate.program, terms),
        terms.sector,
        month,
    )
    charged = relief.charged if relief else MILLION
    member, coop = half_up(member, charged), half_up(coop, charged)
    if rate.kind == "percent":
        member += extra * extra_heads
    if terms.payer == "member":
        member, coop = member + coop, 0
    elif terms.payer == "cooperative":
        member, coop = 0, member + coop
    return Part(
        rate.program,
        rate.kind,
        terms.income,
        base,
        heads,
        rate.member,
        rate.coop,
        rate.extra,
        charged,
        member,
        coop,
        state,
        moved,
    )


def totals(parts):
    """``(member, cooperative)`` summed over the parts.

    >>> totals([])
    (0, 0)
    """
    return sum(part.member for part in parts), sum(part.coop for part in parts)


def explain(part):
    """The formula of one part, for the reader: ``[(text, {name: (kind, value)})]``.

    Kinds of values: ``money`` (rupiah), ``percent`` (millionths) and ``count``.

    >>> from datetime import date
    >>> rate = Rate("jkk", "bpu", "percent", date(2020, 1, 1), member=10_000)
    >>> relief = Rate("jkk", "bpu", "relief", date(2020, 1, 1), charged=500_000)
    >>> [part] = contribution(
    ...     [rate, relief], Terms("bpu", ("jkk",), 3_450_000), date(2026, 4, 1))
    >>> [(t.format(**{k: v for k, (_kind, v) in values.items()})) for t, values in
    ...     explain(part)]
    ['3450000 × 10000 × 500000 = 17250']
    """
    total = part.member + part.coop
    values = {"total": ("money", total)}
    if part.kind == "flat":
        text = "{amount}"
        values["amount"] = ("money", part.member_rate + part.coop_rate)
        if part.heads != 1:
            text += " × {heads}"
            values["heads"] = ("count", part.heads)
    else:
        rates = [rate for rate in (part.coop_rate, part.member_rate) if rate]
        names = [f"rate{index}" for index, _rate in enumerate(rates)]
        text = " + ".join(f"{{{name}}}" for name in names) or "{zero}"
        text = f"({text})" if len(names) > 1 else text
        text = "{base} × " + text
        values["base"] = ("money", part.base)
        values["zero"] = ("percent", 0)
        values.update(
            {name: ("percent", rate) for name, rate in zip(names, rates, strict=True)}
        )
    if part.charged != MILLION:
        text += " × {charged}"
        values["charged"] = ("percent", part.charged)
    if part.kind == "percent" and part.heads and part.extra_rate:
        text += " + {base} × {extra} × {heads}"
        values["extra"] = ("percent", part.extra_rate)
        values["heads"] = ("count", part.heads)
    return [(text + " = {total}", values)]
