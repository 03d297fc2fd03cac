# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class HrVersion(models.Model):
    """Members who work are no staff: they have an employee type of their own."""

    _inherit = "hr.version"

    employee_type = fields.Selection(
        selection_add=[("member", "Cooperative member")],
        ondelete={"member": "set freelance"},
    )
