# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models

from odoo.addons.coop_services.models.coop_service_role import IN_TEAM

from .coop_job_terms import OFFICE


class ContractContract(models.Model):
    """Who of the team is not covered as the job asks, before a shift is refused."""

    _inherit = "contract.contract"

    coop_cover_scheme_ids = fields.Many2many(tracking=True)
    coop_uncovered = fields.Char(
        string="Not covered",
        compute="_compute_coop_uncovered",
        compute_sudo=True,
        groups=OFFICE,
        help="Members of the team without the cover that the job asks for, today or "
        "on their first day.",
    )

    @api.depends(
        "coop_cover_scheme_ids", "coop_assignment_ids.state", "coop_assignment_ids"
    )
    def _compute_coop_uncovered(self):
        today = fields.Date.context_today(self)
        gated = self.filtered("coop_cover_scheme_ids")
        team = gated.coop_assignment_ids.filtered(
            lambda row: (
                row.state in IN_TEAM and (not row.date_to or row.date_to >= today)
            )
        )
        first = {row: max(row.date_from, today) for row in team}
        missing = team.member_id._without_cover(
            first.values(), gated.coop_cover_scheme_ids
        )
        for contract in self:
            contract.coop_uncovered = ", ".join(
                f"{member.display_name} ({', '.join(sorted(names))})"
                for member, rows in team.filtered(
                    lambda row, job=contract: row.contract_id == job
                )
                .grouped("member_id")
                .items()
                if (
                    names := {
                        scheme.name
                        for scheme in contract.coop_cover_scheme_ids
                        for row in rows
                        if first[row] in missing[scheme].get(member.id, ())
                    }
                )
            )
