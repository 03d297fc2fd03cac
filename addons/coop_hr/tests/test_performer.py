# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import HrCase


@tagged("post_install", "-at_install")
class TestPerformer(HrCase):
    def test_employee_is_created_when_first_needed(self):
        member = self.member("Siti Rahmawati")
        self.assertFalse(member.employee_id)
        employee = member._ensure_employees()
        self.assertEqual(member.employee_id, employee)
        self.assertEqual(employee.coop_member_id, member)
        self.assertEqual(employee.employee_type, "member")
        self.assertEqual(employee.work_contact_id, member.partner_id)
        self.assertEqual(employee.company_id, self.company)
        self.assertFalse(employee.user_id)
        self.assertTrue(employee.is_coop_member)
        self.assertEqual(member._ensure_employees(), employee)

    def test_employees_come_in_the_order_of_the_members(self):
        members = self.member("A") + self.member("B") + self.member("C")
        members[1]._ensure_employees()
        employees = members._ensure_employees()
        self.assertEqual(employees.mapped("name"), ["A", "B", "C"])
        self.assertEqual(employees.coop_member_id, members)

    def test_returning_person_keeps_the_employee(self):
        member = self.member("Budi Santoso")
        employee = member._ensure_employees()
        member._leave(
            member.date_joined,
            self.env.ref("coop_membership.leave_reason_resigned"),
        )
        again = self.applicant(
            "Budi Santoso", "2025-06-01", partner_id=member.partner_id.id
        )
        self.assertEqual(again._ensure_employees(), employee)
        self.assertEqual(employee.coop_member_id, again)
        self.assertEqual(member.employee_id, employee)

    def test_member_performer_has_no_user(self):
        employee = self.member("Agus")._ensure_employees()
        user = self.new_user("agus", "base.group_user")
        with self.assertRaisesRegex(ValidationError, "not staff"):
            employee.user_id = user

    def test_performer_follows_the_name_of_the_member(self):
        member = self.member("Dewi")
        employee = member._ensure_employees()
        member.partner_id.name = "Dewi Lestari"
        self.assertEqual(employee.name, "Dewi Lestari")

    def test_lists_and_headcounts_of_staff_leave_members_out(self):
        department = self.env["hr.department"].create({"name": "Office"})
        job = self.env["hr.job"].create({"name": "Clerk"})
        staff = self.env["hr.employee"].create({"name": "Staff"})
        member = self.member("Rizky")._ensure_employees()
        (staff + member).write({"department_id": department.id, "job_id": job.id})
        self.assertEqual(department.total_employee, 1)
        self.assertEqual(job.no_of_employee, 1)
        for name in (
            "hr.open_view_employee_list_my",
            "hr.open_view_employee_list",
            "hr.hr_employee_public_action",
        ):
            action = self.env.ref(name)
            domain = action.domain.replace("allowed_company_ids", str(self.company.ids))
            listed = self.env[action.res_model].search(
                [*safe_eval(domain), ("id", "in", (staff + member).ids)]
            )
            self.assertEqual(listed.ids, staff.ids, name)

    def test_employee_stays_while_the_member_is_in_the_register(self):
        employee = self.member("Maya")._ensure_employees()
        with self.assertRaises(IntegrityError), self.savepoint():
            employee.unlink()

    def test_only_readers_of_the_register_make_performers(self):
        member = self.member("Putri")
        user = self.new_user("plain", "base.group_user")
        with self.assertRaises(AccessError):
            member.with_user(user)._ensure_employees()

    def test_bank_accounts_stay_hidden_beside_hr(self):
        member = self.member("Hendra")
        staff = self.env["hr.employee"].create({"name": "Staff"})
        banks = self.env["res.partner.bank"].create(
            [
                {"partner_id": partner.id, "acc_number": f"00{partner.id}"}
                for partner in (member.partner_id, staff.work_contact_id)
            ]
        )
        for groups, seen in (
            (("base.group_user",), self.env["res.partner.bank"]),
            (("hr.group_hr_user",), banks[1]),
            (("reader", "sensitive"), banks),
            (("accountant",), banks),
        ):
            user = self.new_user("-".join(groups), *groups)
            found = self.env["res.partner.bank"].with_user(user)
            found = found.search([("id", "in", banks.ids)])
            self.assertEqual(found.ids, seen.ids, groups)

    def test_creating_performers_is_linear(self):
        few = self.env["coop.member"].concat(*(self.member(f"F{n}") for n in range(3)))
        many = self.env["coop.member"].concat(*(self.member(f"M{n}") for n in range(6)))
        self.member("warm")._ensure_employees()
        counts = []
        for members in (few, many):
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            members._ensure_employees()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] * 2.2)
