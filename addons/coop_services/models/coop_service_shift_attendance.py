# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

# How long before and after a shift its member may check in and out.
BEFORE = timedelta(hours=2)
AFTER = timedelta(hours=6)


class CoopServiceShift(models.Model):
    """Attendance: the member reads the QR code of the place, coming and going."""

    _inherit = "coop.service.shift"

    late_minutes = fields.Integer(
        string="Minutes late",
        compute="_compute_late_minutes",
        store=True,
        help="From the start of the shift to the check-in.",
    )

    @api.depends("start", "check_in")
    def _compute_late_minutes(self):
        for shift in self:
            late = 0
            if shift.check_in and shift.check_in > shift.start:
                late = int((shift.check_in - shift.start).total_seconds() // 60)
            shift.late_minutes = late

    @api.model
    def _at_site(self, site, now):
        """Own shifts at a place for which one may check in or out now.

        Record rules apply: a member on the portal gets the own shifts.

        :param site: ``res.partner`` of the place
        :param now: naive UTC
        """
        return self.search(
            [
                ("site_id", "child_of", site.id),
                ("start", "<=", now + BEFORE),
                ("stop", ">=", now - AFTER),
                ("state", "in", ("planned", "done")),
            ],
            order="start",
        )

    def _check(self, now):
        """Check in, or out if in already; going completes the shift.

        :param now: naive UTC
        :raises UserError: already out, accepted by the client, or too early to go
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: the caller found this shift by the member's own rights; members write
        # nothing else of it
        shift = self.sudo()
        if shift.acceptance_id or shift.check_out:
            raise UserError(
                self.env._("This shift is complete: you have already checked out.")
            )
        if not shift.check_in:
            shift.check_in = now
        elif now <= shift.start:
            raise UserError(
                self.env._("The shift has not begun yet. Check out when you go.")
            )
        else:
            shift.write({"check_out": now, "state": "done"})
