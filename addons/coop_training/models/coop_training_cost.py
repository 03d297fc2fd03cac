# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.tools import SQL


class CoopTrainingCost(models.Model):
    """What a session cost, and what came of it: hours, passes, certificates."""

    _name = "coop.training.cost"
    _description = "Training Costs"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "event_id"

    date = fields.Date(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    programme_id = fields.Many2one("coop.training.programme", readonly=True)
    event_id = fields.Many2one("event.event", string="Training session", readonly=True)
    cost = fields.Monetary(readonly=True, aggregator="sum")
    fund_cost = fields.Monetary(
        string="Of the education fund", readonly=True, aggregator="sum"
    )
    attended = fields.Integer(readonly=True, aggregator="sum")
    passed = fields.Integer(readonly=True, aggregator="sum")
    hours = fields.Float(string="Hours of all", readonly=True, aggregator="sum")
    certificates = fields.Integer(readonly=True, aggregator="sum")
    cost_per_certificate = fields.Monetary(compute="_compute_cost_per_certificate")

    @api.depends("cost", "certificates")
    def _compute_cost_per_certificate(self):
        for row in self:
            row.cost_per_certificate = (
                round(row.cost / row.certificates) if row.certificates else 0
            )

    @property
    def _table_query(self):
        self.env["event.registration"].flush_model()
        self.env["event.event"].flush_model()
        self.env["account.move.line"].flush_model(
            ["coop_event_id", "balance", "parent_state", "account_id"]
        )
        self.env["hr.employee.skill"].flush_model(
            ["coop_registration_id", "skill_type_id"]
        )
        self.env["res.company"].flush_model(["coop_education_account_id"])
        return SQL(
            """
            SELECT e.id, e.id AS event_id, e.company_id,
                   e.coop_programme_id AS programme_id,
                   (e.date_end AT TIME ZONE 'UTC'
                        AT TIME ZONE COALESCE(e.date_tz, 'UTC'))::date AS date,
                   COALESCE(i.cost, 0) AS cost, COALESCE(i.fund, 0) AS fund_cost,
                   COALESCE(r.attended, 0) AS attended,
                   COALESCE(r.passed, 0) AS passed, COALESCE(r.hours, 0) AS hours,
                   COALESCE(s.certificates, 0) AS certificates
              FROM event_event e
         LEFT JOIN (
                SELECT l.coop_event_id, SUM(l.balance) AS cost,
                       SUM(l.balance) FILTER (
                           WHERE l.account_id = c.coop_education_account_id) AS fund
                  FROM account_move_line l JOIN res_company c ON c.id = l.company_id
                 WHERE l.parent_state = 'posted' AND l.coop_event_id IS NOT NULL
              GROUP BY l.coop_event_id
              ) i ON i.coop_event_id = e.id
         LEFT JOIN (
                SELECT event_id, COUNT(*) AS attended, SUM(coop_hours) AS hours,
                       COUNT(*) FILTER (WHERE coop_result = 'passed') AS passed
                  FROM event_registration WHERE state = 'done' AND active
              GROUP BY event_id
              ) r ON r.event_id = e.id
         LEFT JOIN (
                SELECT r.event_id, COUNT(*) AS certificates
                  FROM hr_employee_skill s
                  JOIN hr_skill_type t
                    ON t.id = s.skill_type_id AND t.is_certification
                  JOIN event_registration r ON r.id = s.coop_registration_id
              GROUP BY r.event_id
              ) s ON s.event_id = e.id
             WHERE e.coop_programme_id IS NOT NULL AND e.active
            """
        )
