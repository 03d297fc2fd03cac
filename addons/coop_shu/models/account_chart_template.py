# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.fields import Command, Date

from odoo.addons.account.models.chart_template import template

# Usual bylaws (section 12); the cooperative changes them to its own.
DEFAULT_LINES = (
    ("Reserve", "Dana Cadangan", "reserve", 30, None),
    ("Patronage share", "Jasa Usaha Anggota", "patronage", 35, None),
    ("Capital share", "Jasa Modal Anggota", "capital", 15, None),
    ("Board and supervisors fund", "Dana Pengurus dan Pengawas", "fund", 5, "board"),
    ("Staff fund", "Dana Karyawan", "fund", 3, "staff"),
    ("Education fund", "Dana Pendidikan", "fund", 5, "education"),
    ("Social fund", "Dana Sosial", "fund", 4, "social"),
    (
        "Regional development fund",
        "Dana Pembangunan Daerah Kerja",
        "fund",
        3,
        "development",
    ),
)


class AccountChartTemplate(models.AbstractModel):
    """Accounts of the funds in the Indonesian chart, and a scheme to start from."""

    _inherit = "account.chart.template"

    @template("id", "account.account")
    def _get_coop_shu_account_account(self):
        def fund(code, name, name_id):
            return {
                "code": code,
                "account_type": "liability_current",
                "name": name,
                "name@id": name_id,
                "reconcile": False,
            }

        return {
            "coop_fund_board": fund(
                "23000010",
                "Board and Supervisors Fund",
                "Dana Pengurus dan Pengawas",
            ),
            "coop_fund_staff": fund("23000020", "Staff Fund", "Dana Karyawan"),
            "coop_fund_education": fund(
                "23000030", "Education Fund", "Dana Pendidikan"
            ),
            "coop_fund_social": fund("23000040", "Social Fund", "Dana Sosial"),
            "coop_fund_development": fund(
                "23000050",
                "Regional Development Fund",
                "Dana Pembangunan Daerah Kerja",
            ),
        }

    def _post_load_data(self, template_code, company, template_data):
        result = super()._post_load_data(template_code, company, template_data)
        if template_code == "id":
            self._coop_shu_set_up(company or self.env.company)
        return result

    def _load_translations(self, langs=None, companies=None, template_data=None):
        """Name the starting scheme in Indonesian too, also when that comes later."""
        result = super()._load_translations(langs, companies, template_data)
        self._coop_shu_translate_lines()
        return result

    def _coop_shu_load_existing(self):
        """Add accounts and scheme where the Indonesian chart is already loaded."""
        companies = self.env["res.company"].search([("chart_template", "=", "id")])
        for company in companies:
            chart = self.with_company(company)
            chart._load_data({"account.account": chart._get_coop_shu_account_account()})
            chart._load_translations(companies=company)
            chart._coop_shu_set_up(company)

    def _coop_shu_set_up(self, company):
        """Create the starting scheme of a company, once; the coop makes it its own."""
        schemes = self.env["coop.shu.scheme"].with_context(lang="en_US")
        if schemes.with_context(active_test=False).search_count(
            [("company_id", "=", company.id)], limit=1
        ):
            return
        chart = self.with_company(company)
        accounts = [
            fund and chart.ref(f"coop_fund_{fund}", raise_if_not_found=False)
            for *_rest, fund in DEFAULT_LINES
        ]
        if not all(
            account
            for account, row in zip(accounts, DEFAULT_LINES, strict=True)
            if row[4]
        ):
            return
        indonesian = self._coop_indonesian()
        env = self.with_context(lang=indonesian[0] if indonesian else "en_US").env
        schemes.create(
            {
                "name": env._("Starting scheme (adapt to the bylaws)"),
                "company_id": company.id,
                "valid_from": Date.to_date("2000-01-01"),
                "source": env._(
                    "Usual percentages; replace by the article of your bylaws"
                ),
                "line_ids": [
                    Command.create(
                        {
                            "name": name,
                            "destination": destination,
                            "percent": percent,
                            "sequence": sequence,
                            "account_id": account.id if account else False,
                        }
                    )
                    for sequence, ((name, _id, destination, percent, _f), account) in (
                        enumerate(zip(DEFAULT_LINES, accounts, strict=True), 1)
                    )
                ],
                "patronage_source_ids": [Command.create({"code": "member_cost"})],
            }
        )
        self._coop_shu_translate_lines()

    def _coop_indonesian(self):
        """Codes of the Indonesian in use: members read that, whoever installs."""
        installed = self.env["res.lang"].get_installed()
        return [code for code, _name in installed if code.startswith("id")]

    def _coop_shu_translate_lines(self):
        """Give untranslated lines with our names their names in Indonesian."""
        names = {name: name_id for name, name_id, *_rest in DEFAULT_LINES}
        # sudo: a new language is for all companies
        lines = self.env["coop.shu.scheme.line"].sudo().with_context(lang="en_US")
        for line in lines.search([("name", "in", list(names))]):
            for lang in self._coop_indonesian():
                if line.with_context(lang=lang).name == line.name:
                    line.update_field_translations("name", {lang: names[line.name]})
