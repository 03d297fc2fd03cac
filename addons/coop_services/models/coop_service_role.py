# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import datetime, time, timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.base.models.res_partner import _tz_get

from ..engine import slots

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Assignments that hold a place in the team.
IN_TEAM = ("proposed", "offered", "accepted")


class Need(NamedTuple):
    """What another addon asks of whoever works in a role, and who lacks it when.

    ``lack`` says it in a few words ("no cover by …"), ``way_out`` in a sentence;
    ``missing`` is ``{member id: set of days}``.
    """

    lack: str
    way_out: str
    missing: dict


class CoopServiceRole(models.Model):
    """What a job needs of people: skill, level, certificate, how many, when, where.

    Roles of fixed shifts say on which days and from which hour work is done, told in
    the time of the place; roles of own time (freelance work, milestones) only from when
    to when. See ``coop_service_role_ranking.py`` for who is proposed.
    """

    _name = "coop.service.role"
    _description = "Role in a Job"
    _order = "contract_id, sequence, id"
    _check_company_auto = True

    contract_id = fields.Many2one(
        "contract.contract",
        string="Job",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(related="contract_id.partner_id", string="Client")
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Role", required=True)
    product_id = fields.Many2one("product.product", string="Service")
    skill_id = fields.Many2one(
        "hr.skill",
        domain="[('skill_type_id.is_certification', '=', False)]",
    )
    skill_type_id = fields.Many2one(related="skill_id.skill_type_id")
    skill_level_id = fields.Many2one(
        "hr.skill.level",
        string="Level at least",
        domain="[('skill_type_id', '=', skill_type_id)]",
    )
    certificate_ids = fields.Many2many(
        "hr.skill",
        string="Certificates required",
        domain="[('skill_type_id.is_certification', '=', True)]",
        help="Verified, and valid on each day of work.",
    )
    people = fields.Integer(default=1, required=True)
    site_id = fields.Many2one(
        "res.partner",
        compute="_compute_site_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To")
    planning = fields.Selection(
        [("shifts", "Fixed shifts"), ("free", "Own time")],
        string="Hours",
        default="shifts",
        required=True,
        help="Fixed shifts are planned for the whole team. Own time: members choose "
        "their hours, and timesheets or milestones show the work.",
    )
    start_hour = fields.Float(
        string="From hour", default=7, help="In the time of the place."
    )
    hours_per_day = fields.Float(string="Hours a day", default=8)
    break_hours = fields.Float(
        string="Break", default=1, help="Not paid, inside the shift."
    )
    mon = fields.Boolean(string="Monday", default=True)
    tue = fields.Boolean(string="Tuesday", default=True)
    wed = fields.Boolean(string="Wednesday", default=True)
    thu = fields.Boolean(string="Thursday", default=True)
    fri = fields.Boolean(string="Friday", default=True)
    sat = fields.Boolean(string="Saturday", default=True)
    sun = fields.Boolean(string="Sunday")
    on_holidays = fields.Boolean(
        string="On public holidays too",
        help="Otherwise days off of the whole company are left out.",
    )
    tz = fields.Selection(
        _tz_get,
        string="Time zone",
        compute="_compute_tz",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Of the place: WIB is Asia/Jakarta, WITA Asia/Makassar, WIT "
        "Asia/Jayapura.",
    )
    rate = fields.Monetary(
        help="What one person earns per unit of work, for the split."
    )
    rate_unit = fields.Selection(
        [("hour", "Hour"), ("day", "Day"), ("month", "Month"), ("job", "Job")],
        string="Rate per",
        default="hour",
        required=True,
    )
    assignment_ids = fields.One2many("coop.service.assignment", "role_id")
    filled = fields.Integer(
        string="In the team",
        compute="_compute_filled",
        help="People proposed, offered or accepted who have not left yet.",
    )
    open_places = fields.Integer(
        compute="_compute_filled", search="_search_open_places"
    )

    _people_positive = models.Constraint(
        "CHECK (people > 0)", "A role needs at least one person."
    )
    _hours_of_a_day = models.Constraint(
        """CHECK (hours_per_day > 0 AND break_hours >= 0
            AND hours_per_day + break_hours <= 24
            AND start_hour >= 0 AND start_hour < 24)""",
        "A day of work has more than 0 and at most 24 hours with its break, and starts "
        "between 00:00 and 23:59.",
    )
    _to_after_from = models.Constraint(
        "CHECK (date_to >= date_from)", "A role ends after it starts."
    )

    # ------------------------------------------------------------------- computed
    @api.depends("contract_id")
    def _compute_site_id(self):
        for role in self:
            role.site_id = role.site_id or role.contract_id.coop_site_id

    @api.depends("site_id")
    def _compute_tz(self):
        for role in self:
            company = role.contract_id.company_id or self.env.company
            place = role.site_id or role.contract_id.partner_id
            role.tz = place._coop_zone(company)

    @api.depends("name", "contract_id.name")
    def _compute_display_name(self):
        for role in self:
            role.display_name = (
                f"{role.name} – {role.contract_id.name}"
                if role.contract_id.name and not self.env.context.get("coop_short")
                else role.name
            )

    @api.depends("people", "assignment_ids.state", "assignment_ids.date_to")
    def _compute_filled(self):
        today = fields.Date.context_today(self)
        found = dict(
            self.env["coop.service.assignment"]._read_group(
                Domain("role_id", "in", self.ids)
                & Domain("state", "in", IN_TEAM)
                & (
                    Domain("date_to", "=", False)
                    | Domain("date_to", ">=", today)
                    | Domain("role_id.date_to", "<", today)
                ),
                ["role_id"],
                ["__count"],
            )
        )
        for role in self:
            role.filled = found.get(role, 0)
            role.open_places = max(role.people - role.filled, 0)

    def _search_open_places(self, operator, value):
        """Only "is there a place?": ``('open_places', '>', 0)`` and ``('=', 0)``."""
        if operator not in (">", "in") or operator == ">" and value != 0:
            return NotImplemented
        if operator == "in" and set(value) != {0}:
            return NotImplemented
        roles = self.search([("date_to", "=", False)]) | self.search(
            [("date_to", ">=", fields.Date.context_today(self))]
        )
        ids = roles.filtered(lambda r: bool(r.open_places) == (operator == ">")).ids
        return [("id", "in", ids)]

    @api.onchange("skill_id")
    def _onchange_skill_id(self):
        if self.skill_level_id not in self.skill_id.skill_type_id.skill_level_ids:
            self.skill_level_id = False

    # ---------------------------------------------------------------- constraints
    @api.constrains("skill_id", "skill_level_id", "certificate_ids")
    def _check_skill(self):
        for role in self:
            level = role.skill_level_id
            if level and level.skill_type_id != role.skill_id.skill_type_id:
                raise ValidationError(
                    self.env._(
                        "The level %(level)s does not belong to the skill of role "
                        "%(role)s. Choose the skill again, then its level.",
                        level=level.name,
                        role=role.name,
                    )
                )
            wrong = role.certificate_ids.filtered(
                lambda skill: not skill.skill_type_id.is_certification
            )
            if wrong:
                raise ValidationError(
                    self.env._(
                        "%(skill)s is no certificate. Ask for it as a skill in role "
                        "%(role)s, or mark its type as certification.",
                        skill=wrong[0].name,
                        role=role.name,
                    )
                )

    @api.constrains("planning", *WEEKDAYS)
    def _check_weekdays(self):
        for role in self:
            if role.planning == "shifts" and not role._weekdays():
                raise ValidationError(
                    self.env._(
                        "Role %(role)s has fixed shifts on no day of the week. Choose "
                        "the days, or “Own time”.",
                        role=role.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_team(self):
        for role in self:
            if role.assignment_ids:
                raise UserError(
                    self.env._(
                        "Role %(role)s has or had a team, whose history must stay. "
                        "Archive the role instead.",
                        role=role.name,
                    )
                )

    # ------------------------------------------------------------------ the hours
    def _weekdays(self):
        """Weekdays that are worked on, Monday is 0."""
        self.ensure_one()
        return {index for index, name in enumerate(WEEKDAYS) if self[name]}

    def _last_day(self):
        """Last day of the role, or None while it has no end."""
        self.ensure_one()
        # sudo: only the end of the job, for members and others who see no contracts
        ends = (self.date_to, self.contract_id.sudo().date_end)
        return min(filter(None, ends), default=None)

    def _horizon(self):
        """Last day for which shifts are planned today."""
        today = fields.Date.context_today(self)
        return today + timedelta(weeks=self.company_id.coop_plan_weeks)

    def _holidays(self, first, last):
        """Days off of the companies of these roles, see ``_holidays_of``."""
        return self._holidays_of(self.company_id, first, last)

    @api.model
    def _holidays_of(self, companies, first, last):
        """Days off of whole companies, by one query.

        :return: function of a company and a zone giving the set of local dates
        """
        leaves = self.env["resource.calendar.leaves"].sudo()  # public holidays
        rows = leaves.search_fetch(
            [
                ("resource_id", "=", False),
                ("company_id", "in", companies.ids),
                ("date_from", "<=", datetime.combine(last + slots.DAY, time.max)),
                ("date_to", ">=", datetime.combine(first - slots.DAY, time.min)),
            ],
            ["date_from", "date_to", "company_id"],
        )
        periods = [
            (row.company_id.id, row.date_from, row.date_to - timedelta(seconds=1))
            for row in rows
        ]
        cache = {}

        def days(company, zone):
            if (company.id, zone) not in cache:
                found = set()
                for owner, start, stop in periods:
                    if owner == company.id:
                        day = slots.to_local(start, zone).date()
                        while day <= slots.to_local(stop, zone).date():
                            found.add(day)
                            day += slots.DAY
                cache[company.id, zone] = found
            return cache[company.id, zone]

        return days

    def _days(self, first, last, holidays=None):
        """Local days of work between two dates, both included.

        Roles of own time may be worked on any day.

        :param holidays: what ``_holidays`` gave, for many roles at once
        """
        self.ensure_one()
        if self.planning == "free":
            return slots.working_days(first, last, set(range(7)))
        skip = ()
        if not self.on_holidays:
            holidays = holidays or self._holidays(first, last)
            skip = holidays(self.company_id, self.tz)
        return slots.working_days(first, last, self._weekdays(), skip)

    def _windows(self, days):
        """``(start, stop)`` in UTC of the shift on each of these local days."""
        self.ensure_one()
        length = self.hours_per_day + self.break_hours
        return slots.windows(days, self.start_hour, length, self.tz)

    # ------------------------------------------------------------------ other needs
    def _further_needs(self, members, days):
        """Hook: what members need besides skill and certificates, day by day.

        An addon adds its needs to the lists, with a fixed number of queries whatever
        the number of members, roles and days.

        :param members: ``coop.member`` records, with all rights
        :param days: ``{role: local days of work}``
        :return: ``{role: [Need]}``
        """
        return {role: [] for role in days}

    def _refusal(self, need, member, day):
        """Why a member cannot work in this role on a day, in a sentence or two."""
        self.ensure_one()
        if self.env.user._is_portal():
            # what colleagues lack is told to the office only
            return self.env._(
                "%(member)s cannot work here on %(date)s. Ask the office why.",
                member=member.display_name,
                date=format_date(self.env, day),
            )
        return self.env._(
            "%(member)s cannot work as %(role)s on %(date)s: %(lack)s. %(way_out)s",
            member=member.display_name,
            role=self.display_name,
            date=format_date(self.env, day),
            lack=need.lack,
            way_out=need.way_out,
        )

    # -------------------------------------------------------------------- the team
    def _check_places(self):
        """Refuse more people at once than the roles need.

        Locks the roles, so that two dispatchers who fill the same place wait for each
        other: one wins, the other is told.
        """
        # sudo: members answer on the portal and read no roles
        roles = self.sudo()
        roles.lock_for_update(allow_referencing=True)
        assignments = self.env["coop.service.assignment"].sudo()
        found = assignments._read_group(
            [("role_id", "in", self.ids), ("state", "in", IN_TEAM)],
            ["role_id"],
            ["id:recordset"],
        )
        for role, team in found:
            if len(team) > role.people and role.people < slots.most_at_once(
                [(row.date_from, row.date_to) for row in team]
            ):
                raise UserError(
                    self.env._(
                        "%(role)s needs %(people)s people and has them already: "
                        "%(team)s. Raise the number of people, or replace one.",
                        role=role.display_name,
                        people=role.people,
                        team=", ".join(
                            team.sorted("id").mapped("member_id.display_name")
                        ),
                    )
                )

    def action_fill(self):
        """The ranked list of candidates for these roles."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "coop.service.fill",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Fill the team"),
            "context": {"default_role_ids": self.ids, "dialog_size": "extra-large"},
        }

    def action_open_assignments(self):
        """The team of these roles, with its history."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_services.action_coop_service_assignment"
        )
        action["domain"] = [("role_id", "in", self.ids)]
        action["context"] = {"default_role_id": self.id if len(self) == 1 else False}
        return action

    def action_open_shifts(self):
        """The shifts of these roles."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_services.action_coop_service_shift"
        )
        action["domain"] = [("role_id", "in", self.ids)]
        action["context"] = {}
        return action

    def action_replan(self):
        """Plan the coming shifts of the team again, after the hours have changed.

        Shifts that a substitute took over, or that somebody has confirmed, stay.
        """
        self.check_access("write")
        self.assignment_ids.filtered(
            lambda row: row.state in ("offered", "accepted")
        )._replan_shifts()
        return True
