# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The arithmetic against the figures of the law, and against slow fractions."""

import doctest
from datetime import date
from fractions import Fraction
from math import floor

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.coop_social_security.engine import contribution as engine
from odoo.addons.coop_social_security.engine import numbers
from odoo.addons.coop_social_security.engine.contribution import (
    MILLION,
    PROGRAMS,
    Rate,
    Terms,
    contribution,
    half_up,
    pick,
    terms_in_force,
    totals,
)

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=80)
MONTH = date(2026, 5, 1)
MONEY = st.integers(0, 30_000_000)
PART = st.integers(0, 100_000)


def rate_of(**values):
    return Rate(**values)


def terms_of(**values):
    return Terms(**values)


# bases rise with the income
BANDS = st.lists(
    st.tuples(MONEY, MONEY), max_size=5, unique_by=lambda band: band[0]
).map(
    lambda rows: tuple(
        zip(
            sorted(row[0] for row in rows),
            sorted(row[1] for row in rows),
            strict=True,
        )
    )
)

RATES = st.builds(
    rate_of,
    program=st.sampled_from(PROGRAMS),
    segment=st.just("bpu"),
    kind=st.just("percent"),
    valid_from=st.dates(date(2024, 1, 1), date(2027, 1, 1)),
    valid_to=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    sector=st.sampled_from((None, "transport", "other")),
    member=PART,
    coop=PART,
    base_min=st.integers(0, 2_000_000),
    base_max=st.just(0) | st.integers(2_000_000, 20_000_000),
    bands=BANDS,
    family=st.integers(0, 4),
    extra=st.sampled_from((0, 10_000)),
)
FLATS = st.builds(
    rate_of,
    program=st.sampled_from(PROGRAMS),
    segment=st.just("bpu"),
    kind=st.just("flat"),
    valid_from=st.dates(date(2024, 1, 1), date(2026, 5, 1)),
    member=st.integers(0, 200_000),
    coop=st.integers(0, 200_000),
    state=st.integers(0, 10_000),
)
RELIEFS = st.builds(
    rate_of,
    program=st.sampled_from(PROGRAMS),
    segment=st.just("bpu"),
    kind=st.just("relief"),
    valid_from=st.dates(date(2026, 1, 1), date(2026, 8, 1)),
    valid_to=st.none() | st.dates(date(2026, 3, 1), date(2026, 12, 1)),
    sector=st.sampled_from((None, "transport", "other")),
    charged=st.integers(0, MILLION),
)
TABLES = st.lists(RATES | FLATS | RELIEFS, max_size=8)
TERMS = st.builds(
    terms_of,
    segment=st.just("bpu"),
    programs=st.just(PROGRAMS),
    income=MONEY,
    sector=st.sampled_from((None, "transport", "other")),
    dependants=st.integers(0, 8),
    payer=st.sampled_from(("law", "member", "cooperative")),
)


def exact(fraction):
    """Round half up, the slow way."""
    return floor(fraction + Fraction(1, 2))


def oracle(rates, terms, month):
    """``{program: (member, cooperative)}`` by fractions, rule by rule."""

    def in_force(kinds, program):
        best = None
        for rate in rates:
            if rate.kind not in kinds or rate.program != program:
                continue
            if rate.sector and rate.sector != terms.sector:
                continue
            if rate.valid_from > month or (rate.valid_to and rate.valid_to < month):
                continue
            key = (rate.valid_from, bool(rate.sector))
            if best is None or key > best[0]:
                best = (key, rate)
        return best and best[1]

    result = {}
    for program in PROGRAMS:
        rate = in_force(("percent", "flat"), program)
        if not rate:
            continue
        heads = max(0, terms.dependants - rate.family)
        relief = in_force(("relief",), program)
        left = Fraction(relief.charged, MILLION) if relief else 1
        if rate.kind == "flat":
            shares = [exact(x * (1 + heads) * left) for x in (rate.member, rate.coop)]
        else:
            base = terms.income
            for start, value in reversed(rate.bands):
                base = value
                if terms.income >= start:
                    break
            base = max(base, rate.base_min)
            if rate.base_max:
                base = min(base, rate.base_max)
            shares = [
                exact(exact(Fraction(base * x, MILLION)) * left)
                for x in (rate.member, rate.coop)
            ]
            shares[0] += heads * exact(Fraction(base * rate.extra, MILLION))
        if terms.payer == "member":
            shares = [sum(shares), 0]
        if terms.payer == "cooperative":
            shares = [0, sum(shares)]
        result[program] = tuple(shares)
    return result


