# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    coop_acceptance_id = fields.Many2one(
        "coop.service.acceptance",
        string="Acceptance",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
