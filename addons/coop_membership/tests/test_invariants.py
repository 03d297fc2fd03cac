# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""What holds whatever the office does, in whatever order."""

import random
from collections import Counter, defaultdict
from datetime import date, timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import CoopCase

# Soft and hard locks; those of sales, purchases and taxes do not touch savings.
CLOSING = ("fiscalyear_lock_date", "hard_lock_date")
LOCKS = (*CLOSING, "tax_lock_date", "sale_lock_date", "purchase_lock_date")
TABLES = (
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "account_payment",
    "coop_member",
    "coop_member_exit",
    "coop_member_status",
    "coop_opening",
    "coop_payment_batch",
    "coop_savings_collection",
    "mail_message",
    "res_partner",
)
START = date(2025, 1, 1)


class InvariantCase(CoopCase):
    """Builders for each kind of document, and what is true of the ledger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.types = cls.principal + cls.mandatory + cls.voluntary
        cls.payable = cls.company.coop_shu_payable_account_id
        cls.reason = cls.env.ref("coop_membership.leave_reason_resigned")

    def payment(self, member, rows, day, direction="inbound"):
        return self.env["account.payment"].create(
            {
                "coop_member_id": member.id,
                "payment_type": direction,
                "partner_type": "customer" if direction == "inbound" else "supplier",
                "journal_id": self.bank_journal.id,
                "date": day,
                "coop_allocation_ids": [
                    Command.create({"type_id": savings_type.id, "amount": amount})
                    for savings_type, amount in rows.items()
                ],
            }
        )

    def sheet(self, rows, day):
        return self.env["coop.savings.collection"].create(
            {
                "journal_id": self.cash_journal.id,
                "date": day,
                "line_ids": [
                    Command.create(
                        {
                            "member_id": member.id,
                            "type_id": savings_type.id,
                            "amount": amount,
                        }
                    )
                    for (member, savings_type), amount in rows.items()
                ],
            }
        )

    def settlement(self, member, day):
        return self.env["coop.member.exit"].create(
            {"member_id": member.id, "date": day, "reason_id": self.reason.id}
        )

    def owe(self, member, amount, day):
        """Surplus of an earlier year that is still to be paid."""
        return self.entry(
            day,
            (self.payable, -amount, member),
            (self.company.coop_reserve_account_id, amount),
        ).line_ids.filtered(lambda item: item.account_id == self.payable)

    def batch(self, items, day, method="cash"):
        batch = self.env["coop.payment.batch"].create(
            {
                "account_id": self.payable.id,
                "method": method,
                "date": day,
                "journal_id": self.cash_journal.id if method == "cash" else False,
                "savings_type_id": self.voluntary.id if method == "savings" else False,
            }
        )
        batch._add_items(items)
        return batch

    def members_by_ledger(self):
        """``{(member, type): amount}`` as the members' own columns tell."""
        members = self.env["coop.member"].search([("company_id", "=", self.company.id)])
        saved = members._savings_at(date(2099, 12, 31))
        return {
            (member, savings_type): int(amount)
            for member, amounts in saved.items()
            for savings_type, amount in amounts.items()
            if amount
        }

    def assertLedgerIsMembers(self):
        """GL of each savings account = Σ members + unassigned, on any day."""
        rows = self.env["coop.savings.balance"]._read_group(
            [("company_id", "=", self.company.id)],
            ["type_id", "is_assigned"],
            ["amount:sum"],
        )
        seen = defaultdict(dict)
        for savings_type, assigned, amount in rows:
            seen[savings_type][assigned] = amount
        members = Counter()
        for (_member, savings_type), amount in self.members_by_ledger().items():
            members[savings_type] += amount
        for savings_type in self.types:
            assigned = seen[savings_type].get(True, 0)
            unassigned = seen[savings_type].get(False, 0)
            self.assertEqual(assigned, members[savings_type])
            self.assertEqual(
                -self.balance(savings_type.account_id), assigned + unassigned
            )
        columns = self.env["coop.member"]._read_group(
            [("company_id", "=", self.company.id)],
            [],
            [f"savings_{savings_type.kind}:sum" for savings_type in self.types],
        )
        self.assertEqual(
            [amount or 0 for amount in columns[0]],
            [members[savings_type] for savings_type in self.types],
        )


