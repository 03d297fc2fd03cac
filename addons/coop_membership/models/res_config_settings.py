# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    """Settings page of the cooperative: numbers, accounts, classes of accounts."""

    _inherit = "res.config.settings"

    coop_registry_no = fields.Char(
        related="company_id.coop_registry_no", readonly=False
    )
    coop_legal_no = fields.Char(related="company_id.coop_legal_no", readonly=False)
    coop_journal_id = fields.Many2one(
        related="company_id.coop_journal_id", readonly=False
    )
    coop_advance_account_id = fields.Many2one(
        related="company_id.coop_advance_account_id", readonly=False
    )
    coop_refund_account_id = fields.Many2one(
        related="company_id.coop_refund_account_id", readonly=False
    )
    coop_shu_payable_account_id = fields.Many2one(
        related="company_id.coop_shu_payable_account_id", readonly=False
    )
    coop_reserve_account_id = fields.Many2one(
        related="company_id.coop_reserve_account_id", readonly=False
    )
    coop_deficit_account_id = fields.Many2one(
        related="company_id.coop_deficit_account_id", readonly=False
    )
    coop_has_sen = fields.Boolean(compute="_compute_coop_has_sen")

    @api.depends("company_id")
    def _compute_coop_has_sen(self):
        """The ledger of this database keeps sen (section 10: it cannot be changed)."""
        for settings in self:
            settings.coop_has_sen = settings.company_id.currency_id.rounding < 1

    def action_coop_propose_tags(self):
        """Class the result accounts whose type tells enough; open the chart."""
        self.ensure_one()
        self.company_id._coop_propose_tags()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_account_form"
        )
