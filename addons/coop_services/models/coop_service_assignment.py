# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date
from odoo.tools.misc import babel_locale_parse

from .coop_service_role import WEEKDAYS
from .coop_service_shift import ZONES

# Written by the buttons, never by hand: they are the history of the team.
GUARDED = frozenset(
    ("state", "name", "replaces_id", "planned_to", "answer", "answered_on")
)
# What the shifts and the assignment letter stand on.
AGREED = frozenset(("role_id", "member_id", "date_from", "date_to"))


def get_day_names(env):
    """Short names of the weekdays in the user's language, from Monday on."""
    names = babel_locale_parse(env.lang).days["format"]["abbreviated"]
    return [names[index] for index in range(7)]


class CoopServiceAssignment(models.Model):
    """A member in a role for some time: proposed, offered, accepted; never deleted.

    Proposed: the office thinks about it. Offered: the time is reserved by shifts, and
    the member sees it on the portal and accepts or declines (or tells the office, which
    presses the button). Replaced and ended ones keep who worked until when.
    """

    _name = "coop.service.assignment"
    _description = "Assignment"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Assignment letter",
        readonly=True,
        copy=False,
        index="trigram",
        help="Number of the assignment letter (surat tugas), given with the offer.",
    )
    role_id = fields.Many2one(
        "coop.service.role",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    contract_id = fields.Many2one(
        related="role_id.contract_id", store=True, index=True, string="Job"
    )
    company_id = fields.Many2one(related="role_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    site_id = fields.Many2one(related="role_id.site_id")
    planning = fields.Selection(related="role_id.planning")
    member_id = fields.Many2one(
        "coop.member",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        tracking=True,
        domain="[('state', '=', 'active'), ('company_id', '=', company_id)]",
    )
    phone = fields.Char(related="member_id.phone")
    date_from = fields.Date(
        string="From",
        required=True,
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
    )
    date_to = fields.Date(
        string="To",
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    weight = fields.Float(default=1, help="Used where the job is shared by weights.")
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("offered", "Offered"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("replaced", "Replaced"),
            ("ended", "Ended"),
        ],
        default="proposed",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    answer = fields.Char(
        string="Reason",
        readonly=True,
        copy=False,
        tracking=True,
        help="Why it was declined, replaced or ended.",
    )
    answered_on = fields.Datetime(string="Answered", readonly=True, copy=False)
    replaces_id = fields.Many2one(
        "coop.service.assignment",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    replaced_by_ids = fields.One2many(
        "coop.service.assignment", "replaces_id", string="Replaced by", readonly=True
    )
    shift_ids = fields.One2many("coop.service.shift", "assignment_id")
    planned_to = fields.Date(
        string="Planned to",
        readonly=True,
        copy=False,
        help="Last day for which shifts were planned.",
    )
    shift_count = fields.Integer(compute="_compute_shift_count", string="Shifts")

    _once_in_a_role = models.Constraint(
        """EXCLUDE USING gist (
            int4range(role_id, role_id, '[]') WITH &&,
            int4range(member_id, member_id, '[]') WITH &&,
            daterange(date_from, date_to, '[]') WITH &&
        ) WHERE (state IN ('proposed', 'offered', 'accepted'))""",
        "This member already has that role in those days.",
    )
    _to_after_from = models.Constraint(
        "CHECK (date_to >= date_from)", "An assignment ends after it starts."
    )
    _weight_positive = models.Constraint(
        "CHECK (weight >= 0)", "The weight of an assignment is not negative."
    )

    # ------------------------------------------------------------------- computed
    @api.depends("role_id")
    def _compute_dates(self):
        for row in self:
            row.date_from = row.date_from or row.role_id.date_from
            row.date_to = row.date_to or row.role_id.date_to

    @api.depends("member_id", "role_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = (
                f"{row.member_id.display_name or ''}, {row.role_id.name or ''}"
            )

    def _compute_shift_count(self):
        found = dict(
            self.env["coop.service.shift"]._read_group(
                [("assignment_id", "in", self.ids), ("state", "!=", "cancelled")],
                ["assignment_id"],
                ["__count"],
            )
        )
        for row in self:
            row.shift_count = found.get(row, 0)

    # ------------------------------------------------------------------- keeping
    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_guarded(
                name
                for name in vals
                if vals[name] and (name, vals[name]) != ("state", "proposed")
            )
        return super().create(vals_list)

    def write(self, vals):
        self._check_guarded(vals)
        if not self.env.su and not AGREED.isdisjoint(vals):
            for row in self.filtered(lambda row: row.state != "proposed"):
                if all(
                    row[name]
                    == row._fields[name].convert_to_record(
                        row._fields[name].convert_to_cache(vals[name], row), row
                    )
                    for name in AGREED.intersection(vals)
                ):
                    continue
                raise UserError(
                    self.env._(
                        "%(assignment)s is %(state)s: role, member and dates stay. "
                        "Use “Replace or end” to change who works, or until when.",
                        assignment=row.display_name,
                        state=row._label("state").lower(),
                    )
                )
        return super().write(vals)

    def _label(self, name):
        self.ensure_one()
        return dict(self._fields[name]._description_selection(self.env))[self[name]]

    def _check_guarded(self, names):
        guarded = GUARDED.intersection(names)
        if guarded and not self.env.su:
            raise UserError(
                self.env._(
                    "“%(field)s” of an assignment follows from its buttons; it cannot "
                    "be typed in.",
                    field=self._fields[min(guarded)]._description_string(self.env),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_proposed(self):
        for row in self:
            if row.state != "proposed" or row.shift_ids:
                raise UserError(
                    self.env._(
                        "%(assignment)s was offered to the member: it stays as "
                        "history. Use “Replace or end”, or withdraw the offer.",
                        assignment=row.display_name,
                    )
                )

    @api.constrains("date_from", "date_to", "role_id")
    def _check_inside_role(self):
        for row in self:
            last = row.role_id._last_day()
            if row.date_from < row.role_id.date_from or (
                last and (row.date_to or last) > last
            ):
                raise ValidationError(
                    self.env._(
                        "%(assignment)s: the dates lie outside those of the role "
                        "(%(first)s to %(last)s). Change the role first.",
                        assignment=row.display_name,
                        first=format_date(self.env, row.role_id.date_from),
                        last=format_date(self.env, last) if last else "…",
                    )
                )

    # -------------------------------------------------------------------- buttons
    def _locked(self, states, action):
        """``self`` with all rights, locked, in one of ``states``.

        The office writes; a member answers for the own assignments only.

        :raises AccessError: neither of the two
        :raises UserError: the state does not allow it, or someone else is at it
        """
        if not self.env.su and not self.has_access("write"):
            self.check_access("read")
            own = self.env.user.partner_id
            # sudo: whose assignment it is
            if not self.env.user._is_portal() or any(
                row.member_id.partner_id != own for row in self.sudo()
            ):
                raise AccessError(
                    self.env._("Only the office and the member answer for this.")
                )
        rows = self.sudo()  # checked above
        if len(rows.try_lock_for_update()) != len(rows):
            raise UserError(
                self.env._("Someone else is working on this assignment. Try again.")
            )
        rows.invalidate_recordset(["state", "planned_to"])
        for row in rows:
            if row.state not in states:
                raise UserError(
                    self.env._(
                        "%(assignment)s is %(state)s: %(action)s is not possible now.",
                        assignment=row.display_name,
                        state=row._label("state").lower(),
                        action=action,
                    )
                )
        return rows

    def action_offer(self):
        """Reserve the time of the members and show them the offer on the portal."""
        self.check_access("write")
        rows = self._locked(("proposed",), self.env._("offering"))
        sequences = self.env["ir.sequence"].sudo()
        for row in rows:
            row._check_member()
            if not row.name:
                row.name = sequences.with_company(row.company_id).next_by_code(
                    self._name, row.date_from
                )
        rows._check_own_time()
        rows.member_id._ensure_employees()
        rows.state = "offered"
        rows.role_id._check_places()
        rows._plan_shifts()
        return True

    def action_accept(self):
        """The member says yes: on the portal, or by telling the office."""
        rows = self._locked(("offered",), self.env._("accepting"))
        rows.write({"state": "accepted", "answered_on": fields.Datetime.now()})
        return True

    def action_decline(self, reason=False):
        """The member says no; the time is free again.

        :param reason: in the member's words, may be empty
        """
        rows = self._locked(("offered",), self.env._("declining"))
        rows._release_shifts()
        rows.write(
            {
                "state": "declined",
                "answer": (reason or "").strip()[:200] or False,
                "answered_on": fields.Datetime.now(),
            }
        )
        for row in rows:
            row.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=(row.contract_id.user_id or row.create_uid).id,
                summary=self.env._("Find somebody else: %s", row.display_name),
            )
        return True

    def action_withdraw(self):
        """Take an offer back: proposed again, the time is free."""
        self.check_access("write")
        rows = self._locked(("offered", "declined"), self.env._("withdrawing"))
        rows._release_shifts()
        rows.write({"state": "proposed", "answer": False, "answered_on": False})
        rows.role_id._check_places()
        return True

    def action_replace(self):
        """Another member takes over, or the assignment ends."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "coop.service.replace",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Replace or end"),
            "context": {"default_assignment_id": self.id, "dialog_size": "extra-large"},
        }

    def action_open_shifts(self):
        """The shifts of these assignments."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_services.action_coop_service_shift"
        )
        action["domain"] = [("assignment_id", "in", self.ids)]
        action["context"] = {}
        return action

    def _check_member(self):
        """Only active members are offered work, and only within their membership."""
        self.ensure_one()
        member = self.member_id
        if member.state != "active" or member.date_joined > self.date_from:
            raise UserError(
                self.env._(
                    "%(member)s is not an active member on %(date)s and cannot be "
                    "offered this work.",
                    member=member.display_name,
                    date=format_date(self.env, self.date_from),
                )
            )

    def _get_report_base_filename(self):
        """Name of the file on the portal."""
        return f"Surat Tugas {self.name}"

    def _check_own_time(self):
        """What other addons ask for on each day, where no shifts are looked at."""
        rows = self.filtered(lambda row: row.role_id.planning == "free")
        periods = {row: row.role_id._period(row.date_from, row.date_to) for row in rows}
        days = {row: set(row.role_id._days(*periods[row])) for row in rows}
        of_roles = {
            role: set().union(*(days[row] for row in team))
            for role, team in rows.grouped("role_id").items()
        }
        needs = rows.role_id._further_needs(rows.member_id, of_roles)
        for row in rows:
            for need in needs[row.role_id]:
                missing = days[row].intersection(need.missing.get(row.member_id.id, ()))
                if missing:
                    raise UserError(
                        row.role_id._refusal(need, row.member_id, min(missing))
                    )

    def _end(self, last, state, reason=False):
        """Stop these assignments after ``last``: coming planned shifts are cancelled.

        :param last: last day of work; before the first day nothing was worked
        :param state: ``replaced`` or ``ended``
        """
        for row in self:
            row._release_shifts(after=last)
            row.write(
                {
                    "state": state,
                    "answer": reason or False,
                    "date_to": max(last, row.date_from)
                    if not row.date_to
                    else max(min(last, row.date_to), row.date_from),
                }
            )

    # ------------------------------------------------------------------- the letter
    def _letters(self):
        """What the assignment letters of these assignments say, one for each job.

        :return: list of dicts ``contract, company, date, unconfirmed, rows``; each row
            has ``assignment, role, place`` and ``hours`` as text
        """
        self.check_access("read")
        # sudo: job and place on the letter of a member who reads neither
        letters = []
        for contract, team in self.sudo().grouped("contract_id").items():
            team = team.sorted(lambda row: (row.role_id.sequence, row.id))
            letters.append(
                {
                    "contract": contract,
                    "company": contract.company_id,
                    "date": fields.Date.context_today(self),
                    "unconfirmed": any(row.state == "offered" for row in team),
                    "rows": [
                        {
                            "assignment": row,
                            "role": row.role_id.name,
                            "place": row._place(),
                            "hours": row._hours_text(),
                        }
                        for row in team
                    ],
                }
            )
        return letters

    def _place(self):
        """Name and address of the place of work in one line."""
        site = self.sudo().role_id.site_id or self.sudo().contract_id.partner_id
        parts = (site.name, site.street, site.city)  # sudo: see _letters
        return ", ".join(filter(None, parts))

    def _hours_text(self):
        """Days and hours of the role as the place tells them."""
        role = self.sudo().role_id  # sudo: see _letters
        if role.planning == "free":
            return self.env._("own time")
        names = dict(zip(WEEKDAYS, get_day_names(self.env), strict=True))
        days = ", ".join(names[name] for name in WEEKDAYS if role[name])
        length = role.hours_per_day + role.break_hours
        start = round(role.start_hour * 60)
        stop = (start + round(length * 60)) % (24 * 60)
        zone = ZONES.get(role.tz, role.tz)
        return (
            f"{days}, {start // 60:02d}:{start % 60:02d}–"
            f"{stop // 60:02d}:{stop % 60:02d} {zone}"
        )

    # --------------------------------------------------------------------- shifts
    def _plan_shifts(self, until=None):
        """Create the shifts of offered and accepted assignments up to a day.

        Days that were planned before are left alone, whatever became of them.

        :param until: last day; by default as far as the company plans ahead
        :raises ValidationError: somebody has no time or no valid certificate
        """
        values = []
        roles = self.role_id
        if not self:
            return
        horizon = max([until or role._horizon() for role in roles])
        first = min(self.mapped("date_from"))
        last = max([horizon, *filter(None, self.mapped("date_to"))])
        holidays = roles._holidays(first, last)
        for row in self:
            role = row.role_id
            if role.planning != "shifts":
                continue
            start = row.date_from
            if row.planned_to:
                start = max(start, row.planned_to + timedelta(days=1))
            # a role of fixed length is planned at once: its people must know
            ends = (row.date_to, role._last_day())
            stop = min(filter(None, ends), default=None)
            limit = until or role._horizon()
            if not stop or (stop - row.date_from).days > 92:
                stop = min(filter(None, (stop, max(limit, row.date_from))))
            if stop < start:
                continue
            days = role._days(start, stop, holidays)
            values += [
                {
                    "assignment_id": row.id,
                    "member_id": row.member_id.id,
                    "start": begin,
                    "stop": end,
                    "hours": role.hours_per_day,
                }
                for begin, end in role._windows(days)
            ]
            row.planned_to = stop
        self.env["coop.service.shift"].create(values)

    def _release_shifts(self, after=None):
        """Cancel the planned shifts of these assignments: the time is free again.

        :param after: only those of later days; by default all
        """
        for row in self:
            shifts = row.shift_ids.filtered(
                lambda shift, row=row: (
                    shift.state == "planned" and (after is None or shift._day() > after)
                )
            )
            shifts.write({"state": "cancelled"})
            row.planned_to = (
                min(after, row.planned_to) if after and row.planned_to else False
            )

    def _replan_shifts(self):
        """Plan again from tomorrow on, after the hours of the role have changed."""
        today = fields.Date.context_today(self)
        for row in self.sudo():  # checked by the caller: write access on the role
            coming = row.shift_ids.filtered(
                lambda shift, row=row: (
                    shift.state == "planned"
                    and shift._day() > today
                    and shift.member_id == row.member_id
                )
            )
            kept = (
                row.shift_ids.filtered(
                    lambda shift: shift.state != "cancelled" and shift._day() > today
                )
                - coming
            )
            kept_days = {shift._day() for shift in kept}
            coming.unlink()
            row.planned_to = max(today, row.date_from - timedelta(days=1))
            before = row.shift_ids
            row._plan_shifts()
            (row.shift_ids - before).filtered(
                lambda shift, days=kept_days: shift._day() in days
            ).unlink()

    @api.model
    def _cron_plan_shifts(self):
        """Plan the shifts of long roles as far ahead as each company wants.

        Who has no time or no certificate any more gets an activity on the assignment;
        the others are planned all the same.
        """
        domain = (
            Domain("state", "in", ("offered", "accepted"))
            & Domain("role_id.planning", "=", "shifts")
            & Domain("planned_to", "!=", False)
        )
        due = self.search(domain, order="planned_to, id").filtered(
            lambda row: (
                row.planned_to
                < min(
                    filter(
                        None,
                        (row.date_to, row.role_id._last_day(), row.role_id._horizon()),
                    )
                )
            )
        )
        for done, row in enumerate(due, 1):
            try:
                with self.env.cr.savepoint():
                    row._plan_shifts()
            except (UserError, ValidationError) as error:
                row.invalidate_recordset()
                if not row.activity_ids:
                    row.activity_schedule(
                        "mail.mail_activity_data_todo",
                        user_id=(row.contract_id.user_id or row.create_uid).id,
                        summary=self.env._("Shifts could not be planned"),
                        note=str(error),
                    )
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(due) - done):
                break
