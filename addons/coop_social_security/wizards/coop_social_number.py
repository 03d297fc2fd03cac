# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopSocialNumber(models.TransientModel):
    """The whole number of one enrolment, to be read or corrected by an officer."""

    _name = "coop.social.number"
    _description = "Number of an Enrolment"

    enrolment_id = fields.Many2one(
        "coop.social.enrolment", required=True, readonly=True, ondelete="cascade"
    )
    number = fields.Char()

    def action_save(self):
        """Write the corrected number.

        :raises ValidationError: wrong format, or the number of somebody else
        """
        self.ensure_one()
        self.enrolment_id.check_access("write")
        self.enrolment_id.number_entry = self.number
        self.unlink()  # no copy of the number stays behind
        return {"type": "ir.actions.act_window_close"}
