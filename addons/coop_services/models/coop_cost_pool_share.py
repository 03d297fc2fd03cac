# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopCostPoolShare(models.Model):
    """A member's part of shared costs: for information, it is not charged."""

    _name = "coop.cost.pool.share"
    _description = "Part of Shared Costs"
    _order = "period_id desc, member_id"
    _rec_name = "period_id"
    _check_company_auto = True

    period_id = fields.Many2one(
        "coop.cost.pool.period", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="period_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    member_id = fields.Many2one(
        "coop.member",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    weight = fields.Float(digits=(16, 4), aggregator=None)
    amount = fields.Monetary()

    _once = models.Constraint(
        "UNIQUE (period_id, member_id)", "One part per member and period."
    )
