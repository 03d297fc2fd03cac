# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class CoopCostsPortal(CustomerPortal):
    """What the cooperative spent for all, and the part of the member who looks."""

    def _coop_cost_shares(self):
        """Parts of the person who is logged in, of periods that are shown."""
        shares = request.env["coop.cost.pool.share"]
        if not shares.has_access("read"):
            return shares
        own = shares.search(
            [("member_id.partner_id", "=", request.env.user.partner_id.id)]
        )
        # sudo: only the state of the period, which members cannot read; the office,
        # which reads every part, finds here what is shown like anybody else
        return own.filtered(lambda share: share.sudo().period_id.state == "shown")

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "coop_costs_count" in counters:
            values["coop_costs_count"] = len(self._coop_cost_shares())
        return values

    @http.route("/my/costs", type="http", auth="user", website=True, readonly=True)
    def portal_my_costs(self, **kwargs):
        """Shared costs of every period that was shown to the members."""
        values = self._prepare_portal_layout_values() | {
            "page_name": "coop_costs",
            # sudo: pool and period, which members cannot read, of their own parts
            "shares": self._coop_cost_shares().sudo(),
        }
        return request.render("coop_services.portal_my_costs", values)
