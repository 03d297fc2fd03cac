# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import base64
import csv
import io
import re
import zipfile

from openpyxl import load_workbook

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.coop_membership.engine import spreadsheet

MAX_ERRORS = 30
COLUMNS = {
    "reference": (
        "reference",
        "referensi",
        "invoice",
        "nomor faktur penjualan",
        "documentnumber",
        "nomor dokumen",
        "nomor dokumen referensi",
    ),
    "number": (
        "number",
        "nomor",
        "nomor faktur pajak",
        "nsfp",
        "nomor bukti potong",
        "slip number",
    ),
    "date": ("date", "tanggal", "tanggal bukti potong", "slip date"),
    "amount": ("amount", "jumlah", "pph", "pajak penghasilan"),
}


class CoopTaxImport(models.TransientModel):
    """Numbers that the tax office or clients gave back: all rows or none.

    Columns reference (number of the invoice or bill) and number; of slips from clients
    also date and amount. Every row that does not fit is named with the reason.
    """

    _name = "coop.tax.import"
    _description = "Import Numbers of the Tax Office"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        [
            ("vat", "Tax invoice numbers (NSFP)"),
            ("bp21", "Slip numbers of members (BP21)"),
            ("slip", "Withholding slips from clients (PPh 23)"),
        ],
        required=True,
        default="vat",
    )
    file = fields.Binary(string="XLSX or CSV file", required=True, attachment=False)
    filename = fields.Char()

    def action_import(self):
        """Write the numbers on their documents.

        :raises UserError: unreadable file, or the list of rows that are wrong
        """
        self.ensure_one()
        found = getattr(self, f"_records_{self.kind}")()
        values, errors, seen = {}, [], {}
        for line, cells in self._cells():
            reference = spreadsheet.read_text(cells["reference"]) or ""
            number = spreadsheet.read_text(cells["number"]) or ""
            number = re.sub(r"[.\s-]", "", number) if self.kind == "vat" else number
            record = found.get(reference)
            problem = None
            if not reference and not number:
                continue
            if not record:
                problem = self.env._("no open document “%s”", reference)
            elif not number:
                problem = self.env._("%s: the number is missing", reference)
            elif self.kind == "vat" and not re.fullmatch(r"\d{17}", number):
                problem = self.env._("“%s” has not 17 digits", number)
            elif number in seen:
                problem = self.env._("same number as row %s", seen[number])
            elif record in values and self.kind != "bp21":
                problem = self.env._("%s is twice in the file", reference)
            else:
                try:
                    vals = self._row_values(record, number, cells, values.get(record))
                    values[record], seen[number] = vals, line
                    continue
                except UserError as error:
                    problem = str(error)
                except spreadsheet.CellError:
                    problem = self.env._("date or amount cannot be read")
            errors.append(
                self.env._("Row %(line)s: %(problem)s.", line=line, problem=problem)
            )
        if errors:
            more = len(errors) - MAX_ERRORS
            if more > 0:
                errors = [*errors[:MAX_ERRORS], self.env._("… and %s more", more)]
            raise UserError(self.env._("Nothing was imported:\n%s", "\n".join(errors)))
        if not values:
            raise UserError(self.env._("The file has no rows."))
        for record, vals in values.items():
            record.write(vals)
        return {"type": "ir.actions.act_window_close"}

    # ------------------------------------------------------------------ documents
    def _records_vat(self):
        """``{number of the invoice: move}`` without a tax invoice number."""
        self.env["account.move"].check_access("write")
        moves = self.env["account.move"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("move_type", "in", ("out_invoice", "out_refund")),
                ("state", "=", "posted"),
                ("coop_tax_invoice_number", "=", False),
            ]
        )
        return {move.name: move for move in moves}

    def _records_bp21(self):
        """``{number of the bill: payout}`` without slip numbers."""
        payouts = self.env["coop.payout"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "in", ("posted", "paid")),
                ("bp21_number", "=", False),
            ]
        )
        payouts.run_id.check_access("write")
        # sudo: accountants write nothing else of a payout
        return {payout.move_id.name: payout.sudo() for payout in payouts}

    def _records_slip(self):
        """``{number of the invoice: withheld item}`` without a slip."""
        items = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("account_id", "=", self.company_id.coop_withheld_account_id.id),
                ("parent_state", "=", "posted"),
                ("balance", ">", 0),
                ("coop_slip_number", "=", False),
            ]
        )
        return {
            (item.coop_withheld_invoice_id or item.move_id).name: item for item in items
        }

    def _row_values(self, record, number, cells, before):
        """What a row writes on its document.

        :param before: values of an earlier row of the same document (BP21 only)
        :raises UserError: the amount is not the booked one
        """
        if self.kind == "vat":
            return {"coop_tax_invoice_number": number}
        if self.kind == "bp21":
            numbers = [before["bp21_number"]] if before else []
            return {"bp21_number": ", ".join([*numbers, number])}
        amount = spreadsheet.read_amount(cells["amount"])
        if amount and round(record.balance) != amount:
            raise UserError(
                self.env._(
                    "the slip says %(slip)s, booked are %(booked)s",
                    slip=amount,
                    booked=round(record.balance),
                )
            )
        return {
            "coop_slip_number": number,
            "coop_slip_date": spreadsheet.read_date(cells["date"]),
        }

    # ----------------------------------------------------------------------- file
    def _cells(self):
        """Yield ``(row number, {column: value})`` below the heading row.

        :raises UserError: no table, or one without the columns that are needed
        """
        places, known = {}, {n: key for key, ns in COLUMNS.items() for n in ns}
        for line, row in enumerate(self._file_rows(), 1):
            if not places:
                for place, heading in enumerate(row):
                    for name in spreadsheet.heading_names(heading):
                        if name in known:
                            places.setdefault(known[name], place)
                if not {"reference", "number"} <= set(places):
                    places = {}
                continue
            yield (
                line,
                {
                    key: row[places[key]]
                    if key in places and places[key] < len(row)
                    else None
                    for key in COLUMNS
                },
            )
        if not places:
            raise UserError(
                self.env._(
                    "%s: no heading row with “reference” and “number” was found.",
                    self.filename or self.env._("The file"),
                )
            )

    def _file_rows(self):
        """Rows of the first sheet, or of the CSV file."""
        content = base64.b64decode(self.file)
        if content[:2] == b"PK":
            try:
                book = load_workbook(
                    io.BytesIO(content), read_only=True, data_only=True
                )
            except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
                raise UserError(
                    self.env._("The file is no XLSX file that can be read.")
                ) from error
            return list(book.worksheets[0].iter_rows(values_only=True))
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
        first = text.partition("\n")[0]
        delimiter = max(";,\t", key=first.count)
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
