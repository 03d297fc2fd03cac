# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import base64
import csv
import io
import zipfile

from openpyxl import load_workbook

from odoo import fields, models
from odoo.exceptions import UserError

from ..engine import spreadsheet

COLUMNS = {
    "number": ("number", "member number", "nomor", "nomor anggota"),
    "type": ("type", "savings type", "jenis", "jenis simpanan"),
    "amount": ("amount", "jumlah"),
}
MAX_ERRORS = 30


class CoopSavingsCollectionImport(models.TransientModel):
    """Read a collection sheet from XLSX or CSV: member number, type code, amount.

    All rows or none: every row that cannot be read is named, with the reason. Rows
    without an amount are skipped, other columns are ignored.
    """

    _name = "coop.savings.collection.import"
    _description = "Import a Savings Collection Sheet"

    collection_id = fields.Many2one(
        "coop.savings.collection", required=True, ondelete="cascade"
    )
    file = fields.Binary(string="XLSX or CSV file", required=True)
    filename = fields.Char()

    def action_import(self):
        """Add the rows of the file to the sheet.

        :raises UserError: unreadable file, or the list of rows that are wrong
        """
        self.ensure_one()
        sheet = self.collection_id
        sheet._check_draft()
        rows, errors = self._read(sheet)
        if errors:
            more = len(errors) - MAX_ERRORS
            if more > 0:
                errors = [*errors[:MAX_ERRORS], self.env._("… and %s more", more)]
            raise UserError(self.env._("Nothing was imported:\n%s", "\n".join(errors)))
        if not rows:
            raise UserError(self.env._("The file has no rows with an amount."))
        sheet._add_lines(rows)
        return {"type": "ir.actions.act_window_close"}

    def _read(self, sheet):
        """``([(member, savings type, amount)], [error])`` of the file."""
        members = self.env["coop.member"].search(
            [
                ("company_id", "=", sheet.company_id.id),
                ("number", "!=", False),
                ("state", "in", ("active", "suspended")),
            ]
        )
        by_number = {member.number: member for member in members}
        width = max(map(len, by_number), default=0)
        types = self.env["coop.savings.type"].search(
            [("company_id", "=", sheet.company_id.id)]
        )
        by_code = {savings_type.code.casefold(): savings_type for savings_type in types}
        rows, errors, seen = [], [], {}
        for line, cells in self._cells():
            try:
                amount = spreadsheet.read_amount(cells["amount"])
                number = spreadsheet.read_number(cells["number"], width=width)[0]
            except spreadsheet.CellError:
                errors.append(
                    self.env._(
                        "Row %(line)s: “%(amount)s” is not a whole amount in digits, "
                        "or the member number is unreadable.",
                        line=line,
                        amount=cells["amount"],
                    )
                )
                continue
            if not amount:
                continue
            code = spreadsheet.read_text(cells["type"]) or ""
            # CSV written by a spreadsheet has lost the leading zeros
            member = by_number.get(number) or by_number.get((number or "").zfill(width))
            savings_type = by_code.get(code.casefold())
            if amount < 0:
                problem = self.env._("the amount is below zero")
            elif not member:
                problem = self.env._("no active member has number “%s”", number or "")
            elif not savings_type:
                problem = self.env._(
                    "no savings type has code “%(code)s” (known: %(known)s)",
                    code=code,
                    known=", ".join(types.mapped("code")),
                )
            elif (member, savings_type) in seen:
                problem = self.env._(
                    "same member and type as row %s", seen[member, savings_type]
                )
            else:
                seen[member, savings_type] = line
                rows.append((member, savings_type, amount))
                continue
            errors.append(
                self.env._("Row %(line)s: %(problem)s.", line=line, problem=problem)
            )
        return rows, errors

    def _cells(self):
        """Yield ``(row number, {number, type, amount})`` below the heading row."""
        table = self._rows_of(base64.b64decode(self.file))
        places = {}
        for line, cells in table:
            if not places:
                names = [spreadsheet.heading_names(cell) for cell in cells]
                places = {
                    column: next(
                        (i for i, found in enumerate(names) if set(found) & set(known)),
                        None,
                    )
                    for column, known in COLUMNS.items()
                }
                if None in places.values():
                    places = {}
                continue
            if any(cell not in (None, "") for cell in cells):
                yield (
                    line,
                    {
                        column: cells[place] if place < len(cells) else None
                        for column, place in places.items()
                    },
                )
        if not places:
            raise UserError(
                self.env._(
                    "The file has no heading row with number, type and amount. "
                    "Download the template from the sheet and fill it in."
                )
            )

    def _rows_of(self, content):
        """``[(row number, [cell, …])]`` of an XLSX or CSV file."""
        if content.startswith(b"PK"):
            try:
                book = load_workbook(
                    io.BytesIO(content), read_only=True, data_only=True
                )
            except (zipfile.BadZipFile, KeyError, ValueError) as error:
                raise UserError(
                    self.env._("This is not an XLSX file that can be read.")
                ) from error
            return enumerate(book.worksheets[0].iter_rows(values_only=True), 1)
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UserError(
                self.env._("Give an XLSX file, or a CSV file in UTF-8.")
            ) from error
        first = text.partition("\n")[0]
        delimiter = max(";,\t", key=first.count)
        return enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1)
