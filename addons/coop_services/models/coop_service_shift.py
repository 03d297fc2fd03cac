# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import re
from collections import defaultdict
from itertools import pairwise

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, format_date, format_datetime

from ..engine import slots

# A shift in these states takes the member's time.
BUSY = ("planned", "done")
ZONES = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}


class CoopServiceShift(models.Model):
    """Hours of one member at one place; nobody is in two places at once.

    The database itself refuses two shifts of one member at the same time, whatever
    screen, import or second dispatcher they come from. On each day of work the member
    must hold every certificate of the role, verified and valid.
    """

    _name = "coop.service.shift"
    _description = "Shift"
    _order = "start, id"
    _check_company_auto = True

    assignment_id = fields.Many2one(
        "coop.service.assignment",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        domain="[('state', 'in', ('offered', 'accepted', 'ended', 'replaced'))]",
    )
    role_id = fields.Many2one(related="assignment_id.role_id", store=True, index=True)
    contract_id = fields.Many2one(
        related="assignment_id.contract_id", store=True, index=True, string="Job"
    )
    company_id = fields.Many2one(
        related="assignment_id.company_id", store=True, index=True
    )
    site_id = fields.Many2one(
        related="assignment_id.role_id.site_id", store=True, string="Site"
    )
    tz = fields.Selection(related="assignment_id.role_id.tz")
    member_id = fields.Many2one(
        "coop.member",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        compute="_compute_member_id",
        store=True,
        readonly=False,
        precompute=True,
        help="Who works this shift: the assigned member, or the substitute.",
    )
    phone = fields.Char(related="member_id.phone")
    is_substitute = fields.Boolean(
        string="Substitute", compute="_compute_is_substitute", store=True
    )
    start = fields.Datetime(required=True)
    stop = fields.Datetime(required=True)
    local_time = fields.Char(
        string="Time at the place",
        compute="_compute_local_time",
        help="Day and hours in the time zone of the place.",
    )
    hours = fields.Float(
        compute="_compute_hours",
        store=True,
        readonly=False,
        precompute=True,
        help="Working hours without breaks, for the split.",
    )
    check_in = fields.Datetime()
    check_out = fields.Datetime()
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("done", "Done"),
            ("absent", "Absent"),
            ("cancelled", "Cancelled"),
        ],
        default="planned",
        required=True,
        index=True,
    )
    acceptance_id = fields.Many2one(
        "coop.service.acceptance",
        readonly=True,
        copy=False,
        index=True,
        help="The acceptance that counted this shift; it is counted once.",
    )
    swap_ids = fields.One2many("coop.service.swap", "shift_id", string="Swaps")

    _no_overlap = models.Constraint(
        """EXCLUDE USING gist (
            int4range(member_id, member_id, '[]') WITH &&,
            tsrange(start, stop) WITH &&
        ) WHERE (state IN ('planned', 'done'))""",
        lambda env, diagnostics: env["coop.service.shift"]._overlap_message(
            diagnostics
        ),
    )
    _stop_after_start = models.Constraint(
        "CHECK (stop > start)", "A shift ends after it starts."
    )
    _start_idx = models.Index("(start, member_id) WHERE state IN ('planned', 'done')")

    # ------------------------------------------------------------------- computed
    @api.depends("assignment_id")
    def _compute_member_id(self):
        for shift in self:
            shift.member_id = shift.member_id or shift.assignment_id.member_id

    @api.depends("member_id", "assignment_id.member_id")
    def _compute_is_substitute(self):
        for shift in self:
            shift.is_substitute = shift.member_id != shift.assignment_id.member_id

    @api.depends("start", "stop", "assignment_id")
    def _compute_hours(self):
        for shift in self:
            if not (shift.start and shift.stop):
                shift.hours = 0
                continue
            length = (shift.stop - shift.start).total_seconds() / 3600
            role = shift.assignment_id.role_id
            if length > role.hours_per_day:
                length = max(length - role.break_hours, role.hours_per_day)
            shift.hours = length

    @api.depends("start", "stop", "tz")
    def _compute_local_time(self):
        for shift in self:
            shift.local_time = shift.start and shift._local_time()

    @api.depends("start", "member_id", "role_id")
    @api.depends_context("coop_short")
    def _compute_display_name(self):
        short = self.env.context.get("coop_short")
        for shift in self:
            name = shift.member_id.display_name or ""
            more = shift.role_id.name if short else shift.local_time
            shift.display_name = f"{name}, {more or ''}"

    def _zone(self):
        self.ensure_one()
        # sudo: members read no roles
        return self.sudo().assignment_id.role_id.tz or "Asia/Jakarta"

    def _day(self):
        """The local day on which this shift begins: its working day."""
        self.ensure_one()
        return slots.to_local(self.start, self._zone()).date()

    def _local_time(self):
        """``02/03/2026 07:00–16:00 WIB`` as the place tells it."""
        self.ensure_one()
        return self._time_text(self.start, self.stop, self._zone())

    @api.model
    def _time_text(self, start, stop, zone):
        """Day and hours of a place, with the name of its zone.

        :param start, stop: naive UTC times
        """
        begin, end = (slots.to_local(moment, zone) for moment in (start, stop))
        label = ZONES.get(zone, zone)
        day = format_date(self.env, begin.date())
        return f"{day} {begin:%H:%M}–{end:%H:%M} {label}"

    # ------------------------------------------------------- nobody is in two places
    @api.model
    def _overlap_message(self, diagnostics):
        """What the database found when somebody else was faster, in words."""
        found = re.search(
            r"conflicts with existing key .*=\(\[(\d+),\d+\), "
            r"\[\"?([^\",]+)\"?,\"?([^\",)]+)\"?\)",
            (diagnostics and diagnostics.message_detail) or "",
        )
        # sudo: the text tells the job to the office only, see _clash_text
        shift = self.sudo().browse()
        if found:
            shift = shift.search(
                [
                    ("member_id", "=", int(found[1])),
                    ("start", "=", found[2]),
                    ("stop", "=", found[3]),
                    ("state", "in", BUSY),
                ],
                limit=1,
            )
        if not shift:
            return self.env._(
                "This member already has a shift at that time. Choose another member "
                "or another time."
            )
        return self._clash_text(shift)

    @api.model
    def _clash_text(self, shift):
        if not self.env.user.has_group("coop_membership.group_reader"):
            return self.env._(
                "There is another shift at that time (%(time)s). Choose another time.",
                time=shift._local_time(),
            )
        return self.env._(
            "%(member)s already works at that time: %(job)s, %(role)s, %(time)s. "
            "Choose another member or another time, or free that shift first.",
            member=shift.member_id.display_name,
            job=shift.contract_id.display_name,
            role=shift.role_id.name,
            time=shift._local_time(),
        )

    def _check_no_clash(self, rows):
        """Refuse times at which the members already work, naming the other job.

        Said before the database says it, which it does to whoever comes second.

        :param rows: ``(member id, start, stop)``, naive UTC
        :param self: shifts that are not looked at (they are moved themselves)
        """
        rows = sorted(rows)
        if not rows:
            return
        for (member, _start, stop), (same, start, end) in pairwise(rows):
            if member == same and start < stop:
                zone = self.env.company.partner_id._coop_zone(self.env.company)
                raise ValidationError(
                    self.env._(
                        "%(member)s would work twice at that time (%(time)s). Choose "
                        "another member or another time for one of the two.",
                        member=self.env["coop.member"]
                        .sudo()
                        .browse(member)
                        .display_name,
                        time=self._time_text(start, end, zone),
                    )
                )
        members, starts, stops = zip(*rows, strict=True)
        self.flush_model(["member_id", "start", "stop", "state"])
        found = self.env.execute_query(
            SQL(
                """
                SELECT shift.id
                  FROM unnest(%s::int[], %s::timestamp[], %s::timestamp[])
                       AS wanted (member_id, start, stop)
                  JOIN coop_service_shift shift
                    ON int4range(shift.member_id, shift.member_id, '[]')
                       && int4range(wanted.member_id, wanted.member_id, '[]')
                   AND tsrange(shift.start, shift.stop)
                       && tsrange(wanted.start, wanted.stop)
                 WHERE shift.state IN ('planned', 'done') AND shift.id != ALL(%s)
                 ORDER BY shift.start
                 LIMIT 1
                """,
                list(members),
                list(starts),
                list(stops),
                list(self.ids or [0]),
            )
        )
        if found:
            # sudo: see _clash_text for what is told to whom
            raise ValidationError(self._clash_text(self.sudo().browse(found[0])))

    @api.model_create_multi
    def create(self, vals_list):
        to_datetime = fields.Datetime.to_datetime
        assignments = self.env["coop.service.assignment"]
        rows = []
        for vals in vals_list:
            start, stop = to_datetime(vals.get("start")), to_datetime(vals.get("stop"))
            if start and stop and start < stop and vals.get("state", BUSY[0]) in BUSY:
                member = vals.get("member_id") or (
                    assignments.browse(vals.get("assignment_id")).member_id.id
                )
                rows.append((member, start, stop))
        self.browse()._check_no_clash(rows)
        return super().create(vals_list)

    def write(self, vals):
        if not {"member_id", "start", "stop", "hours", "state"}.isdisjoint(vals):
            self._check_not_counted()
        if not {"member_id", "start", "stop", "state"}.isdisjoint(vals):
            to_datetime = fields.Datetime.to_datetime
            rows = []
            for shift in self:
                start = to_datetime(vals.get("start", shift.start))
                stop = to_datetime(vals.get("stop", shift.stop))
                member = vals.get("member_id", shift.member_id.id)
                if start < stop and vals.get("state", shift.state) in BUSY:
                    rows.append((member, start, stop))
            self._check_no_clash(rows)
        return super().write(vals)

    def _check_not_counted(self):
        """Refuse to change what a client was shown or has accepted."""
        # sudo: whoever plans is told, also without rights on acceptances
        for shift in self.sudo():
            if shift.acceptance_id.state in ("sent", "accepted"):
                raise UserError(
                    self.env._(
                        "%(shift)s is in acceptance %(acceptance)s, which the client "
                        "has got. Cancel that acceptance first.",
                        shift=shift.display_name,
                        acceptance=shift.acceptance_id.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_planned(self):
        for shift in self:
            if shift.state not in ("planned", "cancelled") or shift.acceptance_id:
                raise UserError(
                    self.env._(
                        "%(shift)s is %(state)s and stays as proof of the work.",
                        shift=shift.display_name,
                        state=dict(
                            self._fields["state"]._description_selection(self.env)
                        )[shift.state].lower(),
                    )
                )

    # --------------------------------------------------- who may work on which day
    @api.constrains("member_id", "start", "state", "assignment_id")
    def _check_working_day(self):
        """Members work while they are members, with the certificates of that day."""
        busy = self.filtered(lambda shift: shift.state in BUSY)
        if not busy:
            return
        # sudo: whoever plans is told, whatever he may read of people and roles
        busy = busy.sudo()
        for shift in busy:
            member, day = shift.member_id, shift._day()
            if (
                not member.date_joined
                or day < member.date_joined
                or (member.date_left and day >= member.date_left)
            ):
                raise ValidationError(
                    self.env._(
                        "%(member)s is not a member on %(date)s and cannot work for "
                        "%(job)s on that day.",
                        member=member.display_name,
                        date=format_date(self.env, day),
                        job=shift.contract_id.display_name,
                    )
                )
        gated = busy.filtered("role_id.certificate_ids")
        if not gated:
            return
        days = {shift: shift._day() for shift in gated}
        held = self.env["hr.employee"]._certified_on(
            gated.member_id.employee_id,
            gated.role_id.certificate_ids,
            min(days.values()),
            max(days.values()),
        )
        for shift in gated:
            for skill in shift.role_id.certificate_ids:
                intervals = held.get((shift.member_id.employee_id.id, skill.id), ())
                if not any(first <= days[shift] <= last for first, last in intervals):
                    raise ValidationError(
                        self.env._(
                            "%(member)s has no verified certificate “%(skill)s” that "
                            "is valid on %(date)s, which %(role)s needs. Renew and "
                            "verify it, or let somebody else work on that day.",
                            member=shift.member_id.display_name,
                            skill=skill.name,
                            date=format_date(self.env, days[shift]),
                            role=shift.role_id.display_name,
                        )
                    )

    @api.constrains("member_id", "start", "state", "assignment_id")
    def _check_further_needs(self):
        """What other addons ask for holds of planned work; what is done was done."""
        # sudo: as for certificates
        planned = self.sudo().filtered(lambda shift: shift.state == "planned")
        if not planned:
            return
        days = {shift: shift._day() for shift in planned}
        of_roles = defaultdict(set)
        for shift, day in days.items():
            of_roles[shift.role_id].add(day)
        needs = planned.role_id._further_needs(planned.member_id, of_roles)
        for shift, day in days.items():
            for need in needs[shift.role_id]:
                if day in need.missing.get(shift.member_id.id, ()):
                    raise ValidationError(
                        shift.role_id._refusal(need, shift.member_id, day)
                    )

    # -------------------------------------------------------------------- buttons
    def action_done(self):
        """Confirm that these shifts were worked."""
        self.check_access("write")
        now = fields.Datetime.now()
        for shift in self:
            if shift.start > now:
                raise UserError(
                    self.env._(
                        "%(shift)s has not begun yet (%(time)s) and cannot be done.",
                        shift=shift.member_id.display_name,
                        time=format_datetime(self.env, shift.start),
                    )
                )
        self.write({"state": "done"})
        return True

    def action_absent(self):
        """The member did not come; somebody else may be put in as substitute."""
        self.check_access("write")
        self.write({"state": "absent"})
        return True

    def action_cancel(self):
        """These shifts are not needed."""
        self.check_access("write")
        self.write({"state": "cancelled"})
        return True

    def action_plan(self):
        """Back to planned."""
        self.check_access("write")
        self.write({"state": "planned"})
        return True

    def action_substitute(self):
        """Choose who works these shifts instead."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "coop.service.replace",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Substitute"),
            "context": {"default_shift_ids": self.ids, "dialog_size": "extra-large"},
        }

    def _colleagues(self):
        """Members of the team of the same job, without who works this shift."""
        self.ensure_one()
        # sudo: names of the own team, for a member who swaps
        team = self.sudo().contract_id.coop_role_ids.assignment_ids.filtered(
            lambda row: row.state == "accepted"
        )
        return team.member_id - self.sudo().member_id

    def _give_to(self, members, kind, reason=False):
        """Let other members work these shifts, and remember who was to work them.

        All of them change hands together, so that two who work at the same time in
        different places can swap.

        :param members: ``{shift: member}``
        :param kind: of ``coop.service.swap``: ``substitute`` or ``swap``
        :return: the ``coop.service.swap`` records
        """
        for shift in self:
            if shift.state not in ("planned", "absent"):
                raise UserError(
                    self.env._(
                        "%(shift)s is done or cancelled: who works it stays.",
                        shift=shift.display_name,
                    )
                )
        swaps = self.env["coop.service.swap"].sudo()  # history is written by actions
        swaps = swaps.create(
            [
                {
                    "shift_id": shift.id,
                    "from_member_id": shift.member_id.id,
                    "to_member_id": members[shift].id,
                    "kind": kind,
                    "state": "done",
                    "reason": reason,
                    "decided_by_id": self.env.uid,
                    "decided_on": fields.Datetime.now(),
                }
                for shift in self
            ]
        )
        self._hand_over(members)
        return swaps

    def _hand_over(self, members):
        """Give shifts to other members at one moment (see ``_give_to``)."""
        # out of the constraint, changed, and in again: it looks at every single row
        self.write({"state": "cancelled"})
        self.flush_recordset(["state"])
        self._check_no_clash(
            (members[shift].id, shift.start, shift.stop) for shift in self
        )
        for shift in self:
            shift.write({"member_id": members[shift].id})
        self.flush_recordset(["member_id"])
        self.write({"state": "planned"})
