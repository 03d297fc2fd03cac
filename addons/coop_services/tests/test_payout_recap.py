# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import io

import openpyxl

from odoo.exceptions import ValidationError
from odoo.fields import Date
from odoo.tests import HttpCase, tagged

from .payout_common import PayoutCase


@tagged("post_install", "-at_install")
class TestPayoutRecap(PayoutCase, HttpCase):
    """What members earned in a year, on paper, as spreadsheet and on the phone.

    Two thirds of 3,000,000 less 15 % are Siti's in January and in March; 2.5 % of half
    of it is the tax. Budi's work of 2025 stands in the recap of 2025.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owe(cls.siti, 36800)
        for day in ("2025-12-31", "2026-01-31", "2026-03-31"):
            weights = {cls.budi: 1} if day < "2026" else {cls.budi: 1, cls.siti: 2}
            cls.accept(3000000, weights, date=day)
            cls.posted(date=day)
        cls.accept(5000000, {cls.siti: 1}, date="2026-04-30")
        cls.computed(date="2026-04-30")  # not booked: in no recap
        cls.new_user(
            "siti",
            "base.group_portal",
            partner_id=cls.siti.partner_id.id,
            name="Siti",
        )

    def recap(self, year=2026, members=None):
        return self.env["coop.payout.recap"].create(
            {
                "company_id": self.company.id,
                "year": year,
                "member_ids": members and members.ids,
            }
        )

    def book(self, report, records):
        """``{sheet: rows}`` of a spreadsheet, as last calculated by us."""
        content, _kind = self.env["ir.actions.report"]._render(report, records.ids)
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        return {sheet.title: list(sheet.values) for sheet in book}

    def test_booked_payouts_of_the_calendar_year(self):
        budi, siti = self.recap()._recaps()
        self.assertEqual((budi["member"], siti["member"]), (self.budi, self.siti))
        self.assertEqual(
            siti["total"],
            {
                "gross": 3400000,
                "tax": 42500 * 2,
                "bpjs": 36800,
                "savings": 0,
                "advance": 0,
                "other": 0,
                "net": 3400000 - 85000 - 36800,
                "value": 4000000,
            },
        )
        self.assertEqual(
            siti["payouts"].mapped("date"), sorted(siti["payouts"].mapped("date"))
        )
        self.assertEqual(budi["total"]["gross"], 1700000)
        (before,) = self.recap(2025)._recaps()
        self.assertEqual(
            (before["member"], before["total"]["gross"]), (self.budi, 2550000)
        )

    def test_reversed_payouts_do_not_count(self):
        run = self.env["coop.payout.run"].search([("date", "=", "2026-03-31")])
        run._cancel(Date.to_date("2026-04-30"), "Wrong")
        (row,) = self.recap(members=self.siti)._recaps()
        self.assertEqual(row["total"]["gross"], 1700000)

    def test_nothing_to_print_is_said(self):
        with self.refused("Nothing was paid in 2024 to 0002 Siti", ValidationError):
            self.recap(2024, self.siti).action_pdf()
        with self.refused("no year between 2000 and 2100", ValidationError):
            self.recap(26)

    def test_paper_has_a_page_for_each_member(self):
        report = self.env.ref("coop_services.action_report_payout_recap")
        content, _kind = report._render_qweb_html(report, self.recap().ids)
        text = content.decode().replace("\u00a0", " ")
        self.assertEqual(text.count('class="page"'), 2)
        for said in ("Income from work in", "3,400,000", "85,000", "36,800"):
            self.assertIn(said, text)

    def test_spreadsheet_of_the_year(self):
        sheets = self.book("coop_services.payout_recap_xlsx", self.recap())
        members = sheets["Members"]
        self.assertEqual(members[2][:5], ("0002", "Siti", 3400000, 85000, 36800))
        self.assertEqual(members[3][2], 3400000 + 1700000)
        self.assertEqual(len(sheets["Payouts"]), 1 + 4 + 1)
        self.assertEqual(sheets["Payouts"][-1][5], 5100000)

    def test_spreadsheet_of_the_run(self):
        run = self.env["coop.payout.run"].search([("date", "=", "2026-01-31")])
        sheets = self.book("coop_services.payout_run_xlsx", run)
        heads, *rows, total = sheets["Payouts"]
        self.assertEqual(rows[1][:4], (run.name, "0002", "Siti", 1700000))
        net = heads.index("Net")
        self.assertEqual(total[net], sum(run.payout_ids.mapped("net")))
        heads, *rows, total = sheets["Work"]
        self.assertEqual(
            [row[5:] for row in rows], [(850000, 1000000), (1700000, 2000000)]
        )
        self.assertEqual(total[6], 3000000)

    def test_member_takes_the_own_year_from_the_portal(self):
        self.authenticate("siti", "siti")
        page = self.url_open("/my/payouts").text
        self.assertIn("/my/payouts/recap/2026", page)
        self.assertNotIn("/my/payouts/recap/2025", page)
        response = self.url_open("/my/payouts/recap/2026")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        text = response.text.replace("\u00a0", " ")  # HTML in tests
        self.assertIn("3,400,000", text)
        self.assertNotIn("Budi", text)
        response = self.url_open("/my/payouts/recap/2025")
        self.assertTrue(response.url.endswith("/my/payouts"))
