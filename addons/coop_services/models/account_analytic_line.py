# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.exceptions import UserError


class AccountAnalyticLine(models.Model):
    """A timesheet of a member is accepted once, and then stays as it is."""

    _inherit = "account.analytic.line"

    coop_acceptance_id = fields.Many2one(
        "coop.service.acceptance",
        string="Acceptance",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The acceptance that counted this timesheet.",
    )

    def write(self, vals):
        if not {"unit_amount", "employee_id", "date", "project_id"}.isdisjoint(vals):
            self._check_not_accepted()
        return super().write(vals)

    def _check_not_accepted(self):
        """Refuse to change what a client has accepted."""
        # sudo: whoever keeps timesheets is told, also without rights on acceptances
        accepted = self.sudo().coop_acceptance_id.filtered(
            lambda acceptance: acceptance.state == "accepted"
        )[:1]
        if accepted:
            raise UserError(
                self.env._(
                    "This timesheet is accepted by the client in %(acceptance)s and "
                    "cannot be changed. Cancel that acceptance first.",
                    acceptance=accepted.name,
                )
            )
