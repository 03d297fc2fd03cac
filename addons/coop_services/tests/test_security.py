# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The security matrix, part by part, and that nothing is left out of it.

Each part of the addon states its tables in a file ``<part>_security.py``: ``MODELS``,
``METHODS``, ``ROUTES``, ``POSTED_ROUTES`` (they take what a form sends and nothing
else), ``REPORTS``, and ``samples(case)``.
"""

import re
from importlib import import_module
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.coop_membership.money import money
from odoo.addons.coop_membership.tests.security import OFFICE, ROLES, SecurityCase

from . import payout_security, pricing_security, team_security
from .common import ServicesCase
from .payout_common import PayoutCase
from .price_common import PriceCase

PARTS = [
    import_module(f".{path.stem}", __package__)
    for path in sorted(Path(__file__).parent.glob("*_security.py"))
    if not path.stem.startswith("test_")
]


class PartSecurityCase(SecurityCase):
    """What one part has, for members A and B; its tables are ``tables``."""

    module = "coop_services"
    tables = None

    @classmethod
    def _make_samples(cls):
        return cls.tables.samples(cls)

    def own_models(self):
        return super().own_models() & set(self.tables.MODELS)

    def own_methods(self):
        return super().own_methods() & set(self.tables.METHODS)

    def own_routes(self):
        return super().own_routes() & {route for route, _url in self.tables.ROUTES}

    def own_reports(self):
        return super().own_reports() & set(self.tables.REPORTS)


class PricingSecurityCase(PartSecurityCase, PriceCase):
    """A won job of a client, fair prices, shared costs."""

    tables = pricing_security


@tagged("post_install", "-at_install")
class TestPricingSecurity(PricingSecurityCase):
    """Who may do what with prices, jobs, shared costs and the manager's view."""

    def test_models(self):
        self.check_models(self.tables.MODELS)

    def test_methods(self):
        self.check_methods(self.tables.METHODS)

    def test_private_methods(self):
        self.check_private_methods()

    def test_other_company(self):
        self.check_company_walls(self.tables.MODELS)

    def test_screens(self):
        self.check_screens([*self.tables.MODELS, "contract.contract"], OFFICE)
        # officers read an order as users of projects, but neither its invoices nor
        # its screens; those who keep or inspect the books do
        self.check_screens(["sale.order"], self.tables.ORDERS)

    def test_members_see_their_own_part_of_shared_costs(self):
        period = self.samples["coop.cost.pool.period"]
        period.action_show()
        own = period.share_ids.filtered(lambda share: share.member_id == self.a)
        shares = self.env["coop.cost.pool.share"]
        self.assertEqual(self.rpc("portal_a", shares, "search", []), own.ids)
        self._check_unseen("portal_a", shares, [("id", "not in", own.ids)])
        for path in ("period_id.amount", "member_id.nik", "period_id.pool_id.tag_id"):
            self.assertDenied("portal_a", shares, "search", [(path, "!=", False)])


@tagged("post_install", "-at_install")
class TestPricingSecurityWeb(PricingSecurityCase, HttpCase):
    def test_routes(self):
        self.check_routes(self.tables.ROUTES)

    def test_addresses_for_forms_answer_to_nothing_else(self):
        posted = {route for part in PARTS for route in part.POSTED_ROUTES}
        self.assertLessEqual(posted, SecurityCase.own_routes(self))
        for route in sorted(posted):
            url = re.sub("<int:[^>]*>", "1", re.sub("<string:[^>]*>", "x", route))
            for role in ROLES:
                with self.subTest(route=route, role=role):
                    self.assertNotIn(self.get(role, url).status_code, (200, 500))


class TeamSecurityCase(PartSecurityCase, ServicesCase):
    """Work of member A, a swap between A and B, a booking of B."""

    tables = team_security


@tagged("post_install", "-at_install")
class TestTeamSecurity(TeamSecurityCase):
    """Who may do what with roles, teams, shifts, wishes, loans and bookings."""

    def test_models(self):
        self.check_models(self.tables.MODELS)

    def test_methods(self):
        self.check_methods(self.tables.METHODS)

    def test_other_company(self):
        self.check_company_walls(self.tables.MODELS)

    def test_screens(self):
        self.check_screens(self.tables.MODELS, OFFICE)

    def test_a_member_sees_no_work_of_another(self):
        for model in ("coop.service.assignment", "coop.service.shift", "coop.loan"):
            record = self.samples[model]
            self.assertEqual(record.member_id, self.a)
            self._check_unseen("portal_b", record.browse(), [("id", "in", record.ids)])
            self.assertDenied("portal_b", record, "read", ["member_id"])


@tagged("post_install", "-at_install")
class TestTeamSecurityWeb(TeamSecurityCase, HttpCase):
    def test_routes(self):
        self.check_routes(self.tables.ROUTES)

    def test_reports(self):
        self.check_reports(self.tables.REPORTS)


class PayoutSecurityCase(PartSecurityCase, PayoutCase):
    """Work of members A and B in runs of every state."""

    tables = payout_security

    @classmethod
    def member(cls, name, joined="2024-01-01", number=None, **values):
        """Numbers that a test chooses are apart from those of the sequence."""
        return super().member(name, joined, number and f"T{number}", **values)


