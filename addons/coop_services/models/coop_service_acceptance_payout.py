# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from fractions import Fraction

from odoo import models


class CoopServiceAcceptance(models.Model):
    _inherit = "coop.service.acceptance"

    def _paid_ratios(self):
        """``{acceptance: (paid, total)}`` of what the client owes for it (int).

        Whatever settles an invoice counts: money, tax that the client withheld, VAT
        that the client pays itself, credit notes. What was invoiced before acceptance
        counts as far as the client has paid that, for the work that was accepted first.
        Without an invoice nothing is paid.
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
        for acceptance, paid_before in self._paid_before().items():
            # the rest of the price is on the invoice, if there is one yet
            price = round(acceptance.amount_price)
            paid, total = ratios[acceptance]
            rest = (price - round(acceptance.amount_released)) * Fraction(
                paid, total or 1
            )
            part = (paid_before + rest) / price
            ratios[acceptance] = (part.numerator, part.denominator)
        return ratios

    def _paid_before(self):
        """``{acceptance: Fraction}`` paid, before VAT, of what it earned of advances.

        The client's payments of invoices before acceptance go to the acceptances of a
        job in the order in which they earned it; only those that did are in the result.
        """
        earning = self.filtered("amount_released")
        if not earning:
            return {}
        # sudo: as _paid_ratios
        jobs = earning.sudo().contract_id
        moves = jobs.env["account.move"].search(
            [
                ("coop_contract_id", "in", jobs.ids),
                ("coop_acceptance_id", "=", False),
                ("move_type", "in", ("out_invoice", "out_refund")),
                ("state", "=", "posted"),
                (
                    "line_ids.account_id",
                    "in",
                    jobs.company_id.coop_deferred_revenue_account_id.ids,
                ),
            ]
        )
        left = dict.fromkeys(jobs, Fraction(0))
        for move in moves:  # a credit note takes away what it settled
            total = round(move.amount_total_signed * 100)
            open_amount = round(move.amount_residual_signed * 100)
            left[move.coop_contract_id] += Fraction(
                round(move.amount_untaxed_signed) * (total - open_amount), total or 1
            )
        paid = {}
        earned = self.sudo().search(
            [("contract_id", "in", jobs.ids), ("release_move_id", "!=", False)]
        )
        for acceptance in earned.sorted(lambda row: row.release_move_id.id):
            job = acceptance.contract_id
            amount = min(left[job], Fraction(round(acceptance.amount_released)))
            amount = max(amount, Fraction(0))
            left[job] -= amount
            paid[acceptance.id] = amount
        return {
            acceptance: paid.get(acceptance.id, Fraction(0)) for acceptance in earning
        }
