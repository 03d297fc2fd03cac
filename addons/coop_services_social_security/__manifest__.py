# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
{
    "name": "Cooperative Services: Social Security",
    "version": "19.0.1.0.0",
    "category": "Accounting/Cooperative",
    "summary": "Jobs whose team must be covered by BPJS on each day of work",
    "author": "The cooperative suite contributors",
    "license": "AGPL-3",
    "depends": ["coop_services", "coop_social_security"],
    "data": [
        "views/contract_contract_views.xml",
        "views/sale_order_views.xml",
    ],
    "demo": ["demo/coop_demo.xml"],
    "auto_install": True,
}
