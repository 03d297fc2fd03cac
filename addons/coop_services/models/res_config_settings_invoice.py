# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings page: accounts and taxes of invoices to clients."""

    _inherit = "res.config.settings"

    coop_member_revenue_account_id = fields.Many2one(
        related="company_id.coop_member_revenue_account_id", readonly=False
    )
    coop_non_member_revenue_account_id = fields.Many2one(
        related="company_id.coop_non_member_revenue_account_id", readonly=False
    )
    coop_deferred_revenue_account_id = fields.Many2one(
        related="company_id.coop_deferred_revenue_account_id", readonly=False
    )
    coop_penalty_account_id = fields.Many2one(
        related="company_id.coop_penalty_account_id", readonly=False
    )
    coop_withheld_account_id = fields.Many2one(
        related="company_id.coop_withheld_account_id", readonly=False
    )
    coop_pph23_payable_account_id = fields.Many2one(
        related="company_id.coop_pph23_payable_account_id", readonly=False
    )
    coop_final_tax_payable_account_id = fields.Many2one(
        related="company_id.coop_final_tax_payable_account_id", readonly=False
    )
    coop_final_tax_account_id = fields.Many2one(
        related="company_id.coop_final_tax_account_id", readonly=False
    )
    coop_vat_tax_id = fields.Many2one(
        related="company_id.coop_vat_tax_id", readonly=False
    )
    coop_vat_collector_tax_id = fields.Many2one(
        related="company_id.coop_vat_collector_tax_id", readonly=False
    )
    coop_vat_from = fields.Date(related="company_id.coop_vat_from", readonly=False)
    coop_final_tax_certificate = fields.Char(
        related="company_id.coop_final_tax_certificate", readonly=False
    )
    coop_final_tax_from = fields.Date(
        related="company_id.coop_final_tax_from", readonly=False
    )
    coop_final_tax_to = fields.Date(
        related="company_id.coop_final_tax_to", readonly=False
    )
    coop_tax_deposit_day = fields.Integer(
        related="company_id.coop_tax_deposit_day", readonly=False
    )
    coop_tax_report_day = fields.Integer(
        related="company_id.coop_tax_report_day", readonly=False
    )
