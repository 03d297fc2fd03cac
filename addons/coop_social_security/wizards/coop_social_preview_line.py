# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopSocialPreviewLine(models.TransientModel):
    """What a rate changes for one enrolment."""

    _name = "coop.social.preview.line"
    _description = "Effect of a Rate on an Enrolment"
    _order = "difference desc, id"

    preview_id = fields.Many2one(
        "coop.social.preview", required=True, ondelete="cascade", index=True
    )
    enrolment_id = fields.Many2one("coop.social.enrolment", ondelete="cascade")
    currency_id = fields.Many2one(related="preview_id.currency_id")
    before_member = fields.Monetary(string="Member before")
    after_member = fields.Monetary(string="Member after")
    before_coop = fields.Monetary(string="Cooperative before")
    after_coop = fields.Monetary(string="Cooperative after")
    difference = fields.Monetary()
