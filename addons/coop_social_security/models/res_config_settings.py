# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of social security."""

    _inherit = "res.config.settings"

    coop_social_tk_partner_id = fields.Many2one(
        related="company_id.coop_social_tk_partner_id", readonly=False
    )
    coop_social_kes_partner_id = fields.Many2one(
        related="company_id.coop_social_kes_partner_id", readonly=False
    )
    coop_social_tk_due_day = fields.Integer(
        related="company_id.coop_social_tk_due_day", readonly=False
    )
    coop_social_kes_due_day = fields.Integer(
        related="company_id.coop_social_kes_due_day", readonly=False
    )
    coop_social_journal_id = fields.Many2one(
        related="company_id.coop_social_journal_id", readonly=False
    )
    coop_social_member_account_id = fields.Many2one(
        related="company_id.coop_social_member_account_id", readonly=False
    )
    coop_social_expense_account_id = fields.Many2one(
        related="company_id.coop_social_expense_account_id", readonly=False
    )
    coop_social_npp = fields.Char(related="company_id.coop_social_npp", readonly=False)
    coop_social_risk_class = fields.Selection(
        related="company_id.coop_social_risk_class", readonly=False
    )
    coop_social_sector = fields.Selection(
        related="company_id.coop_social_sector", readonly=False
    )
    coop_social_since = fields.Date(
        related="company_id.coop_social_since", readonly=False
    )
    coop_social_months_back = fields.Integer(
        related="company_id.coop_social_months_back", readonly=False
    )
    coop_social_user_id = fields.Many2one(
        related="company_id.coop_social_user_id", readonly=False
    )
