# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, models


class CoopDemo(models.AbstractModel):
    """The social security of the demo cooperative."""

    _inherit = "coop.demo"

    @api.model
    def _load_social(self):
        """Enrol the members and book two months, once."""
