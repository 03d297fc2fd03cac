# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class CoopTaxRate(models.Model):
    """A rate of income tax on the cooperative's own revenue, from a date on.

    ``pph23``: what corporate clients withhold; ``final``: the final tax on turnover;
    ``corporate``: the general rate, with the discount of art. 31E.
    """

    _name = "coop.tax.rate"
    _description = "Tax Rate of the Cooperative"
    _order = "kind, valid_from desc"

    kind = fields.Selection(
        [
            ("pph23", "Withheld by clients (PPh 23)"),
            ("final", "Final tax on turnover"),
            ("corporate", "General rate"),
        ],
        required=True,
    )
    valid_from = fields.Date(required=True)
    percent = fields.Float(digits=(9, 6), required=True)
    factor = fields.Float(
        string="Factor without tax number",
        digits=(6, 2),
        default=1,
        required=True,
        help="The rate is multiplied by it while the cooperative has no tax number.",
    )
    ceiling = fields.Float(
        digits=(16, 0),
        string="Turnover up to",
        help="Final tax: yearly turnover up to which it may be used. General rate: "
        "part of the turnover whose profit is taxed at half the rate.",
    )
    ceiling_discount = fields.Float(
        digits=(16, 0),
        string="Discount up to turnover",
        help="General rate: yearly turnover up to which the discount is given.",
    )
    source = fields.Char(required=True, help="Law, regulation and article.")

    _once = models.Constraint(
        "UNIQUE (kind, valid_from)", "There is one rate of a kind from a day on."
    )
    _positive = models.Constraint(
        "CHECK (percent >= 0 AND percent <= 100 AND factor >= 1)",
        "A rate is between 0 and 100 percent, a factor at least 1.",
    )

    @api.depends("kind", "percent", "valid_from")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for rate in self:
            rate.display_name = f"{kinds.get(rate.kind, '')} {rate.percent:g} %"

    @api.model
    def _at(self, kind, date):
        """The rate of a kind on a day.

        :raises UserError: there is none yet; names kind and day
        """
        # sudo: rates of the law are no secret
        rate = self.sudo().search(
            [("kind", "=", kind), ("valid_from", "<=", date)],
            order="valid_from desc",
            limit=1,
        )
        if not rate:
            raise UserError(
                self.env._(
                    "There is no tax rate “%(kind)s” for %(date)s. Add it under "
                    "Cooperative, Configuration, Services, Tax rates.",
                    kind=dict(self._fields["kind"]._description_selection(self.env))[
                        kind
                    ],
                    date=format_date(self.env, date),
                )
            )
        return rate
