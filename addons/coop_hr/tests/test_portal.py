# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import base64

from lxml import html

from odoo.tests import HttpCase, tagged

from .common import HrCase


@tagged("post_install", "-at_install")
class TestPortalSkills(HrCase, HttpCase):
    """Members see their own skills and certificates, and nobody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.siti = cls.member("Siti Rahmawati")
        cls.budi = cls.member("Budi Santoso")
        cls.new_member = cls.member("Dewi Lestari")
        cls.skilled(cls.siti, cls.floors, 50)
        scan = {
            "certificate_file": base64.b64encode(b"%PDF-1.4 scan of Siti"),
            "certificate_filename": "tkbt.pdf",
        }
        lsp = cls.person("LSP Kebersihan").id
        cls.tkbt_a = cls.certificate(
            cls.siti, cls.tkbt, "2025-01-01", number="TK-1", issuer_id=lsp, **scan
        )
        cls.sim_b = cls.certificate(
            cls.budi, cls.sim_a, "2020-01-01", "2025-01-01", number="SIM-9", **scan
        )
        for member in (cls.siti, cls.budi, cls.new_member):
            partner = member.partner_id
            login = partner.name.split()[0].lower()
            cls.new_user(
                login, "base.group_portal", partner_id=partner.id, name=partner.name
            )

    def page(self, login):
        self.authenticate(login, login)
        response = self.url_open("/my/skills")
        self.assertEqual(response.status_code, 200)
        text = html.fromstring(response.content).text_content()
        return " ".join(text.split()).replace("\u00a0", " ")

    def test_own_skills_and_certificates(self):
        text = self.page("siti")
        self.assertIn("TKBT Valid No. TK-1 LSP Kebersihan", text)
        self.assertIn("Floors Cleaning Able", text)
        self.assertNotIn("SIM-9", text)
        self.assertIn("SIM A Expired No. SIM-9", self.page("budi"))

    def test_nothing_yet(self):
        self.assertIn("No certificates are registered", self.page("dewi"))

    def test_scan_is_given_to_its_member_only(self):
        self.authenticate("siti", "siti")
        response = self.url_open(f"/my/skills/{self.tkbt_a.id}/file")
        self.assertEqual(response.content, b"%PDF-1.4 scan of Siti")
        response = self.url_open(f"/my/skills/{self.sim_b.id}/file")
        self.assertTrue(response.url.endswith("/my/skills"))
        for url in (
            f"/web/content/hr.employee.skill/{self.sim_b.id}/certificate_file",
            f"/web/image/hr.employee.skill/{self.sim_b.id}/certificate_file",
        ):
            self.assertNotIn(b"scan of Siti", self.url_open(url).content)

    def test_home_entry(self):
        self.authenticate("siti", "siti")
        self.assertIn("/my/skills", self.url_open("/my").text)
