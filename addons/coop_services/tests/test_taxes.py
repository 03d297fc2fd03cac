# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import base64
import io
from fractions import Fraction

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import BaseCase, tagged

from ..engine.income_tax import Bracket, income_tax
from ..engine.tax_files import BP21_FIELDS, bp21_slips
from .payout_common import PayoutCase
from .test_payers import PayerCase

ART17 = [
    (60_000_000, 5),
    (250_000_000, 15),
    (500_000_000, 25),
    (5_000_000_000, 30),
    (None, 35),
]
NPWP = "0029183472017000"


@tagged("post_install", "-at_install")
class TestBp21Engine(BaseCase):
    def test_both_sides_of_every_bracket(self):
        for edge, below, above in (
            (120_000_000, 5, 15),
            (500_000_000, 15, 25),
            (1_000_000_000, 25, 30),
            (10_000_000_000, 30, 35),
        ):
            rows = bp21_slips([("x", edge)], ART17)
            self.assertEqual(rows[-1].rate, below)
            rows = bp21_slips([("x", edge + 2)], ART17)
            self.assertEqual((rows[-1].gross, rows[-1].rate), (2, above))

    # the first draw reads the constants of all modules that are loaded: seconds
    @settings(
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(
        st.lists(st.integers(1, 3 * 10**10), min_size=1, max_size=3),
        st.integers(0, 2 * 10**9),
        st.sampled_from((0, 20)),
    )
    def test_slips_add_up_to_gross_and_tax(self, grosses, before, surcharge):
        parts = [(str(number), gross) for number, gross in enumerate(grosses)]
        rows = bp21_slips(parts, ART17, 50, surcharge, before)
        by_code = {}
        for row in rows:
            by_code[row.code] = by_code.get(row.code, 0) + row.gross
        self.assertEqual(by_code, dict(parts))
        brackets = [Bracket(upto, percent) for upto, percent in ART17]
        earlier = income_tax(before, brackets, surcharge=surcharge)
        whole = income_tax(
            sum(grosses), brackets, surcharge=surcharge, before=(before, earlier)
        )
        # each row and each of the two taxes is rounded by itself
        self.assertLessEqual(abs(sum(row.tax for row in rows) - whole), len(rows) + 1)
        self.assertTrue(all(isinstance(row.rate, Fraction) for row in rows))


@tagged("post_install", "-at_install")
class TestBp21File(PayoutCase):
    def export(self, month="2026-03-15"):
        wizard = self.env["coop.tax.export"].create({"kind": "bp21", "month": month})
        wizard.action_export()
        return etree.fromstring(base64.b64decode(wizard.file))

    def test_file_of_a_month(self):
        self.company.vat = "02.918.347.2-017.000"
        self.accept(10000000, {self.budi: 1, self.tono: 1})
        run = self.posted()
        root = self.export()
        self.assertEqual(root.findtext("TIN"), NPWP)
        rows = list(root.iter("Bp21"))
        self.assertEqual([child.tag for child in rows[0]], list(BP21_FIELDS))
        self.assertEqual(
            [
                (r.findtext("CounterpartTin"), r.findtext("Gross"), r.findtext("Rate"))
                for r in rows
            ],
            [
                ("3273011505850001", "4250000", "5"),
                ("9990000000999000", "4250000", "6"),
            ],
        )
        row = rows[0]
        self.assertEqual(row.findtext("TaxObjectCode"), "21-100-20")
        self.assertEqual(row.findtext("Deemed"), "50")
        self.assertEqual(row.findtext("DocumentNumber"), run.payout_ids[0].move_id.name)
        self.assertEqual(row.findtext("IDPlaceOfBusinessActivity"), f"{NPWP}000000")

    def test_object_code_follows_the_service(self):
        self.company.vat = NPWP
        training = self.service("Training", coop_tax_object="21-100-18")
        self.accept(1000000, {self.budi: 1})
        self.accept(
            2000000,
            {self.budi: 1},
            line_ids=[
                Command.create({"product_id": training.id, "price_unit": 2000000})
            ],
        )
        self.posted()
        rows = self.export().iter("Bp21")
        self.assertEqual(
            [(r.findtext("TaxObjectCode"), r.findtext("Gross")) for r in rows],
            [("21-100-18", "1700000"), ("21-100-20", "850000")],
        )

    def test_what_is_missing_is_named(self):
        self.company.vat = False
        with self.assertRaisesRegex(UserError, "no posted payout"):
            self.export()
        self.accept(1000000, {self.budi: 1})
        self.posted()
        with self.assertRaisesRegex(UserError, "tax number needs 16 digits"):
            self.export()

    def test_only_for_who_may_see_identities(self):
        self.company.vat = NPWP
        self.accept(1000000, {self.budi: 1})
        self.posted()
        user = self.new_user("ann", "accountant")
        wizard = self.env["coop.tax.export"].with_user(user)
        wizard = wizard.create({"kind": "bp21", "month": "2026-03-01"})
        with self.assertRaises(AccessError):
            wizard.action_export()

    def test_numbers_come_back(self):
        self.company.vat = NPWP
        self.accept(3000000, {self.budi: 1, self.siti: 1})
        run = self.posted()
        first, second = run.payout_ids
        content = f"DocumentNumber;Nomor\n{first.move_id.name};2600001\n"
        wizard = self.env["coop.tax.import"].create(
            {
                "kind": "bp21",
                "file": base64.b64encode(f"{content}nothing;1\n".encode()),
            }
        )
        with self.assertRaisesRegex(UserError, "Row 3: no open document “nothing”"):
            wizard.action_import()
        self.assertFalse(first.bp21_number)
        content += f"{second.move_id.name};2600002\n"
        content += f"{second.move_id.name};2600003\n"
        wizard.file = base64.b64encode(content.encode())
        wizard.action_import()
        self.assertEqual(first.bp21_number, "2600001")
        self.assertEqual(second.bp21_number, "2600002, 2600003")


class TaxOfficeCase(PayerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"vat": NPWP, "coop_vat_from": "2025-01-01"})
        cls.company.partner_id.country_id = cls.env.ref("base.id")
        cls.client.write(
            {
                "vat": "01.300.066.6-091.000",
                "country_id": cls.env.ref("base.id").id,
                "street": "Jl. Merdeka 1",
                "city": "Bandung",
                "l10n_id_pkp": True,
            }
        )


