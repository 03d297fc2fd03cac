# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import base64
import io

from PIL import Image

from odoo import fields
from odoo.exceptions import UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .test_acceptance import AcceptanceCase


def drawing():
    """A signature, base64."""
    stream = io.BytesIO()
    Image.new("RGB", (60, 20), "navy").save(stream, format="PNG")
    return base64.b64encode(stream.getvalue()).decode()


class ClientCase(AcceptanceCase, HttpCase):
    """A client with a portal user, another client, and a member who works there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls.person("Buyer of Terang", parent_id=cls.client.id)
        cls.other = cls.person("PT Lain")
        for login, partner in (
            ("client", cls.buyer),
            ("stranger", cls.other),
            ("budi", cls.budi.partner_id),
        ):
            cls.new_user(
                login, "base.group_portal", partner_id=partner.id, name=partner.name
            )
        cls.sent = cls.acceptance(price=10000000)
        cls.sent.action_send()

    def post(self, url, **data):
        return self.url_open(
            url,
            data={"csrf_token": Request.csrf_token(self), **data},
            allow_redirects=False,
        )

    def sign(self, acceptance, token=None, **params):
        url = f"/my/bast/{acceptance.id}/accept"
        if token:
            url += f"?access_token={token}"
        params = {"name": "Ibu Ratna", "signature": drawing(), **params}
        return self.make_jsonrpc_request(url, params)


@tagged("post_install", "-at_install")
class TestClientPortal(ClientCase):
    def test_client_signs_and_rates(self):
        self.authenticate("client", "client")
        page = self.url_open(f"/my/bast/{self.sent.id}")
        self.assertEqual(page.status_code, 200)
        self.assertIn("Accept the work", page.text)
        self.assertIn("Office cleaning", page.text)
        # what members earn, and their names, are not for clients
        self.assertNotIn("Budi", page.text)
        self.assertNotIn("9.000.000", page.text)
        self.post(f"/my/bast/{self.sent.id}/rate", rating="4", comment="Good")
        answer = self.sign(self.sent)
        self.assertTrue(answer["force_refresh"])
        self.sent.invalidate_recordset()
        self.assertEqual(self.sent.state, "accepted")
        self.assertEqual(self.sent.signed_by, "Ibu Ratna")
        self.assertTrue(self.sent.signature)
        self.assertEqual(
            (self.sent.client_rating, self.sent.client_comment), (4, "Good")
        )
        self.assertEqual(self.sent.rating_last_value, 4)
        self.assertEqual(sum(self.sent.share_ids.mapped("gross")), 9000000)
        self.assertTrue(self.sign(self.sent)["error"], "signed once")
        self.post(f"/my/bast/{self.sent.id}/rate", rating="1")
        self.assertEqual(self.sent.client_rating, 4, "rated once")

    def test_link_of_the_mail_is_enough(self):
        self.sent.flush_recordset()
        self.assertIn("error", self.sign(self.sent))
        self.assertIn("error", self.sign(self.sent, token="wrong"))
        answer = self.sign(self.sent, token=self.sent.access_token)
        self.assertTrue(answer.get("force_refresh"), answer)

    def test_taking_back_ends_the_link(self):
        token = self.sent.access_token
        self.sent.action_draft()
        self.assertIn("error", self.sign(self.sent, token=token))
        self.sent.action_send()
        self.assertNotEqual(self.sent.access_token, token)
        self.assertIn("error", self.sign(self.sent, token=token))

    def test_strangers_and_members_stay_out(self):
        for login in ("stranger", "budi"):
            self.authenticate(login, login)
            with self.subTest(login=login):
                response = self.url_open(
                    f"/my/bast/{self.sent.id}", allow_redirects=False
                )
                self.assertEqual(response.status_code, 303)
                self.assertIn("error", self.sign(self.sent))
                self.post(f"/my/bast/{self.sent.id}/rate", rating="1")
                self.post(f"/my/bast/{self.sent.id}/complain", subject="x")
                self.assertNotIn(self.sent.name, self.url_open("/my/bast").text)
        self.assertFalse(self.sent.client_rating)
        self.assertFalse(self.contract.coop_complaint_ids)

    def test_drafts_are_not_shown(self):
        draft = self.acceptance(price=2000000)
        token = draft._portal_ensure_token()
        self.authenticate("client", "client")
        for url in (
            f"/my/bast/{draft.id}",
            f"/my/bast/{draft.id}?access_token={token}",
        ):
            self.assertEqual(self.url_open(url, allow_redirects=False).status_code, 303)
        self.assertNotIn(draft.name, self.url_open("/my/bast").text)

    def test_signature_must_be_a_picture_with_a_name(self):
        self.authenticate("client", "client")
        for params in (
            {"signature": ""},
            {"signature": "AAAA"},
            {"name": "  "},
        ):
            self.assertIn("error", self.sign(self.sent, **params))
        self.assertEqual(self.sent.state, "sent")

    def test_client_complains(self):
        self.authenticate("client", "client")
        self.post(
            f"/my/bast/{self.sent.id}/complain", subject="Dusty", description="Lobby"
        )
        complaint = self.contract.coop_complaint_ids
        self.assertEqual(
            (complaint.subject, complaint.channel, complaint.acceptance_id),
            ("Dusty", "portal", self.sent),
        )
        self.assertTrue(complaint.activity_ids)
        self.post("/my/complaints/new", contract_id=self.contract.id, subject="Late")
        other = self.job("Job of another", partner_id=self.other.id)
        self.post("/my/complaints/new", contract_id=other.id, subject="Not mine")
        self.assertFalse(other.coop_complaint_ids)
        page = self.url_open("/my/complaints").text
        self.assertIn("Dusty", page)
        self.assertIn("Late", page)
        complaint.solution = "Vacuumed twice"
        complaint.action_resolve()
        self.assertIn("Vacuumed", self.url_open(f"/my/complaints/{complaint.id}").text)
        self.authenticate("stranger", "stranger")
        response = self.url_open(
            f"/my/complaints/{complaint.id}", allow_redirects=False
        )
        self.assertEqual(response.status_code, 303)

    def test_what_the_portal_reads_of_an_acceptance(self):
        """A client's own calls get no share, split or percentage either."""
        client = self.env["res.users"].search([("login", "=", "client")])
        mine = self.sent.with_user(client)
        mine.invalidate_recordset()
        self.assertEqual(mine.read(["amount_price"])[0]["amount_price"], 10000000)
        for field in (
            "coop_percent",
            "split",
            "amount_member",
            "work_ids",
            "share_ids",
        ):
            with self.assertRaises(UserError):
                mine.read([field])
        with self.assertRaises(UserError):
            mine.line_ids.read(["amount"])
        with self.assertRaises(UserError):
            mine.action_accept()

    def test_printed_page(self):
        html = self.env["ir.actions.report"]._render_qweb_html(
            "coop_services.report_acceptance", self.sent.ids
        )[0]
        text = html.decode()
        self.assertIn("sepuluh juta rupiah", text.lower())
        self.assertIn("Not signed yet", text)
        self.assertNotIn("Budi", text)


