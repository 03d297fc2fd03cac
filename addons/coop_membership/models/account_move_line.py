# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from ..money import money


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _coop_check_members(self):
        """Refuse savings items without a member."""
        if self.env.context.get("coop_allow_unassigned"):
            return
        for company, lines in self.grouped("company_id").items():
            # Which contact is a member is no secret to whoever posts its savings.
            members = (
                self.env["coop.member"]
                .sudo()
                ._members_of_partners(lines.partner_id, company)
            )
            for line in lines:
                if line.partner_id not in members:
                    raise UserError(
                        self.env._(
                            "Entry %(entry)s: account %(account)s holds members' "
                            "savings, but %(partner)s is not a member. Choose the "
                            "member as partner of the item, or register the person as "
                            "an applicant first.",
                            entry=line.move_id.display_name,
                            account=line.account_id.display_name,
                            partner=line.partner_id.name or self.env._("no partner"),
                        )
                    )

    def _coop_check_never_negative(self):
        """Refuse when a member's savings are below zero on any day.

        Looks at the partners and accounts of ``self``: the items that take money out.
        """
        taking = self.filtered("partner_id")
        if not taking:
            return
        self.env["coop.member"]._ledger_flush()
        overdrawn = self.env.execute_query(
            SQL(
                """
                SELECT partner_id, account_id, date, saved FROM (
                    SELECT partner_id, account_id, date,
                           SUM(SUM(-balance)) OVER (
                               PARTITION BY company_id, partner_id, account_id
                               ORDER BY date
                           ) AS saved
                      FROM account_move_line
                     WHERE parent_state = 'posted' AND company_id IN %s
                       AND account_id IN %s AND partner_id IN %s
                     GROUP BY company_id, partner_id, account_id, date
                ) running
                 WHERE saved < 0 ORDER BY date LIMIT 1
                """,
                tuple(taking.company_id.ids),
                tuple(taking.account_id.ids),
                tuple(taking.partner_id.ids),
            )
        )
        for partner_id, account_id, date, saved in overdrawn:
            raise UserError(
                self.env._(
                    "This would take %(account)s of %(partner)s below zero: "
                    "%(saved)s on %(date)s. Reduce the amount, or book the deposit "
                    "with its right date first.",
                    account=self.env["account.account"].browse(account_id).display_name,
                    partner=self.env["res.partner"].browse(partner_id).name,
                    saved=money(self.env, saved, taking.company_currency_id[:1]),
                    date=format_date(self.env, date),
                )
            )
