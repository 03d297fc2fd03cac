# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

from .coop_shu_scheme_line import DESTINATIONS, PARTS


class CoopShuPool(models.Model):
    """Amount that one percentage of the scheme gave in a run, in whole rupiah.

    amount = distributed_amount + to_reserve + what stays in the fund or reserve.
    """

    _name = "coop.shu.pool"
    _description = "Part of a Surplus Distribution"
    _order = "run_id, part, sequence, id"

    run_id = fields.Many2one(
        "coop.shu.run", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="run_id.currency_id")
    part = fields.Selection(PARTS, required=True)
    sequence = fields.Integer()
    name = fields.Char(required=True, translate=True)
    destination = fields.Selection(DESTINATIONS, required=True)
    percent = fields.Float(string="%", digits=(16, 6))
    source = fields.Char(string="Article or resolution")
    amount = fields.Monetary()
    account_id = fields.Many2one("account.account", ondelete="restrict")
    distributed_amount = fields.Monetary(
        string="To members", help="What the members are paid out of this pool."
    )
    to_reserve = fields.Monetary(
        string="Returned to reserve",
        help="What could not go to members: nobody had a weight, or amounts below the "
        "payable unit or the minimum payout.",
    )
