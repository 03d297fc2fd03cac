# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models


class AccountMove(models.Model):
    """Savings accounts hold members' money only, whoever books the entry.

    Checked when an entry is posted or taken back (the ledger is the truth):

    * every item on a savings account carries a partner who is or was a member (an
      applicant's instalments count); ``coop_allow_unassigned`` in the context lets
      the take-over move an old total without partner to the members;
    * no member's balance of any savings type is below zero on any day.

    Afterwards approved members whose principal savings are now paid are activated.
    """

    _inherit = "account.move"

    def _post(self, soft=True):
        posted = super()._post(soft)
        lines = posted._coop_savings_lines()
        if lines:
            lines._coop_check_members()
            lines.filtered(lambda line: line.balance > 0)._coop_check_never_negative()
            # The bookkeeper may post savings without rights on the register; the
            # members are found through the items just posted.
            members = self.env["coop.member"].sudo()
            for company, company_lines in lines.grouped("company_id").items():
                members += members.union(
                    *members._members_of_partners(
                        company_lines.partner_id, company
                    ).values()
                )
            members._activate_if_paid()
        return posted

    def button_draft(self):
        self.env["coop.entry.mixin"]._check_entries_may_change(self)
        result = super().button_draft()
        # Taking a deposit back takes money out, as a withdrawal does.
        deposits = self._coop_savings_lines().filtered(lambda line: line.balance < 0)
        deposits._coop_check_never_negative()
        return result

    def _coop_savings_lines(self):
        """Items of ``self`` on accounts of savings types."""
        accounts = self.env["coop.savings.type"]._savings_account_ids()
        return self.line_ids.filtered(lambda line: line.account_id.id in accounts)