@tagged("post_install", "-at_install")
class TestLedgerIsMembers(InvariantCase):
    """A random office: every operation there is, allowed or refused, many times.

    Beside it a plain dict is kept of what each member must have; the books may never
    differ from it, and no balance is ever below zero on any day.
    """

    def test_random_walk(self):
        for seed in (1, 3):
            with self.subTest(seed=seed), self.savepoint() as savepoint:
                self._walk(random.Random(seed), 40)
                savepoint.rollback()
            self.env.invalidate_all()

    def _walk(self, chance, steps):
        self.chance, self.day = chance, START
        self.expected, self.documents = Counter(), []
        stranger = self.person("Somebody unknown")
        move = self.entry(
            START,
            (self.bank_account, 70000),
            (self.mandatory.account_id, -70000, stranger),
            post=False,
        )
        move.with_context(coop_allow_unassigned=True)._post(soft=False)
        members = [self.member(f"Walker {i}", "2024-01-01") for i in range(5)]
        operations = (
            *(self._deposit, self._collect) * 3,
            *(self._withdraw, self._undo) * 2,
            self._by_hand,
            self._leave,
            self._convert,
            self._change_draft,
        )
        done = Counter()
        for _step in range(steps):
            self.day += timedelta(days=chance.randint(0, 9))
            operation = chance.choice(operations)
            before = Counter(self.expected)
            try:
                with self.savepoint():
                    operation(chance.choice(members))
                    self.env.flush_all()
                done[operation.__name__] += 1
            except UserError:
                self.expected = before
                done["refused"] += 1
            self.env.invalidate_all()
            self.assertLedgerIsMembers()
            self.assertEqual(
                self.members_by_ledger(),
                {key: amount for key, amount in self.expected.items() if amount},
                operation.__name__,
            )
            self._check_never_negative(operation.__name__)
        self.assertGreater(sum(done.values()) - done["refused"], steps // 2, done)

    def _check_never_negative(self, step):
        running = Counter()
        for item in self.env["coop.savings.balance"].search(
            [("company_id", "=", self.company.id)], order="date, amount desc"
        ):
            running[item.partner_id, item.type_id] += item.amount
            self.assertGreaterEqual(running[item.partner_id, item.type_id], 0, step)

    def _amount(self):
        return self.chance.choice((1, 999, 50000, 500000))

    def _remember(self, undo, changes):
        self.expected.update(changes)
        self.documents.append((undo, changes))

    def _deposit(self, member):
        rows = {
            savings_type: self._amount()
            for savings_type in self.types
            if self.chance.random() < 0.6
        } or {self.voluntary: 1}
        payment = self.payment(member, rows, self.day)
        payment.action_post()
        self._remember(
            self.chance.choice((payment.action_draft, payment.action_cancel)),
            {(member, t): amount for t, amount in rows.items()},
        )

    def _withdraw(self, member):
        amount = self._amount()
        payment = self.payment(member, {self.voluntary: amount}, self.day, "outbound")
        payment.action_post()
        self._remember(payment.action_draft, {(member, self.voluntary): -amount})

    def _collect(self, member):
        others = self.env["coop.member"].search(
            [("company_id", "=", self.company.id), ("state", "=", "active")], limit=3
        )
        rows = {(one, self.mandatory): self._amount() for one in others | member}
        sheet = self.sheet(rows, self.day)
        sheet.action_post()
        self._remember(sheet.action_cancel, rows)

    def _by_hand(self, member):
        amount = self.chance.choice((-1, 1)) * self._amount()
        savings_type = self.chance.choice(self.types)
        move = self.save(member, savings_type, amount, self.day)
        self._remember(
            lambda: move._reverse_moves([{"date": move.date}], cancel=True),
            {(member, savings_type): amount},
        )

    def _leave(self, member):
        held = {
            (member, savings_type): -self.expected[member, savings_type]
            for savings_type in self.types
        }
        document = self.settlement(member, self.day)
        document.action_post()
        self._remember(document.action_cancel, held)

    def _convert(self, member):
        amount = self._amount()
        batch = self.batch(self.owe(member, amount, self.day), self.day, "savings")
        batch.action_post()
        self._remember(batch.action_cancel, {(member, self.voluntary): amount})

    def _change_draft(self, member):
        payment = self.payment(member, {self.mandatory: 5}, self.day)
        payment.coop_allocation_ids.amount = 7
        payment.action_post()
        payment.action_draft()
        payment.coop_allocation_ids.amount = 9
        payment.action_post()
        self._remember(payment.action_draft, {(member, self.mandatory): 9})

    def _undo(self, _member):
        if self.documents:
            undo, changes = self.chance.choice(self.documents)
            undo()
            self.documents.remove((undo, changes))
            self.expected.subtract(changes)


@tagged("post_install", "-at_install")
class TestEveryDocument(InvariantCase):
    """Rules that all documents share: locked periods, hashed journals, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.a, cls.b = cls.member("Siti"), cls.member("Budi")
        for member in cls.a + cls.b:
            cls.save(member, cls.principal, 500000, "2024-02-01")

    def documents(self, day):
        """``{name: (draft document, how it is undone)}`` of everything that books."""
        rows = {(self.a, self.mandatory): 50000, (self.b, self.voluntary): 1}
        opening = self.env["coop.opening"].create({"date": "2023-12-31"})
        # sudo: rows come from the file alone
        self.env["coop.opening.line"].sudo().create(
            {
                "opening_id": opening.id,
                "row": 2,
                "number": "0900",
                "name": "Taken over",
                "date_joined": "2020-01-01",
                "amounts": {str(self.voluntary.id): 1000},
            }
        )
        self.env["coop.opening.balance"].sudo().create(
            [
                {"opening_id": opening.id, "code": account.code, **amounts}
                for account, amounts in (
                    (self.cash_journal.default_account_id, {"debit": 1000}),
                    (self.voluntary.account_id, {"credit": 1000}),
                )
            ]
        )
        documents = {
            "opening": (opening, None),
            "sheet": (self.sheet(rows, day), "action_cancel"),
            "exit": (self.settlement(self.b, day), "action_cancel"),
            "batch": (
                self.batch(self.owe(self.a, 3000, "2024-03-01"), day),
                "action_cancel",
            ),
            "conversion": (
                self.batch(self.owe(self.a, 4000, "2024-03-01"), day, "savings"),
                "action_cancel",
            ),
            "payment": (
                self.payment(self.a, {self.mandatory: 50000}, day),
                "action_draft",
            ),
        }
        self.env.flush_all()
        return documents

    def lock(self, field, day):
        """Close the books, drafts or not: core would first ask to post them."""
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE res_company SET {field} = %s WHERE id = %s",
            [day, self.company.id],
        )
        self.env.invalidate_all()

    def count(self):
        self.env.flush_all()
        counts = {}
        for table in TABLES:
            self.env.cr.execute(f"SELECT count(*) FROM {table}")
            counts[table] = self.env.cr.fetchone()[0]
        return counts

    def test_locked_period_refuses_and_leaves_nothing(self):
        documents = self.documents("2025-06-30")
        for name, (document, _undo) in documents.items():
            for field in LOCKS:
                with (
                    self.subTest(document=name, lock=field),
                    self.savepoint() as undone,
                ):
                    self._book_locked(document, field)
                    undone.rollback()
                self.env.invalidate_all()

    def _book_locked(self, document, field):
        self.lock(field, "2025-06-30")
        before, balances = self.count(), self._balances()
        if field in CLOSING:
            with self.assertRaises(UserError), self.savepoint():
                document.action_post()
                self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(self.count(), before)
            self.assertEqual(self._balances(), balances)
            self.assertIn(document.state, ("draft", "checked"))
        else:
            document.action_post()
            moves = document.move_id if "move_id" in document else document.move_ids
            self.assertTrue(moves)
            self.assertEqual(set(moves.mapped("date")), {document.date})

    def test_locked_period_refuses_to_undo(self):
        documents = self.documents("2025-06-30")
        for name, (document, undo) in documents.items():
            if not undo:
                continue
            for field in CLOSING:
                with (
                    self.subTest(document=name, lock=field),
                    self.savepoint() as undone,
                ):
                    document.action_post()
                    self.lock(field, "2025-06-30")
                    before, balances = self.count(), self._balances()
                    with self.assertRaises(UserError), self.savepoint():
                        getattr(document, undo)()
                        self.env.flush_all()
                    self.env.invalidate_all()
                    self.assertEqual(self.count(), before)
                    self.assertEqual(self._balances(), balances)
                    undone.rollback()
                self.env.invalidate_all()

    def _balances(self):
        rows = self.env["account.move.line"]._read_group(
            [("company_id", "=", self.company.id), ("parent_state", "=", "posted")],
            ["account_id", "partner_id"],
            ["balance:sum"],
        )
        return {(account, partner): total for account, partner, total in rows if total}

    def test_hashed_journals(self):
        """Entries that may never be changed are booked and reversed all the same."""
        journals = self.bank_journal + self.cash_journal + self.misc_journal
        journals.restrict_mode_hash_table = True
        documents = self.documents("2025-06-30")
        documents.pop("payment")  # core itself resets no hashed payment
        for name, (document, undo) in documents.items():
            with self.subTest(document=name):
                balances = self._balances()
                document.action_post()
                self.assertTrue(document.move_ids)
                self.assertTrue(all(document.move_ids.mapped("inalterable_hash")))
                if undo:
                    getattr(document, undo)()
                    self.assertEqual(self._balances(), balances)
                self.assertLedgerIsMembers()
        payment = self.payment(self.a, {self.mandatory: 50000}, "2025-07-01")
        payment.action_post()
        with self.assertRaises(UserError), self.savepoint():
            payment.action_draft()
        payment.move_id._reverse_moves([{"date": "2025-07-02"}], cancel=True)
        self.assertLedgerIsMembers()

    def test_a_second_posting_changes_nothing(self):
        for name, (document, undo) in self.documents("2025-06-30").items():
            with self.subTest(document=name):
                for method in filter(None, ("action_post", undo)):
                    if method == "action_draft":
                        continue  # a payment is core's
                    getattr(document, method)()
                    before, balances = self.count(), self._balances()
                    with self.savepoint():
                        try:
                            getattr(document, method)()
                        except UserError:
                            self.env.invalidate_all()
                    self.assertEqual(self.count(), before)
                    self.assertEqual(self._balances(), balances)

    def test_partner_merge_cannot_delete_a_member(self):
        wizard = self.env["base.partner.merge.automatic.wizard"]
        partners = self.a.partner_id + self.b.partner_id
        for role in (self.env.user, self.env.ref("base.user_admin")):
            with self.subTest(user=role.login), self.savepoint() as undone:
                try:
                    wizard.with_user(role)._merge(partners.ids, partners[0])
                    self.env.flush_all()
                except Exception:  # noqa: BLE001 whatever refuses, does refuse
                    undone.rollback()
            self.env.invalidate_all()
            self.assertEqual((self.a + self.b).exists(), self.a + self.b)
            self.assertEqual((self.a + self.b).partner_id, partners)
