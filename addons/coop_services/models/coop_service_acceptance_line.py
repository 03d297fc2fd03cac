# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


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
    name = fields.Char(string="Description", required=True)
    performer = fields.Selection(
        [("member", "Members"), ("subcontractor", "Subcontractor"), ("staff", "Staff")],
        string="Done by",
        default="member",
        required=True,
    )
    contract_line_id = fields.Many2one("contract.line", index=True)
    sale_line_id = fields.Many2one("sale.order.line", index=True)
    quantity = fields.Float(default=1, required=True)
    uom_id = fields.Many2one("uom.uom", string="Unit")
    price_unit = fields.Monetary(string="Unit price")
    amount = fields.Monetary(help="Whole rupiah, before VAT.")
