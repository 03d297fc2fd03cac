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

from odoo.tests import HttpCase, tagged

from odoo.addons.coop_membership.tests.security import OFFICE, ROLES, SecurityCase

from . import pricing_security
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
        self.check_screens(
            [*self.tables.MODELS, "contract.contract", "sale.order"], OFFICE
        )

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
