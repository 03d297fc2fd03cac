# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo.tests import tagged

from .payout_common import PayoutCase


@tagged("post_install", "-at_install")
class TestAdvance(PayoutCase):
    """Kasbon: a share of accepted unpaid work, without interest, carried over."""

    def advance(self, amount, member=None, **values):
        return self.env["coop.member.advance"].create(
            {
                "member_id": (member or self.budi).id,
                "amount": amount,
                "date": "2026-03-31",
                "journal_id": self.cash_journal.id,
                **values,
            }
        )

    def test_limit_is_a_percentage_of_accepted_unpaid_work(self):
        self.accept(2000000, {self.budi: 1})
        advance = self.advance(850001)
        self.assertEqual(
            (advance.work_unpaid, advance.owed, advance.limit), (1700000, 0, 850000)
        )
        with self.refused("may have Rp.850,000 now: 50% of Rp.1,700,000"):
            advance.action_approve()
        advance.amount = 850000
        advance.action_approve()
        with self.refused("may have Rp.0 now"):
            self.advance(1).action_approve()
        self.company.coop_advance_percent = 60
        more = self.advance(170000)
        self.assertEqual(more.limit, 170000)
        more.action_approve()

    def test_without_accepted_work_nothing_is_possible(self):
        with self.refused("may have Rp.0 now"):
            self.advance(1).action_approve()

    def test_paid_on_the_advance_account_and_back_by_payouts(self):
        self.accept(2000000, {self.budi: 1})
        advance = self.advance(800000)
        advance.action_approve()
        advance.action_pay()
        self.assertEqual(advance.state, "paid")
        account = self.company.coop_advance_account_id
        self.assertEqual(self.balance(account), 800000)
        self.assertEqual(self.balance(self.cash_journal.default_account_id), -800000)
        item = advance.payment_id.move_id.line_ids.filtered(
            lambda line: line.account_id == account
        )
        self.assertEqual(item.partner_id, self.budi.partner_id)
        advance.invalidate_recordset(["owed"])
        self.assertEqual(advance.owed, 800000)
        run = self.posted()
        self.assertEqual(run.payout_ids.advance, 800000)
        self.assertTrue(item.reconciled)
        self.assertEqual(self.balance(account), 0)

    def test_cancelled_payment_takes_the_advance_back(self):
        self.accept(2000000, {self.budi: 1})
        advance = self.advance(800000)
        advance.action_approve()
        advance.action_pay()
        advance.payment_id.action_draft()
        advance.payment_id.action_cancel()
        self.assertEqual(advance.state, "cancelled")
        self.assertEqual(self.balance(self.company.coop_advance_account_id), 0)

    def test_states_by_buttons_and_rights(self):
        self.accept(2000000, {self.budi: 1})
        accountant = self.new_user("kasir", "accountant")
        advance = self.advance(800000).with_user(accountant)
        with self.refused("by its buttons only"):
            advance.state = "approved"
        with self.refused("Only the managers"):
            advance.action_approve()
        with self.refused("paying is not possible"):
            advance.action_pay()
        advance.sudo().action_approve()
        with self.refused("changing it is not possible"):
            advance.amount = 5
        with self.refused("deleting it is not possible"):
            advance.unlink()
        advance.action_pay()
        self.assertEqual(advance.state, "paid")
        with self.refused("cancelling is not possible"):
            advance.action_cancel()

    def test_officer_neither_pays_nor_cancels(self):
        self.accept(2000000, {self.budi: 1})
        officer = self.new_user("petugas", "officer")
        advance = self.advance(800000).with_user(officer)
        with self.refused("Only accountants and managers pay"):
            advance.action_pay()
        with self.refused("Only accountants and managers cancel"):
            advance.action_cancel()

    def test_taken_over_advance_is_deducted_too(self):
        """What the accountant books by hand on the account counts the same."""
        self.lend(self.siti, 123456)
        self.accept(2000000, {self.siti: 1})
        self.assertEqual(self.posted().payout_ids.advance, 123456)
