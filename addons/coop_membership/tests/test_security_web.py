# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import json
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .security import OFFICE, ROLES, SecurityCase

LOGIN = {"public": "/web/login"}
SAVINGS = {None: "/my", **LOGIN}  # who is no member is led to the start page
LEDGER = ("accountant", "manager", "supervisor")
ROUTES = {
    ("/my/savings", "/my/savings"): {**SAVINGS, "portal_a": 200, "portal_b": 200},
    ("/my/savings/page/<int:page>", "/my/savings/page/1"): {
        **SAVINGS,
        "portal_a": 200,
        "portal_b": 200,
    },
    ("/my/savings/<int:member_id>", lambda case: f"/my/savings/{case.a.id}"): {
        **SAVINGS,
        "portal_a": 200,
    },
    (
        "/my/savings/<int:member_id>/page/<int:page>",
        lambda case: f"/my/savings/{case.a.id}/page/1",
    ): {**SAVINGS, "portal_a": 200},
}
REPORTS = {
    "coop_membership.member_passbook": ("coop.member", (*OFFICE, "portal_a")),
    "coop_membership.member_passbook_xlsx": ("coop.member", (*OFFICE, "portal_a")),
    "coop_membership.member_register": ("coop.member", (*OFFICE, "portal_a")),
    "coop_membership.member_register_xlsx": ("coop.member", (*OFFICE, "portal_a")),
    "coop_membership.opening_template": ("coop.opening", LEDGER),
    "coop_membership.collection_xlsx": ("coop.savings.collection", OFFICE),
    "coop_membership.report_cash_list": ("posted batch", OFFICE),
    "coop_membership.report_deposit_receipt": ("payment", LEDGER),
    "coop_membership.report_member_exit": ("coop.member.exit", OFFICE),
}


@tagged("post_install", "-at_install")
class TestSecurityWeb(SecurityCase, HttpCase):
    """The security matrix by address: pages, documents, files, remote calls."""

    def test_routes(self):
        self.check_routes(ROUTES)

    def test_reports(self):
        self.check_reports(REPORTS)

    def test_identities_on_paper_only_for_whom_they_are(self):
        url = f"/report/html/coop_membership.member_register/{self.a.id}"
        for role in OFFICE:
            shown = self.nik_a in self.get(role, url).text
            self.assertEqual(shown, role == "manager", role)

    def test_files(self):
        """Spreadsheets with identities and bank files are not for every reader."""
        batch = self.samples["coop.payment.batch"]
        batch.with_user(self.users["accountant"]).action_bank_file()
        opening = self.samples["coop.opening"]
        for record, field, may in (
            (opening, "file", ("accountant", "manager")),
            (batch, "bank_file", ("accountant", "manager")),
        ):
            attachment = self.env["ir.attachment"].search(
                [
                    ("res_model", "=", record._name),
                    ("res_id", "=", record.id),
                    ("res_field", "=", field),
                ]
            )
            self.assertEqual(len(attachment), 1)
            for role in ROLES:
                for url in (
                    f"/web/content/{record._name}/{record.id}/{field}",
                    f"/web/content/{attachment.id}",
                ):
                    with self.subTest(role=role, url=url):
                        response = self.get(role, url)
                        given = response.status_code == 200 and bool(response.content)
                        self.assertEqual(given, role in may)

    def test_attachments_follow_their_record(self):
        attachment = self.env["ir.attachment"].create(
            {
                "name": "ktp.txt",
                "raw": b"secret",
                "res_model": "coop.member",
                "res_id": self.a.id,
            }
        )
        for role in ROLES:
            with self.subTest(role=role):
                response = self.get(role, f"/web/content/{attachment.id}")
                given = b"secret" in response.content
                self.assertEqual(given, role in OFFICE)

    # ---------------------------------------------------------------- remote calls
    def call(self, path, payload, **headers):
        with mute_logger("odoo.http"):
            return self.url_open(
                path,
                data=json.dumps(payload),
                headers={"Content-Type": "application/json", **headers},
            )

    def test_web_client_calls(self):
        for role, count in (("portal_a", 1), ("internal", None), ("other", 0)):
            self.authenticate(role, role)
            answer = self.call(
                "/web/dataset/call_kw/coop.member/search_read",
                {
                    "params": {
                        "model": "coop.member",
                        "method": "search_read",
                        "args": [[], ["number"]],
                        "kwargs": {},
                    }
                },
            ).json()
            if count is None:
                self.assertIn("error", answer)
            else:
                self.assertEqual(len(answer["result"]), count)

    def test_external_api(self):
        for role, count in (("portal_a", 1), ("portal_b", 1), ("other", 0)):
            user = self.users[role]
            key = (
                self.env["res.users.apikeys"]
                .with_user(user)
                .sudo()
                ._generate("rpc", "test", fields.Datetime.now() + timedelta(days=1))
            )
            bearer = {"Authorization": f"Bearer {key}"}
            answer = self.call(
                "/json/2/coop.savings.balance/search_read",
                {"domain": [], "fields": ["member_id"]},
                **bearer,
            )
            members = {row["member_id"][0] for row in answer.json()}
            self.assertEqual(len(members), count)
            for path in (
                f"/json/2/coop.member/action_approve?ids={self.b.id}",
                "/json/2/coop.member/_activate_if_paid",
            ):
                answer = self.call(path, {"ids": self.b.ids}, **bearer)
                self.assertGreaterEqual(answer.status_code, 400)
