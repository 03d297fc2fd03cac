# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)


def post_init_hook(env):
    """Give companies whose Indonesian chart is already loaded what jobs need."""
    env["account.chart.template"]._coop_services_load_existing()
