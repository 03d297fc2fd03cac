# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResCompany(models.Model):
    """How this cooperative sells its members' work."""

    _inherit = "res.company"

    coop_capacity_hours = fields.Float(
        string="Hours of a member a month",
        default=173,
        help="What counts as fully occupied in the view of utilisation; 173 hours are "
        "a full month of 40 hours a week.",
    )

    _coop_capacity_hours_positive = models.Constraint(
        "CHECK (coop_capacity_hours IS NULL OR coop_capacity_hours > 0)",
        "The hours of a member a month are above zero.",
    )
