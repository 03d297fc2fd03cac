# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import TrainingCase


@tagged("post_install", "-at_install")
class TestAward(TrainingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.siti, cls.budi = cls.member("Siti"), cls.member("Budi")

    def rows_of(self, member, skill):
        return self.env["hr.employee.skill"].search(
            [
                ("employee_id", "=", member.employee_id.id),
                ("skill_id", "=", skill.id),
            ],
            order="valid_from",
        )

    def test_own_certificate_is_numbered_and_verified(self):
        event = self.course(self.programme(outcomes=[(self.tkbt, 36, 100)]))
        self.attended(event, self.siti, self.budi)
        event.action_coop_award()
        [row] = self.rows_of(self.siti, self.tkbt)
        self.assertTrue(row.verified)
        self.assertEqual(row.verified_by_id, self.env.user)
        self.assertEqual(str(row.valid_from), "2026-03-02")
        self.assertEqual(str(row.valid_to), "2029-03-01")
        self.assertEqual(row.kkni_level, "2")
        self.assertEqual(row.issuer_id, self.company.partner_id)
        other = self.rows_of(self.budi, self.tkbt)
        self.assertRegex(row.certificate_number, r"^SERT/2026/\d{4}$")
        self.assertNotEqual(row.certificate_number, other.certificate_number)

    def test_each_cooperative_numbers_its_own_certificates(self):
        one = self.programme(outcomes=[(self.tkbt, 36, 100)])
        company = self.env["res.company"].create({"name": "Koperasi Tetangga"})
        two = one.copy({"company_id": company.id})
        drawn = [
            programme._next_certificate_number(day)
            for programme in (one, two, one)
            for day in ("2031-05-01", "2032-05-01")
        ]
        self.assertEqual(
            drawn,
            [f"SERT/{year}/{n:04}" for n in (1, 1, 2) for year in (2031, 2032)],
        )

    def test_certificate_of_an_lsp_waits_for_its_paper(self):
        programme = self.programme(
            outcomes=[(self.tkbt, 0, 100)], issuer_id=self.lsp.id
        )
        event = self.course(programme)
        rows = self.attended(event, self.siti, self.budi)
        rows[0].write(
            {
                "coop_certificate_number": "LSP-77",
                "coop_certificate_file": b"YQ==",
                "coop_certificate_filename": "LSP-77.pdf",
            }
        )
        event.action_coop_award()
        row = self.rows_of(self.siti, self.tkbt)
        self.assertFalse(row.verified)
        self.assertFalse(row.valid_to)
        self.assertEqual(row.certificate_number, "LSP-77")
        self.assertEqual(row.certificate_file, b"YQ==")
        self.assertEqual(row.issuer_id, self.lsp)
        self.assertFalse(self.rows_of(self.budi, self.tkbt).certificate_number)
        row.action_verify()
        self.assertTrue(row.verified)

    def test_nothing_is_given_twice(self):
        event = self.course(
            self.programme(outcomes=[(self.tkbt, 36, 100), (self.floors, 0, 100)])
        )
        self.attended(event, self.siti)
        event.action_coop_award()
        event.action_coop_award()
        self.assertEqual(len(self.rows_of(self.siti, self.tkbt)), 1)
        self.assertEqual(len(self.rows_of(self.siti, self.floors)), 1)
        self.assertEqual(len(self.siti.employee_id.resume_line_ids), 1)
        self.attended(event, self.budi)  # the latecomer of the list gets it too
        event.action_coop_award()
        self.assertEqual(len(self.rows_of(self.siti, self.tkbt)), 1)
        self.assertEqual(len(self.rows_of(self.budi, self.tkbt)), 1)

    def test_resume_line_tells_the_session(self):
        event = self.course(self.programme())
        self.attended(event, self.siti)
        event.action_coop_award()
        line = self.siti.employee_id.resume_line_ids
        self.assertEqual(line.name, "First aid session")
        self.assertEqual(
            (str(line.date_start), str(line.date_end), line.duration),
            ("2026-03-02", "2026-03-02", 8),
        )
        self.assertEqual(line.event_id, event)

    def test_who_failed_or_stayed_away_gets_nothing(self):
        event = self.course(self.programme(outcomes=[(self.tkbt, 36, 100)]))
        [row] = self.attended(event, self.siti)
        row.coop_result = "failed"
        self.env["event.registration"].create(
            {"event_id": event.id, "partner_id": self.budi.partner_id.id}
        )
        event.action_coop_award()
        self.assertFalse(self.siti.employee_id)
        self.assertFalse(self.budi.employee_id)

    def test_skill_level_rises_and_never_falls(self):
        self.skilled(self.siti, self.floors, 50, valid_from="2025-01-01")
        self.skilled(self.budi, self.floors, 100, valid_from="2025-01-01")
        high = self.course(self.programme(outcomes=[(self.floors, 0, 100)]))
        self.attended(high, self.siti, self.budi)
        high.action_coop_award()
        before, after = self.rows_of(self.siti, self.floors)
        self.assertEqual(str(before.valid_to), "2026-03-01")
        self.assertEqual(
            (after.level_progress, str(after.valid_from)), (100, "2026-03-02")
        )
        [budi] = self.rows_of(self.budi, self.floors)
        low = self.course(
            self.programme("Basics", outcomes=[(self.floors, 0, 50)]),
            "2026-04-06 02:00",
        )
        self.attended(low, self.budi, self.siti)
        low.action_coop_award()
        self.assertEqual(self.rows_of(self.budi, self.floors), budi)
        self.assertFalse(after.valid_to)

    def test_awarded_result_is_frozen_until_taken_back(self):
        event = self.course(self.programme(outcomes=[(self.tkbt, 36, 100)]))
        [row] = self.attended(event, self.siti)
        event.action_coop_award()
        for vals in ({"state": "cancel"}, {"coop_result": "failed"}):
            with self.assertRaisesRegex(UserError, "Take it back there first"):
                row.write(vals)
        with self.assertRaisesRegex(UserError, "Take it back there first"):
            row.sudo().unlink()
        row.action_coop_unaward()
        self.assertFalse(self.rows_of(self.siti, self.tkbt))
        self.assertFalse(self.siti.employee_id.resume_line_ids)
        row.coop_result = "failed"

    def test_verified_paper_of_others_is_not_taken_back(self):
        programme = self.programme(
            outcomes=[(self.tkbt, 36, 100)], issuer_id=self.lsp.id
        )
        event = self.course(programme)
        [row] = self.attended(event, self.siti)
        row.coop_certificate_number = "L-1"
        event.action_coop_award()
        row.coop_skill_row_ids.action_verify()
        with self.assertRaisesRegex(UserError, "Withdraw the verification"):
            row.action_coop_unaward()

    def test_only_the_officer_enters_results(self):
        event = self.course(self.programme())
        rows = self.attended(event, self.siti)
        user = self.new_user("desk", "event.group_event_manager", "reader")
        with self.assertRaisesRegex(UserError, "Only the member officers"):
            rows.with_user(user)._coop_award()

    def test_nobody_attended(self):
        event = self.course(self.programme())
        with self.assertRaisesRegex(UserError, "take the attendance first"):
            event.action_coop_award()

    def test_staff_who_attend_are_recorded_too(self):
        staff = self.env["hr.employee"].create({"name": "Staff"})
        event = self.course(self.programme(outcomes=[(self.tkbt, 36, 100)]))
        self.env["event.registration"].create(
            {"event_id": event.id, "partner_id": staff.work_contact_id.id}
        ).action_set_done()
        event.action_coop_award()
        self.assertEqual(staff.employee_skill_ids.skill_id, self.tkbt)

    def test_awarding_is_linear(self):
        programme = self.programme(outcomes=[(self.tkbt, 36, 100)])
        counts = []
        for size in (4, 8):
            members = [self.member(f"M{size}-{n}") for n in range(size)]
            self.env["coop.member"].concat(*members)._ensure_employees()
            event = self.course(programme)
            self.attended(event, *members)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            event.action_coop_award()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] * 2.2)
