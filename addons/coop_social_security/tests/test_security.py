# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.coop_membership.tests.security import (
    OFFICE,
    OPENS,
    SecurityCase,
    allow,
)

from .common import SocialCase

ALL = "crwd"
HR = ("officer", "manager")
STAFF = ("officer", "accountant", "manager")
BOOKS = ("accountant", "manager")
LEDGER = (*BOOKS, "supervisor")
# shared by all companies, and no secret
SHARED = allow(*OFFICE, manager=ALL, other=ALL)
MODELS = {
    "coop.social.scheme": SHARED,
    "coop.social.rate": SHARED,
    "coop.social.band": SHARED,
    "coop.social.benefit": SHARED,
    "coop.social.layout": SHARED,
    "coop.social.layout.column": SHARED,
    "coop.social.enrolment": allow(*OFFICE, portal_a="r", officer=ALL, manager=ALL),
    "coop.social.term": allow(*OFFICE, officer=ALL, manager=ALL),
    "coop.social.run": allow("supervisor", **dict.fromkeys(STAFF, ALL)),
    "coop.social.bill": allow("supervisor", **dict.fromkeys(STAFF, "rw")),
    "coop.social.contribution": allow(*OFFICE, portal_a="r"),
    "coop.social.claim": dict.fromkeys(HR, ALL),
    "coop.social.cover": allow(*OFFICE),
    "coop.social.access": allow("supervisor", "manager"),
    # wizards: everybody has the own ones only
    "coop.social.preview": dict.fromkeys(STAFF, ALL),
    "coop.social.preview.line": dict.fromkeys((*STAFF, "other"), ALL),
    "coop.social.export": dict.fromkeys((*HR, "other"), ALL),
    "coop.social.receipt": dict.fromkeys((*STAFF, "other"), ALL),
    "coop.social.number": dict.fromkeys((*HR, "other"), ALL),
}
METHODS = {
    ("coop.member", "action_open_social"): ("coop.member", OPENS),
    ("coop.social.bill", "action_open_bill"): ("coop.social.bill", OPENS),
    ("coop.social.claim", "action_approve"): ("filed", HR),
    ("coop.social.claim", "action_draft"): ("filed", HR),
    ("coop.social.claim", "action_file"): ("coop.social.claim", HR),
    ("coop.social.claim", "action_pay"): ("filed", HR),
    ("coop.social.claim", "action_refuse"): ("filed", HR),
    ("coop.social.cover", "action_open_enrolment"): ("coop.social.cover", OPENS),
    ("coop.social.enrolment", "action_card"): ("coop.social.enrolment", OPENS),
    ("coop.social.enrolment", "action_erase"): ("former", ("manager",)),
    ("coop.social.enrolment", "action_number"): ("coop.social.enrolment", HR),
    ("coop.social.enrolment", "action_open_contributions"): (
        "coop.social.enrolment",
        OPENS,
    ),
    ("coop.social.export", "action_export"): ("export", HR),
    ("coop.social.number", "action_save"): ("number", HR),
    ("coop.social.rate", "action_preview"): ("coop.social.rate", OPENS),
    ("coop.social.receipt", "action_import"): ("receipt", STAFF),
    ("coop.social.run", "action_cancel"): ("coop.social.run", BOOKS),
    ("coop.social.run", "action_compute"): ("draft", STAFF),
    ("coop.social.run", "action_draft"): ("computed", STAFF),
    ("coop.social.run", "action_export"): ("coop.social.run", OPENS),
    ("coop.social.run", "action_open_contributions"): ("coop.social.run", OPENS),
    ("coop.social.run", "action_open_entries"): ("coop.social.run", LEDGER),
    ("coop.social.run", "action_post"): ("computed", BOOKS),
    ("coop.social.run", "action_receipt"): ("coop.social.run", OPENS),
}
# Field: roles that see it. Whole numbers and cards are given by code only, logged.
SECRETS = {
    ("coop.social.enrolment", "number"): (),
    ("coop.social.enrolment", "card"): (),
    ("coop.social.enrolment", "card_name"): (),
    ("coop.social.enrolment", "note"): HR,
    ("coop.social.term", "income"): HR,
    ("coop.social.term", "dependants"): HR,
    ("coop.social.contribution", "base"): (*HR, "portal_a"),
}
NUMBER_A, NUMBER_B = "12345678901", "12345678902"
LOGIN = {"public": "/web/login"}
ROUTES = {
    ("/my/social-security", "/my/social-security"): {
        None: "/my",
        "portal_a": 200,
        "portal_b": 200,
        **LOGIN,
    },
    ("/my/social-security/page/<int:page>", "/my/social-security/page/1"): {
        None: "/my",
        "portal_a": 200,
        "portal_b": 200,
        **LOGIN,
    },
    (
        "/coop/social/card/<int:enrolment_id>",
        lambda case: f"/coop/social/card/{case.enrolment_a.id}",
    ): {None: 404, "portal_a": 200, "officer": 200, "manager": 200, **LOGIN},
}


