# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, http
from odoo.http import request

from odoo.addons.coop_membership.controllers.portal import CoopMemberPortal


class CoopSkillPortal(CoopMemberPortal):
    """What the cooperative knows about a member's skills; record rules decide."""

    def _coop_skill_rows(self):
        """Skills and certificates of the person who is logged in, and nobody else's."""
        rows = request.env["hr.employee.skill"]
        # sudo: the ids of the performers behind the own memberships, nothing else
        employees = self._coop_memberships().sudo().employee_id
        if not employees or not rows.has_access("read"):
            return rows
        return rows.search([("employee_id", "in", employees.ids)])

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "coop_skill_count" in counters:
            values["coop_skill_count"] = len(self._coop_skill_rows())
        return values

    @http.route("/my/skills", type="http", auth="user", website=True, readonly=True)
    def portal_my_skills(self, **kwargs):
        """Own skills with their level, and own certificates with their validity."""
        return request.render("coop_hr.portal_my_skills", self._coop_skill_values())

    def _coop_skill_values(self):
        """Values of the page of skills and certificates."""
        rows = self._coop_skill_rows()
        today = fields.Date.context_today(rows)
        certificates = rows.filtered("is_certification")
        return self._prepare_portal_layout_values() | {
            "page_name": "coop_skills",
            "skills": (rows - certificates).filtered(
                lambda row: not row.valid_to or row.valid_to >= today
            ),
            "certificates": certificates.sorted(
                lambda row: row.valid_to or today.replace(year=9999), reverse=True
            ),
            "states": dict(
                rows._fields["certificate_state"]._description_selection(request.env)
            ),
        }

    @http.route(
        "/my/skills/<int:row_id>/file",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_certificate_file(self, row_id, **kwargs):
        """The scan of an own certificate; of anybody else's: back to the list."""
        row = self._coop_skill_rows().filtered(lambda row: row.id == row_id)
        if not row or not row.certificate_file:
            return request.redirect("/my/skills")
        # sudo: the attachment behind a row that the rules just gave to its member
        stream = request.env["ir.binary"]._get_stream_from(
            row.sudo(),
            "certificate_file",
            filename=row.certificate_filename or row.certificate_number,
        )
        return stream.get_response(as_attachment=True)
