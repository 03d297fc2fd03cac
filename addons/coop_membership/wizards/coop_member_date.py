# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.tools import format_date


class CoopMemberDate(models.TransientModel):
    """Ask for a day and show the member list as it stood then."""

    _name = "coop.member.date"
    _description = "Members at a Date"

    date = fields.Date(required=True, default=fields.Date.context_today)
    members_only = fields.Boolean(
        default=True, help="Only who was a member on that day."
    )

    def action_open(self):
        """Member list with status, savings and arrears of that day."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_membership.action_coop_member"
        )
        action["name"] = self.env._("Members at %s", format_date(self.env, self.date))
        action["display_name"] = action["name"]
        action["context"] = {"coop_date": fields.Date.to_string(self.date)}
        action["domain"] = [("active_on", "=", self.date)] if self.members_only else []
        return action
