# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.tools import SQL


class CoopMemberIncome(models.Model):
    """How much and how steadily a member earned in twelve months; whose turn it is.

    Months before joining do not count. The standard deviation of the months says how
    unsteady the income is: 0 is the same every month. ``balance`` compares a member's
    hours with an equal share of all hours: below zero, others were sent more often.
    """

    _name = "coop.member.income"
    _description = "Income of Members"
    _auto = False
    _order = "income desc, member_id"
    _rec_name = "member_id"

    member_id = fields.Many2one("coop.member", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    months = fields.Integer(readonly=True, help="Months of membership in the year.")
    months_with_income = fields.Integer(readonly=True)
    income = fields.Monetary(string="Income of 12 months", readonly=True)
    average = fields.Monetary(
        string="A month", readonly=True, aggregator="avg", help="Average of the months."
    )
    deviation = fields.Monetary(
        string="Standard deviation",
        readonly=True,
        aggregator="avg",
        help="Of the months; the smaller, the steadier the income.",
    )
    steadiness = fields.Float(
        string="Steadiness (%)",
        readonly=True,
        aggregator="avg",
        help="100 less the deviation in percent of the average, not below 0.",
    )
    hours = fields.Float(string="Hours of 12 months", readonly=True)
    equal_hours = fields.Float(
        string="Equal share of hours",
        readonly=True,
        help="All hours of the cooperative, divided by months of membership.",
    )
    balance = fields.Float(
        string="Hours against equal share",
        readonly=True,
        help="Below zero: others were sent more often.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT g.*,
                   GREATEST(0, 100 - 100 * g.deviation / NULLIF(g.average, 0))
                       AS steadiness,
                   g.all_hours * g.months / NULLIF(g.all_months, 0) AS equal_hours,
                   g.hours - g.all_hours * g.months / NULLIF(g.all_months, 0) AS balance
              FROM (
                SELECT member_id AS id, member_id, company_id,
                       COUNT(*) AS months,
                       COUNT(*) FILTER (WHERE income > 0) AS months_with_income,
                       SUM(income) AS income, AVG(income) AS average,
                       STDDEV_POP(income) AS deviation, SUM(hours) AS hours,
                       SUM(SUM(hours)) OVER (PARTITION BY company_id) AS all_hours,
                       SUM(COUNT(*)) OVER (PARTITION BY company_id) AS all_months
                  FROM (%(months)s) month
                 GROUP BY member_id, company_id
              ) g
            """,
            months=self.env["coop.member.month"]._table_query,
        )
