# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from functools import partial

from odoo import http
from odoo.fields import Date
from odoo.http import request

from odoo.addons.coop_membership.money import money
from odoo.addons.portal.controllers.portal import CustomerPortal, pager

ROWS_PER_PAGE = 24


class CoopSocialPortal(CustomerPortal):
    """What a member sees of the own social security; record rules decide."""

    def _coop_enrolments(self):
        """Enrolments of the person who is logged in, the running ones first."""
        enrolments = request.env["coop.social.enrolment"]
        if not enrolments.has_access("read"):
            return enrolments
        return enrolments.search(
            [("partner_id", "=", request.env.user.partner_id.id)],
            order="date_start desc, id desc",
        )

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "coop_social_count" in counters:
            values["coop_social_count"] = len(self._coop_enrolments())
        return values

    @http.route(
        ["/my/social-security", "/my/social-security/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_social_security(self, page=1, **kwargs):
        """Cover, numbers and contributions of the member who is logged in."""
        enrolments = self._coop_enrolments()
        if not enrolments:
            return request.redirect("/my")
        contributions = request.env["coop.social.contribution"]
        domain = [("enrolment_id", "in", enrolments.ids)]
        total = contributions.search_count(domain)
        pages = pager(
            url="/my/social-security", total=total, page=page, step=ROWS_PER_PAGE
        )
        today = Date.context_today(enrolments)
        member = enrolments.member_id.sorted("id")[-1:]
        values = self._prepare_portal_layout_values() | {
            "page_name": "coop_social",
            "today": today,
            # sudo: names of schemes, the own number and card of rows that the rules
            # of the user just gave
            "enrolments": enrolments.sudo(),
            "labels": {
                name: dict(enrolments._fields[name]._description_selection(request.env))
                for name in ("segment", "program_set")
            },
            "member": member,
            "rows": contributions.search(
                domain,
                order="month desc, scheme_id, id desc",
                limit=ROWS_PER_PAGE,
                offset=pages["offset"],
            ).sudo(),
            "pager": pages if total > ROWS_PER_PAGE else False,
            "money": partial(money, request.env, currency=member.currency_id),
        }
        return request.render("coop_social_security.portal_my_social_security", values)
