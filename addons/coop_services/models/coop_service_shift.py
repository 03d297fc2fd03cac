# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopServiceShift(models.Model):
    """Hours of one member at one place; nobody is in two places at once."""

    _name = "coop.service.shift"
    _description = "Shift"
    _order = "start, id"
    _check_company_auto = True

    assignment_id = fields.Many2one(
        "coop.service.assignment", required=True, ondelete="restrict", index=True
    )
    role_id = fields.Many2one(related="assignment_id.role_id", store=True, index=True)
    contract_id = fields.Many2one(
        related="assignment_id.contract_id", store=True, index=True, string="Job"
    )
    company_id = fields.Many2one(
        related="assignment_id.company_id", store=True, index=True
    )
    member_id = fields.Many2one(
        "coop.member",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        help="Who works this shift: the assigned member, or the substitute.",
    )
    start = fields.Datetime(required=True)
    stop = fields.Datetime(required=True)
    hours = fields.Float(help="Working hours without breaks, for the split.")
    check_in = fields.Datetime()
    check_out = fields.Datetime()
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("done", "Done"),
            ("absent", "Absent"),
            ("cancelled", "Cancelled"),
        ],
        default="planned",
        required=True,
        index=True,
    )
    acceptance_id = fields.Many2one(
        "coop.service.acceptance",
        readonly=True,
        copy=False,
        index=True,
        help="The acceptance that counted this shift; it is counted once.",
    )

    _no_overlap = models.Constraint(
        """EXCLUDE USING gist (
            int4range(member_id, member_id, '[]') WITH &&,
            tsrange(start, stop) WITH &&
        ) WHERE (state IN ('planned', 'done'))""",
        "This member already has a shift at that time.",
    )
    _stop_after_start = models.Constraint(
        "CHECK (stop > start)", "A shift ends after it starts."
    )
