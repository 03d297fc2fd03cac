# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Payout runs against plain Odoo: creating and posting the same vendor bills."""

import sys
from pathlib import Path

import versus
from freezegun import freeze_time

from odoo.fields import Command

sys.path.append(str(Path(__file__).parents[1] / "cases"))

from cooperative import Cooperative  # noqa: E402

PIECE = 50  # bills created and posted together, as a run does
DATE = "2026-03-31"
DAY_OF_JOINING = "2026-03-01"


class PaidCoop(Cooperative):
    """A cooperative of ``count`` members whose work was accepted.

    Each has a charge of every kind, so that a bill has six items: work, income tax,
    social security, savings dues, advance, and what is to pay.
    """

    def __init__(self, env, count):
        super().__init__(env, f"Koperasi Imbalan {count}")
        self.count = count
        for kind, amount in (("principal", 100_000), ("mandatory", 50_000)):
            self.env["coop.savings.amount"].create(
                {
                    "type_id": self.types[kind].id,
                    "valid_from": DAY_OF_JOINING,
                    "amount": amount,
                    "source": "AD",
                }
            )
        with freeze_time(DAY_OF_JOINING):
            self.members = self._admit()
        self._charge()
        self._accept()
        self.run = self.env["coop.payout.run"].create({"date": DATE, "date_to": DATE})
        self.env.cr.commit()

    def _admit(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Worker {index}"} for index in range(self.count)]
        )
        members = self.env["coop.member"].create(
            [
                {"partner_id": partner.id, "date_applied": DAY_OF_JOINING}
                for partner in partners
            ]
        )
        members.action_approve()
        account = self.types["principal"].account_id
        self.entry(
            DAY_OF_JOINING,
            [(account, -100_000, partner) for partner in partners],
            "principal savings",
        )
        return members

    def _charge(self):
        chart = self.env["account.chart.template"].with_company(self.company)
        account = chart.ref("l10n_id_25110110")
        self.env["coop.member.deduction"].create(
            [
                {
                    "name": "BPU",
                    "code": "bpjs",
                    "member_id": member.id,
                    "account_id": account.id,
                    "amount": 36_800,
                    "date_from": DAY_OF_JOINING,
                }
                for member in self.members
            ]
        )
        self.entry(
            DAY_OF_JOINING,
            [(self.account("advance"), 500_000, m.partner_id) for m in self.members],
            "advances",
        )

    def _accept(self):
        sudo = self.env(su=True)  # service, client and job belong to whoever sells
        service = sudo["product.product"].create({"name": "Work", "type": "service"})
        client = sudo["res.partner"].create({"name": "Client", "is_company": True})
        contract = sudo["contract.contract"].create(
            {
                "name": "Job",
                "coop_is_job": True,
                "partner_id": client.id,
                "company_id": self.company.id,
                "coop_split": "weight",
                "coop_percent": 10,
            }
        )
        acceptance = self.env["coop.service.acceptance"].create(
            {
                "contract_id": contract.id,
                "date": DATE,
                "date_from": DAY_OF_JOINING,
                "date_to": DATE,
                "split": "weight",
                "line_ids": [
                    Command.create(
                        {
                            "product_id": service.id,
                            "name": "Work",
                            "price_unit": 5_000_000 * self.count,
                        }
                    )
                ],
                "work_ids": [
                    Command.create({"member_id": member.id, "weight": 100 + index % 7})
                    for index, member in enumerate(self.members)
                ],
            }
        )
        acceptance.action_accept()

    # -------------------------------------------------------------------- measuring
    def book(self):
        """The whole run, from computing to the last bill."""
        self.run.action_compute()
        self.run.action_approve()
        self.run.action_post()
        while self.run.job:
            self.run._next_chunk()
        self.env.flush_all()

    def plain(self, values):
        """The same bills by ``create`` and ``action_post``, in pieces as well."""
        for start in range(0, len(values), PIECE):
            bills = self.env["account.move"].create(values[start : start + PIECE])
            bills.action_post()
        self.env.flush_all()

    def values(self):
        """The bills of the run as anyone would write them."""
        bills = self.run.payout_ids.move_id
        if any(len(bill.line_ids) != 6 for bill in bills):
            raise SystemExit("a bill has not six items")
        return [
            {
                "move_type": "in_invoice",
                "journal_id": bill.journal_id.id,
                "partner_id": bill.partner_id.id,
                "invoice_date": bill.invoice_date,
                "date": bill.date,
                "ref": bill.ref,
                "fiscal_position_id": bill.fiscal_position_id.id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": line.name,
                            "account_id": line.account_id.id,
                            "price_unit": line.balance,
                            "tax_ids": [Command.clear()],
                        }
                    )
                    for line in bill.invoice_line_ids
                ],
            }
            for bill in bills
        ]

    def items(self):
        """All that matters of the bills."""
        lines = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company.id),
                ("move_id.move_type", "=", "in_invoice"),
                ("parent_state", "=", "posted"),
            ],
            order="partner_id, id",
        )
        return [
            (line.partner_id.id, line.account_id.id, line.name, line.balance, line.date)
            for line in lines
            if line.display_type == "product"
        ] + [
            (line.partner_id.id, line.account_id.id, line.balance)
            for line in lines
            if line.display_type == "payment_term"
        ]


def measure(env, table, count, undone, seconds):
    """Rows (e) and (f) of the table; parameters as in ``versus.measure``."""
    small, large = PaidCoop(env, max(5, count // 10)), PaidCoop(env, count)
    versus.measure(table, "ef", "payout run", small, large, undone, seconds)
