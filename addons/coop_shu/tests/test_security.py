# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.coop_membership.tests.security import (
    OFFICE,
    OPENS,
    SecurityCase,
    allow,
)

from .common import ShuCase

ALL = "crwd"
BOOKS = ("accountant", "manager")
LEDGER = (*BOOKS, "supervisor")
MODELS = {
    "coop.shu.scheme": allow(*OFFICE, manager=ALL),
    "coop.shu.scheme.line": allow(*OFFICE, manager=ALL),
    "coop.shu.scheme.source": allow(*OFFICE, manager=ALL),
    "coop.shu.run": allow(*OFFICE, accountant=ALL, manager=ALL),
    "coop.shu.result": allow(*OFFICE),
    "coop.shu.pool": allow(*OFFICE),
    "coop.shu.share": allow(*OFFICE, portal_a="r"),
    # wizards: everybody has the own ones only
    "coop.shu.run.reverse": dict.fromkeys((*BOOKS, "other"), ALL),
    "coop.shu.simulation": dict.fromkeys((*OFFICE, "other"), ALL),
    "coop.shu.simulation.line": dict.fromkeys((*OFFICE, "other"), ALL),
}
METHODS = {
    ("coop.shu.run", "action_approve"): ("computed", ("manager",)),
    ("coop.shu.run", "action_compute"): ("draft", BOOKS),
    ("coop.shu.run", "action_draft"): ("computed", BOOKS),
    ("coop.shu.run", "action_lock_year"): ("draft", BOOKS),
    ("coop.shu.run", "action_open_check"): ("draft", OPENS, "drafts"),
    ("coop.shu.run", "action_open_moves"): ("posted", OPENS),
    ("coop.shu.run", "action_open_shares"): ("posted", OPENS),
    ("coop.shu.run", "action_open_unpaid"): ("posted", OPENS),
    ("coop.shu.run", "action_pay_bank"): ("posted", BOOKS),
    ("coop.shu.run", "action_pay_cash"): ("posted", BOOKS),
    ("coop.shu.run", "action_pay_savings"): ("posted", BOOKS),
    ("coop.shu.run", "action_post"): ("approved", BOOKS),
    ("coop.shu.run", "action_resume"): ("approved", BOOKS),
    ("coop.shu.run", "action_reverse"): ("posted", BOOKS),
    ("coop.shu.run", "action_unapprove"): ("approved", ("manager",)),
    ("coop.shu.run", "action_unpaid_surplus"): ("posted", OPENS),
    ("coop.shu.run.reverse", "action_reverse"): ("reverse", BOOKS),
    ("coop.shu.scheme", "action_open_runs"): ("coop.shu.scheme", OPENS),
    ("coop.shu.share", "action_open_items"): ("coop.shu.share", LEDGER),
    ("coop.shu.share", "action_open_member"): ("coop.shu.share", OPENS),
    ("coop.shu.share", "action_pay"): ("coop.shu.share", LEDGER),
    ("coop.shu.simulation", "action_create_scheme"): ("simulation", ("manager",)),
}
LOGIN = {"public": "/web/login"}
ROUTES = {
    ("/my/shu", "/my/shu"): {None: 200, **LOGIN},
    ("/my/shu/<int:share_id>", lambda case: f"/my/shu/{case.share_a.id}"): {
        None: "/my/shu",
        "portal_a": 200,
        **LOGIN,
    },
    (
        "/my/shu/<int:share_id>/slip",
        lambda case: f"/my/shu/{case.share_a.id}/slip",
    ): {None: "/my/shu", "portal_a": 200, **LOGIN},
    (
        "/coop/shu/verify/<int:share_id>/<string:token>",
        lambda case: f"/coop/shu/verify/{case.share_a.id}/{'0' * 32}",
    ): {None: 404},
}
REPORTS = {
    "coop_shu.run_list": ("coop.shu.run", OFFICE),
    "coop_shu.run_slips": ("coop.shu.run", OFFICE),
    "coop_shu.run_xlsx": ("coop.shu.run", OFFICE),
    "coop_shu.share_slip": ("coop.shu.share", OFFICE),
}


class ShuSecurityCase(SecurityCase, ShuCase):
    """Four years with surplus of members A and B: draft to posted."""

    module = "coop_shu"

    @classmethod
    def member(cls, name, joined="2019-01-01", number=None, **values):
        return super().member(name, joined, number, **values)

    @classmethod
    def _make_samples(cls):
        scheme = cls.scheme(
            [("reserve", 40), ("patronage", 40), ("capital", 20)],
            non_member=[("reserve", 100)],
        )
        for year in range(2020, 2024):
            cls.book(member=1_000_000, date=f"{year}-06-30")
            cls.work(cls.a, 300_000, f"{year}-05-31")
            cls.work(cls.b, 100_000, f"{year}-05-31")
        cls.company.fiscalyear_lock_date = "2023-12-31"
        decided = {"lock": False, "date": "2024-03-31"}
        runs = {
            "draft": cls.run_of(scheme, year=2020, **decided),
            "computed": cls.computed(scheme, year=2021, **decided),
            "approved": cls.approved(scheme, year=2022, **decided),
            "posted": cls.posted(scheme, year=2023, **decided),
        }
        runs["computed"].write(
            {"resolution_number": "1/RAT", "resolution_date": "2024-03-20"}
        )
        posted = runs["posted"]
        cls.share_a = posted.share_ids.filtered(lambda share: share.member_id == cls.a)
        cls.share_b = posted.share_ids.filtered(lambda share: share.member_id == cls.b)
        return {
            **runs,
            "coop.shu.scheme": scheme,
            "coop.shu.scheme.line": scheme.line_ids[:1],
            "coop.shu.scheme.source": scheme.patronage_source_ids[:1],
            "coop.shu.run": posted,
            "coop.shu.result": posted.result_ids[:1],
            "coop.shu.pool": posted.pool_ids[:1],
            "coop.shu.share": cls.share_a,
            "reverse": cls.env["coop.shu.run.reverse"].create(
                {"run_id": posted.id, "date": "2024-04-30", "reason": "test"}
            ),
            "simulation": cls.env["coop.shu.simulation"].create(
                {"run_id": runs["computed"].id}
            ),
        }


