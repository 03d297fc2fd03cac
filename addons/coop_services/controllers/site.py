# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, http
from odoo.exceptions import UserError
from odoo.http import request


class CoopSite(http.Controller):
    """Behind the QR code at a place of work: come and go."""

    def _site(self, token):
        """The place of a code, or nothing."""
        # sudo: members read no contacts; the code on the wall names the place
        return (
            request.env["res.partner"]
            .sudo()
            .search([("coop_site_token", "=", token)], limit=1)
        )

    @http.route("/coop/site/<string:token>", type="http", auth="user", website=True)
    def coop_site(self, token, message=None, **kwargs):
        """Own shifts here and now, with the button to check in or out."""
        site = self._site(token)
        shifts = request.env["coop.service.shift"]
        if site and shifts.has_access("read"):
            shifts = shifts._at_site(site, fields.Datetime.now())
        response = request.render(
            "coop_services.site_check",
            # sudo: the place and job of own shifts, which the member may see
            {
                "site": site,
                "shifts": shifts.sudo(),
                "token": token,
                "message": message,
                "page_name": "coop_site",
            },
        )
        if not site:
            response.status_code = 404
        return response

    @http.route(
        "/coop/site/<string:token>/check",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def coop_site_check(self, token, shift_id=None, **kwargs):
        """Check in or out of one of the own shifts at this place."""
        site = self._site(token)
        now = fields.Datetime.now()
        message = "unknown"
        shifts = request.env["coop.service.shift"]
        if site and shifts.has_access("read"):
            chosen = shifts._at_site(site, now).filtered(
                lambda shift: str(shift.id) == shift_id
            )
            if chosen:
                try:
                    chosen._check(now)
                    message = "out" if chosen.sudo().check_out else "in"
                except UserError:
                    message = "refused"
        return request.redirect(f"/coop/site/{token}?message={message}")
