# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

from .coop_social_rate import PROGRAM_NAMES


class CoopSocialBenefit(models.Model):
    """What a program pays in case of need, from a day on; for claims and the board."""

    _name = "coop.social.benefit"
    _description = "Social Security Benefit"
    _order = "program, sequence, valid_from desc, id"

    name = fields.Char(required=True, translate=True)
    scheme_id = fields.Many2one(
        "coop.social.scheme", required=True, ondelete="cascade", index=True
    )
    program = fields.Selection(PROGRAM_NAMES, required=True)
    amount = fields.Integer(help="Whole rupiah; 0 where it depends on the case.")
    valid_from = fields.Date(required=True)
    source = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _amount_check = models.Constraint(
        "CHECK (amount >= 0)", "A benefit is not below zero."
    )
