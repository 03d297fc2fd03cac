# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models

from ..wizards.coop_payout_recap import AMOUNTS
from .spreadsheet import write_table


class CoopPayoutRunXlsx(models.AbstractModel):
    """A payout run as XLSX: what each member gets, and the work that it pays."""

    _name = "report.coop_services.payout_run_xlsx"
    _description = "Payouts (XLSX)"
    _inherit = "report.report_xlsx.abstract"

    def generate_xlsx_report(self, workbook, data, runs):
        runs.check_access("read")
        payouts = runs.payout_ids.filtered(lambda payout: payout.state != "cancelled")
        fields = payouts.fields_get([*AMOUNTS, "carried", "state"], ["string"])
        states = dict(payouts._fields["state"]._description_selection(self.env))
        who = [
            (self.env._("Run"), str),
            (self.env._("Number"), str),
            (self.env._("Name"), str),
        ]

        def person(payout):
            member = payout.member_id
            return [payout.run_id.name, member.number, member.partner_id.name]

        names = (*AMOUNTS, "carried")
        write_table(
            workbook,
            self.env._("Payouts"),
            [
                *who,
                *((fields[name]["string"], int) for name in names),
                (fields["state"]["string"], str),
            ],
            [
                [
                    *person(payout),
                    *(payout[name] for name in names),
                    states[payout.state],
                ]
                for payout in payouts
            ],
        )
        write_table(
            workbook,
            self.env._("Work"),
            [
                *who,
                (self.env._("Job"), str),
                (self.env._("Acceptance"), str),
                (self.env._("Paid here"), int),
                (fields["value"]["string"], int),
            ],
            [
                [
                    *person(payout),
                    line.contract_id.name,
                    line.acceptance_id.name,
                    line.amount,
                    line.value,
                ]
                for payout in payouts
                for line in payout.line_ids
            ],
        )
