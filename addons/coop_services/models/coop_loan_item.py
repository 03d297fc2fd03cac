# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class CoopLoanItem(models.Model):
    """A tool, machine or uniform that the cooperative lends to its members."""

    _name = "coop.loan.item"
    _description = "Item on Loan"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    code = fields.Char(string="Inventory number")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    kind = fields.Selection(
        [("tool", "Tool or machine"), ("uniform", "Uniform"), ("key", "Key or pass")],
        required=True,
        default="tool",
    )
    quantity = fields.Integer(
        string="Pieces", default=1, required=True, help="How many there are in all."
    )
    quantity_out = fields.Integer(
        string="Lent", compute="_compute_quantity_out", help="Pieces that are out."
    )
    quantity_free = fields.Integer(string="Free", compute="_compute_quantity_out")
    loan_ids = fields.One2many("coop.loan", "item_id", string="Loans")
    note = fields.Char()
    active = fields.Boolean(default=True)

    _quantity_positive = models.Constraint(
        "CHECK (quantity >= 0)", "There are no fewer than zero pieces."
    )
    _code_uniq = models.UniqueIndex(
        "(company_id, code) WHERE code IS NOT NULL",
        "Another item has this inventory number.",
    )

    @api.depends("quantity", "loan_ids.state", "loan_ids.quantity")
    def _compute_quantity_out(self):
        found = dict(
            self.env["coop.loan"]._read_group(
                [("item_id", "in", self.ids), ("state", "=", "out")],
                ["item_id"],
                ["quantity:sum"],
            )
        )
        for item in self:
            item.quantity_out = found.get(item, 0)
            item.quantity_free = item.quantity - item.quantity_out

    @api.constrains("quantity")
    def _check_enough(self):
        """Refuse to lend more than there is; locks the items against a second hand."""
        self.lock_for_update(allow_referencing=True)
        self.invalidate_recordset(["quantity_out", "quantity_free"])
        for item in self:
            if item.quantity_free < 0:
                raise UserError(
                    self.env._(
                        "%(item)s: %(out)s are lent, but there are only %(all)s. "
                        "Somebody must bring one back first.",
                        item=item.name,
                        out=item.quantity_out,
                        all=item.quantity,
                    )
                )
