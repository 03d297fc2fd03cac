# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..models import coop_shu_run_post
from .test_run_states import RunCase


def small_entries(lines):
    """Let entries hold few lines, so that a run of few members takes several."""
    return patch.object(coop_shu_run_post, "MAX_LINES", lines)


@tagged("post_install", "-at_install")
class TestPosting(RunCase):
    def _items(self, run):
        return run.move_ids.line_ids

    def test_posting_twice_changes_nothing(self):
        run = self.posted(self.the_scheme)
        before = self.balances(), run.move_ids
        run.action_post()
        while run._next_chunk():
            pass
        self.assertEqual((self.balances(), run.move_ids), before)
        self.assertEqual(run.state, "posted")

    def test_one_item_per_member_with_partner_and_share(self):
        run = self.posted(self.the_scheme)
        lines = self._items(run).filtered("coop_shu_share_id")
        self.assertEqual(lines.account_id, self.payable)
        self.assertEqual(
            {line.partner_id: -line.balance for line in lines},
            {self.budi.partner_id: 400_000, self.siti.partner_id: 200_000},
        )
        for share in run.share_ids:
            self.assertEqual(share.move_id, run.move_ids)
            self.assertEqual(share.line_ids.partner_id, share.partner_id)
            self.assertEqual(share.amount_residual, share.payable)

    def test_needs_approval(self):
        run = self.computed(self.the_scheme)
        with self.assertRaisesRegex(UserError, "posting is not possible"):
            run.action_post()

    def test_locked_date_leaves_nothing(self):
        run = self.approved(self.the_scheme)
        self.company.fiscalyear_lock_date = "2026-03-31"
        before = self.balances()
        with self.assertRaisesRegex(UserError, "is locked"), self.env.cr.savepoint():
            run.action_post()
        self.env.invalidate_all()
        self.assertEqual(self.balances(), before)
        self.assertFalse(run.move_ids or run.job)
        self.assertFalse(run.share_ids.move_id)
        self.assertFalse(
            self.env["account.move"].search([("coop_shu_run_id", "=", run.id)])
        )
        run.date = "2026-04-01"
        run.action_post()
        self.assertEqual(str(run.move_ids.date), "2026-04-01")

    def test_the_date_lies_after_the_year(self):
        run = self.approved(self.the_scheme, date="2025-12-31")
        with self.assertRaisesRegex(UserError, "lies in the year"):
            run.action_post()

    def test_hashed_journal(self):
        self.misc_journal.restrict_mode_hash_table = True
        run = self.posted(self.the_scheme)
        self.assertEqual(run.state, "posted")
        run._reverse(run.date, "test")
        self.assertEqual(run.state, "reversed")

    def test_chunks_are_balanced_and_complete(self):
        for index in range(7):
            self.worker_after(f"M{index}")
        run = self.approved(self.the_scheme)
        with small_entries(4):
            run.action_post()
            self.assertEqual(run.job, "post")
            self.assertFalse(run.move_ids)  # left to the background
            steps = 1
            while run._next_chunk():
                steps += 1
        self.assertEqual(run.state, "posted")
        self.assertEqual(len(run.move_ids), steps)
        for move in run.move_ids:
            self.assertLessEqual(len(move.line_ids), 4)
            self.assertEqual(sum(move.line_ids.mapped("balance")), 0)
        self.assertEqual(-self.balance(self.payable), run.payable_total)
        self.assertEqual(self.balance(self.unaffected), run.surplus_total)
        for share in run.share_ids.filtered("payable"):
            self.assertEqual(len(share.line_ids), 1)

    def worker_after(self, name):
        self.company.fiscalyear_lock_date = False
        return self.worker(name, 10_000, 10_000)

    def test_background_goes_on_after_a_failure_without_gap_or_double(self):
        for index in range(5):
            self.worker_after(f"M{index}")
        run = self.approved(self.the_scheme)
        moves = self.env.registry["account.move"]
        original = moves._post
        calls = []

        def fails_second_time(records, soft=True):
            calls.append(records)
            if len(calls) == 2:
                raise UserError("lights out")  # pylint: disable=translation-required
            return original(records, soft)

        cron = self.env.ref("coop_shu.ir_cron_coop_shu")
        with small_entries(4):
            run.action_post()
            with (
                patch.object(moves, "_post", fails_second_time),
                self.enter_registry_test_mode(),
            ):
                cron.method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual(len(run.move_ids), 1)
            self.assertEqual((run.state, run.job), ("approved", False))
            self.assertIn("lights", run.job_error)
            booked = run.share_ids.filtered("move_id")
            self.assertTrue(booked)
            run.action_resume()
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((run.state, run.job, run.job_error), ("posted", False, False))
        self.assertEqual(run.posted_count, run.payable_count)
        self.assertEqual(-self.balance(self.payable), run.payable_total)
        for share in run.share_ids.filtered("payable"):
            self.assertEqual(-sum(share.line_ids.mapped("balance")), share.payable)

    def test_lock_set_between_chunks_stops_and_is_told(self):
        self.worker_after("M")
        run = self.approved(self.the_scheme)
        with small_entries(4):
            run.action_post()
            run._next_chunk()
            self.company.fiscalyear_lock_date = "2026-03-31"
            with self.enter_registry_test_mode():
                self.env.ref("coop_shu.ir_cron_coop_shu").method_direct_trigger()
            self.env.invalidate_all()
            self.assertIn("locked", run.job_error)
            self.assertEqual(len(run.move_ids), 1)

    def test_heirs_receive_the_share_of_who_died(self):
        heirs = self.person("Wife") + self.person("Son")
        self.budi._link_heirs([(heirs[0], "wife", 2), (heirs[1], "son", 1)])
        self.leave(self.budi, "2026-01-15", "deceased")
        run = self.posted(self.the_scheme)
        share = run.share_ids.filtered(lambda s: s.member_id == self.budi)
        self.assertEqual(
            {line.partner_id: -line.balance for line in share.line_ids},
            {heirs[0]: 266_667, heirs[1]: 133_333},
        )
        self.assertEqual(share.amount_residual, 400_000)

    def test_payees_become_suppliers(self):
        self.posted(self.the_scheme)
        self.assertTrue(all((self.budi | self.siti).partner_id.mapped("supplier_rank")))


