# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class AccountMoveLine(models.Model):
    """Open items of members carry the share that they pay."""

    _inherit = "account.move.line"

    coop_shu_share_id = fields.Many2one(
        "coop.shu.share",
        string="Surplus share",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    coop_age_days = fields.Integer(
        string="Days open", compute="_compute_coop_age_days", aggregator="max"
    )

    @api.depends("date")
    def _compute_coop_age_days(self):
        today = fields.Date.context_today(self)
        for line in self:
            line.coop_age_days = (today - line.date).days if line.date else 0
