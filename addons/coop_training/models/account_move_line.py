# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class AccountMoveLine(models.Model):
    """Bills of training name the session, and draw on the education fund."""

    _inherit = "account.move.line"

    coop_event_id = fields.Many2one(
        "event.event",
        string="Training session",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('coop_programme_id', '!=', False)]",
        help="The session that this item paid for.",
    )

    @api.onchange("coop_event_id")
    def _onchange_coop_event_id(self):
        for line in self.filtered("coop_event_id"):
            account = line.move_id.company_id.coop_education_account_id
            if account and line.move_id.is_purchase_document():
                line.account_id = account
