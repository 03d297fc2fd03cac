# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class CoopPriceBuildStep(models.Model):
    """A step of one price, with what it comes to."""

    _name = "coop.price.build.step"
    _description = "Step of a Fair Price"
    _inherit = ["coop.price.rule"]
    _order = "build_id, sequence, id"

    build_id = fields.Many2one(
        "coop.price.build", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="build_id.company_id", store=True)
    currency_id = fields.Many2one(related="build_id.currency_id")
    name = fields.Char(translate=False)
    amount = fields.Monetary(compute="_compute_amount")
    total = fields.Monetary(string="Sum", compute="_compute_amount")

    @api.depends(
        "build_id.price", "build_id.member_amount", "build_id.basis", "sequence", "kind"
    )
    def _compute_amount(self):
        for build, steps in self.grouped("build_id").items():
            found = build._chain()
            rows = {row.name: row for row in (found.rows if found else ())}
            for step in steps:
                row = rows.get(step)
                step.amount = row.amount if row else 0
                step.total = row.total if row else 0
