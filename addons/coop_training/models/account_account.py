# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.fields import Domain


class AccountAccount(models.Model):
    """Which account is the education fund of the companies at work."""

    _inherit = "account.account"

    coop_is_education_fund = fields.Boolean(
        string="Education fund",
        compute="_compute_coop_is_education_fund",
        search="_search_coop_is_education_fund",
    )

    def _compute_coop_is_education_fund(self):
        funds = self.env.companies.coop_education_account_id
        for account in self:
            account.coop_is_education_fund = account in funds

    def _search_coop_is_education_fund(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        return Domain("id", "in", self.env.companies.coop_education_account_id.ids)
