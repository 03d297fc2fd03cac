# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, models


class AccountPartialReconcile(models.Model):
    """Paying the bill of an agency, or undoing that, tells its run."""

    _inherit = "account.partial.reconcile"

    def _coop_social_runs(self):
        # sudo: whoever pays, the run follows
        moves = (self.debit_move_id | self.credit_move_id).sudo().move_id
        return moves.coop_social_bill_id.run_id

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._coop_social_runs()._refresh_paid()
        return partials

    def unlink(self):
        runs = self._coop_social_runs()
        result = super().unlink()
        runs._refresh_paid()
        return result
