# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models, tools
from odoo.tools import SQL

from .coop_social_enrolment import SEGMENTS

MONTHS = 24  # of the trend that the board looks at


class CoopSocialCover(models.Model):
    """Who of the members was covered by what, at the end of each month; for the board.

    One row per scheme, month and person who was a member then (active or suspended),
    of the last two years; the running month counts as of today. The mean of
    ``covered`` is the share of members who are covered, in per cent.
    """

    _name = "coop.social.cover"
    _description = "Cover of Members"
    _auto = False
    _order = "month desc, member_id, scheme_id"

    member_id = fields.Many2one("coop.member", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    scheme_id = fields.Many2one("coop.social.scheme", readonly=True)
    segment = fields.Selection(SEGMENTS, readonly=True)
    month = fields.Date(readonly=True)
    current = fields.Boolean(string="This month", readonly=True)
    covered = fields.Float(
        string="Covered (%)", readonly=True, aggregator="avg", digits=(5, 1)
    )
    missing = fields.Integer(string="Without cover", readonly=True)
    members = fields.Integer(string="Persons", readonly=True)
    enrolment_id = fields.Many2one("coop.social.enrolment", readonly=True)

    def init(self):
        tools.drop_view_if_exists(self.env.cr, self._table)
        enrolment = self.env["coop.social.enrolment"]
        days = SQL(
            """(
                SELECT LEAST(
                    (first + interval '1 month')::date - 1, current_date) AS day
                  FROM generate_series(
                      date_trunc('month', current_date) - interval %s,
                      date_trunc('month', current_date), interval '1 month') AS first
            )""",
            f"{MONTHS - 1} months",
        )
        query = SQL(
            """
            CREATE VIEW %(view)s AS
            WITH days AS (SELECT day FROM %(days)s AS d),
            cover AS (
                SELECT DISTINCT ON (member_id, scheme_id, day)
                       member_id, scheme_id, day, enrolment_id
                  FROM (%(cover)s) c
                 WHERE until >= day
                 ORDER BY member_id, scheme_id, day, enrolment_id
            )
            SELECT m.id::bigint * 1000000
                       + EXTRACT(YEAR FROM days.day)::int %% 100 * 10000
                       + EXTRACT(MONTH FROM days.day)::int * 100 + s.id AS id,
                   m.id AS member_id, m.company_id, s.id AS scheme_id, e.segment,
                   date_trunc('month', days.day)::date AS month,
                   days.day = current_date AS current,
                   CASE WHEN cover.enrolment_id IS NULL THEN 0 ELSE 100 END::numeric
                       AS covered,
                   CASE WHEN cover.enrolment_id IS NULL THEN 1 ELSE 0 END AS missing,
                   1 AS members,
                   cover.enrolment_id
              FROM days
              JOIN coop_member m
                ON m.date_joined <= days.day
               AND (m.date_left IS NULL OR m.date_left > days.day)
              CROSS JOIN coop_social_scheme s
              LEFT JOIN cover
                ON cover.member_id = m.id AND cover.scheme_id = s.id
               AND cover.day = days.day
              LEFT JOIN coop_social_enrolment e ON e.id = cover.enrolment_id
             WHERE s.active
            """,
            view=SQL.identifier(self._table),
            days=days,
            cover=enrolment._cover_sql(SQL("days")),
        )
        self.env.cr.execute(query)

    def action_open_enrolment(self):
        """The enrolment that covers, or a new one."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "coop.social.enrolment",
            "res_id": self.enrolment_id.id,
            "view_mode": "form",
            "context": {
                "default_member_id": self.member_id.id,
                "default_scheme_id": self.scheme_id.id,
            },
        }
