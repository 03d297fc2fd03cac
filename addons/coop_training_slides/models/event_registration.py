# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class EventRegistration(models.Model):
    """Who has a place is enrolled in the e-learning course of the programme."""

    _inherit = "event.registration"

    slide_channel_id = fields.Many2one(related="coop_programme_id.slide_channel_id")
    slide_completion = fields.Integer(
        string="E-learning (%)",
        compute="_compute_slide_completion",
        compute_sudo=True,
        help="How much of the e-learning course of the programme is done.",
    )

    @api.depends("slide_channel_id", "partner_id")
    def _compute_slide_completion(self):
        # sudo by compute_sudo: attendees are the e-learning officer's, the record of
        # training is ours
        attendees = self.env["slide.channel.partner"].search(
            [
                ("channel_id", "in", self.slide_channel_id.ids),
                ("partner_id", "in", self.partner_id.ids),
            ]
        )
        done = {(row.channel_id, row.partner_id): row.completion for row in attendees}
        for row in self:
            row.slide_completion = done.get((row.slide_channel_id, row.partner_id), 0)

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._coop_enrol_slides()
        return rows

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals or "partner_id" in vals:
            self._coop_enrol_slides()
        return result

    def _coop_enrol_slides(self):
        """Enrol members who have a place; who is enrolled already stays as he is."""
        rows = self.filtered(
            lambda row: (
                row.state in ("open", "done")
                and row.coop_member_id
                and row.slide_channel_id
            )
        )
        # sudo: the office chose the course for the programme; who registers on the
        # portal, or at the desk, has no rights on it
        for channel, group in rows.sudo().grouped("slide_channel_id").items():
            channel._action_add_members(group.partner_id)
