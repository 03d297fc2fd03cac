# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..report.coop_shu_share_slip import DECIDED


class CoopShuPortal(CustomerPortal):
    """What a member sees of the own shares: why this amount, and the slip.

    Shares are found with the rights of the user, so the record rules decide; the
    office, which may read every share, finds its own here like anybody else.
    """

    def _coop_shares(self, share_id=None):
        """Shares of the person who is logged in, of decided runs, latest year first."""
        shares = request.env["coop.shu.share"]
        if not shares.has_access("read"):
            return shares
        domain = [("partner_id", "=", request.env.user.partner_id.id)]
        if share_id:
            domain.append(("id", "=", share_id))
        # sudo: only the state of the run, which members cannot read, of shares that
        # the rules of the user just gave
        return shares.search(domain).filtered(
            lambda share: share.sudo().run_id.state in DECIDED
        )

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "coop_shu_count" in counters:
            values["coop_shu_count"] = len(self._coop_shares())
        return values

    def _coop_slip(self, share):
        return request.env["report.coop_shu.share_slip"]._slip(share)

    @http.route("/my/shu", type="http", auth="user", website=True, readonly=True)
    def portal_my_shu(self, **kwargs):
        """The years in which the member has a share of the surplus."""
        slips = [self._coop_slip(share) for share in self._coop_shares()]
        values = self._prepare_portal_layout_values() | {
            "page_name": "coop_shu",
            "slips": slips,
        }
        return request.render("coop_shu.portal_my_shu", values)

    @http.route(
        "/my/shu/<int:share_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_shu_share(self, share_id, **kwargs):
        """Why this amount; a share that is not the user's own leads to the list."""
        share = self._coop_shares(share_id)
        if not share:
            return request.redirect("/my/shu")
        values = self._prepare_portal_layout_values() | {
            "page_name": "coop_shu",
            "coop_shu_share": share,
            "slip": self._coop_slip(share),
        }
        return request.render("coop_shu.portal_my_shu_share", values)

    @http.route("/my/shu/<int:share_id>/slip", type="http", auth="user", website=True)
    def portal_my_shu_slip(self, share_id, **kwargs):
        """The slip of an own share as PDF."""
        share = self._coop_shares(share_id)
        if not share:
            return request.redirect("/my/shu")
        return self._show_report(
            model=share,
            report_type="pdf",
            report_ref="coop_shu.action_report_share_slip",
            download=True,
        )
