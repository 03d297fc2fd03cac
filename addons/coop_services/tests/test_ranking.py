# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from freezegun import freeze_time

from odoo.tests import Form, tagged

from .common import ServicesCase


class RankingCase(ServicesCase):
    """A cleaning role in March 2026, looked at on the first of that month."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-03-01 03:00:00"))

    def ranked(self, role, **values):
        [ranking] = role._rank(**values).values()
        return [ranking.board.members[index] for index in ranking.best()]

    def why(self, role, member):
        [ranking] = role._rank().values()
        index = ranking.board.members.ids.index(member.id)
        return role._explain(ranking, index), bool(ranking.able[index])

    def worked(self, member, day, hours=8, state="done"):
        """An earlier shift of the member in another job, at eight in the morning."""
        role = self.role(
            name="Earlier", date_from=day, date_to=day, contract_id=self.other_job.id
        )
        return self.shift(self.assign(role, member), f"{day} 01:00:00", hours, state)

    @classmethod
    def make_other(cls):
        cls.other_job = cls.job("Another job")


@tagged("post_install", "-at_install")
class TestRanking(RankingCase):
    """Who is proposed for a role first, who is not, and what is said about it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_other()
        cls.siti = cls.worker("Siti", cls.clean)
        cls.budi = cls.worker("Budi", cls.clean)
        cls.the_role = cls.role(skill_id=cls.clean.id)

    def test_equals_by_member_number(self):
        self.assertEqual(self.ranked(self.the_role), [self.siti, self.budi])

    def test_least_work_first(self):
        self.worked(self.siti, "2026-02-10")
        self.assertEqual(self.ranked(self.the_role), [self.budi, self.siti])
        text, _able = self.why(self.the_role, self.siti)
        self.assertIn("8 h in the last 3 months", text)

    def test_work_long_ago_does_not_count(self):
        self.worked(self.siti, "2025-11-10")
        self.assertEqual(self.ranked(self.the_role), [self.siti, self.budi])

    def test_cancelled_and_absent_shifts_are_no_work(self):
        self.worked(self.siti, "2026-02-10", state="cancelled")
        self.worked(self.siti, "2026-02-11", state="absent")
        self.assertEqual(self.ranked(self.the_role), [self.siti, self.budi])

    def test_timesheets_are_work(self):
        project = self.env["project.project"].sudo().create({"name": "Design"})
        self.env["account.analytic.line"].sudo().create(
            {
                "project_id": project.id,
                "employee_id": self.siti.employee_id.id,
                "unit_amount": 3,
                "date": "2026-02-10",
            }
        )
        self.assertEqual(self.ranked(self.the_role), [self.budi, self.siti])
        self.assertIn("3 h", self.why(self.the_role, self.siti)[0])

    def test_skill_and_level_gate(self):
        dewi = self.worker("Dewi", (self.clean, self.expert))
        rizky = self.worker("Rizky", self.design)
        self.assertEqual(self.ranked(self.the_role)[0], dewi)
        text, able = self.why(self.the_role, rizky)
        self.assertFalse(able)
        self.assertIn("has no skill Cleaning", text)
        self.the_role.skill_level_id = self.expert
        self.assertEqual(self.ranked(self.the_role), [dewi])
        text, able = self.why(self.the_role, self.siti)
        self.assertIn("Cleaning at 90 % is needed, has 40 %", text)

    def test_member_without_employee_is_known(self):
        new = self.member("Baru")
        text, able = self.why(self.the_role, new)
        self.assertFalse(able)
        free = self.role(name="Anything", contract_id=self.the_role.contract_id.id)
        self.assertIn(new, self.ranked(free))

    def test_certificate_on_every_working_day(self):
        self.the_role.certificate_ids = self.safety
        self.assertEqual(self.ranked(self.the_role), [])
        self.certify(self.siti, "2026-01-01", "2026-03-31")
        self.certify(self.budi, "2026-01-01", "2026-03-30")
        self.assertEqual(self.ranked(self.the_role), [self.siti])
        text, _able = self.why(self.the_role, self.budi)
        self.assertIn("no valid certificate Safety (K3) on 1 of 26 days", text)
        # a gap on a day that is not worked on does not matter: 29 March is a Sunday
        self.certify(self.budi, "2026-03-31", "2026-04-30")
        self.assertEqual(self.ranked(self.the_role), [self.siti, self.budi])

    def test_certificate_must_be_verified(self):
        self.the_role.certificate_ids = self.safety
        row = self.certify(self.siti, "2026-01-01", "2026-12-31", verify=False)
        self.assertEqual(self.ranked(self.the_role), [])
        row.action_verify()
        self.assertEqual(self.ranked(self.the_role), [self.siti])

    def test_who_works_elsewhere_is_not_proposed(self):
        shift = self.worked(self.siti, "2026-03-10", state="planned")
        text, able = self.why(self.the_role, self.siti)
        self.assertFalse(able)
        self.assertIn("works elsewhere on 1 of 26 days", text)
        shift.action_cancel()
        self.assertTrue(self.why(self.the_role, self.siti)[1])

    def test_other_hours_of_the_day_do_not_clash(self):
        early = self.shift(
            self.assign(
                self.role(name="Early", contract_id=self.other_job.id), self.siti
            ),
            "2026-03-10 16:00:00",
            hours=2,
        )
        self.assertTrue(self.why(self.the_role, self.siti)[1])
        early.start = "2026-03-10 08:00:00"
        self.assertFalse(self.why(self.the_role, self.siti)[1])

    def test_shifts_that_are_not_planned_yet_count(self):
        """A role far ahead, whose other assignments have no shifts there yet."""
        long = self.role(
            name="Long", contract_id=self.other_job.id, date_to="2026-12-31"
        )
        row = self.assign(long, self.siti, "proposed")
        self.assertIn(
            "works elsewhere on 26 of 26 days", self.why(self.the_role, self.siti)[0]
        )
        row.action_offer()
        self.assertEqual(str(row.planned_to), "2026-04-12")
        far = self.role(
            name="Far",
            contract_id=self.the_role.contract_id.id,
            date_from="2026-09-01",
            date_to="2026-09-30",
        )
        self.assertIn("works elsewhere", self.why(far, self.siti)[0])
        row.sudo()._end(row.date_from, "ended")
        self.assertTrue(self.why(far, self.siti)[1])

    def test_not_available(self):
        self.env["coop.service.wish"].create(
            {
                "member_id": self.siti.id,
                "kind": "unavailable",
                "date_from": "2026-03-01",
                "weekday": "4",
            }
        )
        text, able = self.why(self.the_role, self.siti)
        self.assertFalse(able)
        self.assertIn("not available on 4 of 26 days", text)
        self.the_role.fri = False
        self.assertTrue(self.why(self.the_role, self.siti)[1])

    def test_wishes_change_the_order(self):
        wish = self.env["coop.service.wish"].create(
            {
                "member_id": self.budi.id,
                "kind": "prefer",
                "date_from": "2026-01-01",
                "site_id": self.site.id,
            }
        )
        self.assertEqual(self.ranked(self.the_role), [self.budi, self.siti])
        self.assertIn("would gladly do it", self.why(self.the_role, self.budi)[0])
        wish.kind = "avoid"
        self.assertEqual(self.ranked(self.the_role), [self.siti, self.budi])
        wish.site_id = self.person("Elsewhere")
        self.assertNotIn("rather", self.why(self.the_role, self.budi)[0])

    def test_ratings_of_clients(self):
        job = self.job("Rated")
        for member, stars in ((self.siti, 3), (self.budi, 5)):
            acceptance = self.env["coop.service.acceptance"].create(
                {
                    "contract_id": job.id,
                    "date_from": "2026-02-01",
                    "date_to": "2026-02-28",
                    "work_ids": [(0, 0, {"member_id": member.id, "hours": 1})],
                }
            )
            acceptance.sudo().write({"state": "accepted", "client_rating": stars})
        self.assertEqual(self.ranked(self.the_role), [self.budi, self.siti])
        self.assertIn("rated 5.0 of 5 (1 times)", self.why(self.the_role, self.budi)[0])

    def test_members_only_while_they_are(self):
        late = self.worker("Late", self.clean, joined="2026-03-15")
        text, able = self.why(self.the_role, late)
        self.assertFalse(able)
        self.assertIn("member only since 03/15/2026", text)
        self.budi.action_suspend()
        self.assertEqual(self.ranked(self.the_role), [self.siti])

    def test_holidays_are_no_working_days(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Nyepi",
                "company_id": self.company.id,
                "date_from": "2026-03-18 17:00:00",
                "date_to": "2026-03-19 17:00:00",
            }
        )
        [ranking] = self.the_role._rank().values()
        self.assertEqual(len(ranking.days), 25)
        self.the_role.on_holidays = True
        [ranking] = self.the_role._rank().values()
        self.assertEqual(len(ranking.days), 26)

    def test_weights_are_those_of_the_company(self):
        self.worked(self.siti, "2026-02-10")
        self.company.write({"coop_rank_rotation": 0})
        [ranking] = self.the_role._rank().values()
        # skill 40 %, rating and wish in the middle: (30×400 + 20×500 + 10×500) / 60
        for index in (0, 1):
            self.assertEqual(self.the_role._points(ranking, index), 45.0)

    def test_roles_of_one_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.assertNotEqual(other, self.company)
        with self.refused("one cooperative"):
            (
                self.the_role
                + self.env["coop.service.role"].create(
                    {
                        "contract_id": self.env["contract.contract"]
                        .create(
                            {
                                "name": "x",
                                "partner_id": self.client.id,
                                "company_id": other.id,
                            }
                        )
                        .id,
                        "name": "x",
                        "date_from": "2026-03-02",
                    }
                )
            )._rank()


