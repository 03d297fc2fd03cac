# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Place in the order of deduction: tax 10, BPJS 20, savings 30, advances 40.
SEQUENCES = {"bpjs": 20, "other": 50}


class CoopMemberDeduction(models.Model):
    """An agreed deduction from a member's payouts, booked on an account.

    Once, or every month from the first day on until the last. What is due and not yet
    deducted by posted payouts is owed; an amount that a payout does not bear is carried
    to the next.
    """

    _name = "coop.member.deduction"
    _description = "Agreed Deduction"
    _inherit = ["mail.thread"]
    _order = "member_id, code, date_from, id"
    _check_company_auto = True

    name = fields.Char(
        string="Deduction", required=True, help="What members read on the statement."
    )
    member_id = fields.Many2one(
        "coop.member",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        tracking=True,
    )
    company_id = fields.Many2one(related="member_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    code = fields.Selection(
        [("bpjs", "Social security (BPJS)"), ("other", "Other")],
        string="Kind",
        required=True,
        default="other",
        help="Social security comes off before savings dues and advances, everything "
        "else after them.",
    )
    account_id = fields.Many2one(
        "account.account",
        string="To account",
        required=True,
        ondelete="restrict",
        check_company=True,
        domain="[('account_type', 'in', ('liability_current', 'asset_current', "
        "'asset_prepayments', 'expense', 'income_other'))]",
        help="Credited by the bill of the payout, with the member as partner.",
    )
    amount = fields.Monetary(
        required=True, tracking=True, help="Whole rupiah, once or each month."
    )
    repeat = fields.Selection(
        [("once", "Once"), ("month", "Every month")],
        string="How often",
        required=True,
        default="once",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=fields.Date.context_today,
        tracking=True,
    )
    date_to = fields.Date(string="Until", tracking=True)
    agreement = fields.Char(
        string="Agreed by", help="Letter or resolution, with its date."
    )
    active = fields.Boolean(default=True)
    deducted = fields.Monetary(compute="_compute_owed", compute_sudo=True)
    owed = fields.Monetary(
        string="Owed today", compute="_compute_owed", compute_sudo=True
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A deduction is above zero."
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A deduction ends after it begins.",
    )

    @api.constrains("amount", "account_id")
    def _check_bookable(self):
        for deduction in self:
            if deduction.amount != round(deduction.amount):
                raise ValidationError(
                    self.env._(
                        "%(deduction)s of %(member)s: enter whole rupiah.",
                        deduction=deduction.name,
                        member=deduction.member_id.display_name,
                    )
                )
            kind = deduction.account_id.account_type
            if kind in ("asset_receivable", "liability_payable"):
                raise ValidationError(
                    self.env._(
                        "%(deduction)s of %(member)s: a bill cannot carry the "
                        "receivable or payable account %(account)s. Choose a current "
                        "asset or liability.",
                        deduction=deduction.name,
                        member=deduction.member_id.display_name,
                        account=deduction.account_id.display_name,
                    )
                )

    @api.depends("amount", "repeat", "date_from", "date_to")
    def _compute_owed(self):
        today = fields.Date.context_today(self)
        taken = self._taken()
        for deduction in self:
            deduction.deducted = taken.get(deduction.id, 0)
            deduction.owed = max(0, deduction._due(today) - deduction.deducted)

    def _due(self, date):
        """What is due in all up to ``date`` (int, rupiah)."""
        self.ensure_one()
        if not self.date_from or date < self.date_from:
            return 0
        amount = round(self.amount)
        if self.repeat == "once":
            return amount
        # who has left owes nothing for the months after
        ends = (date, self.date_to, self.member_id.date_left)
        last = min(filter(None, ends))
        if last < self.date_from:
            return 0
        months = (last.year - self.date_from.year) * 12
        return amount * (months + last.month - self.date_from.month + 1)

    def _taken(self):
        """``{id: rupiah}`` deducted by posted payouts."""
        groups = self.env["coop.payout.charge"]._read_group(
            [
                ("source_model", "=", self._name),
                ("source_id", "in", self._origin.ids),
                ("payout_id.state", "in", ("posted", "paid")),
            ],
            ["source_id"],
            ["amount:sum"],
        )
        return {source: round(amount) for source, amount in groups}

    @api.model
    def _charges(self, members, date):
        """Charges of ``members`` for the charge source, see there."""
        # sudo: what members owe is no secret to whoever may take their money
        deductions = self.sudo().search(
            [("member_id", "in", members.ids), ("date_from", "<=", date)],
            order="member_id, date_from, id",
        )
        taken = deductions._taken()
        return [
            {
                "member": deduction.member_id.sudo(False),
                "code": deduction.code,
                "sequence": SEQUENCES[deduction.code],
                "label": deduction.name,
                "type": self.env["coop.savings.type"],
                "account": deduction.account_id.sudo(False),
                "amount": amount,
                "source": deduction.sudo(False),
            }
            for deduction in deductions
            if (amount := deduction._due(date) - taken.get(deduction.id, 0)) > 0
        ]
