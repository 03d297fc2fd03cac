# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class CoopPayoutRunCancel(models.TransientModel):
    """Asks for the date and the reason of undoing a booked payout run."""

    _name = "coop.payout.run.cancel"
    _description = "Cancel a Payout Run"

    run_id = fields.Many2one("coop.payout.run", required=True, ondelete="cascade")
    date = fields.Date(
        string="Reversal date",
        required=True,
        compute="_compute_date",
        store=True,
        readonly=False,
        precompute=True,
    )
    reason = fields.Char(required=True)

    @api.depends("run_id")
    def _compute_date(self):
        today = fields.Date.context_today(self)
        for wizard in self:
            wizard.date = max(wizard.run_id.date or today, today)

    def action_cancel(self):
        """Reverse all bills of the run."""
        self.ensure_one()
        self.run_id._cancel(self.date, self.reason)
        return {"type": "ir.actions.act_window_close"}