@tagged("post_install", "-at_install")
class TestPaying(RunCase):
    def _pay(self, lines):
        action = lines.action_register_payment()
        wizard = (
            self.env["account.payment.register"]
            .with_context(**action["context"])
            .create({"journal_id": self.bank_journal.id})
        )
        return wizard._create_payments()

    def test_state_follows_the_ledger(self):
        run = self.posted(self.the_scheme)
        budi = run.share_ids.filtered(lambda s: s.member_id == self.budi)
        siti = run.share_ids - budi
        self.assertEqual(
            (budi.payment_state, run.amount_unpaid, run.amount_paid),
            ("unpaid", 600_000, 0),
        )
        payments = self._pay(budi.line_ids)
        self.env.invalidate_all()
        self.assertEqual(budi.payment_state, "paid")
        self.assertEqual((run.state, run.amount_unpaid), ("posted", 200_000))
        shares = self.env["coop.shu.share"]
        own = [("run_id", "=", run.id)]
        self.assertEqual(
            shares.search([*own, ("payment_state", "in", ("unpaid", "partial"))]), siti
        )
        self.assertEqual(shares.search([*own, ("amount_residual", "=", 0)]), budi)
        self.assertEqual(shares.search(own, order="amount_residual desc"), siti + budi)
        [(total,)] = shares._read_group(own, aggregates=["amount_residual:sum"])
        self.assertEqual(total, 200_000)
        siti.action_pay()
        self._pay(siti.line_ids)
        self.env.invalidate_all()
        self.assertEqual((run.state, run.amount_paid), ("paid", 600_000))
        payments.action_draft()
        payments.action_cancel()
        self.env.invalidate_all()
        self.assertEqual((run.state, run.amount_unpaid), ("posted", 400_000))

    def test_age_of_what_is_unpaid(self):
        run = self.posted(self.the_scheme)
        share = run.share_ids[0]
        today = self.env["coop.shu.run"]._fields["date"].today()
        self.assertEqual(share.age_days, (today - run.date).days)
        self.assertEqual(
            self.env["coop.shu.share"].search(
                [("run_id", "=", run.id), ("age_days", ">=", share.age_days)]
            ),
            run.share_ids,
        )

    def test_unpaid_surplus_lists_older_items_too(self):
        self.entry(
            "2024-12-31",
            (self.bank_account, 125_000),
            (self.payable, -125_000, self.siti),
        )
        run = self.posted(self.the_scheme)
        runs = run.with_company(self.company).with_context(
            allowed_company_ids=self.company.ids
        )
        items = self.env["account.move.line"].search(
            runs.action_unpaid_surplus()["domain"]
        )
        self.assertEqual(sum(items.mapped("amount_residual")), -725_000)
        items = self.env["account.move.line"].search(
            runs.action_open_unpaid()["domain"]
        )
        self.assertEqual(sum(items.mapped("amount_residual")), -600_000)

    def test_payment_batch_of_the_open_items(self):
        self.entry(
            "2024-12-31",
            (self.bank_account, 125_000),
            (self.payable, -125_000, self.siti),
        )
        run = self.posted(self.the_scheme)
        action = run.action_pay_cash()
        batch = self.env["coop.payment.batch"].browse(action["res_id"])
        self.assertEqual(batch.amount_total, 600_000)
        batch.action_post()
        self.env.invalidate_all()
        self.assertEqual(run.state, "paid")
        with self.assertRaisesRegex(UserError, "not possible"):
            run.action_pay_bank()
        batch.action_cancel()
        self.env.invalidate_all()
        self.assertEqual((run.state, run.amount_unpaid), ("posted", 600_000))

    def test_conversion_to_savings(self):
        run = self.posted(self.the_scheme)
        batch = self.env["coop.payment.batch"].browse(
            run.action_pay_savings()["res_id"]
        )
        batch.savings_type_id = self.voluntary
        batch.action_post()
        self.env.invalidate_all()
        self.assertEqual(run.state, "paid")
        self.assertEqual(self.budi.savings_voluntary, 400_000)

    def test_many_shares_reconciled_by_one_entry_refresh_once(self):
        run = self.posted(self.the_scheme)
        lines = run.share_ids.line_ids
        move = self.env["account.move"].create(
            {
                "date": "2026-05-01",
                "journal_id": self.misc_journal.id,
                "line_ids": [
                    *(
                        Command.create(
                            {
                                "account_id": self.payable.id,
                                "partner_id": line.partner_id.id,
                                "balance": -line.balance,
                            }
                        )
                        for line in lines
                    ),
                    Command.create(
                        {"account_id": self.bank_account.id, "balance": -600_000}
                    ),
                ],
            }
        )
        move._post(soft=False)
        self.env["account.move.line"]._reconcile_plan(
            [
                line
                | move.line_ids.filtered(
                    lambda paid, line=line: paid.partner_id == line.partner_id
                )
                for line in lines
            ]
        )
        self.assertEqual(run.state, "paid")
