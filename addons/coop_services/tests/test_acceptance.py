# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ServicesCase


class AcceptanceCase(ServicesCase):
    """A cleaning job of March 2026 by two members, invoiced with VAT if registered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pay_directly()
        cls.budi = cls.worker("Budi", cls.clean, number="0001")
        cls.siti = cls.worker("Siti", cls.clean, number="0002")
        cls.contract = cls.job(
            contract_line_ids=[
                Command.create(
                    {
                        "product_id": cls.cleaning.id,
                        "name": "Office cleaning",
                        "quantity": 1,
                        "specific_price": 10000000,
                        "price_unit": 10000000,
                        "recurring_rule_type": "monthly",
                        "recurring_interval": 1,
                        "date_start": "2026-03-01",
                        "recurring_next_date": "2026-03-01",
                    }
                )
            ]
        )
        cls.cleaner = cls.role(cls.contract, people=2)
        cls.one = cls.assign(cls.cleaner, cls.budi)
        cls.two = cls.assign(cls.cleaner, cls.siti)

    @classmethod
    def acceptance(cls, job=None, price=None, weights=(3, 2), **values):
        """A draft over March; with ``price`` one billed row and agreed weights."""
        job = job or cls.contract
        values = {
            "contract_id": job.id,
            "date": "2026-03-31",
            "date_from": "2026-03-01",
            "date_to": "2026-03-31",
            **values,
        }
        if price:
            values |= {
                "split": "weight",
                "line_ids": [
                    Command.create({"product_id": cls.cleaning.id, "price_unit": price})
                ],
                "work_ids": [
                    Command.create({"member_id": member.id, "weight": weight})
                    for member, weight in zip(
                        cls.budi + cls.siti, weights, strict=False
                    )
                ],
            }
        return cls.env["coop.service.acceptance"].create(values)

    @classmethod
    def accepted(cls, price=10000000, **values):
        acceptance = cls.acceptance(price=price, **values)
        acceptance.action_accept()
        return acceptance

    @classmethod
    def invoiced(cls, price=10000000, **values):
        """A posted invoice of an accepted price."""
        acceptance = cls.accepted(price, **values)
        invoice = acceptance._create_invoices()
        invoice.action_post()
        return invoice


@tagged("post_install", "-at_install")
class TestPropose(AcceptanceCase):
    def test_done_shifts_of_the_period_become_work(self):
        # 23:30 UTC on the last of February is the first of March in Jakarta
        self.shift(self.one, "2026-02-28 23:30:00", state="done")
        self.shift(self.one, "2026-03-02 01:00:00", state="done")
        self.shift(self.two, "2026-03-02 01:00:00", hours=4, state="done")
        planned = self.shift(self.two, "2026-03-03 01:00:00")
        later = self.shift(self.two, "2026-03-31 18:00:00", state="done")
        acceptance = self.acceptance()
        acceptance.action_propose()
        self.assertEqual(
            [(w.member_id, w.hours, w.days, w.weight) for w in acceptance.work_ids],
            [(self.budi, 16, 2, 16), (self.siti, 4, 1, 4)],
        )
        self.assertEqual(len(acceptance.shift_ids), 3)
        self.assertFalse((planned + later).acceptance_id)
        self.assertEqual(acceptance.amount_price, 10000000)
        self.assertEqual(acceptance.amount_member, 10000000)
        acceptance.action_propose()
        self.assertEqual(len(acceptance.work_ids), 2, "proposing again replaces")

    def test_shift_is_counted_once(self):
        self.shift(self.one, "2026-03-02 01:00:00", state="done")
        first = self.acceptance()
        first.action_propose()
        second = self.acceptance()
        second.action_propose()
        self.assertEqual(len(first.shift_ids), 1)
        self.assertFalse(second.shift_ids)

    def test_cancelling_frees_the_shifts(self):
        shift = self.shift(self.one, "2026-03-02 01:00:00", state="done")
        acceptance = self.acceptance()
        acceptance.action_propose()
        acceptance.action_accept()
        self.assertEqual(shift.acceptance_id, acceptance)
        self.assertEqual(sum(acceptance.share_ids.mapped("gross")), 9000000)
        acceptance.action_cancel()
        self.assertFalse(shift.acceptance_id)
        self.assertFalse(acceptance.share_ids)
        again = self.acceptance()
        again.action_propose()
        self.assertEqual(again.shift_ids, shift)

    def test_team_is_proposed_without_shifts(self):
        acceptance = self.acceptance()
        acceptance.action_propose()
        self.assertEqual(
            [(w.member_id, w.days) for w in acceptance.work_ids],
            [(self.budi, 30), (self.siti, 30)],
        )

    def test_timesheets_of_members_are_proposed(self):
        project = (
            self.env["project.project"]
            .sudo()
            .create({"name": "Cleaning", "allow_timesheets": True})
        )
        self.contract.coop_project_id = project
        Sheet = self.env["account.analytic.line"].sudo()
        rows = Sheet.create(
            [
                {
                    "name": "work",
                    "project_id": project.id,
                    "employee_id": self.budi.employee_id.id,
                    "unit_amount": hours,
                    "date": date,
                }
                for hours, date in ((3, "2026-03-05"), (4.5, "2026-03-06"))
            ]
        )
        acceptance = self.acceptance()
        acceptance.action_propose()
        self.assertEqual(
            [(w.member_id, w.hours, w.days) for w in acceptance.work_ids],
            [(self.budi, 7.5, 2)],
        )
        acceptance.action_accept()
        with self.assertRaisesRegex(UserError, "accepted by the client"):
            rows[0].unit_amount = 5

    def test_part_of_a_month_is_billed_pro_rata(self):
        acceptance = self.acceptance(date_from="2026-03-10")
        acceptance.action_propose()
        self.assertEqual(acceptance.line_ids.quantity, 0.7097)  # 22 of 31 days
        self.assertEqual(acceptance.amount_price, 7097000)

    def test_period_goes_on_after_what_was_accepted(self):
        first = self.acceptance()
        second = self.env["coop.service.acceptance"].create(
            {"contract_id": self.contract.id}
        )
        self.assertEqual(first.date_to, fields.Date.to_date("2026-03-31"))
        self.assertEqual(second.date_from, fields.Date.to_date("2026-04-01"))
        self.assertEqual((second.coop_percent, second.split), (10, "hours"))

    def test_nothing_to_propose_says_so(self):
        job = self.job("Empty")
        acceptance = self.acceptance(job)
        with self.assertRaisesRegex(UserError, "no done shift, no timesheet"):
            acceptance.action_propose()

    def test_months_weigh_by_the_days_assigned(self):
        job = self.job("Month", coop_split="rate")
        role = self.role(
            job, people=2, rate=4000000, rate_unit="month", date_from="2026-03-01"
        )
        self.assign(role, self.budi)
        self.assign(role, self.siti, date_from="2026-03-17")
        acceptance = self.acceptance(job)
        acceptance.line_ids = [
            Command.create({"product_id": self.cleaning.id, "price_unit": 8000000})
        ]
        acceptance.action_propose()
        self.assertEqual(
            [(w.member_id, w.quantity, w.weight) for w in acceptance.work_ids],
            [(self.budi, 1, 4000000), (self.siti, 0.4839, 1935600)],
        )


@tagged("post_install", "-at_install")
class TestAccept(AcceptanceCase):
    def test_rows_are_frozen_once_sent(self):
        acceptance = self.acceptance(price=1000000)
        acceptance.action_send()
        for change in (
            lambda: acceptance.line_ids.write({"price_unit": 2}),
            lambda: acceptance.work_ids.write({"weight": 2}),
            lambda: acceptance.write({"coop_percent": 2}),
            lambda: acceptance.line_ids.unlink(),
            lambda: acceptance.work_ids.copy(),
            lambda: acceptance.unlink(),
        ):
            with self.assertRaises(UserError), self.savepoint():
                change()
        acceptance.action_draft()
        acceptance.coop_percent = 20
        acceptance.action_accept()
        self.assertEqual(sum(acceptance.share_ids.mapped("gross")), 800000)

    def test_state_is_not_written_by_hand(self):
        acceptance = self.acceptance(price=1000000)
        user = self.new_user("ann", "accountant")
        with self.assertRaisesRegex(UserError, "by its buttons only"):
            acceptance.with_user(user).write({"state": "accepted"})
        made = acceptance.with_user(user).create(
            {"contract_id": self.contract.id, "state": "accepted", "client_rating": 5}
        )
        self.assertEqual((made.state, made.client_rating), ("draft", 0))

    def test_incomplete_ones_are_refused(self):
        empty = self.acceptance()
        with self.assertRaisesRegex(UserError, "nothing is billed"):
            empty.action_send()
        acceptance = self.acceptance(price=1000000)
        acceptance.work_ids.unlink()
        with self.assertRaisesRegex(UserError, "no work of a member"):
            acceptance.action_accept()

    def test_accepting_twice_changes_nothing(self):
        acceptance = self.accepted()
        shares = acceptance.share_ids
        acceptance.action_accept()
        self.assertEqual(acceptance.share_ids, shares)

    def test_lead_and_percentage_come_from_the_job(self):
        self.contract.write({"coop_lead_member_id": self.siti, "coop_lead_fee": 100000})
        acceptance = self.accepted(1000000)
        by_member = {s.member_id: s.gross for s in acceptance.share_ids}
        self.assertEqual(by_member, {self.budi: 480000, self.siti: 420000})


@tagged("post_install", "-at_install")
class TestInvoice(AcceptanceCase):
    def lines_of(self, move):
        """``{account code name: balance}`` of an entry."""
        result = {}
        for line in move.line_ids:
            result[line.account_id] = result.get(line.account_id, 0) + line.balance
        return {account: round(balance) for account, balance in result.items()}

    def test_only_accepted_work_is_invoiced(self):
        acceptance = self.acceptance(price=1000000)
        with self.assertRaisesRegex(UserError, "is not accepted"):
            acceptance.action_invoice()

    def test_line_per_class_of_performer(self):
        sub = self.service("Window climbers", coop_performer="subcontractor")
        acceptance = self.acceptance(
            price=9000000,
        )
        acceptance.line_ids = [
            Command.create({"product_id": sub.id, "price_unit": 1000000})
        ]
        acceptance.action_accept()
        invoice = acceptance._create_invoices()
        invoice.action_post()
        self.assertEqual(acceptance.amount_member, 9000000)
        self.assertEqual(
            self.lines_of(invoice),
            {
                self.company_data["default_account_receivable"]: 10000000,
                self.account("member_revenue"): -9000000,
                self.account("non_member_revenue"): -1000000,
            },
        )
        self.assertEqual(invoice.invoice_date, acceptance.date)
        self.assertEqual(acceptance.invoice_state, "invoiced")
        with self.assertRaisesRegex(UserError, "already invoiced"):
            acceptance.action_invoice()

    def test_amounts_are_those_of_the_acceptance(self):
        acceptance = self.acceptance(date_from="2026-03-10")
        acceptance.action_propose()
        acceptance.action_accept()
        invoice = acceptance._create_invoices()
        self.assertEqual(invoice.amount_untaxed, 7097000)

    def test_cancelling_an_invoice_restores_the_period(self):
        line = self.contract.contract_line_ids
        acceptance = self.acceptance()
        acceptance.action_propose()
        acceptance.action_accept()
        invoice = acceptance._create_invoices()
        self.assertEqual(line.last_date_invoiced, acceptance.date_to)
        invoice.unlink()
        self.assertFalse(line.last_date_invoiced)
        self.assertEqual(acceptance.invoice_state, "to_invoice")
        invoice = acceptance._create_invoices()
        invoice.action_post()
        with self.assertRaisesRegex(UserError, "is invoiced by"):
            acceptance.action_cancel()
        invoice.button_draft()
        invoice.button_cancel()
        self.assertFalse(line.last_date_invoiced)
        acceptance.action_cancel()

    def test_credit_note_over_all_restores_the_period(self):
        line = self.contract.contract_line_ids
        acceptance = self.acceptance()
        acceptance.action_propose()
        acceptance.action_accept()
        invoice = acceptance._create_invoices()
        invoice.action_post()
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id, "date": "2026-03-31"})
        )
        wizard.refund_moves()
        wizard.new_move_ids.action_post()
        self.assertEqual(invoice.payment_state, "reversed")
        self.assertFalse(line.last_date_invoiced)
        self.assertEqual(acceptance.invoice_state, "to_invoice")
        acceptance.action_cancel()
        self.assertEqual(acceptance.state, "cancelled")
