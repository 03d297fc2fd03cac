# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The matrix of training needs of 20,000 members, against one plain SQL statement."""

import time

from odoo.fields import Command
from odoo.tools import SQL

MEMBERS = 20_000
REPEAT = 5
MAX_QUERIES = 12
TABLES = ("coop_member", "hr_employee_skill", "event_registration", "hr_employee")
COLUMNS = ("need_id", "member_id", "state", "date_due", "held_until", "registered")
FIELDS = {
    "member_id": {"fields": {"display_name": {}}},
    "need_id": {"fields": {"display_name": {}}},
    "programme_id": {"fields": {"display_name": {}}},
    "state": {},
    "date_due": {},
    "registered": {},
}
GAPS = [("state", "in", ("missing", "overdue", "expiring"))]

# The same rules for the books of `School` alone, as one would write them by hand:
# a join of indexed tables per rule, and nothing that this cooperative does not have.
PLAIN = """
    WITH held AS (
        SELECT employee_id, skill_id, MAX(COALESCE(valid_to, 'infinity')) AS until
          FROM hr_employee_skill
         WHERE skill_id IN (%(skill)s, %(certificate)s)
           AND valid_from <= CURRENT_DATE
           AND (valid_to IS NULL OR valid_to >= CURRENT_DATE)
           AND (verified OR skill_id = %(skill)s)
      GROUP BY employee_id, skill_id
    ), member AS (
        SELECT id, employee_id, partner_id, date_joined,
               group_label = 'Facade' AS facade
          FROM coop_member WHERE company_id = %(company)s AND state = 'active'
    ), course AS (
        SELECT partner_id, BOOL_OR(state = 'done') AS passed,
               BOOL_OR(state = 'open') AS coming
          FROM event_registration
         WHERE event_id IN (%(past)s, %(next)s) GROUP BY partner_id
    ), cell AS (
        SELECT %(need_course)s AS need_id, member.id AS member_id,
               date_joined + 90 AS first_due, COALESCE(coming, FALSE) AS registered,
               CASE WHEN passed THEN 'infinity'::date END AS until
          FROM member LEFT JOIN course USING (partner_id)
        UNION ALL
        SELECT %(need_skill)s, member.id, date_joined + 90, FALSE, until
          FROM member LEFT JOIN held
            ON held.employee_id = member.employee_id AND skill_id = %(skill)s
        UNION ALL
        SELECT %(need_certificate)s, member.id, date_joined + 90, FALSE, until
          FROM member LEFT JOIN held
            ON held.employee_id = member.employee_id AND skill_id = %(certificate)s
         WHERE facade
        UNION ALL
        SELECT %(need_licence)s, member.id, performer.valid_from + 90, FALSE, until
          FROM member
          JOIN hr_employee_skill performer
            ON performer.employee_id = member.employee_id
           AND performer.skill_id = %(skill)s
     LEFT JOIN held
            ON held.employee_id = member.employee_id
           AND held.skill_id = %(certificate)s
    )
    SELECT need_id, member_id,
           CASE WHEN until IS NULL AND first_due >= CURRENT_DATE THEN 'missing'
                WHEN until IS NULL THEN 'overdue'
                WHEN until <= CURRENT_DATE + 90 THEN 'expiring'
                ELSE 'met' END AS state,
           CASE WHEN until IS NULL THEN first_due
                ELSE NULLIF(until, 'infinity') END AS date_due,
           NULLIF(until, 'infinity') AS held_until, registered
      FROM cell
"""


