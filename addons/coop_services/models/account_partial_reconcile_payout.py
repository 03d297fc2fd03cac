# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, models


class AccountPartialReconcile(models.Model):
    """Paying a member's bill, or undoing that, tells the payout run."""

    _inherit = "account.partial.reconcile"

    def _coop_payout_runs(self):
        # sudo: whoever pays, the run follows
        lines = (self.debit_move_id | self.credit_move_id).sudo()
        return lines.move_id.coop_payout_id.run_id

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._coop_payout_runs()._refresh_state()
        return partials

    def unlink(self):
        runs = self._coop_payout_runs()
        result = super().unlink()
        runs._refresh_state()
        return result