class SocialSecurityCase(SecurityCase, SocialCase):
    """Members A and B enrolled and charged, runs of every state, a claim of A."""

    module = "coop_social_security"

    @classmethod
    def _make_samples(cls):
        env = cls.env
        card = base64.b64encode(b"the card")
        terms = {"income": 1_234_567, "dependants": 2}
        cls.enrolment_a = cls.enrol(
            cls.a, number_entry=NUMBER_A, card_entry=card, **terms
        )
        cls.enrolment_a.note = "private"
        cls.enrolment_b = cls.enrol(cls.b, number_entry=NUMBER_B, income=7_654_321)
        former = cls.enrol(cls.member("Former"), income=1_000_000, stop="2026-01-01")
        cls.company.coop_social_since = "2026-02-01"
        posted = cls.booked("2026-02-01")
        computed = cls.computed("2026-03-01")
        draft = cls.runs.create({"month": "2026-04-01"})
        reason = env["coop.leave.reason"].search([], limit=1)
        former.member_id.sudo()._leave(former.date_stop, reason)
        claims = env["coop.social.claim"].create(
            [
                {
                    "member_id": cls.a.id,
                    "scheme_id": cls.tk.id,
                    "date_event": "2026-02-01",
                    "amount_paid": 1_000,
                    "note": "private",
                }
                for _state in ("draft", "filed")
            ]
        )
        claims[1].action_file()
        cls.enrolment_a.action_number()
        row_a, row_b = (
            posted.contribution_ids.filtered(lambda row, m=member: row.member_id == m)
            for member in (cls.a, cls.b)
        )
        cls.row_a, cls.row_b = row_a, row_b
        rate = env.ref("coop_social_security.rate_bpu_jkk")
        preview = env["coop.social.preview"].create({"rate_id": rate.id})
        receipt = f"number;amount\n{NUMBER_A};1\n"
        layout = env.ref("coop_social_security.layout_tk").copy()
        layout._replace_columns([("No", "number"), ("Nama", "name")])
        env.flush_all()
        return {
            "coop.member": cls.a,
            "coop.social.scheme": cls.tk,
            "coop.social.rate": rate,
            "coop.social.band": env.ref(
                "coop_social_security.rate_bpu_jkk_bands"
            ).band_ids[:1],
            "coop.social.benefit": env["coop.social.benefit"].search([], limit=1),
            "coop.social.layout": layout,
            "coop.social.layout.column": layout.column_ids[:1],
            "coop.social.enrolment": cls.enrolment_a,
            "coop.social.term": cls.enrolment_a.term_ids,
            "coop.social.run": posted,
            "coop.social.bill": posted.bill_ids,
            "coop.social.contribution": row_a,
            "coop.social.claim": claims[0],
            "coop.social.cover": env["coop.social.cover"].search(
                [("member_id", "=", cls.a.id)], limit=1
            ),
            "coop.social.access": env["coop.social.access"].search([], limit=1),
            "coop.social.preview": preview,
            "computed": computed,
            "draft": draft,
            "filed": claims[1],
            "former": former,
            "export": env["coop.social.export"].create(
                {"run_id": posted.id, "layout_id": layout.id}
            ),
            "number": env["coop.social.number"].create(
                {"enrolment_id": cls.enrolment_a.id, "number": NUMBER_A}
            ),
            "receipt": env["coop.social.receipt"].create(
                {
                    "run_id": posted.id,
                    "bill_id": posted.bill_ids.id,
                    "receipt_ref": "1",
                    "file": base64.b64encode(receipt.encode()),
                }
            ),
        }


