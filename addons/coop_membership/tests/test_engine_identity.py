# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Identity numbers: the invented persons of the demo, and what must be refused."""

import doctest
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.coop_membership.engine import identity as engine
from odoo.addons.coop_membership.engine.identity import (
    check_nik,
    check_npwp,
    compact_nik,
    compact_npwp,
    normalise_phone,
)

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=100)
PERSONS = (
    ("3174061708850001", date(1985, 8, 17), "male"),
    ("3273016104900002", date(1990, 4, 21), "female"),
    ("3578102503780003", date(1978, 3, 25), "male"),
    ("3471055212950001", date(1995, 12, 12), "female"),
    ("3374021109880004", date(1988, 9, 11), "male"),
    ("5171034801920002", date(1992, 1, 8), "female"),
    ("7371110307810005", date(1981, 7, 3), "male"),
    ("3276055506990003", date(1999, 6, 15), "female"),
    ("1271202812700001", date(1970, 12, 28), "male"),
    ("3201014309970006", date(1997, 9, 3), "female"),
    ("3216060911830007", date(1983, 11, 9), "male"),
    ("3671074702010008", date(2001, 2, 7), "female"),
)


@tagged("post_install", "-at_install")
class TestEngineIdentity(BaseCase):
    def test_doctests(self):
        result = doctest.testmod(engine)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)

    def test_demo_persons(self):
        for nik, birth_date, gender in PERSONS:
            self.assertIsNone(check_nik(nik))
            self.assertIsNone(check_nik(nik, birth_date, gender))
            self.assertIsNone(check_npwp(nik))
            other = "female" if gender == "male" else "male"
            self.assertEqual(check_nik(nik, birth_date, other), "gender")
            wrong_day = birth_date.replace(day=birth_date.day % 28 + 1)
            self.assertEqual(check_nik(nik, wrong_day, gender), "birth_date")

    @PROPERTY
    @given(st.dates(date(1921, 1, 1), date(2019, 12, 31)), st.booleans())
    def test_birth_date_of_any_century(self, birth_date, woman):
        day = birth_date.day + 40 * woman
        nik = f"327301{day:02}{birth_date:%m%y}0001"
        gender = "female" if woman else "male"
        self.assertIsNone(check_nik(nik, birth_date, gender))
        self.assertEqual(check_nik(nik, birth_date.replace(year=2020)), "birth_date")

    def test_bad_nik(self):
        for nik, code in {
            "": "length",
            "317406170885000": "length",
            "31740617088500011": "length",
            "31740617O8850001": "digits",
            "٣١٧٤٠٦١٧٠٨٨٥٠٠٠١": "digits",
            "0074061708850001": "region",
            "9974061708850001": "region",
            "3174060008850001": "date",
            "3174063208850001": "date",
            "3174064008850001": "date",
            "3174067208850001": "date",
            # a day modulo 40 would take 85 for 5
            "3174068508850001": "date",
            "3174063002850001": "date",
            "3174061713850001": "date",
            # 29 February exists in neither 1901 nor 2001
            "3174062902010001": "date",
        }.items():
            self.assertEqual(check_nik(nik), code, nik)
        self.assertEqual(check_nik(None), "length")
        # 29 February 2000 exists, the day of 1900 does not
        self.assertIsNone(check_nik("3174062902000001", date(2000, 2, 29)))

    def test_youngest_provinces(self):
        for province in ("65", "92", "93", "95", "96"):
            self.assertIsNone(check_nik(f"{province}71011708850001"))

    def test_npwp(self):
        for npwp in (
            "02.918.347.2-017.000",
            "0029183472017000",
            "01.312.166.0-091.000",
        ):
            self.assertIsNone(check_npwp(npwp))
        for npwp, code in {
            "": "length",
            "02.918.347.2-017": "length",
            "02.918.34A.2-017.000": "digits",
            "0029183473017000": "checksum",
            "01.312.166.1-091.000": "checksum",
            "9974061708850001": "region",
            "3174063208850001": "date",
        }.items():
            self.assertEqual(check_npwp(npwp), code, npwp)

    def test_compact(self):
        self.assertEqual(compact_nik("3174 0617 0885 0001"), "3174061708850001")
        self.assertEqual(compact_npwp("01.312.166.0-091.000"), "013121660091000")
        self.assertEqual((compact_nik(None), compact_npwp(False)), ("", ""))

    @PROPERTY
    @given(st.from_regex(r"8[0-9]{8,10}", fullmatch=True))
    def test_phone_forms_meet(self, mobile):
        forms = (f"0{mobile}", f"62{mobile}", f"+62 {mobile}", f"0062-{mobile}", mobile)
        self.assertEqual({normalise_phone(form) for form in forms}, {f"+62{mobile}"})
        self.assertEqual(normalise_phone(f"+62{mobile}"), f"+62{mobile}")

    def test_phone_of_others(self):
        self.assertEqual(normalise_phone(None), "")
        self.assertEqual(normalise_phone("ext. 12"), "ext. 12")
        self.assertEqual(normalise_phone("+65 6123 4567"), "+6561234567")
        self.assertEqual(normalise_phone("1500-888"), "1500-888")
