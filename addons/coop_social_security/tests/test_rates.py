# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The figures of section 5 of the law, with the rows that are shipped."""

from datetime import date

from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.coop_social_security.engine.contribution import (
    Terms,
    contribution,
    totals,
)

from .common import SocialCase

TWO, THREE = ("jkk", "jkm"), ("jkk", "jkm", "jht")
FIVE = ("jkk", "jkm", "jht", "jp", "jkp")
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
# reported, two programs, three, two in the relief, three in the relief
BPU = [
    (0, 16_800, 36_800, 8_400, 28_400),
    (999_999, 16_800, 36_800, 8_400, 28_400),
    (1_000_000, 16_800, 36_800, 8_400, 28_400),
    (1_000_100, 16_801, 36_803, 8_401, 28_403),
    (2_000_000, 26_800, 66_800, 13_400, 53_400),
    (3_450_000, 41_300, 110_300, 20_650, 89_650),
    (20_700_000, 213_800, 627_800, 106_900, 520_900),
    (99_000_000, 213_800, 627_800, 106_900, 520_900),
]
# income: base of its band (PP 44/2015, annex II), both sides of the borders
BANDS = [
    (0, 1_000_000),
    (1_099_999, 1_000_000),
    (1_100_000, 1_200_000),
    (1_299_999, 1_200_000),
    (1_300_000, 1_400_000),
    (2_699_999, 2_600_000),
    (2_700_000, 2_950_000),
    (3_199_999, 2_950_000),
    (3_200_000, 3_450_000),
    (8_199_999, 7_950_000),
    (8_200_000, 8_700_000),
    (9_199_999, 8_700_000),
    (9_200_000, 9_700_000),
    (20_199_999, 19_700_000),
    (20_200_000, 20_700_000),
    (99_000_000, 20_700_000),
]
# sector: months without relief, months with it
RELIEF = {
    "transport": (
        [date(2025, 12, 1), date(2027, 4, 1)],
        [date(2026, 1, 1), MARCH, APRIL, date(2026, 12, 1), date(2027, 3, 1)],
    ),
    "other": (
        [date(2026, 1, 1), MARCH, date(2027, 1, 1)],
        [APRIL, date(2026, 12, 1)],
    ),
}
CEILINGS = [
    ("2015-07-01", 7_000_000),
    ("2016-02-01", 7_000_000),
    ("2016-03-01", 7_335_300),
    ("2017-03-01", 7_703_500),
    ("2018-03-01", 8_094_000),
    ("2019-03-01", 8_512_400),
    ("2020-03-01", 8_939_700),
    ("2021-03-01", 8_754_600),
    ("2022-03-01", 9_077_600),
    ("2023-03-01", 9_559_600),
    ("2024-03-01", 10_042_300),
    ("2025-03-01", 10_547_400),
    ("2026-02-01", 10_547_400),
    ("2026-03-01", 11_086_300),
]


