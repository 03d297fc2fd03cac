# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopSocialScheme(models.Model):
    """A scheme of social security and the agency that runs it.

    Shared by all companies; the contact of the agency and its due day are set per
    company. Contributions of a month are due in that month or in the next one.
    """

    _name = "coop.social.scheme"
    _description = "Social Security Scheme"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    agency = fields.Selection(
        [("tk", "BPJS Ketenagakerjaan"), ("kes", "BPJS Kesehatan")], required=True
    )
    due_next_month = fields.Boolean(
        help="The contribution of a month is due in the following month."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    rate_ids = fields.One2many("coop.social.rate", "scheme_id")

    _code_uniq = models.Constraint("UNIQUE (code)", "The code of a scheme is unique.")
    _agency_uniq = models.Constraint("UNIQUE (agency)", "Each agency has one scheme.")
