# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..engine.words import rupiah_in_words
from ..money import money

CLOSED_STATES = ("draft", "canceled", "rejected")
# A change of these may break a rule of savings payments.
CHECKED = frozenset(
    (
        "amount",
        "coop_allocation_ids",
        "coop_member_id",
        "currency_id",
        "date",
        "journal_id",
        "move_id",
        "partner_id",
        "payment_type",
        "state",
    )
)


class AccountPayment(models.Model):
    """Savings deposits and withdrawals are standard payments with allocation lines.

    A payment with allocations books its money against the accounts of their savings
    types, one item per allocation, all with the member as partner. Without allocations
    nothing here changes a payment.

    The entry is rebuilt from the allocations whenever the draft changes, so the split
    survives draft, edit, posting and back: the first item that is not the money is the
    counterpart, the others are what core calls write-off. The types of account that
    core accepts as counterpart stay as they are
    (``_get_valid_payment_account_types``): widening them breaks the payment of
    invoices whose taxes stand on reconcilable liability accounts.
    """

    _inherit = "account.payment"

    coop_member_id = fields.Many2one(
        "coop.member",
        string="Member",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        copy=False,
        tracking=True,
        groups="coop_membership.group_reader",
        domain="[('state', '!=', 'rejected'), ('company_id', '=', company_id)]",
    )
    coop_allocation_ids = fields.One2many(
        "coop.savings.allocation",
        "payment_id",
        string="Savings",
        copy=False,
        groups="coop_membership.group_reader",
    )
    amount = fields.Monetary(compute="_compute_amount", store=True, readonly=False)

    def _coop_allocations(self):
        """Allocations of these payments.

        sudo: whoever may book a payment books all its items, also without rights on
        the register.
        """
        return self.sudo().coop_allocation_ids

    # ------------------------------------------------------------------- computes
    @api.depends("coop_allocation_ids.amount")
    def _compute_amount(self):
        for payment in self:
            allocations = payment._coop_allocations()
            payment.amount = (
                sum(allocations.mapped("amount")) if allocations else payment.amount
            )

    @api.depends("coop_allocation_ids.type_id")
    def _compute_destination_account_id(self):
        savings = self.filtered(lambda payment: payment._coop_allocations())
        ordinary = super(AccountPayment, self - savings)
        result = ordinary._compute_destination_account_id()
        for payment in savings:
            first = payment._coop_allocations()[:1]
            payment.destination_account_id = first.type_id.account_id
        return result

    @api.depends("coop_allocation_ids", "journal_id")
    def _compute_outstanding_account_id(self):
        """Savings without an outstanding account go on the journal's own account."""
        result = super()._compute_outstanding_account_id()
        for payment in self:
            if not payment.outstanding_account_id and payment._coop_allocations():
                payment.outstanding_account_id = payment.journal_id.default_account_id
        return result

    @api.onchange("coop_member_id", "payment_type")
    def _onchange_coop_member_id(self):
        """Fill in the person and propose what the member owes on that date."""
        if not self.env.user.has_group("coop_membership.group_reader"):
            return  # an ordinary payment of someone who does not see members
        member = self.coop_member_id
        if not member:
            return
        self.partner_id = member.partner_id
        self.partner_type = "customer" if self.payment_type == "inbound" else "supplier"
        if self.payment_type == "inbound" and not self.coop_allocation_ids:
            charges = self.env["coop.member.charge.source"]._member_charges(
                member, self.date or fields.Date.context_today(self)
            )
            self.coop_allocation_ids = [
                fields.Command.create(
                    {"type_id": charge["type"].id, "amount": charge["amount"]}
                )
                for charge in charges
                if charge["type"]
            ]

    # ---------------------------------------------------------------- constraints
    def _check_coop_savings(self):
        """Check savings payments once a change is complete.

        Not an ``api.constrains``: amount, journal and currency are computed, so that
        it would run in the middle of a write, on a split that is half done.
        """
        # sudo: a rule of the payment itself, whoever books it
        for payment in self.sudo():
            if payment.coop_member_id or payment.coop_allocation_ids:
                payment._coop_check_draft()
                if payment.state not in CLOSED_STATES:
                    payment._coop_check_booked()

    def _coop_check_draft(self):
        """What holds for a savings payment at any time."""
        self.ensure_one()
        member, allocations = self.coop_member_id, self.coop_allocation_ids
        if not member:
            raise ValidationError(
                self.env._(
                    "Payment %(payment)s is divided over savings types: choose the "
                    "member.",
                    payment=self.display_name,
                )
            )
        if self.partner_id != member.partner_id:
            raise ValidationError(
                self.env._(
                    "Payment %(payment)s is for member %(member)s but carries "
                    "%(partner)s. Savings are booked on the member's own contact.",
                    payment=self.display_name,
                    member=member.display_name,
                    partner=self.partner_id.name or self.env._("no partner"),
                )
            )
        total = sum(allocations.mapped("amount"))
        if allocations and self.amount != total:  # both are whole
            raise ValidationError(
                self.env._(
                    "Payment %(payment)s of %(member)s: the amount is %(amount)s but "
                    "%(total)s is allocated. Make them equal.",
                    payment=self.display_name,
                    member=member.display_name,
                    amount=money(self.env, self.amount, self.currency_id),
                    total=money(self.env, total, self.company_currency_id),
                )
            )

    def _coop_check_booked(self):
        """What holds once a savings payment has left the draft."""
        self.ensure_one()
        member, allocations = self.coop_member_id, self.coop_allocation_ids
        names = {"payment": self.display_name, "member": member.display_name}
        if not allocations:
            raise ValidationError(
                self.env._(
                    "Payment %(payment)s of %(member)s: say for which savings it is, "
                    "or take the member off if it is an ordinary payment.",
                    **names,
                )
            )
        if self.currency_id != self.company_currency_id:
            raise ValidationError(
                self.env._(
                    "Payment %(payment)s of %(member)s is in %(currency)s; savings are "
                    "kept in %(own)s. Choose a journal in that currency.",
                    **names,
                    currency=self.currency_id.name,
                    own=self.company_currency_id.name,
                )
            )
        if not self.move_id:
            raise ValidationError(
                self.env._(
                    "Payment %(payment)s of %(member)s would leave no entry in the "
                    "books. Give the payment method of journal %(journal)s an account.",
                    **names,
                    journal=self.journal_id.display_name,
                )
            )
        if self.move_id.date != self.date:
            raise ValidationError(
                self.env._(
                    "Payment %(payment)s of %(member)s: %(date)s lies in a locked "
                    "period. Choose a later date.",
                    **names,
                    date=format_date(self.env, self.date),
                )
            )
        booked = {
            account: abs(sum(lines.mapped("balance")))
            for account, lines in sum(
                self._seek_for_lines()[1:], start=self.env["account.move.line"]
            )
            .grouped("account_id")
            .items()
        }
        if booked != {a.type_id.account_id: a.amount for a in allocations}:
            raise ValidationError(
                self.env._(
                    "The entry of payment %(payment)s of %(member)s differs from its "
                    "allocation. Change the payment, not its entry.",
                    **names,
                )
            )
        if self.payment_type == "outbound":
            bound = allocations.type_id.filtered(lambda t: t.kind != "voluntary")
            if bound and member.state in ("active", "suspended"):
                raise ValidationError(
                    self.env._(
                        "%(type)s of %(member)s stays in the cooperative as long as "
                        "the membership lasts: use an exit settlement.",
                        type=bound[0].name,
                        member=names["member"],
                    )
                )
        elif member.state == "rejected" or (
            member.date_left and member.date_left <= self.date
        ):
            raise ValidationError(
                self.env._(
                    "%(member)s is no longer a member on %(date)s and cannot deposit "
                    "savings. Correct the date, or register a new application.",
                    member=names["member"],
                    date=format_date(self.env, self.date),
                )
            )

    # -------------------------------------------------------------------- entries
    @api.model_create_multi
    def create(self, vals_list):
        members = self.env["coop.member"]
        for vals in vals_list:
            if vals.get("coop_member_id") and not vals.get("partner_id"):
                member = members.browse(vals["coop_member_id"])
                vals["partner_id"] = member.partner_id.id
        payments = super().create(vals_list)
        payments._check_coop_savings()
        return payments

    def write(self, vals):
        # ``coop_later``: the allocations wait until the whole change is written
        result = super(AccountPayment, self.with_context(coop_later=True)).write(vals)
        if not self.env.context.get("coop_later") and not CHECKED.isdisjoint(vals):
            self._check_coop_savings()
        return result

    def copy_data(self, default=None):
        # Not by ``copy=True``: users without rights on the register copy ordinary
        # payments too, and may not even read these fields.
        vals_list = super().copy_data(default)
        for payment, vals in zip(self, vals_list, strict=True):
            if allocations := payment._coop_allocations():
                vals.setdefault("coop_member_id", payment.coop_member_id.id)
                vals.setdefault(
                    "coop_allocation_ids",
                    [
                        fields.Command.create(
                            {"type_id": row.type_id.id, "amount": row.amount}
                        )
                        for row in allocations
                    ],
                )
        return vals_list

    @api.model
    def _get_trigger_fields_to_synchronize(self):
        return (*super()._get_trigger_fields_to_synchronize(), "coop_allocation_ids")

    def _coop_allocations_changed(self):
        """Bring the draft entries of these payments up to date."""
        if self.env.context.get("coop_later"):
            return
        booked = self.filtered("move_id")
        if booked:
            booked._synchronize_to_moves({"coop_allocation_ids"})
        self._check_coop_savings()

    def _seek_for_lines(self):
        if not self._coop_allocations():
            return super()._seek_for_lines()
        items = self.move_id.line_ids.sorted("id")
        money = items.filtered(
            lambda item: item.account_id in self._get_valid_liquidity_accounts()
        )
        if not money:  # the journal of the draft has just been changed
            savings = self.env["coop.savings.type"]._savings_account_ids()
            types = self._get_valid_payment_account_types()
            money = items.filtered(
                lambda item: (
                    item.account_id.id not in savings
                    and item.account_id.account_type not in types
                )
            )[:1]
        rest = items - money
        return [money, rest[:1], rest[1:]]

    def _prepare_move_line_default_vals(
        self, write_off_line_vals=None, force_balance=None
    ):
        allocations = self._coop_allocations()
        if not allocations:
            return super()._prepare_move_line_default_vals(
                write_off_line_vals, force_balance
            )
        money, counterpart = super()._prepare_move_line_default_vals(
            force_balance=force_balance
        )
        sign = -1 if self.payment_type == "inbound" else 1
        return [money] + [
            {
                **counterpart,
                "name": ": ".join(filter(None, [allocation.type_id.name, self.memo])),
                "account_id": allocation.type_id.account_id.id,
                "amount_currency": sign * allocation.amount,
                "debit": allocation.amount if sign > 0 else 0.0,
                "credit": allocation.amount if sign < 0 else 0.0,
            }
            for allocation in allocations
        ]

    # ------------------------------------------------------------------- documents
    def _amount_words(self):
        """The amount in Indonesian words, for the receipt."""
        self.ensure_one()
        return rupiah_in_words(round(self.amount))

    def action_print_coop_receipt(self):
        """Deposit receipt (bukti setoran) of these payments."""
        return self.env.ref(
            "coop_membership.action_report_deposit_receipt"
        ).report_action(self)
