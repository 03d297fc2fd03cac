# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

from .coop_cost_pool import KEYS


class CoopCostPoolKey(models.Model):
    """How the costs of a pool are divided among members from a day on."""

    _name = "coop.cost.pool.key"
    _description = "Key of a Cost Pool"
    _order = "pool_id, valid_from desc"
    _rec_name = "key"

    pool_id = fields.Many2one(
        "coop.cost.pool", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="pool_id.company_id", store=True)
    valid_from = fields.Date(required=True, default=fields.Date.context_today)
    key = fields.Selection(KEYS, required=True, default="value")
    source = fields.Char(
        string="Article or resolution",
        translate=True,
        help="Where the key was decided.",
    )

    _valid_from_uniq = models.Constraint(
        "UNIQUE (pool_id, valid_from)", "A cost pool has one key per starting date."
    )
