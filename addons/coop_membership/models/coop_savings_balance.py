# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.tools import SQL


class CoopSavingsBalance(models.Model):
    """Posted journal items on savings accounts, each with its member and type.

    A read-only view on the ledger: sums of ``amount`` up to a day are the balances of
    that day. Items whose partner never was a member have no member ("Unassigned"), so
    that the sum per type is always the balance of its account.
    """

    _name = "coop.savings.balance"
    _description = "Savings"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "move_id"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    member_id = fields.Many2one("coop.member", readonly=True)
    partner_id = fields.Many2one("res.partner", readonly=True)
    type_id = fields.Many2one("coop.savings.type", readonly=True)
    kind = fields.Selection(related="type_id.kind")
    account_id = fields.Many2one("account.account", readonly=True)
    move_id = fields.Many2one("account.move", string="Entry", readonly=True)
    move_line_id = fields.Many2one("account.move.line", readonly=True)
    date = fields.Date(readonly=True)
    name = fields.Char(string="Label", readonly=True)
    amount = fields.Monetary(
        readonly=True, help="Deposits are positive, withdrawals negative."
    )
    is_assigned = fields.Boolean(string="Assigned to a member", readonly=True)

    @property
    def _table_query(self):
        self.env["coop.member"]._ledger_flush()
        return SQL(
            """
            SELECT aml.id, aml.id AS move_line_id, aml.company_id, aml.partner_id,
                   aml.account_id, aml.move_id, aml.date, aml.name,
                   t.id AS type_id, m.id AS member_id, m.id IS NOT NULL AS is_assigned,
                   -aml.balance AS amount
              FROM coop_savings_type t
              JOIN account_move_line aml
                ON aml.account_id = t.account_id AND aml.company_id = t.company_id
               AND aml.parent_state = 'posted'
              LEFT JOIN coop_member m
                ON m.partner_id = aml.partner_id AND m.company_id = aml.company_id
               AND m.state != 'rejected'
               AND (m.ledger_from IS NULL OR aml.date >= m.ledger_from)
               AND (m.ledger_to IS NULL OR aml.date < m.ledger_to)
            """
        )

    def action_open_entry(self):
        """Open the standard journal entry behind this row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "view_mode": "form",
        }
