# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The explanation recomputes to the frozen row, whatever the row."""

import doctest
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.coop_shu.engine import explanation as engine
from odoo.addons.coop_shu.engine.distribution import distribute, pools
from odoo.addons.coop_shu.engine.explanation import explain

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=120)
WEIGHT = st.integers(-5, 10**9)
MEMBERS = st.lists(st.tuples(WEIGHT, WEIGHT), min_size=1, max_size=8)
SCHEMES = (
    [("patronage", 60), ("capital", 40)],
    [("reserve", 30), ("patronage", 20), ("patronage", 20), ("capital", 30)],
    [("capital", 10), ("fund", 50), ("capital", 15), ("patronage", 25)],
)


@tagged("post_install", "-at_install")
class TestEngineExplanation(BaseCase):
    def test_doctests(self):
        result = doctest.testmod(engine)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)

    @PROPERTY
    @given(
        st.integers(1, 10**11),
        st.sampled_from(SCHEMES),
        MEMBERS,
        st.sampled_from([1, 100]),
        st.integers(0, 10**9),
        st.sampled_from([1, 12, 365]),
    )
    def test_steps_lead_to_the_row(
        self, surplus, scheme, members, unit, minimum, divisor
    ):
        amounts = pools(surplus, [percent for _name, percent in scheme])
        lines = [(*line, a) for line, a in zip(scheme, amounts, strict=True)]
        columns = list(map(list, zip(*members, strict=True)))
        shared = [(line[0], line[2]) for line in lines]
        result = distribute(shared, *columns, unit, minimum)
        everyone = tuple(sum(max(0, own) for own in column) for column in columns)
        for index, (patronage, capital) in enumerate(members):
            row = {
                "patronage_weight": patronage,
                "capital_weight": capital,
                "patronage_amount": result.patronage[index],
                "capital_amount": result.capital[index],
                "total": result.totals[index],
                "payable": result.payables[index],
            }
            steps = explain(surplus, lines, row, everyone, divisor, unit, minimum)
            self.check_steps(steps, row)

    def check_steps(self, steps, row):
        """Follow the numbers from the pools to the payable."""
        sums = {"patronage": 0, "capital": 0}
        paid = None
        for code, formula, values in steps:
            self.assertTrue(formula.format(**values))
            destination, _sep, kind = code.partition("_")
            if kind == "share":
                ideal = Fraction(values["pool"] * values["own"], values["everyone"])
                self.assertEqual(values["amount"], int(ideal))
                sums[destination] += values["amount"]
            elif kind == "remainder":
                self.assertEqual(values["before"], sums[destination])
                self.assertGreaterEqual(values["extra"], 0)
                sums[destination] += values["extra"]
            elif code == "total":
                self.assertEqual(sums["patronage"], values["patronage"])
                self.assertEqual(sums["capital"], values["capital"])
                paid = values["patronage"] + values["capital"]
                self.assertEqual((paid, paid), (values["total"], row["total"]))
            elif code == "payable_unit":
                self.assertEqual(values["total"], paid)
                paid -= values["rest"]
                self.assertEqual(values["payable"], paid)
            elif code == "minimum_payout":
                self.assertLess(paid, values["minimum"])
                paid = values["payable"]
        self.assertEqual(paid, row["payable"])

    def test_average_of_the_year(self):
        row = {
            "patronage_weight": 0.0,
            "capital_weight": 4_050_000.0,
            "patronage_amount": 0,
            "capital_amount": 100,
            "total": 100,
            "payable": 0,
        }
        lines = [("capital", "100", 100)]
        steps = explain(100, lines, row, (0, 4_050_000), 12, minimum_payout=500)
        self.assertEqual(
            [step.code for step in steps],
            [
                "capital_average",
                "capital_pool",
                "capital_share",
                "total",
                "minimum_payout",
            ],
        )
        self.assertEqual(steps[0].values["average"], 337_500)
