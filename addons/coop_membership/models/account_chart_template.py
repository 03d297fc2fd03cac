# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models

from odoo.addons.account.models.chart_template import template

TAG = "coop_membership.tag_%s"
# Existing accounts of the Indonesian chart whose class does not follow from their type.
SPECIAL_TAGS = {
    "tag_income_tax": (
        "l10n_id_61100110",
        "l10n_id_61100120",
        "l10n_id_65110070",
    ),
    "tag_other_result": (
        "l10n_id_91100010",
        "l10n_id_91100020",
        "l10n_id_91100030",
        "l10n_id_99900001",
        "l10n_id_99900002",
        "l10n_id_99900003",
    ),
}
# Neither the type nor the name tells whose work these are: the accountant decides.
UNDECIDED = ("l10n_id_42500010", "l10n_id_51000020")


class AccountChartTemplate(models.AbstractModel):
    """Accounts of a cooperative in the Indonesian chart, as template data.

    Loaded with the chart, or by the post-init hook into a chart that is already there;
    the accountant may rename, recode or replace them.
    """

    _inherit = "account.chart.template"

    @template("id", "account.account")
    def _get_coop_account_account(self):
        def account(code, kind, name, name_id, tag=None, reconcile=False):
            values = {
                "code": code,
                "account_type": kind,
                "name": name,
                "name@id": name_id,
                "reconcile": reconcile,
            }
            if tag:
                values["tag_ids"] = TAG % tag
            return values

        return {
            "coop_advance": account(
                "11290010",
                "asset_current",
                "Member Advances",
                "Kasbon Anggota",
                reconcile=True,
            ),
            "coop_voluntary_savings": account(
                "21310010",
                "liability_current",
                "Voluntary Savings",
                "Simpanan Sukarela Anggota",
            ),
            "coop_shu_payable": account(
                "21320010",
                "liability_payable",
                "Surplus Payable to Members",
                "Utang SHU Anggota",
                reconcile=True,
            ),
            "coop_refund_payable": account(
                "21330010",
                "liability_payable",
                "Savings to Refund",
                "Utang Pengembalian Simpanan",
                reconcile=True,
            ),
            "coop_principal_savings": account(
                "31110010",
                "equity",
                "Principal Savings",
                "Simpanan Pokok",
                "own_capital",
            ),
            "coop_mandatory_savings": account(
                "31110020",
                "equity",
                "Mandatory Savings",
                "Simpanan Wajib",
                "own_capital",
            ),
            "coop_investor_capital": account(
                "31120010", "equity", "Equity Participation", "Modal Penyertaan"
            ),
            "coop_grants": account(
                "31130010", "equity", "Grants", "Hibah", "own_capital"
            ),
            "coop_reserve": account(
                "32110010", "equity", "General Reserve", "Cadangan Umum", "own_capital"
            ),
            "coop_risk_reserve": account(
                "32110020", "equity", "Risk Reserve", "Cadangan Risiko", "own_capital"
            ),
            "coop_deficit": account(
                "33110010",
                "equity",
                "Surplus of Earlier Years Not Distributed",
                "SHU Tahun Lalu Belum Dibagi",
            ),
            "coop_member_revenue": account(
                "41110010",
                "income",
                "Members' Gross Participation",
                "Partisipasi Bruto Anggota",
                "member_revenue",
            ),
            "coop_non_member_revenue": account(
                "41120010",
                "income",
                "Service Revenue, Non-members",
                "Pendapatan Jasa Non-Anggota",
                "non_member_revenue",
            ),
            "coop_member_cost": account(
                "51110010",
                "expense_direct_cost",
                "Cost of Members' Services",
                "Beban Pokok - Imbalan Jasa Anggota",
                "member_cost",
            ),
            "coop_member_material": account(
                "51110020",
                "expense_direct_cost",
                "Material for Members' Services",
                "Beban Pokok - Bahan dan Alat",
                "member_cost",
            ),
            "coop_non_member_cost": account(
                "51120010",
                "expense_direct_cost",
                "Cost of Subcontractors",
                "Beban Pokok - Subkontraktor",
                "non_member_cost",
            ),
            "coop_assembly_expense": account(
                "62110010",
                "expense",
                "Members' Assembly",
                "Beban Rapat Anggota",
                "cooperative_expense",
            ),
            "coop_member_education": account(
                "62110020",
                "expense",
                "Members' Education and Guidance",
                "Beban Pendidikan dan Pembinaan Anggota",
                "cooperative_expense",
            ),
            "coop_supervision_expense": account(
                "62110030",
                "expense",
                "Supervision and Audit",
                "Beban Pengawasan dan Audit",
                "cooperative_expense",
            ),
        }

    @template("id", "res.company")
    def _get_coop_res_company(self):
        return {
            self.env.company.id: {
                "coop_advance_account_id": "coop_advance",
                "coop_refund_account_id": "coop_refund_payable",
                "coop_reserve_account_id": "coop_reserve",
                "coop_deficit_account_id": "coop_deficit",
                "coop_shu_payable_account_id": "coop_shu_payable",
            }
        }

    def _post_load_data(self, template_code, company, template_data):
        result = super()._post_load_data(template_code, company, template_data)
        if template_code == "id":
            self._coop_set_up(company or self.env.company)
        return result

    def _coop_set_up(self, company):
        """What a company with the Indonesian chart needs before its first member."""
        chart = self.with_company(company)
        for tag, xmlids in SPECIAL_TAGS.items():
            accounts = self.env["account.account"]
            for xmlid in xmlids:
                accounts += chart.ref(xmlid, raise_if_not_found=False) or accounts
            accounts._coop_tag(self.env.ref(f"coop_membership.{tag}"))
        undecided = self.env["account.account"]
        for xmlid in UNDECIDED:
            undecided += chart.ref(xmlid, raise_if_not_found=False) or undecided
        company._coop_propose_tags(leave=undecided)
        company._coop_create_savings_types(
            principal=chart.ref("coop_principal_savings"),
            mandatory=chart.ref("coop_mandatory_savings"),
            voluntary=chart.ref("coop_voluntary_savings"),
        )
        company._coop_set_whole_rupiah()
        company._coop_setup_payment_lines()

    def _coop_load_into(self, company):
        """Bring a company whose Indonesian chart was loaded earlier up to date."""
        chart = self.with_company(company)
        data = {
            "account.account": chart._get_coop_account_account(),
            "res.company": chart._get_coop_res_company(),
        }
        chart._load_data(data)
        chart._load_translations(companies=company)
        chart._coop_set_up(company)
