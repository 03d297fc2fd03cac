# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models


class HrDepartment(models.Model):
    """Headcounts are of the staff."""

    _inherit = "hr.department"

    def _compute_total_employee(self):
        result = super()._compute_total_employee()
        # sudo: as Odoo counts, whoever looks
        members = dict(
            self.env["hr.employee"]
            .sudo()
            ._read_group(
                [
                    ("department_id", "in", self.ids),
                    ("company_id", "in", self.env.companies.ids),
                    ("is_coop_member", "=", True),
                ],
                ["department_id"],
                ["__count"],
            )
        )
        for department in self:
            department.total_employee -= members.get(department.sudo(), 0)
        return result
