# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)


def post_init_hook(env):
    """Number certificates, and point companies with a fund in their chart to it."""
    env["res.company"].search([])._coop_training_set_up()
