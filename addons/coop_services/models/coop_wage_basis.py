# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopWageBasis(models.Model):
    """By what a monthly minimum wage is divided for an hour, a day or a month.

    Government Regulation 36/2021 art. 16-17: / 126 for part-time hours, / 25 or / 21
    for days of a six- or five-day week; / 173 is the hour of a full month.
    """

    _name = "coop.wage.basis"
    _description = "Basis of a Price Floor"
    _order = "unit, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    unit = fields.Selection(
        [("hour", "Hour"), ("day", "Day"), ("month", "Month")],
        required=True,
        default="hour",
    )
    divisor = fields.Float(
        required=True, default=1, digits=(16, 2), help="The month is divided by it."
    )
    source = fields.Char(string="Law", help="Where the divisor comes from.")

    _divisor_positive = models.Constraint(
        "CHECK (divisor > 0)", "The divisor of a basis is above zero."
    )
