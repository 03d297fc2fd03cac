# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

from ..engine import surplus


class CoopShuResult(models.Model):
    """Balance of one result account in the year, as it was when the run was computed.

    Credit positive, exact to the sen; the two parts add up to the amount.
    """

    _name = "coop.shu.result"
    _description = "Result Account of a Surplus Distribution"
    _order = "run_id, sequence, id"

    run_id = fields.Many2one(
        "coop.shu.run", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="run_id.currency_id")
    sequence = fields.Integer()
    account_id = fields.Many2one("account.account", required=True, ondelete="restrict")
    section = fields.Selection(selection="_selection_section", required=True)
    amount = fields.Monetary()
    # not Monetary: a currency of whole rupiah would round the sen of the parts away
    member_amount = fields.Float(string="From members", digits=(16, 2))
    non_member_amount = fields.Float(string="From non-members", digits=(16, 2))

    _account_uniq = models.Constraint(
        "UNIQUE (run_id, account_id)", "A result account is listed once."
    )

    def _selection_section(self):
        labels = self.env["coop.shu.run"]._phu_labels()
        return [(code, labels[code]) for code in surplus.SECTIONS]
