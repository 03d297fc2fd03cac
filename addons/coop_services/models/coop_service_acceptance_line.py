# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models

from ..engine.rounding import exact, half_up


class CoopServiceAcceptanceLine(models.Model):
    """A billed row of an acceptance: one service by one class of performer."""

    _name = "coop.service.acceptance.line"
    _description = "Billed Row of an Acceptance"
    _order = "acceptance_id, sequence, id"
    _check_company_auto = True

    acceptance_id = fields.Many2one(
        "coop.service.acceptance", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="acceptance_id.company_id", store=True)
    currency_id = fields.Many2one(related="acceptance_id.currency_id")
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one("product.product", string="Service", required=True)
    name = fields.Char(
        string="Description",
        required=True,
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
    )
    performer = fields.Selection(
        [("member", "Members"), ("subcontractor", "Subcontractor"), ("staff", "Staff")],
        string="Done by",
        required=True,
        compute="_compute_performer",
        store=True,
        readonly=False,
        precompute=True,
        help="Whose work this is: it decides the revenue account, and whether members "
        "share it.",
    )
    contract_line_id = fields.Many2one("contract.line", index=True)
    sale_line_id = fields.Many2one("sale.order.line", index=True)
    quantity = fields.Float(default=1, digits=(16, 4), required=True)
    uom_id = fields.Many2one(
        "uom.uom",
        string="Unit",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
    )
    price_unit = fields.Monetary(string="Unit price")
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        precompute=True,
        help="Whole rupiah, before VAT.",
    )

    @api.depends("product_id")
    def _compute_name(self):
        for line in self:
            line.name = line.name or line.product_id.name
            line.uom_id = line.uom_id or line.product_id.uom_id

    @api.depends("product_id")
    def _compute_performer(self):
        for line in self:
            line.performer = (
                line.performer or line.product_id.coop_performer or "member"
            )

    @api.depends("quantity", "price_unit")
    def _compute_amount(self):
        for line in self:
            line.amount = half_up(exact(line.quantity) * exact(line.price_unit))

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.acceptance_id._check_draft()
        return lines

    def write(self, vals):
        self.acceptance_id._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self.acceptance_id._check_draft()

    _not_negative = models.Constraint(
        "CHECK (quantity >= 0 AND price_unit >= 0)",
        "A billed row is not negative; what was accepted and must be taken back is a "
        "correction of that acceptance.",
    )
