# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

OPEN_FIELDS = frozenset(("proof", "proof_name", "receipt_ref", "receipt_date"))


class CoopSocialBill(models.Model):
    """One agency in one run: what was charged, posted, paid and confirmed by it.

    The screen of the reconciliation: the four figures agree, or the difference shows.
    """

    _name = "coop.social.bill"
    _description = "Social Security Reconciliation"
    _order = "month desc, scheme_id, id"
    _check_company_auto = True

    run_id = fields.Many2one(
        "coop.social.run", required=True, ondelete="cascade", index=True, readonly=True
    )
    scheme_id = fields.Many2one("coop.social.scheme", required=True, readonly=True)
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(related="run_id.month", store=True)
    state = fields.Selection(related="run_id.state")
    move_id = fields.Many2one(
        "account.move",
        string="Bill",
        readonly=True,
        check_company=True,
        groups="account.group_account_readonly,account.group_account_invoice",
    )
    charged_member = fields.Monetary(string="Members", compute="_compute_figures")
    charged_coop = fields.Monetary(string="Cooperative", compute="_compute_figures")
    charged = fields.Monetary(compute="_compute_figures")
    posted = fields.Monetary(compute="_compute_figures", help="Total of the bill.")
    posted_member = fields.Monetary(
        string="Posted on members",
        compute="_compute_figures",
        help="Members' shares on the account of contributions that members owe.",
    )
    paid = fields.Monetary(compute="_compute_figures")
    confirmed = fields.Monetary(
        compute="_compute_figures", help="From the payment receipt of the agency."
    )
    difference = fields.Monetary(
        compute="_compute_figures",
        help="Charged less posted, and members' shares less what is posted on members; "
        "anything but 0 needs a look.",
    )
    to_pay = fields.Monetary(string="Still to pay", compute="_compute_figures")
    date_due = fields.Date(string="Due", compute="_compute_figures")
    proof = fields.Binary(string="Proof of payment", attachment=True, copy=False)
    proof_name = fields.Char(copy=False)
    receipt_ref = fields.Char(string="Receipt number", copy=False)
    receipt_date = fields.Date(copy=False)

    _scheme_uniq = models.Constraint(
        "UNIQUE (run_id, scheme_id)", "A run has one bill per agency."
    )

    @api.depends("run_id", "scheme_id")
    def _compute_display_name(self):
        for bill in self:
            bill.display_name = f"{bill.run_id.display_name}, {bill.scheme_id.name}"

    @api.depends(
        "run_id.contribution_ids.receipt_amount",
        "run_id.state",
        "move_id.amount_residual",
    )
    def _compute_figures(self):
        # sudo: sums for whoever reads the run, whether or not he reads the books
        rows = self.env["coop.social.contribution"].sudo()
        sums = {
            (run, scheme): values
            for run, scheme, *values in rows._read_group(
                [("run_id", "in", self.run_id.ids)],
                ["run_id", "scheme_id"],
                ["amount_member:sum", "amount_coop:sum", "receipt_amount:sum"],
            )
        }
        items = self.env["account.move.line"].sudo()
        posted = _member_balances(
            items._read_group(
                [
                    ("move_id.coop_social_bill_id", "in", self.ids),
                    ("parent_state", "=", "posted"),
                    ("move_id.move_type", "=", "entry"),
                    ("partner_id", "!=", False),
                ],
                ["move_id", "partner_id", "account_id"],
                ["balance:sum"],
            )
        )
        for bill, secret in zip(self, self.sudo(), strict=True):
            member, coop, confirmed = sums.get(
                (secret.run_id, secret.scheme_id), (0, 0, 0)
            )
            move = secret.move_id
            live = bool(move) and secret.run_id.state in ("posted", "paid")
            sign = -1 if move.move_type == "in_refund" else 1
            agency = secret.company_id[
                f"coop_social_{secret.scheme_id.agency}_partner_id"
            ]
            bill.charged_member = member
            bill.charged_coop = coop
            bill.charged = member + coop
            bill.posted = sign * move.amount_total if live else 0
            bill.posted_member = (
                sum(
                    balance
                    for (owner, partner), balance in posted.items()
                    if owner == bill and partner != agency
                )
                if secret.run_id.state in ("posted", "paid")
                else 0
            )
            bill.to_pay = sign * move.amount_residual if live else 0
            bill.paid = bill.posted - bill.to_pay
            bill.confirmed = confirmed
            bill.date_due = move.invoice_date_due
            booked = secret.run_id.state in ("posted", "paid")
            bill.difference = (
                abs(bill.charged - bill.posted)
                + abs(bill.charged_member - bill.posted_member)
                if booked
                else 0
            )

    def _paid_on(self):
        """Day on which the bill was paid in full, else False.

        A bill of nothing counts as paid on the day of the run.
        """
        self.ensure_one()
        move = self.move_id
        if self.run_id.state not in ("posted", "paid"):
            return False
        if not move:
            return self.run_id.date
        # the open items, not the payment state: that one follows later
        residual = move.currency_id.is_zero(move.amount_residual)
        if move.state != "posted" or not residual or move.reversal_move_ids:
            return False
        items = move.line_ids.filtered(
            lambda item: item.account_id.account_type == "liability_payable"
        )
        others = (
            items.matched_debit_ids.debit_move_id
            | items.matched_credit_ids.credit_move_id
        )
        return max((others - items).mapped("date"), default=move.date)

    # ------------------------------------------------------------------------- proof
    def write(self, vals):
        if not self.env.su and not vals.keys() <= OPEN_FIELDS:
            raise UserError(
                self.env._("Only proof and receipt of an agency are entered here.")
            )
        result = super().write(vals)
        if vals.get("proof"):
            self._attach_proof()
        return result

    def _attach_proof(self):
        """Put the proof on the bill too, where the accountant looks for it."""
        for bill in self.sudo().filtered(
            "move_id"
        ):  # whoever has the paper may file it
            self.env["ir.attachment"].sudo().create(
                {
                    "name": bill.proof_name or self.env._("Proof of payment"),
                    "datas": bill.with_context(bin_size=False).proof,
                    "res_model": "account.move",
                    "res_id": bill.move_id.id,
                }
            )

    def action_open_bill(self):
        """The vendor bill of the agency."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            # sudo: only the id; the bill has rights of its own
            "res_id": self.sudo().move_id.id,
            "view_mode": "form",
        }


def _member_balances(groups):
    """``{(bill, partner): balance}`` of ``(move, partner, account, balance)`` rows on
    the account of contributions that members owe."""
    result = {}
    for move, partner, account, balance in groups:
        bill = move.coop_social_bill_id
        if account == bill.company_id.coop_social_member_account_id:
            key = (bill, partner)
            result[key] = result.get(key, 0) + balance
    return result