@tagged("post_install", "-at_install")
class TestEfaktur(TaxOfficeCase):
    def test_file_holds_the_rupiah_of_the_entry(self):
        invoice = self.invoiced(1000041)
        wizard = self.env["coop.tax.export"].create(
            {"kind": "vat", "month": "2026-03-01"}
        )
        wizard.action_export()
        document = invoice.l10n_id_coretax_document
        root = etree.fromstring(document.attachment_id.raw)
        self.assertEqual(root.findtext("TIN"), NPWP)
        row = root.find(".//TaxInvoice")
        self.assertEqual(row.findtext("TrxCode"), "04")
        self.assertEqual(row.findtext("BuyerTin"), "0013000666091000")
        self.assertEqual(row.findtext("SellerIDTKU"), f"{NPWP}000000")
        item = root.find(".//GoodService")
        self.assertEqual(item.findtext("Opt"), "B")
        self.assertEqual(float(item.findtext("TaxBase")), 1000041)
        self.assertEqual(
            (item.findtext("OtherTaxBase"), item.findtext("VAT")), ("916704", "110004")
        )
        with self.assertRaisesRegex(UserError, "in an e-Faktur file already"):
            wizard.action_export()

    def test_invoice_to_a_collector(self):
        self.contract.coop_payer = "collector"
        invoice = self.invoiced(18000000)
        invoice.download_efaktur()
        root = etree.fromstring(invoice.l10n_id_coretax_document.attachment_id.raw)
        self.assertEqual(root.findtext(".//TrxCode"), "02")
        self.assertEqual(root.findtext(".//VAT"), "1980000")

    def test_fields_are_checked_before_the_file_leaves(self):
        self.client.l10n_id_tku = "12"
        invoice = self.invoiced(1000000)
        with self.assertRaisesRegex(UserError, f"{invoice.name}: BuyerIDTKU"):
            invoice.download_efaktur()


