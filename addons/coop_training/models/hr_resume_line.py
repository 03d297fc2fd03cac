# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class HrResumeLine(models.Model):
    """A résumé line that came from a session of a training programme."""

    _inherit = "hr.resume.line"

    coop_registration_id = fields.Many2one(
        "event.registration",
        string="Session attended",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
