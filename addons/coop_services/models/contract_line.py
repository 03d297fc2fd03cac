# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ContractLine(models.Model):
    """A monthly service of a job, with the quotation line that won it."""

    _inherit = "contract.line"

    coop_sale_line_id = fields.Many2one(
        "sale.order.line", string="Won by line", copy=False, index="btree_not_null"
    )
