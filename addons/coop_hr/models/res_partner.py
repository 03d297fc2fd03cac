# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models


class ResPartner(models.Model):
    """A performer is called as the member is."""

    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("name"):
            # sudo: whoever may rename the contact renames the performer with it
            members = self.env["coop.member"].sudo().with_context(active_test=False)
            members = members.search(
                [("partner_id", "in", self.ids), ("employee_id", "!=", False)]
            )
            members.employee_id.write({"name": vals["name"]})
        return result
