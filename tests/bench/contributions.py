# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""A month of social security against plain Odoo: the same bill and entries."""

import sys
from pathlib import Path

import versus

from odoo.fields import Command

sys.path.append(str(Path(__file__).parents[1] / "cases"))

from cooperative import Cooperative  # noqa: E402

MONTH = "2026-03-01"
SINCE = "2026-02-01"
INCOMES = 200  # different ones: a real cooperative has few


class InsuredCoop(Cooperative):
    """A cooperative of ``count`` members who are enrolled as independent workers.

    The month before is booked, so that a run has something to compare with.
    """

    def __init__(self, env, count):
        super().__init__(env, f"Koperasi Iuran {count}")
        self.count = count
        self.company.sudo().coop_social_since = SINCE
        self._enrol()
        self.run = self._run(SINCE)
        self.book()
        self.run = self._run(MONTH)
        self.env.cr.commit()

    def _enrol(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Worker {index}"} for index in range(self.count)]
        )
        members = self.env["coop.member"].create(
            [{"partner_id": row.id, "date_applied": SINCE} for row in partners]
        )
        self.env["coop.social.enrolment"].create(
            [
                {
                    "member_id": member.id,
                    "scheme_id": self.env.ref("coop_social_security.scheme_tk").id,
                    "segment": "bpu",
                    "date_start": SINCE,
                    "term_ids": [
                        Command.create(
                            {
                                "valid_from": SINCE,
                                "income": 1_000_000 + 50_000 * (index % INCOMES),
                            }
                        )
                    ],
                }
                for index, member in enumerate(members)
            ]
        )

    def _run(self, month):
        return self.env["coop.social.run"].create({"month": month, "date": month})

    # -------------------------------------------------------------------- measuring
    def book(self):
        """The whole run, from computing to the posted bill and entries."""
        self.run.action_compute()
        self.run.action_post()
        self.env.flush_all()

    def plain(self, values):
        """The same bill and entries by ``create`` and ``action_post``."""
        moves = self.env["account.move"].create(values)
        moves.action_post()
        self.env.flush_all()

    def values(self):
        """Bill and entries of the run as anyone would write them."""
        moves = self.run.move_ids
        bill = moves.filtered(lambda move: move.is_invoice())
        return [self._bill(bill), *(self._entry(move) for move in moves - bill)]

    def _bill(self, bill):
        return {
            "move_type": "in_invoice",
            "journal_id": bill.journal_id.id,
            "partner_id": bill.partner_id.id,
            "invoice_date": bill.invoice_date,
            "date": bill.date,
            "ref": bill.ref,
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

    def _entry(self, entry):
        return {
            "move_type": "entry",
            "journal_id": entry.journal_id.id,
            "date": entry.date,
            "ref": entry.ref,
            "line_ids": [
                Command.create(
                    {
                        "account_id": line.account_id.id,
                        "partner_id": line.partner_id.id,
                        "name": line.name,
                        "debit": line.debit,
                        "credit": line.credit,
                    }
                )
                for line in entry.line_ids
            ],
        }

    def items(self):
        """All that matters of what was booked in the month of the run."""
        lines = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company.id),
                ("date", "=", MONTH),
                ("parent_state", "=", "posted"),
            ],
            order="partner_id, account_id, balance, id",
        )
        return [
            (line.partner_id.id, line.account_id.id, line.name, line.balance, line.date)
            for line in lines
            if line.display_type == "product"
        ]


def measure(env, table, count, undone, seconds):
    """Rows (h) and (i) of the table; parameters as in ``versus.measure``."""
    small, large = InsuredCoop(env, max(5, count // 10)), InsuredCoop(env, count)
    versus.measure(table, "hi", "month of BPJS", small, large, undone, seconds)
