# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.fields import Command


class CoopSocialLayout(models.Model):
    """The columns of an export file.

    The agencies have published no format that could be relied on: these are the
    cooperative's own layouts, to be adapted to what the branch office accepts.
    """

    _name = "coop.social.layout"
    _description = "Layout of a Social Security File"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    scheme_id = fields.Many2one(
        "coop.social.scheme", required=True, ondelete="cascade", index=True
    )
    delimiter = fields.Selection(
        [(";", "Semicolon"), (",", "Comma"), ("tab", "Tab")],
        required=True,
        default=";",
    )
    column_ids = fields.One2many("coop.social.layout.column", "layout_id", copy=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    def _replace_columns(self, columns):
        """Give the layout ``[(heading, content)]`` as its columns."""
        self.ensure_one()
        self.column_ids = [Command.clear()] + [
            Command.create({"sequence": i, "heading": heading, "content": content})
            for i, (heading, content) in enumerate(columns, 1)
        ]
