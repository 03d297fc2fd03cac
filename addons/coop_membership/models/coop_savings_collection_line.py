# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class CoopSavingsCollectionLine(models.Model):
    """Amount (whole rupiah) that one member hands in for one savings type.

    Lines of 0 stay on the sheet as "did not pay" and are not booked.
    """

    _name = "coop.savings.collection.line"
    _description = "Savings Collection Line"
    _order = "collection_id, id"
    _rec_name = "member_id"
    _check_company_auto = True

    collection_id = fields.Many2one(
        "coop.savings.collection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="collection_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(related="collection_id.date", store=True)
    state = fields.Selection(related="collection_id.state", store=True)
    member_id = fields.Many2one(
        "coop.member",
        required=True,
        ondelete="restrict",
        check_company=True,
        index=True,
        domain="[('state', 'in', ('applicant', 'approved', 'active', 'suspended'))]",
    )
    group_label = fields.Char(related="member_id.group_label")
    type_id = fields.Many2one(
        "coop.savings.type",
        string="Savings type",
        required=True,
        ondelete="restrict",
        check_company=True,
        index=True,
        default=lambda self: self._default_type(),
    )
    amount = fields.Monetary(required=True)
    note = fields.Char()

    _amount_whole = models.Constraint(
        "CHECK (amount >= 0 AND amount = trunc(amount))",
        "Amounts on a collection sheet are whole rupiah, not below zero.",
    )

    @api.model
    def _default_type(self):
        """The usual collection: mandatory savings."""
        return self.env["coop.savings.type"].search(
            [("company_id", "=", self.env.company.id), ("kind", "=", "mandatory")],
            limit=1,
        )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.collection_id._check_draft()
        return lines

    def write(self, vals):
        self.collection_id._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self.collection_id._check_draft()