@tagged("post_install", "-at_install")
class TestFillWizard(RankingCase):
    """The dispatcher's list, the automatic team, and what is put in the team."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_other()
        cls.siti = cls.worker("Siti", (cls.clean, cls.expert), cls.design)
        cls.budi = cls.worker("Budi", cls.clean)
        cls.cleaner = cls.role(skill_id=cls.clean.id)
        cls.designer = cls.role(
            cls.cleaner.contract_id, "Designer", skill_id=cls.design.id
        )
        cls.roles = cls.cleaner + cls.designer
        cls.dispatcher = cls.new_user("dispatcher", "officer")

    def wizard(self, roles=None):
        action = (roles or self.roles).with_user(self.dispatcher).action_fill()
        form = Form(
            self.env["coop.service.fill"]
            .with_user(self.dispatcher)
            .with_context(**action["context"])
        )
        return form.save()

    def test_the_list_is_explained(self):
        self.siti.partner_id.phone = "0812-1111"
        wizard = self.wizard(self.cleaner)
        self.assertEqual(wizard.line_ids.mapped("member_id"), self.siti + self.budi)
        first = wizard.line_ids[0]
        self.assertEqual((first.rank, first.phone), (1, "0812-1111"))
        # (30×900 + 40×1000 + 20×500 + 10×500) / 100
        self.assertEqual(first.score, 82.0)
        self.assertIn("30×0.90 + 40×1.00 + 20×0.50 + 10×0.50", first.reason)

    def test_automatic_team_beats_the_greedy_one(self):
        """Siti is the better cleaner, but the only designer."""
        wizard = self.wizard()
        wizard.action_fill()
        chosen = wizard.line_ids.filtered("chosen")
        self.assertEqual(
            {(line.role_id, line.member_id) for line in chosen},
            {(self.cleaner, self.budi), (self.designer, self.siti)},
        )
        self.assertIn("Designer: 1 of 1 open places", wizard.message)
        wizard.action_apply()
        team = self.roles.assignment_ids
        self.assertEqual(team.mapped("state"), ["offered"] * 2)
        self.assertEqual(len(team.shift_ids), 52)
        self.assertTrue(all(team.mapped("name")))
        self.assertEqual(self.roles.mapped("open_places"), [0, 0])

    def test_proposed_only(self):
        wizard = self.wizard(self.cleaner)
        wizard.line_ids[0].chosen = True
        wizard.offer = False
        wizard.action_apply()
        self.assertEqual(self.cleaner.assignment_ids.state, "proposed")
        self.assertFalse(self.cleaner.assignment_ids.shift_ids)

    def test_why_not(self):
        wizard = self.wizard(self.designer)
        with Form(wizard) as form:
            form.ask_member_id = self.budi
        self.assertIn("has no skill Design", wizard.answer)
        wizard.ask_member_id = self.siti
        self.assertIn("Place 1.", wizard.answer)

    def test_nobody_is_ticked(self):
        with self.refused("Tick who"):
            self.wizard().action_apply()

    def test_more_than_places(self):
        wizard = self.wizard(self.cleaner)
        wizard.line_ids.chosen = True
        with self.refused("needs 1 people and has them already"):
            wizard.action_apply()

    def test_two_roles_for_one_member(self):
        """Ticked by hand in two roles of the same hours: the second is refused."""
        wizard = self.wizard()
        for line in wizard.line_ids.filtered(lambda row: row.member_id == self.siti):
            line.chosen = True
        with self.refused("Siti would work twice"):
            wizard.action_apply()
