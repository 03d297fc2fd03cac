# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.coop_services.tests.price_common import PriceCase
from odoo.addons.coop_services.tests.test_team import TeamCase


class CoverCase(TeamCase):
    """The cleaning job of March 2026 asks for BPJS Ketenagakerjaan; it is 1 March."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tk = cls.env.ref("coop_social_security.scheme_tk")
        cls.kes = cls.env.ref("coop_social_security.scheme_kes")
        cls.company.coop_social_since = "2026-01-01"
        cls.job = cls.the_role.contract_id
        cls.job.coop_cover_scheme_ids = cls.tk

    @classmethod
    def enrol(
        cls, member, segment="client", start="2026-01-01", stop=False, scheme=None
    ):
        """Covered elsewhere unless told otherwise, so that nothing has to be paid."""
        terms = {"valid_from": start, "income": 1_000_000}
        return cls.env["coop.social.enrolment"].create(
            {
                "member_id": member.id,
                "scheme_id": (scheme or cls.tk).id,
                "segment": segment,
                "date_start": start,
                "date_stop": stop,
                "term_ids": [Command.create(terms)] if segment == "bpu" else [],
            }
        )

    @classmethod
    def pay(cls, month, day):
        """What everybody owes for a month is booked, and paid on that day."""
        run = cls.env["coop.social.run"].create({"month": month, "date": month})
        run.action_compute()
        run.action_post()
        run.contribution_ids._set_paid(day)


@tagged("post_install", "-at_install")
class TestCoverRequired(CoverCase):
    """A member without cover on a day of work is neither proposed nor planned."""

    def ranking(self, **values):
        [ranking] = self.the_role._rank(**values).values()
        return ranking

    def why(self, member):
        ranking = self.ranking()
        index = ranking.board.members.ids.index(member.id)
        return self.the_role._explain(ranking, index), bool(ranking.able[index])

    def test_the_list_names_the_reason(self):
        self.enrol(self.siti)
        self.enrol(self.budi, stop="2026-03-30")
        text, able = self.why(self.budi)
        self.assertFalse(able)
        self.assertIn("no cover by BPJS Ketenagakerjaan on 1 of 26 days", text)
        self.assertTrue(self.why(self.siti)[1])
        # 29 March is a Sunday: nobody works, nobody needs cover
        self.enrol(self.budi, start="2026-03-31")
        self.assertTrue(self.why(self.budi)[1])

    def test_nothing_is_asked_for_by_other_jobs(self):
        self.job.coop_cover_scheme_ids = False
        self.assertTrue(self.why(self.siti)[1])
        self.offer(self.siti)

    def test_every_scheme_counts(self):
        self.job.coop_cover_scheme_ids += self.kes
        self.enrol(self.siti)
        text, able = self.why(self.siti)
        self.assertFalse(able)
        self.assertIn("no cover by BPJS Kesehatan on 26 of 26 days", text)
        self.assertNotIn("Ketenagakerjaan", text)
        self.enrol(self.siti, scheme=self.kes)
        self.assertTrue(self.why(self.siti)[1])

    def test_an_offer_is_refused_with_the_way_out(self):
        row = self.propose(self.siti)
        with self.refused(
            "Siti cannot work as Cleaner .* on 03/02/2026: no cover by BPJS "
            "Ketenagakerjaan. Enrol the member or pay"
        ):
            row.with_user(self.dispatcher).action_offer()
        self.enrol(self.siti)
        row.with_user(self.dispatcher).action_offer()
        self.assertEqual(len(row.shift_ids), 26)

    def test_cover_that_ends_before_the_work(self):
        self.enrol(self.siti, stop="2026-03-16")
        with self.refused("Siti .* on 03/17/2026: no cover"):
            self.offer(self.siti)
        self.offer(self.siti, date_to="2026-03-16")

    def test_substitutes_need_cover_too(self):
        self.enrol(self.siti)
        shift = self.offer(self.siti).shift_ids[:1]
        with self.refused("Budi cannot work .* no cover by BPJS Ketenagakerjaan"):
            shift._give_to({shift: self.budi}, "substitute")
        # a colleague is not told what the other one lacks
        with self.refused("Budi cannot work here on 03/02/2026. Ask the office why.$"):
            shift.with_user(self.as_siti).sudo()._give_to({shift: self.budi}, "swap")

    def test_own_time_is_checked_with_the_offer(self):
        self.the_role.planning = "free"
        with self.refused("Siti cannot work .* on 03/02/2026: no cover"):
            self.offer(self.siti)
        self.enrol(self.siti)
        self.assertFalse(self.offer(self.siti).shift_ids)

    def test_work_that_was_done_stays_done(self):
        enrolment = self.enrol(self.siti)
        shifts = self.offer(self.siti).shift_ids
        enrolment.date_stop = "2026-02-28"
        shifts[0].write({"state": "done"})
        shifts[0].flush_recordset()
        with self.refused("no cover"):
            shifts[0].action_plan()

    def test_days_to_come_count_on_contributions_of_each_month(self):
        self.enrol(self.siti, "bpu")
        # January is due on 15 February: the cover has lapsed
        with self.refused("Siti .* on 03/02/2026: no cover"):
            self.offer(self.siti)
        self.pay("2026-01-01", "2026-02-10")
        # covered until 15 March as things stand, and nobody owes anything today
        self.offer(self.siti)
        self.assertTrue(self.why(self.siti)[0])

    def test_who_starts_later_is_covered_from_then_on(self):
        self.enrol(self.siti, "bpu", start="2026-03-09")
        with self.refused("Siti .* on 03/02/2026: no cover"):
            self.offer(self.siti)
        self.assertEqual(
            len(self.offer(self.siti, date_from="2026-03-09").shift_ids), 20
        )

    def test_the_job_says_who_of_the_team_is_not_covered(self):
        enrolment = self.enrol(self.siti)
        self.the_role.people = 2
        self.offer(self.siti)
        self.assertFalse(self.job.coop_uncovered)
        self.propose(self.budi)
        enrolment.date_stop = "2026-02-28"
        self.job.invalidate_recordset(["coop_uncovered"])
        self.assertEqual(
            self.job.coop_uncovered,
            f"{self.siti.display_name} (BPJS Ketenagakerjaan), "
            f"{self.budi.display_name} (BPJS Ketenagakerjaan)",
        )
        self.job.coop_cover_scheme_ids = False
        self.assertFalse(self.job.coop_uncovered)

    def test_members_and_clients_do_not_read_it(self):
        self.offer_to_client = self.new_user(
            "client", "base.group_portal", partner_id=self.client.id, name="Client"
        )
        for user in (self.as_siti, self.offer_to_client):
            for name in ("coop_cover_scheme_ids", "coop_uncovered"):
                with self.assertRaises(AccessError):
                    self.job.with_user(user).read([name])

    def test_planned_ahead_while_the_cover_lasts(self):
        enrolment = self.enrol(self.siti)
        self.the_role.date_to = False
        row = self.offer(self.siti, date_to=False)
        planned = row.planned_to
        enrolment.date_stop = planned
        with self.refused("Siti .* no cover by BPJS Ketenagakerjaan"):
            row.sudo()._plan_shifts(until=planned + timedelta(days=7))
        enrolment.date_stop = False
        row.sudo()._plan_shifts(until=planned + timedelta(days=7))
        self.assertEqual(row.planned_to, planned + timedelta(days=7))


@tagged("post_install", "-at_install")
class TestCoverOfMany(CoverCase):
    """Many members and days: the same queries as for a few."""

    def test_as_the_cover_of_each_day(self):
        """Until today the answer is that of ``_covered_on``, whatever was paid when."""
        self.enrol(self.siti, "bpu", start="2025-12-20")
        self.enrol(self.budi, "bpu", stop="2026-02-20")
        self.pay("2026-01-01", "2026-02-10")
        members = self.siti + self.budi + self.worker("Nobody")
        today = date(2026, 3, 1)
        days = [today - timedelta(days=count) for count in range(90)]
        missing = members._without_cover(days, self.tk)[self.tk]
        covered = members._covered_on(days, self.tk)
        for member in members:
            self.assertEqual(
                missing.get(member.id, set()),
                {day for day in days if (member, day) not in covered},
                member.display_name,
            )
        self.assertTrue(0 < len(missing[self.siti.id]) < 90)

    def test_one_query(self):
        members = self.siti + self.budi
        for index in range(20):
            members += self.member(f"Member {index}")
        for member in members[:-1]:
            self.enrol(member)
        days = [date(2026, 2, 10) + timedelta(days=count) for count in range(60)]
        members._without_cover(days[:1], self.tk)  # who asks is known from then on
        self.env.flush_all()
        with self.assertQueryCount(1):
            missing = members._without_cover(days, self.tk + self.kes)
        self.assertEqual(missing[self.tk], {members[-1].id: set(days)})
        self.assertEqual(len(missing[self.kes]), 22)

    def test_a_ranking_takes_as_many_queries_for_more_members_and_roles(self):
        def queries(roles):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            roles._rank()
            return self.env.cr.sql_log_count - before

        few = queries(self.the_role)
        roles = self.the_role
        for index in range(10):
            self.enrol(self.worker(f"Worker {index}", self.clean))
            roles += self.the_role.copy({"name": f"Role {index}"})
        self.assertLessEqual(queries(roles), few + 2)


@tagged("post_install", "-at_install")
class TestCoverOfOrder(PriceCase):
    """What was agreed in the quotation holds for the job."""

    def test_from_the_order_to_the_job(self):
        self.build()
        tk = self.env.ref("coop_social_security.scheme_tk")
        order = self.quote(coop_cover_scheme_ids=[Command.set(tk.ids)])
        order.action_confirm()
        self.assertEqual(order.coop_job_ids.coop_cover_scheme_ids, tk)
        other = self.quote()
        other.action_confirm()
        self.assertFalse(other.coop_job_ids.coop_cover_scheme_ids)
