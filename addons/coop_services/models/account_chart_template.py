# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.fields import Command, Date

from odoo.addons.account.models.chart_template import template

# Usual rules (section 8); the cooperative changes them to its own.
PRICE_RULES = (
    ("Social security", "Jaminan Sosial", "cost", 3, True),
    ("Overhead", "Biaya Umum", "cost", 5, False),
    ("Cooperative's share", "Bagian Koperasi", "price", 10, False),
    ("Reserve", "Cadangan", "price", 2, False),
    ("VAT", "PPN", "tax", 12, False),
)
COST_POOLS = (
    ("Marketing", "Pemasaran", "marketing", "value"),
    ("Tools", "Alat", "tools", "hours"),
    ("Training", "Pelatihan", "training", "equal"),
    ("Administration", "Administrasi", "administration", "equal"),
)

RULES = "Starting rules (adapt to your own)"
RULES_SOURCE = "Usual percentages; replace by your resolution"
KEY_SOURCE = "Replace by your resolution"
# What is created: model, field and its words, English and Indonesian.
WORDS = (
    ("coop.price.scheme.line", "name", {row[0]: row[1] for row in PRICE_RULES}),
    ("coop.cost.pool", "name", {row[0]: row[1] for row in COST_POOLS}),
    (
        "coop.price.scheme",
        "name",
        {RULES: "Aturan awal (sesuaikan dengan aturan koperasi Anda)"},
    ),
    (
        "coop.price.scheme",
        "source",
        {RULES_SOURCE: "Persentase lazim; ganti dengan keputusan rapat Anda"},
    ),
    ("coop.cost.pool.key", "source", {KEY_SOURCE: "Ganti dengan keputusan rapat Anda"}),
)


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

    def _load_translations(self, langs=None, companies=None, template_data=None):
        """Name rules and pools in Indonesian too, also when that comes later."""
        result = super()._load_translations(langs, companies, template_data)
        self._coop_services_translate()
        return result

    def _coop_services_set_up(self, company):
        """What a company with the Indonesian chart starts with; it makes it its own.

        Parts that add rules to a new company extend this.
        """
        self._coop_services_price_rules(company)
        self._coop_services_cost_pools(company)
        self._coop_services_translate()

    def _coop_services_price_rules(self, company):
        schemes = self.env["coop.price.scheme"].with_context(
            lang="en_US", active_test=False
        )
        if schemes.search_count([("company_id", "=", company.id)], limit=1):
            return
        schemes.create(
            {
                "name": RULES,
                "company_id": company.id,
                "valid_from": Date.to_date("2000-01-01"),
                "source": RULES_SOURCE,
                "line_ids": [
                    Command.create(
                        {
                            "name": name,
                            "sequence": sequence,
                            "kind": kind,
                            "percent": percent,
                            "is_members": is_members,
                            "base_top": 11 if kind == "tax" else 1,
                            "base_bottom": 12 if kind == "tax" else 1,
                        }
                    )
                    for sequence, (name, _name_id, kind, percent, is_members) in (
                        enumerate(PRICE_RULES, 1)
                    )
                ],
            }
        )

    def _coop_services_cost_pools(self, company):
        pools = self.env["coop.cost.pool"].with_context(lang="en_US", active_test=False)
        if pools.search_count([("company_id", "=", company.id)], limit=1):
            return
        pools.create(
            [
                {
                    "name": name,
                    "sequence": sequence,
                    "kind": kind,
                    "company_id": company.id,
                    "tag_id": self.env.ref(f"coop_services.tag_pool_{kind}").id,
                    "key_ids": [
                        Command.create(
                            {
                                "valid_from": Date.to_date("2000-01-01"),
                                "key": key,
                                "source": KEY_SOURCE,
                            }
                        )
                    ],
                }
                for sequence, (name, _name_id, kind, key) in enumerate(COST_POOLS, 1)
            ]
        )

    def _coop_services_translate(self):
        """Give untranslated rows with our words these words in Indonesian."""
        installed = self.env["res.lang"].get_installed()
        languages = [code for code, _name in installed if code.startswith("id")]
        for model, field, words in WORDS:
            # sudo: a new language is for all companies
            records = self.env[model].sudo().with_context(lang="en_US")
            for record in records.search([(field, "in", list(words))]):
                for lang in languages:
                    if record.with_context(lang=lang)[field] == record[field]:
                        record.update_field_translations(
                            field, {lang: words[record[field]]}
                        )
