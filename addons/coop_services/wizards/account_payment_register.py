# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountPaymentRegister(models.TransientModel):
    """A client pays less the tax withheld; one entry books money and tax.

    What the client keeps back goes to the account of withheld tax (PPh 23: creditable,
    with a slip to receive) or, for the final tax, against what the cooperative owes.
    """

    _inherit = "account.payment.register"

    coop_withheld = fields.Monetary(
        string="Tax withheld by the client",
        compute="_compute_coop_withheld",
        store=True,
        readonly=False,
        help="Kept back by the client and paid to the state for the cooperative.",
    )
    coop_withheld_visible = fields.Boolean(compute="_compute_coop_withheld_visible")
    coop_slip_number = fields.Char(
        string="Slip number",
        help="If it came with the payment; else the slip is on the list to receive.",
    )

    def _coop_invoices(self):
        """Client invoices of jobs from which something is still to be withheld."""
        self.ensure_one()
        return self.line_ids.move_id.filtered(
            lambda move: (
                move.move_type == "out_invoice"
                and move.coop_withheld_kind
                and move._coop_withheld_open()
            )
        )

    @api.depends("line_ids", "payment_type")
    def _compute_coop_withheld(self):
        for wizard in self:
            wizard.coop_withheld = sum(
                invoice._coop_withheld_open() for invoice in wizard._coop_invoices()
            )

    @api.depends("line_ids")
    def _compute_coop_withheld_visible(self):
        for wizard in self:
            wizard.coop_withheld_visible = bool(wizard._coop_invoices())

    @api.depends("coop_withheld")
    def _compute_amount(self):
        result = super()._compute_amount()
        for wizard in self:
            if wizard.coop_withheld and not wizard.custom_user_amount:
                wizard.amount = max(wizard.amount - wizard.coop_withheld, 0)
        return result

    @api.depends("coop_withheld")
    def _compute_payment_difference(self):
        result = super()._compute_payment_difference()
        for wizard in self:
            wizard.payment_difference -= wizard.coop_withheld
        return result

    def _create_payment_vals_from_wizard(self, batch_result):
        values = super()._create_payment_vals_from_wizard(batch_result)
        values["write_off_line_vals"] += self._coop_withheld_lines(
            self._coop_invoices(), self.coop_withheld
        )
        return values

    def _create_payment_vals_from_batch(self, batch_result):
        values = super()._create_payment_vals_from_batch(batch_result)
        invoices = self._coop_invoices() & batch_result["lines"].move_id
        withheld = sum(invoice._coop_withheld_open() for invoice in invoices)
        if withheld:
            values["amount"] -= withheld
            values["write_off_line_vals"] = [
                *values.get("write_off_line_vals", []),
                *self._coop_withheld_lines(invoices, withheld),
            ]
        return values

    def _coop_withheld_lines(self, invoices, withheld):
        """Values of the items of withheld tax, one per invoice.

        :param withheld: amount in all; above what is open it goes to the last one
        :raises UserError: negative, or in another currency
        """
        self.ensure_one()
        if not withheld or not invoices:
            return []
        if withheld < 0 or self.currency_id != self.company_currency_id:
            raise UserError(
                self.env._(
                    "Tax withheld by a client is a positive amount in the currency of "
                    "the company."
                )
            )
        lines, left = [], withheld
        for invoice in invoices:
            last = invoice == invoices[-1]
            amount = left if last else min(left, invoice._coop_withheld_open())
            left -= amount
            if not amount:
                continue
            final = invoice.coop_withheld_kind == "final"
            account = self.company_id._coop_account(
                "final_tax_payable" if final else "withheld"
            )
            lines.append(
                {
                    "name": self.env._(
                        "Withheld from %(invoice)s", invoice=invoice.name
                    ),
                    "account_id": account.id,
                    "partner_id": invoice.commercial_partner_id.id,
                    "currency_id": self.currency_id.id,
                    "amount_currency": amount,
                    "balance": amount,
                    "coop_withheld_invoice_id": invoice.id,
                    "coop_slip_number": self.coop_slip_number,
                    "coop_slip_date": self.coop_slip_number and self.payment_date,
                }
            )
        return lines

    def _post_payments(self, to_process, edit_mode=False):
        result = super()._post_payments(to_process, edit_mode)
        for values in to_process:
            wanted = values["create_vals"].get("write_off_line_vals") or []
            if any("coop_withheld_invoice_id" in line for line in wanted):
                if not values["payment"].move_id:
                    raise UserError(
                        self.env._(
                            "%(journal)s books no entry for this payment method, and "
                            "the withheld tax would be lost. Set the account of the "
                            "payment method on the journal.",
                            journal=self.journal_id.display_name,
                        )
                    )
        return result
