# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopPayout(models.Model):
    """What one member gets in one run: gross, every deduction, net, and the rest."""

    _name = "coop.payout"
    _description = "Payout"
    _inherit = ["portal.mixin"]
    _order = "run_id desc, member_id"
    _check_company_auto = True

    run_id = fields.Many2one(
        "coop.payout.run", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(related="run_id.date", store=True)
    state = fields.Selection(related="run_id.state", store=True, index=True)
    member_id = fields.Many2one(
        "coop.member",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    line_ids = fields.One2many("coop.payout.line", "payout_id")
    gross = fields.Monetary()
    tax = fields.Monetary(string="Income tax (PPh 21)")
    bpjs = fields.Monetary(string="Social security")
    savings = fields.Monetary(string="Savings dues")
    advance = fields.Monetary(string="Advances")
    net = fields.Monetary()
    value = fields.Monetary(string="Accepted value")
    move_id = fields.Many2one(
        "account.move", string="Bill", readonly=True, copy=False, check_company=True
    )

    _once = models.Constraint(
        "UNIQUE (run_id, member_id)", "One payout per member and run."
    )
