# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import csv
import io
from contextlib import contextmanager
from uuid import uuid4

import psycopg2

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import AccessError, UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

from .common import CoopCase


@tagged("post_install", "-at_install")
class TestBatch(CoopCase):
    """Open payable items of many people are paid by one entry, each once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.payable = cls.account("shu_payable")
        cls.reserve = cls.account("reserve")

    @classmethod
    def owed(cls, count, trusted=True, first=1):
        """``count`` members to whom 1000 × i is owed by one entry."""
        members = cls.env["coop.member"]
        for i in range(first, first + count):
            members += cls.member(f"Member {i}", "2024-01-01", f"{i:05}")
        cls.env["res.partner.bank"].create(
            [
                {
                    "partner_id": member.partner_id.id,
                    "acc_number": f"12-{member.number}",
                    "acc_holder_name": f"HOLDER {member.number}",
                    "allow_out_payment": trusted,
                }
                for member in members
            ]
        )
        rows = [
            (cls.payable, -1000 * (first + i), member)
            for i, member in enumerate(members)
        ]
        total = sum(balance for _account, balance, _member in rows)
        cls.entry("2025-04-01", *rows, (cls.reserve, -total))
        return members

    def batch(self, method="bank", fill=True, **values):
        batch = self.env["coop.payment.batch"].create(
            {
                "account_id": self.payable.id,
                "date": "2025-05-01",
                "method": method,
                "memo": "SHU 2024",
                "savings_type_id": self.voluntary.id if method == "savings" else False,
                **values,
            }
        )
        if fill:
            batch.action_fill()
        return batch

    def items(self, members):
        return self.env["account.move.line"].search(
            [
                ("account_id", "=", self.payable.id),
                ("partner_id", "in", members.partner_id.ids),
                ("credit", ">", 0),
                ("date", "<", "2025-05-01"),
            ]
        )

    # ------------------------------------------------------------- three ways to pay
    def test_bank_pays_fifty_items_with_one_line_of_money(self):
        members = self.owed(50)
        batch = self.batch()
        self.assertEqual(batch.journal_id.type, "bank")
        self.assertEqual((batch.payee_count, batch.amount_total), (50, 1275000))
        batch.action_post()
        self.assertEqual(batch.state, "posted")
        entry = batch.move_id
        money = entry.line_ids.filtered(
            lambda item: item.account_id == batch.journal_id.default_account_id
        )
        self.assertEqual(money.mapped("balance"), [-1275000])
        self.assertEqual(len(entry.line_ids), 51)
        self.assertTrue(all(self.items(members).mapped("reconciled")))
        self.assertFalse(self.balance(self.payable))

    def test_cash_pays_and_prints_a_list_to_sign(self):
        members = self.owed(50)
        batch = self.batch("cash")
        self.assertEqual(batch.journal_id.type, "cash")
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("coop_membership.report_cash_list", batch.ids)[0]
            .decode()
        )
        self.assertIn("Satu juta dua ratus tujuh puluh lima ribu rupiah", html)
        self.assertIn("Member 50", html)
        batch.action_post()
        self.assertTrue(all(self.items(members).mapped("reconciled")))

    def test_conversion_credits_the_savings_of_each_member(self):
        members = self.owed(50)
        batch = self.batch("savings")
        batch.action_post()
        self.assertTrue(all(self.items(members).mapped("reconciled")))
        saved = members._savings_at("2025-05-01")
        self.assertEqual(
            [saved[member][self.voluntary] for member in members],
            [1000 * i for i in range(1, 51)],
        )
        self.assertEqual(self.balance(self.voluntary.account_id), -1275000)

    def test_large_batches_are_split_over_entries(self):
        members = self.owed(5)
        self.patch(
            __import__(
                "odoo.addons.coop_membership.models.coop_payment_batch",
                fromlist=["MAX_LINES"],
            ),
            "MAX_LINES",
            3,
        )
        batch = self.batch()
        batch.action_post()
        self.assertEqual(
            [len(m.line_ids) for m in batch.move_ids.sorted("id")], [3, 3, 2]
        )
        self.assertTrue(all(self.items(members).mapped("reconciled")))

    # ----------------------------------------------------------------- what is paid
    def test_without_trusted_bank_account_left_out_with_the_reason(self):
        good = self.owed(2)
        bad = self.owed(1, trusted=False, first=11)
        none = self.member("No bank", number="00099")
        self.entry("2025-04-01", (self.payable, -500, none), (self.reserve, 500))
        batch = self.batch()
        out = {
            line.member_id: line.problem for line in batch.line_ids if not line.included
        }
        self.assertEqual(set(out), {bad, none})
        self.assertIn("trusted", out[bad])
        self.assertIn("No bank account", out[none])
        self.assertEqual(batch.left_out_count, 2)
        batch.action_post()
        self.assertTrue(all(self.items(good).mapped("reconciled")))
        self.assertFalse(self.items(bad).reconciled)
        # what was left out is paid in cash by the next batch
        cash = self.batch("cash")
        self.assertEqual(cash.line_ids.member_id, bad | none)
        cash.action_post()
        self.assertFalse(self.balance(self.payable))

    def test_only_members_convert_into_savings(self):
        member = self.owed(1)
        self.entry(
            "2025-04-01", (self.payable, -500, self.partner_a), (self.reserve, 500)
        )
        batch = self.batch("savings")
        [left_out] = batch.line_ids.filtered(lambda line: not line.included)
        self.assertEqual(left_out.partner_id, self.partner_a)
        self.assertEqual(left_out.problem, "Not a member now")
        batch.action_post()
        self.assertTrue(self.items(member).reconciled)

    def test_a_line_that_cannot_be_paid_is_refused_by_name(self):
        self.owed(1, trusted=False)
        batch = self.batch()
        batch.line_ids.included = True
        with self.assertRaisesRegex(UserError, "Member 1: Bank account is not trusted"):
            batch.action_post()
        self.assertFalse(batch.move_ids)

    def test_partly_paid_items_pay_the_rest(self):
        members = self.owed(3)
        part = self.entry(
            "2025-04-15", (self.payable, 400, members[0]), (self.bank_account, -400)
        )
        item = self.items(members[0])
        (item | part.line_ids.filtered("debit")).reconcile()
        batch = self.batch()
        self.assertEqual(batch.line_ids.mapped("amount"), [600, 2000, 3000])
        batch.action_post()
        self.assertTrue(item.reconciled)

    def test_item_paid_meanwhile_is_refused(self):
        members = self.owed(2)
        batch = self.batch()
        paid = self.entry(
            "2025-04-15", (self.payable, 1000, members[0]), (self.bank_account, -1000)
        )
        (self.items(members[0]) | paid.line_ids.filtered("debit")).reconcile()
        with self.assertRaisesRegex(UserError, "Member 1"):
            batch.action_post()
        self.assertFalse(batch.move_ids)

    def test_fill_by_date_and_condition(self):
        members = self.owed(3)
        later = self.member("Later", number="00050")
        self.entry("2025-04-20", (self.payable, -700, later), (self.reserve, 700))
        batch = self.batch("cash", date_to="2025-04-10")
        self.assertEqual(batch.line_ids.member_id, members)
        batch.unlink()
        batch = self.batch("cash", item_domain="[('amount_residual', '<', -1500)]")
        self.assertEqual(batch.line_ids.member_id, members[1:])

    def test_an_item_is_in_one_open_batch_only(self):
        self.owed(3)
        first = self.batch()
        self.assertFalse(self.batch().line_ids)
        with (
            self.assertRaises(psycopg2.errors.UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.batch(fill=False)._add_items(first.line_ids.move_line_id)
        first.line_ids[0].included = False
        self.assertEqual(len(self.batch().line_ids), 1)

    # ------------------------------------------------------------------ once, undone
    def test_confirming_twice_changes_nothing(self):
        self.owed(3)
        batch = self.batch()
        batch.action_post()
        entries = batch.move_ids
        batch.action_post()
        self.assertEqual(batch.move_ids, entries)
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            batch.line_ids.included = False

    def test_cancel_opens_the_items_again(self):
        members = self.owed(3)
        before = self.balance(self.bank_account)
        for method in ("bank", "savings"):
            batch = self.batch(method)
            batch.action_post()
            batch.action_cancel()
            self.assertEqual(batch.state, "cancelled")
            self.assertFalse(any(self.items(members).mapped("reconciled")))
            self.assertEqual(
                self.items(members).mapped("amount_residual"), [-1000, -2000, -3000]
            )
            self.assertEqual(self.balance(self.payable), -6000)
            self.assertEqual(self.balance(self.bank_account), before)
        self.batch().action_post()
        self.assertFalse(self.balance(self.payable))

    def test_locked_period_refuses_and_leaves_nothing(self):
        members = self.owed(2)
        batch = self.batch()
        self.company.fiscalyear_lock_date = "2025-05-31"
        with self.assertRaisesRegex(UserError, "locked"):
            batch.action_post()
        self.assertFalse(batch.move_ids)
        self.assertFalse(any(self.items(members).mapped("reconciled")))

    # ---------------------------------------------------------------------- documents
    def test_bank_file_has_control_and_hash_totals(self):
        members = self.owed(3)
        self.entry("2025-04-01", (self.payable, -500, members[2]), (self.reserve, 500))
        members[0].partner_id.bank_ids.acc_holder_name = '=cmd|" /C calc"!A0'
        rows = list(csv.reader(io.StringIO(self.batch()._bank_file())))
        total_hash = str(sum(int(f"12{i:05}") for i in (1, 2, 3)))
        self.assertEqual(rows[0][0], "H")
        self.assertEqual(rows[0][-3:], ["3", "6500", total_hash])
        self.assertEqual(rows[-1], ["T", "3", "6500", total_hash])
        # two items of one person are one transfer
        self.assertEqual(
            rows[4],
            [
                "3",
                "00003",
                "Member 3",
                "",
                "1200003",
                "HOLDER 00003",
                "3500",
                "SHU 2024",
            ],
        )
        self.assertEqual(rows[2][5][:3], "cmd")

    def test_bank_data_is_not_for_readers(self):
        self.owed(2)
        batch = self.batch()
        supervisor = self.new_user("supervisor", "supervisor")
        lines = batch.with_user(supervisor).line_ids
        self.assertEqual(lines.mapped("included"), [True, True])
        self.assertFalse(any(lines.mapped("problem")))
        with self.assertRaises(AccessError):
            lines.read(["partner_bank_id"])
        with self.assertRaises(AccessError):
            batch.with_user(supervisor).action_bank_file()
        accountant = self.new_user("accountant", "accountant")
        action = batch.with_user(accountant).action_bank_file()
        self.assertEqual(action["type"], "ir.actions.act_url")
        batch.with_user(accountant).action_bank_file()
        attachments = self.env["ir.attachment"].search(
            [
                ("res_model", "=", batch._name),
                ("res_id", "=", batch.id),
                ("res_field", "=", "bank_file"),
            ]
        )
        self.assertEqual(len(attachments), 1)
        batch.with_user(accountant).action_post()
        self.assertEqual(batch.state, "posted")

    # ------------------------------------------------------------------- performance
    def test_queries_grow_at_most_linearly(self):
        def count(size, first, method):
            self.owed(size, first=first)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.batch(method).action_post()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        for offset, method in ((0, "bank"), (1000, "savings")):
            count(2, offset + 1, method)  # caches
            small = count(20, offset + 100, method)
            large = count(40, offset + 200, method)
            self.assertLess(large - small, 30, (method, small, large))


@tagged("post_install", "-at_install")
class TestBatchConcurrency(BaseCase):
    """Two users on two connections: one wins, the other is told.

    Works on committed rows of a company of its own, and takes them away again.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.made = {}
        self.addCleanup(self._clean)
        with self._env() as env:
            self._make(env)

    @contextmanager
    def _env(self):
        """An environment on a connection of its own, committed at the end."""
        with self.registry.cursor() as cr:
            cr.execute("SET LOCAL lock_timeout = '5s'")
            env = api.Environment(cr, SUPERUSER_ID, {})
            company = self.made.get("company")
            yield env(context={"allowed_company_ids": company or env.company.ids})

    def _make(self, env):
        company = env["res.company"].create({"name": f"Two users {uuid4()}"})
        env = env(
            context={"allowed_company_ids": company.ids, "tracking_disable": True}
        )
        accounts = env["account.account"].create(
            [
                {
                    "name": name,
                    "code": code,
                    "account_type": kind,
                    "reconcile": reconcile,
                }
                for name, code, kind, reconcile in (
                    ("Payable", "C2001", "liability_payable", True),
                    ("Reserve", "C3001", "equity", False),
                    ("Cash", "C1001", "asset_cash", False),
                )
            ]
        )
        journals = env["account.journal"].create(
            [
                {"name": "Misc", "code": "CMISC", "type": "general"},
                {
                    "name": "Cash",
                    "code": "CCASH",
                    "type": "cash",
                    "default_account_id": accounts[2].id,
                },
            ]
        )
        partner = env["res.partner"].create({"name": "Payee"})
        move = env["account.move"].create(
            {
                "move_type": "entry",
                "date": "2025-04-01",
                "journal_id": journals[0].id,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "partner_id": partner.id,
                            "balance": balance,
                        }
                    )
                    for account, balance in ((accounts[0], -1000), (accounts[1], 1000))
                ],
            }
        )
        move._post(soft=False)
        self.made = {
            "company": company.ids,
            "account": accounts.ids,
            "journal": journals.ids,
            "partner": partner.ids,
            "item": move.line_ids.filtered("credit").ids,
        }

    def _clean(self):
        with self._env() as env:
            company = env["res.company"].browse(self.made["company"])
            batches = env["coop.payment.batch"].search(
                [("company_id", "=", company.id)]
            )
            batches.filtered(lambda b: b.state == "posted").action_cancel()
        # partners' ranks are raised after the commit: delete in a second one
        with self._env() as env:
            company = env["res.company"].browse(self.made["company"])
            cr = env.cr
            env.flush_all()
            for table in ("coop_payment_batch_line", "coop_payment_batch"):
                cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE company_id = %s",
                        SQL.identifier(table),
                        company.id,
                    )
                )
            env.invalidate_all()
            moves = env["account.move"].search([("company_id", "=", company.id)])
            moves.line_ids.remove_move_reconcile()
            moves.filtered(lambda m: m.state == "posted").button_draft()
            moves.with_context(force_delete=True).unlink()
            env["account.journal"].browse(self.made["journal"]).unlink()
            env["account.account"].browse(self.made["account"]).unlink()
            env["res.partner"].browse(self.made["partner"]).unlink()
            company.partner_id.active = company.active = False

    def _batch(self, env, fill=True):
        batch = env["coop.payment.batch"].create(
            {
                "company_id": self.made["company"][0],
                "account_id": self.made["account"][0],
                "journal_id": self.made["journal"][1],
                "method": "cash",
                "date": "2025-05-01",
            }
        )
        if fill:
            batch.action_fill()
        return batch

    def _paid(self):
        with self._env() as env:
            lines = env["account.move.line"].search(
                [("account_id", "=", self.made["account"][0]), ("debit", ">", 0)]
            )
            return lines.mapped("debit")

    def test_two_users_confirming_one_batch_pay_once(self):
        with self._env() as env:
            batch = self._batch(env)
            batch_id = batch.id
        with self._env() as one, self._env() as two:
            # both have looked at the draft
            for env in (one, two):
                self.assertEqual(
                    env["coop.payment.batch"].browse(batch_id).state, "draft"
                )
            one["coop.payment.batch"].browse(batch_id).action_post()
            with self.assertRaisesRegex(UserError, "by someone else right now"):
                two["coop.payment.batch"].browse(batch_id).action_post()
            one.cr.commit()
            # on the old snapshot the database itself refuses; Odoo retries then
            with (
                self.assertRaises(psycopg2.errors.SerializationFailure),
                mute_logger("odoo.sql_db"),
            ):
                two["coop.payment.batch"].browse(batch_id).action_post()
            two.cr.rollback()
            two.invalidate_all()
            two["coop.payment.batch"].browse(batch_id).action_post()
            two.cr.commit()
        self.assertEqual(self._paid(), [1000])

    def test_two_batches_cannot_take_the_same_item(self):
        with self._env() as one, self._env() as two:
            second = self._batch(two, fill=False)
            first = self._batch(one)
            self.assertTrue(first.line_ids.included)
            one.cr.commit()
            with (
                self.assertRaises(psycopg2.errors.UniqueViolation),
                mute_logger("odoo.sql_db"),
            ):
                second.action_fill()
                two.flush_all()
            two.cr.rollback()
            first.action_post()
            one.cr.commit()
        self.assertEqual(self._paid(), [1000])

    def test_batch_and_payment_cannot_pay_the_same_item(self):
        with self._env() as env:
            batch_id = self._batch(env).id
        with self._env() as one, self._env() as two:
            batch = two["coop.payment.batch"].browse(batch_id)
            self.assertEqual(batch.line_ids.amount, 1000)
            item = one["account.move.line"].browse(self.made["item"])
            paid = one["account.move"].create(
                {
                    "move_type": "entry",
                    "date": "2025-05-01",
                    "journal_id": self.made["journal"][1],
                    "line_ids": [
                        Command.create(
                            {
                                "account_id": self.made["account"][place],
                                "partner_id": self.made["partner"][0],
                                "balance": balance,
                            }
                        )
                        for place, balance in ((0, 1000), (2, -1000))
                    ],
                }
            )
            paid._post(soft=False)
            (item | paid.line_ids.filtered("debit")).reconcile()
            one.flush_all()
            with self.assertRaisesRegex(UserError, "Someone else is paying"):
                batch.action_post()
            two.cr.rollback()
            one.cr.commit()
            two.invalidate_all()
            with self.assertRaisesRegex(UserError, "Payee"):
                two["coop.payment.batch"].browse(batch_id).action_post()
            two.cr.rollback()
        self.assertEqual(self._paid(), [1000])
