# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Queries of a take-over do not grow with every member."""

from datetime import date

from odoo.tests import tagged

from .test_opening import OpeningCase


@tagged("post_install", "-at_install")
class TestOpeningPerformance(OpeningCase):
    def take_over(self, count):
        """Read and post ``count`` members; ``(queries to read, queries to post)``."""
        rows = [
            {
                "number": f"{number:05}",
                "name": f"Anggota {number}",
                "phone": f"0812{number:07}",
                "date_joined": date(2024, 1, 1),
                "POKOK": 500000,
                "WAJIB": 10000 + number,
                "surplus": 1000,
            }
            for number in range(1, count + 1)
        ]
        mandatory = sum(row["WAJIB"] for row in rows)
        total = count * 501000 + mandatory
        balances = [
            (self.bank_account.code, total, 0),
            (self.principal.account_id.code, 0, count * 500000),
            (self.mandatory.account_id.code, 0, mandatory),
            (self.surplus_account.code, 0, count * 1000),
        ]
        opening = self.opening()
        self.fill(opening, rows, balances)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        opening.action_read_file()
        self.env.flush_all()
        reading = self.env.cr.sql_log_count - before
        self.assertEqual(opening.state, "checked", opening.problems)
        before = self.env.cr.sql_log_count
        opening.action_post()
        self.env.flush_all()
        posting = self.env.cr.sql_log_count - before
        self.assertEqual(len(opening.line_ids.member_id), count)
        return reading, posting

    def test_bounded_queries(self):
        """400 members against 40: far fewer than one query per additional member."""
        few = many = None
        with self.env.cr.savepoint(flush=False) as savepoint:
            few = self.take_over(40)
            self.env.flush_all()
            savepoint.rollback()
        self.env.invalidate_all()
        many = self.take_over(400)
        for name, a, b in zip(("reading", "posting"), few, many, strict=True):
            self.assertLess(b - a, 72, f"{name}: {a} queries for 40, {b} for 400")
