# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

CONTENTS = [
    ("number", "Number of the participant"),
    ("nik", "NIK"),
    ("member", "Member number"),
    ("name", "Name"),
    ("month", "Month"),
    ("base", "Base"),
    ("jkk", "JKK"),
    ("jkm", "JKM"),
    ("jht_coop", "JHT, cooperative"),
    ("jht_member", "JHT, member"),
    ("jp_coop", "JP, cooperative"),
    ("jp_member", "JP, member"),
    ("coop", "Cooperative"),
    ("own", "Member"),
    ("total", "Total"),
    ("birth_place", "Birth place"),
    ("birth_date", "Birth date"),
    ("gender", "Gender"),
    ("street", "Address"),
    ("phone", "Phone"),
    ("email", "Email"),
    ("start", "Start of cover"),
]


class CoopSocialLayoutColumn(models.Model):
    """One column of an export file: its heading and what stands below."""

    _name = "coop.social.layout.column"
    _description = "Column of a Social Security File"
    _order = "layout_id, sequence, id"

    layout_id = fields.Many2one(
        "coop.social.layout", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    heading = fields.Char(required=True)
    content = fields.Selection(CONTENTS, required=True)
