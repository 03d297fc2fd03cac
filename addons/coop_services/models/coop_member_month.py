# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.tools import SQL


class CoopMemberMonth(models.Model):
    """A member's month within the last twelve: hours, occupation and income.

    One row for every month of membership, also those without work: what a member does
    not get is what fairness is about. Income is the gross of accepted work by the day
    of acceptance.
    """

    _name = "coop.member.month"
    _description = "Months of Members"
    _auto = False
    _order = "month desc, member_id"
    _rec_name = "member_id"

    member_id = fields.Many2one("coop.member", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(readonly=True)
    hours = fields.Float(
        string="Hours worked",
        readonly=True,
        help="Shifts that were done, and hours of accepted work in own time.",
    )
    hours_planned = fields.Float(readonly=True, help="Shifts to come.")
    capacity = fields.Float(
        string="Hours of a full month", readonly=True, help="See the settings."
    )
    utilisation = fields.Float(
        string="Utilisation (%)", readonly=True, aggregator="avg"
    )
    income = fields.Monetary(readonly=True, help="Gross of accepted work.")
    jobs = fields.Integer(readonly=True, help="Jobs with work in the month.")

    @property
    def _table_query(self):
        for name in (
            "coop.member",
            "coop.service.shift",
            "coop.service.share",
            "coop.service.acceptance",
            "coop.service.acceptance.work",
            "coop.service.role",
            "coop.service.assignment",
            "res.company",
        ):
            self.env[name].flush_model()
        return SQL(
            """
            WITH months AS (
                SELECT m.id AS member_id, m.company_id, d::date AS month
                  FROM generate_series(
                        date_trunc('month', %(today)s::date) - interval '11 months',
                        date_trunc('month', %(today)s::date), interval '1 month'
                       ) d
                  JOIN coop_member m
                    ON m.date_joined < d + interval '1 month'
                   AND (m.date_left IS NULL OR m.date_left >= d)
                 WHERE m.state IN ('active', 'suspended', 'left')
            ), work AS (
                SELECT h.member_id,
                       date_trunc('month', h.start)::date AS month,
                       h.contract_id,
                       CASE WHEN h.state = 'done' THEN h.hours ELSE 0 END AS hours,
                       CASE WHEN h.state = 'planned' THEN h.hours ELSE 0 END AS planned,
                       0::numeric AS income
                  FROM coop_service_shift h
                 WHERE h.state IN ('done', 'planned')
                UNION ALL
                SELECT w.member_id, date_trunc('month', a.date)::date, a.contract_id,
                       w.hours, 0, 0
                  FROM coop_service_acceptance_work w
                  JOIN coop_service_acceptance a ON a.id = w.acceptance_id
                  LEFT JOIN coop_service_role r ON r.id = w.role_id
                 WHERE a.state = 'accepted' AND r.planning IS DISTINCT FROM 'shifts'
                UNION ALL
                SELECT s.member_id, date_trunc('month', s.date)::date, s.contract_id,
                       0, 0, s.gross
                  FROM coop_service_share s
                 WHERE s.active
            ), sums AS (
                SELECT member_id, month, SUM(hours) AS hours, SUM(planned) AS planned,
                       SUM(income) AS income, COUNT(DISTINCT contract_id) AS jobs
                  FROM work
                 WHERE month >= %(today)s::date - interval '13 months'
                 GROUP BY member_id, month
            )
            SELECT months.member_id::bigint * 100000
                   + (EXTRACT(YEAR FROM months.month) * 12
                      + EXTRACT(MONTH FROM months.month))::bigint AS id,
                   months.member_id, months.company_id, months.month,
                   COALESCE(sums.hours, 0) AS hours,
                   COALESCE(sums.planned, 0) AS hours_planned,
                   c.coop_capacity_hours AS capacity,
                   100 * COALESCE(sums.hours, 0)
                       / NULLIF(c.coop_capacity_hours, 0) AS utilisation,
                   COALESCE(sums.income, 0) AS income,
                   COALESCE(sums.jobs, 0) AS jobs
              FROM months
              JOIN res_company c ON c.id = months.company_id
              LEFT JOIN sums
                ON sums.member_id = months.member_id AND sums.month = months.month
            """,
            today=fields.Date.context_today(self),
        )
