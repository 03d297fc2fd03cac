# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.tools import SQL


class CoopTrainingHours(models.Model):
    """Hours of training by member and day: sessions attended and mentoring."""

    _name = "coop.training.hours"
    _description = "Training Hours"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "topic"

    date = fields.Date(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    member_id = fields.Many2one("coop.member", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Name", readonly=True)
    group_label = fields.Char(string="Group", readonly=True)
    kind = fields.Selection(
        [
            ("session", "Session"),
            ("mentored", "Mentored"),
            ("mentor", "As mentor"),
            ("trainer", "As trainer"),
        ],
        readonly=True,
    )
    programme_id = fields.Many2one("coop.training.programme", readonly=True)
    event_id = fields.Many2one("event.event", string="Training session", readonly=True)
    topic = fields.Char(readonly=True)
    hours = fields.Float(readonly=True, aggregator="sum")

    @property
    def _table_query(self):
        self.env["event.registration"].flush_model()
        self.env["event.event"].flush_model()
        self.env["coop.training.mentoring"].flush_model()
        self.env["coop.member"].flush_model(["group_label", "partner_id"])
        language = self.env.lang or "en_US"
        return SQL(
            """
            SELECT r.id::bigint * 4 AS id,
                   (e.date_end AT TIME ZONE 'UTC'
                        AT TIME ZONE COALESCE(e.date_tz, 'UTC'))::date AS date,
                   e.company_id, m.id AS member_id, r.partner_id, m.group_label,
                   'session' AS kind, e.coop_programme_id AS programme_id,
                   e.id AS event_id,
                   COALESCE(e.name->>%(lang)s, e.name->>'en_US') AS topic,
                   r.coop_hours AS hours
              FROM event_registration r
              JOIN event_event e ON e.id = r.event_id
              JOIN coop_member m ON m.id = r.coop_member_id
             WHERE r.active AND r.state = 'done' AND e.coop_programme_id IS NOT NULL
            UNION ALL
            SELECT g.id::bigint * 4 + 1, g.date, g.company_id, g.mentee_id,
                   g.mentee_partner_id, m.group_label, 'mentored', g.programme_id,
                   NULL, g.topic, g.hours
              FROM coop_training_mentoring g JOIN coop_member m ON m.id = g.mentee_id
            UNION ALL
            SELECT g.id::bigint * 4 + 2, g.date, g.company_id, g.mentor_id,
                   g.mentor_partner_id, m.group_label, 'mentor', g.programme_id,
                   NULL, g.topic, g.hours
              FROM coop_training_mentoring g JOIN coop_member m ON m.id = g.mentor_id
            UNION ALL
            SELECT e.id::bigint * 4 + 3,
                   (e.date_end AT TIME ZONE 'UTC'
                        AT TIME ZONE COALESCE(e.date_tz, 'UTC'))::date,
                   e.company_id, m.id, m.partner_id, m.group_label, 'trainer',
                   e.coop_programme_id, e.id,
                   COALESCE(e.name->>%(lang)s, e.name->>'en_US'), e.coop_hours
              FROM event_event e
              JOIN coop_member m ON m.partner_id = e.coop_trainer_id
               AND m.company_id = e.company_id
               AND m.state NOT IN ('left', 'rejected')
             WHERE e.active AND e.coop_programme_id IS NOT NULL
               AND e.date_end <= %(now)s
               AND EXISTS (SELECT 1 FROM event_registration r
                            WHERE r.event_id = e.id AND r.state = 'done' AND r.active)
            """,
            lang=language,
            now=fields.Datetime.now(),
        )
