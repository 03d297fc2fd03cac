# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from odoo.addons.coop_membership.engine.apportion import apportion

from ..engine.invoice_parts import late_penalty
from ..engine.split import coop_share


class CoopServiceCorrection(models.Model):
    """What changes after acceptance: a credit note, a late penalty, a client's claim.

    Booked once, undone by reversal. A credit note lowers revenue, and with it the
    accepted value that counts for the surplus of the year of its date; a penalty or
    claim is a cost of its own. Borne by the team, the members' shares are lowered and
    the next payout takes it (also after the work was paid); borne by the cooperative,
    they stay.
    """

    _name = "coop.service.correction"
    _description = "Correction of Accepted Work"
    _inherit = ["coop.entry.mixin"]
    _open_fields = frozenset(("state", "move_ids", "share_ids"))

    # labels of the mixin: an addon translates what it names itself
    state = fields.Selection(
        selection_add=[
            ("draft", "Draft"),
            ("posted", "Posted"),
            ("cancelled", "Cancelled"),
        ]
    )
    acceptance_id = fields.Many2one(
        "coop.service.acceptance",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        domain=[("state", "=", "accepted")],
    )
    contract_id = fields.Many2one(
        related="acceptance_id.contract_id", store=True, string="Job"
    )
    partner_id = fields.Many2one(related="acceptance_id.partner_id", string="Client")
    company_id = fields.Many2one(
        related="acceptance_id.company_id",
        store=True,
        precompute=True,
        required=False,
        default=None,
    )
    kind = fields.Selection(
        [
            ("credit", "Credit note"),
            ("penalty", "Late penalty"),
            ("claim", "Claim of the client"),
        ],
        required=True,
        default="credit",
        tracking=True,
    )
    days_late = fields.Integer(
        string="Days late",
        help="Late penalty: the amount follows from the per mille of the job.",
    )
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
        help="Whole rupiah, before VAT.",
    )
    borne_by = fields.Selection(
        [("coop", "The cooperative"), ("team", "The team")],
        string="Borne by",
        required=True,
        default="coop",
        tracking=True,
    )
    member_ids = fields.Many2many(
        "coop.member",
        string="Only these members",
        check_company=True,
        help="Who of the team bears it; empty: all, by their share.",
    )
    reason = fields.Char(
        required=True, help="Members who bear it read this on their statement."
    )
    share_ids = fields.Many2many("coop.service.share", readonly=True, copy=False)

    @api.depends("kind", "days_late", "acceptance_id")
    def _compute_amount(self):
        for correction in self:
            if correction.kind == "penalty" and correction.days_late:
                acceptance = correction.acceptance_id
                correction.amount = late_penalty(
                    acceptance.amount_price,
                    acceptance.contract_id.coop_penalty_permille,
                    correction.days_late,
                )
            else:
                correction.amount = correction.amount or 0

    @api.constrains("amount")
    def _check_amount(self):
        for correction in self:
            if correction.amount <= 0 or correction.amount != round(correction.amount):
                raise ValidationError(
                    self.env._(
                        "%(correction)s: enter the amount in whole rupiah, above zero.",
                        correction=correction.name,
                    )
                )

    # -------------------------------------------------------------------- booking
    def _entry_label(self):
        return f"{self.name}: {self.reason}"

    def _invoice(self):
        """The posted invoice that is corrected; if all was invoiced before, that one.

        :raises UserError: there is none yet
        """
        self.ensure_one()
        invoice = self.acceptance_id._standing_invoices().filtered(
            lambda move: move.state == "posted"
        )[:1]
        if not invoice and self.acceptance_id.invoice_state == "paid":
            invoice = self.env["account.move"].search(
                [
                    ("coop_contract_id", "=", self.contract_id.id),
                    ("coop_acceptance_id", "=", False),
                    ("move_type", "=", "out_invoice"),
                    ("state", "=", "posted"),
                    (
                        "line_ids.account_id",
                        "=",
                        self.company_id._coop_account("deferred_revenue").id,
                    ),
                ],
                order="invoice_date desc, id desc",
                limit=1,
            )
        if not invoice:
            raise UserError(
                self.env._(
                    "%(acceptance)s is not invoiced yet. Cancel the acceptance and "
                    "make it anew, or post its invoice first.",
                    acceptance=self.acceptance_id.display_name,
                )
            )
        return invoice

    def _classes(self):
        """``{performer: part of the amount}``, in proportion to the billed rows."""
        rows = self.acceptance_id.line_ids.filtered("amount")
        parts = apportion(round(self.amount), [round(row.amount) for row in rows])
        classes = {}
        for row, part in zip(rows, parts, strict=True):
            classes[row] = part
        return classes

    def _prepare_entries(self):
        self.ensure_one()
        if self.kind == "credit":
            return []
        invoice = self._invoice()
        partner = self.partner_id.commercial_partner_id
        receivable = invoice.line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )[:1].account_id
        label = self._entry_label()
        amount = round(self.amount)
        penalty = self.company_id._coop_account("penalty")
        return [
            [
                self._line_vals(penalty, partner, amount, label),
                self._line_vals(receivable, partner, -amount, label),
            ]
        ]

    def _create_entries(self, entries):
        if self.kind != "credit":
            moves = super()._create_entries(entries)
            moves.coop_contract_id = self.contract_id
            return moves
        return self._create_credit_note()

    def _create_credit_note(self):
        """A credit note over the classes of the accepted price, taxes as invoiced."""
        invoice = self._invoice()
        if self.amount > self.acceptance_id.amount_price:
            raise UserError(
                self.env._(
                    "%(acceptance)s: the credit note is more than its price.",
                    acceptance=self.acceptance_id.display_name,
                )
            )
        company = self.company_id
        move = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "company_id": company.id,
                "partner_id": invoice.partner_id.id,
                "journal_id": invoice.journal_id.id,
                "invoice_date": self.date,
                "date": self.date,
                "ref": self._entry_label(),
                "currency_id": self.currency_id.id,
                # reversed_entry_id would credit the whole acceptance back
                "coop_contract_id": self.contract_id.id,
                "l10n_id_kode_transaksi": invoice.l10n_id_kode_transaksi,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": row.product_id.id,
                            "name": f"{row.name}: {self.reason}",
                            "quantity": 1,
                            "price_unit": part,
                            "account_id": company._coop_revenue_account(
                                row.performer
                            ).id,
                            "tax_ids": [
                                Command.set(
                                    company._coop_client_tax(
                                        row.product_id,
                                        self.contract_id.coop_payer,
                                        invoice.invoice_date,
                                    ).ids
                                )
                            ],
                            "analytic_distribution": self.contract_id._coop_analytic(
                                row
                            ),
                        }
                    )
                    for row, part in self._classes().items()
                    if part
                ],
            }
        )
        move._post(soft=False)
        return move

    def _after_post(self):
        """Net with the invoice what is still open, and correct the shares."""
        result = super()._after_post()
        for correction in self:
            correction._net_with_invoice()
            gross, value = correction._share_amounts()
            if gross or value:
                shares = correction.env["coop.service.share"]._create_correction(
                    correction.acceptance_id,
                    gross,
                    value,
                    correction.date,
                    correction.reason,
                    correction.member_ids if correction.borne_by == "team" else None,
                )
                correction.sudo().share_ids = shares
        return result

    def _net_with_invoice(self):
        invoice = self._invoice()
        receivable = (invoice + self.move_ids).line_ids.filtered(
            lambda line: (
                line.account_id.account_type == "asset_receivable"
                and not line.reconciled
            )
        )
        if any(line.balance > 0 for line in receivable) and any(
            line.balance < 0 for line in receivable
        ):
            receivable.reconcile()

    def _share_amounts(self):
        """Change of the members' gross and accepted value in all (negative ints)."""
        self.ensure_one()
        value = 0
        if self.kind == "credit":
            value = sum(
                part
                for row, part in self._classes().items()
                if row.performer == "member"
            )
        gross = 0
        if self.borne_by == "team":
            # of a credit note the cooperative's percent falls on the cooperative
            gross = round(self.amount)
            if self.kind == "credit":
                gross = value - coop_share(value, self.acceptance_id.coop_percent)
        return -gross, -value

    def _after_cancel(self):
        """Give the members back what they bore: shares the other way."""
        result = super()._after_cancel()
        for correction in self:
            shares = correction.sudo().share_ids
            gross = round(sum(shares.mapped("gross")))
            value = round(sum(shares.mapped("value")))
            if gross or value:
                correction.env["coop.service.share"]._create_correction(
                    correction.acceptance_id,
                    -gross,
                    -value,
                    correction.date,
                    correction.env._("Cancelled: %s", correction.reason),
                    shares.member_id,
                )
        return result

    def _reverse_entries(self, moves):
        if self.kind != "credit":
            reversals = super()._reverse_entries(moves)
            reversals.coop_contract_id = self.contract_id
            return reversals
        # a credit note is undone by an invoice, as core does it
        moves.line_ids.remove_move_reconcile()
        reversals = moves._reverse_moves(
            [{"date": move.date, "invoice_date": move.date} for move in moves],
            cancel=True,
        )
        reversals.coop_contract_id = self.contract_id
        return reversals
