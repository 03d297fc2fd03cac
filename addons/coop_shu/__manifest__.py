# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
{
    "name": "Cooperative Surplus (SHU)",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "summary": "From a year of books to every member's share of the surplus",
    "author": "The cooperative suite contributors",
    "license": "AGPL-3",
    "depends": ["coop_membership", "report_xlsx"],
    "external_dependencies": {"python": ["qrcode"]},
    "data": [
        "security/ir.model.access.csv",
        "security/coop_shu_rules.xml",
        "data/ir_cron.xml",
        "views/coop_shu_templates.xml",
        "views/coop_shu_scheme_views.xml",
        "views/coop_shu_share_views.xml",
        "views/coop_shu_run_views.xml",
        "views/account_move_views.xml",
        "views/coop_shu_portal_templates.xml",
        "report/coop_shu_share_slip.xml",
        "report/coop_shu_run_list.xml",
        "report/coop_shu_run_xlsx.xml",
        "wizards/coop_shu_run_reverse_views.xml",
        "wizards/coop_shu_simulation_views.xml",
        "views/menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["coop_shu/static/src/checklist/*"],
    },
    "post_init_hook": "post_init_hook",
    "application": True,
}
