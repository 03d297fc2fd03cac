# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from lxml import html

from odoo.tests import HttpCase, tagged

from .common import CoopCase


@tagged("post_install", "-at_install")
class TestPortalSavings(CoopCase, HttpCase):
    """The savings page shows a member's own ledger, and nobody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.siti = cls.member("Siti <Rahayu>")
        cls.budi = cls.member("Budi Santoso")
        cls.save(cls.siti, cls.principal, 500000, "2024-01-01")
        for month in range(1, 13):
            cls.save(cls.siti, cls.mandatory, 50000, f"2024-{month:02d}-05")
            cls.save(cls.budi, cls.mandatory, 61000, f"2024-{month:02d}-05")
        for day in range(1, 11):
            cls.save(cls.siti, cls.voluntary, 1000 * day, f"2025-01-{day:02d}")
        cls.save(cls.siti, cls.voluntary, -5000, "2025-02-01")
        for login, member in (("member_a", cls.siti), ("member_b", cls.budi)):
            partner = member.partner_id
            cls.new_user(
                login, "base.group_portal", partner_id=partner.id, name=partner.name
            )

    def page(self, url="/my/savings", login="member_a"):
        self.authenticate(login, login)
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        text = " ".join(html.fromstring(response.content).text_content().split())
        return text.replace("\u00a0", " "), response

    def test_balances_and_arrears(self):
        text, response = self.page()
        self.assertIn("Siti <Rahayu>", text)  # shown as text, not taken as a tag
        self.assertIn(f"Member number {self.siti.number}", text)
        self.assertIn("Principal savings Rp 500,000", text)
        self.assertIn("Mandatory savings Rp 600,000", text)
        self.assertIn("Voluntary savings Rp 50,000", text)
        self.assertIn("due since 01/10/2025", text)
        self.assertNotIn(b"<Rahayu>", response.content)

    def test_passbook_runs_backwards_over_pages(self):
        first, _response = self.page()
        self.assertIn("Rp 5,000 Balance Rp 50,000", first)
        self.assertIn("Rp 10,000 Balance Rp 55,000", first)
        second, _response = self.page("/my/savings/page/2")
        self.assertIn("Rp 50,000 Balance Rp 50,000", second)
        self.assertIn("Rp 500,000 Balance Rp 500,000", second)
        self.assertNotIn("Rp 10,000 Balance", second)

    def test_home_entry(self):
        self.authenticate("member_a", "member_a")
        self.assertIn("/my/savings", self.url_open("/my").text)
        counters = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["coop_savings_count"]}
        )
        self.assertEqual(counters["coop_savings_count"], 1)

    def test_others_lead_home(self):
        text, response = self.page(f"/my/savings/{self.budi.id}")
        self.assertTrue(response.url.endswith("/my"))
        self.assertNotIn("Budi", text)
        self.assertNotIn("Mandatory savings", text)
        text, _response = self.page(f"/my/savings/{self.budi.id}", "member_b")
        self.assertIn("Mandatory savings Rp 732,000", text)

    def test_public_and_staff(self):
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/my/savings").url)
        self.new_user("clerk", "base.group_user")
        self.new_user("officer", "officer")
        for login in ("clerk", "officer"):
            for url in ("/my/savings", f"/my/savings/{self.siti.id}"):
                _text, response = self.page(url, login)
                self.assertTrue(response.url.endswith("/my"), login)

    def test_two_periods(self):
        """Who left and came back sees both periods, the open one first."""
        reason = self.env["coop.leave.reason"].search(
            [("kind", "=", "resigned")], limit=1
        )
        self.budi._leave(self.budi.date_joined.replace(year=2025), reason)
        again = self.member("", "2025-03-01", partner_id=self.budi.partner_id.id)
        text, _response = self.page(login="member_b")
        self.assertIn(f"Member number {again.number}", text)
        self.assertIn("There are no entries yet", text)
        text, _response = self.page(f"/my/savings/{self.budi.id}", "member_b")
        self.assertIn("Mandatory savings Rp 732,000", text)
        self.assertIn("left on", text)
