# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models

from odoo.addons.account.models.chart_template import template


class AccountChartTemplate(models.AbstractModel):
    """Account and journal of payouts to members in the Indonesian chart."""

    _inherit = "account.chart.template"

    @template("id", "account.account")
    def _get_coop_services_account_account(self):
        return {
            **super()._get_coop_services_account_account(),
            "coop_payout_payable": {
                "code": "21110010",
                "account_type": "liability_payable",
                "name": "Payable to Members for Work",
                "name@id": "Utang Jasa Anggota",
                "reconcile": True,
            },
        }

    @template("id", "account.journal")
    def _get_coop_services_account_journal(self):
        return {
            "coop_payout_journal": {
                "name": "Payouts to Members",
                "name@id": "Imbalan Jasa Anggota",
                "type": "purchase",
                "code": "IJA",
                "default_account_id": "coop_member_cost",
                "show_on_dashboard": True,
                "sequence": 12,
            },
        }

    @template("id", "res.company")
    def _get_coop_services_res_company(self):
        values = super()._get_coop_services_res_company()
        values[self.env.company.id] |= {
            "coop_payout_journal_id": "coop_payout_journal",
            "coop_payout_payable_account_id": "coop_payout_payable",
            "coop_member_cost_account_id": "coop_member_cost",
            "coop_income_tax_account_id": "l10n_id_21210010",
        }
        return values

    def _coop_services_load_existing(self):
        companies = self.env["res.company"].search([("chart_template", "=", "id")])
        for company in companies:
            chart = self.with_company(company)
            chart._load_data(
                {"account.journal": chart._get_coop_services_account_journal()}
            )
        return super()._coop_services_load_existing()

    def _coop_services_set_up(self, company):
        """The fiscal position that leads bills of members to their own account."""
        result = super()._coop_services_set_up(company)
        if company.coop_payout_payable_account_id:
            company._coop_payout_position(self.env["res.partner"])
        return result
