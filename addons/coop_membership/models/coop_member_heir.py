# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopMemberHeir(models.Model):
    """Heir (ahli waris) of a member, with a share as a whole weight (2 : 1 is 2 and 1).

    What the cooperative owes a deceased member is divided over the heirs by these
    weights, to the rupiah, and booked on each heir's own contact.
    """

    _name = "coop.member.heir"
    _description = "Member's Heir"
    _order = "member_id, sequence, id"
    _check_company_auto = True

    member_id = fields.Many2one(
        "coop.member", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="member_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    partner_id = fields.Many2one(
        "res.partner", string="Heir", required=True, ondelete="restrict"
    )
    relation = fields.Char(help="Relation to the member, for example wife, son.")
    share = fields.Integer(
        default=1,
        required=True,
        help="Whole weight of this heir: 2 and 1 means two thirds and one third.",
    )
    phone = fields.Char(related="partner_id.phone", readonly=False)

    _share_positive = models.Constraint(
        "CHECK (share > 0)", "The share of an heir must be a whole number above zero."
    )
    _heir_uniq = models.Constraint(
        "UNIQUE (member_id, partner_id)", "The same heir is listed twice."
    )
