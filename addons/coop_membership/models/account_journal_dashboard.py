# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models


class AccountJournal(models.Model):
    """The dashboard of a cooperative shows what the books say is in bank and cash.

    Core adds up bank statements and payments, and calls everything else, such as
    collection sheets, payment batches and the opening balance, miscellaneous
    operations of the open year. Where there are no statements, because payments are
    booked directly, that sum is no balance of anything.
    """

    _inherit = "account.journal"

    def _fill_bank_cash_dashboard_data(self, dashboard_data):
        result = super()._fill_bank_cash_dashboard_data(dashboard_data)
        # sudo: only decides whether the company is a cooperative
        companies = self.env["coop.savings.type"].sudo().search([]).company_id
        journals = self.filtered(
            lambda journal: (
                journal.type in ("bank", "cash")
                and journal.company_id in companies
                and journal.default_account_id
                and not journal.has_statement_lines
            )
        )
        if not journals:
            return result
        groups = self.env["account.move.line"]._read_group(
            [
                ("company_id", "in", journals.company_id.ids),
                ("account_id", "in", journals.default_account_id.ids),
                ("parent_state", "=", "posted"),
            ],
            ["account_id", "company_id"],
            ["balance:sum", "amount_currency:sum"],
        )
        balances = {(account, company): sums for account, company, *sums in groups}
        for journal in journals:
            key = journal.default_account_id, journal.company_id
            balance, foreign = balances.get(key, (0, 0))
            currency = journal.currency_id or journal.company_id.sudo().currency_id
            dashboard_data[journal.id].update(
                account_balance=currency.format(
                    foreign if journal.currency_id else balance
                ),
                nb_lines_bank_account_balance=True,
                nb_misc_operations=0,
            )
        return result
