# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.http import request
from odoo.tools import consteq


class CoopShuVerify(http.Controller):
    """Anybody who holds a slip can check by its QR code that it is genuine."""

    @http.route(
        "/coop/shu/verify/<int:share_id>/<string:token>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        readonly=True,
    )
    def coop_shu_verify(self, share_id, token, **kwargs):
        """Show what a genuine slip says; anything else is not found (404).

        A wrong token, a share that does not exist and a run that is not decided give
        the same answer, so that the page tells nothing to who guesses.
        """
        slips = request.env["report.coop_shu.share_slip"]
        # sudo: the public has no rights; nothing is shown unless the token, which only
        # the slip carries, fits this share
        share = request.env["coop.shu.share"].sudo().browse(share_id).exists()
        genuine = share and consteq(
            slips.sudo()._token(share).encode(), token.encode(errors="replace")
        )
        state = share.run_id.state if genuine else False
        if state not in ("approved", "posted", "paid", "reversed"):
            response = request.render("coop_shu.verify_not_found", {})
            response.status_code = 404
        else:
            response = request.render(
                "coop_shu.verify_slip",
                slips.sudo()._public_values(share) | {"reversed": state == "reversed"},
            )
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