@tagged("post_install", "-at_install")
class TestSite(ClientCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        now = fields.Datetime.now().replace(microsecond=0)
        role = cls.role(
            cls.contract,
            date_from=fields.Date.subtract(now.date(), days=2),
            date_to=fields.Date.add(now.date(), days=2),
            people=2,
        )
        cls.shift_now = cls.shift(
            cls.assign(role, cls.budi), fields.Datetime.subtract(now, minutes=30)
        )
        cls.shift_of_siti = cls.shift(
            cls.assign(role, cls.siti), fields.Datetime.subtract(now, minutes=30)
        )
        cls.site._coop_ensure_site_token()
        cls.url = f"/coop/site/{cls.site.coop_site_token}"

    def test_member_checks_in_and_out(self):
        self.authenticate("budi", "budi")
        page = self.url_open(self.url)
        self.assertIn("Check in", page.text)
        self.assertIn(self.site.name, page.text)
        self.post(f"{self.url}/check", shift_id=self.shift_now.id)
        self.shift_now.invalidate_recordset()
        self.assertTrue(self.shift_now.check_in)
        self.assertFalse(self.shift_now.check_out)
        self.assertGreaterEqual(self.shift_now.late_minutes, 30)
        self.assertEqual(self.shift_now.state, "planned")
        self.post(f"{self.url}/check", shift_id=self.shift_now.id)
        self.shift_now.invalidate_recordset()
        self.assertEqual(self.shift_now.state, "done")
        self.assertTrue(self.shift_now.check_out)
        response = self.post(f"{self.url}/check", shift_id=self.shift_now.id)
        self.assertIn("refused", response.headers["Location"])

    def test_not_for_another_member(self):
        self.authenticate("budi", "budi")
        self.post(f"{self.url}/check", shift_id=self.shift_of_siti.id)
        self.shift_of_siti.invalidate_recordset()
        self.assertFalse(self.shift_of_siti.check_in)

    def test_unknown_code(self):
        self.authenticate("budi", "budi")
        self.assertEqual(self.url_open("/coop/site/nothing").status_code, 404)

    def test_client_sees_no_shift(self):
        self.authenticate("client", "client")
        self.assertIn("no shift here", self.url_open(self.url).text)

    def test_poster_and_a_new_code(self):
        html = self.env["ir.actions.report"]._render_qweb_html(
            "coop_services.report_site_code", self.site.ids
        )[0]
        self.assertIn(self.url, html.decode())
        old = self.site.coop_site_token
        self.site.action_coop_new_site_token()
        self.assertNotEqual(self.site.coop_site_token, old)
