# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.http import request


class CoopCertificateVerify(http.Controller):
    """Anybody who holds a passport can check a certificate by its QR code."""

    @http.route(
        "/coop/certificate/<int:row_id>/<string:token>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        readonly=True,
    )
    def coop_certificate(self, row_id, token, **kwargs):
        """Say whether a certificate is registered, verified and valid today.

        A wrong token and a certificate that does not exist give the same answer (404),
        so that the page tells nothing to who guesses.
        """
        # sudo: the public has no rights; nothing is shown unless the token, which only
        # the paper carries, fits this certificate
        row = request.env["hr.employee.skill"].sudo().browse(row_id).exists()
        if row and row._coop_token_fits(token):
            response = request.render(
                "coop_training.certificate_page", row._coop_public_values()
            )
        else:
            response = request.render("coop_training.certificate_not_found", {})
            response.status_code = 404
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
