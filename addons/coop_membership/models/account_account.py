# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, models

# Which part of the surplus statement (PHU, section 3.4) an account belongs to.
RESULT_TAGS = (
    "member_revenue",
    "member_cost",
    "non_member_revenue",
    "non_member_cost",
    "operating_expense",
    "cooperative_expense",
    "other_result",
    "income_tax",
)


class AccountAccount(models.Model):
    """The class of a result account is one tag of the cooperative (RESULT_TAGS)."""

    _inherit = "account.account"

    @api.model
    def _coop_result_tags(self):
        """``{tag record: section code}`` of the eight classes of the PHU."""
        return {
            self.env.ref(f"coop_membership.tag_{code}"): code for code in RESULT_TAGS
        }

    def _coop_tag(self, tag):
        """Give the accounts of ``self`` this class, unless they have one already."""
        known = self.env["account.account.tag"].union(*self._coop_result_tags())
        self.filtered(lambda account: not account.tag_ids & known).tag_ids += tag
