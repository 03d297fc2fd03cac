# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_posting import small_entries
from .test_run_states import RunCase


@tagged("post_install", "-at_install")
class TestReversal(RunCase):
    def test_every_account_is_restored_and_the_year_free_again(self):
        before = self.balances()
        run = self.posted(self.the_scheme)
        self.assertNotEqual(self.balances(), before)
        wizard = self.env["coop.shu.run.reverse"].create(
            {"run_id": run.id, "date": "2026-04-30", "reason": "withdrawn"}
        )
        wizard.action_reverse()
        self.env.invalidate_all()
        self.assertEqual(self.balances(), before)
        self.assertEqual(run.state, "reversed")
        self.assertEqual(len(run.move_ids), 2)
        self.assertEqual(run.share_ids[0].payment_state, "not_booked")
        self.assertFalse(
            self.env["account.move.line"].search(
                [("account_id", "=", self.payable.id), ("reconciled", "=", False)]
            )
        )
        again = self.posted(self.the_scheme)
        self.assertEqual(again.payable_total, run.payable_total)

    def test_in_several_entries(self):
        self.worker("Third", 10_000, 10_000)
        before = self.balances()
        run = self.approved(self.the_scheme)
        with small_entries(4):
            run.action_post()
            while run._next_chunk():
                pass
            run._reverse(run.date, "withdrawn")
            self.assertEqual(run.job, "reverse")
            self.assertEqual(run.state, "posted")
            with self.enter_registry_test_mode():
                self.env.ref("coop_shu.ir_cron_coop_shu").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((run.state, run.job), ("reversed", False))
        self.assertEqual(self.balances(), before)

    def test_refused_while_a_share_is_paid(self):
        run = self.posted(self.the_scheme)
        share = run.share_ids.filtered(lambda s: s.member_id == self.budi)
        wizard = (
            self.env["account.payment.register"]
            .with_context(**share.line_ids.action_register_payment()["context"])
            .create({"journal_id": self.bank_journal.id, "amount": 1_000})
        )
        payment = wizard._create_payments()
        before = self.balances()
        with self.assertRaisesRegex(UserError, "Budi") as caught:
            run._reverse(run.date, "withdrawn")
        self.assertIn(payment.move_id.name, str(caught.exception))
        self.assertEqual((self.balances(), run.state), (before, "posted"))
        self.assertEqual(share.payment_state, "partial")
        payment.action_draft()
        payment.action_cancel()
        run._reverse(run.date, "withdrawn")
        self.assertEqual(run.state, "reversed")

    def test_a_single_entry_is_not_undone_alone(self):
        run = self.posted(self.the_scheme)
        with self.assertRaisesRegex(UserError, "belongs to SHU 2025"):
            run.move_ids.button_draft()
        with self.assertRaisesRegex(UserError, "belongs to SHU 2025"):
            run.move_ids._reverse_moves(cancel=True)

    def test_locked_date_is_refused(self):
        run = self.posted(self.the_scheme)
        self.company.fiscalyear_lock_date = "2026-06-30"
        before = self.balances()
        with self.assertRaisesRegex(UserError, "is locked"):
            run._reverse(run.date, "withdrawn")
        self.assertEqual(self.balances(), before)
        run._reverse(run.date.replace(month=7), "withdrawn")
        self.assertEqual(run.state, "reversed")

    def test_not_before_it_was_posted(self):
        run = self.posted(self.the_scheme)
        with self.assertRaisesRegex(UserError, "cannot be earlier"):
            run._reverse(run.date.replace(day=30), "withdrawn")
