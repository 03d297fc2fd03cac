# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models

from odoo.addons.account.models.chart_template import template


class AccountChartTemplate(models.AbstractModel):
    """What selling members' work needs in the Indonesian chart, as template data.

    Loaded with the chart, or by the post-init hook into a chart that is already there.
    """

    _inherit = "account.chart.template"

    @template("id", "account.account")
    def _get_coop_services_account_account(self):
        def account(code, kind, name, name_id, tag=None, reconcile=False):
            values = {
                "code": code,
                "account_type": kind,
                "name": name,
                "name@id": name_id,
                "reconcile": reconcile,
            }
            if tag:
                values["tag_ids"] = f"{tag},coop_membership.tag_operating_expense"
            return values

        return {
            "coop_pool_marketing": account(
                "63110010",
                "expense",
                "Shared Marketing",
                "Beban Pemasaran Bersama",
                "coop_services.tag_pool_marketing",
            ),
            "coop_pool_tools": account(
                "63110020",
                "expense",
                "Shared Tools",
                "Beban Alat Bersama",
                "coop_services.tag_pool_tools",
            ),
            "coop_pool_training": account(
                "63110030",
                "expense",
                "Shared Training",
                "Beban Pelatihan Bersama",
                "coop_services.tag_pool_training",
            ),
            "coop_pool_administration": account(
                "63110040",
                "expense",
                "Shared Administration",
                "Beban Administrasi Bersama",
                "coop_services.tag_pool_administration",
            ),
        }

    @template("id", "res.company")
    def _get_coop_services_res_company(self):
        """Company settings ``{field: template id of the account or journal}``."""
        return {self.env.company.id: {}}

    def _post_load_data(self, template_code, company, template_data):
        result = super()._post_load_data(template_code, company, template_data)
        if template_code == "id":
            self._coop_services_set_up(company or self.env.company)
        return result

    def _coop_services_load_existing(self):
        """Bring companies whose Indonesian chart was loaded earlier up to date."""
        companies = self.env["res.company"].search([("chart_template", "=", "id")])
        for company in companies:
            chart = self.with_company(company)
            chart._load_data(
                {
                    "account.account": chart._get_coop_services_account_account(),
                    "res.company": chart._get_coop_services_res_company(),
                }
            )
            chart._load_translations(companies=company)
            chart._coop_services_set_up(company)

    def _coop_services_set_up(self, company):
        """What a company with the Indonesian chart starts with; it makes it its own.

        Parts that add rules to a new company extend this.
        """
