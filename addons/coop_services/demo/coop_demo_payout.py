# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models

from . import story


class CoopDemo(models.AbstractModel):
    """Advances and payouts of the demo cooperative."""

    _inherit = "coop.demo"

    def _hand_in_dues(self):
        """What members hand in before they are paid for work."""
        for number, amount, day, memo in story.DUES:
            self._savings_payment(
                day, self._member(number), {"mandatory": amount}, memo
            )

    def _advance_money(self, row):
        """An advance: paid by bank, or still waiting for the managers."""
        number, amount, day, reason, paid = row
        advance = self.env["coop.member.advance"].create(
            {
                "member_id": self._member(number).id,
                "amount": amount,
                "date": day,
                "reason": reason,
                "journal_id": self._journal("bank").id,
            }
        )
        if paid:
            advance.action_approve()
            advance.action_pay()

    def _pay_members(self):
        """One run by bank file and in cash, one that waits for the managers."""
        for day, last, paid in story.RUNS:
            run = self.env["coop.payout.run"].create({"date": day, "date_to": last})
            run.action_compute()
            if not paid:
                continue
            run.action_approve()
            run.action_post()
            for kind, pay in (
                ("bank", run.action_pay_bank),
                ("cash", run.action_pay_cash),
            ):
                batch = self.env["coop.payment.batch"].browse(pay()["res_id"])
                batch.write({"date": day, "journal_id": self._journal(kind).id})
                batch.action_post()
