# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import LockError, UserError

from odoo.addons.coop_membership.money import money

# Written by the buttons only.
GUARDED = frozenset(("name", "state", "payment_id"))


class CoopMemberAdvance(models.Model):
    """Money that a member gets ahead of the payout of accepted work (kasbon).

    Draft -> approved -> paid by a standard payment on the advance account. It bears no
    interest or fee, and is limited to a percentage of the accepted work that is not
    paid out yet, less what is owed already. What a member owes is read from the ledger;
    payouts deduct it, and what they do not bear is carried.
    """

    _name = "coop.member.advance"
    _description = "Advance to a Member"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    member_id = fields.Many2one(
        "coop.member",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        related="member_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(
        required=True, default=fields.Date.context_today, copy=False, tracking=True
    )
    amount = fields.Monetary(required=True, tracking=True)
    reason = fields.Char()
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approved", "Granted"),
            ("paid", "Paid"),
            ("cancelled", "Cancelled"),
        ],
        compute="_compute_state",
        store=True,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    journal_id = fields.Many2one(
        "account.journal",
        string="Paid from",
        check_company=True,
        domain=[("type", "in", ("bank", "cash"))],
        help="Cash or bank; empty: the first bank.",
    )
    payment_id = fields.Many2one(
        "account.payment", readonly=True, copy=False, index="btree_not_null"
    )
    work_unpaid = fields.Monetary(
        string="Accepted, not paid out", compute="_compute_limit", compute_sudo=True
    )
    owed = fields.Monetary(
        string="Advances owed", compute="_compute_limit", compute_sudo=True
    )
    limit = fields.Monetary(
        string="Possible",
        compute="_compute_limit",
        compute_sudo=True,
        help="Percentage of accepted work that is not paid out, less what is owed and "
        "what is approved.",
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "An advance is above zero."
    )

    # -------------------------------------------------------------------- computed
    @api.depends("payment_id.state")
    def _compute_state(self):
        """What follows from the payment; all else is set by the buttons."""
        for advance in self:
            # sudo: the state of the payment, for whoever sees the advance
            payment = advance.sudo().payment_id
            state = advance.state or "draft"
            if payment and payment.state in ("canceled", "rejected"):
                state = "cancelled"
            elif payment and payment.state in ("in_process", "paid"):
                state = "paid"
            advance.state = state

    @api.depends("member_id", "date", "amount")
    def _compute_limit(self):
        members = self.member_id
        unpaid = members._work_unpaid()
        owed = members._advance_balances(fields.Date.context_today(self))
        approved = self._read_group(
            [
                ("member_id", "in", members.ids),
                ("state", "=", "approved"),
                ("id", "not in", self._origin.ids),
            ],
            ["member_id"],
            ["amount:sum"],
        )
        approved = {member.id: amount for member, amount in approved}
        for advance in self:
            member = advance.member_id
            work = unpaid.get(member, 0)
            advance.work_unpaid = work
            advance.owed = owed.get(member, 0)
            possible = work * advance.company_id.coop_advance_percent // 100
            advance.limit = max(0, possible - advance.owed - approved.get(member.id, 0))

    # -------------------------------------------------------------------- guarding
    @api.model_create_multi
    def create(self, vals_list):
        # sudo: numbering is not a right of its own
        sequences = self.env["ir.sequence"].sudo()
        for vals in vals_list:
            if not self.env.su:
                vals["state"] = "draft"
                vals.pop("payment_id", None)
            vals["name"] = sequences.next_by_code(self._name, vals.get("date"))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and not GUARDED.isdisjoint(vals):
            raise UserError(
                self.env._("The state of an advance changes by its buttons only.")
            )
        if not {"member_id", "amount", "date", "company_id"}.isdisjoint(vals):
            self._check_state(("draft",), self.env._("changing it"))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._check_state(("draft", "cancelled"), self.env._("deleting it"))

    def _check_state(self, states, action):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for advance in self:
            if advance.state not in states:
                raise UserError(
                    self.env._(
                        "Advance %(advance)s is %(state)s: %(action)s is not possible "
                        "now.",
                        advance=advance.name,
                        state=labels[advance.state],
                        action=action,
                    )
                )

    def _check_group(self, group, message):
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(f"coop_membership.{group}"):
            raise UserError(message)

    def _lock(self):
        try:
            self.member_id.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "Another advance of %(members)s is being approved right now. Try "
                    "again in a moment.",
                    members=", ".join(self.member_id.mapped("display_name")),
                )
            ) from error

    # --------------------------------------------------------------------- actions
    def action_approve(self):
        """The managers agree, within the limit.

        :raises UserError: not a manager, or more than accepted work allows
        """
        self._check_group(
            "group_manager",
            self.env._("Only the managers (pengurus) approve advances."),
        )
        self._check_state(("draft",), self.env._("approving"))
        self._lock()
        for advance in self:
            if advance.amount > advance.limit:
                raise UserError(
                    self.env._(
                        "%(member)s may have %(limit)s now: %(percent)s%% of "
                        "%(work)s accepted work that is not paid out, less %(owed)s "
                        "that is owed. Lower the advance of %(amount)s.",
                        member=advance.member_id.display_name,
                        limit=money(self.env, advance.limit, advance.currency_id),
                        percent=f"{advance.company_id.coop_advance_percent:g}",
                        work=money(self.env, advance.work_unpaid, advance.currency_id),
                        owed=money(self.env, advance.owed, advance.currency_id),
                        amount=money(self.env, advance.amount, advance.currency_id),
                    )
                )
            # sudo: the state is the program's; the right was checked above
            advance.sudo().state = "approved"
            advance.invalidate_recordset(["limit"])
        return True

    def action_pay(self):
        """Pay by a standard payment on the advance account; opens it."""
        self.ensure_one()
        self._check_group(
            "group_accountant", self.env._("Only accountants and managers pay.")
        )
        self._check_state(("approved",), self.env._("paying"))
        self._lock()
        payment = self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": self.member_id.partner_id.id,
                "amount": self.amount,
                "currency_id": self.currency_id.id,
                "date": self.date,
                "memo": self.name,
                "coop_advance_id": self.id,
                **({"journal_id": self.journal_id.id} if self.journal_id else {}),
            }
        )
        # sudo: the link is the program's; the right was checked above
        self.sudo().payment_id = payment
        payment.action_post()
        if not payment.move_id:
            raise UserError(
                self.env._(
                    "The payment of %(advance)s would leave no entry in the books. "
                    "Give the payment method of journal %(journal)s an account.",
                    advance=self.name,
                    journal=payment.journal_id.display_name,
                )
            )
        return True

    def action_cancel(self):
        """Give up an advance that is not paid."""
        self._check_group(
            "group_accountant", self.env._("Only accountants and managers cancel.")
        )
        self._check_state(("draft", "approved"), self.env._("cancelling"))
        # sudo: the state is the program's; the right was checked above
        self.sudo().state = "cancelled"
        return True

    def action_open_payment(self):
        """The payment of this advance."""
        return self.payment_id._get_records_action()
