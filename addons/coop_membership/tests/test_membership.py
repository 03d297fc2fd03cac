# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import CoopCase


@tagged("post_install", "-at_install")
class TestMembership(CoopCase):
    def test_member_is_active_on_the_day_the_principal_is_paid_in_full(self):
        with freeze_time("2025-03-01"):
            member = self.applicant("Budi", "2025-02-20")
            member.action_approve()
        self.assertEqual(member.state, "approved")
        self.assertFalse(member.number)
        self.save(member, self.principal, 200000, "2025-03-05")
        self.assertEqual(member.state, "approved")
        self.save(member, self.principal, 300000, "2025-04-16")
        self.assertEqual(member.state, "active")
        self.assertEqual(member.date_joined, fields.Date.to_date("2025-04-16"))
        self.assertEqual(member.number, "0001")
        self.assertEqual(member.dues_from, fields.Date.to_date("2025-04-01"))

    def test_principal_paid_before_approval_activates_on_the_day_of_approval(self):
        member = self.applicant("Siti", "2025-02-01")
        self.save(member, self.principal, 500000, "2025-02-02")
        self.assertEqual(member.state, "applicant")
        with freeze_time("2025-02-10"):
            member.action_approve()
        self.assertEqual(member.state, "active")
        self.assertEqual(member.date_joined, fields.Date.to_date("2025-02-10"))

    def test_approval_needs_an_amount_of_principal_savings(self):
        self.principal.amount_ids.unlink()
        with self.assertRaisesRegex(UserError, "principal savings"), self.savepoint():
            self.applicant("Agus").action_approve()

    def test_only_managers_approve(self):
        officer = self.new_user("officer", "officer")
        member = self.applicant("Dewi")
        with self.assertRaisesRegex(UserError, "pengurus"), self.savepoint():
            member.with_user(officer).action_approve()

    def test_numbers_are_gapless_and_never_used_again(self):
        first, second = self.member("A"), self.member("B")
        self.assertEqual((first.number, second.number), ("0001", "0002"))
        reason = self.env.ref("coop_membership.leave_reason_resigned")
        second._leave(fields.Date.to_date("2025-01-01"), reason)
        self.assertEqual(self.member("C").number, "0003")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                self.member("D", number="0002")

    def test_rejoining_opens_a_new_period_with_its_own_savings(self):
        member = self.member("Rizky", "2024-01-01")
        self.save(member, self.principal, 500000, "2024-01-01")
        self.save(member, self.principal, -500000, "2025-03-01")
        reason = self.env.ref("coop_membership.leave_reason_resigned")
        member._leave(fields.Date.to_date("2025-03-01"), reason)
        again = self.applicant("", "2025-06-01", partner_id=member.partner_id.id)
        self.save(again, self.principal, 500000, "2025-06-02")
        with freeze_time("2025-06-03"):
            again.action_approve()
        self.assertEqual(again.state, "active")
        self.assertNotEqual(again.number, member.number)
        self.assertEqual(member.savings_principal, 0)
        self.assertEqual(again.savings_principal, 500000)
        at_end = fields.Date.to_date("2024-12-31")
        self.assertEqual(member._savings_at(at_end), {member: {self.principal: 500000}})
        self.assertEqual(again._savings_at(at_end), {again: {}})

    def test_one_open_period_per_person(self):
        member = self.member("Putri")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                self.applicant("", partner_id=member.partner_id.id)

    def test_duplicate_nik_is_refused(self):
        self.applicant("Budi", nik="3174061708850001")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                self.applicant("Other", nik="3174 0617 0885 0001")

    def test_nik_is_cross_checked_with_birth_date_and_gender(self):
        maya = self.applicant(
            "Maya", nik="3671074702010008", birth_date="2001-02-07", gender="female"
        )
        with self.assertRaisesRegex(ValidationError, "gender"):
            maya.gender = "male"
        with self.assertRaisesRegex(ValidationError, "birth date"):
            maya.write({"gender": "female", "birth_date": "2001-07-02"})

    def test_npwp_is_checked(self):
        maya = self.applicant("Maya")
        maya.npwp = "3671074702010008"
        with self.assertRaisesRegex(ValidationError, "check digit"):
            maya.npwp = "02.918.347.3-017.000"

    def test_register_is_not_written_by_hand(self):
        manager = self.new_user("manager", "manager")
        member = self.member("Andi").with_user(manager)
        for name, value in (
            ("state", "left"),
            ("number", "0099"),
            ("date_joined", "2020-01-01"),
            ("dues_brought_forward", 1),
        ):
            with self.subTest(name), self.savepoint():
                with self.assertRaisesRegex(UserError, "cannot be typed in"):
                    member[name] = value
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            self.env["coop.member"].with_user(manager).create(
                {"partner_id": self.person("X").id, "state": "active", "number": "7"}
            )

    def test_membership_is_not_transferable(self):
        member = self.member("Togar")
        with self.assertRaisesRegex(UserError, "art. 19"), self.savepoint():
            member.partner_id = self.person("Son")

    def test_register_entries_are_not_deleted(self):
        member = self.member("Nurul")
        with self.assertRaisesRegex(UserError, "cannot be deleted"), self.savepoint():
            member.unlink()

    def test_member_stands_on_its_own(self):
        company = self.person("PT Klien", is_company=True)
        with self.assertRaises(ValidationError):
            self.applicant("", partner_id=self.person("X", parent_id=company.id).id)
        member = self.member("Hendra")
        with (
            self.assertRaisesRegex(ValidationError, "separate contact"),
            self.savepoint(),
        ):
            member.partner_id.parent_id = company

    def test_status_at_any_past_date(self):
        with freeze_time("2025-03-01"):
            member = self.applicant("Andi", "2025-02-20")
            member.action_approve()
        self.save(member, self.principal, 500000, "2025-04-16")
        with freeze_time("2025-08-01"):
            member.action_suspend()
        reason = self.env.ref("coop_membership.leave_reason_resigned")
        member._leave(fields.Date.to_date("2025-10-01"), reason)
        for day, state in (
            ("2025-02-19", False),
            ("2025-02-20", "applicant"),
            ("2025-04-15", "approved"),
            ("2025-04-16", "active"),
            ("2025-09-30", "suspended"),
            ("2025-10-01", "left"),
        ):
            with self.subTest(day=day):
                dated = member.with_context(coop_date=day)
                self.assertEqual(dated.state_at, state)
                found = dated.search([("state_at", "=", state)])
                self.assertIn(member, found)
        for day, expected in (
            ("2025-04-15", False),
            ("2025-04-16", True),
            ("2025-09-30", True),
            ("2025-10-01", False),
        ):
            found = member.search([("active_on", "=", day)])
            self.assertEqual(member in found, expected, day)

    def test_partner_merge_cannot_delete_a_member(self):
        one, two = self.member("Sama"), self.member("Sama Juga")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        with mute_logger("odoo.sql_db", "odoo.addons.base.wizard.base_partner_merge"):
            with self.assertRaises(IntegrityError), self.savepoint():
                wizard._merge((one.partner_id + two.partner_id).ids, one.partner_id)
        self.assertEqual(len((one + two).exists()), 2)
        self.assertEqual(two.partner_id.name, "Sama Juga")
