# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopServiceReplaceLine(models.TransientModel):
    """A candidate for the replacement, with place, score and reasons."""

    _name = "coop.service.replace.line"
    _description = "Candidate for a Replacement"
    _order = "rank, id"

    replace_id = fields.Many2one(
        "coop.service.replace", required=True, ondelete="cascade"
    )
    chosen = fields.Boolean()
    rank = fields.Integer()
    member_id = fields.Many2one("coop.member", required=True, ondelete="cascade")
    phone = fields.Char(related="member_id.phone")
    score = fields.Float(digits=(4, 1))
    reason = fields.Char()