@tagged("post_install", "-at_install")
class TestSecurity(ShuSecurityCase):
    """The security matrix of surplus distributions (see ``coop_membership``)."""

    def test_models(self):
        self.check_models(MODELS)

    def test_methods(self):
        self.check_methods(METHODS)

    def test_private_methods(self):
        self.check_private_methods()

    def test_other_company(self):
        self.check_company_walls(MODELS)

    def test_screens(self):
        self.check_screens(MODELS, OFFICE)

    def test_no_identities_or_bank_accounts(self):
        self.assertFalse(self.own_fields("nik|npwp|vat|bank"))

    def test_members_see_their_own_decided_shares_only(self):
        shares = self.share_a.browse()
        decided = ("approved", "posted", "paid")
        own = shares.search(
            [("member_id", "=", self.a.id), ("run_id.state", "in", decided)]
        )
        self.assertEqual(set(self.rpc("portal_a", shares, "search", [])), set(own.ids))
        self._check_unseen("portal_a", shares, [("id", "not in", own.ids)])
        self.assertDenied("portal_a", self.share_b, "read", ["total"])
        for total in ("total:sum", "amount_residual:sum"):
            [row] = self.rpc(
                "portal_a", shares, "formatted_read_group", [], [], [total]
            )
            self.assertEqual(row[total], sum(own.mapped(total.partition(":")[0])))
        for path in (
            "run_id.share_ids.total",
            "run_id.pool_ids.amount",
            "run_id.resolution_number",
            "move_id.line_ids.partner_id",
            "line_ids.move_id.name",
            "member_id.nik",
        ):
            with self.subTest(path=path), self.undone():
                try:
                    found = self.rpc(
                        "portal_a", shares, "search", [(path, "!=", False)]
                    )
                except AccessError:
                    continue
                self.assertEqual(found, [])

    def test_wizards_open_no_door_to_another_company(self):
        """A wizard may name a foreign record, but tells nothing of it."""
        computed = self.samples["computed"]
        simulation = self.env["coop.shu.simulation"]
        secrets = (
            "surplus_member",
            "surplus_non_member",
            "line_ids",
            "result_html",
            "company_id",
        )
        for role in ("other", "internal", "portal_a"):
            for values in (
                {"run_id": computed.id},
                {
                    "run_id": computed.id,
                    "scheme_id": self.samples["coop.shu.scheme"].id,
                },
            ):
                with self.undone():
                    try:
                        [new] = self.rpc(role, simulation, "create", [values])
                    except AccessError:
                        continue
                    for field in secrets:
                        self.assertDenied(role, simulation.browse(new), "read", [field])
                    self.assertDenied(
                        role,
                        simulation.browse(new),
                        "web_read",
                        {"run_id": {"fields": {"surplus_total": {}}}},
                    )
            with self.undone(), self.assertRaises(AccessError):
                self.rpc(
                    role,
                    simulation,
                    "onchange",
                    [],
                    {"run_id": computed.id},
                    ["run_id"],
                    {"surplus_member": {}, "surplus_non_member": {}},
                )
            with self.undone(), self.assertRaises(AccessError):
                wizard = self.env["coop.shu.run.reverse"]
                [new] = self.rpc(
                    role,
                    wizard,
                    "create",
                    [{"run_id": self.samples["posted"].id, "reason": "x"}],
                )
                self.rpc(role, wizard.browse(new), "action_reverse")

    def test_runs_are_not_decided_by_writing(self):
        for role, run, values in (
            ("accountant", "computed", {"state": "approved"}),
            ("accountant", "approved", {"state": "posted"}),
            ("accountant", "computed", {"surplus_total": 1}),
            ("accountant", "approved", {"scheme_id": False}),
            ("manager", "approved", {"resolution_number": "2"}),
            ("manager", "posted", {"date": "2024-01-01"}),
        ):
            with self.subTest(role=role, run=run, values=values), self.undone():
                with self.assertRaises(UserError):
                    self.rpc(role, self.samples[run], "write", values)


@tagged("post_install", "-at_install")
class TestSecurityWeb(ShuSecurityCase, HttpCase):
    """The security matrix by address: portal pages, slips, verification."""

    def test_routes(self):
        self.check_routes(ROUTES)

    def test_reports(self):
        self.check_reports(REPORTS)

    def test_pages_show_own_figures_only(self):
        number = f"{self.share_b.total:,.0f}"
        self.assertNotEqual(self.share_a.total, self.share_b.total)
        for url in ("/my/shu", f"/my/shu/{self.share_b.id}"):
            for role in ("portal_a", "internal", "officer"):
                self.assertNotIn(number, self.get(role, url).text)
        self.assertIn(number, self.get("portal_b", f"/my/shu/{self.share_b.id}").text)

    def test_verification_needs_the_token_of_that_share(self):
        slips = self.env["report.coop_shu.share_slip"]
        token = slips._token(self.share_a)
        for share, status in ((self.share_a, 200), (self.share_b, 404)):
            response = self.get("public", f"/coop/shu/verify/{share.id}/{token}")
            self.assertEqual(response.status_code, status)
        text = self.get("public", f"/coop/shu/verify/{self.share_a.id}/{token}").text
        self.assertNotIn(self.a.partner_id.name, text)  # the name is masked
        self.assertNotIn(self.nik_a, text)
