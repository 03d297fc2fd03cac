# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class CoopTrainingProgramme(models.Model):
    """A programme can have a course of the e-learning, for who has a place."""

    _inherit = "coop.training.programme"

    slide_channel_id = fields.Many2one(
        "slide.channel",
        string="E-learning course",
        index="btree_not_null",
        ondelete="set null",
        help="Members with a place in a session are enrolled in it.",
    )
    slide_counts = fields.Boolean(
        string="Finishing it counts as attended",
        help="Who finishes the e-learning course while registered has attended, with "
        "the hours of the session. An exam is still to be taken.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        programmes = super().create(vals_list)
        programmes._check_slide_channel()
        return programmes

    def write(self, vals):
        result = super().write(vals)
        if vals.get("slide_channel_id"):
            self._check_slide_channel()
            sessions = self.session_ids.filtered(lambda event: not event.is_finished)
            sessions.registration_ids._coop_enrol_slides()
        return result

    def _check_slide_channel(self):
        """Members are enrolled only in what the officer may see.

        :raises AccessError: for a course that is not published, or closed to the user
        """
        self.slide_channel_id.check_access("read")