@tagged("post_install", "-at_install")
class TestRatesOfTheLaw(SocialCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.table = cls.env["coop.social.rate"]._rates_of(cls.company)

    def parts(self, terms, month, scheme=None):
        rows = contribution(self.table[scheme or self.tk], terms, month)
        return {part.program: (part.coop, part.member) for part in rows}

    def total(self, terms, month, scheme=None):
        return sum(totals(contribution(self.table[scheme or self.tk], terms, month)))

    def test_independent_workers(self):
        for income, two, three, relief_two, relief_three in BPU:
            with self.subTest(income=income):
                for programs, month, expected in (
                    (TWO, MARCH, two),
                    (THREE, MARCH, three),
                    (TWO, APRIL, relief_two),
                    (THREE, APRIL, relief_three),
                ):
                    terms = Terms("bpu", programs, income, sector="other")
                    self.assertEqual(self.total(terms, month), expected)

    def test_bands_of_income_are_drafts(self):
        month = date(2027, 1, 1)
        drafts = self.env.ref("coop_social_security.rate_bpu_jkk_bands")
        drafts += self.env.ref("coop_social_security.rate_bpu_jht_bands")
        terms = Terms("bpu", THREE, 3_300_000, sector="other")
        self.assertEqual(self.total(terms, month), 33_000 + 6_800 + 66_000)
        drafts.active = True
        rates = self.env["coop.social.rate"]._rates_of(self.company)[self.tk]
        for income, base in BANDS:
            with self.subTest(income=income):
                terms = Terms("bpu", THREE, income, sector="other")
                parts = contribution(rates, terms, month)
                self.assertEqual([part.base for part in parts], [base, 0, base])
                total = base * 3 // 100 + 6_800
                self.assertEqual(totals(parts), (total, 0))
        # the month before is not ruled by them
        terms = Terms("bpu", THREE, 3_300_000, sector="other")
        before = contribution(rates, terms, date(2026, 12, 1))
        self.assertEqual(before[0].base, 3_300_000)

    def test_relief_starts_and_ends_by_sector(self):
        for sector, (without, within) in RELIEF.items():
            terms = Terms("bpu", THREE, 2_000_000, sector=sector)
            for month in without:
                self.assertEqual(self.total(terms, month), 66_800, (sector, month))
            for month in within:
                self.assertEqual(self.total(terms, month), 53_400, (sector, month))

    def test_employees(self):
        terms = Terms("pu", FIVE, 5_729_876, risk_class="1")
        self.assertEqual(
            self.parts(terms, MARCH),
            {
                "jkk": (13_752, 0),
                "jkm": (17_190, 0),
                "jht": (212_005, 114_598),
                "jp": (114_598, 57_299),
                "jkp": (0, 0),
            },
        )
        [jkp] = [
            part
            for part in contribution(self.table[self.tk], terms, MARCH)
            if part.program == "jkp"
        ]
        self.assertEqual((jkp.base, jkp.state, jkp.moved), (5_000_000, 11_000, 7_000))
        rich = terms._replace(income=15_000_000)
        self.assertEqual(self.parts(rich, MARCH)["jp"], (221_726, 110_863))

    def test_classes_of_risk(self):
        for risk, expected in zip(
            "12345", (24_000, 54_000, 89_000, 127_000, 174_000), strict=True
        ):
            terms = Terms("pu", ("jkk",), 10_000_000, risk_class=risk)
            self.assertEqual(self.parts(terms, MARCH)["jkk"], (expected, 0))

    def test_ceiling_of_the_pension_by_month(self):
        for day, ceiling in CEILINGS:
            month = date.fromisoformat(day)
            for income, base in (
                (ceiling + 1, ceiling),
                (ceiling, ceiling),
                (ceiling - 100, ceiling - 100),
            ):
                terms = Terms("pu", ("jp",), income)
                [part] = contribution(self.table[self.tk], terms, month)
                self.assertEqual(part.base, base, (day, income))
        early = Terms("pu", ("jp",), 5_000_000)
        self.assertEqual(self.parts(early, date(2015, 6, 1)), {})

    def test_pension_stops_after_the_59th_birthday(self):
        terms = Terms("pu", ("jp",), 5_000_000, birth_date=date(1967, 3, 2))
        self.assertIn("jp", self.parts(terms, MARCH))
        self.assertNotIn("jp", self.parts(terms, APRIL))
        earlier = terms._replace(birth_date=date(1967, 3, 1))
        self.assertNotIn("jp", self.parts(earlier, MARCH))

    def test_loss_of_work_is_paid_by_the_state_since_2025(self):
        terms = Terms("pu", ("jkp",), 5_000_000)
        self.assertEqual(self.parts(terms, date(2025, 2, 1)), {})
        self.assertEqual(self.parts(terms, date(2025, 3, 1)), {"jkp": (0, 0)})

    def test_health_of_employees(self):
        for income, dependants, expected in (
            (15_000_000, 0, (480_000, 120_000)),
            (12_000_000, 4, (480_000, 120_000)),
            (12_000_001, 4, (480_000, 120_000)),
            (5_000_000, 4, (200_000, 50_000)),
            (5_000_000, 5, (200_000, 100_000)),
            (15_000_000, 6, (480_000, 360_000)),
        ):
            terms = Terms("ppu", ("health",), income, dependants=dependants)
            self.assertEqual(
                self.parts(terms, MARCH, self.kes)["health"], expected, income
            )

    def test_least_base_of_the_region_is_a_row_of_the_company(self):
        rate = self.env.ref("coop_social_security.rate_ppu")
        rate.copy(
            {
                "valid_from": "2026-01-01",
                "base_min": 4_737_678,
                "company_id": self.company.id,
                "source": "UMK 2026",
            }
        )
        table = self.env["coop.social.rate"]._rates_of(self.company)
        terms = Terms("ppu", ("health",), 3_000_000)
        [before] = contribution(table[self.kes], terms, date(2025, 12, 1))
        [after] = contribution(table[self.kes], terms, date(2026, 1, 1))
        self.assertEqual((before.base, after.base), (3_000_000, 4_737_678))
        self.assertEqual((after.coop, after.member), (189_507, 47_377))
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.env["coop.social.rate"]._rates_of(other)
        [part] = contribution(foreign[self.kes], terms, MARCH)
        self.assertEqual(part.base, 3_000_000)

    def test_health_of_independent_workers(self):
        for care, one, four in (
            ("1", 150_000, 600_000),
            ("2", 100_000, 400_000),
            ("3", 35_000, 140_000),
        ):
            for dependants, expected in ((0, one), (3, four)):
                terms = Terms(
                    "pbpu", ("health",), care_class=care, dependants=dependants
                )
                self.assertEqual(self.total(terms, MARCH, self.kes), expected)
        [part] = contribution(
            self.table[self.kes],
            Terms("pbpu", ("health",), care_class="3", dependants=1),
            MARCH,
        )
        self.assertEqual(part.state, 14_000)

    def test_benefits_in_case_of_death(self):
        benefits = self.env["coop.social.benefit"].search([("program", "=", "jkm")])
        self.assertEqual(sum(benefits.mapped("amount")), 42_000_000)

    def test_every_row_names_its_source(self):
        rates = self.env["coop.social.rate"].search([])
        self.assertGreaterEqual(len(rates), 31)
        self.assertTrue(all(rate.source for rate in rates))


@tagged("post_install", "-at_install")
class TestRatesAreChecked(SocialCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rate = cls.env.ref("coop_social_security.rate_bpu_jkk")

    def test_one_row_for_one_day(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.rate.copy()

    def test_ceiling_below_the_least_base(self):
        with self.refused("above the ceiling"):
            self.rate.write({"base_max": 999_999})

    def test_ends_before_it_starts(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.rate.valid_to = "2015-06-30"

    def test_more_than_everything(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.rate.member_percent = 101


@tagged("post_install", "-at_install")
class TestPreview(SocialCase):
    """A new rate is looked at before it starts, and changes nothing by that."""

    def test_effect_of_a_draft(self):
        poor = self.enrol(self.member("Poor"), "pu", income=5_000_000, program_set="4")
        rich = self.enrol(self.member("Rich"), "pu", income=15_000_000, program_set="4")
        self.enrol(self.member("Other"), income=15_000_000)
        draft = self.env.ref("coop_social_security.rate_pu_jp_2026").copy(
            {
                "valid_from": "2027-03-01",
                "base_max": 11_600_000,
                "active": False,
                "source": "announced",
            }
        )
        action = draft.action_preview()
        preview = (
            self.env["coop.social.preview"].with_context(**action["context"]).create({})
        )
        self.assertEqual(str(preview.month), "2027-03-01")
        self.assertEqual(preview.line_ids.enrolment_id, rich)
        self.assertEqual(preview.count, 1)
        line = preview.line_ids
        # 1% and 2% of 11,086,300 and of 11,600,000
        self.assertEqual(line.after_member - line.before_member, 116_000 - 110_863)
        self.assertEqual(preview.coop_difference, 232_000 - 221_726)
        self.assertEqual(preview.member_difference, 5_137)
        self.assertFalse(draft.active)
        self.assertTrue(poor)
        preview.month = "2027-02-01"  # not yet in force
        self.assertEqual(preview.count, 0)
        draft.active = True
        again = (
            self.env["coop.social.preview"].with_context(**action["context"]).create({})
        )
        self.assertEqual(again.coop_difference, 10_274)
