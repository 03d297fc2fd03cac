# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CountryState(models.Model):
    """Provinces know their time zone, so that seven o'clock is that of the place."""

    _inherit = "res.country.state"

    coop_tz = fields.Selection(
        [
            ("Asia/Jakarta", "WIB (UTC+7)"),
            ("Asia/Makassar", "WITA (UTC+8)"),
            ("Asia/Jayapura", "WIT (UTC+9)"),
        ],
        string="Time zone",
        help="Zone of work in this province; empty: western time (WIB).",
    )
