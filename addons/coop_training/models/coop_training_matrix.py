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
            ), members AS (
                SELECT id, company_id, partner_id, employee_id, date_joined,
                       LOWER(TRIM(group_label)) AS label, group_label
                  FROM coop_member
                 WHERE state IN ('active', 'suspended') AND active
            ), bound AS (
                SELECT n.id AS need_id, m.id AS member_id, m.date_joined AS anchor
                  FROM needs n JOIN members m ON m.company_id = n.company_id
                 WHERE n.applies_to = 'all'
                UNION ALL
                SELECT n.id, m.id, m.date_joined
                  FROM needs n
                  JOIN members m ON m.company_id = n.company_id
                   AND m.label = LOWER(TRIM(n.group_label))
                 WHERE n.applies_to = 'group'
                UNION ALL
                SELECT n.id, m.id, MIN(d.date_from)
                  FROM needs n
                  JOIN coop_training_duty d ON d.role_id = n.role_id
                   AND d.date_from <= %(today)s
                   AND (d.date_to IS NULL OR d.date_to >= %(today)s)
                  JOIN members m
                    ON m.id = d.member_id AND m.company_id = n.company_id
                 WHERE n.applies_to = 'role'
              GROUP BY n.id, m.id
                UNION ALL
                SELECT n.id, m.id, MIN(s.valid_from)
                  FROM needs n
                  JOIN hr_employee_skill s ON s.skill_id = n.for_skill_id
                   AND s.valid_from <= %(today)s
                   AND (s.valid_to IS NULL OR s.valid_to >= %(today)s)
                  JOIN members m
                    ON m.employee_id = s.employee_id AND m.company_id = n.company_id
                 WHERE n.applies_to = 'skill'
              GROUP BY n.id, m.id
            ), skilled AS (
                SELECT n.id AS need_id, s.employee_id,
                       MAX(COALESCE(s.valid_to, 'infinity'::date)) AS until
                  FROM needs n
                  JOIN hr_employee_skill s ON s.skill_id = n.skill_id
                   AND s.valid_from <= %(today)s
                   AND (s.valid_to IS NULL OR s.valid_to >= %(today)s)
                  JOIN hr_skill_level l
                    ON l.id = s.skill_level_id AND l.level_progress >= n.progress
                  JOIN hr_skill_type t ON t.id = s.skill_type_id
                 WHERE s.verified OR t.is_certification IS NOT TRUE
              GROUP BY n.id, s.employee_id
            ), passed AS (
                SELECT DISTINCT e.coop_programme_id AS programme_id,
                       e.company_id, r.partner_id
                  FROM event_registration r
                  JOIN event_event e ON e.id = r.event_id
                 WHERE r.active AND r.state = 'done' AND r.coop_result = 'passed'
                   AND e.coop_programme_id IS NOT NULL
            ), coming AS (
                SELECT DISTINCT e.coop_programme_id AS programme_id,
                       e.company_id, r.partner_id
                  FROM event_registration r
                  JOIN event_event e ON e.id = r.event_id
                 WHERE r.active AND (r.state = 'open' OR r.coop_waiting)
                   AND e.date_end >= %(now)s AND e.coop_programme_id IS NOT NULL
            ), cells AS (
                SELECT b.need_id, b.member_id, n.company_id, m.partner_id,
                       m.group_label, n.programme_id, n.skill_id,
                       GREATEST(b.anchor, n.valid_from) AS date_since,
                       GREATEST(b.anchor, n.valid_from)
                           + COALESCE(n.deadline_days, 0) AS first_due,
                       CASE WHEN n.skill_id IS NULL
                            THEN CASE WHEN p.partner_id IS NOT NULL
                                      THEN 'infinity'::date END
                            ELSE s.until END AS until,
                       c.partner_id IS NOT NULL AS registered
                  FROM bound b
                  JOIN needs n ON n.id = b.need_id
                  JOIN members m ON m.id = b.member_id
             LEFT JOIN skilled s
                    ON s.need_id = n.id AND s.employee_id = m.employee_id
             LEFT JOIN passed p
                    ON p.programme_id = n.programme_id
                   AND p.company_id = n.company_id AND p.partner_id = m.partner_id
             LEFT JOIN coming c
                    ON c.programme_id = n.programme_id
                   AND c.company_id = n.company_id AND c.partner_id = m.partner_id
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
