# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, models


class AccountPartialReconcile(models.Model):
    """Paying a member's share, or undoing that, tells the run of the share."""

    _inherit = "account.partial.reconcile"

    def _coop_shu_runs(self):
        # sudo: whoever pays, the run follows
        lines = (self.debit_move_id | self.credit_move_id).sudo()
        return lines.coop_shu_share_id.run_id

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._coop_shu_runs()._refresh_paid()
        return partials

    def unlink(self):
        runs = self._coop_shu_runs()
        result = super().unlink()
        runs._refresh_paid()
        return result
