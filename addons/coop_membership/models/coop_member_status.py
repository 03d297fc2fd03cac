# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

MEMBER_STATES = [
    ("applicant", "Applicant"),
    ("approved", "Approved"),
    ("active", "Active"),
    ("suspended", "Suspended"),
    ("left", "Left"),
    ("rejected", "Rejected"),
]


class CoopMemberStatus(models.Model):
    """Dated history of a member's state; the last row up to a day holds that day.

    Written by the member's own actions only, never by hand, so that the status at any
    past date (electorate, reports to the authorities) can be told again.
    """

    _name = "coop.member.status"
    _description = "Member Status History"
    _order = "date desc, id desc"

    member_id = fields.Many2one(
        "coop.member", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="member_id.company_id", store=True, index=True)
    date = fields.Date(required=True)
    state = fields.Selection(MEMBER_STATES, required=True)
    note = fields.Char()

    _member_date_idx = models.Index("(member_id, date DESC, id DESC)")
