# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models


class CoopServiceAcceptance(models.Model):
    _inherit = "coop.service.acceptance"

    def _paid_ratios(self):
        """``{acceptance: (paid, total)}`` of its posted invoices, in sen (int).

        Whatever settles an invoice counts: money, tax that the client withheld, VAT
        that the client pays itself, credit notes. Without an invoice nothing is paid.
        """
        # sudo: who pays members need not read the invoices behind their work
        groups = (
            self.env["account.move"]
            .sudo()
            ._read_group(
                [
                    ("coop_acceptance_id", "in", self.ids),
                    ("move_type", "=", "out_invoice"),
                    ("state", "=", "posted"),
                    ("payment_state", "!=", "reversed"),
                ],
                ["coop_acceptance_id"],
                ["amount_total_signed:sum", "amount_residual_signed:sum"],
            )
        )
        ratios = dict.fromkeys(self, (0, 0))
        for acceptance, total, residual in groups:
            ratios[acceptance.with_env(self.env)] = (
                max(0, round((total - residual) * 100)),
                round(total * 100),
            )
        return ratios
