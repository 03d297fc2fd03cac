# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import ast
import base64
import csv
import io
import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import split_every

from ..money import money
from .coop_entry_mixin import MAX_LINES


class CoopPaymentBatch(models.Model):
    """Pays open items of one payable account to many people with one entry.

    Bank: a bulk file for the bank; cash: a list to sign; savings: the amounts are
    credited to a savings type of the members. Dr the payable per item / Cr the
    journal's own account once (or savings per member), reconciled in bulk. Generic:
    whatever stands on a payable account can be paid, in full, at the residual of the
    day.
    """

    _name = "coop.payment.batch"
    _description = "Payment Batch"
    _inherit = ["coop.entry.mixin"]
    _open_fields = frozenset(("state", "move_ids", "bank_file"))

    account_id = fields.Many2one(
        "account.account",
        string="Payable account",
        required=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        domain="[('account_type', '=', 'liability_payable')]",
        default=lambda self: (
            self.env.company.coop_shu_payable_account_id
            or self.env.company.coop_refund_account_id
        ),
    )
    method = fields.Selection(
        [
            ("bank", "Bank transfer"),
            ("cash", "Cash"),
            ("savings", "Conversion to savings"),
        ],
        string="How",
        required=True,
        default="bank",
        tracking=True,
    )
    journal_id = fields.Many2one(
        "account.journal",
        string="Paid from",
        check_company=True,
        compute="_compute_journal_id",
        store=True,
        readonly=False,
        domain="[('type', '=', method)]",
    )
    savings_type_id = fields.Many2one(
        "coop.savings.type",
        string="Into savings",
        ondelete="restrict",
        check_company=True,
    )
    memo = fields.Char(help="Text on the bank statement of the person paid.")
    date_to = fields.Date(
        string="Items up to", help="Fill with items dated up to this day only."
    )
    item_domain = fields.Char(
        string="Only items that", help="Further condition on the journal items."
    )
    line_ids = fields.One2many("coop.payment.batch.line", "batch_id")
    bank_file = fields.Binary(
        readonly=True,
        copy=False,
        groups="coop_membership.group_sensitive,coop_membership.group_accountant",
        help="The last bulk transfer file; it holds bank accounts of members.",
    )
    amount_total = fields.Monetary(
        string="Total", compute="_compute_totals", store=True
    )
    payee_count = fields.Integer(string="People", compute="_compute_totals", store=True)
    left_out_count = fields.Integer(
        string="Left out", compute="_compute_totals", store=True
    )

    @api.depends("company_id", "method")
    def _compute_journal_id(self):
        for batch in self:
            if batch.method == "savings":
                batch.journal_id = False
            elif batch.journal_id.type != batch.method:
                batch.journal_id = self.env["account.journal"].search(
                    [
                        *self.env["account.journal"]._check_company_domain(
                            batch.company_id
                        ),
                        ("type", "=", batch.method),
                    ],
                    limit=1,
                )

    @api.depends("line_ids.amount", "line_ids.included", "line_ids.partner_id")
    def _compute_totals(self):
        for batch in self:
            paid = batch.line_ids.filtered("included")
            batch.amount_total = sum(paid.mapped("amount"))
            batch.payee_count = len(paid.partner_id)
            batch.left_out_count = len(batch.line_ids) - len(paid)

    @api.constrains("account_id")
    def _check_account(self):
        for batch in self:
            if batch.account_id.account_type != "liability_payable":
                raise UserError(
                    self.env._(
                        "%(account)s is not a payable account.",
                        account=batch.account_id.display_name,
                    )
                )

    def write(self, vals):
        if "account_id" in vals or "company_id" in vals:
            self.filtered(
                lambda batch: batch.account_id.id != vals.get("account_id")
            ).line_ids.unlink()
        result = super().write(vals)
        if "method" in vals:
            # what was left out for one way of paying may go another way
            for batch in self:
                batch.line_ids.filtered("problem").included = False
        return result

    # --------------------------------------------------------------------- filling
    def _items_domain(self):
        """Open items of this batch's account that can be paid."""
        self.ensure_one()
        domain = Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("account_id", "=", self.account_id.id),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("amount_residual", "<", 0),
                ("partner_id", "!=", False),
            ]
        )
        if self.date_to:
            domain &= Domain("date", "<=", self.date_to)
        if self.item_domain:
            domain &= Domain(ast.literal_eval(self.item_domain))
        return domain

    def action_fill(self):
        """Take in all open items that are in no other open batch."""
        for batch in self:
            taken = Domain("state", "=", "draft") & (
                Domain("included", "=", True) | Domain("batch_id", "=", batch.id)
            )
            # sudo: only to leave out what another batch holds
            held = self.env["coop.payment.batch.line"].sudo().search(taken)
            batch._add_items(
                self.env["account.move.line"].search(
                    batch._items_domain()
                    & Domain("id", "not in", held.move_line_id.ids),
                    order="partner_id, date, id",
                )
            )
        return True

    def _add_items(self, items):
        """Take open payable items (``account.move.line``) into this draft batch.

        Items that cannot be paid in the way chosen are listed but left out.
        """
        self.ensure_one()
        self._check_draft()
        members = self.env["coop.member"]._members_of_partners(
            items.partner_id, self.company_id
        )
        banks = {}
        for bank in self.env["res.partner.bank"].search(
            [("partner_id", "in", items.partner_id.ids)],
            order="allow_out_payment desc, sequence, id",
        ):
            banks.setdefault(bank.partner_id, bank)
        no_bank = self.env["res.partner.bank"]
        lines = self.env["coop.payment.batch.line"].create(
            [
                {
                    "batch_id": self.id,
                    "move_line_id": item.id,
                    "partner_id": item.partner_id.id,
                    "member_id": members.get(
                        item.partner_id, self.env["coop.member"]
                    ).id,
                    "partner_bank_id": banks.get(item.partner_id, no_bank).id,
                    "amount": -item.amount_residual,
                    "included": False,
                }
                for item in items
            ]
        )
        lines.filtered(lambda line: not line.problem).included = True
        return lines

    def action_include_all(self):
        """Include every line that can be paid in the way chosen now."""
        self._check_draft()
        self.line_ids.filtered(lambda line: not line.problem).included = True
        return True

    # --------------------------------------------------------------------- booking
    def _entry_journal(self):
        if self.method == "savings":
            return self.company_id._coop_journal()
        return self.journal_id

    def _entry_label(self):
        return " ".join(filter(None, [self.name, self.memo]))

    def _paid_lines(self):
        """Lines to pay, checked against the way of paying and the ledger.

        :raises UserError: nothing to pay; a line that cannot be paid or has changed
        """
        self.ensure_one()
        lines = self.line_ids.filtered("included")
        if not lines:
            raise UserError(
                self.env._(
                    "%(batch)s pays nothing: fill it with open items first.",
                    batch=self.display_name,
                )
            )
        for line in lines.filtered("problem"):
            raise UserError(
                self.env._(
                    "%(partner)s: %(problem)s. Take the line out of the batch or mend "
                    "it.",
                    partner=line.partner_id.name,
                    problem=line.problem,
                )
            )
        return lines

    def _prepare_entries(self):
        lines = self._paid_lines()
        if self.method == "savings":
            if not self.savings_type_id:
                raise UserError(self.env._("Choose the savings to convert into."))
        elif not self.journal_id.default_account_id:
            raise UserError(self.env._("Choose the bank or cash journal to pay from."))
        items = lines.move_line_id
        # The items of two batches, or of a batch and a payment, are settled once.
        if len(items.try_lock_for_update(allow_referencing=True)) != len(items):
            raise UserError(
                self.env._(
                    "Someone else is paying items of %(batch)s right now. Reload and "
                    "look again.",
                    batch=self.display_name,
                )
            )
        items.invalidate_recordset(["amount_residual", "reconciled"])
        for line in lines:
            item = line.move_line_id
            if (
                item.account_id != self.account_id
                or item.parent_state != "posted"
                or self.currency_id.compare_amounts(-item.amount_residual, line.amount)
            ):
                raise UserError(
                    self.env._(
                        "%(item)s of %(partner)s: %(now)s is open now, not "
                        "%(amount)s. Take the line out and fill the batch again.",
                        item=item.display_name,
                        partner=line.partner_id.name,
                        now=money(self.env, -item.amount_residual, self.currency_id),
                        amount=money(self.env, line.amount, self.currency_id),
                    )
                )
        savings = self.method == "savings"
        return [
            self._entry_lines(part)
            for part in split_every((MAX_LINES - 1) // (2 if savings else 1), lines)
        ]

    def _entry_lines(self, lines):
        label = self._entry_label()
        debits = [
            self._line_vals(self.account_id, line.partner_id, line.amount, label)
            for line in lines
        ]
        if self.method != "savings":
            money = self.journal_id.default_account_id
            total = sum(line.amount for line in lines)
            return [
                *debits,
                self._line_vals(money, self.env["res.partner"], -total, label),
            ]
        per_partner = {}
        for line in lines:
            per_partner[line.partner_id] = (
                per_partner.get(line.partner_id, 0) + line.amount
            )
        return debits + [
            self._line_vals(self.savings_type_id.account_id, partner, -amount, label)
            for partner, amount in per_partner.items()
        ]

    def _create_entries(self, entries):
        """Post, and reconcile every item with its own debit."""
        lines = self.line_ids.filtered("included")
        self._rank_payees(lines.partner_id)
        moves = super()._create_entries(entries)
        debits = moves.line_ids.filtered(
            lambda item: item.account_id == self.account_id
        ).sorted("id")
        self.env["account.move.line"]._reconcile_plan(
            [
                line.move_line_id | debit
                for line, debit in zip(lines, debits, strict=True)
            ]
        )
        return moves

    def _rank_payees(self, partners):
        """Make payees suppliers in one go; core would do it one by one.

        sudo: the ledger decides who is a supplier, not the right on contacts.
        """
        partners.sudo().filtered(lambda p: not p.supplier_rank).supplier_rank = 1

    # ------------------------------------------------------------------- documents
    def _payees(self):
        """Rows of the documents: one per person and bank account, in line order.

        :return: list of dicts ``member, partner, bank, amount``
        """
        rows = {}
        no_bank = self.env["res.partner.bank"]
        for line in self._paid_lines():
            # bank accounts are not for everybody who prints a cash list
            bank = line.partner_bank_id if self.method == "bank" else no_bank
            row = rows.setdefault(
                (line.partner_id, bank),
                {
                    "member": line.member_id,
                    "partner": line.partner_id,
                    "bank": bank,
                    "amount": 0,
                },
            )
            row["amount"] += line.amount
        return list(rows.values())

    def _bank_file(self):
        """Bulk transfer file: header, one row per transfer, trailer (CSV text).

        Both header and trailer carry the count, the control total and the hash total
        (sum of the account numbers read as integers), so that the bank and the
        cooperative see whether anything was changed on the way.
        """
        self.ensure_one()
        if self.method != "bank":
            raise UserError(self.env._("A bank file is made for bank transfers only."))
        rows = self._payees()
        numbers = [re.sub(r"\D", "", row["bank"].acc_number) for row in rows]
        total = sum(row["amount"] for row in rows)
        control = [len(rows), self._digits(total), sum(int(n or 0) for n in numbers)]
        own = self.journal_id.bank_account_id.acc_number or ""
        out = io.StringIO()
        write = csv.writer(out, lineterminator="\r\n").writerow
        write(["H", self.name, self.date.isoformat(), own, *control])
        write(
            [
                "no",
                "member_number",
                "name",
                "bank",
                "account_number",
                "account_holder",
                "amount",
                "memo",
            ]
        )
        for no, (row, number) in enumerate(zip(rows, numbers, strict=True), 1):
            bank = row["bank"]
            write(
                [
                    no,
                    row["member"].number or "",
                    self._plain(row["partner"].name),
                    self._plain(bank.bank_name),
                    number,
                    self._plain(bank.acc_holder_name or row["partner"].name),
                    self._digits(row["amount"]),
                    self._plain(self.memo or self.name),
                ]
            )
        write(["T", *control])
        return out.getvalue()

    @staticmethod
    def _digits(amount):
        """An amount for machines: no grouping, decimals only if there are any."""
        return f"{amount:.2f}".removesuffix(".00")

    @staticmethod
    def _plain(text):
        """Text that no spreadsheet takes for a formula."""
        return re.sub(r"^[=+\-@\s]+", "", text or "")

    def action_bank_file(self):
        """Make the bulk transfer file, keep it with the batch and download it."""
        self.ensure_one()
        self.check_access("write")
        name = f"{self.name.replace('/', '-')}.csv"
        content = base64.b64encode(self._bank_file().encode())
        # sudo: only this method writes the file, also of a batch that is booked
        self.sudo().bank_file = content
        self.message_post(body=self.env._("Bank file made: %s", name))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/bank_file/{name}"
            "?download=true",
            "target": "self",
        }

    def action_cash_list(self):
        """List to sign for cash received (daftar tanda terima)."""
        return self.env.ref("coop_membership.action_report_cash_list").report_action(
            self
        )
