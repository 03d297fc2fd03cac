# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from lxml import html

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.coop_training.tests.common import TrainingCase


@tagged("post_install", "-at_install")
class TestSlides(TrainingCase, HttpCase):
    """Members learn online what a session is about, and may have attended by it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.siti, cls.budi = cls.member("Siti"), cls.member("Budi")
        cls.user = cls.new_user(
            "siti", "base.group_portal", partner_id=cls.siti.partner_id.id, name="Siti"
        )
        cls.officer = cls.new_user("desk", "officer")
        # sudo: courses are made by the officers of the e-learning
        cls.channel = cls._channel("First aid online", is_published=True)
        cls.lesson, _second = cls.channel.slide_ids
        cls.first_aid = cls.programme(
            outcomes=[(cls.tkbt, 36, 100)],
            slide_channel_id=cls.channel.id,
            slide_counts=True,
        )
        cls.open = cls.coming(cls.first_aid)

    @classmethod
    def _channel(cls, name, **values):
        return (
            cls.env["slide.channel"]
            .sudo()
            .create(
                {
                    "name": name,
                    "enroll": "invite",
                    "visibility": "members",
                    "slide_ids": [
                        Command.create(
                            {
                                "name": f"Lesson {number}",
                                "slide_category": "article",
                                "is_published": True,
                            }
                        )
                        for number in (1, 2)
                    ],
                    **values,
                }
            )
        )

    def learn(self, member, lessons=None):
        """The member reads lessons of the course, all of them by default."""
        for lesson in lessons or self.channel.slide_ids:
            self.env["slide.slide.partner"].sudo().create(
                {
                    "slide_id": lesson.id,
                    "partner_id": member.partner_id.id,
                    "completed": True,
                }
            )

    def attendees(self, channel=None):
        everybody = (channel or self.channel).channel_partner_ids.partner_id
        return everybody - self.env.user.partner_id  # who made the course

    def test_a_place_enrols_and_waiting_does_not(self):
        session = self.coming(self.first_aid, places=1)
        rows = (
            session.with_user(self.officer).sudo()._coop_register(self.siti + self.budi)
        )
        self.assertEqual(rows.mapped("coop_waiting"), [False, True])
        self.assertEqual(self.attendees(), self.siti.partner_id)
        rows[0].action_cancel()  # budi moves up, siti keeps what she began to learn
        self.channel.invalidate_recordset()
        self.assertEqual(self.attendees(), (self.siti + self.budi).partner_id)

    def test_strangers_are_not_enrolled(self):
        self.env["event.registration"].create(
            {"event_id": self.open.id, "partner_id": self.lsp.id}
        )
        self.assertFalse(self.attendees())

    def test_a_course_chosen_later_enrols_who_is_registered(self):
        self.first_aid.slide_channel_id = False
        self.open._coop_register(self.siti)
        past = self.course(self.first_aid)
        self.attended(past, self.budi)
        self.assertFalse(self.attendees())
        self.first_aid.slide_channel_id = self.channel
        self.assertEqual(self.attendees(), self.siti.partner_id)

    def test_finishing_counts_as_attended(self):
        row = self.open._coop_register(self.siti)
        self.learn(self.siti, self.lesson)
        self.assertEqual((row.slide_completion, row.state), (50, "open"))
        self.learn(self.siti, self.channel.slide_ids - self.lesson)
        row.invalidate_recordset()
        self.assertEqual(
            (row.slide_completion, row.state, row.coop_hours), (100, "done", 8)
        )
        self.assertEqual(row.coop_result, "passed")

    def test_finishing_counts_only_by_option_and_for_who_is_registered(self):
        self.first_aid.slide_counts = False
        row = self.open._coop_register(self.siti)
        self.learn(self.siti)
        self.assertEqual(row.state, "open")
        self.first_aid.slide_counts = True
        again = self.coming(self.first_aid, 30)._coop_register(self.siti)
        self.assertEqual((again.slide_completion, again.state), (100, "open"))

    def test_an_exam_is_still_to_be_taken(self):
        self.open.coop_exam_survey_id = self.env["survey.survey"].create(
            {"title": "Exam", "scoring_type": "scoring_without_answers"}
        )
        row = self.open._coop_register(self.siti)
        self.learn(self.siti)
        self.assertEqual((row.state, row.coop_result), ("done", "pending"))

    def test_officers_choose_only_courses_that_they_see(self):
        draft = self._channel("Not for you", is_published=False)
        programme = self.first_aid.with_user(self.officer)
        with self.assertRaises(AccessError):
            programme.slide_channel_id = draft.id
        with self.assertRaises(AccessError):
            programme.create({"name": "Other", "slide_channel_id": draft.id})
        public = self._channel("For all", is_published=True, visibility="public")
        programme.slide_channel_id = public
        self.open.with_user(self.officer)._coop_register(self.siti)
        self.assertEqual(self.attendees(public), self.siti.partner_id)

    def test_portal_leads_to_the_course(self):
        row = self.open._coop_register(self.siti)
        self.learn(self.siti, self.lesson)
        self.authenticate("siti", "siti")
        for url in ("/my/training", f"/my/training/{row.id}"):
            page = html.fromstring(self.url_open(url).content)
            [link] = page.xpath("//a[hasclass('o_coop_slides')]")
            self.assertEqual(
                " ".join(link.text_content().split()), "E-learning: 50% done"
            )
            self.assertTrue(link.get("href").endswith(f"-{self.channel.id}"))
        self.assertEqual(self.url_open(link.get("href")).status_code, 200)
