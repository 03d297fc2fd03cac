# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Member register (Buku Daftar Anggota) and passbook (Buku Simpanan), PDF and XLSX."""

import io
import re

import openpyxl
from pypdf import PdfReader

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.coop_membership.tests.common import CoopCase

NIK = "3671074702010008"


@tagged("post_install", "-at_install")
class TestMemberReports(CoopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.maya = cls.member(
            "Maya Sari",
            "2024-02-01",
            number="0012",
            nik=NIK,
            birth_place="Tangerang",
            birth_date="2001-02-07",
            gender="female",
        )
        cls.togar = cls.member("Togar Siregar", "2024-01-01", number="0011")
        cls.waiting = cls.applicant("Andi Saputra")
        for day, kind, amount in (
            ("2024-02-01", cls.principal, 500000),
            ("2024-02-10", cls.mandatory, 50000),
            ("2024-03-10", cls.mandatory, 50000),
            ("2024-03-10", cls.voluntary, 200000),
            ("2024-05-02", cls.voluntary, -75000),
        ):
            cls.save(cls.maya, kind, amount, day)
        cls.members = cls.maya + cls.togar + cls.waiting
        cls.officer = cls.new_user("report_officer", "officer")

    def html(self, name, members=None, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.env.user)
        content = report._render_qweb_html(
            f"coop_membership.{name}", (members or self.members).ids
        )[0]
        return content.decode()

    def sheet(self, name, members=None, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.env.user)
        content = report._render_xlsx(
            f"coop_membership.{name}", (members or self.members).ids, {}
        )[0]
        return openpyxl.load_workbook(io.BytesIO(content)).active

    def test_register_lists_numbered_members_in_order(self):
        rows = self.env["report.coop_membership.member_register"]._rows(self.members)
        self.assertEqual([row["number"] for row in rows], ["0011", "0012"])
        self.assertEqual(rows[1]["birth_place"], "Tangerang")
        html = self.html("member_register")
        self.assertIn("Signature or thumb print", html)
        self.assertNotIn("Andi Saputra", html)
        self.assertEqual(len(re.findall(r'class="article', html)), 1)

    def test_register_of_applicants_only_is_refused(self):
        with self.assertRaisesRegex(UserError, "in the register yet"):
            self.html("member_register", self.waiting)

    def test_identity_numbers_only_for_who_may_see_them(self):
        self.assertIn(NIK, self.html("member_register"))
        self.assertNotIn(NIK, self.html("member_register", user=self.officer))
        names = [cell.value for cell in self.sheet("member_register_xlsx")[4]]
        self.assertIn("NIK", names)
        sheet = self.sheet("member_register_xlsx", user=self.officer)
        self.assertNotIn("NIK", [cell.value for cell in sheet[4]])
        values = {cell.value for row in sheet.iter_rows() for cell in row}
        self.assertNotIn(NIK, values)
        self.assertIn("Maya Sari", values)

    def test_age_in_whole_years(self):
        register = self.env["report.coop_membership.member_register"]
        born = self.maya.birth_date
        self.assertEqual(register._age(born, born.replace(year=2026)), 25)
        self.assertEqual(register._age(born, born.replace(year=2026, day=6)), 24)

    def test_passbook_runs_the_balance_per_type(self):
        passbook = self.env["report.coop_membership.member_passbook"]
        maya, togar, waiting = passbook._cards(self.members)
        self.assertEqual(maya["total"], 725000)
        by_kind = {section["type"].kind: section for section in maya["types"]}
        voluntary = [
            (row["deposit"], row["withdrawal"], row["balance"])
            for row in by_kind["voluntary"]["rows"]
        ]
        self.assertEqual(voluntary, [(200000, 0, 200000), (0, 75000, 125000)])
        self.assertEqual(by_kind["mandatory"]["balance"], 100000)
        self.assertEqual((togar["types"], waiting["total"]), ([], 0))
        self.assertTrue(by_kind["principal"]["rows"][0]["entry"])

    def test_passbook_is_read_by_the_officer(self):
        html = self.html("member_passbook", user=self.officer)
        self.assertIn("Maya Sari", html)
        self.assertEqual(len(re.findall(r'class="article', html)), 1)
        self.assertEqual(html.count("page-break-before"), 2)
        sheet = self.sheet("member_passbook_xlsx", user=self.officer)
        self.assertEqual(sheet.max_row, 6)
        self.assertEqual(sheet.cell(6, 9).value, 125000)

    def test_passbooks_are_one_document_with_a_page_per_member(self):
        """The wkhtmltopdf of the distributions refuses more than one document."""
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        self.env["ir.config_parameter"].set_param("report.url", "http://127.0.0.1:9")
        with self.allow_pdf_render():
            for name, pages in (("member_passbook", 3), ("member_register", 1)):
                content, kind = report._render_qweb_pdf(
                    f"coop_membership.{name}", self.members.ids
                )
                self.assertEqual(kind, "pdf")
                self.assertEqual(len(PdfReader(io.BytesIO(content)).pages), pages)