@tagged("post_install", "-at_install")
class TestPayoutSecurity(PayoutSecurityCase):
    """Who may do what with shares, payouts, advances, deductions and income tax."""

    def test_models(self):
        self.check_models(self.tables.MODELS)

    def test_methods(self):
        self.check_methods(self.tables.METHODS)

    def test_other_company(self):
        self.check_company_walls(
            name for name in self.tables.MODELS if name not in self.tables.SHARED
        )

    def test_screens(self):
        self.check_screens(self.tables.MODELS, OFFICE)

    def test_members_do_not_see_the_money_of_each_other(self):
        for model, member in {
            "coop.service.share": "member_id",
            "coop.payout": "member_id",
            "coop.payout.line": "payout_id.member_id",
            "coop.payout.charge": "payout_id.member_id",
            "coop.member.advance": "member_id",
        }.items():
            rows = self.env[model]
            theirs = rows.search([(member, "=", self.b.id)])
            seen = rows.browse(self.rpc("portal_a", rows, "search", []))
            with self.subTest(model=model):
                self.assertEqual(seen.mapped(member), self.a)
                self.assertTrue(theirs, "there is something to find")
                self._check_unseen("portal_a", rows, [("id", "in", theirs.ids)])
                self.assertDenied("portal_a", theirs, "read", ["currency_id"])
                self.assertDenied("portal_a", theirs, "web_read", {"currency_id": {}})

    def test_members_see_a_payout_once_it_is_booked(self):
        payouts = (
            self.samples["computed run"] + self.samples["approved run"]
        ).payout_ids
        own = payouts.filtered(lambda payout: payout.member_id == self.a)
        for record in (own, own.line_ids, own.charge_ids):
            self.assertTrue(record)
            self._check_unseen("portal_a", record.browse(), [("id", "in", record.ids)])

    def test_members_find_nothing_through_their_own_payouts(self):
        """No path leads from the own rows to others, the office or the books."""
        for model, paths in {
            "coop.payout": (
                "run_id.net",
                "run_id.payout_ids.net",
                "rate_id.bracket_ids.percent",
                "move_id.journal_id.name",
                "member_id.nik",
            ),
            "coop.payout.line": ("share_id.acceptance_id.work_ids.weight",),
            "coop.payout.charge": ("account_id.code", "payout_id.run_id.gross"),
            "coop.service.share": (
                "acceptance_id.share_ids.gross",
                "contract_id.coop_percent",
            ),
            "coop.member.advance": ("payment_id.journal_id.name", "journal_id.name"),
        }.items():
            for path in paths:
                with self.subTest(model=model, path=path):
                    self.assertDenied(
                        "portal_a", self.env[model], "search", [(path, "!=", False)]
                    )

    def test_nobody_writes_results_by_hand(self):
        """What the program computed is not in the hands of those who book it."""
        run = self.samples["draft run"]
        advance = self.samples["draft advance"]
        for role in ("accountant", "manager"):
            for record, values in (
                (self.samples["coop.payout"], {"net": 1}),
                (self.samples["coop.payout.line"], {"amount": 1}),
                (self.samples["coop.payout.charge"], {"amount": 1}),
                (self.samples["coop.service.share"], {"gross": 1}),
            ):
                self.assertDenied(role, record, "write", values)
            for record in (run, advance):
                with self.undone(), self.assertRaises(UserError):
                    self.rpc(role, record, "write", {"state": "approved"})


@tagged("post_install", "-at_install")
class TestPayoutSecurityWeb(PayoutSecurityCase, HttpCase):
    def test_routes(self):
        self.check_routes(self.tables.ROUTES)

    def test_reports(self):
        self.check_reports(self.tables.REPORTS)

    def test_pages_of_a_member_name_no_other(self):
        other = self.samples["payout of b"]
        self.assertEqual(other.member_id, self.b)
        for url in (
            "/my/payouts",
            f"/my/payouts/{self.samples['coop.payout'].id}",
            f"/my/payouts/{other.id}",
        ):
            text = self.get("portal_a", url).text
            self.assertNotIn(self.b.partner_id.name, text)
            self.assertNotIn(money(self.env, other.net, other.currency_id), text)


@tagged("post_install", "-at_install")
class TestNothingLeftOut(SecurityCase):
    """Whatever the addon brings stands in the table of one of its parts."""

    module = "coop_services"

    @classmethod
    def _make_samples(cls):
        return {}

    def check(self, found, *names):
        stated = [
            row for part in PARTS for name in names for row in getattr(part, name)
        ]
        self.assertEqual(len(stated), len(set(stated)), "in the tables of two parts")
        self.assertEqual(found, set(stated))

    def test_models(self):
        self.check(self.own_models(), "MODELS")

    def test_methods(self):
        self.check(self.own_methods(), "METHODS")

    def test_routes(self):
        stated = {route for part in PARTS for route, _url in part.ROUTES}
        posted = {route for part in PARTS for route in part.POSTED_ROUTES}
        self.assertEqual(self.own_routes(), stated | posted)

    def test_reports(self):
        self.check(self.own_reports(), "REPORTS")
