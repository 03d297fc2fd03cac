# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from unittest.mock import patch

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import ShuCase


class ShuTourCase(ShuCase, HttpCase):
    """Two members with a year of work and savings, not closed yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.year = fields.Date.today().year - 1
        before, within = f"{cls.year - 1}-12-01", f"{cls.year}-05-31"
        cls.siti = cls.worker("Siti Rahmawati", 300_000, joined=before)
        cls.budi = cls.worker("Budi Santoso", 100_000, joined=before)
        cls.work(cls.siti, 300_000, within)
        cls.work(cls.budi, 100_000, within)
        cls.book(member=10_000_000, date=f"{cls.year}-06-30")
        for member in cls.siti + cls.budi:
            cls.env["res.partner.bank"].create(
                {
                    "partner_id": member.partner_id.id,
                    "acc_number": f"00{member.number}",
                    "allow_out_payment": True,
                }
            )
        cls.the_scheme = cls.scheme(
            [("reserve", 40), ("patronage", 40), ("capital", 20)],
            valid_from=f"{cls.year}-01-01",
        )


@tagged("post_install", "-at_install")
class TestCloseYearTour(ShuTourCase):
    """In a browser: the office closes a year, from the checklist to the slips."""

    def test_close_a_year(self):
        self.new_user("tour", "manager")
        reports = self.registry["ir.actions.report"]
        render = reports._render_qweb_pdf
        printed = []

        def spy(report, report_ref, res_ids=None, data=None):
            printed.append((report._get_report(report_ref).report_name, res_ids))
            return render(report, report_ref, res_ids, data)

        with patch.object(reports, "_render_qweb_pdf", spy):
            self.start_tour("/odoo", "coop_close_a_year", login="tour", timeout=240)

        run = self.env["coop.shu.run"].search([("company_id", "=", self.company.id)])
        self.assertEqual(run.state, "paid")
        self.assertEqual(run.date_to.year, self.year)
        self.assertEqual(run.resolution_number, "3/RAT")
        self.assertEqual(self.company.fiscalyear_lock_date, run.date_to)
        self.assertEqual(
            self.shares(run),
            {
                "Siti Rahmawati": (3_000_000, 1_500_000, 4_500_000, 4_500_000),
                "Budi Santoso": (1_000_000, 500_000, 1_500_000, 1_500_000),
            },
        )
        # the simulation stored nothing
        self.assertEqual(self.pools(run), [4_000_000, 4_000_000, 2_000_000])
        self.assertEqual(self.the_scheme.line_ids.mapped("percent"), [40, 40, 20])
        self.assertEqual(self.balance(self.payable), 0)
        self.assertEqual(self.balance(self.reserve), -4_000_000)
        batch = self.env["coop.payment.batch"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual((batch.state, batch.amount_total), ("posted", 6_000_000))
        self.assertIn(("coop_shu.run_slips", run.ids), printed)

    def test_in_indonesian(self):
        self.env["res.lang"]._activate_lang("id_ID")
        modules = ["coop_membership", "coop_shu"]
        self.env["ir.module.module"]._load_module_terms(modules, ["id_ID"])
        self.new_user("tour", "manager", lang="id_ID")
        self.start_tour("/odoo", "coop_in_indonesian", login="tour", timeout=120)


@tagged("post_install", "-at_install")
class TestPortalTour(ShuTourCase):
    """On a phone: a member reads why the share is this amount."""

    browser_size = "360x740"
    touch_enabled = True

    def test_why_this_amount(self):
        run = self.posted(self.the_scheme, year=self.year)
        share = run.share_ids.filtered(lambda s: s.member_id == self.siti)
        self.assertEqual(share.payable, 4_500_000)
        self.new_user(
            "siti",
            "base.group_portal",
            partner_id=self.siti.partner_id.id,
            name=self.siti.partner_id.name,
        )
        self.start_tour("/my", "coop_why_this_amount", login="siti", timeout=120)
