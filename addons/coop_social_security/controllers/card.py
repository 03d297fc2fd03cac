# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.http import request


class CoopSocialCard(http.Controller):
    """The card file of an enrolment, for officers (logged) and for its member."""

    @http.route("/coop/social/card/<int:enrolment_id>", type="http", auth="user")
    def card(self, enrolment_id, **kwargs):
        """Stream the card; 404 for whoever may not see it, or if there is none."""
        enrolment = request.env["coop.social.enrolment"]
        if not enrolment.has_access("read"):
            return request.not_found()
        enrolment = enrolment.search([("id", "=", enrolment_id)])
        user = request.env.user
        own = enrolment.partner_id == user.partner_id
        officer = user.has_group("coop_membership.group_officer")
        # sudo: the file is for code only; the rules gave the record, and the reader is
        # the member or an officer
        secret = enrolment.sudo()
        if not (own or officer) or not secret.card:
            return request.not_found()
        if not own:
            request.env["coop.social.access"]._log(
                enrolment, request.env._("card downloaded")
            )
        stream = request.env["ir.binary"]._get_stream_from(
            secret, "card", filename=secret.card_name
        )
        return stream.get_response(as_attachment=True)
