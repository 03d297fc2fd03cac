# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

# Column of a payout for each code of a charge; all others are "other".
CHARGE_COLUMNS = {"bpjs": "bpjs", "savings": "savings", "advance": "advance"}


class CoopPayout(models.Model):
    """What one member gets in one run: gross, every deduction, net, and the rest.

    Gross less tax, then charges in their order as far as it goes (section 11b). All
    amounts are whole rupiah and frozen when the run is computed; the state follows the
    bill. A payout whose bill was reversed releases its shares and charges.
    """

    _name = "coop.payout"
    _description = "Payout"
    _inherit = ["portal.mixin"]
    _order = "date desc, run_id desc, sequence, id"
    _check_company_auto = True

    run_id = fields.Many2one(
        "coop.payout.run",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(related="run_id.date", store=True, index=True)
    state = fields.Selection(
        [
            ("computed", "Computed"),
            ("approved", "Approved"),
            ("posted", "To pay"),
            ("paid", "Paid"),
            ("cancelled", "Cancelled"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
        precompute=True,
    )
    sequence = fields.Integer(readonly=True, help="Order of the member numbers.")
    member_id = fields.Many2one(
        "coop.member",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    partner_id = fields.Many2one(
        related="member_id.partner_id", store=True, index=True, string="Person"
    )
    line_ids = fields.One2many(
        "coop.payout.line", "payout_id", string="Work", readonly=True
    )
    charge_ids = fields.One2many(
        "coop.payout.charge", "payout_id", string="Deductions", readonly=True
    )
    gross = fields.Monetary(readonly=True)
    rate_id = fields.Many2one(
        "coop.income.tax.rate",
        string="Income tax rule",
        readonly=True,
        ondelete="restrict",
    )
    id_valid = fields.Boolean(
        string="Valid NIK or NPWP",
        readonly=True,
        help="When computed; without it the tax is higher.",
    )
    gross_before = fields.Monetary(
        string="Gross of the month before this",
        readonly=True,
        help="Earlier payouts of the month, where the tax is by month.",
    )
    tax_before = fields.Monetary(string="Tax of the month before this", readonly=True)
    tax = fields.Monetary(string="Income tax (PPh 21)", readonly=True)
    bpjs = fields.Monetary(string="Social security", readonly=True)
    savings = fields.Monetary(string="Savings dues", readonly=True)
    advance = fields.Monetary(string="Advances", readonly=True)
    other = fields.Monetary(string="Other deductions", readonly=True)
    net = fields.Monetary(readonly=True)
    value = fields.Monetary(string="Accepted value", readonly=True)
    carried = fields.Monetary(
        compute="_compute_carried", help="Charges that this payout did not bear."
    )
    move_id = fields.Many2one(
        "account.move",
        string="Bill",
        readonly=True,
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    settled = fields.Boolean(
        readonly=True, help="The sources of the charges know of the deduction."
    )

    _once = models.Constraint(
        "UNIQUE (run_id, member_id)", "One payout per member and run."
    )
    _net_not_negative = models.Constraint(
        "CHECK (net >= 0 AND gross = net + tax + bpjs + savings + advance + other)",
        "Gross less the deductions is the net, and it is not below zero.",
    )

    # -------------------------------------------------------------------- computed
    @api.depends("run_id.name", "member_id")
    def _compute_display_name(self):
        for payout in self:
            parts = (payout.run_id.name, payout.member_id.display_name)
            payout.display_name = " ".join(part for part in parts if part)

    def _compute_access_url(self):
        for payout in self:
            payout.access_url = f"/my/payouts/{payout.id}"

    @api.depends("run_id.state", "move_id.state", "move_id.payment_state")
    def _compute_state(self):
        for payout in self:
            # sudo: the state of the bill, for whoever sees the payout
            move, run_state = payout.sudo().move_id, payout.sudo().run_id.state
            if run_state == "cancelled" or (
                move and (move.state == "cancel" or move.payment_state == "reversed")
            ):
                payout.state = "cancelled"
            elif move.state == "posted":
                is_paid = move.payment_state in ("paid", "in_payment")
                payout.state = "paid" if is_paid else "posted"
            elif run_state in ("draft", "computed"):
                payout.state = "computed"
            else:
                payout.state = "approved"

    @api.depends("charge_ids.carried")
    def _compute_carried(self):
        for payout in self:
            payout.carried = sum(payout.charge_ids.mapped("carried"))

    # -------------------------------------------------------------------- guarding
    @api.ondelete(at_uninstall=False)
    def _unlink_only_computed(self):
        for payout in self:
            if payout.state != "computed":
                raise UserError(
                    self.env._(
                        "%(payout)s is decided and cannot be deleted. Cancel the run, "
                        "or reverse the bill.",
                        payout=payout.display_name,
                    )
                )

    def _check_not_paid(self):
        """Refuse to undo bills that were paid: the payment would stand alone.

        :raises UserError: names member and payment
        """
        for payout in self:
            # sudo: to name what stands in the way
            bill = payout.sudo().move_id
            items = bill.line_ids.filtered(
                lambda item: item.account_type == "liability_payable"
            )
            payments = items.matched_debit_ids.debit_move_id.move_id
            # what was passed on to heirs is undone with the bill
            payments -= payments.filtered("coop_payout_id")
            if payments:
                self._refuse_paid(payout, payments)

    def _refuse_paid(self, payout, payments):
        raise UserError(
            self.env._(
                "%(payout)s is paid by %(payment)s. Undo that payment first: open it "
                "and cancel or reverse it.",
                payout=payout.display_name,
                payment=", ".join(payments.mapped("display_name")),
            )
        )

    # --------------------------------------------------------------------- charges
    def _settle(self):
        """Tell the charge sources that the bills of ``self`` are posted; once."""
        payouts = self.filtered(lambda payout: not payout.settled)
        payouts.settled = True
        charges = payouts.charge_ids._as_dicts()
        if charges:
            self.env["coop.member.charge.source"]._charges_settled(charges)

    def _release(self):
        """Tell the charge sources that the bills of ``self`` were undone; once."""
        payouts = self.filtered("settled")
        payouts.settled = False
        charges = payouts.charge_ids._as_dicts()
        if charges:
            self.env["coop.member.charge.source"]._charges_released(charges)

    # --------------------------------------------------------------------- actions
    def action_open_bill(self):
        """The vendor bill of this payout."""
        self.ensure_one()
        return self.move_id._get_records_action(name=self.env._("Bill"))

    def action_print(self):
        """Statements of these payouts (rincian imbalan jasa)."""
        self.check_access("read")
        # its own layout: nothing of the company's document layout is asked for
        return self.env.ref(
            "coop_services.action_report_payout_statement"
        ).report_action(self, config=False)
