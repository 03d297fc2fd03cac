# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopSocialBand(models.Model):
    """One band of income of a rate: from this income on, that base; whole rupiah.

    Independent workers report in which band they earn (PP 44/2015, annex II). Bands
    have the dates and the source of their rate.
    """

    _name = "coop.social.band"
    _description = "Band of Income"
    _order = "rate_id, income_from, id"

    rate_id = fields.Many2one(
        "coop.social.rate", required=True, ondelete="cascade", index=True
    )
    income_from = fields.Integer(string="Income from")
    base = fields.Integer(required=True)

    _from_uniq = models.Constraint(
        "UNIQUE (rate_id, income_from)", "A rate has one base from each income on."
    )
    _amounts_check = models.Constraint(
        "CHECK (income_from >= 0 AND base > 0)",
        "An income is not below zero, and a base is above it.",
    )
