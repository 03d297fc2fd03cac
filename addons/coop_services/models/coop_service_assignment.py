# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopServiceAssignment(models.Model):
    """A member in a role for some time: proposed, offered, accepted; never deleted."""

    _name = "coop.service.assignment"
    _description = "Assignment"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    role_id = fields.Many2one(
        "coop.service.role", required=True, ondelete="restrict", index=True
    )
    contract_id = fields.Many2one(
        related="role_id.contract_id", store=True, index=True, string="Job"
    )
    company_id = fields.Many2one(related="role_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    member_id = fields.Many2one(
        "coop.member",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To")
    weight = fields.Float(default=1, help="Used where the job is shared by weights.")
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("offered", "Offered"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("replaced", "Replaced"),
            ("ended", "Ended"),
        ],
        default="proposed",
        required=True,
        tracking=True,
        index=True,
    )
    shift_ids = fields.One2many("coop.service.shift", "assignment_id")
