# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models

KEYS = [
    ("value", "By value of accepted work"),
    ("hours", "By hours of accepted work"),
    ("equal", "Equally among members"),
]


class CoopCostPool(models.Model):
    """Costs that the cooperative bears for all: marketing, tools, training, office.

    Its amounts are the posted journal items on accounts with its tag; a dated key says
    how they are told to the members. Nothing is charged by it: members see what the
    cooperative spends for them, and their part of it.
    """

    _name = "coop.cost.pool"
    _description = "Cost Pool"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        [
            ("marketing", "Marketing"),
            ("tools", "Tools"),
            ("training", "Training"),
            ("administration", "Administration"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    tag_id = fields.Many2one(
        "account.account.tag",
        string="Tag of its accounts",
        required=True,
        ondelete="restrict",
        domain=[("applicability", "=", "accounts")],
        help="Costs on accounts with this tag, see the chart of accounts.",
    )
    key_ids = fields.One2many("coop.cost.pool.key", "pool_id", string="Keys", copy=True)
    key = fields.Selection(KEYS, compute="_compute_key", string="Key today")
    period_ids = fields.One2many("coop.cost.pool.period", "pool_id", string="Periods")
    note = fields.Text(string="What it is for", translate=True)

    @api.depends("key_ids.key", "key_ids.valid_from")
    def _compute_key(self):
        today = fields.Date.context_today(self)
        for pool in self:
            pool.key = pool._key_at(today).key

    def _key_at(self, date):
        """The key that is valid on ``date``, or an empty record."""
        self.ensure_one()
        rows = self.key_ids.filtered(lambda row: row.valid_from <= date)
        return rows.sorted("valid_from")[-1:]

    def action_open_periods(self):
        """The periods in which this pool was told to the members."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_services.action_coop_cost_pool_period"
        )
        return {
            **action,
            "domain": [("pool_id", "=", self.id)],
            "context": {"default_pool_id": self.id},
        }
