# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of payouts and advances."""

    _inherit = "res.config.settings"

    coop_payout_journal_id = fields.Many2one(
        related="company_id.coop_payout_journal_id", readonly=False
    )
    coop_payout_payable_account_id = fields.Many2one(
        related="company_id.coop_payout_payable_account_id", readonly=False
    )
    coop_member_cost_account_id = fields.Many2one(
        related="company_id.coop_member_cost_account_id", readonly=False
    )
    coop_income_tax_account_id = fields.Many2one(
        related="company_id.coop_income_tax_account_id", readonly=False
    )
    coop_advance_percent = fields.Float(
        related="company_id.coop_advance_percent", readonly=False
    )
