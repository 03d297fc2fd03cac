# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Bills of payouts: what they say was agreed, so they are undone by reversal."""

    _inherit = "account.move"

    coop_payout_id = fields.Many2one(
        "coop.payout",
        string="Payout",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    def _coop_payouts(self):
        """Payouts whose bill is in ``self``.

        sudo: whoever works on a bill follows the rules of its payout.
        """
        return self.sudo().coop_payout_id.filtered(
            lambda payout: payout.move_id in self.sudo()
        )

    def button_draft(self):
        for payout in self.filtered(lambda m: m.state == "posted")._coop_payouts():
            raise UserError(
                self.env._(
                    "Bill %(bill)s pays %(member)s in %(run)s. It cannot be changed: "
                    "reverse it, and the work can be paid anew.",
                    bill=payout.move_id.name,
                    member=payout.member_id.display_name,
                    run=payout.run_id.name,
                )
            )
        return super().button_draft()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._coop_payouts()._check_not_paid()
        return super()._reverse_moves(default_values_list, cancel)

    def _post(self, soft=True):
        # What a payout deducted is owed again before the reversal takes its items.
        bills = self.reversed_entry_id.filtered(lambda m: m.state == "posted")
        payouts = bills._coop_payouts()
        payouts._check_not_paid()
        if payouts:
            payouts._take_from_heirs(max(self.mapped("date")))
        payouts.move_id._coop_unmatch_charges()
        posted = super()._post(soft)
        payouts.filtered(lambda payout: payout.state == "cancelled")._release()
        payouts.run_id._refresh_state()
        return posted

    def _coop_unmatch_charges(self):
        """Free the advances that these bills paid back, so that they are open again."""
        items = self.line_ids.filtered(
            lambda item: (
                item.account_id.reconcile
                and item.account_id.account_type
                not in ("asset_receivable", "liability_payable")
            )
        )
        if items:
            items.remove_move_reconcile()
