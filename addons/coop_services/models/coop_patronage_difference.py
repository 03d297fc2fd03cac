# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.tools import SQL


class CoopPatronageDifference(models.Model):
    """Accepted value of members' work against the member revenue in the ledger.

    A row per acceptance and year, with its invoice, the deferred revenue that it earned
    and its credit notes; and one per year for revenue that no acceptance explains. Both
    sides are equal when all accepted work is invoiced in the same year; what differs is
    listed: invoiced in another year, not invoiced, or booked by hand.
    """

    _name = "coop.patronage.difference"
    _description = "Accepted Work and Member Revenue"
    _auto = False
    _order = "year desc, acceptance_id desc"
    _rec_name = "acceptance_id"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    year = fields.Date(readonly=True)
    acceptance_id = fields.Many2one("coop.service.acceptance", readonly=True)
    value = fields.Monetary(string="Accepted value", readonly=True)
    revenue = fields.Monetary(
        string="Member revenue", readonly=True, help="Posted, credit positive."
    )
    difference = fields.Monetary(readonly=True, help="Value less revenue.")

    @property
    def _table_query(self):
        tag = self.env.ref("coop_membership.tag_member_revenue")
        self.env["account.move.line"].flush_model()
        self.env["account.move"].flush_model(["coop_acceptance_id"])
        self.env["coop.service.share"].flush_model()
        self.env["coop.service.acceptance"].flush_model(["release_move_id"])
        corrections = self.env["coop.service.correction"]
        corrections.flush_model(["acceptance_id", "move_ids"])
        moves = corrections._fields["move_ids"]
        return SQL(
            """
            WITH explained AS (
                SELECT release_move_id AS move_id, id AS acceptance_id
                  FROM coop_service_acceptance
                 WHERE release_move_id IS NOT NULL
                UNION
                SELECT entries.%(move)s, correction.acceptance_id
                  FROM %(entries)s entries
                  JOIN coop_service_correction correction
                    ON correction.id = entries.%(correction)s
            )
            SELECT row_number() OVER (
                       ORDER BY company_id, year, acceptance_id
                   ) AS id,
                   company_id, year, acceptance_id,
                   SUM(value) AS value, SUM(revenue) AS revenue,
                   SUM(value) - SUM(revenue) AS difference
              FROM (
                SELECT company_id, date_trunc('year', date)::date AS year,
                       acceptance_id, value, 0 AS revenue
                  FROM coop_service_share
                 WHERE active
                UNION ALL
                SELECT item.company_id, date_trunc('year', item.date)::date,
                       COALESCE(
                           move.coop_acceptance_id, origin.coop_acceptance_id,
                           own.acceptance_id, undone.acceptance_id
                       ),
                       0, -item.balance
                  FROM account_move_line item
                  JOIN account_move move ON move.id = item.move_id
                  LEFT JOIN account_move origin ON origin.id = move.reversed_entry_id
                  LEFT JOIN explained own ON own.move_id = move.id
                  LEFT JOIN explained undone ON undone.move_id = origin.id
                  JOIN account_account_account_tag tagged
                    ON tagged.account_account_id = item.account_id
                   AND tagged.account_account_tag_id = %(tag)s
                 WHERE item.parent_state = 'posted'
              ) both_sides
             GROUP BY company_id, year, acceptance_id
            HAVING SUM(value) != 0 OR SUM(revenue) != 0
            """,
            tag=tag.id,
            entries=SQL.identifier(moves.relation),
            correction=SQL.identifier(moves.column1),
            move=SQL.identifier(moves.column2),
        )
