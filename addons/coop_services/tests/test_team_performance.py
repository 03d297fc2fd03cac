# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from freezegun import freeze_time

from odoo.tests import tagged

from .common import ServicesCase


@tagged("post_install", "-at_install")
class TestTeamPerformance(ServicesCase):
    """Twice the members or roles, as many queries."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-03-01 03:00:00"))
        cls.the_job = cls.job()
        cls.people = [cls.worker(f"Member {i}", cls.clean) for i in range(12)]
        cls.roles = cls.env["coop.service.role"]
        for i in range(8):
            cls.roles += cls.role(
                cls.the_job, f"Role {i}", people=1, skill_id=cls.clean.id
            )

    def queries(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_ranking(self):
        self.roles._rank()  # what is cached between requests is cached
        few = self.queries(self.roles[:4]._rank)
        self.assertLessEqual(few, 30)
        self.assertLessEqual(self.queries(self.roles._rank), few)
        for i in range(12):
            self.worker(f"Another {i}", self.clean)
        self.assertLessEqual(self.queries(self.roles._rank), few + 2)

    def test_planning_shifts(self):
        rows = [
            self.assign(role, member, "proposed")
            for role, member in zip(self.roles, self.people, strict=False)
        ]
        counts = []
        for chunk in (rows[:2], rows[2:6]):
            team = self.env["coop.service.assignment"].concat(*chunk)
            counts.append(self.queries(team.action_offer))
        # 26 shifts each: numbering costs a few queries a letter, not one a shift
        self.assertLess(counts[1] - counts[0], 2 * 26)
