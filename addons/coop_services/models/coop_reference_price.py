# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopReferencePrice(models.Model):
    """What others ask for a service: dated, with the place and the source."""

    _name = "coop.reference.price"
    _description = "Market Reference Price"
    _order = "product_tmpl_id, valid_from desc, id desc"
    _rec_name = "product_tmpl_id"
    _check_company_auto = True

    product_tmpl_id = fields.Many2one(
        "product.template",
        string="Service",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    uom_id = fields.Many2one(related="product_tmpl_id.uom_id")
    valid_from = fields.Date(required=True, default=fields.Date.context_today)
    place = fields.Char()
    price_from = fields.Monetary(string="From", required=True)
    price_to = fields.Monetary(string="To", required=True)
    source = fields.Char(required=True, help="Where the price was seen.")

    _range = models.Constraint(
        "CHECK (price_from > 0 AND price_to >= price_from)",
        "A reference price is above zero, and its end is not below its beginning.",
    )
