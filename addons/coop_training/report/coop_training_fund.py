# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from functools import partial

from odoo import api, models
from odoo.exceptions import AccessError

from odoo.addons.coop_membership.money import money


class CoopTrainingFund(models.AbstractModel):
    """What the education fund had, got and paid for, as reported to the members."""

    _name = "report.coop_training.fund"
    _description = "Education Fund Report"

    @api.model
    def _fund(self, wizard):
        """Figures of the fund for whoever may read the report of that company."""
        wizard.check_access("read")
        company = wizard.company_id
        if company not in self.env.user.company_ids:
            raise AccessError(
                self.env._("This report is of a company that is not yours.")
            )
        # sudo: the sums are for all members to read, not the items behind them
        return company.sudo()._coop_education_fund(wizard.date_from, wizard.date_to)

    @api.model
    def _get_report_values(self, docids, data=None):
        wizards = self.env["coop.training.report"].browse(docids)
        return {
            "docs": wizards,
            "funds": {wizard.id: self._fund(wizard) for wizard in wizards},
            "money": {
                wizard.id: partial(
                    money, self.env, currency=wizard.company_id.currency_id
                )
                for wizard in wizards
            },
        }