@tagged("post_install", "-at_install")
class TestSecurity(SocialSecurityCase):
    """The security matrix of social security (see ``coop_membership``)."""

    def test_models(self):
        self.check_models(MODELS)

    def test_methods(self):
        self.check_methods(METHODS)

    def test_private_methods(self):
        self.check_private_methods()

    def test_other_company(self):
        self.check_company_walls(
            [
                name
                for name in MODELS
                if "preview" not in name and name not in SHARED_ALL
            ]
        )

    def test_screens(self):
        self.check_screens(MODELS, OFFICE)

    def test_secret_fields(self):
        for (name, field), seers in SECRETS.items():
            record = self.samples[name]
            for role in (*OFFICE, "internal", "portal_a"):
                if role == "portal_a" and "r" not in MODELS[name].get(role, ""):
                    continue
                with self.subTest(model=name, field=field, role=role):
                    if role in seers:
                        self.rpc(role, record, "read", [field])
                    elif role != "internal":
                        self.check_secret_field(role, record, field)
                    else:
                        self.assertDenied(role, record, "read", [field])

    def test_numbers_are_all_listed(self):
        listed = {key for key in SECRETS if key[1] in ("number", "card", "card_name")}
        found = self.own_fields("^nik$|npwp|vat|bank|^number$|^card$|^card_name$")
        # the wizard of an officer, logged when it opens
        self.assertEqual(found - {("coop.social.number", "number")}, listed)

    def test_entry_fields_tell_nothing(self):
        [row] = self.rpc(
            "officer", self.enrolment_a, "read", ["number_entry", "card_entry"]
        )
        self.assertFalse(row["number_entry"] or row["card_entry"])
        [row] = self.rpc("accountant", self.enrolment_a, "read", ["number_masked"])
        self.assertEqual(row["number_masked"], "•••••••8901")
        self.assertDenied(
            "accountant",
            self.enrolment_a.browse(),
            "search",
            [("number_entry", "=", NUMBER_A)],
        )

    def test_secrets_are_not_found_through_other_models(self):
        for name, path in (
            ("coop.social.contribution", "enrolment_id.number"),
            ("coop.social.bill", "run_id.contribution_ids.enrolment_id.number"),
            ("coop.member", "social_enrolment_ids.number"),
            ("coop.member", "social_enrolment_ids.term_ids.income"),
            ("coop.social.contribution", "enrolment_id.term_ids.income"),
        ):
            model = self.env[name]
            for role in ("accountant", "supervisor"):
                with self.subTest(path=path, role=role):
                    self.assertDenied(role, model, "search", [(path, "!=", False)])

    def test_claims_are_closed(self):
        claim = self.samples["coop.social.claim"]
        claim.message_post(body="private")
        for role in ("accountant", "supervisor", "internal", "portal_a"):
            self.assertDenied(role, claim, "read", ["date_event"])
            self.assertDenied(role, claim.browse(), "search", [])
        message = claim.message_ids[:1]
        for role in ("accountant", "supervisor"):
            self.assertDenied(role, message, "read", ["body"])

    def test_documents_of_claims_are_closed(self):
        claim = self.samples["coop.social.claim"]
        paper = self.env["ir.attachment"].create(
            {
                "name": "paper",
                "datas": base64.b64encode(b"x"),
                "res_model": claim._name,
                "res_id": claim.id,
            }
        )
        claim.document_ids = paper
        for role in ("accountant", "supervisor", "internal"):
            self.assertDenied(role, paper, "read", ["datas"])
        self.rpc("officer", paper, "read", ["name"])

    def test_members_see_their_own_rows_only(self):
        for name, own, other in (
            ("coop.social.enrolment", self.enrolment_a, self.enrolment_b),
            ("coop.social.contribution", self.row_a, self.row_b),
        ):
            model = self.env[name]
            seen = self.rpc("portal_a", model, "search", [])
            self.assertEqual(seen, own.ids)
            self._check_unseen("portal_a", model, [("id", "=", other.id)])
            self.assertDenied("portal_a", other, "read", ["display_name"])
        computed = self.samples["computed"].contribution_ids
        self.assertTrue(computed.filtered(lambda row: row.member_id == self.a))
        for path in (
            "run_id.contribution_ids.amount_member",
            "run_id.amount_total",
            "scheme_id.rate_ids.source",
            "member_id.nik",
            "enrolment_id.term_ids.income",
        ):
            with self.subTest(path=path), self.undone():
                try:
                    found = self.rpc(
                        "portal_a",
                        self.row_a.browse(),
                        "search",
                        [(path, "!=", False)],
                    )
                except AccessError:
                    continue
                self.assertEqual(found, [])

    def test_nothing_is_decided_by_writing(self):
        for role, name, values in (
            ("officer", "draft", {"state": "posted"}),
            ("accountant", "computed", {"state": "posted"}),
            ("accountant", "computed", {"amount_total": 1}),
            ("accountant", "coop.social.run", {"date": "2026-01-01"}),
            ("accountant", "coop.social.bill", {"scheme_id": self.kes.id}),
            ("accountant", "coop.social.bill", {"move_id": False}),
            ("manager", "coop.social.contribution", {"amount_member": 0}),
            ("manager", "coop.social.access", {"reason": "nothing"}),
            ("officer", "coop.social.claim", {"state": "paid"}),
            ("manager", "coop.social.enrolment", {"erased_on": "2026-01-01"}),
        ):
            with self.subTest(role=role, name=name, values=values), self.undone():
                with self.assertRaises(UserError):
                    self.rpc(role, self.samples[name], "write", values)
        with self.undone(), self.assertRaises(AccessError):
            self.rpc("manager", self.samples["coop.social.access"], "unlink")

    def test_wizards_open_no_door_to_another_company(self):
        posted = self.samples["coop.social.run"]
        for name, values, method in (
            ("coop.social.export", {"run_id": posted.id}, "action_export"),
            (
                "coop.social.receipt",
                {
                    "run_id": posted.id,
                    "bill_id": posted.bill_ids.id,
                    "receipt_ref": "1",
                    "file": base64.b64encode(b"number;amount"),
                },
                "action_import",
            ),
            (
                "coop.social.number",
                {"enrolment_id": self.enrolment_a.id, "number": "1"},
                "action_save",
            ),
            (
                "coop.social.preview",
                {
                    "rate_id": self.samples["coop.social.rate"].id,
                    "company_id": self.company.id,
                },
                None,
            ),
        ):
            with self.subTest(model=name), self.undone():
                with self.assertRaises(AccessError):
                    [new] = self.rpc("other", self.env[name], "create", [values])
                    wizard = self.env[name].browse(new)
                    if method:
                        self.rpc("other", wizard, method)
                    else:
                        self.rpc("other", wizard, "read", ["count"])


