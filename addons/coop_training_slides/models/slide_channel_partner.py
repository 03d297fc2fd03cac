# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models


class SlideChannelPartner(models.Model):
    """Finishing a course can be attendance in a session of its programme."""

    _inherit = "slide.channel.partner"

    def _post_completion_update_hook(self, completed=True):
        result = super()._post_completion_update_hook(completed)
        if completed:
            self._coop_attend()
        return result

    def _coop_attend(self):
        """Tick off those who are registered for a session that is not over.

        What was finished before somebody registered does not count: a renewal is
        learnt anew. The percentage shows it, and the office may tick it off.
        """
        # sudo: whoever reads the last lesson has no rights on sessions
        rows = (
            self.env["event.registration"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", self.partner_id.ids),
                    ("state", "=", "open"),
                    ("coop_programme_id.slide_counts", "=", True),
                    ("coop_programme_id.slide_channel_id", "in", self.channel_id.ids),
                ]
            )
        )
        finished = {(row.channel_id, row.partner_id) for row in self}
        rows.filtered(
            lambda row: (
                (row.slide_channel_id, row.partner_id) in finished
                and not row.event_id.is_finished
            )
        ).action_set_done()
