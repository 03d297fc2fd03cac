# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Amounts in words, against a speller of our own and a reader of the words."""

import doctest
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.coop_membership.engine import words as engine
from odoo.addons.coop_membership.engine.words import amount_in_words, rupiah_in_words

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=400)
ONES = ("nol", "satu", "dua", "tiga", "empat")
ONES += ("lima", "enam", "tujuh", "delapan", "sembilan")
SCALES = (
    (10**15, "kuadriliun"),
    (10**12, "triliun"),
    (10**9, "miliar"),
    (10**6, "juta"),
    (1000, "ribu"),
    (100, "ratus"),
)
# Round numbers and single thousands are where spellers go wrong.
AMOUNT = st.one_of(
    st.integers(0, 10**15),
    st.integers(0, 10**7),
    st.lists(
        st.sampled_from([0, 0, 1, 1, 2, 10, 11, 15, 20, 100, 101, 111]),
        min_size=1,
        max_size=5,
    ).map(lambda blocks: sum(b * 1000**i for i, b in enumerate(blocks))),
)


def oracle(number):
    """Spell recursively, by the rules of the school book."""
    for value, name in SCALES:
        if number >= value:
            count, rest = divmod(number, value)
            if count == 1 and value <= 1000:
                text = "se" + name
            else:
                text = f"{oracle(count)} {name}"
            return f"{text} {oracle(rest)}" if rest else text
    if number < 10:
        return ONES[number]
    if number < 20:
        return {10: "sepuluh", 11: "sebelas"}.get(number, f"{ONES[number - 10]} belas")
    tens, rest = divmod(number, 10)
    return f"{ONES[tens]} puluh" + (f" {ONES[rest]}" if rest else "")


@tagged("post_install", "-at_install")
class TestEngineWords(BaseCase):
    def test_doctests(self):
        result = doctest.testmod(engine)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)

    def test_known(self):
        for amount, words in {
            0: "nol",
            1: "satu",
            10: "sepuluh",
            11: "sebelas",
            19: "sembilan belas",
            20: "dua puluh",
            100: "seratus",
            1_000: "seribu",
            1_001: "seribu satu",
            1_100: "seribu seratus",
            11_000: "sebelas ribu",
            21_000: "dua puluh satu ribu",
            100_000: "seratus ribu",
            101_000: "seratus satu ribu",
            1_000_001: "satu juta satu",
            1_001_000: "satu juta seribu",
            1_001_001: "satu juta seribu satu",
            2_001_000: "dua juta seribu",
            1_101_000: "satu juta seratus satu ribu",
            1_250_000: "satu juta dua ratus lima puluh ribu",
            1_000_001_000: "satu miliar seribu",
            1_001_001_000: "satu miliar satu juta seribu",
            10**12 + 1_000: "satu triliun seribu",
            10**15: "satu kuadriliun",
            -1_001_000: "minus satu juta seribu",
        }.items():
            self.assertEqual(amount_in_words(amount), words)

    @PROPERTY
    @given(AMOUNT)
    @example(999_999_999_999_999)
    def test_equals_oracle(self, amount):
        self.assertEqual(amount_in_words(amount), oracle(amount))

    def test_every_number_up_to_two_thousand(self):
        for amount in range(2_001):
            self.assertEqual(amount_in_words(amount), oracle(amount))
            thousands = amount * 1_000
            self.assertEqual(amount_in_words(thousands), oracle(thousands))

    def test_whole_amounts_of_other_types(self):
        self.assertEqual(rupiah_in_words(1_001_000.0), "satu juta seribu rupiah")
        self.assertEqual(rupiah_in_words(Decimal("-5.00")), "minus lima rupiah")

    def test_refused(self):
        refused = (0.5, Decimal("1.01"), 10**15 + 1, -(10**15) - 1, float("nan"))
        for amount in (*refused, float("inf")):
            with self.assertRaisesRegex(ValueError, "no words for"):
                amount_in_words(amount)
