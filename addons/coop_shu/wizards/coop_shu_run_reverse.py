# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopShuRunReverse(models.TransientModel):
    """Asks when and why a posted distribution is undone."""

    _name = "coop.shu.run.reverse"
    _description = "Reverse a Surplus Distribution"

    run_id = fields.Many2one("coop.shu.run", required=True, ondelete="cascade")
    date = fields.Date(
        string="Reversal date", required=True, default=fields.Date.context_today
    )
    reason = fields.Char(required=True)

    def action_reverse(self):
        """Reverse the run (see ``coop.shu.run._reverse``)."""
        self.ensure_one()
        self.run_id._reverse(self.date, self.reason)
        return {"type": "ir.actions.act_window_close"}
