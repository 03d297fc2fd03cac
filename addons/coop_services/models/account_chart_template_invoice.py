# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models

from odoo.addons.account.models.chart_template import template

# Taxes of the Indonesian chart that are 12 % of 11/12 of the price.
OTHER_BASE = ("tax_ST4", "tax_PT4", "tax_ST5")


class AccountChartTemplate(models.AbstractModel):
    """Accounts and taxes of invoices to clients in the Indonesian chart."""

    _inherit = "account.chart.template"

    @template("id", "account.account")
    def _get_coop_services_account_account(self):
        return {
            **super()._get_coop_services_account_account(),
            "coop_final_tax_payable": {
                "code": "21210070",
                "account_type": "liability_current",
                "name": "Final Tax on Turnover Payable",
                "name@id": "Utang PPh Final",
                "reconcile": True,
            },
            "coop_client_penalty": {
                "code": "51110030",
                "account_type": "expense_direct_cost",
                "name": "Penalties and Claims of Clients",
                "name@id": "Denda dan Klaim Klien",
                "reconcile": False,
                # of the members' work, as what the team bears of it is
                "tag_ids": "coop_membership.tag_member_cost",
            },
            "coop_final_tax": {
                "code": "61110010",
                "account_type": "expense",
                "name": "Final Tax on Turnover",
                "name@id": "Beban PPh Final",
                "reconcile": False,
                "tag_ids": "coop_membership.tag_income_tax",
            },
        }

    @template("id", "res.company")
    def _get_coop_services_res_company(self):
        settings = super()._get_coop_services_res_company()
        settings[self.env.company.id] |= {
            "coop_member_revenue_account_id": "coop_member_revenue",
            "coop_non_member_revenue_account_id": "coop_non_member_revenue",
            "coop_deferred_revenue_account_id": "l10n_id_28110010",
            "coop_penalty_account_id": "coop_client_penalty",
            "coop_withheld_account_id": "l10n_id_11510030",
            "coop_final_tax_payable_account_id": "coop_final_tax_payable",
            "coop_final_tax_account_id": "coop_final_tax",
            "coop_pph23_payable_account_id": "l10n_id_21210030",
            "coop_vat_tax_id": "tax_ST4",
            "coop_vat_collector_tax_id": "tax_ST5",
        }
        return settings

    def _coop_services_set_up(self, company):
        result = super()._coop_services_set_up(company)
        chart = self.with_company(company)
        for xmlid in OTHER_BASE:
            tax = chart.ref(xmlid, raise_if_not_found=False)
            if tax and tax.amount == 11:
                tax.coop_other_base = True
        return result
