# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from psycopg2.errors import ExclusionViolation

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .test_team import TeamCase


@tagged("post_install", "-at_install")
class TestShift(TeamCase):
    """Nobody is in two places at once, and works only what he may."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.row = cls.assign(cls.the_role, cls.siti)
        cls.other_role = cls.role(cls.job("Garden of Gedung B"), "Gardener")
        cls.other_row = cls.assign(cls.other_role, cls.siti)

    def test_the_other_job_is_named(self):
        self.shift(self.row, "2026-03-02 00:00:00")
        with self.refused(
            "Siti already works at that time: Cleaning of Gedung Terang, Cleaner, "
            "03/02/2026 07:00–15:00 WIB",
        ):
            self.shift(self.other_row, "2026-03-02 07:59:59")
        self.shift(self.other_row, "2026-03-02 08:00:00")  # right after it

    def test_members_are_not_told_the_other_job(self):
        shift = self.shift(self.row, "2026-03-02 00:00:00")
        text = shift.with_user(self.as_budi)._clash_text(shift)
        self.assertNotIn("Cleaning", text)
        self.assertNotIn("Siti", text)

    def test_moving_into_another_shift(self):
        self.shift(self.row, "2026-03-02 00:00:00")
        shift = self.shift(self.other_row, "2026-03-03 00:00:00")
        with self.refused("already works"):
            shift.write({"start": "2026-03-02 01:00:00", "stop": "2026-03-02 02:00:00"})
        shift.action_cancel()
        shift.write({"start": "2026-03-02 01:00:00", "stop": "2026-03-02 02:00:00"})
        with self.refused("already works"):
            shift.action_plan()

    def test_the_database_says_the_same(self):
        """What a second dispatcher gets, whose view of the world is older."""
        shift = self.shift(self.row, "2026-03-02 00:00:00")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(ExclusionViolation) as caught,
            self.savepoint(),
        ):
            self.env.cr.execute(
                SQL(
                    """INSERT INTO coop_service_shift
                              (assignment_id, member_id, start, stop, state)
                       VALUES (%s, %s, '2026-03-02 03:00', '2026-03-02 04:00',
                               'planned')""",
                    self.other_row.id,
                    self.siti.id,
                )
            )
        message = self.env["coop.service.shift"]._sql_error_to_message(caught.exception)
        self.assertIn("Siti already works at that time", message)
        self.assertIn(shift.contract_id.name, message)

    def test_certificate_of_the_working_day(self):
        self.the_role.certificate_ids = self.safety
        self.certify(self.siti, "2026-01-01", "2026-03-10")
        self.shift(self.row, "2026-03-10 00:00:00")
        with self.refused("no verified certificate “Safety .K3.” .* 03/11/2026"):
            self.shift(self.row, "2026-03-11 00:00:00")
        # 23:30 UTC is 06:30 of the next day at the place
        with self.refused("03/11/2026"):
            self.shift(self.row, "2026-03-10 23:30:00")
        self.certify(self.siti, "2026-03-11", "2026-12-31", verify=False)
        with self.refused("no verified certificate"):
            self.shift(self.row, "2026-03-11 00:00:00")

    def test_substitutes_need_the_certificate_too(self):
        self.the_role.certificate_ids = self.safety
        self.certify(self.siti, "2026-01-01")
        shift = self.shift(self.row, "2026-03-11 00:00:00")
        with self.refused("Budi has no verified"):
            shift._give_to({shift: self.budi}, "substitute")

    def test_members_only(self):
        late = self.worker("Late", joined="2026-03-15")
        row = self.assign(self.role(), late)
        with self.refused("not a member on 03/14/2026"):
            self.shift(row, "2026-03-14 00:00:00")
        self.shift(row, "2026-03-15 00:00:00")

    def test_done_only_after_it_began(self):
        shift = self.shift(self.row, "2026-03-02 00:00:00")
        with self.refused("has not begun yet"):
            shift.action_done()

    def test_counted_shifts_stay(self):
        shift = self.shift(self.row, "2026-02-28 00:00:00", state="done")
        acceptance = self.env["coop.service.acceptance"].create(
            {"contract_id": shift.contract_id.id}
        )
        shift.acceptance_id = acceptance
        shift.hours = 7  # a draft is proposed again
        acceptance.sudo().write({"state": "sent"})
        for values in ({"hours": 8}, {"state": "absent"}, {"member_id": self.budi.id}):
            with self.refused("which the client has got"):
                shift.write(values)
        with self.refused("stays as proof"):
            shift.unlink()

    def test_hours_without_the_break(self):
        shift = self.env["coop.service.shift"].create(
            {
                "assignment_id": self.row.id,
                "start": "2026-03-02 00:00:00",
                "stop": "2026-03-02 09:00:00",
            }
        )
        self.assertEqual((shift.member_id, shift.hours), (self.siti, 8))
        shift.stop = "2026-03-02 04:00:00"
        self.assertEqual(shift.hours, 4)

    def test_two_swap_shifts_of_the_same_time(self):
        mine = self.shift(self.row, "2026-03-02 00:00:00")
        yours = self.shift(
            self.assign(self.role(name="Elsewhere"), self.budi), "2026-03-02 00:00:00"
        )
        (mine + yours)._give_to({mine: self.budi, yours: self.siti}, "swap")
        self.assertEqual((mine.member_id, yours.member_id), (self.budi, self.siti))
        self.assertEqual((mine + yours).mapped("state"), ["planned"] * 2)


@tagged("post_install", "-at_install")
class TestSwap(TeamCase):
    """Members ask each other; the office approves; then the shifts change hands."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.the_role.people = 2
        cls.rows = cls.assign(cls.the_role, cls.siti) + cls.assign(
            cls.the_role, cls.budi
        )
        cls.mine = cls.shift(cls.rows[0], "2026-03-02 00:00:00")
        cls.yours = cls.shift(cls.rows[1], "2026-03-03 00:00:00")

    def ask(self, other=None, member=None):
        return (
            self.env["coop.service.swap"]
            .with_user(self.as_siti)
            ._ask(self.mine, member or self.budi, other, " Wedding ")
        )

    def test_asked_agreed_approved(self):
        swap = self.ask(self.yours)
        self.assertEqual((swap.state, swap.reason), ("asked", "Wedding"))
        with self.assertRaises(AccessError):
            swap.with_user(self.as_siti).action_agree()
        swap.with_user(self.as_budi).action_agree()
        self.assertEqual(self.mine.member_id, self.siti)  # nothing changed yet
        with self.assertRaises(AccessError):
            swap.with_user(self.as_budi).action_approve()
        swap.with_user(self.dispatcher).action_approve()
        self.assertEqual(self.mine.member_id, self.budi)
        self.assertEqual(self.yours.member_id, self.siti)
        self.assertEqual(swap.decided_by_id, self.dispatcher)
        with self.refused("nothing is left to decide"):
            swap.with_user(self.dispatcher).action_approve()

    def test_given_without_return(self):
        self.ask().with_user(self.dispatcher).action_approve()
        self.assertEqual(self.mine.member_id, self.budi)
        self.assertEqual(self.yours.member_id, self.budi)

    def test_refused_and_withdrawn(self):
        swap = self.ask()
        with self.assertRaises(AccessError):
            swap.with_user(self.as_siti).action_refuse()
        swap.with_user(self.as_budi).action_refuse()
        self.assertEqual(swap.state, "refused")
        swap = self.ask()
        swap.with_user(self.as_siti).action_withdraw()
        self.assertEqual(swap.state, "withdrawn")

    def test_with_the_team_only_and_coming_shifts(self):
        stranger = self.worker("Stranger")
        with self.refused("same team only"):
            self.ask(member=stranger)
        self.mine.write({"start": "2026-02-01 00:00:00", "stop": "2026-02-01 08:00:00"})
        with self.refused("coming shift"):
            self.ask()

    def test_foreign_shift_in_exchange(self):
        other = self.shift(self.rows[0], "2026-03-04 00:00:00")
        with self.refused("a shift of the own"):
            self.ask(other)

    def test_changed_since(self):
        swap = self.ask()
        self.mine.action_cancel()
        with self.refused("have changed since"):
            swap.with_user(self.dispatcher).action_approve()

    def test_clash_is_found_when_approved(self):
        swap = self.ask()
        self.shift(self.rows[1], "2026-03-02 00:00:00")
        with self.refused("Budi already works"):
            swap.with_user(self.dispatcher).action_approve()
        self.env.invalidate_all()

    def test_state_is_not_typed(self):
        with self.refused("by its buttons"):
            self.ask().with_user(self.dispatcher).write({"state": "done"})


