# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class HrEmployeePublic(models.Model):
    """The list of colleagues that everybody sees leaves members out as well."""

    _inherit = "hr.employee.public"

    is_coop_member = fields.Boolean(readonly=True)
