# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.exceptions import UserError


class CoopTrainingReport(models.TransientModel):
    """Reports of a period: what the education fund paid for, and the workbook."""

    _name = "coop.training.report"
    _description = "Training Report"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    date_from = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(month=1, day=1),
    )
    date_to = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(month=12, day=31),
    )

    _dates_check = models.Constraint(
        "CHECK (date_to >= date_from)", "The period ends before it begins."
    )

    def action_fund(self):
        """The report to the members: what the fund had, got and paid for."""
        self.ensure_one()
        if not self.company_id.coop_education_account_id:
            raise UserError(
                self.env._(
                    "%s has no account for the education fund. Choose it in the "
                    "settings of the cooperative.",
                    self.company_id.name,
                )
            )
        return self.env.ref("coop_training.report_training_fund").report_action(self)

    def action_xlsx(self):
        """Hours, certificates, costs, ends and needs as a workbook."""
        self.check_access("read")
        self.ensure_one()
        return self.env.ref("coop_training.report_training_xlsx").report_action(self)
