# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopQualityCheckItem(models.Model):
    """One thing looked at in a quality check, with a photo where it tells more."""

    _name = "coop.quality.check.item"
    _description = "Item of a Quality Check"
    _order = "check_id, sequence, id"

    check_id = fields.Many2one(
        "coop.quality.check", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="check_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="What is checked", required=True)
    weight = fields.Integer(default=1, required=True)
    result = fields.Selection(
        [
            ("good", "Good"),
            ("fair", "Fair"),
            ("bad", "Not done well"),
            ("na", "Does not apply"),
        ]
    )
    note = fields.Char()
    photo = fields.Image(max_width=1600, max_height=1600, attachment=True)

    _weight_positive = models.Constraint(
        "CHECK (weight > 0)", "A row of a check has a weight above zero."
    )

    def write(self, vals):
        self.check_id._check_open()
        return super().write(vals)