class School:
    """A cooperative of ``count`` members, half of them skilled, some certified.

    Four rules: a course and a skill for everybody, a certificate for a quarter of
    them, and the same for whoever has the skill.
    """

    def __init__(self, env, count):
        company = env["res.company"].create(
            {"name": f"Koperasi Belajar {count}", "currency_id": env.ref("base.IDR").id}
        )
        env.user.company_ids += company
        self.env = env(
            context={"allowed_company_ids": company.ids, "tracking_disable": True}
        )
        self.company, self.cr, self.count = company, env.cr, count
        self._rules()
        self._members()
        self._records()
        for table in TABLES:
            self.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
        self.env.invalidate_all()

    def _rules(self):
        self.skill, self.certificate = (
            self.env["hr.skill.type"]
            .create(
                [
                    {
                        "name": name,
                        "is_certification": certification,
                        "skill_ids": [Command.create({"name": name})],
                        "skill_level_ids": [
                            Command.create({"name": "Level", "level_progress": 50})
                        ],
                    }
                    for name, certification in (("Skill", False), ("Licence", True))
                ]
            )
            .skill_ids
        )
        programme = self.env["coop.training.programme"].create({"name": "Basics"})
        self.events = self.env["event.event"].create(
            [
                {
                    "name": f"Basics {year}",
                    "coop_programme_id": programme.id,
                    "company_id": self.company.id,
                    "date_begin": f"{year}-01-10 02:00:00",
                    "date_end": f"{year}-01-10 10:00:00",
                    "event_mail_ids": False,
                }
                for year in (2025, 2099)
            ]
        )
        rules = (
            {"programme_id": programme.id},
            {"skill_id": self.skill.id},
            {"skill_id": self.certificate.id, "applies_to": "group"},
            {"skill_id": self.certificate.id, "applies_to": "skill"},
        )
        self.needs = self.env["coop.training.need"].create(
            [
                {
                    "name": f"Rule {index}",
                    "valid_from": "2020-01-01",
                    "group_label": "Facade",
                    "for_skill_id": self.skill.id,
                    **rule,
                }
                for index, rule in enumerate(rules)
            ]
        )

    def _members(self):
        """Members and performers by SQL, after one that was made by Odoo."""
        cr = self.cr
        partner = self.env["res.partner"].create({"name": "Member"})
        member = self.env["coop.member"].create(
            {"partner_id": partner.id, "date_applied": "2024-01-01"}
        )
        employee = member._ensure_employees()
        self.env.flush_all()
        ids = []
        for record in (partner, employee):
            names = SQL(", ").join(
                SQL.identifier(name)
                for name, field in record._fields.items()
                if field.store and field.column_type and name != "id"
            )
            cr.execute(
                SQL(
                    "INSERT INTO %(table)s (%(names)s) SELECT %(names)s FROM %(table)s,"
                    " generate_series(1, %(count)s) WHERE id = %(id)s RETURNING id",
                    table=SQL.identifier(record._table),
                    names=names,
                    count=self.count,
                    id=record.id,
                )
            )
            ids.append([row[0] for row in cr.fetchall()])
        member.unlink()
        self.partners, self.employees = ids
        self.execute(
            """
            INSERT INTO coop_member (partner_id, employee_id, company_id, number, state,
                   active, date_applied, date_joined, group_label)
            SELECT partner, employee, %(company)s, lpad(i::text, 8, '0'), 'active',
                   TRUE, '2022-01-01', DATE '2022-01-01' + (i %% 1500)::int,
                   CASE WHEN i %% 4 = 0 THEN 'Facade' ELSE 'Office' END
              FROM unnest(%(partners)s, %(employees)s)
                   WITH ORDINALITY AS row (partner, employee, i)
            """
        )

    def _records(self):
        """Half of the members skilled, a third certified, two thirds in a course."""
        self.execute(
            """
            INSERT INTO hr_employee_skill (employee_id, skill_type_id, skill_id,
                   skill_level_id, valid_from, valid_to, verified)
            SELECT employee, skill_type_id, skill.id, level, DATE '2024-01-01',
                   CASE WHEN i %% 5 = 0 THEN CURRENT_DATE + (i %% 200)::int END,
                   i %% 7 > 0 AND skill.id = %(certificate)s
              FROM unnest(%(employees)s) WITH ORDINALITY AS row (employee, i)
              JOIN hr_skill skill
                ON skill.id = %(skill)s AND i %% 2 = 0
                OR skill.id = %(certificate)s AND i %% 3 = 0
              JOIN (SELECT skill_type_id, id AS level FROM hr_skill_level) level
             USING (skill_type_id)
            """
        )
        self.execute(
            """
            INSERT INTO event_registration (event_id, company_id, partner_id, state,
                   active, coop_result, coop_programme_id)
            SELECT CASE WHEN i %% 3 = 0 THEN %(past)s ELSE %(next)s END, %(company)s,
                   partner, CASE WHEN i %% 3 = 0 THEN 'done' ELSE 'open' END, TRUE,
                   CASE WHEN i %% 3 = 0 THEN 'passed' ELSE 'pending' END, %(programme)s
              FROM unnest(%(partners)s) WITH ORDINALITY AS row (partner, i)
             WHERE i %% 3 < 2
            """
        )

    def execute(self, query, **values):
        """Run a statement with the names of this school."""
        past, coming = self.events
        course, skill, certificate, licence = self.needs.ids
        self.cr.execute(
            SQL(
                query,
                company=self.company.id,
                partners=self.partners,
                employees=self.employees,
                skill=self.skill.id,
                certificate=self.certificate.id,
                programme=past.coop_programme_id.id,
                past=past.id,
                next=coming.id,
                need_course=course,
                need_skill=skill,
                need_certificate=certificate,
                need_licence=licence,
                **values,
            )
        )

    # -------------------------------------------------------------------- measuring
    def matrix(self):
        """All rows, as every list, pivot and export starts from them."""
        self.cr.execute(
            SQL(
                "SELECT %s FROM (%s) AS matrix WHERE company_id = %s",
                SQL(", ").join(map(SQL.identifier, COLUMNS)),
                self.env["coop.training.matrix"]._table_query,
                self.company.id,
            )
        )
        return set(self.cr.fetchall())

    def plain(self):
        """The same rows by the statement written for them alone."""
        self.execute(PLAIN)
        return set(self.cr.fetchall())

    def page(self):
        """The first page as the web client asks for it, with the default filter."""
        matrix = self.env["coop.training.matrix"]
        return matrix.web_search_read(GAPS, FIELDS, limit=80, count_limit=10_001)


