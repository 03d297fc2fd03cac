# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class CoopShuSchemeSource(models.Model):
    """What counts as a member's business in a scheme, and with which weight.

    The patronage weight of a member is V = Σ weight × amount over the sources.
    """

    _name = "coop.shu.scheme.source"
    _description = "Patronage Source of a Surplus Scheme"
    _order = "scheme_id, sequence, id"

    scheme_id = fields.Many2one(
        "coop.shu.scheme", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="scheme_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    code = fields.Selection(
        selection="_selection_code",
        string="Member's business",
        required=True,
        help="What is counted for each member over the year.",
    )
    weight = fields.Float(
        default=1.0,
        required=True,
        digits=(16, 6),
        help="One rupiah or one hour of this source counts this much.",
    )
    source = fields.Char(
        string="Article or resolution",
        compute="_compute_source",
        store=True,
        readonly=False,
        precompute=True,
    )

    _weight_positive = models.Constraint(
        "CHECK (weight > 0)", "The weight of a member's business must be above zero."
    )
    _code_uniq = models.Constraint(
        "UNIQUE (scheme_id, code)", "The same member's business is listed twice."
    )

    @api.model
    def _selection_code(self):
        return [
            (row[0], row[1])
            for row in self.env["coop.patronage.source"]._patronage_sources()
        ]

    @api.depends("scheme_id.source")
    def _compute_source(self):
        for line in self:
            line.source = line.source or line.scheme_id.source

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.scheme_id._check_not_used()
        return lines

    def write(self, vals):
        self.scheme_id._check_not_used()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self.scheme_id._check_not_used()
