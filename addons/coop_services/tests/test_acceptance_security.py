# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo.tests import HttpCase, tagged

from odoo.addons.coop_membership.tests.security import SecurityCase

from . import acceptance_security as tables
from .common import ServicesCase


class AcceptanceSecurityCase(SecurityCase, ServicesCase):
    """Work of member A whose client is member B."""

    module = "coop_services"

    @classmethod
    def _make_samples(cls):
        return tables.samples(cls)

    def own_models(self):
        return super().own_models() & set(tables.MODELS)

    def own_methods(self):
        return super().own_methods() & set(tables.METHODS)

    def own_routes(self):
        return super().own_routes() & {route for route, _url in tables.ROUTES}

    def own_reports(self):
        return super().own_reports() & set(tables.REPORTS)


@tagged("post_install", "-at_install")
class TestAcceptanceSecurity(AcceptanceSecurityCase):
    """The part of the security matrix about accepted work and taxes."""

    def test_models(self):
        self.check_models(tables.MODELS)

    def test_methods(self):
        self.check_methods(tables.METHODS)

    def test_other_company(self):
        self.check_company_walls(
            [
                name
                for name in tables.MODELS
                if name not in ("coop.tax.rate", "coop.quality.point")
            ]
        )

    def test_screens(self):
        self.check_screens(
            tables.MODELS, ("officer", "accountant", "manager", "supervisor")
        )

    def test_nothing_new_is_unjudged(self):
        """Every public method of these models is in the table."""
        ours = {
            (model, method)
            for model, method in SecurityCase.own_methods(self)
            if model in tables.MODELS
        }
        self.assertEqual(ours - set(tables.METHODS), set())

    def test_client_and_member_do_not_see_each_other(self):
        """B, the client, sees no work of A; A, who works there, no price of it."""
        sent = self.samples["coop.service.acceptance"]
        for model in ("coop.service.acceptance.work", "coop.service.acceptance.line"):
            self.assertDenied("portal_b", self.env[model], "search", [])
        for path in ("work_ids.member_id", "coop_percent", "share_ids.gross"):
            self.assertDenied("portal_b", sent.browse(), "search", [(path, "!=", 0)])
        self._check_unseen("portal_a", sent.browse(), [("id", "=", sent.id)])
        complaint = self.samples["coop.complaint"]
        self._check_unseen("portal_a", complaint.browse(), [("id", "=", complaint.id)])
        self.assertDenied("portal_b", complaint, "read", ["cause"])


@tagged("post_install", "-at_install")
class TestAcceptanceSecurityWeb(AcceptanceSecurityCase, HttpCase):
    """The same by address."""

    def test_routes(self):
        self.check_routes(tables.ROUTES)

    def test_reports(self):
        self.check_reports(tables.REPORTS)
