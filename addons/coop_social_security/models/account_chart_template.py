# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models

from odoo.addons.account.models.chart_template import template

AGENCIES = {
    "coop_social_tk_partner_id": "BPJS Ketenagakerjaan",
    "coop_social_kes_partner_id": "BPJS Kesehatan",
}


class AccountChartTemplate(models.AbstractModel):
    """Accounts of social security in the Indonesian chart, and the two agencies."""

    _inherit = "account.chart.template"

    @template("id", "account.account")
    def _get_coop_social_account_account(self):
        return {
            "coop_social_member": {
                "code": "11290020",
                "account_type": "asset_current",
                "name": "Members' Social Security Contributions",
                "name@id": "Piutang Iuran BPJS Anggota",
                "reconcile": True,
            },
            "coop_social_expense": {
                "code": "62110040",
                "account_type": "expense",
                "name": "Social Security of Members",
                "name@id": "Beban Jaminan Sosial Anggota",
                "reconcile": False,
                "tag_ids": "coop_membership.tag_cooperative_expense",
            },
        }

    @template("id", "res.company")
    def _get_coop_social_res_company(self):
        return {
            self.env.company.id: {
                "coop_social_member_account_id": "coop_social_member",
                "coop_social_expense_account_id": "coop_social_expense",
            }
        }

    def _post_load_data(self, template_code, company, template_data):
        result = super()._post_load_data(template_code, company, template_data)
        if template_code == "id":
            self._coop_social_set_up(company or self.env.company)
        return result

    def _coop_social_load_existing(self):
        """Add the accounts where the Indonesian chart is already loaded."""
        companies = self.env["res.company"].search([("chart_template", "=", "id")])
        for company in companies:
            chart = self.with_company(company)
            data = {
                "account.account": chart._get_coop_social_account_account(),
                "res.company": chart._get_coop_social_res_company(),
            }
            chart._load_data(data)
            chart._load_translations(companies=company)
            chart._coop_social_set_up(company)

    def _coop_social_set_up(self, company):
        """Name the agencies of a company, once; it may choose other contacts."""
        for field, name in AGENCIES.items():
            if not company[field]:
                company[field] = self.env["res.partner"].create(
                    {
                        "name": name,
                        "is_company": True,
                        "company_id": company.id,
                        "country_id": self.env.ref("base.id").id,
                    }
                )
