# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import base64
from datetime import timedelta
from unittest.mock import patch

from lxml import html

from odoo import fields, http
from odoo.tests import HttpCase, tagged

from .common import TrainingCase


@tagged("post_install", "-at_install")
class TestPortalTraining(TrainingCase, HttpCase):
    """Members register, tick themselves off and see their own results."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.siti, cls.budi = cls.member("Siti"), cls.member("Budi")
        for member in (cls.siti, cls.budi):
            partner = member.partner_id
            cls.new_user(
                partner.name.lower(),
                "base.group_portal",
                partner_id=partner.id,
                name=partner.name,
            )
        cls.material = cls.env["ir.attachment"].create(
            {"name": "guide.pdf", "datas": base64.b64encode(b"%PDF guide")}
        )
        cls.first_aid = cls.programme(
            outcomes=[(cls.tkbt, 36, 100)], material_ids=cls.material.ids
        )
        cls.open = cls.coming(cls.first_aid, places=1)
        cls.closed = cls.coming(cls.first_aid, coop_open_to_members=False)
        cls.closed.name = "Internal session"

    def text(self, response):
        self.assertEqual(response.status_code, 200)
        found = html.fromstring(response.content).text_content()
        return " ".join(found.split()).replace("\u00a0", " ")

    def post(self, url):
        token = http.Request.csrf_token(self)
        return self.url_open(url, data={"csrf_token": token})

    def login(self, name):
        self.authenticate(name, name)

    def registration(self, member, event=None):
        return self.env["event.registration"].search(
            [
                ("event_id", "=", (event or self.open).id),
                ("partner_id", "=", member.partner_id.id),
                ("state", "!=", "cancel"),
            ]
        )

    def test_register_wait_and_cancel(self):
        self.login("siti")
        page = self.text(self.url_open("/my/training"))
        self.assertIn("First aid session", page)
        self.assertIn("1 places are free", page)
        self.assertNotIn("Internal session", page)
        answer = self.post(f"/my/training/register/{self.open.id}")
        self.assertIn("You are registered.", self.text(answer))
        row = self.registration(self.siti)
        self.assertEqual((row.state, row.coop_member_id), ("open", self.siti))
        self.login("budi")
        answer = self.text(self.post(f"/my/training/register/{self.open.id}"))
        self.assertIn("You are on the waiting list", answer)
        waiting = self.registration(self.budi)
        self.assertTrue(waiting.coop_waiting)
        # B cannot cancel A's place
        self.post(f"/my/training/{row.id}/cancel")
        self.assertEqual(row.state, "open")
        self.login("siti")
        answer = self.text(self.post(f"/my/training/{row.id}/cancel"))
        self.assertIn("Your registration is cancelled", answer)
        self.env.invalidate_all()
        self.assertEqual((row.state, waiting.state), ("cancel", "open"))

    def test_sessions_that_are_not_open(self):
        self.login("siti")
        answer = self.post(f"/my/training/register/{self.closed.id}")
        self.assertIn("can no longer be changed", self.text(answer))
        self.assertFalse(self.registration(self.siti, self.closed))

    def test_place_with_code_and_materials(self):
        row = self.open._coop_register(self.siti)
        self.login("siti")
        page = self.url_open(f"/my/training/{row.id}")
        self.assertIn("Show this code at the entrance", self.text(page))
        self.assertIn("<svg", page.text)
        url = f"/my/training/{row.id}/material/{self.material.id}"
        self.assertEqual(self.url_open(url).content, b"%PDF guide")
        self.login("budi")
        self.assertTrue(
            self.url_open(f"/my/training/{row.id}").url.endswith("training")
        )
        self.assertNotIn(b"%PDF", self.url_open(url).content)

    def test_attendance_by_the_code_at_the_place(self):
        event = self.coming(self.first_aid, days=0)
        event.date_begin = fields.Datetime.now() - timedelta(hours=1)
        row = event._coop_register(self.siti)
        url = event._coop_attend_url()
        url = url[url.index("/training/") :]
        self.login("siti")
        self.url_open(f"/training/attend/{event.id}/{'0' * 32}")
        self.assertEqual(row.state, "open")
        self.assertIn("Your attendance is noted", self.text(self.url_open(url)))
        self.env.invalidate_all()
        self.assertEqual((row.state, row.coop_result), ("done", "passed"))
        self.login("budi")
        self.assertIn("You are not registered", self.text(self.url_open(url)))

    def test_code_counts_around_the_session_only(self):
        row = self.open._coop_register(self.siti)
        url = self.open._coop_attend_url()
        self.login("siti")
        answer = self.url_open(url[url.index("/training/") :])
        self.assertIn("is not on at this time", self.text(answer))
        self.assertEqual(row.state, "open")

    def test_gaps_and_results(self):
        self.need("Licence for heights", skill_id=self.tkbt.id)
        past = self.course(self.first_aid)
        self.attended(past, self.siti)
        self.login("siti")
        page = self.text(self.url_open("/my/training"))
        self.assertIn("Licence for heights Overdue", page)
        self.assertIn("First aid session 03/02/2026 Passed", page)
        past.action_coop_award()
        page = self.text(self.url_open("/my/training"))
        self.assertNotIn("Licence for heights", page)
        page = self.url_open("/my/skills")
        self.assertIn("Show to a client (QR code)", self.text(page))
        certificate = self.siti.employee_id.certification_ids
        self.assertIn(f"/coop/certificate/{certificate.id}/", page.text)

    def test_public_page_of_a_certificate(self):
        row = self.certificate(self.siti, self.tkbt, "2025-01-01", number="TK-1")
        url = row._coop_verify_url()
        url = url[url.index("/coop/") :]
        self.authenticate(None, None)
        page = self.text(self.url_open(url))
        self.assertIn("registered here, verified and valid today", page)
        self.assertIn("TK-1", page)
        self.assertIn("S•••", page)
        self.assertNotIn("Siti", page)
        row.action_unverify()
        self.assertIn("not verified", self.text(self.url_open(url)))
        row.certificate_number = "TK-2"  # another paper than the one in the hand
        self.assertEqual(self.url_open(url).status_code, 404)
        wrong = f"/coop/certificate/{row.id}/{'0' * 32}"
        self.assertEqual(self.url_open(wrong).status_code, 404)

    def test_exam_from_the_phone(self):
        exam = (
            self.env["survey.survey"]
            .sudo()
            .create(
                {
                    "title": "Exam",
                    "scoring_type": "scoring_without_answers",
                    "access_mode": "public",
                    "users_login_required": True,
                    "question_ids": [
                        fields.Command.create(
                            {"title": "Name", "question_type": "char_box"}
                        )
                    ],
                }
            )
        )
        event = self.coming(self.first_aid, days=0, coop_exam_survey_id=exam.id)
        event.date_begin = fields.Datetime.now() - timedelta(hours=1)
        row = event._coop_register(self.siti)
        self.login("siti")
        self.assertIn(
            "Take the exam", self.text(self.url_open(f"/my/training/{row.id}"))
        )
        answer = self.url_open(f"/my/training/{row.id}/exam")
        self.assertIn("/survey/", answer.url)
        given = (
            self.env["survey.user_input"].sudo().search([("survey_id", "=", exam.id)])
        )
        self.assertEqual(given.coop_registration_id, row)
        self.assertEqual(given.partner_id, self.siti.partner_id)
        self.login("budi")
        self.url_open(f"/my/training/{row.id}/exam")
        self.assertEqual(
            self.env["survey.user_input"]
            .sudo()
            .search_count([("survey_id", "=", exam.id)]),
            1,
        )

    def test_own_passport(self):
        report = self.registry["ir.actions.report"]
        with patch.object(
            report,
            "_render_qweb_pdf",
            lambda s, name, ids, data: (str(ids).encode(), "pdf"),
        ):
            self.login("siti")
            answer = self.url_open("/my/training/passport")
        self.assertEqual(answer.content, str(self.siti.ids).encode())

    def test_home_entry(self):
        self.login("siti")
        self.assertIn("/my/training", self.url_open("/my").text)
