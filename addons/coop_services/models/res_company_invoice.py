# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

INCOME = [("account_type", "in", ("income", "income_other"))]


class ResCompany(models.Model):
    """Accounts and taxes of the invoices to clients."""

    _inherit = "res.company"

    coop_member_revenue_account_id = fields.Many2one(
        "account.account",
        string="Revenue of members' work",
        check_company=True,
        domain=INCOME,
    )
    coop_non_member_revenue_account_id = fields.Many2one(
        "account.account",
        string="Revenue of others' work",
        check_company=True,
        domain=INCOME,
        help="Work of subcontractors and staff.",
    )
    coop_deferred_revenue_account_id = fields.Many2one(
        "account.account",
        string="Invoiced before acceptance",
        check_company=True,
        domain=[("account_type", "=", "liability_current")],
    )
    coop_penalty_account_id = fields.Many2one(
        "account.account",
        string="Penalties and claims of clients",
        check_company=True,
        domain=[("account_type", "in", ("expense", "expense_direct_cost"))],
    )
    coop_withheld_account_id = fields.Many2one(
        "account.account",
        string="Income tax withheld by clients (PPh 23)",
        check_company=True,
        domain=[("account_type", "in", ("asset_current", "asset_prepayments"))],
        help="Creditable; its items without a slip number are the slips to receive.",
    )
    coop_final_tax_payable_account_id = fields.Many2one(
        "account.account",
        string="Final tax payable",
        check_company=True,
        domain=[("account_type", "=", "liability_current")],
    )
    coop_final_tax_account_id = fields.Many2one(
        "account.account",
        string="Final tax (expense)",
        check_company=True,
        domain=[("account_type", "=", "expense")],
    )
    coop_pph23_payable_account_id = fields.Many2one(
        "account.account",
        string="Income tax withheld from suppliers (PPh 23)",
        check_company=True,
        domain=[("account_type", "=", "liability_current")],
    )
    coop_tax_deposit_day = fields.Integer(
        string="Taxes are paid until day",
        default=15,
        help="Of the following month (PMK 81/2024 art. 94); VAT: until its end.",
    )
    coop_tax_report_day = fields.Integer(
        string="Taxes are reported until day", default=20
    )
    coop_vat_tax_id = fields.Many2one(
        "account.tax",
        string="VAT of services",
        check_company=True,
        domain=[("type_tax_use", "=", "sale")],
    )
    coop_vat_collector_tax_id = fields.Many2one(
        "account.tax",
        string="VAT collected by the buyer",
        check_company=True,
        domain=[("type_tax_use", "=", "sale")],
        help="Used instead for clients who pay the VAT to the state (codes 02, 03).",
    )
    coop_vat_from = fields.Date(
        string="VAT-registered since",
        help="Invoices from this day on carry VAT (PKP); empty: not registered.",
    )
    coop_final_tax_certificate = fields.Char(
        string="Certificate (Surat Keterangan)",
        help="With it clients withhold the final tax instead of PPh 23.",
    )
    coop_final_tax_from = fields.Date(string="Final tax from")
    coop_final_tax_to = fields.Date(
        string="Final tax until",
        help="Cooperatives may use it for four tax years from their registration.",
    )

    def _coop_pays_final_tax(self, date):
        """Whether turnover of a day is under the final tax instead of the general."""
        self.ensure_one()
        first, last = self.coop_final_tax_from, self.coop_final_tax_to
        return bool(first and first <= date and (not last or date <= last))

    def _coop_client_tax(self, product, payer, date):
        """Taxes of a line on an invoice to a client.

        :param product: its own taxes are kept where they are not the usual VAT, such as
            services that the law exempts
        :param str payer: ``coop_payer`` of the job
        """
        self.ensure_one()
        if not self.coop_vat_from or self.coop_vat_from > date:
            return self.env["account.tax"]
        taxes = product.taxes_id.filtered(lambda tax: tax.company_id == self)
        taxes = taxes or self.coop_vat_tax_id
        if payer == "collector" and self.coop_vat_collector_tax_id:
            usual = taxes & self.coop_vat_tax_id
            if usual:
                taxes = taxes - usual + self.coop_vat_collector_tax_id
        return taxes

    def _coop_revenue_account(self, performer):
        """Revenue account of a class of performer (see the acceptance's rows)."""
        return self._coop_account(
            "member_revenue" if performer == "member" else "non_member_revenue"
        )
