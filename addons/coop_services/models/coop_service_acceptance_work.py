# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopServiceAcceptanceWork(models.Model):
    """What one member did in one role within an acceptance: the base of the split."""

    _name = "coop.service.acceptance.work"
    _description = "Work of a Member"
    _order = "acceptance_id, id"
    _check_company_auto = True

    acceptance_id = fields.Many2one(
        "coop.service.acceptance", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="acceptance_id.company_id", store=True)
    currency_id = fields.Many2one(related="acceptance_id.currency_id")
    member_id = fields.Many2one(
        "coop.member", required=True, ondelete="restrict", check_company=True
    )
    role_id = fields.Many2one("coop.service.role", ondelete="restrict")
    assignment_id = fields.Many2one("coop.service.assignment", ondelete="restrict")
    hours = fields.Float()
    days = fields.Float()
    rate = fields.Monetary(help="Of the role, per hour or day or for the job.")
    weight = fields.Float(
        digits=(16, 4),
        help="Weight of this row in the split: by the rule, or as agreed.",
    )
