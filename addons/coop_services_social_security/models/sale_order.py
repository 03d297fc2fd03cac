# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.fields import Command


class SaleOrder(models.Model):
    """The cover that was agreed goes with the order into the job."""

    _inherit = "sale.order"

    def _coop_job_values(self, lines):
        # sudo: whoever sells need not read what is the office's own business
        schemes = self.sudo().coop_cover_scheme_ids
        return {
            **super()._coop_job_values(lines),
            "coop_cover_scheme_ids": [Command.set(schemes.ids)],
        }
