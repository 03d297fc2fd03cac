# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo.fields import Command
from odoo.tests import tagged

from .common import ShuCase


@tagged("post_install", "-at_install")
class TestQueriesDoNotGrowWithMembers(ShuCase):
    """Computing is one set-wise pass; posting pays per entry, not per member."""

    def _members(self, start, count):
        """Members with savings and business, in few entries."""
        members = self.env["coop.member"]
        for index in range(start, start + count):
            members += self.member(f"Member {index}")
        for account, sign in (
            (self.mandatory.account_id, -1),
            (self.account("member_cost"), 1),
        ):
            move = self.env["account.move"].create(
                {
                    "date": "2025-03-31",
                    "journal_id": self.misc_journal.id,
                    "line_ids": [
                        Command.create(
                            {
                                "account_id": account.id,
                                "partner_id": member.partner_id.id,
                                "balance": sign * (1000 + member.id % 7),
                            }
                        )
                        for member in members
                    ]
                    + [
                        Command.create(
                            {
                                "account_id": self.bank_account.id,
                                "balance": -sign
                                * sum(1000 + member.id % 7 for member in members),
                            }
                        )
                    ],
                }
            )
            move._post(soft=False)
        return members

    def _queries(self, function):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_computing_and_posting(self):
        self.book(member=10_000_000)
        counts = {}
        scheme = self.scheme(
            [("reserve", 30), ("patronage", 40), ("capital", 30)],
            capital_basis="month_end_12",
        )
        total = 0
        for size in (20, 20, 40):  # the first round warms the caches
            self.company.fiscalyear_lock_date = False
            self._members(total, size if not total else size)
            total += size
            run = self.run_of(scheme)
            compute = self._queries(run.action_compute)
            run.write({"resolution_number": "1", "resolution_date": "2026-03-20"})
            approve = self._queries(run.action_approve)
            post = self._queries(run.action_post)
            counts[total] = compute, approve, post
            self.assertEqual(run.member_count, total)
            # the second posting of the same members knows them as suppliers
            run._reverse(run.date, "next round")
        (compute, approve, post), (compute2, approve2, post2) = counts[40], counts[80]
        self.assertLessEqual(compute2, compute, counts)
        self.assertLessEqual(compute2, 60, counts)
        self.assertLessEqual(approve2, approve, counts)
        self.assertLessEqual(post2, post + 5, counts)
        self.assertLessEqual(post2, 130, counts)

    def test_shares_are_shown_without_a_query_per_row(self):
        self.book(member=10_000_000)
        self._members(0, 30)
        run = self.posted(self.scheme([("patronage", 100)]))

        def show(shares):
            shares = shares.browse(shares.ids)
            return self._queries(
                lambda: shares.read(["partner_id", "payment_state", "amount_residual"])
            )

        show(run.share_ids[:1])
        self.assertEqual(show(run.share_ids[:5]), show(run.share_ids))
