# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResPartner(models.Model):
    """A member is its own commercial partner, so bills, payments and entries meet."""

    _inherit = "res.partner"

    coop_member_ids = fields.One2many(
        "coop.member",
        "partner_id",
        string="Memberships",
        groups="coop_membership.group_reader",
    )

    @api.constrains("parent_id", "is_company")
    def _check_coop_member_stands_alone(self):
        children = self.filtered("parent_id")
        if not children:
            return
        # Whoever edits contacts must be stopped, also without rights on members.
        member = (
            self.env["coop.member"]
            .sudo()
            .search([("partner_id", "in", children.ids)], limit=1)
        )
        if member:
            raise ValidationError(
                self.env._(
                    "%(member)s is a member of the cooperative and cannot become a "
                    "contact of %(parent)s: savings and bills would part. Create a "
                    "separate contact for the company instead.",
                    member=member.display_name,
                    parent=member.partner_id.parent_id.name,
                )
            )
