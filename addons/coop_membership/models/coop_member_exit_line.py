# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class CoopMemberExitLine(models.Model):
    """One amount of an exit settlement, as it is booked; debit positive."""

    _name = "coop.member.exit.line"
    _description = "Exit Settlement Line"
    _order = "exit_id, id"
    _check_company_auto = True

    exit_id = fields.Many2one(
        "coop.member.exit", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="exit_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [("savings", "Savings"), ("advance", "Advance"), ("refund", "To pay")],
        required=True,
    )
    name = fields.Char(string="Description", required=True)
    partner_id = fields.Many2one("res.partner", required=True, ondelete="restrict")
    account_id = fields.Many2one(
        "account.account", required=True, ondelete="restrict", check_company=True
    )
    balance = fields.Monetary(help="Debit positive, credit negative.")
    amount = fields.Monetary(
        help="Savings are positive; deductions and what is left to pay negative."
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.exit_id._check_draft()
        return lines

    def write(self, vals):
        self.exit_id._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self.exit_id._check_draft()