def measure(env, table, undone, seconds):
    """The rows of the matrix, its first page, and growth times ten.

    :param undone: context manager that rolls back what is done inside
    :param seconds: how a time is shown
    """
    with undone(env):
        small = _timed(School(env, MEMBERS // 10).matrix)[0]
    with undone(env):
        school = School(env, MEMBERS)
        ours, _queries, rows = _timed(school.matrix)
        base, _queries, plain = _timed(school.plain)
        if rows != plain:
            raise SystemExit("the two matrices differ")
        page, queries, found = _timed(school.page)
        if len(found["records"]) != 80:
            raise SystemExit("the first page is not full")
    table.row(
        f"(g) needs matrix of {MEMBERS:,} members / plain SQL",
        ours / base,
        2.5,
        seconds(ours),
        seconds(base),
    )
    table.row("    first page of the list / all rows", page / ours, 2, seconds(page))
    table.row("    queries of the page", queries, MAX_QUERIES, digits=0)
    table.row(
        f"    matrix of {MEMBERS:,} members / {MEMBERS // 10:,}",
        ours / small,
        11,
        seconds(ours),
        seconds(small),
    )


def _timed(action):
    """Least of seconds, as others may use the machine; queries, and the result."""
    env = action.__self__.env
    times = []
    for _ in range(REPEAT):
        env.invalidate_all()
        before, start = env.cr.sql_log_count, time.perf_counter()
        result = action()
        times.append(time.perf_counter() - start)
    return min(times), env.cr.sql_log_count - before, result
