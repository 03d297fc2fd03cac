# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields
from odoo.fields import Command

from odoo.addons.coop_membership.tests.common import CoopCase


class ShuCase(CoopCase):
    """A cooperative whose year 2025 is booked by real entries, and runs on it.

    ``book`` books a result, ``worker`` a member with savings and paid work; the work
    is its patronage (source ``member_cost``), so the revenue is raised by as much.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.schemes = cls.env["coop.shu.scheme"].search(
            [("company_id", "=", cls.company.id)]
        )
        cls.reserve = cls.company.coop_reserve_account_id
        cls.payable = cls.company.coop_shu_payable_account_id
        cls.deficit = cls.company.coop_deficit_account_id
        cls.unaffected = cls.company.get_unaffected_earnings_account()
        cls.fund = cls.account("fund_education")
        cls.expense = cls.account("assembly_expense")

    @classmethod
    def book(cls, member=0, non_member=0, date="2025-06-30", **accounts):
        """Book results by class: revenue (or loss) of members and of non-members,
        and further accounts by name (``member_cost=…``), credit positive."""
        amounts = {
            cls.account("member_revenue"): member,
            cls.account("non_member_revenue"): non_member,
            **{cls.account(name): amount for name, amount in accounts.items()},
        }
        lines = [(account, -amount) for account, amount in amounts.items() if amount]
        if lines:
            total = sum(balance for _account, balance in lines)
            cls.entry(date, *lines, (cls.bank_account, -total))

    @classmethod
    def work(cls, member, amount, date="2025-05-31"):
        """Work of a member that the cooperative sold at cost: patronage, no surplus."""
        cls.entry(
            date,
            (cls.account("member_cost"), amount, member),
            (cls.account("member_revenue"), -amount),
        )

    @classmethod
    def worker(cls, name, savings=0, patronage=0, joined="2024-01-01", **values):
        """A member with savings held since joining (or dated rows) and paid work."""
        member = cls.member(name, joined, **values)
        rows = savings if isinstance(savings, list) else [(joined, savings)]
        for date, amount in rows:
            if amount:
                cls.save(member, cls.mandatory, amount, date)
        if patronage:
            cls.work(member, patronage)
        return member

    @classmethod
    def leave(cls, member, date, kind="resigned"):
        member._leave(
            fields.Date.to_date(date),
            cls.env.ref(f"coop_membership.leave_reason_{kind}"),
        )

    @classmethod
    def scheme(cls, lines, non_member=None, **values):
        """A scheme from ``(destination, percent)`` rows; funds get the test account."""

        def commands(rows, part):
            return [
                Command.create(
                    {
                        "name": f"{destination} {index}",
                        "part": part,
                        "destination": destination,
                        "percent": percent,
                        "sequence": index,
                        "account_id": cls.fund.id if destination == "fund" else False,
                    }
                )
                for index, (destination, percent) in enumerate(rows, 1)
            ]

        values = {
            "name": "Test scheme",
            "company_id": cls.company.id,
            "valid_from": "2020-01-01",
            "source": "AD art. 45",
            "capital_basis": "closing",
            "line_ids": commands(lines, "member"),
            "patronage_source_ids": [Command.create({"code": "member_cost"})],
            **values,
        }
        if non_member:
            values["non_member_line_ids"] = commands(non_member, "non_member")
        return cls.env["coop.shu.scheme"].create(values)

    @classmethod
    def run_of(cls, scheme, year=2025, lock=True, **values):
        """A draft run of a year whose books are closed."""
        if lock:
            cls.company.fiscalyear_lock_date = f"{year}-12-31"
        return cls.env["coop.shu.run"].create(
            {
                "company_id": cls.company.id,
                "date_from": f"{year}-01-01",
                "date_to": f"{year}-12-31",
                "scheme_id": scheme.id,
                "journal_id": cls.misc_journal.id,
                "date": f"{year + 1}-03-31",
                **values,
            }
        )

    @classmethod
    def computed(cls, scheme, **values):
        run = cls.run_of(scheme, **values)
        run.action_compute()
        return run

    @classmethod
    def approved(cls, scheme, **values):
        run = cls.computed(scheme, **values)
        run.write({"resolution_number": "1/RAT/2026", "resolution_date": "2026-03-20"})
        run.action_approve()
        return run

    @classmethod
    def posted(cls, scheme, **values):
        run = cls.approved(scheme, **values)
        run.action_post()
        return run

    def shares(self, run):
        """``{name: (patronage, capital, total, payable)}`` of a run."""
        self.env.invalidate_all()
        return {
            share.partner_id.name: (
                share.patronage_amount,
                share.capital_amount,
                share.total,
                share.payable,
            )
            for share in run.share_ids
        }

    def pools(self, run, part="member"):
        """``[amount]`` of the pools of a part, in scheme order."""
        return run.pool_ids.filtered(lambda p: p.part == part).mapped("amount")

    def balances(self):
        """Posted balance of every account of the company: ``{account: balance}``."""
        rows = self.env["account.move.line"]._read_group(
            [
                ("company_id", "=", self.company.id),
                ("parent_state", "=", "posted"),
            ],
            ["account_id"],
            ["balance:sum"],
        )
        return {account: round(total, 2) for account, total in rows if round(total, 2)}
