# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ServicesCase


class TeamCase(ServicesCase):
    """A dispatcher, two cleaners and a role of March 2026, on the first of March."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-03-01 03:00:00"))
        cls.siti = cls.worker("Siti", cls.clean)
        cls.budi = cls.worker("Budi", cls.clean)
        cls.the_role = cls.role(skill_id=cls.clean.id)
        cls.dispatcher = cls.new_user("dispatcher", "officer")
        for login, member in (("siti", cls.siti), ("budi", cls.budi)):
            cls.new_user(
                login,
                "base.group_portal",
                partner_id=member.partner_id.id,
                name=member.partner_id.name,
            )
        cls.as_siti, cls.as_budi = (
            cls.env["res.users"].search([("login", "=", login)])
            for login in ("siti", "budi")
        )

    def propose(self, member, role=None, **values):
        return self.assign(role or self.the_role, member, "proposed", **values)

    def offer(self, member, role=None, **values):
        row = self.propose(member, role, **values)
        row.with_user(self.dispatcher).action_offer()
        return row


@tagged("post_install", "-at_install")
class TestAssignment(TeamCase):
    """From the proposal to the answer, the replacement and the end."""

    def test_offer_reserves_the_time(self):
        row = self.offer(self.siti)
        self.assertEqual(row.state, "offered")
        self.assertRegex(row.name, r"^ST/2026/\d{4}$")
        self.assertEqual(len(row.shift_ids), 26)  # Monday to Saturday
        first = row.shift_ids.sorted("start")[0]
        self.assertEqual(str(first.start), "2026-03-02 00:00:00")  # 07:00 WIB
        self.assertEqual(str(first.stop), "2026-03-02 09:00:00")  # with the break
        self.assertEqual((first.hours, first.state), (8, "planned"))
        self.assertEqual(first.local_time, "03/02/2026 07:00–16:00 WIB")

    def test_time_zone_of_the_place(self):
        self.site.write(
            {
                "country_id": self.env.ref("base.id").id,
                "state_id": self.env.ref("base.state_id_pa").id,
            }
        )
        role = self.role(site_id=self.site.id, date_to="2026-03-02")
        self.assertEqual(role.tz, "Asia/Jayapura")
        row = self.offer(self.siti, role)
        self.assertEqual(str(row.shift_ids.start), "2026-03-01 22:00:00")
        self.assertEqual(row.shift_ids.local_time, "03/02/2026 07:00–16:00 WIT")
        self.assertEqual(row.shift_ids._day(), date(2026, 3, 2))
        self.site.state_id = self.env.ref("base.state_id_ba")
        self.assertEqual(self.role(site_id=self.site.id).tz, "Asia/Makassar")
        self.site.state_id = self.env.ref("base.state_id_jb")
        self.assertEqual(self.role(site_id=self.site.id).tz, "Asia/Jakarta")

    def test_night_shift_ends_on_the_next_day(self):
        role = self.role(start_hour=22, date_to="2026-03-02")
        row = self.offer(self.siti, role)
        self.assertEqual(str(row.shift_ids.stop), "2026-03-03 00:00:00")
        self.assertEqual(row.shift_ids.hours, 8)

    def test_own_time_has_no_shifts(self):
        row = self.offer(self.siti, self.role(planning="free"))
        self.assertEqual((row.state, len(row.shift_ids)), ("offered", 0))
        row.with_user(self.as_siti).action_accept()
        self.assertEqual(row.state, "accepted")

    def test_member_accepts_own_offer_only(self):
        row = self.offer(self.siti)
        with self.assertRaises(AccessError):
            row.with_user(self.as_budi).action_accept()
        row.with_user(self.as_siti).action_accept()
        self.assertEqual(row.state, "accepted")
        self.assertTrue(row.answered_on)
        with self.refused("is accepted: accepting is not"):
            row.with_user(self.as_siti).action_accept()

    def test_member_sees_no_proposal(self):
        row = self.propose(self.siti)
        self.assertFalse(
            self.env["coop.service.assignment"].with_user(self.as_siti).search([])
        )
        with self.assertRaises(AccessError):
            row.with_user(self.as_siti).action_accept()

    def test_declining_frees_the_time_and_tells_the_office(self):
        row = self.offer(self.siti)
        row.with_user(self.as_siti).action_decline("  My child is ill ")
        self.assertEqual((row.state, row.answer), ("declined", "My child is ill"))
        self.assertEqual(set(row.shift_ids.mapped("state")), {"cancelled"})
        self.assertIn("Find somebody else", row.sudo().activity_ids.summary)
        self.assertEqual(self.the_role.open_places, 1)
        self.assertEqual(self.offer(self.budi).state, "offered")
        with self.refused("needs 1 people"):
            row.with_user(self.dispatcher).action_withdraw()

    def test_withdrawn_and_offered_again(self):
        row = self.offer(self.siti)
        number = row.name
        row.with_user(self.dispatcher).action_withdraw()
        self.assertEqual(row.state, "proposed")
        row.with_user(self.dispatcher).action_offer()
        self.assertEqual(row.name, number)
        planned = row.shift_ids.filtered(lambda shift: shift.state == "planned")
        self.assertEqual(len(planned), 26)

    def test_only_active_members(self):
        self.siti.action_suspend()
        row = self.propose(self.siti)
        with self.refused("not an active member"):
            row.action_offer()

    def test_no_more_people_than_needed(self):
        self.offer(self.siti)
        with self.refused("has them already: .*Siti"):
            self.offer(self.budi)

    def test_one_after_the_other_is_no_more_people(self):
        self.offer(self.siti, date_to="2026-03-14")
        row = self.offer(self.budi, date_from="2026-03-15")
        self.assertEqual(row.state, "offered")

    def test_dates_inside_the_role(self):
        with self.refused("outside those of the role"):
            self.propose(self.siti, date_to="2026-04-01")

    def test_history_is_not_typed_nor_deleted(self):
        row = self.offer(self.siti)
        dispatcher = row.with_user(self.dispatcher)
        with self.refused("follows from its buttons"):
            dispatcher.state = "accepted"
        with self.refused("role, member and dates stay"):
            dispatcher.member_id = self.budi
        dispatcher.write({"member_id": self.siti.id, "weight": 2})
        with self.refused("stays as history"):
            dispatcher.unlink()
        with self.refused("whose history must stay"):
            self.the_role.with_user(self.dispatcher).unlink()
        self.propose(self.budi).with_user(self.dispatcher).unlink()

    def test_long_roles_are_planned_week_by_week(self):
        role = self.role(date_to=False, name="Long")
        row = self.offer(self.siti, role)
        self.assertEqual(row.planned_to, date(2026, 4, 12))  # six weeks ahead
        count = len(row.shift_ids)
        with freeze_time("2026-03-08 03:00:00"), self.enter_registry_test_mode():
            self.env.ref("coop_services.cron_plan_shifts").method_direct_trigger()
        self.assertEqual(row.planned_to, date(2026, 4, 19))
        self.assertEqual(len(row.shift_ids), count + 6)

    def test_who_cannot_be_planned_any_more_is_told(self):
        role = self.role(
            date_to=False, name="Long", certificate_ids=[(4, self.safety.id)]
        )
        self.certify(self.siti, "2026-01-01", "2026-04-14")
        row = self.offer(self.siti, role)
        with freeze_time("2026-03-08 03:00:00"), self.enter_registry_test_mode():
            self.env.ref("coop_services.cron_plan_shifts").method_direct_trigger()
        self.assertEqual(row.planned_to, date(2026, 4, 12))
        self.assertIn("Shifts could not be planned", row.activity_ids.summary)
        self.assertIn("04/15/2026", row.activity_ids.note)

    def test_new_hours_of_the_role(self):
        row = self.offer(self.siti)
        kept = row.shift_ids.sorted("start")[5]
        kept._give_to({kept: self.budi}, "substitute")
        self.the_role.write({"start_hour": 6, "sat": False})
        self.the_role.with_user(self.dispatcher).action_replan()
        live = row.shift_ids.filtered(lambda shift: shift.state == "planned")
        self.assertEqual(len(live), 22 + 1)  # the substitute's Saturday stays
        self.assertIn(kept, live)
        self.assertEqual(
            str((live - kept).sorted("start")[0].start), "2026-03-01 23:00:00"
        )


@tagged("post_install", "-at_install")
class TestReplacement(TeamCase):
    """Somebody else works, and the history says since when and why."""

    def replace(self, row=None, shifts=None, **values):
        return (
            self.env["coop.service.replace"]
            .with_user(self.dispatcher)
            .create(
                {
                    "assignment_id": row and row.id,
                    "shift_ids": shifts and [(6, 0, shifts.ids)],
                    **values,
                }
            )
        )

    def test_replacement_from_a_day_on(self):
        row = self.offer(self.siti)
        row.action_accept()
        wizard = self.replace(row, date="2026-03-16", reason="Moves to Bali")
        self.assertEqual(wizard.line_ids.member_id, self.budi)
        wizard.line_ids.chosen = True
        wizard._onchange_line_ids()
        self.assertEqual(wizard.member_id, self.budi)
        new = self.env["coop.service.assignment"].browse(
            wizard.action_apply()["res_id"]
        )
        self.assertEqual((row.state, row.answer), ("replaced", "Moves to Bali"))
        self.assertEqual(row.date_to, date(2026, 3, 15))
        self.assertEqual((new.state, new.member_id), ("offered", self.budi))
        self.assertEqual((new.replaces_id, row.replaced_by_ids), (row, new))
        self.assertEqual(new.date_to, date(2026, 3, 31))
        states = [
            (shift._day() <= date(2026, 3, 15), shift.state) for shift in row.shift_ids
        ]
        self.assertEqual(set(states), {(True, "planned"), (False, "cancelled")})
        self.assertEqual(len(new.shift_ids), 14)

    def test_replacement_before_the_first_day(self):
        row = self.offer(self.siti)
        wizard = self.replace(row, date="2026-03-01", member_id=self.budi.id)
        wizard.action_apply()
        self.assertEqual(row.state, "replaced")
        self.assertEqual(set(row.shift_ids.mapped("state")), {"cancelled"})
        self.assertEqual(len(row.replaced_by_ids.shift_ids), 26)

    def test_end_without_replacement(self):
        row = self.offer(self.siti)
        self.replace(row, date="2026-03-10", reason="Less work").action_apply()
        self.assertEqual((row.state, row.date_to), ("ended", date(2026, 3, 9)))
        self.assertEqual(self.the_role.open_places, 1)

    def test_not_by_the_same_nor_after_the_end(self):
        row = self.offer(self.siti)
        with self.refused("is the one to be replaced"):
            self.replace(row, date="2026-03-10", member_id=self.siti.id).action_apply()
        with self.refused("ends before that day"):
            self.replace(row, date="2026-04-10").action_apply()

    def test_substitute_of_a_day(self):
        row = self.offer(self.siti)
        shift = row.shift_ids.sorted("start")[3]
        wizard = self.replace(shifts=shift, reason="Ill")
        self.assertEqual(wizard.line_ids.member_id, self.budi)
        wizard.member_id = self.budi
        wizard.action_apply()
        self.assertEqual(shift.member_id, self.budi)
        self.assertTrue(shift.is_substitute)
        swap = shift.swap_ids
        self.assertEqual(
            (
                swap.kind,
                swap.state,
                swap.from_member_id,
                swap.to_member_id,
                swap.reason,
            ),
            ("substitute", "done", self.siti, self.budi, "Ill"),
        )
        self.assertEqual(swap.decided_by_id, self.dispatcher)
        with self.refused("stays as history"):
            swap.with_user(self.dispatcher).unlink()

    def test_substitute_for_who_did_not_come(self):
        shift = self.offer(self.siti).shift_ids.sorted("start")[0]
        shift.action_absent()
        wizard = self.replace(shifts=shift, member_id=self.budi.id)
        wizard.action_apply()
        self.assertEqual((shift.state, shift.member_id), ("planned", self.budi))

    def test_letters_name_job_place_and_hours(self):
        row = self.offer(self.siti)
        self.site.write({"street": "Jl. Braga 1", "city": "Bandung"})
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "coop_services.report_assignment_letter", row.ids
        )
        html = content.decode()
        for text in (
            row.name,
            "Siti",
            "PT Terang Jaya",
            "Jl. Braga 1, Bandung",
            "Mon, Tue, Wed, Thu, Fri, Sat, 07:00–16:00 WIB",
            "not yet accepted by all",
        ):
            self.assertTrue(text in html, text)
