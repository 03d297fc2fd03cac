# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import TrainingCase


@tagged("post_install", "-at_install")
class TestOfficeTour(TrainingCase, HttpCase):
    """In a browser: HR plans a session, takes attendance, certificates appear."""

    def test_from_plan_to_certificates(self):
        siti, budi = self.member("Siti Rahmawati"), self.member("Budi Santoso")
        self.programme("First aid at work", outcomes=[(self.tkbt, 36, 100)])
        self.new_user("tour", "officer")
        self.start_tour("/odoo", "coop_training_session", login="tour", timeout=180)
        event = self.env["event.event"].search([("name", "=", "First aid in March")])
        self.assertEqual(event.coop_hours, 8)
        rows = event.registration_ids
        self.assertEqual(rows.coop_member_id, siti + budi)
        self.assertEqual(set(rows.mapped("state")), {"done"})
        certificates = (siti + budi).employee_id.certification_ids
        self.assertEqual(len(certificates), 2)
        self.assertEqual(set(certificates.mapped("verified")), {True})


@tagged("post_install", "-at_install")
class TestPhoneTour(TrainingCase, HttpCase):
    """On a phone: a member registers for a course and shows a certificate."""

    browser_size = "360x740"
    touch_enabled = True

    def test_register_and_show_a_certificate(self):
        siti = self.member("Siti Rahmawati")
        self.certificate(siti, self.tkbt, "2025-01-01", number="KEP.188/TKBT1/BDG/2021")
        programme = self.programme("First aid at work")
        event = self.coming(programme, places=5)
        begin = fields.Datetime.now() + timedelta(days=5)
        event.write({"date_begin": begin, "date_end": begin + timedelta(hours=8)})
        partner = siti.partner_id
        self.new_user("siti", "base.group_portal", partner_id=partner.id, name="Siti")
        self.start_tour("/my", "coop_training_phone", login="siti", timeout=120)
        row = event.registration_ids
        self.assertEqual((row.coop_member_id, row.state), (siti, "open"))
