# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..engine.intervals import holds, merge


class HrEmployee(models.Model):
    """The performer behind a member, and what a performer can do on which day.

    A member gets an employee of type "Cooperative member" when first needed, see
    ``coop.member._ensure_employees``; staff lists and headcounts leave those out.
    """

    _inherit = "hr.employee"

    coop_member_ids = fields.One2many(
        "coop.member",
        "employee_id",
        string="Memberships",
        groups="coop_membership.group_reader",
    )
    coop_member_id = fields.Many2one(
        "coop.member",
        string="Member",
        compute="_compute_coop_member_id",
        search="_search_coop_member_id",
        groups="coop_membership.group_reader",
        help="The open membership of this performer, else the latest one.",
    )
    is_coop_member = fields.Boolean(
        string="Member, not staff",
        compute="_compute_is_coop_member",
        store=True,
        compute_sudo=True,
    )

    @api.depends("coop_member_ids.state")
    def _compute_coop_member_id(self):
        for employee in self:
            members = employee.coop_member_ids.sorted("id", reverse=True)
            employee.coop_member_id = members.sorted(
                lambda member: member.state in ("left", "rejected")
            )[:1]

    def _search_coop_member_id(self, operator, value):
        return [("coop_member_ids", operator, value)]

    @api.depends("current_version_id.employee_type")
    def _compute_is_coop_member(self):
        for employee in self:
            employee.is_coop_member = (
                employee.current_version_id.employee_type == "member"
            )

    @api.constrains("user_id", "employee_type")
    def _check_member_has_no_user(self):
        for employee in self:
            if employee.employee_type == "member" and employee.user_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s is a member of the cooperative, not staff, and has "
                        "no user of the office. Members use the portal; for a member "
                        "who is on the staff as well, create a second employee.",
                        name=employee.name,
                    )
                )

    def action_open_coop_member(self):
        """The membership behind a performer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "coop.member",
            "view_mode": "form",
            "res_id": self.coop_member_id.id,
        }

    # --------------------------------------------------------------- what they can
    @api.model
    def _certified_on(self, employees, skills, date_from, date_to):
        """On which days of a period these people hold a verified certificate.

        One query whatever the number of people, skills and days. Only certificates
        that HR has verified count; both ends of a validity belong to it, and one
        without an end does not expire. No access rule is applied: hand in employees
        that the user may know about.

        :param employees: ``hr.employee`` records
        :param skills: ``hr.skill`` records of certification types
        :param date_from: first day asked for
        :param date_to: last day asked for
        :return: ``{(employee id, skill id): [(first day, last day), …]}``; the
            intervals are clipped to the period, sorted, and have a day without
            certificate between any two; who holds none is not in it
        """
        if not employees or not skills:
            return {}
        rows = self.env["hr.employee.skill"]
        rows.flush_model(
            ["employee_id", "skill_id", "valid_from", "valid_to", "verified"]
        )
        found = {}
        for employee_id, skill_id, first, last in self.env.execute_query(
            SQL(
                """
                SELECT employee_id, skill_id,
                       GREATEST(valid_from, %(date_from)s::date),
                       LEAST(COALESCE(valid_to, %(date_to)s::date), %(date_to)s::date)
                  FROM hr_employee_skill
                 WHERE verified
                   AND employee_id = ANY(%(employees)s)
                   AND skill_id = ANY(%(skills)s)
                   AND valid_from <= %(date_to)s
                   AND (valid_to IS NULL OR valid_to >= %(date_from)s)
                """,
                date_from=date_from,
                date_to=date_to,
                employees=list(employees.ids),
                skills=list(skills.ids),
            )
        ):
            found.setdefault((employee_id, skill_id), []).append((first, last))
        return {key: merge(intervals) for key, intervals in found.items()}

    def _is_certified(self, skill, date):
        """Whether this one person holds a verified certificate of ``skill`` that day.

        :param skill: one ``hr.skill``
        :param date: the day of the work
        """
        self.ensure_one()
        found = self._certified_on(self, skill, date, date)
        return holds(found.get((self.id, skill.id), ()), date)

    @api.model
    def _skill_levels(self, employees, skills=None, date=None):
        """How well these people master which skills on a day, by one query.

        Certificates count when they are verified and valid on that day. No access
        rule is applied: hand in employees that the user may know about.

        :param employees: ``hr.employee`` records
        :param skills: ``hr.skill`` records; all of them by default
        :param date: the day asked for; today by default
        :return: ``{employee id: {skill id: level in percent}}`` with a key for each
            of the employees
        """
        levels = {employee_id: {} for employee_id in employees.ids}
        if not levels:
            return levels
        rows = self.env["hr.employee.skill"]
        rows.flush_model(
            ["employee_id", "skill_id", "skill_level_id", "skill_type_id"]
            + ["valid_from", "valid_to", "verified"]
        )
        self.env["hr.skill.level"].flush_model(["level_progress"])
        self.env["hr.skill.type"].flush_model(["is_certification"])
        for employee_id, skill_id, level in self.env.execute_query(
            SQL(
                """
                SELECT r.employee_id, r.skill_id, MAX(l.level_progress)
                  FROM hr_employee_skill r
                  JOIN hr_skill_level l ON l.id = r.skill_level_id
                  JOIN hr_skill_type t ON t.id = r.skill_type_id
                 WHERE r.employee_id = ANY(%(employees)s)
                   AND (r.verified OR t.is_certification IS NOT TRUE)
                   AND (r.valid_from IS NULL OR r.valid_from <= %(date)s)
                   AND (r.valid_to IS NULL OR r.valid_to >= %(date)s)
                   %(of_skills)s
              GROUP BY r.employee_id, r.skill_id
                """,
                employees=list(employees.ids),
                date=date or fields.Date.context_today(self),
                of_skills=SQL()
                if skills is None
                else SQL("AND r.skill_id = ANY(%s)", list(skills.ids)),
            )
        ):
            levels[employee_id][skill_id] = level
        return levels
