# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.vat import other_base_vat


class AccountTax(models.Model):
    """VAT on another value: the same whole rupiah in entry, paper and e-Faktur."""

    _inherit = "account.tax"

    coop_other_base = fields.Boolean(
        string="On 11/12 of the price (DPP nilai lain)",
        help="The tax is 12 % of 11/12 of each line's price, both rounded to whole "
        "rupiah as the tax invoice shows them; the effective rate of 11 % differs by a "
        "rupiah now and then.",
    )

    @api.constrains(
        "coop_other_base", "amount_type", "amount", "price_include_override"
    )
    def _check_coop_other_base(self):
        for tax in self.filtered("coop_other_base"):
            if tax.amount_type != "percent" or tax.amount != 11 or tax.price_include:
                raise ValidationError(
                    self.env._(
                        "%(tax)s: a tax on 11/12 of the price is a percentage of 11, "
                        "not included in the price.",
                        tax=tax.display_name,
                    )
                )

    def _eval_tax_amount_price_excluded(self, batch, raw_base, evaluation_context):
        if self.coop_other_base and not self.env.context.get("coop_foreign_currency"):
            return float(other_base_vat(round(raw_base, 6)).tax)
        return super()._eval_tax_amount_price_excluded(
            batch, raw_base, evaluation_context
        )

    @api.model
    def _add_tax_details_in_base_line(self, base_line, company, rounding_method=None):
        """Amounts in other currencies have no whole rupiah to round to."""
        if base_line["currency_id"].name != "IDR":
            base_line["tax_ids"] = base_line["tax_ids"].with_context(
                coop_foreign_currency=True
            )
        return super()._add_tax_details_in_base_line(
            base_line, company, rounding_method=rounding_method
        )
