# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)


def post_init_hook(env):
    """Add the cooperative's accounts to Indonesian charts that are already loaded."""
    chart = env["account.chart.template"]
    for company in env["res.company"].search([("chart_template", "=", "id")]):
        chart._coop_load_into(company)
