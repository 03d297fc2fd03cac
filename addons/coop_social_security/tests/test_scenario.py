# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""A year of thirty members: what runs, bills, ledger and members say agrees."""

from collections import defaultdict
from datetime import date

from odoo.tests import tagged

from odoo.addons.coop_social_security.engine.contribution import (
    add_months,
    contribution,
    month_end,
    terms_in_force,
    totals,
)

from .common import SocialCase

MONTHS = [date(2026, month, 1) for month in range(1, 13)]


@tagged("post_install", "-at_install")
class TestYear(SocialCase):
    """Hires, leavers, a rate of March, the relief of April, arrears, corrections."""

    def test_a_year_to_the_rupiah(self):
        members = [
            self.member(f"M{index:02}", joined="2025-06-01") for index in range(30)
        ]
        for index, member in enumerate(members[:24]):
            self._enrol_one(index, member)
        reason = self.env["coop.leave.reason"].search([], limit=1)
        runs = self.runs
        for month in MONTHS:
            self._happens(month, members, reason)
            if month.month == 6:
                continue  # nobody finds the time in June: July catches up
            run = self.booked(month, date=month_end(month))
            runs += run
            self._check_run(run)
            # A year of entries in one transaction, where autovacuum saw empty tables:
            # core's search for the invoices of a payment then takes minutes.
            self.env.flush_all()
            self.env.cr.execute(
                "ANALYZE account_move, account_move_line, account_partial_reconcile, "
                "account_payment"
            )
            # bills are paid on time but for one, and members pay most of it
            if month.month != 9:
                self.pay_run(run, add_months(month, 1).replace(day=10))
            self._members_pay(run, month)
        self._check_year(runs)
        self._check_expected(runs)

    def _enrol_one(self, index, member):
        start = "2026-01-01" if index % 5 else "2025-11-15"
        if index % 4 == 0:
            self.enrol(
                member,
                "pu",
                start=start,
                income=4_000_000 + index * 600_000,
                program_set="4",
                risk_class=str(index % 5 + 1),
            )
            self.enrol(
                member,
                "ppu",
                start=start,
                income=4_000_000 + index * 600_000,
                dependants=index % 7,
            )
        else:
            self.enrol(
                member,
                start=start,
                income=900_000 + index * 137_011,
                program_set="23"[index % 2],
                sector=("transport", "other")[index % 2],
                payer=("law", "cooperative")[index % 3 == 0],
                pay_ahead=("1", "3")[index % 6 == 1],
            )
            segment = ("pbpu", "pbi", "spouse")[index % 3]
            self.enrol(
                member,
                segment,
                start=start,
                scheme=self.kes,
                care_class=str(index % 3 + 1),
                dependants=index % 4,
            )

    def _happens(self, month, members, reason):
        """What changes in the course of the year, before the run of that month."""
        enrolments = self.env["coop.social.enrolment"]
        if month.month == 3:  # hires, one of them told late
            for index in (24, 25, 26):
                self.enrol(members[index], start="2026-03-10", income=2_500_000)
        if month.month == 5:
            self.enrol(members[27], start="2026-02-01", income=1_500_000)
            # a raise that was told two months late
            for enrolment in enrolments.search([("segment", "=", "pu")], limit=3):
                self.change(
                    enrolment,
                    "2026-03-01",
                    income=enrolment.sudo().term_ids[:1].income + 1_000_000,
                )
        if month.month == 7:
            members[1].sudo()._leave(date(2026, 7, 1), reason)
            members[4].sudo()._leave(date(2026, 6, 15), reason)
        if month.month == 8:
            pbpu = enrolments.search([("segment", "=", "pbpu")], limit=2)
            for enrolment in pbpu:
                self.change(enrolment, "2026-08-15", care_class="1")
        if month.month == 10:  # the agency corrects a rate from September on
            self.env.ref("coop_social_security.rate_pbpu_2").copy(
                {
                    "valid_from": "2026-09-01",
                    "member_amount": 111_111,
                    "source": "test",
                }
            )

    def _check_run(self, run):
        rows = run.contribution_ids
        member, coop = (
            sum(rows.mapped(name)) for name in ("amount_member", "amount_coop")
        )
        self.assertEqual((run.amount_member, run.amount_coop), (member, coop))
        bills = run.bill_ids
        self.assertEqual(sum(bills.mapped("charged")), member + coop)
        self.assertEqual(sum(bills.mapped("posted")), member + coop)
        self.assertEqual(sum(bills.mapped("posted_member")), member)
        self.assertFalse(any(bills.mapped("difference")))
        for row in rows:
            amounts = list(row.amounts.values())
            self.assertEqual(sum(a[0] for a in amounts), row.amount_member)
            self.assertEqual(sum(a[1] for a in amounts), row.amount_coop)

    def _members_pay(self, run, month):
        """A payroll cut of what members owe; every seventh misses every other one."""
        day = add_months(month, 1).replace(day=5)
        paid = []
        for index, member in enumerate(run.contribution_ids.member_id):
            owed = self.owes(member)
            if owed > 0 and (index % 7 or month.month % 2 == 0):
                paid.append((self.owed, -owed, member))
        total = -sum(amount for _account, amount, _member in paid)
        self.entry(day, (self.bank_account, total), *paid)

    def _check_year(self, runs):
        """Σ runs = Σ bills = ledger, and what members owe is what they did not pay."""
        member = sum(runs.mapped("amount_member"))
        coop = sum(runs.mapped("amount_coop"))
        bills = runs.bill_ids.move_id
        signed = sum(
            move.amount_total * (-1 if move.move_type == "in_refund" else 1)
            for move in bills
        )
        self.assertEqual(member + coop, signed)
        self.assertEqual(self.balance(self.expense), coop)
        paid = -sum(
            self.env["account.move.line"]
            .search(
                [
                    ("account_id", "=", self.owed.id),
                    ("balance", "<", 0),
                    ("move_id.coop_social_bill_id", "=", False),
                ]
            )
            .mapped("balance")
        )
        self.assertEqual(self.balance(self.owed), member - paid)
        debts = self.env["coop.member"]._social_debts(self.company)
        self.assertEqual(sum(debts.values()), member - paid)
        self.assertEqual(
            runs.filtered(lambda run: run.state != "paid").mapped("month"),
            [date(2026, 9, 1)],
        )

    def _check_expected(self, runs):
        """Whatever the way: in the end each month was charged what it costs."""
        charged = defaultdict(lambda: [0, 0])
        for row in runs.contribution_ids:
            key = (row.enrolment_id, row.month)
            charged[key][0] += row.amount_member
            charged[key][1] += row.amount_coop
        rates = self.env["coop.social.rate"]._rates_of(self.company)
        enrolments = self.env["coop.social.enrolment"].search(
            [("company_id", "=", self.company.id), ("elsewhere", "=", False)]
        )
        count = 0
        for enrolment, terms in enrolments._engine_terms().items():
            for month in MONTHS:
                end = enrolment.date_end
                owed = (0, 0)
                if enrolment.date_start.replace(day=1) <= month and (
                    not end or month <= end
                ):
                    count += 1
                    owed = totals(
                        contribution(
                            rates[enrolment.scheme_id],
                            terms_in_force(terms, month),
                            month,
                        )
                    )
                self.assertEqual(
                    tuple(charged[enrolment, month]), owed, (enrolment, month)
                )
        self.assertGreater(count, 350)
