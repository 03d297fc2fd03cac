# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class ResCompany(models.Model):
    """Accounts and journal of payouts to members, and the rule of advances."""

    _inherit = "res.company"

    coop_payout_journal_id = fields.Many2one(
        "account.journal",
        string="Payout journal",
        check_company=True,
        domain=[("type", "=", "purchase")],
        help="Purchase journal of the bills for members' work.",
    )
    coop_payout_payable_account_id = fields.Many2one(
        "account.account",
        string="Payable to members for work",
        check_company=True,
        domain=[("account_type", "=", "liability_payable")],
    )
    coop_member_cost_account_id = fields.Many2one(
        "account.account",
        string="Cost of members' work",
        check_company=True,
        domain=[("account_type", "in", ("expense", "expense_direct_cost"))],
    )
    coop_income_tax_account_id = fields.Many2one(
        "account.account",
        string="Income tax of members to pay (PPh 21)",
        check_company=True,
        domain=[("account_type", "=", "liability_current")],
    )
    coop_payout_position_id = fields.Many2one(
        "account.fiscal.position",
        string="Fiscal position of payouts",
        check_company=True,
        help="It puts the bills of members on their own payable account.",
    )
    coop_advance_percent = fields.Float(
        string="Advances up to (%)",
        default=50,
        digits=(5, 2),
        help="Percent of the accepted work that is not paid out yet.",
    )

    _coop_advance_percent_range = models.Constraint(
        "CHECK (coop_advance_percent IS NULL "
        "OR coop_advance_percent BETWEEN 0 AND 100)",
        "Advances are between 0 and 100 percent of accepted work.",
    )

    def _coop_payout_journal(self):
        """Journal of the bills for members' work.

        :raises UserError: not set
        """
        self.ensure_one()
        if not self.coop_payout_journal_id:
            raise UserError(
                self.env._(
                    "%(company)s has no journal for payouts. Choose a purchase journal "
                    "under Cooperative, Configuration, Settings.",
                    company=self.name,
                )
            )
        return self.coop_payout_journal_id

    def _coop_payout_position(self, partners):
        """Fiscal position that leads the bills of ``partners`` to the payable account.

        A partner may have any payable account of its own; each gets a row here.
        """
        self.ensure_one()
        target = self._coop_account("payout_payable")
        # sudo: an accountant books payouts without rights on fiscal positions
        company = self.sudo()
        if not company.coop_payout_position_id:
            company.coop_payout_position_id = (
                self.env["account.fiscal.position"]
                .sudo()
                .create(
                    {
                        "name": self.env._("Members' work"),
                        "company_id": self.id,
                        "auto_apply": False,
                    }
                )
            )
        position = company.coop_payout_position_id
        own = partners.with_company(self).sudo().property_account_payable_id
        sources = (
            own | company.partner_id.with_company(self).property_account_payable_id
        )
        for row in position.account_ids:
            if row.account_src_id in sources and row.account_dest_id != target:
                row.account_dest_id = target
        missing = sources - position.account_ids.account_src_id - target
        if missing:
            position.account_ids = [
                Command.create(
                    {"account_src_id": account.id, "account_dest_id": target.id}
                )
                for account in missing
            ]
        return position
