# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, models


class HrSkillType(models.Model):
    """Certificates would go with their type: it cannot be deleted under them."""

    _inherit = "hr.skill.type"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_members_certificates(self):
        self.env["hr.employee.skill"]._check_no_certificates("skill_type_id", self)
