# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models


class CoopSavingsCollectionXlsx(models.AbstractModel):
    """The collection sheet as XLSX: what to collect, and the template to import.

    A sheet without lines lists all active members with the first mandatory type and no
    amount, ready to be filled in.
    """

    _name = "report.coop_membership.collection_xlsx"
    _inherit = "report.report_xlsx.abstract"
    _description = "Savings Collection Sheet (XLSX)"

    def _rows(self, sheet):
        """``[(number, name, type code, amount or None)]`` of a sheet."""
        if sheet.line_ids:
            return [
                (
                    line.member_id.number or "",
                    line.member_id.partner_id.name,
                    line.type_id.code,
                    line.amount,
                )
                for line in sheet.line_ids
            ]
        code = self.env["coop.savings.collection.line"]._default_type().code or ""
        members = self.env["coop.member"].search(
            [("company_id", "=", sheet.company_id.id), ("state", "=", "active")]
        )
        return [
            (member.number, member.partner_id.name, code, None) for member in members
        ]

    def generate_xlsx_report(self, workbook, data, objs):
        bold = workbook.add_format({"bold": True, "bg_color": "#E2EFDA"})
        money = workbook.add_format({"num_format": "#,##0"})
        text = workbook.add_format({"num_format": "@"})
        for sheet in objs:
            page = workbook.add_worksheet(sheet.name.replace("/", "-"))
            page.freeze_panes(1, 0)
            for column, (title, width) in enumerate(
                (
                    (self.env._("Number"), 12),
                    (self.env._("Name"), 32),
                    (self.env._("Type"), 12),
                    (self.env._("Amount"), 16),
                )
            ):
                page.set_column(column, column, width)
                page.write(0, column, title, bold)
            for row, (number, name, code, amount) in enumerate(self._rows(sheet), 1):
                page.write_string(row, 0, number, text)
                page.write_string(row, 1, name or "")
                page.write_string(row, 2, code)
                if amount is None:
                    page.write_blank(row, 3, None, money)
                else:
                    page.write_number(row, 3, amount, money)
