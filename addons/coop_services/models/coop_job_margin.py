# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.tools import SQL


class CoopJobMargin(models.Model):
    """What each job brought, what members got of it, what else it cost, and the rest.

    Accepted work and its corrections, members' shares, and costs on the analytic
    account of the job or its project; payouts to members are not counted twice.
    """

    _name = "coop.job.margin"
    _description = "Margin of Jobs"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "contract_id"

    date = fields.Date(readonly=True)
    contract_id = fields.Many2one("contract.contract", string="Job", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Client", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [
            ("work", "Accepted work"),
            ("correction", "Correction"),
            ("members", "Members' shares"),
            ("cost", "Other cost"),
        ],
        readonly=True,
    )
    price = fields.Monetary(readonly=True, help="Before VAT.")
    members = fields.Monetary(string="Members receive", readonly=True)
    cost = fields.Monetary(string="Other costs", readonly=True)
    margin = fields.Monetary(
        string="Kept by the cooperative",
        readonly=True,
        help="Price less what members receive and other costs of the job.",
    )

    @property
    def _table_query(self):
        for name in (
            "coop.service.acceptance",
            "coop.service.share",
            "coop.service.correction",
            "contract.contract",
            "account.analytic.line",
            "account.move.line",
            "account.move",
        ):
            self.env[name].flush_model()
        return SQL(
            """
            WITH moves AS (
                SELECT 4::bigint * a.id AS id, 'work' AS kind, a.date, a.contract_id,
                       a.company_id, a.amount_price AS price, 0::numeric AS members,
                       0::numeric AS cost
                  FROM coop_service_acceptance a
                 WHERE a.state = 'accepted'
                UNION ALL
                SELECT 4::bigint * s.id + 1, 'members', s.date, s.contract_id,
                       s.company_id, 0, s.gross, 0
                  FROM coop_service_share s
                 WHERE s.active
                UNION ALL
                SELECT 4::bigint * c.id + 2, 'correction', c.date, c.contract_id,
                       c.company_id,
                       CASE WHEN c.kind = 'credit' THEN -c.amount ELSE 0 END, 0,
                       CASE WHEN c.kind = 'credit' THEN 0 ELSE c.amount END
                  FROM coop_service_correction c
                 WHERE c.state = 'posted'
                UNION ALL
                SELECT 4::bigint * l.id + 3, 'cost', l.date, j.id, l.company_id, 0, 0,
                       -l.amount
                  FROM account_analytic_line l
                  JOIN LATERAL (
                        SELECT k.id
                          FROM contract_contract k
                          LEFT JOIN project_project p ON p.id = k.coop_project_id
                         WHERE k.coop_is_job AND k.company_id = l.company_id
                           AND COALESCE(p.account_id, k.group_id) = l.account_id
                         ORDER BY k.id DESC
                         LIMIT 1
                       ) j ON TRUE
                  LEFT JOIN account_move_line i ON i.id = l.move_line_id
                  LEFT JOIN account_move m ON m.id = i.move_id
                 WHERE l.amount < 0 AND l.project_id IS NULL
                   AND m.coop_payout_id IS NULL
            )
            SELECT v.*, k.partner_id, v.price - v.members - v.cost AS margin
              FROM moves v
              JOIN contract_contract k ON k.id = v.contract_id
            """
        )

    def action_open_job(self):
        """The job of this row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "contract.contract",
            "res_id": self.contract_id.id,
            "view_mode": "form",
            "views": [(self.env.ref("coop_services.view_coop_job_form").id, "form")],
        }
