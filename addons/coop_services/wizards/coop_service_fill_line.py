# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopServiceFillLine(models.TransientModel):
    """A candidate for a role, with place, score and reasons."""

    _name = "coop.service.fill.line"
    _description = "Candidate for a Role"
    _order = "role_id, rank, id"

    fill_id = fields.Many2one("coop.service.fill", required=True, ondelete="cascade")
    chosen = fields.Boolean(string="Take")
    role_id = fields.Many2one("coop.service.role", required=True, ondelete="cascade")
    rank = fields.Integer()
    member_id = fields.Many2one("coop.member", required=True, ondelete="cascade")
    phone = fields.Char(related="member_id.phone")
    score = fields.Float(digits=(4, 1))
    reason = fields.Char()
