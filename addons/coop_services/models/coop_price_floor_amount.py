# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.tools import format_date


class CoopPriceFloorAmount(models.Model):
    """Minimum wage of a month in a place from a day on, in rupiah."""

    _name = "coop.price.floor.amount"
    _description = "Minimum Wage of a Place"
    _order = "floor_id, valid_from desc"
    _rec_name = "valid_from"

    floor_id = fields.Many2one(
        "coop.price.floor", required=True, ondelete="cascade", index=True
    )
    valid_from = fields.Date(required=True, default=fields.Date.context_today)
    amount = fields.Float(string="A month", required=True, digits=(16, 0))
    source = fields.Char(string="Decree", help="Decree or regulation that sets it.")

    _valid_from_uniq = models.Constraint(
        "UNIQUE (floor_id, valid_from)", "A place has one minimum wage per day."
    )
    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A minimum wage is above zero."
    )

    @api.depends("floor_id", "valid_from")
    def _compute_display_name(self):
        for row in self:
            day = format_date(self.env, row.valid_from)
            row.display_name = f"{row.floor_id.name} {day}"
