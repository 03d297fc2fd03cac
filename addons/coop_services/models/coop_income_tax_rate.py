# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ..engine.income_tax import Bracket, income_tax


class CoopIncomeTaxRate(models.Model):
    """How income tax (PPh 21) is withheld from payouts, valid from a day on.

    Rows without a company hold for all; of rows valid on a day the latest counts, of
    the same day that of the company. A cooperative that adds up the payouts of a month
    has a row of its own.
    """

    _name = "coop.income.tax.rate"
    _description = "Income Tax on Payouts"
    _order = "valid_from desc, company_id, id"
    _rec_name = "source"

    source = fields.Char(
        required=True, help="Law or regulation, such as PP 58/2023, PMK 168/2023."
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: all.")
    valid_from = fields.Date(required=True)
    deemed_percent = fields.Float(
        string="Taxable part (%)",
        required=True,
        default=50,
        digits=(16, 6),
        help="Percent of the gross that is taxed.",
    )
    surcharge_percent = fields.Float(
        string="Surcharge without valid number (%)",
        default=20,
        digits=(16, 6),
        help="Added to the tax of who has neither a valid NIK nor an NPWP.",
    )
    aggregate = fields.Selection(
        [("payout", "Each payout alone"), ("month", "All payouts of a month")],
        string="Brackets apply to",
        required=True,
        default="payout",
    )
    bracket_ids = fields.One2many(
        "coop.income.tax.bracket", "rate_id", string="Brackets", copy=True
    )
    active = fields.Boolean(default=True)

    _once = models.UniqueIndex(
        "(COALESCE(company_id, 0), valid_from) WHERE active",
        "There is a row with this date already. Archive it, or choose another date.",
    )
    _percent_range = models.Constraint(
        "CHECK (deemed_percent BETWEEN 0 AND 100 "
        "AND surcharge_percent BETWEEN 0 AND 100)",
        "Percentages are between 0 and 100.",
    )

    @api.constrains("bracket_ids")
    def _check_brackets(self):
        for rate in self:
            ends = rate.bracket_ids.mapped("upto")
            if ends[:-1] != sorted(set(ends[:-1])) or ends[-1:] != [0]:
                raise ValidationError(
                    self.env._(
                        "%(rule)s: the brackets go up one by one, and the last one "
                        "has no end (0).",
                        rule=rate.source,
                    )
                )

    @api.model
    def _rate_at(self, company, date):
        """The row that holds for ``company`` on ``date``.

        :raises UserError: there is none
        """
        # sudo: whoever computes a payout needs the law, not rights on its rows
        rates = self.sudo().search(
            Domain("company_id", "in", (False, company.id))
            & Domain("valid_from", "<=", date)
        )
        rate = rates.sorted(lambda r: (r.valid_from, bool(r.company_id)))[-1:]
        if not rate.bracket_ids:
            raise UserError(
                self.env._(
                    "No income tax rate holds on %(date)s. Enter one under "
                    "Cooperative, Configuration, Services.",
                    date=format_date(self.env, date),
                )
            )
        return rate.sudo(False)

    def _tax(self, gross, id_valid, before=(0, 0)):
        """Tax of one payment, see ``engine.income_tax``.

        :param int gross: rupiah
        :param bool id_valid: the person has a valid NIK or NPWP
        :param before: ``(gross, tax)`` of the month so far, for rows by month
        :return: int
        """
        self.ensure_one()
        return income_tax(
            gross,
            self._brackets(),
            round(self.deemed_percent, 6),
            0 if id_valid else round(self.surcharge_percent, 6),
            before if self.aggregate == "month" else (0, 0),
        )

    def _brackets(self):
        # sudo: see _rate_at
        return [
            Bracket(round(row.upto) or None, round(row.percent, 6))
            for row in self.sudo().bracket_ids
        ]
