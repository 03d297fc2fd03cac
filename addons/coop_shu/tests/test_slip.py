# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import io

from lxml import html
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.coop_membership.engine.words import rupiah_in_words

from .common import ShuCase


@tagged("post_install", "-at_install")
class TestSlip(ShuCase):
    """Slips and the list for the meeting: one document, a page per member."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # no server answers here: pages must do without style sheets and images
        cls.env["ir.config_parameter"].set_param("report.url", "http://127.0.0.1:9")
        for index in range(30):
            cls.worker(
                f"Member {index:02d} & Co",
                savings=500_000 + 1000 * index,
                patronage=1_000_000 + 7 * index,
            )
        cls.book(member=44_100_000, non_member=7_900_000)
        cls.shu_run = cls.approved(
            cls.scheme(
                [("reserve", 50), ("patronage", 35), ("capital", 15)],
                payable_unit=100,
            )
        )
        cls.reports = cls.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )

    def pages(self, report, records):
        with self.allow_pdf_render():
            content, kind = self.reports._render_qweb_pdf(report, records.ids)
        self.assertEqual(kind, "pdf")
        reader = PdfReader(io.BytesIO(content))
        return [" ".join(page.extract_text().split()) for page in reader.pages]

    def test_a_page_per_member_of_the_run(self):
        pages = self.pages("coop_shu.action_report_run_slips", self.shu_run)
        self.assertEqual(len(pages), 30)
        for share, page in zip(self.shu_run.share_ids, pages, strict=True):
            self.assertIn(share.partner_id.name, page)
            self.assertIn(share.number, page)
            self.assertIn(f"{share.payable:,.0f}", page)
            self.assertIn(rupiah_in_words(share.payable), page)
            self.assertIn("1/RAT/2026", page)

    def test_selected_shares(self):
        chosen = self.shu_run.share_ids[3] + self.shu_run.share_ids[1]
        pages = self.pages("coop_shu.action_report_share_slip", chosen)
        self.assertEqual(len(pages), 2)
        for share, page in zip(chosen, pages, strict=True):
            self.assertIn(share.partner_id.name, page)

    def test_list_for_the_meeting(self):
        pages = self.pages("coop_shu.action_report_run_list", self.shu_run)
        self.assertEqual(len(pages), 3)  # the year, 22 members, 8 members
        self.assertIn("Distribution of the surplus (SHU) 2025", pages[0])
        self.assertIn("52,000,000", pages[0])
        text = " ".join(pages)
        for share in self.shu_run.share_ids:
            self.assertIn(share.number, text)
            self.assertIn(f"{share.total:,.0f}", text)
        self.assertIn(f"{sum(self.shu_run.share_ids.mapped('payable')):,.0f}", pages[2])

    def test_formula_words_and_code(self):
        """The page carries what the share explains, and asks no server for it."""
        share = self.shu_run.share_ids[0]
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "coop_shu.share_slip", share.ids
        )
        body = html.fromstring(content)
        text = " ".join(body.find(".//main").text_content().split())
        text = text.replace("\u00a0", " ")
        for step in share._explain():
            self.assertIn(step["label"], text)
            self.assertIn(step["formula"].replace("\u00a0", " "), text)
        self.assertEqual(len(body.findall('.//div[@class="article"]')), 1)
        for image in body.findall(".//main//img"):
            self.assertTrue(image.get("src").startswith("data:"))
        size, path = self.env["report.coop_shu.share_slip"]._qr(share)
        self.assertEqual(body.find(".//svg").get("viewbox"), f"0 0 {size} {size}")
        self.assertEqual(body.find(".//svg/path").get("d"), path)

    def test_code_holds_the_address(self):
        """The drawn modules are those of the code of the verification address."""
        slips = self.env["report.coop_shu.share_slip"]
        share = self.shu_run.share_ids[0]
        size, path = slips._qr(share)
        dark = set()
        for run in path.removesuffix("z").split("z"):
            start, width = run.removeprefix("M").split("h")[:2]
            x, y = map(int, start.split())
            dark |= {(x + i, y) for i in range(int(width.split("v")[0]))}
        for corner_x, corner_y in ((0, 0), (size - 7, 0), (0, size - 7)):
            for x in range(7):
                for y in range(7):
                    ring = max(abs(x - 3), abs(y - 3))
                    self.assertEqual((corner_x + x, corner_y + y) in dark, ring != 2)
        url = slips._verify_url(share)
        self.assertIn(f"/coop/shu/verify/{share.id}/", url)
        self.assertNotEqual(url, slips._verify_url(self.shu_run.share_ids[1]))

    def test_proposal_has_no_code(self):
        self.shu_run.action_unapprove()
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "coop_shu.run_slips", self.shu_run.ids
        )
        self.assertIn(b"PROPOSAL", content)
        self.assertNotIn(b"<path", content)
        self.assertNotIn(b"/coop/shu/verify/", content)

    def test_nothing_to_print(self):
        slips = self.env["report.coop_shu.share_slip"]
        with self.assertRaisesRegex(UserError, "Compute the distribution first"):
            slips._slips(self.env["coop.shu.share"])
        self.shu_run.sudo().state = "reversed"
        with self.assertRaisesRegex(UserError, "no longer valid"):
            slips._slips(self.shu_run.share_ids[:1])

    def test_rights(self):
        clerk = self.new_user("slip_clerk", "base.group_user")
        for report, records in (
            ("coop_shu.run_slips", self.shu_run),
            ("coop_shu.run_list", self.shu_run),
            ("coop_shu.share_slip", self.shu_run.share_ids[:1]),
        ):
            with self.assertRaises(AccessError):
                self.env["ir.actions.report"].with_user(clerk)._render_qweb_html(
                    report, records.ids
                )
        supervisor = self.new_user("slip_supervisor", "supervisor")
        content, _kind = (
            self.env["ir.actions.report"]
            .with_user(supervisor)
            ._render_qweb_html("coop_shu.run_list", self.shu_run.ids)
        )
        self.assertIn(b"Member 07", content)

    def test_names_stay_text(self):
        self.shu_run.share_ids[0].partner_id.name = "<script>alert(1)</script>"
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "coop_shu.run_slips", self.shu_run.ids
        )
        self.assertNotIn(b"<script>alert", content)

    def test_masked_name(self):
        masked = self.env["report.coop_shu.share_slip"]._masked
        self.assertEqual(masked("Siti Rahayu"), "S••• R•••••")
        self.assertEqual(masked(False), "")
