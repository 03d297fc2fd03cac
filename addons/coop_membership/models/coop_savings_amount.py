# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class CoopSavingsAmount(models.Model):
    """Dated amount of a savings type, in the company's currency.

    Principal savings: the whole amount due on entry, equal for all (Law 25/1992
    art. 41).
    Mandatory savings: the amount of each month, due on ``due_day``.
    The last row with ``valid_from`` on or before a day holds that day.
    """

    _name = "coop.savings.amount"
    _description = "Dated Savings Amount"
    _order = "type_id, valid_from desc"

    type_id = fields.Many2one(
        "coop.savings.type", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="type_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(related="type_id.kind")
    valid_from = fields.Date(required=True, default=fields.Date.context_today)
    amount = fields.Monetary(required=True)
    due_day = fields.Integer(
        default=10,
        help="Day of the month on which mandatory savings are due; the last day of a "
        "shorter month counts instead.",
    )
    source = fields.Char(
        string="Article or resolution",
        help="Where it was decided, for example AD/ART art. 12 or a resolution.",
    )

    _valid_from_uniq = models.Constraint(
        "UNIQUE (type_id, valid_from)",
        "A savings type has one amount per starting date.",
    )
    _amount_check = models.Constraint(
        "CHECK (amount >= 0)", "The amount of a savings type cannot be negative."
    )
    _due_day_check = models.Constraint(
        "CHECK (due_day BETWEEN 1 AND 31)", "The due day lies between 1 and 31."
    )

    # The dues of every month are cached, see coop.member._dues_rows.
    @api.model_create_multi
    def create(self, vals_list):
        amounts = super().create(vals_list)
        self.env.registry.clear_cache()
        return amounts

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
