# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopIncomeTaxBracket(models.Model):
    """A percentage of the part of the taxable base up to an amount (art. 17)."""

    _name = "coop.income.tax.bracket"
    _description = "Income Tax Bracket"
    _order = "rate_id, sequence, id"

    rate_id = fields.Many2one(
        "coop.income.tax.rate", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="rate_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    upto = fields.Float(
        string="Up to", digits=(16, 0), help="Rupiah, included; 0: without end."
    )
    percent = fields.Float(string="%", required=True, digits=(16, 6))

    _positive = models.Constraint(
        "CHECK (upto >= 0 AND percent BETWEEN 0 AND 100)",
        "A bracket ends above zero, and its percentage is between 0 and 100.",
    )
