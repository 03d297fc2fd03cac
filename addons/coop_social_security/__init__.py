# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from . import controllers, models, demo, wizards


def post_init_hook(env):
    """Give companies whose Indonesian chart is already loaded accounts and agencies."""
    env["account.chart.template"]._coop_social_load_existing()
