# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopPriceSchemeLine(models.Model):
    """A step in the price rules of a cooperative."""

    _name = "coop.price.scheme.line"
    _description = "Step of Price Rules"
    _inherit = ["coop.price.rule"]
    _order = "scheme_id, sequence, id"

    scheme_id = fields.Many2one(
        "coop.price.scheme", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="scheme_id.company_id", store=True)
