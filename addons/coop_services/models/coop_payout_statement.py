# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from functools import partial

from odoo import models
from odoo.tools.misc import formatLang

from odoo.addons.coop_membership.engine.words import rupiah_in_words
from odoo.addons.coop_membership.money import money


class CoopPayout(models.Model):
    """The statement of a payout: one source for the portal and the paper."""

    _inherit = "coop.payout"

    def _statement(self):
        """Everything that a member is told about one payout that the user may read.

        :return: dict ``payout, member, company, works, deductions, net_words, money``;
            ``works`` has a dict for each paid part of a share: ``share``, ``job``,
            ``acceptance``, ``amount`` (paid here) and the own ``weight`` of the
            ``weight_total`` as text; ``deductions`` has ``name, amount, carried`` in
            the order in which they were taken
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: names of jobs and acceptances, and the member's own name and number, on
        # a payout that the rules gave; members read neither jobs nor the office's rows
        payout = self.sudo()
        deductions = []
        if payout.tax:
            deductions.append(
                {
                    "name": self.env._("Income tax (PPh 21)"),
                    "amount": payout.tax,
                    "carried": 0,
                }
            )
        deductions += [
            {"name": charge.name, "amount": charge.amount, "carried": charge.carried}
            for charge in payout.charge_ids
        ]
        return {
            "payout": payout,
            "member": payout.member_id,
            "company": payout.company_id,
            "works": [
                {
                    "share": line.share_id,
                    "job": line.contract_id.name,
                    "acceptance": line.acceptance_id.name,
                    "amount": line.amount,
                    "weight": self._weight_text(line.share_id.weight),
                    "weight_total": self._weight_text(line.share_id.weight_total),
                }
                for line in payout.line_ids
            ],
            "deductions": deductions,
            "net_words": rupiah_in_words(round(payout.net)),
            "money": partial(money, self.env, currency=payout.currency_id),
        }

    def _get_report_base_filename(self):
        """Name of the file on the portal: run and member."""
        # sudo: members do not read the run of their payout
        return self.sudo().display_name

    def _weight_text(self, weight):
        digits = 0 if weight == round(weight) else 2
        return formatLang(self.env, weight, digits=digits)