SHARED_ALL = [name for name, row in MODELS.items() if row is SHARED]


@tagged("post_install", "-at_install")
class TestSecurityWeb(SocialSecurityCase, HttpCase):
    """The security matrix by address: the portal page and the cards."""

    def test_routes(self):
        self.check_routes(ROUTES)

    def test_pages_show_own_numbers_only(self):
        text = self.get("portal_a", "/my/social-security").text
        self.assertIn(NUMBER_A, text)
        self.assertNotIn(NUMBER_B, text)
        self.assertNotIn("7,654,321", text)
        for role in ("portal_b", "officer", "manager"):
            self.assertNotIn(NUMBER_A, self.get(role, "/my/social-security").text)

    def test_cards_are_logged(self):
        url = f"/coop/social/card/{self.enrolment_a.id}"
        logs = self.env["coop.social.access"]
        before = logs.search_count([])
        self.assertEqual(self.get("portal_a", url).content, b"the card")
        self.assertEqual(logs.search_count([]), before)
        self.assertEqual(self.get("officer", url).content, b"the card")
        self.env.invalidate_all()
        self.assertEqual(logs.search_count([]), before + 1)
        self.assertEqual(logs.search([], limit=1).user_id, self.users["officer"])
        for role in ("portal_b", "accountant", "supervisor"):
            self.assertEqual(self.get(role, url).status_code, 404)

    def test_core_addresses_give_no_card(self):
        for url in (
            f"/web/content/coop.social.enrolment/{self.enrolment_a.id}/card",
            f"/web/content/coop.social.enrolment/{self.enrolment_a.id}/card_entry",
        ):
            for role in ("portal_a", "portal_b", "officer", "accountant"):
                self.assertNotIn(b"the card", self.get(role, url).content)
