# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

OFFICE = "coop_membership.group_reader"


class CoopJobTerms(models.AbstractModel):
    """Which social security a client or the cooperative asks for in a job."""

    _inherit = "coop.job.terms"

    coop_cover_scheme_ids = fields.Many2many(
        "coop.social.scheme",
        string="Cover required",
        groups=OFFICE,
        help="Whoever works in this job must be covered by these schemes on each day "
        "of work.",
    )
