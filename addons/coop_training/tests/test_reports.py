# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import io

import openpyxl
from pypdf import PdfReader

from odoo.tests import tagged

from .common import TrainingCase


@tagged("post_install", "-at_install")
class TestReports(TrainingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.siti = cls.member("Siti Rahmawati", number="0007")
        cls.budi = cls.member("Budi Santoso", number="0008")
        cls.siti.partner_id.email = "siti@example.com"
        programme = cls.programme(outcomes=[(cls.tkbt, 36, 100)])
        cls.event = cls.course(programme, coop_trainer_id=cls.budi.partner_id.id)
        cls.rows = cls.attended(cls.event, cls.siti)
        cls.event.action_coop_award()
        cls.mentoring = cls.env["coop.training.mentoring"].create(
            {
                "mentor_id": cls.budi.id,
                "mentee_id": cls.siti.id,
                "topic": "Glass",
                "hours": 2.5,
                "date": "2026-04-01",
                "company_id": cls.company.id,
            }
        )
        cls.need("Rule", skill_id=cls.sim_a.id)
        cls.env.flush_all()

    def html(self, report, records):
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            report, records.ids
        )
        return content.decode()

    def test_hours_by_member_and_year(self):
        rows = self.env["coop.training.hours"]._read_group(
            [("company_id", "=", self.company.id)],
            ["member_id", "kind"],
            ["hours:sum"],
            order="member_id, kind",
        )
        self.assertEqual(
            {(member, kind): hours for member, kind, hours in rows},
            {
                (self.siti, "session"): 8,
                (self.siti, "mentored"): 2.5,
                (self.budi, "mentor"): 2.5,
                (self.budi, "trainer"): 8,
            },
        )

    def test_passport(self):
        text = self.html("coop_training.passport", self.siti)
        certificate = self.siti.employee_id.certification_ids
        for expected in (
            "Siti Rahmawati",
            "0007",
            certificate.certificate_number,
            "First aid session",
            "Glass",
            "as learner",
        ):
            self.assertIn(expected, text)
        self.assertIn("<svg", text)
        self.assertNotIn("Budi Santoso", text)

    def test_passport_of_a_trainer_tells_what_was_taught(self):
        text = " ".join(self.html("coop_training.passport", self.budi).split())
        taught = text[text.index(">Taught<") : text.index(">Mentoring<")]
        self.assertIn("First aid session", taught)
        self.assertIn("10.5", text)  # 8 hours taught, 2.5 as mentor

    def test_papers_are_one_document_with_a_page_per_record(self):
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        self.env["ir.config_parameter"].set_param("report.url", "http://127.0.0.1:9")
        wizard = self.env["coop.training.report"].create(
            {"date_from": "2026-01-01", "date_to": "2026-12-31"}
        )
        found = {}
        with self.allow_pdf_render():
            for name, records in (
                ("passport", self.siti + self.budi),
                ("sheet", self.event),
                ("fund", wizard),
            ):
                content, kind = reports._render_qweb_pdf(
                    f"coop_training.{name}", records.ids
                )
                self.assertEqual(kind, "pdf")
                found[name] = [
                    " ".join(page.extract_text().split())
                    for page in PdfReader(io.BytesIO(content)).pages
                ]
        self.assertEqual(
            {name: len(pages) for name, pages in found.items()},
            {"passport": 2, "sheet": 1, "fund": 1},
        )
        for member, page in zip(self.siti + self.budi, found["passport"], strict=True):
            self.assertIn(member.partner_id.name, page)
        [certificate] = self.siti.employee_id.certification_ids
        number = certificate.certificate_number
        self.assertIn(f"No. {number}, KKNI 2, ", found["passport"][0])
        self.assertIn("Siti Rahmawati", found["sheet"][0])

    def test_attendance_sheet(self):
        text = self.html("coop_training.sheet", self.event)
        self.assertIn("Siti Rahmawati", text)
        self.assertIn("<svg", text)

    def test_workbook(self):
        wizard = self.env["coop.training.report"].create(
            {"date_from": "2026-01-01", "date_to": "2026-12-31"}
        )
        content, _kind = self.env["ir.actions.report"]._render_xlsx(
            "coop_training.xlsx", wizard.ids, {}
        )
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = {
            sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()]
            for sheet in book
        }
        self.assertIn(["0007", "Siti Rahmawati", 2026, "Session", 8], cells["Hours"])
        self.assertEqual(cells["Costs"][1][1], "First aid session")
        self.assertEqual(cells["Certificates"][1][2], "TKBT")
        self.assertEqual([row[3] for row in cells["Needs"][1:]], ["Overdue"] * 2)

    def test_personal_data_is_found(self):
        wizard = self.env["privacy.lookup.wizard"].create(
            {"name": "Siti Rahmawati", "email": "siti@example.com"}
        )
        wizard.sudo().action_lookup()
        found = {(line.res_model, line.res_id) for line in wizard.sudo().line_ids}
        duty = self.env["coop.training.duty"]
        self.assertTrue(duty._fields["partner_id"].store)
        for record in (
            self.rows,
            self.mentoring,
            self.siti.employee_id,
            self.siti.employee_id.certification_ids,
        ):
            self.assertIn((record._name, record.id), found)
