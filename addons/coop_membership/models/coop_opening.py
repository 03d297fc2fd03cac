# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import base64
import io
from collections import defaultdict
from datetime import timedelta

import openpyxl

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Command, Domain
from odoo.tools import format_amount, format_date

from ..engine import spreadsheet

LINES_PER_ENTRY = 5000
MEMBER_SHEET = "Anggota (Members)"
BALANCE_SHEET = "Neraca Saldo (Trial balance)"
# field of the row: Indonesian and English heading; * marks what cannot be left out
MEMBER_COLUMNS = {
    "number": ("Nomor anggota", "Member number"),
    "name": ("Nama *", "Name *"),
    "nik": ("NIK", "National ID"),
    "gender": ("L/P", "Gender"),
    "birth_place": ("Tempat lahir", "Birth place"),
    "birth_date": ("Tanggal lahir", "Birth date"),
    "occupation": ("Pekerjaan", "Occupation"),
    "phone": ("Telepon", "Phone"),
    "email": ("Surel", "Email"),
    "street": ("Alamat", "Street"),
    "city": ("Kota", "City"),
    "date_joined": ("Tanggal masuk", "Date joined"),
    "group_label": ("Kelompok", "Group"),
    "arrears": ("Tunggakan wajib", "Arrears"),
    "prepaid": ("Wajib dibayar di muka", "Dues paid ahead"),
    "surplus": ("SHU belum diambil", "Unpaid surplus"),
    "advance": ("Kasbon", "Advance"),
}
BALANCE_COLUMNS = {
    "code": ("Kode akun *", "Account code *"),
    "name": ("Nama akun", "Account name"),
    "debit": ("Debit", "Debit"),
    "credit": ("Kredit", "Credit"),
}
AMOUNT_COLUMNS = ("arrears", "prepaid", "surplus", "advance")


