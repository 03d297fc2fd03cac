# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_amount, format_date

from ..engine.apportion import apportion

END_OF_TIME = date(9999, 12, 31)


class CoopMemberExit(models.Model):
    """Settlement with a member who leaves (section 3.3 no. 2; Law 25/1992 art. 19).

    On the exit date: Dr every savings account of the member, Cr the open advances, Cr
    the rest as payable to the member, or to the heirs by their weights if the member
    died. Unpaid mandatory dues are no debt: they were never booked, and would only be
    paid back. Advances above the savings stay on the advance account.
    Posting ends the membership; cancelling gives it back with its number.
    """

    _name = "coop.member.exit"
    _description = "Exit Settlement"
    _inherit = ["coop.entry.mixin"]
    _open_fields = frozenset(("state", "move_ids", "state_before", "archived_user_ids"))

    member_id = fields.Many2one(
        "coop.member",
        required=True,
        ondelete="restrict",
        check_company=True,
        index=True,
        tracking=True,
        domain="[('state', 'in', ('approved', 'active', 'suspended')),"
        " ('company_id', '=', company_id)]",
    )
    partner_id = fields.Many2one(related="member_id.partner_id")
    reason_id = fields.Many2one(
        "coop.leave.reason",
        required=True,
        ondelete="restrict",
        tracking=True,
        default=lambda self: self.env["coop.leave.reason"].search([], limit=1),
    )
    leave_kind = fields.Selection(related="reason_id.kind")
    note = fields.Char()
    line_ids = fields.One2many(
        "coop.member.exit.line",
        "exit_id",
        compute="_compute_line_ids",
        store=True,
        copy=False,
    )
    amount_savings = fields.Monetary(
        string="Savings", compute="_compute_amounts", store=True
    )
    amount_advance = fields.Monetary(
        string="Less advances", compute="_compute_amounts", store=True
    )
    amount_payable = fields.Monetary(
        string="To pay", compute="_compute_amounts", store=True
    )
    amount_advance_left = fields.Monetary(
        string="Advances that remain",
        compute="_compute_amount_advance_left",
        help="Advances above the savings: still owed, and not deducted.",
    )
    amount_arrears = fields.Monetary(
        string="Unpaid dues (not deducted)",
        compute="_compute_amount_arrears",
        store=True,
        help="Unpaid mandatory dues are no debt at exit.",
    )
    state_before = fields.Selection(
        selection=lambda self: self.env["coop.member"]._fields["state"].selection,
        readonly=True,
        copy=False,
    )
    archived_user_ids = fields.Many2many(
        "res.users", readonly=True, copy=False, groups="base.group_system"
    )

    _member_uniq = models.UniqueIndex(
        "(member_id) WHERE state = 'posted'",
        "This membership is settled already.",
    )

    # --------------------------------------------------------------------- amounts
    def _advance_items(self):
        """Open items of the member on the advance account.

        sudo: an officer prepares the settlement without reading the books.
        """
        items = self.env["account.move.line"].sudo()
        account = self.company_id.sudo().coop_advance_account_id
        if not account:
            return items
        return items.search(
            [
                ("company_id", "=", self.company_id.id),
                ("partner_id", "=", self.member_id.partner_id.id),
                ("account_id", "=", account.id),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
            ]
        )

    def _savings_lines(self):
        """``[(savings type, amount)]`` held at the end of the exit date."""
        saved = self.member_id._savings_at(self.date)[self.member_id]
        return [
            (savings_type, float(amount))
            for savings_type, amount in sorted(
                saved.items(), key=lambda row: (row[0].sequence, row[0].id)
            )
            if amount
        ]

    def _settlement(self):
        """Values of the lines: savings, advances deducted, rest per payee."""
        self.ensure_one()
        member, company = self.member_id, self.company_id.sudo()
        rows = [
            {
                "kind": "savings",
                "name": savings_type.name,
                "partner_id": member.partner_id.id,
                "account_id": savings_type.account_id.id,
                "balance": amount,
                "amount": amount,
            }
            for savings_type, amount in self._savings_lines()
        ]
        total = sum(row["balance"] for row in rows)
        advances = sum(self._advance_items().mapped("amount_residual"))
        # Never a negative payable; an advance paid back too much is returned.
        deducted = min(advances, total)
        if deducted:
            rows.append(
                {
                    "kind": "advance",
                    "name": self.env._("Member advances"),
                    "partner_id": member.partner_id.id,
                    "account_id": company._coop_account("advance").id,
                    "balance": -deducted,
                    "amount": -deducted,
                }
            )
        rest = company.currency_id.round(total - deducted)
        if rest:
            rows += [
                {
                    "kind": "refund",
                    "name": self.env._("To pay to %s", partner.name),
                    "partner_id": partner.id,
                    "account_id": company._coop_account("refund").id,
                    "balance": -amount,
                    "amount": -amount,
                }
                for partner, amount in self._payees(rest)
                if amount
            ]
        return rows

    def _payees(self, total):
        """``[(partner, amount)]``: the heirs by weight, else the member; Σ = total.

        Sen that an old ledger may hold go with the first payee.
        """
        heirs = self.member_id.heir_ids
        if self.leave_kind != "deceased" or not heirs:
            return [(self.member_id.partner_id, total)]
        whole = int(total)
        shares = apportion(whole, heirs.mapped("share"))
        shares[0] = self.currency_id.round(shares[0] + total - whole)
        return list(zip(heirs.partner_id, shares, strict=True))

    @api.depends("member_id", "member_id.heir_ids.share", "date", "reason_id")
    def _compute_line_ids(self):
        for document in self:
            if document.state != "draft":
                continue
            rows = (
                document._settlement()
                if document.member_id and document.date and document.company_id
                else []
            )
            document.line_ids = [Command.clear()] + [
                Command.create(row) for row in rows
            ]

    @api.depends("line_ids.amount", "line_ids.kind")
    def _compute_amounts(self):
        for document in self:
            sums = {
                kind: sum(lines.mapped("amount"))
                for kind, lines in document.line_ids.grouped("kind").items()
            }
            document.amount_savings = sums.get("savings", 0)
            document.amount_advance = sums.get("advance", 0)
            document.amount_payable = -sums.get("refund", 0)

    @api.depends("line_ids.amount", "state")
    def _compute_amount_advance_left(self):
        for document in self:
            left = 0
            if document.member_id:
                left = sum(document._advance_items().mapped("amount_residual"))
                if document.state == "draft":
                    left += document.amount_advance
            document.amount_advance_left = left

    @api.depends("member_id", "date")
    def _compute_amount_arrears(self):
        for document in self:
            if document.state != "draft":
                continue
            document.amount_arrears = (
                document.member_id.with_context(coop_date=document.date).arrears
                if document.member_id
                else 0
            )

    def action_refresh(self):
        """Read the ledger again."""
        self._check_draft()
        self._compute_line_ids()
        self._compute_amount_arrears()
        return True

    # --------------------------------------------------------------------- booking
    def _entry_label(self):
        return self.env._(
            "Exit settlement %(number)s %(member)s",
            number=self.name,
            member=self.member_id.display_name,
        )

    def _prepare_entries(self):
        member = self.member_id
        if member.state not in ("approved", "active", "suspended"):
            raise UserError(
                self.env._(
                    "%(member)s is not a member who can leave.",
                    member=member.display_name,
                )
            )
        later = member._savings_at(END_OF_TIME)[member]
        now = member._savings_at(self.date)[member]
        for savings_type in later.keys() | now.keys():
            if later.get(savings_type, 0) != now.get(savings_type, 0):
                raise UserError(
                    self.env._(
                        "%(type)s of %(member)s changed after %(date)s. Choose a later "
                        "exit date, or correct those entries first.",
                        type=savings_type.name,
                        member=member.display_name,
                        date=format_date(self.env, self.date),
                    )
                )
        self.action_refresh()
        label = self._entry_label()
        lines = [
            self._line_vals(
                line.account_id,
                line.partner_id,
                line.balance,
                f"{label}: {line.name}",
            )
            for line in self.line_ids
        ]
        return [lines] if lines else []

    def _after_post(self):
        member = self.member_id
        # sudo: posting this document is what ends the membership, and only that
        self.sudo().state_before = member.state
        member.sudo()._leave(self.date, self.reason_id, self.note)
        booked = self.move_ids.line_ids.filtered(
            lambda item: item.account_id == self.company_id.coop_advance_account_id
        )
        if booked:
            (booked | self._advance_items().sudo(False)).reconcile()
        if self.amount_advance_left > 0:
            self.message_post(
                body=self.env._(
                    "Advances of %s are above the savings and stay on the advance "
                    "account.",
                    format_amount(self.env, self.amount_advance_left, self.currency_id),
                )
            )
        if self.leave_kind == "deceased":
            # sudo: the portal of a deceased member is closed with the settlement,
            # whoever posts it; internal users are left to the administrator
            users = member.partner_id.sudo().user_ids.filtered("share")
            users.action_archive()
            self.sudo().archived_user_ids = users

    def _before_cancel(self):
        """Refused while a refund is paid, or the person is a member again."""
        for item in self.move_ids.line_ids.filtered(
            lambda item: item.account_id.account_type == "liability_payable"
        ):
            others = (
                item.matched_debit_ids.debit_move_id.move_id
                | item.matched_credit_ids.credit_move_id.move_id
            ).filtered(lambda move: move.state == "posted")
            if others:
                raise UserError(
                    self.env._(
                        "The refund to %(partner)s is paid by %(payment)s. Undo that "
                        "first.",
                        partner=item.partner_id.name,
                        payment=", ".join(
                            move.origin_payment_id.display_name
                            if move.origin_payment_id
                            else move.display_name
                            for move in others
                        ),
                    )
                )
        member = self.member_id
        again = self.env["coop.member"].search(
            [
                ("partner_id", "=", member.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("id", "!=", member.id),
                ("state", "not in", ("left", "rejected")),
            ]
        )
        if again:
            raise UserError(
                self.env._(
                    "%(member)s has a new membership since then (%(again)s).",
                    member=member.display_name,
                    again=again[0].display_name,
                )
            )

    def _after_cancel(self):
        member = self.member_id
        if member.state == "left":
            # sudo: undoing the document gives back what it took
            member.sudo()._set_state(
                self.state_before,
                self.date,
                note=self.env._("%s cancelled", self.name),
                date_left=False,
                leave_reason_id=False,
                leave_note=False,
            )
        # sudo: only the portal users that this document archived
        self.sudo().with_context(active_test=False).archived_user_ids.action_unarchive()

    # --------------------------------------------------------------------- actions
    def action_pay(self):
        """Core's Pay on the refunds that are still open."""
        self.ensure_one()
        items = self.move_ids.line_ids.filtered(
            lambda item: (
                item.account_id.account_type == "liability_payable"
                and not item.reconciled
            )
        )
        if not items:
            raise UserError(self.env._("Nothing is left to pay."))
        return items.action_register_payment()
