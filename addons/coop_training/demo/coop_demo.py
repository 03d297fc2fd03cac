# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, models


class CoopDemo(models.AbstractModel):
    """Courses of the demo cooperative."""

    _inherit = "coop.demo"

    @api.model
    def _load_training(self):
        """To be told."""
