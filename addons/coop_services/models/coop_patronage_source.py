# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.tools import SQL


class CoopPatronageSource(models.AbstractModel):
    """Accepted work counts for the surplus, on the day when the client accepted it."""

    _inherit = "coop.patronage.source"

    @api.model
    def _patronage_sources(self):
        return [
            *super()._patronage_sources(),
            ("accepted_value", self.env._("Accepted work of members"), "currency"),
        ]

    @api.model
    def _patronage_query(self, code, company, date_from, date_to):
        if code != "accepted_value":
            return super()._patronage_query(code, company, date_from, date_to)
        self.env["coop.service.share"].flush_model(
            ["active", "company_id", "date", "member_id", "value"]
        )
        return SQL(
            """
            SELECT member_id, SUM(value) AS amount
              FROM coop_service_share
             WHERE active AND company_id = %s AND date BETWEEN %s AND %s
             GROUP BY member_id
            """,
            company.id,
            date_from,
            date_to,
        )
