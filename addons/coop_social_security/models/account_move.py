# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Bill and entries of a social security run are undone together, by the run."""

    _inherit = "account.move"

    coop_social_bill_id = fields.Many2one(
        "coop.social.bill",
        string="Social security run",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    def _coop_check_social_run(self):
        for move in self:
            # sudo: the name of the run, for whoever meets its entry
            run = move.sudo().coop_social_bill_id.run_id
            if move.state == "posted" and run.state in ("posted", "paid"):
                raise UserError(
                    self.env._(
                        "%(entry)s belongs to %(run)s. Cancel that run, so that all "
                        "its entries are undone together.",
                        entry=move.display_name,
                        run=run.display_name,
                    )
                )

    def button_draft(self):
        self._coop_check_social_run()
        return super().button_draft()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        if not self.env.context.get("coop_social_cancel"):
            self._coop_check_social_run()
        return super()._reverse_moves(default_values_list, cancel)
