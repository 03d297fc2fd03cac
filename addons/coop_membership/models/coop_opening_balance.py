# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopOpeningBalance(models.Model):
    """One account of a take-over: a row of the trial balance, or what the ledger shows.

    Accounts that hold members' money are tied: ``difference`` = balance - Σ members,
    and must be zero.
    """

    _name = "coop.opening.balance"
    _description = "Opening Balances: Account"
    _order = "opening_id, is_tied desc, code, id"
    _check_company_auto = True

    opening_id = fields.Many2one(
        "coop.opening", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="opening_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    row = fields.Integer(readonly=True, help="Row of the spreadsheet.")
    code = fields.Char(string="Account code", readonly=True)
    name = fields.Char(readonly=True)
    account_id = fields.Many2one("account.account", readonly=True, check_company=True)
    debit = fields.Monetary(readonly=True)
    credit = fields.Monetary(readonly=True)
    is_tied = fields.Boolean(string="Held by members", readonly=True)
    member_amount = fields.Monetary(
        string="All members", readonly=True, help="Sum of the rows of the members."
    )
    difference = fields.Monetary(
        readonly=True, help="Balance of the account less the sum of the members."
    )
    read_error = fields.Text(readonly=True)
    error = fields.Text(string="To correct", readonly=True)

    def _find_accounts(self):
        """Find the accounts by their codes, in one search."""
        accounts = self.env["account.account"]
        for company, balances in self.grouped("company_id").items():
            found = accounts.with_company(company).search(
                [
                    *accounts._check_company_domain(company),
                    ("code", "in", [code for code in balances.mapped("code") if code]),
                ]
            )
            by_code = {account.code: account for account in found}
            for balance in balances:
                balance.account_id = by_code.get(balance.code, accounts)
                if balance.account_id:
                    balance.name = balance.account_id.name

    def _check_rows(self):
        """Write what is wrong on each account of one document."""
        opening = self.opening_id
        by_account = self.grouped("account_id")
        booked = (
            {
                account: sum(rows.values())
                for account, rows in opening._ledger(self.account_id).items()
            }
            if opening.mode == "new_books"
            else {}
        )
        for balance in self:
            errors = (balance.read_error or "").splitlines()
            account = balance.account_id
            if not balance.code and not errors:
                errors.append(self.env._("The account code is missing."))
            elif not account and not errors:
                errors.append(
                    self.env._(
                        "No account has the code %s. Create it in the chart of "
                        "accounts, or correct the code.",
                        balance.code,
                    )
                )
            if balance.debit < 0 or balance.credit < 0:
                errors.append(
                    self.env._(
                        "An amount is negative: put it in the other column instead."
                    )
                )
            if account and len(by_account[account]) > 1:
                errors.append(
                    self.env._(
                        "The account stands in rows %(rows)s: add them up in one row.",
                        rows=", ".join(
                            str(r) for r in by_account[account].mapped("row")
                        ),
                    )
                )
            if account.account_type == "off_balance":
                errors.append(
                    self.env._("Off-balance accounts are no part of a trial balance.")
                )
            if account.currency_id - balance.currency_id:
                errors.append(
                    self.env._(
                        "The account is kept in %s: leave it out here, and book its "
                        "opening balance by hand.",
                        account.currency_id.name,
                    )
                )
            if account and not balance.currency_id.is_zero(booked.get(account, 0)):
                errors.append(
                    self.env._(
                        "The ledger already shows %(amount)s on this account at the "
                        "cut-off; booking the trial balance would count it twice. "
                        "Choose “The books are already in Odoo”, or leave the account "
                        "out.",
                        amount=opening._money(booked[account]),
                    )
                )
            balance.error = "\n".join(errors) or False

    def _difference_text(self):
        """This difference in words."""
        self.ensure_one()
        opening = self.opening_id
        ledger = self.debit - self.credit
        return self.env._(
            "%(account)s: the books show %(ledger)s, the members together %(members)s, "
            "difference %(difference)s.",
            account=f"{self.code} {self.name}",
            ledger=opening._money(abs(ledger)),
            members=opening._money(self.member_amount),
            difference=opening._money(self.difference),
        )
