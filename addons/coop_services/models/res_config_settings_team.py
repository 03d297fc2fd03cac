# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings page of the cooperative: how people are chosen for work."""

    _inherit = "res.config.settings"

    coop_rank_skill = fields.Integer(
        related="company_id.coop_rank_skill", readonly=False
    )
    coop_rank_rotation = fields.Integer(
        related="company_id.coop_rank_rotation", readonly=False
    )
    coop_rank_rating = fields.Integer(
        related="company_id.coop_rank_rating", readonly=False
    )
    coop_rank_wish = fields.Integer(related="company_id.coop_rank_wish", readonly=False)
    coop_rank_months = fields.Integer(
        related="company_id.coop_rank_months", readonly=False
    )
    coop_plan_weeks = fields.Integer(
        related="company_id.coop_plan_weeks", readonly=False
    )
