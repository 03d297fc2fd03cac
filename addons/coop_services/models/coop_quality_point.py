# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.fields import Command


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
        groups="coop_membership.group_reader",
    )

    def copy_data(self, default=None):
        """The checklist goes along where the user keeps checklists.

        Not by ``copy=True``: others, who copy a product too, may not read the field.
        """
        vals_list = super().copy_data(default)
        if self.env["coop.quality.point"].has_access("create"):
            for product, vals in zip(self, vals_list, strict=True):
                vals["coop_quality_point_ids"] = [
                    Command.create(row)
                    for row in product.coop_quality_point_ids.copy_data()
                ]
        return vals_list
