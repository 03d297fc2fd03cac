# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import SocialCase

NUMBER = "12345678901"


class SocialTourCase(SocialCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.month = fields.Date.today().replace(day=1)
        cls.company.coop_social_since = cls.month
        cls.siti = cls.member("Siti Rahmawati", joined="2024-01-01")


@tagged("post_install", "-at_install")
class TestMonthTour(SocialTourCase):
    """In a browser: HR runs a month of BPJS to the posted bill."""

    def test_a_month_to_the_posted_bill(self):
        self.new_user("tour", "manager")
        self.start_tour("/odoo", "coop_social_month", login="tour", timeout=240)
        run = self.runs.search([("company_id", "=", self.company.id)])
        self.assertEqual((run.state, run.month), ("posted", self.month))
        self.assertEqual(run.bill_ids.scheme_id, self.tk)
        self.assertEqual(run.bill_ids.move_id.amount_total, run.amount_total)
        self.assertEqual(self.owes(self.siti), run.amount_member)
        enrolment = self.siti.social_enrolment_ids
        self.assertEqual(enrolment.sudo().number, NUMBER)
        self.assertEqual(enrolment.create_uid.login, "tour")


@tagged("post_install", "-at_install")
class TestPortalTour(SocialTourCase):
    """On a phone: a member reads the own cover, number and contributions."""

    browser_size = "360x740"
    touch_enabled = True

    def test_my_social_security(self):
        self.enrol(self.siti, start=self.month, income=3_450_000, number_entry=NUMBER)
        self.pay_run(self.booked(self.month), fields.Date.today())
        self.new_user(
            "siti",
            "base.group_portal",
            partner_id=self.siti.partner_id.id,
            name=self.siti.partner_id.name,
        )
        self.start_tour("/my", "coop_social_portal", login="siti", timeout=120)

    def test_pages_of_contributions(self):
        self.company.coop_social_months_back = 60
        start = self.month.replace(year=self.month.year - 3)
        self.company.coop_social_since = start
        self.enrol(self.siti, start=start, income=1_000_000)
        self.booked(self.month)
        user = self.new_user(
            "siti",
            "base.group_portal",
            partner_id=self.siti.partner_id.id,
            name=self.siti.partner_id.name,
        )
        self.authenticate(user.login, user.login)
        first = self.url_open("/my/social-security").text
        second = self.url_open("/my/social-security/page/2").text
        self.assertEqual(first.count("o_coop_contribution"), 24)
        self.assertEqual(second.count("o_coop_contribution"), 13)
