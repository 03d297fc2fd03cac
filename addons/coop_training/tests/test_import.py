# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import base64
import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import TrainingCase

HEAD = "Nomor anggota;Sertifikat;Nomor sertifikat;Level KKNI;LSP;Tanggal terbit;"
HEAD += "Berlaku sampai"


@tagged("post_install", "-at_install")
class TestImport(TrainingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.siti = cls.member("Siti", number="0007")
        cls.budi = cls.member("Budi", number="0008")

    def load(self, *lines, head=HEAD, **values):
        content = "\n".join((head, *lines)).encode()
        wizard = self.env["coop.certificate.import"].create(
            {"file": base64.b64encode(content), "filename": "a.csv", **values}
        )
        return wizard.action_import()

    def rows(self):
        return self.env["hr.employee.skill"].search(
            [("company_id", "=", self.company.id), ("is_certification", "=", True)],
            order="certificate_number",
        )

    def scan(self, name, content=b"%PDF"):
        return self.env["ir.attachment"].create(
            {"name": name, "datas": base64.b64encode(content)}
        )

    def refused(self, *lines, **values):
        with self.assertRaises(UserError) as caught, self.savepoint():
            self.load(*lines, **values)
        self.assertFalse(self.rows())
        return str(caught.exception)

    def test_rows_become_unverified_certificates(self):
        self.load(
            "0007;tkbt;TK/1;3;LSP Kebersihan;02/01/2025;01/01/2030",
            "8;SIM A;SIM 9;;;2024-05-01;",
        )
        sim, tkbt = self.rows()
        self.assertEqual(
            (tkbt.employee_id, tkbt.certificate_number, tkbt.kkni_level),
            (self.siti.employee_id, "TK/1", "3"),
        )
        self.assertEqual(tkbt.issuer_id, self.lsp)
        self.assertEqual(str(tkbt.valid_to), "2030-01-01")
        self.assertFalse(tkbt.verified)
        self.assertEqual(sim.employee_id, self.budi.employee_id)
        self.assertEqual(str(sim.valid_to), "2027-04-30", "three years by default")

    def test_every_broken_row_is_named_and_nothing_is_done(self):
        gone = self.member("Gone", number="0009")
        gone._leave(
            gone.date_joined, self.env.ref("coop_membership.leave_reason_resigned")
        )
        text = self.refused(
            "0007;TKBT;OK-1;;;01/01/2025;",
            "0099;TKBT;A;;;01/01/2025;",
            "0007;Welding;B;;;01/01/2025;",
            "0007;TKBT;;;;01/01/2025;",
            "0007;TKBT;D;11;;01/01/2025;",
            "0007;TKBT;E;;Nobody;01/01/2025;",
            "0007;TKBT;F;;;13/13/2025;",
            "0007;TKBT;G;;;;",
            "0007;TKBT;H;;;01/01/2025;31/12/2024",
            "0007;TKBT;I;;;01/01/2099;",
            "0008;TKBT;ok 1;;;01/01/2025;",
            "0009;TKBT;K;;;01/01/2025;",
        )
        for line, problem in (
            (3, "no member has number “0099”"),
            (4, "“Welding” is no certificate here"),
            (5, "the certificate number is missing"),
            (6, "KKNI level “11” is not one of 1 to 9"),
            (7, "issuer “Nobody” is no known company"),
            (8, "“13/13/2025” is no date"),
            (9, "the date of issue is missing"),
            (10, "ends before it begins"),
            (11, "in the future"),
            (12, "the same certificate as in row 2"),
            (13, "Gone is no member any more"),
        ):
            self.assertRegex(text, f"Row {line}: .*{problem}", line)
        self.assertNotIn("Row 2:", text)

    def test_again_is_refused(self):
        line = "0007;TKBT;TK-1;;;01/01/2025;"
        self.load(line)
        with self.assertRaisesRegex(UserError, "registered already, for Siti"):
            self.load(line)
        self.assertEqual(len(self.rows()), 1)

    def test_unknown_issuers_are_created_on_request(self):
        self.load(
            "0007;TKBT;1;;Balai K3;01/01/2025;",
            "0008;TKBT;2;;balai k3;01/01/2025;",
            create_issuers=True,
        )
        self.assertEqual(self.rows().issuer_id.mapped("name"), ["Balai K3"])

    def test_scans_are_found_by_the_number(self):
        scans = self.scan("tk-1 siti.pdf", b"S") + self.scan("TK 22.pdf", b"B")
        self.load(
            "0007;TKBT;TK/1;;;01/01/2025;",
            "0008;TKBT;TK/22;;;01/01/2025;",
            scan_ids=scans.ids,
        )
        one, two = self.rows()
        self.assertEqual(base64.b64decode(one.certificate_file), b"S")
        self.assertEqual(one.certificate_filename, "tk-1 siti.pdf")
        self.assertEqual(base64.b64decode(two.certificate_file), b"B")

    def test_scans_that_fit_nothing_refuse_all(self):
        scans = self.scan("holiday.pdf") + self.scan("tk1.pdf") + self.scan("TK-1.pdf")
        text = self.refused("0007;TKBT;TK/1;;;01/01/2025;", scan_ids=scans.ids)
        self.assertIn("holiday.pdf: its name has the number of no certificate", text)
        self.assertIn("tk1.pdf: another file has the same number", text)

    def test_scans_alone_for_certificates_that_are_there(self):
        row = self.certificate(self.siti, self.tkbt, "2025-01-01", number="TK-9")
        wizard = self.env["coop.certificate.import"].create(
            {"scan_ids": self.scan("TK-9.pdf").ids}
        )
        wizard.action_import()
        self.assertEqual(row.certificate_filename, "TK-9.pdf")
        self.assertFalse(row.verified, "the scan is part of what was verified")

    def test_template_can_be_filled_in_and_imported(self):
        wizard = self.env["coop.certificate.import"].create({})
        report = self.env["ir.actions.report"]
        content, _kind = report._render_xlsx(
            "coop_training.certificate_template", wizard.ids, {}
        )
        book = openpyxl.load_workbook(io.BytesIO(content))
        sheet = book.worksheets[0]
        for column, value in enumerate(
            ("0007", "Siti", "TKBT", "TK-5", "2", "LSP Kebersihan", "01/02/2025"), 1
        ):
            sheet.cell(2, column).value = value
        out = io.BytesIO()
        book.save(out)
        wizard.file = base64.b64encode(out.getvalue())
        wizard.action_import()
        self.assertEqual(self.rows().certificate_number, "TK-5")

    def test_not_a_table(self):
        self.assertIn("no heading row", self.refused("x", head="a;b"))
        wizard = self.env["coop.certificate.import"].create(
            {"file": base64.b64encode(b"PK broken")}
        )
        with self.assertRaisesRegex(UserError, "not an XLSX file"):
            wizard.action_import()
        with self.assertRaisesRegex(UserError, "Choose a file"):
            self.env["coop.certificate.import"].create({}).action_import()

    def test_supervisors_import_nothing(self):
        user = self.new_user("pengawas", "supervisor")
        with self.assertRaises(AccessError):
            self.env["coop.certificate.import"].with_user(user).create({})
