# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings page of the cooperative: how it sells its members' work."""

    _inherit = "res.config.settings"

    coop_capacity_hours = fields.Float(
        related="company_id.coop_capacity_hours", readonly=False
    )
