# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

from ..engine import pricing
from ..engine.rounding import exact


class CoopPriceRule(models.AbstractModel):
    """One step from what members receive to what the client pays."""

    _name = "coop.price.rule"
    _description = "Step of a Price"
    _order = "sequence, id"

    name = fields.Char(string="Step", required=True, translate=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("cost", "% of the sum so far"),
            ("amount", "Rupiah per unit"),
            ("price", "% of the price"),
            ("tax", "Tax on top of the price"),
        ],
        required=True,
        default="cost",
        help="Percentages of the price are taken from the price before tax, all of "
        "them together.",
    )
    percent = fields.Float(digits=(16, 4))
    fixed = fields.Float(string="Rupiah", digits=(16, 0))
    base_top = fields.Integer(
        string="Of", default=1, help="Taxes: 11 for a tax on 11/12 of the price."
    )
    base_bottom = fields.Integer(string="Parts", default=1)
    is_members = fields.Boolean(
        string="Paid to members",
        help="Members receive it and pay it on themselves, as with social security "
        "that is deducted from what they receive.",
    )

    _positive = models.Constraint(
        "CHECK (percent >= 0 AND fixed >= 0 AND base_top > 0 AND base_bottom > 0)",
        "A step of a price cannot be below zero.",
    )

    def _steps(self):
        """The rows as steps of the engine, in their order; each named by its row."""
        return [
            pricing.Step(
                rule,
                rule.kind,
                exact(round(rule.fixed if rule.kind == "amount" else rule.percent, 4)),
                exact(rule.base_top) / (rule.base_bottom or 1),
            )
            for rule in self.sorted(lambda rule: (rule.sequence, rule._origin.id))
        ]
