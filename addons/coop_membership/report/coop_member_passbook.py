# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class CoopMemberPassbook(models.AbstractModel):
    """Buku Simpanan: per member and savings type every posted item, with the balance.

    Read from the ledger at the time of printing. PDF and XLSX print the same rows.
    """

    _name = "report.coop_membership.member_passbook"
    _description = "Passbook"

    @api.model
    def _get_report_values(self, docids, data=None):
        members = self.env["coop.member"].browse(docids)
        return {
            "docs": members,
            "cards": self._cards(members),
            "date": fields.Date.context_today(self),
        }

    @api.model
    def _cards(self, members):
        """Cards of the members in the given order, from one query for all.

        :return: ``[{"member", "total", "types": [{"type", "rows", "balance"}]}]``; a
            row has date, entry, label, deposit, withdrawal and balance
        """
        members.check_access("read")
        items = self.env["coop.savings.balance"].search(
            [("member_id", "in", members.ids)], order="date, id"
        )
        # sudo: who may see the savings may see the number of the entry behind them
        entries = {move.id: move.name for move in items.move_id.sudo()}
        by_member = items.grouped("member_id")
        types = items.type_id.sorted()
        cards = []
        for member in members:
            by_type = by_member.get(member, items.browse()).grouped("type_id")
            sections = []
            for savings in types:
                if savings not in by_type:
                    continue
                balance, rows = 0, []
                for item in by_type[savings]:
                    balance += item.amount
                    rows.append(
                        {
                            "date": item.date,
                            "entry": entries[item.move_id.id],
                            "label": item.name,
                            "deposit": max(item.amount, 0),
                            "withdrawal": max(-item.amount, 0),
                            "balance": balance,
                        }
                    )
                sections.append({"type": savings, "rows": rows, "balance": balance})
            cards.append(
                {
                    "member": member,
                    "types": sections,
                    "total": sum(section["balance"] for section in sections),
                }
            )
        return cards


class CoopMemberPassbookXlsx(models.AbstractModel):
    """The passbooks as one spreadsheet, a row per item."""

    _name = "report.coop_membership.member_passbook_xlsx"
    _description = "Passbook (XLSX)"
    _inherit = "report.report_xlsx.abstract"

    def generate_xlsx_report(self, workbook, data, members):
        head = workbook.add_format({"bold": True, "bottom": 1})
        money = workbook.add_format({"num_format": "#,##0"})
        date = workbook.add_format({"num_format": "dd/mm/yyyy"})
        sheet = workbook.add_worksheet(self.env._("Passbook"))
        columns = [
            (self.env._("Member number"), 14),
            (self.env._("Name"), 28),
            (self.env._("Savings type"), 20),
            (self.env._("Date"), 12),
            (self.env._("Entry number"), 20),
            (self.env._("Description"), 30),
            (self.env._("Deposit"), 15),
            (self.env._("Withdrawal"), 15),
            (self.env._("Balance"), 15),
        ]
        for index, (label, width) in enumerate(columns):
            sheet.set_column(index, index, width)
            sheet.write_string(0, index, label, head)
        sheet.freeze_panes(1, 2)
        line = 1
        passbook = self.env["report.coop_membership.member_passbook"]
        for card in passbook._cards(members):
            member = card["member"]
            for section in card["types"]:
                for row in section["rows"]:
                    sheet.write_string(line, 0, member.number or "")
                    sheet.write_string(line, 1, member.partner_id.name or "")
                    sheet.write_string(line, 2, section["type"].name)
                    sheet.write_datetime(line, 3, row["date"], date)
                    sheet.write_string(line, 4, row["entry"] or "")
                    sheet.write_string(line, 5, row["label"] or "")
                    sheet.write_number(line, 6, row["deposit"], money)
                    sheet.write_number(line, 7, row["withdrawal"], money)
                    sheet.write_number(line, 8, row["balance"], money)
                    line += 1
        sheet.autofilter(0, 0, max(line - 1, 1), len(columns) - 1)
