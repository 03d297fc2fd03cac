# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import sys

from odoo.fields import Command
from odoo.tests import tagged

from .common import SocialCase


@tagged("post_install", "-at_install")
class TestQueriesDoNotGrowWithMembers(SocialCase):
    """Runs for 20,000 enrolments: as many queries as for a few, plus the inserts."""

    def _enrol(self, start, count):
        members = self.env["coop.member"]
        for index in range(start, start + count):
            members += self.member(f"Member {index}")
        self.env["coop.social.enrolment"].create(
            [
                {
                    "member_id": member.id,
                    "scheme_id": self.tk.id,
                    "segment": "bpu",
                    "date_start": "2026-01-01",
                    "term_ids": [
                        Command.create(
                            {
                                "valid_from": "2026-01-01",
                                "income": 1_000_000 + member.id,
                            }
                        )
                    ],
                }
                for member in members
            ]
        )

    def _queries(self, function, *args):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function(*args)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_computing_posting_and_covering(self):
        counts = {}
        total = 0
        for size, month in ((20, "2026-01-01"), (20, "2026-02-01"), (40, "2026-03-01")):
            self._enrol(total, size)
            total += size
            run = self.runs.create({"month": month, "date": month})
            counts[total] = (
                self._queries(run.action_compute),
                self._queries(run.action_post),
                self._queries(run._refresh_paid),
            )
            self.assertEqual(len(run.contribution_ids.member_id), total)
        (compute, post, paid), (compute2, post2, paid2) = counts[40], counts[80]
        # both write more than 100 rows, and inserts come in hundreds
        self.assertLessEqual(compute2, compute + 3, counts)
        self.assertLessEqual(compute2, 45, counts)
        self.assertLessEqual(post2, post + 5, counts)
        self.assertLessEqual(post2, 150, counts)
        self.assertLessEqual(paid2, paid + 1, counts)

    def test_the_work_doubles_with_the_members(self):
        """Calls of functions, which no other load on the machine changes."""
        month = "2026-01-01"
        counts = []
        for size in (50, 50, 100):
            self._enrol(0, size)
            self.env.flush_all()
            self.env.invalidate_all()
            with self.env.cr.savepoint() as savepoint:
                run = self.runs.create({"month": month, "date": month})
                counts.append(self._calls(run.action_compute, run.action_post))
                self.assertEqual(run.state, "posted")
                savepoint.close(rollback=True)
            self.env.invalidate_all()
        small, middle, large = counts
        # what does not depend on the members falls out of the differences
        self.assertLessEqual(large - middle, 2.2 * (middle - small), counts)

    def _calls(self, *functions):
        count = 0

        def profile(_frame, event, _argument):
            nonlocal count
            count += event == "call"

        sys.setprofile(profile)
        try:
            for function in functions:
                function()
            self.env.flush_all()
        finally:
            sys.setprofile(None)
        return count

    def test_lists_are_shown_without_a_query_per_row(self):
        self._enrol(0, 30)
        self.booked("2026-01-01")
        for model, fields in (
            (
                "coop.social.enrolment",
                [
                    "covered",
                    "cover_until",
                    "number_masked",
                    "income",
                    "gap_days",
                    "display_name",
                ],
            ),
            ("coop.social.contribution", ["explanation", "display_name", "state"]),
            ("coop.social.bill", ["charged", "posted", "difference", "to_pay"]),
            ("coop.member", ["social_due", "social_cover"]),
        ):
            records = self.env[model].search([])
            few, many = records[:2], records

            def show(rows, fields=fields):
                rows = rows.browse(rows.ids)
                return self._queries(lambda: rows.read(fields))

            show(few)
            self.assertLessEqual(show(many), show(few) + 1, model)
