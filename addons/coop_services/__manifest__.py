# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
{
    "name": "Cooperative Services",
    "summary": "Fair prices, contracts, teams by skill, accepted work, payouts",
    "version": "19.0.1.0.0",
    "category": "Accounting/Cooperative",
    "author": "The cooperative suite contributors",
    "website": "https://github.com/coop-suite/coop-suite",
    "license": "AGPL-3",
    "depends": ["coop_hr", "sale_project", "sale_timesheet", "rating", "contract"],
    "external_dependencies": {"python": ["scipy", "qrcode"]},
    "data": [
        "security/coop_services_rules.xml",
        "security/ir.model.access.csv",
        "data/account_account_tag.xml",
        "views/res_config_settings_views.xml",
        "views/menus.xml",
    ],
    "post_init_hook": "post_init_hook",
    "application": True,
}
