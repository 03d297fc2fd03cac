# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class CoopPayoutCharge(models.Model):
    """What a member owed when a payout was computed, and what it deducts of that.

    Kept as ``coop.member.charge.source`` gave it, in the order of deduction; what the
    payout does not bear stays owed and comes again with the next one.
    """

    _name = "coop.payout.charge"
    _description = "Deduction from a Payout"
    _order = "payout_id, sequence, id"
    _check_company_auto = True

    payout_id = fields.Many2one(
        "coop.payout", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="payout_id.company_id", store=True)
    currency_id = fields.Many2one(related="payout_id.currency_id")
    member_id = fields.Many2one(
        related="payout_id.member_id", store=True, index=True, string="Member"
    )
    sequence = fields.Integer(readonly=True)
    code = fields.Char(readonly=True, help="bpjs, savings, advance or another source.")
    name = fields.Char(string="Deduction", required=True, readonly=True)
    type_id = fields.Many2one(
        "coop.savings.type", string="Savings", readonly=True, ondelete="restrict"
    )
    account_id = fields.Many2one(
        "account.account", required=True, readonly=True, ondelete="restrict"
    )
    due = fields.Monetary(string="Owed", readonly=True)
    amount = fields.Monetary(string="Deducted", readonly=True)
    carried = fields.Monetary(
        compute="_compute_carried", store=True, help="Still owed."
    )
    source_model = fields.Char(readonly=True)
    source_id = fields.Many2oneReference(
        model_field="source_model", readonly=True, index=True
    )

    _amount_within = models.Constraint(
        "CHECK (amount >= 0 AND amount <= due)",
        "No more is deducted than is owed, and nothing is given back.",
    )

    @api.depends("due", "amount")
    def _compute_carried(self):
        for charge in self:
            charge.carried = charge.due - charge.amount

    @api.model
    def _key_of(self, charge):
        """What makes two charges (dicts of the charge source) the same one."""
        source = charge.get("source")
        return (
            charge["member"].id,
            charge["code"],
            charge["type"].id if charge["type"] else False,
            charge["account"].id,
            source._name if source else False,
            source.id if source else False,
        )

    def _key(self):
        """As ``_key_of``, of a stored charge."""
        self.ensure_one()
        return (
            self.member_id.id,
            self.code,
            self.type_id.id,
            self.account_id.id,
            self.source_model or False,
            self.source_id or False,
        )

    def _as_dicts(self):
        """The deducted charges as the charge source gave them, ``amount`` as taken."""
        return [
            {
                "member": charge.member_id,
                "code": charge.code,
                "sequence": charge.sequence,
                "label": charge.name,
                "type": charge.type_id,
                "account": charge.account_id,
                "amount": round(charge.amount),
                "source": (
                    self.env[charge.source_model].browse(charge.source_id)
                    if charge.source_model
                    else None
                ),
            }
            for charge in self
            if charge.amount
        ]
