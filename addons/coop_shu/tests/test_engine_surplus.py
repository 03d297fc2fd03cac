# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The split of the result against exact fractions."""

import doctest
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.coop_shu.engine import surplus as engine
from odoo.addons.coop_shu.engine.surplus import (
    PHU,
    SECTIONS,
    split_result,
    whole_parts,
)

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=150)
SEN = st.integers(-(10**14), 10**14)
LINES = st.lists(st.tuples(st.text(max_size=2), st.sampled_from(SECTIONS), SEN))
METHOD = st.sampled_from(["revenue", "margin"])


def oracle(lines, method):
    """Exact member part of everything: own sections plus a fraction of the shared."""
    by = {name: sum(a for _k, s, a in lines if s == name) for name in SECTIONS}
    member, other = by["member_revenue"], by["non_member_revenue"]
    if method == "margin":
        member, other = member + by["member_cost"], other + by["non_member_cost"]
    member, other = max(member, 0), max(other, 0)
    ratio = Fraction(member, member + other) if member + other else Fraction(1)
    own = {"member_revenue": 1, "member_cost": 1}
    own.update(non_member_revenue=0, non_member_cost=0)
    return by, {name: own.get(name, ratio) * by[name] for name in SECTIONS}


@tagged("post_install", "-at_install")
class TestEngineSurplus(BaseCase):
    def test_doctests(self):
        result = doctest.testmod(engine)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)

    @PROPERTY
    @given(LINES, METHOD)
    def test_lines_and_rows_add_up(self, lines, method):
        split = split_result(lines, method)
        self.assertEqual([line[:3] for line in split.lines], lines)
        for _key, _section, amount, member, non_member in split.lines:
            self.assertEqual(member + non_member, amount)
        rows = {row.code: row[1:] for row in split.phu}
        self.assertEqual(list(rows), [code for code, _first, _last in PHU])
        for position in range(3):
            sums = dict.fromkeys(SECTIONS, 0)
            for line in split.lines:
                sums[line.section] += line[2 + position]
            for section in SECTIONS:
                self.assertEqual(rows[section][position], sums[section])
            for total, parts in {
                "net_participation": ("member_revenue", "member_cost"),
                "non_member_margin": ("non_member_revenue", "non_member_cost"),
                "gross_surplus": ("net_participation", "non_member_margin"),
                "after_operating_expense": ("gross_surplus", "operating_expense"),
                "after_cooperative_expense": (
                    "after_operating_expense",
                    "cooperative_expense",
                ),
                "before_tax": ("after_cooperative_expense", "other_result"),
                "after_tax": ("before_tax", "income_tax"),
            }.items():
                self.assertEqual(
                    rows[total][position], sum(rows[part][position] for part in parts)
                )

    @PROPERTY
    @given(LINES, METHOD)
    def test_equals_oracle_to_the_sen(self, lines, method):
        by, member = oracle(lines, method)
        rows = {row.code: row for row in split_result(lines, method).phu}
        self.assertEqual(rows["after_tax"].amount, sum(by.values()))
        self.assertLessEqual(
            abs(rows["after_tax"].member - sum(member.values())), Fraction(1, 2)
        )
        for section in SECTIONS[:4]:
            self.assertEqual(rows[section].member, member[section])
            self.assertEqual(rows[section].amount, by[section])

    @PROPERTY
    @given(LINES, METHOD, st.randoms(use_true_random=False))
    def test_order_of_the_lines_is_nothing(self, lines, method, random):
        mixed = random.sample(lines, len(lines))
        one, other = split_result(lines, method), split_result(mixed, method)
        self.assertEqual(one.phu[-1], other.phu[-1])
        self.assertEqual(one.weights, other.weights)

    def test_many_small_lines_do_not_drift(self):
        lines = [("a", "member_revenue", 2), ("b", "non_member_revenue", 1)]
        lines += [(n, "operating_expense", -1) for n in range(3_000)]
        self.assertEqual(split_result(lines, "revenue").phu[7][2:], (-2_000, -1_000))

    def test_margin(self):
        lines = [
            ("a", "member_revenue", 900),
            ("b", "member_cost", -600),
            ("c", "non_member_revenue", 300),
            ("d", "non_member_cost", -200),
            ("e", "other_result", 40),
        ]
        self.assertEqual(split_result(lines, "revenue").lines[4][3:], (30, 10))
        split = split_result(lines, "margin")
        self.assertEqual(split.weights, (300, 100))
        self.assertEqual(split.lines[4][3:], (30, 10))
        lines[3] = ("d", "non_member_cost", -450)
        self.assertEqual(split_result(lines, "margin").lines[4][3:], (40, 0))

    def test_shared_without_any_weight_is_the_members(self):
        lines = [("a", "operating_expense", -7), ("b", "non_member_revenue", -3)]
        for method in ("revenue", "margin"):
            split = split_result(lines, method)
            self.assertEqual(split.lines[0][3:], (-7, 0))
            self.assertEqual(split.phu[-1][1:], (-10, -7, -3))
        self.assertEqual(split_result([], "revenue").phu[-1][1:], (0, 0, 0))

    def test_refused(self):
        with self.assertRaisesRegex(ValueError, "unknown section"):
            split_result([("a", "revenue", 1)], "revenue")
        with self.assertRaisesRegex(ValueError, "unknown way"):
            split_result([], "half")
        with self.assertRaisesRegex(TypeError, "whole sen"):
            split_result([("a", "income_tax", 1.0)], "revenue")

    @PROPERTY
    @given(SEN, SEN)
    def test_whole_parts(self, member, non_member):
        whole, other, rest = whole_parts(member, non_member)
        total = member + non_member
        self.assertEqual(100 * (whole + other) + rest, total)
        self.assertGreaterEqual(min(whole, other), 0)
        if total <= 0:
            self.assertEqual((whole, other, rest), (0, 0, total))
            return
        self.assertIn(rest, range(199))
        if member >= 0 and non_member >= 0:
            self.assertEqual((whole, other), (member // 100, non_member // 100))
        else:
            self.assertEqual(max(whole, other), total // 100)
            self.assertEqual(whole if member < 0 else other, 0)
