# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models

from ..wizards.coop_payout_recap import AMOUNTS
from .spreadsheet import write_table


class CoopPayoutRecapXlsx(models.AbstractModel):
    """The yearly recap as XLSX: totals by member, and every payout behind them."""

    _name = "report.coop_services.payout_recap_xlsx"
    _description = "Yearly Income Recap (XLSX)"
    _inherit = "report.report_xlsx.abstract"

    def generate_xlsx_report(self, workbook, data, recaps):
        recap = recaps.ensure_one()
        recaps = recap._recaps()
        labels = {
            name: field["string"]
            for name, field in self.env["coop.payout"]
            .fields_get([*AMOUNTS, "date", "bp21_number"], ["string"])
            .items()
        }
        who = [(self.env._("Number"), str), (self.env._("Name"), str)]
        amounts = [(labels[name], int) for name in AMOUNTS]

        def person(member):
            return [member.number, member.partner_id.name]

        write_table(
            workbook,
            self.env._("Members"),
            [*who, *amounts],
            [
                [*person(row["member"]), *(row["total"][name] for name in AMOUNTS)]
                for row in recaps
            ],
        )
        write_table(
            workbook,
            self.env._("Payouts"),
            [
                *who,
                (labels["date"], None),
                (self.env._("Payout"), str),
                (labels["bp21_number"], str),
                *amounts,
            ],
            [
                [
                    *person(row["member"]),
                    payout.date,
                    payout.run_id.name,
                    payout.bp21_number,
                    *(payout[name] for name in AMOUNTS),
                ]
                for row in recaps
                for payout in row["payouts"]
            ],
        )