class CoopOpening(models.Model):
    """Take-over of a running cooperative on its cut-off date ("Saldo awal").

    One spreadsheet lists the members with what each of them owns and owes, and the
    trial balance. Both are tied to the rupiah before anything is booked: per savings
    type, for unpaid surplus and for advances, Σ members = balance of the account.
    Posting then makes members and entry in one transaction, or nothing.

    The spreadsheet is the only place of the figures: correct it there and read it
    again. Only the contact of a row is chosen here.
    """

    _name = "coop.opening"
    _description = "Opening Balances"
    _inherit = ["mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(
        string="Cut-off date",
        required=True,
        tracking=True,
        help="Last day of the old books; all balances are those at its end.",
    )
    mode = fields.Selection(
        [
            ("new_books", "The books begin here"),
            ("existing_books", "The books are already in Odoo"),
        ],
        required=True,
        default="new_books",
        tracking=True,
        help="The books begin here: the trial balance is booked as the opening entry. "
        "The books are already in Odoo: the totals already stand on the savings "
        "accounts, without members; the entry only moves them to the members.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("checked", "Checked"), ("posted", "Posted")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    file = fields.Binary(
        string="Spreadsheet",
        attachment=True,
        copy=False,
        groups="coop_membership.group_accountant",
        help="Removed when posted, because it holds identity numbers.",
    )
    file_name = fields.Char(copy=False)
    line_ids = fields.One2many("coop.opening.line", "opening_id", readonly=True)
    error_line_ids = fields.One2many(
        "coop.opening.line",
        "opening_id",
        domain=["|", ("error", "!=", False), ("warning", "!=", False)],
        readonly=True,
    )
    balance_ids = fields.One2many("coop.opening.balance", "opening_id", readonly=True)
    move_ids = fields.Many2many(
        "account.move", string="Opening entries", readonly=True, copy=False
    )
    problems = fields.Text(readonly=True, copy=False)
    total_debit = fields.Monetary(compute="_compute_totals")
    total_credit = fields.Monetary(compute="_compute_totals")
    line_count = fields.Integer(string="Members", compute="_compute_totals")

    # The database refuses a second posted take-over whatever two users do at once.
    _posted_uniq = models.UniqueIndex(
        "(company_id) WHERE state = 'posted'",
        "The opening balances of this cooperative are already posted.",
    )

    @api.depends("date", "company_id.name")
    def _compute_display_name(self):
        for opening in self:
            opening.display_name = self.env._(
                "Opening balances %(date)s",
                date=format_date(self.env, opening.date) if opening.date else "",
            )

    @api.depends("balance_ids.debit", "balance_ids.credit", "line_ids")
    def _compute_totals(self):
        for opening in self:
            opening.total_debit = sum(opening.balance_ids.mapped("debit"))
            opening.total_credit = sum(opening.balance_ids.mapped("credit"))
            opening.line_count = len(opening.line_ids)

    @api.ondelete(at_uninstall=False)
    def _unlink_not_posted(self):
        for opening in self.filtered(lambda o: o.state == "posted"):
            raise UserError(
                self.env._(
                    "%(opening)s is posted and cannot be deleted: members and entries "
                    "rest on it.",
                    opening=opening.display_name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_by_hand(
                name for name in vals if vals[name] not in (False, "draft")
            )
        return super().create(vals_list)

    def write(self, vals):
        self._check_by_hand(vals)
        fixed = {"company_id", "date", "mode"} & vals.keys() or vals.get("file")
        for opening in self.filtered(lambda o: fixed and o.state == "posted"):
            raise UserError(
                self.env._(
                    "%(opening)s is posted and cannot be changed.",
                    opening=opening.display_name,
                )
            )
        return super().write(vals)

    def _check_by_hand(self, names):
        if not self.env.su and {"state", "move_ids", "problems"}.intersection(names):
            raise UserError(
                self.env._("The state of a document changes by its buttons only.")
            )

    def _check_not_posted(self):
        """Refuse to go on when this or another take-over of the company is posted."""
        self.ensure_one()
        self.check_access("write")
        posted = self.search(
            [("company_id", "=", self.company_id.id), ("state", "=", "posted")], limit=1
        )
        if posted:
            raise UserError(
                self.env._(
                    "The opening balances of %(company)s at %(date)s are already "
                    "posted; taking them over twice would double every balance. To "
                    "correct a figure book an ordinary journal entry with the member "
                    "as partner; a member who was forgotten applies as a new member.",
                    company=self.company_id.name,
                    date=format_date(self.env, posted.date),
                )
            )

    # ---------------------------------------------------------------- what is tied
    def _savings_types(self):
        """All savings types of the company, also archived ones."""
        return (
            self.env["coop.savings.type"]
            .with_context(active_test=False)
            .search([("company_id", "in", self.company_id.ids)])
        )

    def _tied_accounts(self):
        """Accounts that must agree with Σ members: ``{account: what}``.

        ``what`` is the id of a savings type, "surplus" or "advance". Advances are
        a debit, all others a credit.
        """
        company = self.company_id
        tied = {savings.account_id: savings.id for savings in self._savings_types()}
        if company.coop_shu_payable_account_id:
            tied[company.coop_shu_payable_account_id] = "surplus"
        if company.coop_advance_account_id:
            tied[company.coop_advance_account_id] = "advance"
        return tied

    def _ledger(self, accounts):
        """What the ledger shows at the cut-off: ``{account: {partner: balance}}``.

        Balances are debit positive.
        """
        result = defaultdict(dict)
        groups = self.env["account.move.line"]._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("parent_state", "=", "posted"),
                ("date", "<=", self.date),
                ("account_id", "in", accounts.ids),
            ],
            ["account_id", "partner_id"],
            ["balance:sum"],
        )
        for account, partner, balance in groups:
            if not self.currency_id.is_zero(balance):
                result[account][partner] = balance
        return result

    def _unassigned(self, accounts):
        """As ``_ledger``, without what stands on persons who already are members."""
        ledger = self._ledger(accounts)
        partners = self.env["res.partner"].union(
            *(partner for rows in ledger.values() for partner in rows)
        )
        # sudo: which contacts are members decides about the entry, not about access
        members = self.env["coop.member"].sudo()
        members = members._members_of_partners(partners, self.company_id)
        return {
            account: {
                partner: balance
                for partner, balance in rows.items()
                if partner not in members
            }
            for account, rows in ledger.items()
        }

    # --------------------------------------------------------------- reading the file
    def action_template(self):
        """Download the empty spreadsheet of this company."""
        self.ensure_one()
        return self.env.ref(
            "coop_membership.action_report_coop_opening_template"
        ).report_action(self)

    def action_read_file(self):
        """Replace all rows by those of the spreadsheet and check them.

        :raises UserError: not an .xlsx file, a sheet or a column that is missing or
            unknown; nothing is changed then
        """
        self.ensure_one()
        self = self.with_company(self.company_id)  # noqa: PLW0642 account codes
        self._check_not_posted()
        if not self.file:
            raise UserError(self.env._("Choose the filled-in spreadsheet first."))
        sheets = self._load_sheets()
        members = self._read_members(sheets)
        balances = self._read_balances(sheets)
        # sudo: rows are made from the file only, and carry the NIK, which the
        # accountant may enter but not look up
        document = self.sudo()
        lines = document.line_ids
        chosen = {
            line._identity(): line.partner_id.id for line in lines if line.partner_id
        }
        lines.unlink()
        document.balance_ids.unlink()
        lines = lines.create([{"opening_id": self.id, **vals} for vals in members])
        lines._match_partners(chosen)
        document.balance_ids.create(
            [{"opening_id": self.id, **vals} for vals in balances]
        )
        return self.action_check()

    def _load_sheets(self):
        """Sheets of the file: ``{"members": rows, "balances": rows}``.

        A row is ``(row number, cells)`` without the empty rows; a cell has ``value``
        and ``number_format`` of openpyxl.
        """
        content = base64.b64decode(self.with_context(bin_size=False).file)
        try:
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
            sheets = self._sheet_rows(book)
            if self._cells_of_type(sheets, "f"):
                # Calculated cells: take the results that Excel saved with the file.
                formulas = self._cells_of_type(sheets, "f")
                book = openpyxl.load_workbook(
                    io.BytesIO(content), read_only=True, data_only=True
                )
                sheets = self._sheet_rows(book, keep_empty=True)
                results = self._cells_of_type(sheets, "n", empty=True)
                if formulas & results:
                    raise UserError(
                        self.env._(
                            "The spreadsheet has formulas without results. Open it in "
                            "Excel or LibreOffice, save it there, and upload it again."
                        )
                    )
                sheets = self._sheet_rows(book)
        except UserError:
            raise
        except Exception as error:  # a broken file makes openpyxl raise anything
            raise UserError(
                self.env._(
                    "%(file)s is not a readable Excel file (.xlsx). Download the "
                    "template, fill it in and save it as .xlsx; .xls and .csv are "
                    "not read.",
                    file=self.file_name or self.env._("The file"),
                )
            ) from error
        return sheets

    @api.model
    def _cells_of_type(self, sheets, data_type, empty=False):
        """Positions ``(sheet, row, column)`` of the cells of an openpyxl data type."""
        return {
            (key, index, column)
            for key, rows in sheets.items()
            for index, cells in rows
            for column, cell in enumerate(cells)
            if cell.data_type == data_type and (not empty or cell.value is None)
        }

    def _sheet_rows(self, book, keep_empty=False):
        wanted = {
            "members": spreadsheet.heading_names(MEMBER_SHEET),
            "balances": spreadsheet.heading_names(BALANCE_SHEET),
        }
        sheets = {}
        for sheet in book.worksheets:
            names = spreadsheet.heading_names(sheet.title)
            for key, known in wanted.items():
                if set(names) & set(known):
                    if key in sheets:
                        raise UserError(
                            self.env._(
                                "Two sheets of the spreadsheet are called "
                                "“%(sheet)s”: keep one.",
                                sheet=sheet.title,
                            )
                        )
                    sheet.reset_dimensions()  # some programs write them wrongly
                    sheets[key] = [
                        (index, cells)
                        for index, cells in enumerate(sheet.iter_rows(), 1)
                        if keep_empty
                        or any(spreadsheet.read_text(cell.value) for cell in cells)
                    ]
        return sheets

    def _map_columns(self, rows, columns, sheet, required):
        """Find the columns of a sheet by their headings.

        :param columns: ``{key: names}``
        :return: ``{column index: key}``
        """
        if not rows:
            raise UserError(
                self.env._(
                    "The sheet “%(sheet)s” is missing or empty. Fill in the template "
                    "of this cooperative and do not rename its sheets.",
                    sheet=sheet,
                )
            )
        known = {}
        for key, names in columns.items():
            for name in names:
                for part in spreadsheet.heading_names(name):
                    known.setdefault(part, key)
                # "L/P" is one name
                known.setdefault(name.casefold(), key)
        mapping = {}
        width = max(len(cells) for _index, cells in rows)
        headings = [cell.value for cell in rows[0][1]]
        headings += [None] * (width - len(headings))
        for column, heading in enumerate(headings):
            names = spreadsheet.heading_names(heading)
            if not names:
                if any(
                    spreadsheet.read_text(cells[column].value)
                    for _index, cells in rows[1:]
                    if column < len(cells)
                ):
                    raise UserError(
                        self.env._(
                            "Sheet “%(sheet)s”: column %(column)s has values but no "
                            "heading. Give it a heading of the template or delete it.",
                            sheet=sheet,
                            column=openpyxl.utils.get_column_letter(column + 1),
                        )
                    )
                continue
            keys = {known[name] for name in names if name in known}
            if len(keys) != 1:
                raise UserError(
                    self.env._(
                        "Sheet “%(sheet)s”: the column “%(column)s” is not known. "
                        "Delete it or use a heading of the template; savings columns "
                        "begin with the code of the savings type (%(codes)s).",
                        sheet=sheet,
                        column=heading,
                        codes=", ".join(self._savings_types().mapped("code")),
                    )
                )
            key = keys.pop()
            if key in mapping.values():
                raise UserError(
                    self.env._(
                        "Sheet “%(sheet)s”: the column “%(column)s” stands there "
                        "twice. Delete one of them.",
                        sheet=sheet,
                        column=heading,
                    )
                )
            mapping[column] = key
        for key in required:
            if key not in mapping.values():
                raise UserError(
                    self.env._(
                        "Sheet “%(sheet)s”: the column “%(column)s” is missing.",
                        sheet=sheet,
                        column=" / ".join(columns[key]).replace(" *", ""),
                    )
                )
        return mapping

    def _read_members(self, sheets):
        """Values of ``coop.opening.line`` from the sheet of members."""
        types = self._savings_types()
        columns = {key: list(names) for key, names in MEMBER_COLUMNS.items()}
        for savings in types:
            columns[savings.id] = [savings.code]
        rows = sheets.get("members")
        mapping = self._map_columns(
            rows, columns, MEMBER_SHEET, ("number", "name", "date_joined")
        )
        # A number that lost its zeros gets those of its neighbours.
        number_column = {key: column for column, key in mapping.items()}["number"]
        widths = [
            len(cells[number_column].value.strip())
            for _index, cells in rows[1:]
            if number_column < len(cells)
            and isinstance(cells[number_column].value, str)
            and cells[number_column].value.strip().isdigit()
        ]
        # sudo: the width of member numbers is no secret
        width = max(widths, default=self.company_id._coop_member_sequence().padding)
        return [
            self._read_member(index, cells, mapping, columns, width)
            for index, cells in rows[1:]
        ]

    def _read_member(self, index, cells, mapping, columns, width):
        vals = {"row": index}
        amounts, errors, warnings = {}, [], []
        messages = self._cell_messages()
        for column, cell in enumerate(cells):
            key = mapping.get(column)
            if key is None:
                continue
            try:
                if isinstance(key, int):
                    amount = spreadsheet.read_amount(cell.value)
                    if amount:
                        amounts[key] = amount
                elif key in AMOUNT_COLUMNS:
                    vals[key] = spreadsheet.read_amount(cell.value)
                elif key == "number":
                    vals[key], converted = spreadsheet.read_number(
                        cell.value, getattr(cell, "number_format", "General"), width
                    )
                    if converted:
                        warnings.append(
                            self.env._(
                                "Excel had made a number of the member number; it is "
                                "read as %(number)s.",
                                number=vals[key],
                            )
                        )
                elif key == "nik":
                    vals[key] = spreadsheet.read_nik(cell.value)
                elif key in ("birth_date", "date_joined"):
                    vals[key] = spreadsheet.read_date(cell.value)
                elif key == "gender":
                    vals[key] = spreadsheet.read_gender(cell.value)
                else:
                    vals[key] = spreadsheet.read_text(cell.value)
            except spreadsheet.CellError as error:
                errors.append(f"{' / '.join(columns[key])}: {messages[error.code]}")
        vals.update(
            amounts={str(type_id): amount for type_id, amount in amounts.items()},
            read_error="\n".join(errors) or False,
            read_warning="\n".join(warnings) or False,
        )
        return vals

    def _read_balances(self, sheets):
        """Values of ``coop.opening.balance`` from the sheet of the trial balance."""
        rows = sheets.get("balances")
        if self.mode == "existing_books":
            filled = self._balance_rows(rows) if rows else []
            if filled:
                raise UserError(
                    self.env._(
                        "The books are already in Odoo, so the totals come from the "
                        "ledger: leave the amounts of the sheet “%(sheet)s” empty. Or "
                        "choose “The books begin here”.",
                        sheet=BALANCE_SHEET,
                    )
                )
            return []
        return self._balance_rows(rows)

    def _balance_rows(self, rows):
        mapping = self._map_columns(
            rows, BALANCE_COLUMNS, BALANCE_SHEET, ("code", "debit", "credit")
        )
        messages = self._cell_messages()
        decimals = self.currency_id.decimal_places
        result = []
        for index, cells in rows[1:]:
            vals, errors = {"row": index, "debit": 0, "credit": 0}, []
            for column, cell in enumerate(cells):
                key = mapping.get(column)
                if not key:
                    continue
                try:
                    vals[key] = (
                        float(spreadsheet.read_amount(cell.value, decimals))
                        if key in ("debit", "credit")
                        else spreadsheet.read_text(cell.value)
                    )
                except spreadsheet.CellError as error:
                    errors.append(f"{BALANCE_COLUMNS[key][0]}: {messages[error.code]}")
            # The template lists all accounts: rows without amounts are not used.
            if errors or vals["debit"] or vals["credit"]:
                result.append({**vals, "read_error": "\n".join(errors) or False})
        return result

    def _cell_messages(self):
        """Texts of the codes of ``engine.spreadsheet``, each with the way out."""
        return {
            "amount": self.env._(
                "not an amount. Type digits only, without Rp, dots or words."
            ),
            "decimals": self.env._("has a fraction. Round it to whole rupiah."),
            "date": self.env._("not a date. Write day/month/year, as in 31/12/2025."),
            "gender": self.env._("write L (male) or P (female)."),
            "number": self.env._(
                "not a member number. Format the column as text and type it again."
            ),
            "nik_number": self.env._(
                "Excel has changed the last digit, because the cell is a number. "
                "Format the column as text and type the NIK again."
            ),
        }

    # ----------------------------------------------------------------------- checking
    def action_check(self):
        """Check every row and tie the totals; ``checked`` if nothing is wrong.

        All problems are written on the rows and listed in ``problems``.
        """
        self.ensure_one()
        self = self.with_company(self.company_id)  # noqa: PLW0642 account codes
        self._check_not_posted()
        # sudo: the check reads the NIK, which the accountant may not look up
        self.line_ids.sudo()._check_rows()
        self._tie()
        problems = self._find_problems()
        # sudo: nobody may write the state by hand
        self.sudo().write(
            {
                "problems": "\n".join(problems),
                "state": "draft" if problems else "checked",
            }
        )
        return True

    def _tie(self):
        """Write Σ members and the differences on the balances, adding missing rows."""
        tied = self._tied_accounts()
        balances = self.balance_ids.sudo()  # sudo: as the rows were made
        accounts = self.env["account.account"].union(*tied)
        if self.mode == "existing_books":
            balances.unlink()
            ledger = self._unassigned(accounts)
            sums = {account: sum(rows.values()) for account, rows in ledger.items()}
            balances = balances.create(
                [
                    {
                        "opening_id": self.id,
                        "code": account.code,
                        "debit": max(sums.get(account, 0), 0),
                        "credit": max(-sums.get(account, 0), 0),
                    }
                    for account in tied
                ]
            )
        balances._find_accounts()
        missing = accounts - balances.account_id
        balances += balances.create(
            [
                {
                    "opening_id": self.id,
                    "code": account.code,
                    "account_id": account.id,
                    "name": account.name,
                }
                for account in missing
            ]
        )
        totals = defaultdict(int)
        for line in self.line_ids:
            for what, amount in line._tied_amounts().items():
                totals[what] += amount
        for balance in balances:
            what = tied.get(balance.account_id)
            balance.is_tied = what is not None
            balance.member_amount = totals.pop(what, 0) if what is not None else 0
            ledger = balance.debit - balance.credit
            balance.difference = (
                (ledger if what == "advance" else -ledger) - balance.member_amount
                if what is not None
                else 0
            )
        balances._check_rows()
        return totals

    def _find_problems(self):
        """Everything that keeps this document from being posted, as texts."""
        problems = []
        today = fields.Date.context_today(self)
        if self.date > today:
            problems.append(self.env._("The cut-off date lies in the future."))
        if not self.line_ids:
            problems.append(
                self.env._("There are no members yet: upload the spreadsheet.")
            )
        wrong = len(self.line_ids.filtered("error")) + len(
            self.balance_ids.filtered("error")
        )
        if wrong:
            problems.append(
                self.env._(
                    "%(count)s rows must be corrected in the spreadsheet; each says "
                    "why.",
                    count=wrong,
                )
            )
        for balance in self.balance_ids.filtered("is_tied"):
            if not self.currency_id.is_zero(balance.difference):
                problems.append(balance._difference_text())
        company = self.company_id
        for field, account, label in (
            (
                "surplus",
                company.coop_shu_payable_account_id,
                "coop_shu_payable_account_id",
            ),
            ("advance", company.coop_advance_account_id, "coop_advance_account_id"),
        ):
            if not account and any(self.line_ids.mapped(field)):
                problems.append(
                    self.env._(
                        "%(company)s has no account for “%(field)s”. Choose it in the "
                        "settings of the cooperative.",
                        company=company.name,
                        field=company._fields[label]._description_string(self.env),
                    )
                )
        if self.mode == "new_books" and self.currency_id.compare_amounts(
            self.total_debit, self.total_credit
        ):
            problems.append(
                self.env._(
                    "The trial balance does not balance: debit %(debit)s, credit "
                    "%(credit)s, difference %(difference)s.",
                    debit=self._money(self.total_debit),
                    credit=self._money(self.total_credit),
                    difference=self._money(self.total_debit - self.total_credit),
                )
            )
        locks = company._get_violated_lock_dates(
            self.date, False, company._coop_journal()
        )
        if locks:
            problems.append(
                self.env._(
                    "The books are locked at the cut-off date: %(locks)s. Lift the "
                    "lock for the take-over.",
                    locks=self.env["res.company"]._format_lock_dates(locks),
                )
            )
        return problems

    def _money(self, amount):
        return format_amount(self.env, amount, self.currency_id)

    # ------------------------------------------------------------------------ posting
    def action_post(self):
        """Make the members and book the opening entry, all or nothing.

        Checks everything again first, since ledger and register may have moved on.

        :raises UserError: anything differs or is wrong, the document is being posted by
            someone else, or the company has been taken over already
        """
        self.ensure_one()
        self = self.with_company(self.company_id)  # noqa: PLW0642 account codes
        self._check_not_posted()
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._(
                    "%(opening)s is being posted by someone else at this moment.",
                    opening=self.display_name,
                )
            ) from error
        self.action_check()
        if self.state != "checked":
            raise UserError(
                self.env._("Nothing was posted.\n%(problems)s", problems=self.problems)
            )
        self.sudo().state = "posted"  # sudo: nobody may write the state by hand
        self.flush_recordset(["state"])  # the unique index speaks before the long work
        unassigned = (
            self._unassigned(self.env["account.account"].union(*self._tied_accounts()))
            if self.mode == "existing_books"
            else {}
        )
        # sudo: the accountant opens the register here without the rights of an officer
        lines = self.line_ids.sudo()
        lines._create_members()
        self._continue_numbers(lines)
        moves = self.env["account.move"]
        entries = self._prepare_moves(unassigned)
        for vals in entries:
            moves += moves.create(vals)
            if len(entries) > 1:
                # Core looks for payments of each new entry, which takes minutes in a
                # young database while PostgreSQL believes the table of items empty.
                self.env.flush_all()
                self.env.cr.execute("ANALYZE account_move, account_move_line")
        # Taking back a total without a member is an item without a member, once.
        moves.with_context(coop_allow_unassigned=bool(unassigned))._post(soft=False)
        if self.mode == "existing_books":
            self._reconcile_unassigned()
        # sudo: only this method links the entries
        self.sudo().write({"move_ids": [Command.set(moves.ids)], "file": False})
        return True

    def _continue_numbers(self, lines):
        """Go on numbering after the highest number taken over, in the same width."""
        sequence = self.company_id._coop_member_sequence()
        prefix = sequence.prefix or ""
        digits = [
            line.number.removeprefix(prefix)
            for line in lines
            if line.number and line.number.startswith(prefix)
        ]
        digits = [text for text in digits if text.isascii() and text.isdigit()]
        if not digits:
            return
        self.company_id._reserve_member_numbers(max(map(int, digits)))
        widths = set(map(len, digits))
        if len(widths) == 1:
            sequence.padding = widths.pop()

    def _prepare_moves(self, unassigned):
        """Values of the opening entries.

        One entry: the trial balance with the accounts of the members detailed by
        member, or in books that are already in Odoo what stood there without a member,
        taken back, against the members. More than ``LINES_PER_ENTRY`` lines are spread
        over several entries, each balanced on the current year's earnings, which are
        zero again after the last one.
        """
        tied = self._tied_accounts()
        nobody = self.env["res.partner"]
        if self.mode == "new_books":
            rows = [
                (nobody, row.account_id, row.debit - row.credit)
                for row in self.balance_ids
                if row.account_id not in tied
            ]
        else:
            partners = self.line_ids.partner_id
            rows = [
                (partner, account, -balance)
                for account, balances in unassigned.items()
                for partner, balance in balances.items()
                if partner not in partners
            ]
        details = [
            (line.partner_id, account, balance)
            for line in self.line_ids.sudo()
            for account, balance in line._balances(tied, unassigned).items()
        ]
        if len(rows) + len(details) <= LINES_PER_ENTRY:
            return [self._prepare_move(rows + details)]
        earnings = self.company_id.get_unaffected_earnings_account()
        size = LINES_PER_ENTRY - 1
        chunks = [rows] + [
            details[start : start + size] for start in range(0, len(details), size)
        ]
        return [
            self._prepare_move(
                [*chunk, (nobody, earnings, -sum(row[2] for row in chunk))]
            )
            for chunk in chunks
            if chunk
        ]

    def _prepare_move(self, rows):
        """Values of one entry of ``[(partner, account, balance), …]``."""
        label = self.env._("Opening balance")
        return {
            "move_type": "entry",
            "company_id": self.company_id.id,
            "journal_id": self.company_id._coop_journal().id,
            "date": self.date,
            "ref": self.display_name,
            "line_ids": [
                Command.create(
                    {
                        "name": label,
                        "partner_id": partner.id,
                        "account_id": account.id,
                        "balance": balance,
                        "amount_currency": balance,
                        "currency_id": self.currency_id.id,
                        # spares a query per partner (automatic distribution)
                        "analytic_distribution": False,
                        "tax_ids": False,
                        "product_id": False,
                    }
                )
                for partner, account, balance in rows
                if not self.currency_id.is_zero(balance)
            ],
        }

    def _reconcile_unassigned(self):
        """Match old totals with what took them back, on reconcilable accounts."""
        accounts = self.env["account.account"].union(*self._tied_accounts())
        lines = self.env["account.move.line"].search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("parent_state", "=", "posted")
            & Domain("date", "<=", self.date)
            & Domain("account_id", "in", accounts.filtered("reconcile").ids)
            & Domain("reconciled", "=", False)
            & Domain("partner_id", "not in", self.line_ids.partner_id.ids)
        )
        for group in lines.grouped(
            lambda line: (line.account_id, line.partner_id)
        ).values():
            if len(group) > 1 and self.currency_id.is_zero(
                sum(group.mapped("amount_residual"))
            ):
                group.reconcile()

    def action_open_moves(self):
        """The opening entries, on the standard screen."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_move_journal_line"
        )
        action["domain"] = [("id", "in", self.move_ids.ids)]
        action["context"] = {"create": False}
        return action

    def action_open_members(self):
        """The members that were taken over."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_membership.action_coop_member"
        )
        action["domain"] = [("id", "in", self.line_ids.member_id.ids)]
        action["context"] = {}
        return action

    def _dues_from(self):
        """First month of dues after the take-over."""
        return (self.date.replace(day=1) + timedelta(days=32)).replace(day=1)
