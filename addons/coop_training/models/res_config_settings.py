# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Education fund and training officer among the settings of the cooperative."""

    _inherit = "res.config.settings"

    coop_education_account_id = fields.Many2one(
        related="company_id.coop_education_account_id", readonly=False
    )
    coop_training_user_id = fields.Many2one(
        related="company_id.coop_training_user_id", readonly=False
    )
