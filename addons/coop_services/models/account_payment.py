# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class AccountPayment(models.Model):
    """The payment of an advance stands on the advance account of the cooperative."""

    _inherit = "account.payment"

    coop_advance_id = fields.Many2one(
        "coop.member.advance",
        string="Advance",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.depends("coop_advance_id")
    def _compute_destination_account_id(self):
        advances = self.filtered("coop_advance_id")
        result = super(
            AccountPayment, self - advances
        )._compute_destination_account_id()
        for payment in advances:
            payment.destination_account_id = payment.company_id._coop_account("advance")
        return result

    @api.depends("coop_advance_id", "journal_id")
    def _compute_outstanding_account_id(self):
        """Advances are booked on the journal's own account at once, as savings are."""
        result = super()._compute_outstanding_account_id()
        for payment in self.filtered("coop_advance_id"):
            if not payment.outstanding_account_id:
                payment.outstanding_account_id = payment.journal_id.default_account_id
        return result
