# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class CoopSavingsAllocation(models.Model):
    """How much of a savings payment goes to which savings type, in whole rupiah.

    Each allocation becomes one journal item of the payment's entry on the account of
    its type. Open only while the payment is a draft; the entry follows every change.
    """

    _name = "coop.savings.allocation"
    _description = "Savings Allocation of a Payment"
    _order = "payment_id, id"
    _rec_name = "type_id"
    _check_company_auto = True

    payment_id = fields.Many2one(
        "account.payment", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="payment_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    member_id = fields.Many2one(related="payment_id.coop_member_id")
    type_id = fields.Many2one(
        "coop.savings.type",
        string="Savings type",
        required=True,
        ondelete="restrict",
        check_company=True,
        index=True,
    )
    amount = fields.Monetary(required=True)

    _amount_whole = models.Constraint(
        "CHECK (amount > 0 AND amount = trunc(amount))",
        "Allocate whole rupiah above zero.",
    )
    _type_uniq = models.Constraint(
        "UNIQUE (payment_id, type_id)",
        "Each savings type appears once in a payment: add the amounts up.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        allocations = super().create(vals_list)
        allocations.payment_id._coop_allocations_changed()
        return allocations

    def write(self, vals):
        payments = self.payment_id
        result = super().write(vals)
        if not vals.keys().isdisjoint(("payment_id", "type_id", "amount")):
            (payments | self.payment_id)._coop_allocations_changed()
        return result

    def unlink(self):
        payments = self.payment_id
        result = super().unlink()
        payments._coop_allocations_changed()
        return result

    @api.constrains("type_id", "amount", "payment_id")
    def _check_draft(self):
        for allocation in self:
            if allocation.payment_id.state != "draft":
                raise UserError(
                    self.env._(
                        "Payment %(payment)s is confirmed. Reset it to draft before "
                        "you change how it is divided.",
                        payment=allocation.payment_id.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._check_draft()
