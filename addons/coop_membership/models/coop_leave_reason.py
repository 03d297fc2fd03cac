# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopLeaveReason(models.Model):
    """Why a membership ended (Law 25/1992 art. 19; register column "sebab berhenti").

    ``kind`` drives what follows: a deceased member's money goes to the heirs.
    Shared by all companies.
    """

    _name = "coop.leave.reason"
    _description = "Reason for Leaving the Cooperative"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [
            ("resigned", "Resigned"),
            ("deceased", "Deceased"),
            ("excluded", "Excluded"),
        ],
        required=True,
        default="resigned",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
