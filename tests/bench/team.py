# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Ranking 2,000 members for 200 roles, against the same roles one by one."""

import time
from datetime import date, timedelta

from odoo.fields import Command
from odoo.tools import SQL

MEMBERS, ROLES, SKILLS = 2_000, 200, 5
SAMPLE = 10  # roles that are ranked one by one
MAX_QUERIES = 60


class Team:
    """A cooperative with skilled members, four months of shifts, and open roles."""

    def __init__(self, env):
        company = env["res.company"].create(
            {"name": "Koperasi Regu", "currency_id": env.ref("base.IDR").id}
        )
        env.user.company_ids += company
        self.env = env(
            context={"allowed_company_ids": company.ids, "tracking_disable": True}
        )
        self.company, self.cr = company, env.cr
        self.first = date.today() + timedelta(days=7)
        self._skills()
        self._members()
        self._shifts()
        self.roles = self._roles()
        self.env.flush_all()
        for table in ("coop_member", "coop_service_shift", "hr_employee_skill"):
            self.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
        self.env.invalidate_all()

    def _skills(self):
        self.type, self.certificate = self.env["hr.skill.type"].create(
            [
                {
                    "name": name,
                    "is_certification": certification,
                    "skill_ids": [
                        Command.create({"name": f"{name} {i}"}) for i in range(count)
                    ],
                    "skill_level_ids": [
                        Command.create({"name": "Level", "level_progress": 50})
                    ],
                }
                for name, certification, count in (
                    ("Skill", False, SKILLS),
                    ("Certificate", True, 1),
                )
            ]
        )

    def _members(self):
        """Members by the ORM, but one: a performer takes Odoo 50 ms to create."""
        env, cr = self.env, self.cr
        partners = env["res.partner"].create(
            [{"name": f"Member {i}"} for i in range(MEMBERS)]
        )
        members = env["coop.member"].create(
            [
                {
                    "partner_id": partner.id,
                    "company_id": self.company.id,
                    "date_applied": "2024-01-01",
                }
                for partner in partners
            ]
        )
        employee = members[0]._ensure_employees()
        env.flush_all()
        columns = [
            row[0]
            for row in env.execute_query(
                SQL(
                    "SELECT column_name FROM information_schema.columns "
                    "WHERE table_name = 'hr_employee' AND column_name != 'id'"
                )
            )
        ]
        names = SQL(", ").join(map(SQL.identifier, columns))
        cr.execute(
            SQL(
                """
                INSERT INTO hr_employee (%s)
                SELECT %s FROM hr_employee, generate_series(2, %s) WHERE id = %s
                RETURNING id
                """,
                names,
                names,
                MEMBERS,
                employee.id,
            )
        )
        ids = [employee.id, *(row[0] for row in cr.fetchall())]
        cr.execute_values(
            """
            UPDATE coop_member SET state = 'active', date_joined = '2024-01-01',
                   number = lpad(row.id::text, 8, '0'), employee_id = row.employee
              FROM (VALUES %s) AS row (id, employee) WHERE coop_member.id = row.id
            """,
            list(zip(members.ids, ids, strict=True)),
        )
        rows = []
        for i, performer in enumerate(ids):
            for skill in {i % SKILLS, i // SKILLS % SKILLS}:
                rows.append((performer, self.type, skill, None, False))
            if i % 2:
                end = "2099-12-31" if i % 3 else self.first
                rows.append((performer, self.certificate, 0, end, True))
        cr.execute_values(
            """
            INSERT INTO hr_employee_skill (employee_id, skill_type_id, skill_id,
                   skill_level_id, valid_from, valid_to, verified) VALUES %s
            """,
            [
                (
                    performer,
                    kind.id,
                    kind.skill_ids[skill].id,
                    kind.skill_level_ids.id,
                    "2024-01-01",
                    end,
                    verified,
                )
                for performer, kind, skill, end, verified in rows
            ],
        )
        env.invalidate_all()
        self.members = members

    def _shifts(self):
        """Every third day of four months is worked on."""
        env = self.env(su=True)
        client = env["res.partner"].create({"name": "Client"})
        self.job = env["contract.contract"].create(
            {
                "name": "Job",
                "coop_is_job": True,
                "partner_id": client.id,
                "company_id": self.company.id,
            }
        )
        role = env["coop.service.role"].create(
            {
                "contract_id": self.job.id,
                "name": "Earlier work",
                "date_from": "2024-01-01",
                "people": MEMBERS,
            }
        )
        env["coop.service.assignment"].create(
            [
                {
                    "role_id": role.id,
                    "member_id": member.id,
                    "state": "accepted",
                    "planned_to": self.first + timedelta(days=90),
                }
                for member in self.members
            ]
        )
        env.flush_all()
        self.cr.execute(
            """
            INSERT INTO coop_service_shift (assignment_id, role_id, contract_id,
                   company_id, member_id, start, stop, hours, state)
            SELECT row.id, role_id, contract_id, company_id, member_id,
                   day, day + interval '8 hours', 8, 'planned'
              FROM coop_service_assignment row, generate_series(
                   %(first)s::timestamp - interval '90 days',
                   %(first)s::timestamp + interval '30 days', '1 day') day
             WHERE role_id = %(role)s AND (row.id + EXTRACT(day FROM day)::int) %% 3 = 0
            """,
            {"first": self.first, "role": role.id},
        )

    def _roles(self):
        return self.env["coop.service.role"].create(
            [
                {
                    "contract_id": self.job.id,
                    "name": f"Role {i}",
                    "people": 3,
                    "skill_id": self.type.skill_ids[i % SKILLS].id,
                    "certificate_ids": [Command.set(self.certificate.skill_ids.ids)]
                    if i % 4 == 0
                    else False,
                    "date_from": self.first + timedelta(days=i % 20),
                    "date_to": self.first + timedelta(days=i % 20 + 5 * (i % 3 == 0)),
                    "start_hour": 6 + i % 8,
                }
                for i in range(ROLES)
            ]
        )


def measure(env, table, undone, seconds):
    """The ranking and the best team, which both take one pass for all roles."""
    with undone(env):
        roles = Team(env).roles
        together, queries, rankings = _timed(roles, roles._rank)
        sample = roles[:SAMPLE]
        alone, _queries, singles = _timed(
            sample, lambda: {role: role._rank()[role] for role in sample}
        )
        alone *= ROLES / SAMPLE
        if any(rankings[role].best() != singles[role].best() for role in sample):
            raise SystemExit("ranked together and one by one, the roles differ")
        team, _queries, _pairs = _timed(roles, lambda: roles._best_team(rankings))
        table.row(
            f"(j) rank {MEMBERS:,} members × {ROLES} roles / role by role",
            together / alone,
            0.2,
            seconds(together),
            seconds(alone),
        )
        table.row("    queries", queries, MAX_QUERIES, digits=0)
        table.row(
            f"    best team of {3 * ROLES} / ranking", team / together, 1, seconds(team)
        )


def _timed(roles, action):
    roles.env.invalidate_all()
    before, start = roles.env.cr.sql_log_count, time.perf_counter()
    result = action()
    return time.perf_counter() - start, roles.env.cr.sql_log_count - before, result
