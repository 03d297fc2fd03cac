# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopQualityPoint(models.Model):
    """A row of the checklist of a service."""

    _name = "coop.quality.point"
    _description = "Checklist of a Service"
    _order = "product_tmpl_id, sequence, id"

    product_tmpl_id = fields.Many2one(
        "product.template", string="Service", required=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="What is checked", required=True, translate=True)
    weight = fields.Integer(default=1, required=True)

    _weight_positive = models.Constraint(
        "CHECK (weight > 0)", "A row of a checklist has a weight above zero."
    )


class ProductTemplate(models.Model):
    _inherit = "product.template"

    coop_quality_point_ids = fields.One2many(
        "coop.quality.point",
        "product_tmpl_id",
        string="Quality checklist",
        # not copied: who copies a product need not know the cooperative
        groups="coop_membership.group_reader",
    )
