# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, models

SEQUENCE = 20


class CoopMemberChargeSource(models.AbstractModel):
    """Members' shares of social security are deducted before savings."""

    _inherit = "coop.member.charge.source"

    @api.model
    def _member_charges(self, members, date):
        charges = super()._member_charges(members, date)
        # sudo: an account without rights of its own; callers may take the money
        accounts = {
            company: company.sudo().coop_social_member_account_id
            for company in members.company_id
        }
        return charges + [
            {
                "member": member,
                "code": "bpjs",
                "sequence": SEQUENCE,
                "label": self.env._("Social security contributions"),
                "type": self.env["coop.savings.type"],
                "account": accounts[member.company_id],
                "amount": amount,
            }
            for member, amount in members._social_due(date).items()
            if amount > 0
        ]

    @api.model
    def _charges_settled(self, charges):
        """Match what was deducted with the contributions that the member owed."""
        result = super()._charges_settled(charges)
        members = self.env["coop.member"].union(
            *(charge["member"] for charge in charges if charge["code"] == "bpjs")
        )
        members._match_social_items()
        return result
