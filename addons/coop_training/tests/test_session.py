# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import TrainingCase


@tagged("post_install", "-at_install")
class TestSession(TrainingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.siti, cls.budi, cls.dewi = (
            cls.member(name) for name in ("Siti", "Budi", "Dewi")
        )
        cls.first_aid = cls.programme()

    def test_session_takes_the_values_of_its_programme(self):
        exam = self.env["survey.survey"].create(
            {"title": "Exam", "scoring_type": "scoring_without_answers"}
        )
        programme = self.programme(exam_survey_id=exam.id, hours=6)
        event = self.coming(programme)
        self.assertEqual(event.coop_hours, 6)
        self.assertEqual(event.coop_exam_survey_id, exam)

    def test_last_place_and_waiting_list(self):
        event = self.coming(self.first_aid, places=1)
        first, second, third = event._coop_register(self.siti + self.budi + self.dewi)
        self.assertEqual(
            [row.state for row in (first, second, third)], ["open", "draft", "draft"]
        )
        self.assertEqual(
            [row.coop_waiting for row in (first, second, third)], [False, True, True]
        )
        self.assertEqual(event.coop_waiting_count, 2)
        first.action_cancel()
        self.assertEqual((second.state, second.coop_waiting), ("open", False))
        self.assertTrue(third.coop_waiting)
        event.seats_max = 2
        self.assertFalse(third.coop_waiting)

    def test_nobody_passes_those_who_wait(self):
        event = self.coming(self.first_aid, places=1)
        event._coop_register(self.siti + self.budi)
        row = event._coop_register(self.dewi)
        self.assertTrue(row.coop_waiting)

    def test_deleting_a_registration_moves_the_next_up(self):
        event = self.coming(self.first_aid, places=1)
        first, second = event._coop_register(self.siti + self.budi)
        first.sudo().unlink()
        self.assertEqual(second.state, "open")

    def test_registering_twice_keeps_the_place(self):
        event = self.coming(self.first_aid)
        row = event._coop_register(self.siti)
        self.assertEqual(event._coop_register(self.siti), row)
        row.action_cancel()
        again = event._coop_register(self.siti)
        self.assertNotEqual(again, row)
        self.assertEqual(again.state, "open")

    def test_who_is_refused(self):
        over = self.course(self.first_aid, "2025-01-06 02:00")
        with self.assertRaisesRegex(UserError, "is over"):
            over._coop_register(self.siti)
        plain = self.env["event.event"].create(
            {
                "name": "Fair",
                "date_begin": fields.Datetime.now(),
                "date_end": fields.Datetime.now() + timedelta(days=1),
            }
        )
        with self.assertRaisesRegex(UserError, "no session of a training"):
            plain._coop_register(self.siti)
        self.siti._leave(
            fields.Date.today(), self.env.ref("coop_membership.leave_reason_resigned")
        )
        with self.assertRaisesRegex(UserError, "is not a member at present"):
            self.coming(self.first_aid)._coop_register(self.siti)

    def test_session_belongs_to_the_company_of_its_programme(self):
        event = self.coming(self.first_aid)
        other = self.env["res.company"].create({"name": "Other"})
        with self.assertRaises(UserError):
            event.company_id = other

    def test_when_is_told_on_the_clock_of_the_place(self):
        event = self.course(self.first_aid)  # 02:00 UTC, 8 hours
        self.assertEqual(event._coop_when(), "03/02/2026")
        told = event._coop_when(clock=True)
        self.assertEqual(told, "03/02/2026 09:00–17:00 WIB")
        event.date_tz = "Asia/Jayapura"
        event.date_end += timedelta(days=1)
        self.assertEqual(event._coop_when(), "03/02/2026 – 03/03/2026")
        told = event._coop_when(clock=True)
        self.assertEqual(told, "03/02/2026 11:00 – 03/03/2026 19:00 WIT")

    def test_attendance_gives_hours_and_result(self):
        event = self.course(self.first_aid)
        [row] = self.attended(event, self.siti)
        self.assertEqual(row.coop_member_id, self.siti)
        self.assertEqual((row.coop_hours, row.coop_result), (8, "passed"))
        self.assertEqual(str(row.coop_result_date), "2026-03-02")
        row.coop_hours = 5
        row.action_coop_absent()
        self.assertEqual((row.coop_hours, row.coop_result), (0, "pending"))

    def test_the_desk_takes_the_attendance_by_the_code(self):
        event = self.coming(self.first_aid)
        row = event._coop_register(self.siti)
        answer = self.env["event.registration"].register_attendee(row.barcode, event.id)
        self.assertEqual(answer["status"], "confirmed_registration")
        self.assertEqual(row.coop_result, "passed")

    def test_exam_decides_the_result(self):
        exam = (
            self.env["survey.survey"]
            .sudo()
            .create(
                {
                    "title": "Exam",
                    "scoring_type": "scoring_without_answers",
                    "scoring_success_min": 60,
                    "access_mode": "public",
                }
            )
        )
        question = self.env["survey.question"].create(
            {
                "survey_id": exam.id,
                "title": "Which number?",
                "question_type": "simple_choice",
                "suggested_answer_ids": [
                    fields.Command.create(
                        {"value": "112", "is_correct": True, "answer_score": 1}
                    ),
                    fields.Command.create({"value": "007"}),
                ],
            }
        )
        event = self.course(self.programme(exam_survey_id=exam.id))
        [row] = self.attended(event, self.siti)
        self.assertEqual(row.coop_result, "pending")
        with self.assertRaisesRegex(UserError, "result of Siti"):
            event.action_coop_award()

        def sit(choice):
            answer = exam.sudo()._create_answer(
                partner=self.siti.partner_id, coop_registration_id=row.id
            )
            answer._save_lines(question, question.suggested_answer_ids[choice].id)
            answer._mark_done()

        sit(1)
        self.assertEqual((row.coop_result, row.coop_score), ("failed", 0))
        sit(0)
        self.assertEqual((row.coop_result, row.coop_score), ("passed", 100))
        sit(1)  # a worse try takes nothing away
        self.assertEqual((row.coop_result, row.coop_score), ("passed", 100))

    def test_enrol_from_the_gaps(self):
        self.need(programme_id=self.first_aid.id)
        event = self.coming(self.first_aid, places=2)
        rows = self.env["coop.training.matrix"].search(
            [("member_id", "in", (self.siti + self.budi + self.dewi).ids)]
        )
        action = rows.action_enrol()
        wizard = (
            self.env["coop.training.enrol"]
            .with_context(**action["context"])
            .create({"event_id": event.id})
        )
        self.assertEqual(len(wizard.member_ids), 3)
        self.assertIn("the last 1 will wait", wizard.places)
        wizard.action_enrol()
        self.assertEqual(event.seats_reserved, 2)
        self.assertEqual(event.coop_waiting_count, 1)
        self.env.flush_all()
        rows.invalidate_recordset()
        self.assertEqual(set(rows.mapped("registered")), {True})

    def test_is_on_around_the_session_only(self):
        event = self.course(self.first_aid, "2026-03-02 02:00")
        for moment, on in (
            ("2026-03-01 23:59", False),
            ("2026-03-02 00:00", True),
            ("2026-03-02 16:00", True),
            ("2026-03-02 16:01", False),
        ):
            with freeze_time(moment):
                self.assertEqual(event._coop_is_on(), on, moment)

    def test_mentor_and_learner_are_two(self):
        values = {
            "mentor_id": self.siti.id,
            "mentee_id": self.siti.id,
            "topic": "Glass",
            "company_id": self.company.id,
        }
        mentoring = self.env["coop.training.mentoring"]
        with self.assertRaisesRegex(ValidationError, "mentor of themselves"):
            mentoring.create(values)