@tagged("post_install", "-at_install")
class TestImport(TaxOfficeCase):
    def wizard(self, kind, rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        return self.env["coop.tax.import"].create(
            {
                "kind": kind,
                "filename": "x.xlsx",
                "file": base64.b64encode(stream.getvalue()),
            }
        )

    def test_every_broken_row_is_named(self):
        first, second = self.invoiced(1000000), self.invoiced(2000000)
        good = "04002600000000001"
        wizard = self.wizard(
            "vat",
            [
                ("Report of March",),
                ("Referensi", "Nomor Faktur Pajak"),
                (first.name, good),
                (second.name, "123"),
                (second.name, good),
                ("INV/9", "04002600000000002"),
                (first.name, "04002600000000003"),
                (second.name, None),
            ],
        )
        with self.assertRaises(UserError) as caught:
            wizard.action_import()
        text = str(caught.exception)
        for part in (
            "Row 4: “123” has not 17 digits",
            "Row 5: same number as row 3",
            "Row 6: no open document “INV/9”",
            f"Row 7: {first.name} is twice",
            f"Row 8: {second.name}: the number is missing",
        ):
            self.assertIn(part, text)
        self.assertFalse(first.coop_tax_invoice_number)
        self.wizard(
            "vat", [("Reference", "Number"), (first.name, "0400.26.00000000001")]
        ).action_import()
        self.assertEqual(first.coop_tax_invoice_number, good)

    def test_file_without_the_columns(self):
        with self.assertRaisesRegex(UserError, "no heading row"):
            self.wizard("vat", [("a", "b")]).action_import()

    def test_slips_of_clients(self):
        self.contract.coop_withholds = True
        invoice = self.invoiced(1000000)
        self.register(invoice)
        heading = ("Invoice", "Number", "Date", "Amount")
        with self.assertRaisesRegex(UserError, "slip says 21000, booked are 20000"):
            self.wizard(
                "slip", [heading, (invoice.name, "BP-7", "30/04/2026", 21000)]
            ).action_import()
        self.wizard(
            "slip", [heading, (invoice.name, "BP-7", "30/04/2026", 20000)]
        ).action_import()
        item = invoice.coop_withheld_line_ids
        self.assertEqual(item.coop_slip_number, "BP-7")
        self.assertEqual(str(item.coop_slip_date), "2026-04-30")


@tagged("post_install", "-at_install")
class TestTaxSheet(PayerCase):
    def sheet(self, date="2026-03-15"):
        return self.env["coop.tax.sheet"].create(
            {"company_id": self.company.id, "date": date}
        )

    def test_final_tax_less_what_clients_withheld(self):
        """Story (b) of 11b: 46,000,000 in the month, 130,000 still to pay."""
        self.company.write(
            {
                "vat": NPWP,
                "coop_final_tax_from": "2024-01-01",
                "coop_final_tax_to": "2027-12-31",
            }
        )
        self.contract.coop_payer = "final"
        invoice = self.invoiced(20000000)
        self.register(invoice, "2026-03-31")
        self.contract.coop_payer = "ordinary"
        self.invoiced(26000000)
        sheet = self.sheet()
        self.assertEqual(str(sheet.date), "2026-03-31")
        self.assertEqual(sheet.regime, "final")
        self.assertEqual(sheet.turnover, 46000000)
        self.assertEqual(
            (sheet.final_due, sheet.final_withheld, sheet.final_to_pay),
            (230000, 100000, 130000),
        )
        self.assertEqual(str(sheet.deposit_date), "2026-04-15")
        self.assertEqual(str(sheet.report_date), "2026-04-20")
        sheet.action_post()
        payable = self.company.coop_final_tax_payable_account_id
        self.assertEqual(self.balance(payable), -130000)
        self.assertEqual(self.balance(self.company.coop_final_tax_account_id), 230000)
        with self.assertRaisesRegex(UserError, "tax sheet of this month"):
            self.sheet("2026-03-01")
        sheet.action_cancel()
        self.assertEqual(self.balance(payable), 100000)
        self.sheet("2026-03-01")

    def test_general_rate_vat_and_slips(self):
        self.company.write({"vat": NPWP, "coop_vat_from": "2025-01-01"})
        self.contract.coop_withholds = True
        invoice = self.invoiced(20000000)
        self.register(invoice, "2026-03-31")
        self.contract.coop_payer = "collector"
        self.invoiced(10000000)
        sheet = self.sheet()
        self.assertEqual(sheet.regime, "general")
        self.assertEqual((sheet.final_due, sheet.pph23_withheld), (0, 400000))
        self.assertEqual(sheet.slips_missing, 1)
        self.assertEqual(
            (sheet.vat_out, sheet.vat_collected, sheet.vat_to_pay),
            (3300000, 1100000, 2200000),
        )
        self.assertEqual(str(sheet.vat_date), "2026-04-30")
        with self.assertRaisesRegex(UserError, "under the general rate"):
            sheet.action_post()

    def test_turnover_above_the_ceiling_warns(self):
        self.company.write(
            {"coop_final_tax_from": "2024-01-01", "coop_final_tax_to": "2026-08-31"}
        )
        self.invoiced(4800000001)
        sheet = self.sheet()
        self.assertIn("register for VAT", sheet.warning)
        self.assertIn("general rate applies", sheet.warning)
        self.assertIn("until 08/31/2026", sheet.warning)
