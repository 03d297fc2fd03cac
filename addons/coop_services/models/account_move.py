# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import frozendict

from odoo.addons.coop_membership.engine.words import rupiah_in_words

from ..engine.invoice_parts import withheld_tax
from ..engine.tax_files import tax_number


class AccountMove(models.Model):
    """An invoice to a client: whose job, what the client keeps back, and why."""

    _inherit = "account.move"

    coop_acceptance_id = fields.Many2one(
        "coop.service.acceptance",
        string="Acceptance",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    coop_contract_id = fields.Many2one(
        "contract.contract",
        string="Job",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    coop_payer = fields.Selection(
        related="coop_contract_id.coop_payer", string="Kind of payer"
    )
    coop_withheld_kind = fields.Selection(
        [("pph23", "PPh 23"), ("final", "Final tax on turnover")],
        string="Client withholds",
        compute="_compute_coop_withheld",
        store=True,
        readonly=False,
        copy=False,
    )
    coop_withheld_amount = fields.Monetary(
        string="Tax withheld by the client",
        compute="_compute_coop_withheld",
        store=True,
        readonly=False,
        copy=False,
        help="The client keeps it back when paying and owes a withholding slip. Change "
        "it where the tax office counts only a part, such as without material that is "
        "shown separately.",
    )
    coop_withheld_line_ids = fields.One2many(
        "account.move.line",
        "coop_withheld_invoice_id",
        string="Withheld so far",
        readonly=True,
    )
    coop_retention_amount = fields.Monetary(
        string="Retention",
        copy=False,
        help="Part of the price that the client pays later, as the job says.",
    )
    coop_retention_date = fields.Date(
        string="Retention due",
        compute="_compute_coop_retention_date",
        store=True,
        readonly=False,
        copy=False,
    )
    coop_tax_invoice_number = fields.Char(
        string="Tax invoice number (NSFP)",
        copy=False,
        tracking=True,
        help="17 digits, given by the tax office; imported from its return file.",
    )

    # -------------------------------------------------------------------- computed
    @api.depends("coop_contract_id", "amount_untaxed", "invoice_date", "move_type")
    def _compute_coop_withheld(self):
        for move in self:
            contract = move.coop_contract_id
            kind = False
            if contract and move.move_type in ("out_invoice", "out_refund"):
                kind = contract._coop_withheld_kind()
            move.coop_withheld_kind = kind
            amount = 0
            if kind and move.amount_untaxed:
                date = move.invoice_date or fields.Date.context_today(move)
                rate = self.env["coop.tax.rate"]._at(kind, date)
                factor = 1 if move.company_id.vat else rate.factor
                amount = withheld_tax(move.amount_untaxed, rate.percent, factor)
            move.coop_withheld_amount = amount

    @api.depends("coop_retention_amount", "invoice_date")
    def _compute_coop_retention_date(self):
        for move in self:
            if not move.coop_retention_amount:
                move.coop_retention_date = False
            elif not move.coop_retention_date:
                start = move.invoice_date or fields.Date.context_today(move)
                days = move.coop_contract_id.coop_retention_days
                move.coop_retention_date = fields.Date.add(start, days=days)

    @api.depends("coop_retention_amount", "coop_retention_date")
    def _compute_needed_terms(self):
        """The retention is due later than the rest."""
        result = super()._compute_needed_terms()
        for move in self:
            amount = move.coop_retention_amount
            if not amount or not move.needed_terms or move.move_type != "out_invoice":
                continue
            terms = dict(move.needed_terms)
            key = list(terms)[-1]
            first = dict(terms[key])
            amount = min(amount, first["balance"])
            later = frozendict({**key, "date_maturity": move.coop_retention_date})
            if later == key or amount <= 0:
                continue
            first["balance"] -= amount
            first["amount_currency"] -= amount
            terms[key] = first
            terms[later] = {**first, "balance": amount, "amount_currency": amount}
            move.needed_terms = terms
        return result

    def _coop_withheld_open(self):
        """What this client has still to withhold (whole rupiah, not negative)."""
        self.ensure_one()
        done = sum(
            self.coop_withheld_line_ids.filtered(
                lambda line: line.parent_state == "posted"
            ).mapped("balance")
        )
        return max(round(self.coop_withheld_amount - done), 0)

    def _coop_amount_words(self):
        """The amount in Indonesian words, for the printed invoice."""
        self.ensure_one()
        return rupiah_in_words(round(self.amount_total))

    def _coop_vat_amount(self):
        """VAT of this invoice, whole rupiah, also where the buyer pays it."""
        self.ensure_one()
        return round(
            sum(
                line.tax_base_amount and abs(line.balance)
                for line in self.line_ids
                if line.tax_repartition_line_id.factor_percent > 0
                and line.tax_line_id.coop_other_base
            )
        )

    def _l10n_id_coretax_build_invoice_vals(self, vals):
        """Tax numbers of 16 digits, whatever way they were typed."""
        result = super()._l10n_id_coretax_build_invoice_vals(vals)
        company, buyer = self.company_id, self.commercial_partner_id
        own, theirs = tax_number(company.vat), tax_number(buyer.vat)
        vals["TIN"] = own
        vals["SellerIDTKU"] = own + (company.partner_id.l10n_id_tku or "000000")
        vals["BuyerIDTKU"] = theirs + (buyer.l10n_id_tku or "000000")
        if buyer.l10n_id_buyer_document_type == "TIN":
            vals["BuyerTin"] = theirs
        return result

    @api.constrains("coop_tax_invoice_number")
    def _check_coop_tax_invoice_number(self):
        for move in self.filtered("coop_tax_invoice_number"):
            if not re.fullmatch(r"\d{17}", move.coop_tax_invoice_number):
                raise ValidationError(
                    self.env._(
                        "%(move)s: a tax invoice number has 17 digits, "
                        "“%(number)s” has not.",
                        move=move.display_name,
                        number=move.coop_tax_invoice_number,
                    )
                )

    _coop_tax_invoice_number_uniq = models.UniqueIndex(
        "(company_id, coop_tax_invoice_number) "
        "WHERE coop_tax_invoice_number IS NOT NULL",
        "This tax invoice number is already used by another invoice.",
    )

    # ---------------------------------------------------------------- what follows
    def button_cancel(self):
        acceptances = self.coop_acceptance_id
        result = super().button_cancel()
        acceptances._mark_periods()
        return result

    def button_draft(self):
        # an invoice that was cancelled is one again
        result = super().button_draft()
        for move in self.filtered("coop_acceptance_id"):
            others = move.coop_acceptance_id._standing_invoices() - move
            if move.move_type == "out_invoice" and others:
                raise UserError(
                    self.env._(
                        "%(acceptance)s is invoiced by %(invoice)s now.",
                        acceptance=move.coop_acceptance_id.display_name,
                        invoice=others[0].display_name,
                    )
                )
        self.coop_acceptance_id._mark_periods()
        return result

    def unlink(self):
        acceptances = self.coop_acceptance_id
        result = super().unlink()
        acceptances._mark_periods()
        return result

    def _post(self, soft=True):
        posted = super()._post(soft)
        # a credit note over the whole gives the period back
        posted.reversed_entry_id.coop_acceptance_id._mark_periods()
        return posted
