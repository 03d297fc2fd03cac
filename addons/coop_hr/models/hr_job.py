# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, models


class HrJob(models.Model):
    """Headcounts are of the staff."""

    _inherit = "hr.job"

    @api.depends("employee_ids.is_coop_member")
    def _compute_employees(self):
        result = super()._compute_employees()
        members = dict(
            self.env["hr.employee"]._read_group(
                [("job_id", "in", self.ids), ("is_coop_member", "=", True)],
                ["job_id"],
                ["__count"],
            )
        )
        for job in self:
            job.no_of_employee -= members.get(job, 0)
            job.expected_employees -= members.get(job, 0)
        return result
