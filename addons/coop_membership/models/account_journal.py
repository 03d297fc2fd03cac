# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, models


class AccountJournal(models.Model):
    """Cash and bank journals of a cooperative book payments on their own account.

    Without an account on the payment method a payment either leaves no entry at all or
    waits for ever on an outstanding account, because Community has no reconciliation
    screen. Where the reconciliation addon of the OCA is installed, its own way is kept.
    """

    _inherit = "account.journal"

    @api.model_create_multi
    def create(self, vals_list):
        journals = super().create(vals_list)
        # sudo: only decides whether the company is a cooperative
        companies = self.env["coop.savings.type"].sudo().search([]).company_id
        journals.filtered(lambda j: j.company_id in companies)._coop_pay_directly()
        return journals

    def _coop_pay_directly(self):
        """Set the journal's account on manual payment methods that have none."""
        if "account_reconcile_oca" in self.env.registry._init_modules:
            return
        for journal in self.filtered(
            lambda j: j.type in ("bank", "cash") and j.default_account_id
        ):
            methods = (
                journal.inbound_payment_method_line_ids
                | journal.outbound_payment_method_line_ids
            )
            methods.filtered(
                lambda m: m.code == "manual" and not m.payment_account_id
            ).payment_account_id = journal.default_account_id


class ResCompany(models.Model):
    _inherit = "res.company"

    def _coop_setup_payment_lines(self):
        """Let every cash and bank journal of these companies book directly."""
        self.env["account.journal"].search(
            [("company_id", "in", self.ids), ("type", "in", ("bank", "cash"))]
        )._coop_pay_directly()