@tagged("post_install", "-at_install")
class TestEngineContribution(BaseCase):
    def test_doctests(self):
        for module in (engine, numbers):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted)
            self.assertFalse(result.failed)

    @PROPERTY
    @given(TABLES, TERMS)
    def test_equals_the_oracle(self, rates, terms):
        # two rows of the same day and sector are refused by the database
        seen = {}
        for rate in rates:
            kind = "relief" if rate.kind == "relief" else "rate"
            seen[rate.program, kind, rate.valid_from, rate.sector] = rate
        rates = list(seen.values())
        found = {
            part.program: (part.member, part.coop)
            for part in contribution(rates, terms, MONTH)
        }
        self.assertEqual(found, oracle(rates, terms, MONTH))

    @PROPERTY
    @given(TABLES, TERMS)
    def test_totals_are_the_sum_of_the_parts(self, rates, terms):
        parts = contribution(rates, terms, MONTH)
        self.assertEqual(
            totals(parts),
            (sum(part.member for part in parts), sum(part.coop for part in parts)),
        )
        self.assertEqual(
            [part.program for part in parts],
            [p for p in PROGRAMS if p in {part.program for part in parts}],
        )

    @PROPERTY
    @given(TABLES, TERMS, MONEY)
    def test_a_raise_never_lowers(self, rates, terms, more):
        before = totals(contribution(rates, terms, MONTH))
        richer = terms._replace(income=terms.income + more)
        after = totals(contribution(rates, richer, MONTH))
        self.assertLessEqual(before[0], after[0])
        self.assertLessEqual(before[1], after[1])

    @PROPERTY
    @given(TABLES, TERMS)
    def test_who_pays_does_not_change_how_much(self, rates, terms):
        sums = {
            sum(totals(contribution(rates, terms._replace(payer=payer), MONTH)))
            for payer in ("law", "member", "cooperative")
        }
        self.assertEqual(len(sums), 1)

    @PROPERTY
    @given(TABLES, TERMS)
    def test_relief_never_adds(self, rates, terms):
        without = [rate for rate in rates if rate.kind != "relief"]
        self.assertLessEqual(
            sum(totals(contribution(rates, terms, MONTH))),
            sum(totals(contribution(without, terms, MONTH))),
        )

    @PROPERTY
    @given(MONEY, st.integers(0, MILLION))
    def test_half_up(self, amount, part):
        self.assertEqual(half_up(amount, part), exact(Fraction(amount * part, MILLION)))

    @PROPERTY
    @given(st.lists(st.tuples(st.dates(), MONEY), max_size=6, unique_by=lambda r: r[0]))
    def test_terms_of_a_month(self, rows):
        rows = [row for row in rows if row[0].year < 9999]
        for day, _value in rows:
            found = terms_in_force(rows, day.replace(day=1))
            before = [row for row in sorted(rows) if row[0] <= day.replace(day=1)]
            within = [
                row
                for row in sorted(rows)
                if (row[0].year, row[0].month) == (day.year, day.month)
            ]
            self.assertEqual(found, before[-1][1] if before else within[0][1])

    def test_own_and_special_rows_win_on_the_same_day(self):
        day = date(2026, 1, 1)
        general = Rate("jkk", "bpu", "percent", day, member=1)
        sector = general._replace(sector="transport", member=2)
        own = general._replace(own=True, member=3)
        self.assertEqual(
            pick([general, sector], "jkk", "bpu", ("percent",), None, "other", day),
            general,
        )
        self.assertEqual(
            pick([sector, general], "jkk", "bpu", ("percent",), None, "transport", day),
            sector,
        )
        self.assertEqual(
            pick([own, sector], "jkk", "bpu", ("percent",), None, "transport", day), own
        )

    def test_covered_elsewhere_owes_nothing(self):
        rates = [Rate("jkk", "client", "percent", date(2020, 1, 1), member=10_000)]
        self.assertEqual(contribution(rates, Terms("client", ("jkk",), 9), MONTH), [])