@tagged("post_install", "-at_install")
class TestLoan(TeamCase):
    """Tools and uniforms come back, at the latest when the member leaves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.item = cls.env["coop.loan.item"].create({"name": "Polisher", "quantity": 2})

    def lend(self, quantity=1, **values):
        return self.env["coop.loan"].create(
            {
                "item_id": self.item.id,
                "member_id": self.siti.id,
                "quantity": quantity,
                **values,
            }
        )

    def test_no_more_than_there_are(self):
        loan = self.lend(2)
        self.assertEqual(self.item.quantity_free, 0)
        with self.refused("2 .*are lent|3 are lent"):
            self.lend()
        with self.refused("Somebody must bring one back"):
            self.item.quantity = 1
        self.env.invalidate_all()
        loan.action_back()
        self.lend()

    def test_lost_pieces_are_gone(self):
        self.lend().action_lost()
        self.assertEqual((self.item.quantity, self.item.quantity_free), (1, 1))

    def test_overdue(self):
        loan = self.lend(date_out="2026-02-01", date_due="2026-02-28")
        self.assertTrue(loan.is_late)
        self.assertEqual(self.env["coop.loan"].search([("is_late", "=", True)]), loan)
        loan.action_back()
        self.assertFalse(self.env["coop.loan"].search([("is_late", "=", True)]))

    def test_lent_where_it_is_tomorrow_already(self):
        tomorrow = fields.Date.add(fields.Date.context_today(self.item), days=1)
        loan = self.lend(date_out=tomorrow, date_due=tomorrow)
        loan.action_back()
        self.env.flush_all()
        self.assertEqual((loan.state, loan.date_back), ("back", tomorrow))

    def test_exit_waits_for_what_is_lent(self):
        self.save(self.siti, self.principal, 500000, "2024-01-02")
        loan = self.lend()
        leaving = self.env["coop.member.exit"].create(
            {"member_id": self.siti.id, "date": "2026-03-01"}
        )
        with self.refused("still has on loan: 1 × Polisher"):
            leaving.action_post()
        with self.refused("given back first"):
            loan.unlink()
        loan.action_back()
        leaving.action_post()
        self.assertEqual(self.siti.state, "left")

    def test_exit_waits_for_the_replacement(self):
        self.save(self.siti, self.principal, 500000, "2024-01-02")
        row = self.offer(self.siti)
        leaving = self.env["coop.member.exit"].create(
            {"member_id": self.siti.id, "date": "2026-03-10"}
        )
        with self.refused("Replace the member in the team first"):
            leaving.action_post()
        row.sudo()._end(row.date_from.replace(day=9), "ended")
        leaving.action_post()
        self.assertEqual(self.siti.state, "left")
