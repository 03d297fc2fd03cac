# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.coop_training.engine.needs import due_date, standing

from .common import TrainingCase

PROPERTY = settings(
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=25,
    suppress_health_check=list(HealthCheck),
)


@tagged("post_install", "-at_install")
class TestMatrix(TrainingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.siti = cls.member("Siti", "2024-01-01", group_label="Cleaning")
        cls.budi = cls.member("Budi", "2024-01-01", group_label="Driving")
        cls.today = fields.Date.context_today(cls.siti)

    def cells(self, need=None):
        self.env.flush_all()
        matrix = self.env["coop.training.matrix"]
        matrix.invalidate_model()
        domain = [("member_id", "in", (self.siti + self.budi).ids)]
        if need:
            domain.append(("need_id", "=", need.id))
        return {row.member_id: row for row in matrix.search(domain)}

    def test_everybody(self):
        need = self.need(skill_id=self.tkbt.id, valid_from="2024-03-01")
        cells = self.cells(need)
        self.assertEqual(set(cells), {self.siti, self.budi})
        self.assertEqual(str(cells[self.siti].date_due), "2024-05-30")
        self.assertEqual(cells[self.siti].state, "overdue")

    def test_by_group(self):
        need = self.need(
            skill_id=self.tkbt.id, applies_to="group", group_label=" cleaning"
        )
        self.assertEqual(set(self.cells(need)), {self.siti})

    def test_by_role_with_its_dates(self):
        role = self.env["hr.employee.category"].create({"name": "Pengurus"})
        need = self.need(
            skill_id=self.tkbt.id,
            applies_to="role",
            role_id=role.id,
            valid_from="2020-01-01",
        )
        duty = self.env["coop.training.duty"].create(
            {
                "member_id": self.siti.id,
                "role_id": role.id,
                "date_from": self.today - timedelta(days=10),
            }
        )
        cell = self.cells(need)[self.siti]
        self.assertEqual(cell.state, "missing")
        self.assertEqual(cell.date_due, self.today + timedelta(days=80))
        duty.date_to = self.today - timedelta(days=1)
        self.assertFalse(self.cells(need))

    def test_by_skill(self):
        need = self.need(
            skill_id=self.tkbt.id, applies_to="skill", for_skill_id=self.facades.id
        )
        self.skilled(self.siti, self.facades, valid_from="2025-02-01")
        cells = self.cells(need)
        self.assertEqual(set(cells), {self.siti})
        self.assertEqual(str(cells[self.siti].date_since), "2025-02-01")

    def test_only_verified_certificates_meet_a_need(self):
        need = self.need(skill_id=self.tkbt.id)
        far = self.today + timedelta(days=400)
        row = self.certificate(self.siti, self.tkbt, "2025-01-01", far, verify=False)
        self.assertEqual(self.cells(need)[self.siti].state, "overdue")
        row.action_verify()
        cell = self.cells(need)[self.siti]
        self.assertEqual((cell.state, cell.held_until), ("met", far))
        row.valid_to = self.today + timedelta(days=90)
        row.action_verify()
        cell = self.cells(need)[self.siti]
        self.assertEqual((cell.state, cell.date_due), ("expiring", row.valid_to))

    def test_level_of_a_skill(self):
        good = self.cleaning.skill_level_ids.filtered(lambda r: r.level_progress == 100)
        need = self.need(skill_id=self.floors.id, skill_level_id=good.id)
        self.skilled(self.siti, self.floors, 50)
        self.skilled(self.budi, self.floors, 100)
        cells = self.cells(need)
        self.assertEqual(cells[self.siti].state, "overdue")
        self.assertEqual(cells[self.budi].state, "met")

    def test_programme_without_a_skill_is_met_by_passing_it(self):
        programme = self.programme("Basics")
        need = self.need(programme_id=programme.id)
        self.assertFalse(need.skill_id)
        event = self.course(programme)
        [row] = self.attended(event, self.siti)
        self.assertEqual(self.cells(need)[self.siti].state, "met")
        self.assertEqual(self.cells(need)[self.budi].state, "overdue")
        row.coop_result = "failed"
        self.assertEqual(self.cells(need)[self.siti].state, "overdue")

    def test_need_takes_the_skill_of_its_programme(self):
        programme = self.programme(outcomes=[(self.tkbt, 36, 100)])
        self.assertEqual(self.need(programme_id=programme.id).skill_id, self.tkbt)

    def test_who_left_has_no_needs(self):
        need = self.need(skill_id=self.tkbt.id)
        self.siti._leave(
            self.today, self.env.ref("coop_membership.leave_reason_resigned")
        )
        self.assertEqual(set(self.cells(need)), {self.budi})

    def test_rule_must_say_for_whom(self):
        for applies_to in ("role", "group", "skill"):
            with self.assertRaisesRegex(ValidationError, "for whom"):
                self.need(skill_id=self.tkbt.id, applies_to=applies_to)

    def test_gaps_are_counted_on_the_member(self):
        self.need("One", skill_id=self.tkbt.id)
        self.need("Two", skill_id=self.sim_a.id)
        self.certificate(self.siti, self.tkbt, "2025-01-01")
        self.env.flush_all()
        self.assertEqual(self.siti.training_gap_count, 1)

    @PROPERTY
    @given(
        st.integers(-700, 30),
        st.integers(-700, 30),
        st.integers(0, 400),
        st.lists(
            st.tuples(
                st.integers(-500, 20),
                st.one_of(st.none(), st.integers(0, 700)),
                st.booleans(),
            ),
            max_size=3,
        ),
    )
    def test_the_query_agrees_with_the_rule(self, anchor, rule, given_days, papers):
        """Random dates: SQL and ``engine/needs.py`` say the same."""
        today = self.today
        with self.savepoint() as savepoint:
            role = self.env["hr.employee.category"].create({"name": "R"})
            since = today + timedelta(days=min(anchor, 0))
            self.env["coop.training.duty"].create(
                {"member_id": self.siti.id, "role_id": role.id, "date_from": since}
            )
            valid_from = today + timedelta(days=rule)
            need = self.need(
                skill_id=self.tkbt.id,
                applies_to="role",
                role_id=role.id,
                valid_from=valid_from,
                deadline_days=given_days,
            )
            # Odoo knows one certificate for the same days
            known = {(first, length): verify for first, length, verify in papers}
            held = []
            for (first, length), verify in known.items():
                start = today + timedelta(days=first)
                last = None if length is None else start + timedelta(days=length)
                self.certificate(
                    self.siti, self.tkbt, start, last or False, verify=verify
                )
                if verify and start <= today and (last is None or last >= today):
                    held.append(last)
            until = None if None in held else max(held, default=None)
            state, day = standing(
                today, due_date(since, valid_from, given_days), bool(held), until
            )
            cell = self.cells(need)[self.siti]
            self.assertEqual(cell.state, state)
            self.assertEqual(cell.date_due or None, day)
            savepoint.rollback()

    def crowd(self, count):
        """Members with performers by SQL: by Odoo each takes a tenth of a second.

        Every second works on facades, every third is certified, the fourth part is of
        the group Cleaning.

        :return: ids of the members
        """
        self.siti._ensure_employees()
        self.env.flush_all()
        copies = []
        for record in (self.siti.partner_id, self.siti.employee_id):
            names = SQL(", ").join(
                SQL.identifier(name)
                for name, field in record._fields.items()
                if field.store and field.column_type and name != "id"
            )
            rows = self.env.execute_query(
                SQL(
                    "INSERT INTO %(table)s (%(names)s) SELECT %(names)s FROM %(table)s,"
                    " generate_series(1, %(count)s) WHERE id = %(id)s RETURNING id",
                    table=SQL.identifier(record._table),
                    names=names,
                    count=count,
                    id=record.id,
                )
            )
            copies.append([row_id for [row_id] in rows])
        members = self.env.execute_query(
            SQL(
                """
                INSERT INTO coop_member (partner_id, employee_id, company_id, number,
                       state, active, date_applied, date_joined, group_label)
                SELECT partner, employee, %s, 'C' || partner, 'active', TRUE,
                       '2024-01-01', '2024-01-01',
                       CASE WHEN i %% 4 = 0 THEN 'Cleaning' END
                  FROM unnest(%s, %s) WITH ORDINALITY AS row (partner, employee, i)
                RETURNING id
                """,
                self.company.id,
                *copies,
            )
        )
        for skill, every in ((self.facades, 2), (self.tkbt, 3)):
            self.env.cr.execute(
                """
                INSERT INTO hr_employee_skill (employee_id, skill_id, skill_type_id,
                       skill_level_id, valid_from, valid_to, verified)
                SELECT employee, %s, %s, %s, DATE '2026-01-11',
                       CASE WHEN i %% 5 = 0 THEN DATE '2026-02-10' END, TRUE
                  FROM unnest(%s) WITH ORDINALITY AS row (employee, i)
                 WHERE i %% %s = 0
                """,
                [
                    skill.id,
                    skill.skill_type_id.id,
                    self.level(skill, 100).id,
                    copies[1],
                    every,
                ],
            )
        for table in ("coop_member", "hr_employee_skill"):
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
        return [row_id for [row_id] in members]

    def work(self, query):
        """Rows that the database touches for a query, discarded ones included."""
        explain = SQL("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) %s", query)
        [[[plan]]] = self.env.execute_query(explain)
        todo, total = [plan["Plan"]], 0
        while todo:
            node = todo.pop()
            todo += node.get("Plans", [])
            rows = node["Actual Rows"] + sum(
                count
                for name, count in node.items()
                if name.startswith("Rows Removed by")
            )
            total += rows * node["Actual Loops"]
        return total

    def test_first_page_of_the_matrix_at_any_size(self):
        """As many queries for 2,000 members as for 1,000, and twice the work."""
        everybody = {"skill_id": self.tkbt.id}
        self.need("All", **everybody)
        self.need("Course", programme_id=self.programme("Basics").id)
        self.need("Group", applies_to="group", group_label="cleaning", **everybody)
        self.need(
            "Facades", applies_to="skill", for_skill_id=self.facades.id, **everybody
        )
        matrix = self.env["coop.training.matrix"].with_user(
            self.new_user("desk", "officer")
        )

        def page():
            self.env.invalidate_all()
            return matrix.web_search_read(
                [("state", "in", ("missing", "overdue", "expiring"))],
                {
                    "member_id": {"fields": {"display_name": {}}},
                    "need_id": {"fields": {"display_name": {}}},
                    "state": {},
                    "date_due": {},
                },
                limit=80,
                count_limit=10_001,
            )

        page()  # the rights of the user are read once
        work = []
        for size in (1000, 2000):
            self.crowd(1000)
            with self.assertQueryCount(10):
                found = page()
            self.assertEqual(len(found["records"]), 80)
            self.assertGreater(found["length"], size)
            work.append(self.work(matrix._table_query))
        self.assertLess(work[1], 2.2 * work[0])

    def test_certificates_of_2000_members_on_60_days_in_one_query(self):
        """The check that assignments use."""
        members = self.env["coop.member"].browse(self.crowd(2000))
        employees, skills = members.employee_id, self.licences.skill_ids
        self.assertEqual(len(employees), 2000)
        with self.assertQueryCount(1):
            found = employees._certified_on(
                employees, skills, date(2026, 1, 1), date(2026, 3, 1)
            )
        self.assertEqual(len(found), 2000 // 3)
        for place, employee in enumerate(employees, 1):
            held = [(date(2026, 1, 11), date(2026, 3, 1))]
            if place % 5 == 0:
                held = [(date(2026, 1, 11), date(2026, 2, 10))]
            self.assertEqual(
                found.get((employee.id, self.tkbt.id)),
                None if place % 3 else held,
            )
