# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo.tests import tagged

from .test_client_portal import ClientCase


@tagged("post_install", "-at_install")
class TestClientTour(ClientCase):
    """In a browser on a phone: a client signs a BAST."""

    browser_size = "360x740"
    touch_enabled = True

    def test_client_signs(self):
        self.start_tour("/my/bast", "coop_sign_acceptance", login="client", timeout=180)
        self.sent.invalidate_recordset()
        self.assertEqual(self.sent.state, "accepted")
        self.assertEqual(self.sent.client_rating, 5)
        self.assertEqual(self.sent.signed_by, "Ibu Ratna")
        self.assertTrue(self.sent.signature)
