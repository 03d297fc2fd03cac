# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import date

from odoo import models

from ..models.coop_opening import (
    AMOUNT_COLUMNS,
    BALANCE_COLUMNS,
    BALANCE_SHEET,
    MEMBER_COLUMNS,
    MEMBER_SHEET,
)

HELP_SHEET = "Petunjuk (Instructions)"
ROWS = 10000  # prepared rows; more are read just as well
DATE_COLUMNS = ("birth_date", "date_joined")
MONEY_COLUMNS = ("savings", *AMOUNT_COLUMNS)
# Columns that Excel must not make numbers of
TEXT_COLUMNS = ("number", "nik", "phone")
WIDTHS = {"name": 28, "nik": 20, "street": 30, "email": 24, "phone": 18}


class CoopOpeningTemplate(models.AbstractModel):
    """The empty spreadsheet of a take-over: members, trial balance, instructions.

    One column per savings type of the company, headed by its code. Examples are notes
    on the headings, so that none is imported by mistake. The accounts of the company
    are listed in the trial balance; rows without an amount are not read.
    """

    _name = "report.coop_membership.opening_template"
    _description = "Opening Balances Template"
    _inherit = "report.report_xlsx.abstract"

    def generate_xlsx_report(self, workbook, data, openings):
        opening = openings[:1].with_company(openings[:1].company_id)
        formats = {
            "head": workbook.add_format(
                {"bold": True, "text_wrap": True, "bg_color": "#E2EFDA", "border": 1}
            ),
            "text": workbook.add_format({"num_format": "@"}),
            "date": workbook.add_format({"num_format": "dd/mm/yyyy"}),
            "money": workbook.add_format({"num_format": "#,##0"}),
            "wrap": workbook.add_format({"text_wrap": True, "valign": "top"}),
            "bold": workbook.add_format({"bold": True, "font_size": 13}),
        }
        self._write_help(workbook.add_worksheet(HELP_SHEET), formats, opening)
        self._write_members(workbook.add_worksheet(MEMBER_SHEET), formats, opening)
        self._write_balances(workbook.add_worksheet(BALANCE_SHEET), formats, opening)

    def _examples(self):
        """Notes on the headings of the members."""
        return {
            "number": self.env._(
                "Your own number, kept as it is. Example: 0007. Empty for an approved "
                "applicant who has not yet paid the principal savings in full."
            ),
            "name": self.env._("As on the KTP. Example: Budi Santoso"),
            "nik": self.env._("16 digits. Example: 3273016104900002"),
            "gender": self.env._("L = male, P = female"),
            "birth_date": self.env._("Day/month/year. Example: 21/04/1990"),
            "phone": self.env._("Example: 0812 3456 789"),
            "date_joined": self.env._(
                "Day/month/year. Example: 01/03/2019. Empty if there is no number."
            ),
            "group_label": self.env._("Optional, for example Bandung Timur"),
            "arrears": self.env._(
                "Mandatory savings that were due at the cut-off and not paid. They are "
                "not booked, only remembered. Example: 150000"
            ),
            "prepaid": self.env._(
                "Part of the mandatory savings that pays for months after the cut-off. "
                "Example: 60000"
            ),
            "surplus": self.env._(
                "Surplus (SHU) of earlier years that was not yet paid out. "
                "Example: 125000"
            ),
            "advance": self.env._("What the member owes. Example: 400000"),
        }

    def _write_members(self, sheet, formats, opening):
        examples = self._examples()
        savings = opening._savings_types().filtered("active")
        keys = list(MEMBER_COLUMNS)
        at = keys.index("arrears")
        columns = [
            *((key, MEMBER_COLUMNS[key], examples.get(key)) for key in keys[:at]),
            *(
                (
                    "savings",
                    (one.code, one.name),
                    self.env._(
                        "Balance of %(type)s of this member at the end of the cut-off "
                        "day, digits only. Example: 500000",
                        type=one.name,
                    ),
                )
                for one in savings
            ),
            *((key, MEMBER_COLUMNS[key], examples.get(key)) for key in keys[at:]),
        ]
        sheet.freeze_panes(1, 2)
        sheet.set_row(0, 45)
        for column, (key, names, note) in enumerate(columns):
            style = formats["text"] if key in TEXT_COLUMNS else None
            if key in DATE_COLUMNS:
                style = formats["date"]
            elif key in MONEY_COLUMNS:
                style = formats["money"]
            sheet.set_column(column, column, WIDTHS.get(key, 15), style)
            sheet.write_string(0, column, self._heading(names), formats["head"])
            if note:
                sheet.write_comment(0, column, note, {"x_scale": 2})
            self._validate(sheet, column, key, opening)

    def _heading(self, names):
        """Indonesian and English heading in one."""
        return names[0] if names[0] == names[1] else " / ".join(names)

    def _validate(self, sheet, column, key, opening):
        """Let the spreadsheet itself refuse the commonest slips."""
        rule = None
        if key == "gender":
            rule = {"validate": "list", "source": ["L", "P"]}
        elif key in DATE_COLUMNS:
            rule = {
                "validate": "date",
                "criteria": "between",
                "minimum": date(1900, 1, 1),
                "maximum": opening.date,
            }
        elif key in MONEY_COLUMNS:
            rule = {"validate": "integer", "criteria": ">=", "value": 0}
        if rule:
            sheet.data_validation(1, column, ROWS, column, rule)

    def _write_balances(self, sheet, formats, opening):
        for column, (key, names) in enumerate(BALANCE_COLUMNS.items()):
            money = key in ("debit", "credit")
            sheet.set_column(
                column,
                column,
                40 if key == "name" else 18,
                formats["money"] if money else formats["text"],
            )
            sheet.write_string(0, column, self._heading(names), formats["head"])
        sheet.freeze_panes(1, 2)
        if opening.mode == "existing_books":
            return
        accounts = self.env["account.account"].with_company(opening.company_id)
        accounts = accounts.search(
            [
                *accounts._check_company_domain(opening.company_id),
                ("account_type", "!=", "off_balance"),
            ],
            order="code",
        )
        for row, account in enumerate(accounts, 1):
            sheet.write_string(row, 0, account.code or "", formats["text"])
            sheet.write_string(row, 1, account.name, formats["text"])

    def _write_help(self, sheet, formats, opening):
        sheet.set_column(0, 0, 110, formats["wrap"])
        sheet.hide_gridlines(2)
        lines = [
            self.env._(
                "1. Do not rename sheets or headings. Columns may be left empty."
            ),
            self.env._(
                "2. Members: one row each, with the balances at the end of the cut-off "
                "day. Whole rupiah, digits only, never negative."
            ),
            self.env._(
                "3. A member has a number and a date of joining. Without both it is an "
                "approved applicant who has paid a part of the principal savings."
            ),
            self.env._(
                "4. Number, NIK and phone are text, so that zeros in front stay."
            ),
            self.env._(
                "5. Trial balance: every account with a balance, debit or credit. "
                "Receivables and payables of clients and suppliers are taken over as "
                "one total per account."
            )
            if opening.mode == "new_books"
            else self.env._(
                "5. Leave the trial balance empty: the totals come from the books that "
                "are already in Odoo."
            ),
            self.env._(
                "6. The members together must equal the books, to the rupiah, on these "
                "accounts:"
            ),
        ]
        accounts = [
            f"     {account.code}  {account.name}"
            for account in opening._tied_accounts()
        ]
        title = f"{opening.company_id.name} - {opening.display_name}"
        sheet.write_string(0, 0, title, formats["bold"])
        for row, text in enumerate([*lines, *accounts], 2):
            sheet.write_string(row, 0, text, formats["wrap"])
        sheet.write_string(
            len(lines) + len(accounts) + 3,
            0,
            self.env._("Examples are notes on the headings: point at a heading."),
            formats["wrap"],
        )
