# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import base64

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.coop_membership.engine import spreadsheet
from odoo.addons.coop_membership.money import money

from ..engine import numbers

COLUMNS = {
    "number": ("number", "nokpj", "nokartu", "no kpj", "no kartu", "nomor", "kpj"),
    "amount": ("amount", "total", "jumlah", "iuran", "jumlah iuran"),
}
MAX_ERRORS = 30


class CoopSocialReceipt(models.TransientModel):
    """Read the payment receipt of an agency: number and amount of every participant.

    All rows or none: every row that cannot be read is named, with the reason. An amount
    other than the one charged is no mistake of the file: it is kept, and shows in the
    reconciliation. The file stays on the bill as proof of payment.
    """

    _name = "coop.social.receipt"
    _description = "Import of a Payment Receipt"

    run_id = fields.Many2one(
        "coop.social.run", required=True, ondelete="cascade", readonly=True
    )
    bill_id = fields.Many2one(
        "coop.social.bill",
        string="Agency",
        required=True,
        domain="[('run_id', '=', run_id)]",
        default=lambda self: self._default_bill_id(),
    )
    receipt_ref = fields.Char(string="Receipt number", required=True)
    receipt_date = fields.Date(required=True, default=fields.Date.context_today)
    file = fields.Binary(string="XLSX or CSV file", required=True)
    filename = fields.Char()

    def _default_bill_id(self):
        return self.env["coop.social.bill"].search(
            [("run_id", "=", self.env.context.get("default_run_id"))], limit=1
        )

    def action_import(self):
        """Confirm the rows of the run by the file.

        :raises UserError: unreadable file, or the list of rows that are wrong
        """
        self.ensure_one()
        bill = self.bill_id
        bill.check_access("write")
        if bill.run_id != self.run_id or bill.state not in ("posted", "paid"):
            raise UserError(
                self.env._(
                    "%(run)s is not booked: there is nothing to confirm yet.",
                    run=self.run_id.display_name,
                )
            )
        # sudo: numbers are compared, and confirmed amounts written, by code only
        rows = self.run_id.sudo().contribution_ids.filtered(
            lambda row: row.scheme_id == bill.scheme_id
        )
        found, errors = self._read(rows)
        if errors:
            more = len(errors) - MAX_ERRORS
            if more > 0:
                errors = [*errors[:MAX_ERRORS], self.env._("… and %s more", more)]
            raise UserError(self.env._("Nothing was imported:\n%s", "\n".join(errors)))
        if not found:
            raise UserError(self.env._("The file has no rows with an amount."))
        self._confirm(bill, rows, found)
        return {"type": "ir.actions.act_window_close"}

    def _confirm(self, bill, rows, found):
        differences = []
        for enrolment, own in rows.grouped("enrolment_id").items():
            charged = round(sum(own.mapped("amount_total")))
            amount = found.get(enrolment, 0)
            for row in own:
                row.receipt_amount = row.amount_total if enrolment in found else 0
            own[0].receipt_amount += amount - charged if enrolment in found else 0
            if amount != charged:
                differences.append(
                    self.env._(
                        "%(member)s: charged %(charged)s, receipt %(amount)s",
                        member=enrolment.member_id.display_name,
                        charged=money(self.env, charged, bill.currency_id),
                        amount=money(self.env, amount, bill.currency_id),
                    )
                )
        bill.write(
            {
                "receipt_ref": self.receipt_ref,
                "receipt_date": self.receipt_date,
                "proof": self.file,
                "proof_name": self.filename or self.receipt_ref,
            }
        )
        self.run_id.message_post(
            body=self.env._(
                "Receipt %(ref)s of %(scheme)s: %(count)s rows. %(differences)s",
                ref=self.receipt_ref,
                scheme=bill.scheme_id.name,
                count=len(found),
                differences="; ".join(differences[:MAX_ERRORS])
                or self.env._("No differences."),
            )
        )

    def _read(self, rows):
        """``({enrolment: amount}, [error])`` of the file."""
        by_number = {
            enrolment.number: enrolment
            for enrolment in rows.enrolment_id
            if enrolment.number
        }
        width = {"tk": numbers.KPJ_LENGTH, "kes": numbers.JKN_LENGTH}[
            self.bill_id.scheme_id.agency
        ]
        found, errors, seen = {}, [], {}
        for line, cells in self._cells():
            try:
                amount = spreadsheet.read_amount(cells["amount"])
                number, _text = spreadsheet.read_number(cells["number"], width=width)
            except spreadsheet.CellError:
                errors.append(
                    self.env._(
                        "Row %(line)s: “%(amount)s” is not a whole amount in digits, "
                        "or the number is unreadable.",
                        line=line,
                        amount=cells["amount"],
                    )
                )
                continue
            number = numbers.compact(number)
            # CSV written by a spreadsheet has lost the leading zeros
            number = number.zfill(width) if number.isdigit() else number
            enrolment = by_number.get(number)
            if not number:
                problem = self.env._("there is no number")
            elif not enrolment:
                problem = self.env._("number “%s” is not in this run", number)
            elif enrolment in seen:
                problem = self.env._("same number as row %s", seen[enrolment])
            elif cells["amount"] in (None, ""):
                problem = self.env._("there is no amount")
            elif amount < 0:
                problem = self.env._("the amount is below zero")
            else:
                seen[enrolment] = line
                found[enrolment] = amount
                continue
            errors.append(
                self.env._("Row %(line)s: %(problem)s.", line=line, problem=problem)
            )
        return found, errors

    def _cells(self):
        """Yield ``(row number, {number, amount})`` below the heading row."""
        reader = self.env["coop.savings.collection.import"]
        places = {}
        for line, cells in reader._rows_of(base64.b64decode(self.file)):
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
                self.env._("The file has no heading row with number and amount.")
            )
