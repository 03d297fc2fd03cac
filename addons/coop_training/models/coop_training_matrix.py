# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.tools import SQL

from ..engine.needs import SOON

FACTOR = 10**8  # more members than any cooperative has


class CoopTrainingMatrix(models.Model):
    """Member × requirement with gaps and due dates, as of today.

    One query, linear in members and rules; ``engine/needs.py`` is the rule for one
    cell. Suspended members are still bound by the rules; those who left are not.
    """

    _name = "coop.training.matrix"
    _description = "Training Needs Matrix"
    _auto = False
    _order = "date_due, member_id, need_id"
    _rec_name = "need_id"

    member_id = fields.Many2one("coop.member", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Name", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    group_label = fields.Char(string="Group", readonly=True)
    need_id = fields.Many2one("coop.training.need", readonly=True)
    programme_id = fields.Many2one("coop.training.programme", readonly=True)
    skill_id = fields.Many2one("hr.skill", string="Required", readonly=True)
    date_since = fields.Date(string="Applies since", readonly=True)
    date_due = fields.Date(
        string="Due",
        readonly=True,
        help="When it must be met for the first time, or when what is held ends.",
    )
    held_until = fields.Date(string="Held until", readonly=True)
    state = fields.Selection(
        [
            ("met", "Met"),
            ("expiring", "Renew soon"),
            ("missing", "Missing"),
            ("overdue", "Overdue"),
        ],
        string="Status",
        readonly=True,
    )
    registered = fields.Boolean(
        readonly=True, help="Registered for a session to come, or waiting for a place."
    )
    members = fields.Integer(string="Count", readonly=True)

    @property
    def _table_query(self):
        models_read = {
            "coop.training.need": None,
            "coop.training.duty": None,
            "coop.member": ["state", "date_joined", "group_label", "employee_id"]
            + ["company_id", "partner_id", "active"],
            "hr.employee.skill": ["employee_id", "skill_id", "skill_level_id"]
            + ["skill_type_id", "valid_from", "valid_to", "verified"],
            "hr.skill.level": ["level_progress"],
            "hr.skill.type": ["is_certification"],
            "event.registration": ["state", "partner_id", "coop_waiting"]
            + ["coop_result", "coop_result_date", "event_id", "active"],
            "event.event": ["coop_programme_id", "date_end", "company_id"],
        }
        for name, names in models_read.items():
            self.env[name].flush_model(names)
        return SQL(
            """
            WITH needs AS (
                SELECT n.*, COALESCE(l.level_progress, 0) AS progress
                  FROM coop_training_need n
             LEFT JOIN hr_skill_level l ON l.id = n.skill_level_id
                 WHERE n.active
            ), facts AS (
                -- whom the rules fit, since when
                SELECT n.id AS need_id, m.id AS member_id, TRUE AS bound,
                       m.date_joined AS anchor, NULL::date AS until,
                       FALSE AS registered
                  FROM needs n JOIN coop_member m ON m.company_id = n.company_id
                 WHERE n.applies_to = 'all'
                    OR n.applies_to = 'group'
                   AND LOWER(TRIM(m.group_label)) = LOWER(TRIM(n.group_label))
                UNION ALL
                SELECT n.id, d.member_id, TRUE, d.date_from, NULL, FALSE
                  FROM needs n
                  JOIN coop_training_duty d
                    ON d.role_id = n.role_id AND d.company_id = n.company_id
                   AND d.date_from <= %(today)s
                   AND (d.date_to IS NULL OR d.date_to >= %(today)s)
                 WHERE n.applies_to = 'role'
                UNION ALL
                SELECT n.id, m.id, TRUE, s.valid_from, NULL, FALSE
                  FROM needs n
                  JOIN hr_employee_skill s ON s.skill_id = n.for_skill_id
                   AND s.valid_from <= %(today)s
                   AND (s.valid_to IS NULL OR s.valid_to >= %(today)s)
                  JOIN coop_member m
                    ON m.employee_id = s.employee_id AND m.company_id = n.company_id
                 WHERE n.applies_to = 'skill'
                UNION ALL
                -- what meets them
                SELECT n.id, m.id, FALSE, NULL,
                       COALESCE(s.valid_to, 'infinity'::date), FALSE
                  FROM needs n
                  JOIN hr_employee_skill s ON s.skill_id = n.skill_id
                   AND s.valid_from <= %(today)s
                   AND (s.valid_to IS NULL OR s.valid_to >= %(today)s)
                  JOIN hr_skill_level l
                    ON l.id = s.skill_level_id AND l.level_progress >= n.progress
                  JOIN hr_skill_type t ON t.id = s.skill_type_id
                  JOIN coop_member m
                    ON m.employee_id = s.employee_id AND m.company_id = n.company_id
                 WHERE s.verified OR t.is_certification IS NOT TRUE
                UNION ALL
                SELECT n.id, m.id, FALSE, NULL,
                       CASE WHEN n.skill_id IS NULL AND r.state = 'done'
                                 AND r.coop_result = 'passed'
                            THEN 'infinity'::date END,
                       (r.state = 'open' OR COALESCE(r.coop_waiting, FALSE))
                           AND e.date_end >= %(now)s
                  FROM needs n
                  JOIN event_event e ON e.coop_programme_id = n.programme_id
                   AND e.company_id = n.company_id
                  JOIN event_registration r ON r.event_id = e.id AND r.active
                  JOIN coop_member m
                    ON m.partner_id = r.partner_id AND m.company_id = n.company_id
            ), met AS (
                -- One pass over all facts instead of a join per kind of them: what
                -- the planner thinks of their numbers then matters little.
                SELECT need_id, member_id, MIN(anchor) AS anchor, MAX(until) AS until,
                       BOOL_OR(registered) AS registered
                  FROM facts
              GROUP BY need_id, member_id
                HAVING BOOL_OR(bound)
            ), cells AS (
                SELECT f.need_id, f.member_id, n.company_id, m.partner_id,
                       m.group_label, n.programme_id, n.skill_id, f.registered, f.until,
                       GREATEST(f.anchor, n.valid_from) AS date_since,
                       GREATEST(f.anchor, n.valid_from)
                           + COALESCE(n.deadline_days, 0) AS first_due
                  FROM met f
                  JOIN needs n ON n.id = f.need_id
                  JOIN coop_member m ON m.id = f.member_id
                 WHERE m.state IN ('active', 'suspended') AND m.active
            )
            SELECT need_id::bigint * %(factor)s + member_id AS id,
                   need_id, member_id, company_id, partner_id, group_label,
                   programme_id, skill_id, date_since, registered, 1 AS members,
                   NULLIF(until, 'infinity'::date) AS held_until,
                   CASE WHEN until IS NULL THEN first_due
                        ELSE NULLIF(until, 'infinity'::date) END AS date_due,
                   CASE WHEN until IS NULL AND first_due >= %(today)s THEN 'missing'
                        WHEN until IS NULL THEN 'overdue'
                        WHEN until <= %(today)s::date + %(soon)s THEN 'expiring'
                        ELSE 'met' END AS state
              FROM cells
            """,
            today=fields.Date.context_today(self),
            now=fields.Datetime.now(),
            soon=SOON,
            factor=FACTOR,
        )

    def action_enrol(self):
        """Choose a session for the members of these rows."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "coop.training.enrol",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Register for a session"),
            "context": {
                "default_member_ids": self.member_id.ids,
                "default_programme_id": self.programme_id[:1].id,
            },
        }

    def action_open_member(self):
        """The member of this row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "coop.member",
            "view_mode": "form",
            "res_id": self.member_id.id,
        }
