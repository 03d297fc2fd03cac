# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.coop_membership.money import money

from ..engine.invoice_parts import withheld_tax


class CoopTaxSheet(models.Model):
    """Taxes of a month: what is due, what clients have paid already, until when.

    Read from posted entries. Booking it recognises the final tax on turnover (expense
    against what is payable); what clients withheld is on the payable account already.
    Under the general rate there is nothing to book: PPh 23 is credited with the year.
    """

    _name = "coop.tax.sheet"
    _description = "Tax Sheet of a Month"
    _inherit = ["coop.entry.mixin"]

    # labels of the mixin: an addon translates what it names itself
    state = fields.Selection(
        selection_add=[
            ("draft", "Draft"),
            ("posted", "Posted"),
            ("cancelled", "Cancelled"),
        ]
    )
    date = fields.Date(
        string="Month",
        default=lambda self: (
            fields.Date.context_today(self).replace(day=1) - relativedelta(days=1)
        ),
        help="Last day of the month; the entry has this date.",
    )
    regime = fields.Selection(
        [("final", "Final tax on turnover"), ("general", "General rate")],
        readonly=True,
    )
    rate_id = fields.Many2one("coop.tax.rate", readonly=True, ondelete="restrict")
    turnover = fields.Monetary(string="Turnover of the month", readonly=True)
    turnover_year = fields.Monetary(string="Turnover of the year so far", readonly=True)
    final_due = fields.Monetary(string="Final tax", readonly=True)
    final_withheld = fields.Monetary(string="Withheld by clients", readonly=True)
    final_to_pay = fields.Monetary(
        string="Final tax to pay", compute="_compute_to_pay", store=True
    )
    pph23_withheld = fields.Monetary(
        string="PPh 23 withheld by clients",
        readonly=True,
        help="Creditable with the tax of the year.",
    )
    slips_missing = fields.Integer(string="Slips not received yet", readonly=True)
    pph21 = fields.Monetary(string="PPh 21 of members to pay", readonly=True)
    pph23 = fields.Monetary(string="PPh 23 of suppliers to pay", readonly=True)
    vat_out = fields.Monetary(string="VAT of sales", readonly=True)
    vat_collected = fields.Monetary(
        string="of it paid by buyers", readonly=True, help="Codes 02 and 03."
    )
    vat_in = fields.Monetary(string="VAT of purchases", readonly=True)
    vat_to_pay = fields.Monetary(
        string="VAT to pay", compute="_compute_to_pay", store=True
    )
    deposit_date = fields.Date(string="Pay until", compute="_compute_dates")
    report_date = fields.Date(string="Report until", compute="_compute_dates")
    vat_date = fields.Date(string="VAT until", compute="_compute_dates")
    warning = fields.Text(readonly=True)

    _once = models.UniqueIndex(
        "(company_id, date) WHERE state != 'cancelled'",
        "There is a tax sheet of this month already.",
    )

    # -------------------------------------------------------------------- computed
    @api.depends("final_due", "final_withheld", "vat_out", "vat_collected", "vat_in")
    def _compute_to_pay(self):
        for sheet in self:
            sheet.final_to_pay = sheet.final_due - sheet.final_withheld
            sheet.vat_to_pay = sheet.vat_out - sheet.vat_collected - sheet.vat_in

    @api.depends("date", "company_id")
    def _compute_dates(self):
        for sheet in self:
            if not sheet.date:
                sheet.deposit_date = sheet.report_date = sheet.vat_date = False
                continue
            following = sheet.date + relativedelta(months=1, day=1)
            company = sheet.company_id
            # relativedelta keeps the day within the month
            sheet.deposit_date = following + relativedelta(
                day=company.coop_tax_deposit_day or 15
            )
            sheet.report_date = following + relativedelta(
                day=company.coop_tax_report_day or 20
            )
            sheet.vat_date = following + relativedelta(day=31)

    @api.depends("date")
    def _compute_display_name(self):
        for sheet in self:
            month = format_date(self.env, sheet.date, date_format="MMMM y")
            sheet.display_name = f"{sheet.name or ''} {month}".strip()

    # ------------------------------------------------------------------------ CRUD
    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("date"):
                vals["date"] = fields.Date.to_date(vals["date"]) + relativedelta(day=31)
        self._check_new(vals_list)
        sheets = super().create(vals_list)
        sheets._read_ledger()
        return sheets

    def write(self, vals):
        if vals.get("date"):
            vals = {
                **vals,
                "date": fields.Date.to_date(vals["date"]) + relativedelta(day=31),
            }
        result = super().write(vals)
        if {"date", "company_id"} & set(vals):
            self._read_ledger()
        return result

    def _check_new(self, vals_list):
        """One sheet a month, said before the database says it.

        :raises UserError: names the month
        """
        self.flush_model(["state"])  # one just cancelled leaves the index
        for vals in vals_list:
            date = vals.get("date")
            company = vals.get("company_id") or self.env.company.id
            if date and self.search_count(
                [
                    ("company_id", "=", company),
                    ("date", "=", date),
                    ("state", "!=", "cancelled"),
                ],
                limit=1,
            ):
                raise UserError(
                    self.env._(
                        "There is a tax sheet of this month already: %s.",
                        f"{date:%m/%Y}",
                    )
                )

    # ---------------------------------------------------------------------- ledger
    def action_refresh(self):
        """Read the ledger again; drafts only."""
        self.check_access("write")
        self._check_draft()
        self._read_ledger()
        return True

    def _sum(self, accounts, first, *domain):
        """Posted balance of accounts from ``first`` to the end of the month (int)."""
        if not accounts:
            return 0
        [(balance,)] = self.env["account.move.line"]._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("account_id", "in", accounts.ids),
                ("parent_state", "=", "posted"),
                ("date", ">=", first),
                ("date", "<=", self.date),
                *domain,
            ],
            aggregates=["balance:sum"],
        )
        return round(balance or 0)

    def _read_ledger(self):
        for sheet in self:
            sheet.write(sheet._prepare_figures())

    def _prepare_figures(self):
        """Figures of the month, from posted entries and payouts."""
        self.ensure_one()
        company = self.company_id.with_company(self.company_id)
        first, year = self.date.replace(day=1), self.date.replace(month=1, day=1)
        income = self.env["account.account"].search(
            [
                *self.env["account.account"]._check_company_domain(company),
                ("account_type", "=", "income"),
            ]
        )
        turnover, turnover_year = -self._sum(income, first), -self._sum(income, year)
        is_final = company._coop_pays_final_tax(self.date)
        rate = self.env["coop.tax.rate"]._at(
            "final" if is_final else "corporate", self.date
        )
        withheld = company.coop_withheld_account_id
        sale_tax, collector = company.coop_vat_tax_id, company.coop_vat_collector_tax_id
        vat_out = -self._sum(
            (sale_tax + collector).invoice_repartition_line_ids.account_id,
            first,
            ("tax_repartition_line_id.factor_percent", ">", 0),
        )
        vat_collected = self._sum(
            collector.invoice_repartition_line_ids.account_id,
            first,
            ("tax_repartition_line_id.factor_percent", "<", 0),
        )
        purchase = self.env["account.tax"].search(
            [
                *self.env["account.tax"]._check_company_domain(company),
                ("type_tax_use", "=", "purchase"),
                ("amount", ">", 0),
            ]
        )
        [(pph21,)] = self.env["coop.payout"]._read_group(
            [
                ("company_id", "=", company.id),
                ("state", "in", ("posted", "paid")),
                ("date", ">=", first),
                ("date", "<=", self.date),
            ],
            aggregates=["tax:sum"],
        )
        return {
            "regime": "final" if is_final else "general",
            "rate_id": rate.id,
            "turnover": turnover,
            "turnover_year": turnover_year,
            "final_due": withheld_tax(max(turnover, 0), rate.percent)
            if is_final
            else 0,
            "final_withheld": self._sum(
                company.coop_final_tax_payable_account_id,
                first,
                ("coop_withheld_invoice_id", "!=", False),
            ),
            "pph23_withheld": self._sum(withheld, first, ("balance", ">", 0)),
            "slips_missing": self.env["account.move.line"].search_count(
                [
                    ("company_id", "=", company.id),
                    ("account_id", "in", withheld.ids),
                    ("parent_state", "=", "posted"),
                    ("balance", ">", 0),
                    ("coop_slip_number", "=", False),
                    ("date", "<=", self.date),
                ]
            ),
            "pph21": pph21 or 0,
            "pph23": -self._sum(
                company.coop_pph23_payable_account_id, first, ("balance", "<", 0)
            ),
            "vat_out": vat_out,
            "vat_collected": vat_collected,
            "vat_in": self._sum(
                purchase.invoice_repartition_line_ids.account_id,
                first,
                ("tax_repartition_line_id", "!=", False),
            ),
            "warning": self._warning(is_final, rate, turnover_year),
        }

    def _warning(self, is_final, rate, turnover_year):
        """What the board must look at, in words, or nothing."""
        company = self.company_id
        final = rate if is_final else self.env["coop.tax.rate"]._at("final", self.date)
        limit = money(self.env, final.ceiling, self.currency_id)
        texts = []
        if final.ceiling and turnover_year > final.ceiling:
            if is_final:
                texts.append(
                    self.env._(
                        "The turnover of the year is above %s: next year the general "
                        "rate applies.",
                        limit,
                    )
                )
            if not company.coop_vat_from or company.coop_vat_from > self.date:
                texts.append(
                    self.env._(
                        "The turnover of the year is above %s: register for VAT (PKP).",
                        limit,
                    )
                )
        last = company.coop_final_tax_to
        if is_final and last and last <= self.date + relativedelta(months=6):
            texts.append(
                self.env._(
                    "The final tax may be used until %s only; prepare for the general "
                    "rate.",
                    format_date(self.env, last),
                )
            )
        return "\n".join(texts) or False

    # -------------------------------------------------------------------- booking
    def _entry_label(self):
        return self.env._("Final tax %s", f"{self.date:%m/%Y}")

    def _prepare_entries(self):
        self.ensure_one()
        self._read_ledger()
        if self.regime != "final":
            raise UserError(
                self.env._(
                    "%s is under the general rate: income tax is booked with the year.",
                    self.display_name,
                )
            )
        if not self.final_due:
            return []
        company, label = self.company_id, self._entry_label()
        nobody = self.env["res.partner"]
        return [
            [
                self._line_vals(
                    company._coop_account("final_tax"), nobody, self.final_due, label
                ),
                self._line_vals(
                    company._coop_account("final_tax_payable"),
                    nobody,
                    -self.final_due,
                    label,
                ),
            ]
        ]
