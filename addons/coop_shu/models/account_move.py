# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Entries of a surplus distribution are undone together, through the run."""

    _inherit = "account.move"

    coop_shu_run_id = fields.Many2one(
        "coop.shu.run",
        string="Surplus distribution",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    def _coop_check_shu_run(self):
        for move in self:
            # sudo: the name of the run, for whoever meets its entry
            run = move.sudo().coop_shu_run_id
            if run and move.state == "posted":
                raise UserError(
                    self.env._(
                        "Entry %(entry)s belongs to %(run)s. Use “Reverse” on the "
                        "surplus distribution, so that all its entries are undone "
                        "together.",
                        entry=move.display_name,
                        run=run.name,
                    )
                )

    def button_draft(self):
        self._coop_check_shu_run()
        return super().button_draft()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        if not self.env.context.get("coop_shu_reverse"):
            self._coop_check_shu_run()
        return super()._reverse_moves(default_values_list, cancel)
