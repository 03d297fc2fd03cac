# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import base64
import io

from openpyxl import Workbook

from odoo.tests import tagged

from .common import SocialCase

A, B, C = "00000000011", "00000000012", "00000000013"


class FilesCase(SocialCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ani = cls.member("Ani", nik="3273016104900002")
        cls.budi = cls.member("Budi")
        cls.enrol(cls.ani, income=1_000_000, number_entry=A)
        cls.enrol(cls.budi, "pu", income=5_729_876, program_set="4", number_entry=B)


@tagged("post_install", "-at_install")
class TestExport(FilesCase):
    """A file in the cooperative's own layout; whoever makes it is logged."""

    def export(self, run, layout="layout_tk", **values):
        wizard = self.env["coop.social.export"].create(
            {
                "run_id": run.id,
                "layout_id": self.env.ref(f"coop_social_security.{layout}").id,
                **values,
            }
        )
        wizard.action_export()
        text = base64.b64decode(wizard.file).decode("utf-8-sig")
        return wizard, text.splitlines()

    def test_rows_of_the_layout(self):
        self.company.coop_social_since = "2026-03-01"
        before = self.env["coop.social.access"].search_count([])
        run = self.booked("2026-03-01")
        wizard, lines = self.export(run)
        self.assertEqual(
            lines,
            [
                "NoKPJ;NIK;NamaTenagaKerja;UpahDilaporkan;IuranJKK;IuranJKM;"
                "IuranJHTPemberiKerja;IuranJHTPekerja;IuranJPPemberiKerja;"
                "IuranJPPekerja;Total",
                f"{A};3273016104900002;Ani;1000000;10000;6800;0;20000;0;0;36800",
                f"{B};;Budi;5729876;13752;17190;212005;114598;114598;57299;529442",
            ],
        )
        self.assertIn("BPJS-TK", wizard.filename)
        log = self.env["coop.social.access"].search([], limit=1)
        self.assertEqual(log.count, 2)
        self.assertEqual(self.env["coop.social.access"].search_count([]), before + 1)

    def test_columns_are_configurable(self):
        layout = self.env.ref("coop_social_security.layout_tk_new")
        layout._replace_columns([("Nama", "name"), ("Bulan", "month"), ("Σ", "total")])
        layout.delimiter = "tab"
        _wizard, lines = self.export(self.booked("2026-01-01"), "layout_tk_new")
        self.assertEqual(lines[0], "Nama\tBulan\tΣ")
        self.assertEqual(lines[1], "Ani\t2026-01\t36800")

    def test_without_rows(self):
        with self.refused("has no rows of BPJS Kesehatan"):
            self.export(self.booked("2026-01-01"), "layout_kes")

    def test_identities_need_their_right(self):
        run = self.booked("2026-01-01")
        officer = self.new_user("officer", "officer")
        wizard = (
            self.env["coop.social.export"].with_user(officer).create({"run_id": run.id})
        )
        with self.refused("may not see"):
            wizard.action_export()
        officer.group_ids += self.env.ref("coop_membership.group_sensitive")
        wizard.action_export()
        self.assertTrue(wizard.file)


@tagged("post_install", "-at_install")
class TestReceipt(FilesCase):
    """The receipt of an agency is read whole or not at all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.coop_social_since = "2026-03-01"
        cls.the_run = cls.booked("2026-03-01")
        cls.bill = cls.the_run.bill_ids

    def read_receipt(self, content, **values):
        if isinstance(content, list):
            book = Workbook()
            for row in content:
                book.active.append(row)
            stream = io.BytesIO()
            book.save(stream)
            content = stream.getvalue()
        wizard = self.env["coop.social.receipt"].create(
            {
                "run_id": self.the_run.id,
                "bill_id": self.bill.id,
                "receipt_ref": "SPB-1",
                "receipt_date": "2026-04-10",
                "filename": "receipt",
                "file": base64.b64encode(
                    content.encode() if isinstance(content, str) else content
                ),
                **values,
            }
        )
        return wizard.action_import()

    def confirmed(self):
        return {
            row.member_id.partner_id.name: row.receipt_amount
            for row in self.the_run.contribution_ids
        }

    def test_confirmed(self):
        self.read_receipt(
            f"Bukti bayar\nNoKPJ;Nama;Total\n{A};Ani;36800\n{B};Budi;529442\n"
        )
        self.assertEqual(self.confirmed(), {"Ani": 36_800, "Budi": 529_442})
        self.assertEqual(self.bill.confirmed, self.bill.charged)
        self.assertEqual(self.bill.receipt_ref, "SPB-1")
        self.assertTrue(
            self.env["ir.attachment"].search_count(
                [
                    ("res_model", "=", "account.move"),
                    ("res_id", "=", self.bill.move_id.id),
                ]
            )
        )

    def test_spreadsheet_that_ate_the_zeros(self):
        self.read_receipt([["No KPJ", "Jumlah iuran"], [11, 36800], [12, 529442.0]])
        self.assertEqual(self.bill.confirmed, self.bill.charged)

    def test_other_amounts_show_in_the_reconciliation(self):
        self.read_receipt(f"nomor,jumlah\n{A},36801\n")
        self.assertEqual(self.confirmed(), {"Ani": 36_801, "Budi": 0})
        self.assertEqual(self.bill.confirmed - self.bill.charged, 1 - 529_442)

    def test_every_broken_row_is_named_and_nothing_is_done(self):
        with self.refused("Nothing was imported") as caught:
            self.read_receipt(
                "number;amount\n"
                f"{A};36800\n"
                f"{A};36800\n"
                f"{C};1\n"
                ";1\n"
                f"{B};Rp 5.000\n"
                f"{B};-1\n"
                f"{B};\n"
                "abc;1\n"
            )
        message = str(caught.exception)
        for line in (
            "Row 3: same number as row 2.",
            f"Row 4: number “{C}” is not in this run.",
            "Row 5: there is no number.",
            "Row 6: “Rp 5.000” is not a whole amount",
            "Row 7: the amount is below zero.",
            "Row 8: there is no amount.",
            "Row 9: number “abc” is not in this run.",
        ):
            self.assertIn(line, message)
        self.assertNotIn("Row 2:", message)
        self.assertEqual(set(self.confirmed().values()), {0})
        self.assertFalse(self.bill.receipt_ref or self.bill.proof)

    def test_files_that_are_none(self):
        for content, message in (
            ("a;b\n1;2\n", "no heading row"),
            ("number;amount\n;\n", "no rows"),
            (b"PK broken", "not an XLSX"),
            (b"\xff\xfe\x00", "CSV file in UTF-8"),
        ):
            with (
                self.subTest(message=message),
                self.refused(message),
            ):
                self.read_receipt(content)

    def test_before_it_is_booked(self):
        run = self.computed("2026-04-01")
        with self.refused("not booked"):
            self.read_receipt(
                "number;amount\n", run_id=run.id, bill_id=run.bill_ids[0].id
            )
        with self.refused("not booked"):
            self.read_receipt("number;amount\n", run_id=run.id)
