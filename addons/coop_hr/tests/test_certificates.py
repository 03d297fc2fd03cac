# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HrCase


@tagged("post_install", "-at_install")
class TestCertificates(HrCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.siti = cls.member("Siti Rahmawati")
        cls.budi = cls.member("Budi Santoso")
        cls.employees = (cls.siti + cls.budi)._ensure_employees()

    def certified(self, first, last, skills=None):
        return self.env["hr.employee"]._certified_on(
            self.employees, skills or self.licences.skill_ids, first, last
        )

    # ----------------------------------------------------------- verification
    def test_officer_verifies_by_button(self):
        officer = self.new_user("hr", "officer")
        row = self.certificate(self.siti, self.tkbt, "2025-01-01", verify=False)
        self.assertFalse(row.verified)
        row.with_user(officer).action_verify()
        self.assertTrue(row.verified)
        self.assertEqual(row.verified_by_id, officer)
        self.assertTrue(row.verified_date)

    def test_nobody_else_verifies(self):
        row = self.certificate(self.siti, self.tkbt, "2025-01-01", verify=False)
        for groups in (("base.group_user",), ("hr.group_hr_manager",), ("accountant",)):
            user = self.new_user("-".join(groups), *groups)
            with self.assertRaises(AccessError):
                row.with_user(user).action_verify()
            with self.assertRaises(AccessError):
                row.with_user(user).action_unverify()

    def test_verification_cannot_be_typed_in(self):
        row = self.certificate(self.siti, self.tkbt, "2025-01-01", verify=False)
        for vals in (
            {"verified": True},
            {"verified_by_id": self.env.uid},
            {"verified_date": "2025-01-01"},
        ):
            with self.assertRaisesRegex(UserError, "by the button"):
                row.write(vals)
            with self.assertRaisesRegex(UserError, "by the button"):
                row.sudo().write(vals)
            with self.assertRaisesRegex(UserError, "by the button"):
                self.skilled(self.budi, self.tkbt, **vals)

    def test_any_change_takes_the_verification_away(self):
        other = self.person("LSP")
        for vals in (
            {"valid_to": "2027-01-01"},
            {"valid_from": "2024-01-01"},
            {"certificate_number": "X"},
            {"kkni_level": "3"},
            {"issuer_id": other.id},
            {"certificate_file": b"YQ=="},
            {"employee_id": self.employees[1].id},
            {"skill_id": self.sim_a.id},
        ):
            with self.subTest(vals), self.savepoint() as savepoint:
                row = self.certificate(self.siti, self.tkbt, "2025-01-01")
                row.write(vals)
                self.assertFalse(row.verified)
                self.assertFalse(row.verified_by_id)
                self.assertFalse(row.verified_date)
                savepoint.rollback()

    def test_only_complete_certificates_are_verified(self):
        row = self.certificate(self.siti, self.tkbt, "2025-01-01", verify=False)
        row.certificate_number = False
        with self.assertRaisesRegex(UserError, "needs its number"):
            row.action_verify()
        skill = self.skilled(self.siti, self.floors)
        with self.assertRaisesRegex(UserError, "only certificates"):
            skill.action_verify()

    def test_plain_user_enters_nothing_for_members(self):
        user = self.new_user("plain", "base.group_user")
        row = self.certificate(self.siti, self.tkbt, "2025-01-01", verify=False)
        with self.assertRaises(AccessError):
            row.with_user(user).write({"valid_to": "2030-01-01"})
        with self.assertRaises(AccessError):
            self.env["hr.employee.skill"].with_user(user).create(
                {
                    "employee_id": self.employees[1].id,
                    "skill_type_id": self.licences.id,
                    "skill_id": self.tkbt.id,
                    "skill_level_id": self.licences.skill_level_ids.id,
                }
            )

    def test_employee_form_keeps_number_but_not_verification(self):
        row = self.certificate(self.siti, self.tkbt, "2025-01-01", number="TK-7")
        employee = row.employee_id
        employee.write(
            {"certification_ids": [[1, row.id, {"skill_id": self.sim_a.id}]]}
        )
        new = employee.certification_ids.filtered(lambda r: r.skill_id == self.sim_a)
        self.assertEqual(new.certificate_number, "TK-7")
        self.assertFalse(new.verified)

    def test_verified_certificate_is_not_deleted(self):
        row = self.certificate(self.siti, self.tkbt, "2025-01-01")
        with self.assertRaisesRegex(UserError, "proof of work"):
            row.unlink()
        row.action_unverify()
        row.unlink()

    def test_types_skills_and_levels_stay_under_certificates(self):
        self.certificate(self.siti, self.tkbt, "2025-01-01", verify=False)
        for record in (
            self.licences,
            self.tkbt,
            self.licences.skill_level_ids,
        ):
            with self.assertRaisesRegex(UserError, "Archive the type"):
                record.unlink()
        self.sim_a.unlink()
        self.licences.action_archive()

    # ---------------------------------------------------------------- validity
    def test_valid_on_both_ends_and_not_beside(self):
        self.certificate(self.siti, self.tkbt, "2025-03-01", "2025-03-31")
        employee = self.siti.employee_id
        for day, valid in (
            ("2025-02-28", False),
            ("2025-03-01", True),
            ("2025-03-31", True),
            ("2025-04-01", False),
        ):
            day = date.fromisoformat(day)
            self.assertEqual(employee._is_certified(self.tkbt, day), valid, day)
            self.assertFalse(employee._is_certified(self.sim_a, day))

    def test_unverified_does_not_count(self):
        self.certificate(self.siti, self.tkbt, "2025-03-01", verify=False)
        self.assertFalse(
            self.siti.employee_id._is_certified(self.tkbt, date(2025, 3, 2))
        )

    def test_intervals_are_clipped_and_joined(self):
        self.certificate(self.siti, self.tkbt, "2022-01-01", "2025-03-10", "1")
        self.certificate(self.siti, self.tkbt, "2025-03-11", "2025-03-20", "2")
        self.certificate(self.siti, self.tkbt, "2025-03-25", False, "3")
        first, last = date(2025, 3, 1), date(2025, 3, 31)
        self.assertEqual(
            self.certified(first, last),
            {
                (self.siti.employee_id.id, self.tkbt.id): [
                    (first, date(2025, 3, 20)),
                    (date(2025, 3, 25), last),
                ]
            },
        )

    def test_many_people_and_days_in_one_query(self):
        self.certificate(self.siti, self.tkbt, "2025-03-01", "2025-03-31")
        first = date(2025, 3, 1)
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.certified(first, first + timedelta(days=59))

    def test_levels_count_what_holds_on_the_day(self):
        self.skilled(self.siti, self.floors, 50, valid_to="2025-05-31")
        self.skilled(self.siti, self.floors, 100, valid_from="2025-06-01")
        self.certificate(self.siti, self.tkbt, "2025-06-15")
        self.certificate(self.siti, self.sim_a, "2025-01-01", verify=False)
        siti, budi = self.employees.ids
        levels = self.env["hr.employee"]._skill_levels
        self.assertEqual(
            levels(self.employees, date=date(2025, 5, 31)),
            {siti: {self.floors.id: 50}, budi: {}},
        )
        self.assertEqual(
            levels(self.employees, date=date(2025, 6, 15)),
            {siti: {self.floors.id: 100, self.tkbt.id: 100}, budi: {}},
        )
        self.assertEqual(
            levels(self.employees, self.tkbt, date(2025, 6, 15)),
            {siti: {self.tkbt.id: 100}, budi: {}},
        )

    def test_state_on_screen(self):
        today = date.today()
        for first, last, verify, state in (
            (-100, None, False, "unverified"),
            (-100, None, True, "valid"),
            (-100, 91, True, "valid"),
            (-100, 90, True, "expiring"),
            (-100, 0, True, "expiring"),
            (-100, -1, True, "expired"),
            (1, None, True, "future"),
        ):
            with self.savepoint() as savepoint:
                row = self.certificate(
                    self.siti,
                    self.tkbt,
                    today + timedelta(days=first),
                    last is not None and today + timedelta(days=last),
                    verify=verify,
                )
                self.assertEqual(row.certificate_state, state, (first, last))
                savepoint.rollback()
