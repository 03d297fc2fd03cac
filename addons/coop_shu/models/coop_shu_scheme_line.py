# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError

PARTS = [("member", "From members"), ("non_member", "From non-members")]
DESTINATIONS = [
    ("reserve", "Reserve"),
    ("fund", "Fund"),
    ("patronage", "Members, by their business"),
    ("capital", "Members, by their savings"),
]


class CoopShuSchemeLine(models.Model):
    """One percentage of a scheme: how much of a part of the surplus goes where."""

    _name = "coop.shu.scheme.line"
    _description = "Percentage of a Surplus Scheme"
    _order = "scheme_id, part, sequence, id"
    _check_company_auto = True

    scheme_id = fields.Many2one(
        "coop.shu.scheme", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="scheme_id.company_id", store=True)
    part = fields.Selection(PARTS, required=True, default="member")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    destination = fields.Selection(DESTINATIONS, required=True, default="fund")
    percent = fields.Float(string="%", required=True, digits=(16, 6))
    account_id = fields.Many2one(
        "account.account",
        check_company=True,
        ondelete="restrict",
        domain=[
            ("account_type", "in", ("equity", "liability_current")),
        ],
        help="Account of a fund. A reserve without account goes to the reserve account "
        "of the cooperative; what members receive goes to the surplus payable account.",
    )
    source = fields.Char(
        string="Article or resolution",
        compute="_compute_source",
        store=True,
        readonly=False,
        precompute=True,
    )

    _percent_positive = models.Constraint(
        "CHECK (percent > 0 AND percent <= 100)",
        "A percentage must be above 0 and not above 100.",
    )

    @api.depends("scheme_id.source")
    def _compute_source(self):
        for line in self:
            line.source = line.source or line.scheme_id.source

    @api.constrains("destination", "account_id")
    def _check_account(self):
        for line in self:
            if line.destination == "fund" and not line.account_id:
                raise ValidationError(
                    self.env._(
                        "Scheme %(scheme)s: choose the account of the fund %(line)s.",
                        scheme=line.scheme_id.name,
                        line=line.name,
                    )
                )

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
