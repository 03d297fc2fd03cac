# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CoopPriceScheme(models.Model):
    """Rules of the cooperative's prices from a day on, with the resolution behind them.

    A price build copies the steps of the scheme that is valid on its date, so that an
    old price stays explained when the rules change.
    """

    _name = "coop.price.scheme"
    _description = "Price Rules"
    _inherit = ["mail.thread"]
    _order = "valid_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    valid_from = fields.Date(
        required=True, tracking=True, default=fields.Date.context_today
    )
    source = fields.Char(
        string="Article or resolution",
        required=True,
        tracking=True,
        translate=True,
        help="Where the rules come from, for example a resolution of the board.",
    )
    line_ids = fields.One2many("coop.price.scheme.line", "scheme_id", copy=True)
    percent = fields.Float(
        string="Kept of the price (%)",
        compute="_compute_percent",
        digits=(16, 2),
        help="Sum of the percentages of the price: what stays in the cooperative.",
    )

    @api.depends("line_ids.kind", "line_ids.percent")
    def _compute_percent(self):
        for scheme in self:
            lines = scheme.line_ids.filtered(lambda line: line.kind == "price")
            scheme.percent = sum(lines.mapped("percent"))

    @api.constrains("line_ids")
    def _check_percent(self):
        for scheme in self:
            if scheme.percent >= 100:
                raise ValidationError(
                    self.env._(
                        "%(scheme)s: the percentages of the price add up to "
                        "%(percent)s %%. Something must be left for the members: "
                        "lower them.",
                        scheme=scheme.name,
                        percent=scheme.percent,
                    )
                )

    @api.model
    def _at(self, company, date):
        """The rules of ``company`` that are valid on ``date``, or an empty record."""
        return self.search(
            [("company_id", "=", company.id), ("valid_from", "<=", date)], limit=1
        )
