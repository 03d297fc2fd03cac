# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, models

from odoo.addons.coop_services.demo.story import CLEANING


class CoopDemo(models.AbstractModel):
    """The office that is cleaned asks for cover at work."""

    _inherit = "coop.demo"

    @api.model
    def _load_cover(self):
        """Ask for BPJS Ketenagakerjaan in the cleaning job of the demo cooperative."""
        company = self._demo_company()
        jobs = self.env["contract.contract"].search(
            [("company_id", "=", company.id), ("name", "=", CLEANING)]
        )
        jobs.coop_cover_scheme_ids = self.env.ref("coop_social_security.scheme_tk")
