# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from psycopg2.errors import ExclusionViolation

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import mute_logger

from ..engine import slots

GUARDED = frozenset(
    ("state", "name", "order_id", "contract_id", "assignment_id", "shift_id", "reason")
)


class CoopBooking(models.Model):
    """A client books a service for a time and place; a free member gets the shift.

    Booking makes a confirmed order with its job, and the shift in it: so the work is
    accepted, billed and shared like any other. The time is kept by the shift, which the
    database keeps apart from all others: of two clients for the last free member one
    wins, and the other is told to choose another time.
    """

    _name = "coop.booking"
    _description = "Booking"
    _inherit = ["portal.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "start desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    rule_id = fields.Many2one(
        "coop.booking.rule",
        string="Service",
        required=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(related="rule_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one(
        related="rule_id.product_id", store=True, string="Product"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Client",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
    )
    place_id = fields.Many2one(
        "res.partner",
        required=True,
        ondelete="restrict",
        compute="_compute_place_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    tz = fields.Char(string="Time zone", compute="_compute_tz")
    start = fields.Datetime(required=True, tracking=True, index=True)
    stop = fields.Datetime(compute="_compute_stop", store=True)
    local_time = fields.Char(string="Time at the place", compute="_compute_local_time")
    note = fields.Text(string="Wishes of the client")
    state = fields.Selection(
        [("draft", "Draft"), ("booked", "Booked"), ("cancelled", "Cancelled")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    reason = fields.Char(readonly=True, copy=False)
    order_id = fields.Many2one(
        "sale.order", readonly=True, copy=False, check_company=True, index=True
    )
    amount_untaxed = fields.Monetary(related="order_id.amount_untaxed", string="Price")
    amount_total = fields.Monetary(related="order_id.amount_total", string="With VAT")
    contract_id = fields.Many2one(
        "contract.contract",
        string="Job",
        readonly=True,
        copy=False,
        check_company=True,
    )
    assignment_id = fields.Many2one(
        "coop.service.assignment", readonly=True, copy=False, check_company=True
    )
    shift_id = fields.Many2one(
        "coop.service.shift", readonly=True, copy=False, check_company=True
    )
    member_id = fields.Many2one(
        "coop.member", related="shift_id.member_id", string="Member", store=True
    )

    _once = models.UniqueIndex(
        "(partner_id, rule_id, start) WHERE state = 'booked'",
        "This client has booked this service for that time already.",
    )

    # ------------------------------------------------------------------- computed
    @api.depends("partner_id")
    def _compute_place_id(self):
        for booking in self:
            partner = booking.partner_id
            booking.place_id = booking.place_id or (
                partner and partner.address_get(["delivery"])["delivery"]
            )

    @api.depends("place_id", "company_id")
    def _compute_tz(self):
        for booking in self:
            company = booking.company_id or self.env.company
            booking.tz = booking.place_id._coop_zone(company)

    @api.depends("start", "rule_id.duration")
    def _compute_stop(self):
        for booking in self:
            booking.stop = booking.start and booking.start + timedelta(
                minutes=round(booking.rule_id.duration * 60)
            )

    @api.depends("start", "stop", "tz")
    def _compute_local_time(self):
        shifts = self.env["coop.service.shift"]
        for booking in self:
            booking.local_time = booking.start and shifts._time_text(
                booking.start, booking.stop, booking.tz
            )

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for booking in self:
            booking.access_url = f"/my/bookings/{booking.id}"
        return result

    @api.model_create_multi
    def create(self, vals_list):
        sequences = self.env["ir.sequence"].sudo()  # numbering is no right of its own
        for vals in vals_list:
            self._check_guarded(name for name in vals if vals[name])
            vals["name"] = sequences.next_by_code(self._name)
        return super().create(vals_list)

    def write(self, vals):
        self._check_guarded(vals)
        if not self.env.su and not {"rule_id", "partner_id", "place_id"}.isdisjoint(
            vals
        ):
            for booking in self.filtered(lambda row: row.state != "draft"):
                raise UserError(
                    self.env._(
                        "Booking %(booking)s is made: only its time can be moved. "
                        "Cancel it and book again.",
                        booking=booking.name,
                    )
                )
        if self.env.su or "start" not in vals:
            return super().write(vals)
        start = fields.Datetime.to_datetime(vals["start"])
        booked = self.filtered(lambda row: row.state == "booked" and row.start != start)
        result = super(CoopBooking, self - booked).write(vals)
        rest = {name: value for name, value in vals.items() if name != "start"}
        super(CoopBooking, booked).write(rest)
        for booking in booked:
            booking._move(start)
        return result

    def _check_guarded(self, names):
        guarded = GUARDED.intersection(names)
        if guarded and not self.env.su:
            raise UserError(
                self.env._(
                    "“%(field)s” of a booking follows from its buttons; it cannot be "
                    "typed in.",
                    field=self._fields[min(guarded)]._description_string(self.env),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        for booking in self.filtered("order_id"):
            raise UserError(
                self.env._(
                    "Booking %(booking)s was made and stays. Cancel it instead.",
                    booking=booking.name,
                )
            )

    # -------------------------------------------------------------------- booking
    def action_book(self):
        """Reserve a member for the time, with the order and the job.

        :raises UserError: nobody is free any more
        """
        self.check_access("write")
        for booking in self.sudo():  # orders and jobs are made for the dispatcher
            booking._reserve()
        return True

    @api.model
    def _book_for_client(self, rule, partner, place, start, note=False):
        """A client books for himself: by the rules of the service.

        The caller has checked that ``partner`` and ``place`` are the client's own.

        :param start: naive UTC
        :return: the booking, with all rights
        :raises UserError: the time may not be chosen, or was just taken
        """
        # sudo: clients have no rights on bookings but to read their own
        booking = self.sudo().create(
            {
                "rule_id": rule.id,
                "partner_id": partner.id,
                "place_id": place.id,
                "start": start,
                "note": (note or "").strip()[:1000] or False,
            }
        )
        booking._check_client_time(start)
        booking._reserve()
        return booking

    def _check_client_time(self, start):
        """Clients choose among the times of the rule, with notice, not too far off."""
        rule, now = self.rule_id, fields.Datetime.now()
        day = slots.to_local(start, self.tz).date()
        if start < now + timedelta(hours=rule.notice_hours):
            raise UserError(
                self.env._(
                    "%(service)s is booked at least %(hours)s hours before. Call us if "
                    "it is urgent.",
                    service=rule.product_id.name,
                    hours=rule.notice_hours,
                )
            )
        if start > now + timedelta(days=rule.days_ahead) or start not in [
            begin for begin, _end in rule._times(day, day, self.tz)
        ]:
            raise UserError(
                self.env._("This time cannot be booked. Choose one of the times shown.")
            )

    def _reserve(self):
        """Make the order and the job, and give the shift to the best free member."""
        self.ensure_one()
        self._lock("draft")
        if not self.start or self.start <= fields.Datetime.now():
            raise UserError(self.env._("Choose a time that is still to come."))
        order = self._make_order()
        self.write({"order_id": order.id, "state": "booked"})
        try:
            order.action_confirm()
        except ValidationError:
            raise
        except UserError as error:
            if self.env.user.has_group("coop_membership.group_reader"):
                raise
            # what hinders the cooperative is not told to the client
            raise UserError(
                self.env._(
                    "%s cannot be booked online right now. Please call us.",
                    self.product_id.name,
                )
            ) from error
        self.contract_id = self._make_job(order)
        self._assign()
        self.flush_recordset()

    def _lock(self, *states):
        if len(self.try_lock_for_update()) != len(self):
            raise UserError(
                self.env._("Someone else is working on this booking. Try again.")
            )
        self.invalidate_recordset(["state"])
        for booking in self:
            if booking.state not in states:
                raise UserError(
                    self.env._(
                        "Booking %(booking)s is %(state)s: this is not possible now.",
                        booking=booking.name,
                        state=dict(
                            self._fields["state"]._description_selection(self.env)
                        )[booking.state].lower(),
                    )
                )

    def _make_order(self):
        rule = self.rule_id
        return (
            self.env["sale.order"]
            .with_company(self.company_id)
            .create(
                {
                    "partner_id": self.partner_id.id,
                    "partner_shipping_id": self.place_id.id,
                    "company_id": self.company_id.id,
                    "client_order_ref": self.name,
                    "user_id": False,
                    "coop_booking_ids": [(4, self.id)],
                    "order_line": [
                        (
                            0,
                            0,
                            {
                                "product_id": rule.product_id.id,
                                "product_uom_qty": rule._quantity(),
                                "name": f"{rule.product_id.name}, {self.local_time}",
                            },
                        )
                    ],
                }
            )
        )

    def _make_job(self, order):
        """The job of the order: made when it was confirmed, or here."""
        contracts = self.env["contract.contract"]
        job = contracts.search([("coop_order_id", "=", order.id)], limit=1)
        return job or contracts.create(
            {
                "name": f"{order.name} {self.partner_id.commercial_partner_id.name}",
                "code": self.name,
                "coop_is_job": True,
                "coop_order_id": order.id,
                "company_id": self.company_id.id,
                "partner_id": self.partner_id.id,
                "coop_site_id": self.place_id.id,
                "date_start": self._day(),
            }
        )

    def _day(self):
        return slots.to_local(self.start, self.tz).date()

    def _assign(self, before=None):
        """Give the time to a member: the one it was, else the best who is free.

        :param before: the assignment that is moved
        :raises UserError: nobody is free any more
        """
        rule, day = self.rule_id, self._day()
        role = self._role()
        role.write({"date_from": day, "date_to": day})
        [members] = rule._who([(self.start, self.stop)], self.tz)
        if before and before.member_id in members:
            members.remove(before.member_id)
            members.insert(0, before.member_id)
        for member in members:
            try:
                # Somebody else may have taken the same member a moment ago; then the
                # next one is tried.
                with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                    self._take(member, role, day, before)
                return
            except (ExclusionViolation, ValidationError):
                self.env.invalidate_all()
        raise UserError(
            self.env._(
                "%(time)s was just taken. Choose another time.", time=self.local_time
            )
        )

    def _role(self):
        rule = self.rule_id
        values = {
            "planning": "shifts",
            "start_hour": 0,
            "hours_per_day": rule.duration,
            "break_hours": 0,
            "tz": self.tz,
            "on_holidays": True,
            "skill_id": rule.skill_id.id,
            "skill_level_id": rule.skill_level_id.id,
            "certificate_ids": [(6, 0, rule.certificate_ids.ids)],
            **dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), True),
        }
        role = self.contract_id.coop_role_ids[:1]
        if role:
            if not rule.skill_id:
                del values["skill_id"], values["skill_level_id"]
            role.write(values)
            return role
        return role.create(
            {
                **values,
                "contract_id": self.contract_id.id,
                "name": self.product_id.name,
                "product_id": self.product_id.id,
                "site_id": self.place_id.id,
                "date_from": self._day(),
                "rate": rule.rate,
                "rate_unit": "hour",
            }
        )

    def _take(self, member, role, day, before):
        row = self.env["coop.service.assignment"].create(
            {
                "role_id": role.id,
                "member_id": member.id,
                "date_from": day,
                "date_to": day,
                "state": "offered",
                "planned_to": day,
                "replaces_id": before.id if before else False,
                "name": self.env["ir.sequence"]
                .with_company(self.company_id)
                .next_by_code("coop.service.assignment", day),
            }
        )
        shift = self.env["coop.service.shift"].create(
            {
                "assignment_id": row.id,
                "member_id": member.id,
                "start": self.start,
                "stop": self.stop,
                "hours": self.rule_id.duration,
            }
        )
        self.write({"assignment_id": row.id, "shift_id": shift.id})
        self.flush_recordset()

    # ------------------------------------------------------------ moving, cancelling
    def _hours_left(self):
        return (self.start - fields.Datetime.now()).total_seconds() / 3600

    def _can_move(self):
        """Whether the client may move it now: until the hours of the rule before."""
        self.ensure_one()
        return self.state == "booked" and (
            self._hours_left() >= self.rule_id.change_hours
        )

    def _can_cancel(self):
        """Whether the client may cancel it now."""
        self.ensure_one()
        return self.state == "booked" and (
            self._hours_left() >= self.rule_id.cancel_hours
        )

    def _client_move(self, start):
        """The client moves the own booking, by the rule.

        :param start: naive UTC
        """
        booking = self.sudo()  # the caller found the client's own booking
        booking._check_allowed(booking._can_move(), booking.rule_id.change_hours)
        booking._check_client_time(start)
        booking._move(start)

    def _client_cancel(self):
        """The client cancels the own booking, by the rule."""
        booking = self.sudo()  # the caller found the client's own booking
        booking._check_allowed(booking._can_cancel(), booking.rule_id.cancel_hours)
        booking._cancel(self.env._("By the client"))

    def _check_allowed(self, allowed, hours):
        if not allowed:
            raise UserError(
                self.env._(
                    "Booking %(booking)s (%(time)s) can be changed online until "
                    "%(hours)s hours before. Please call us.",
                    booking=self.name,
                    time=self.local_time,
                    hours=hours,
                )
            )

    def _check_not_worked(self):
        for booking in self:
            if booking.shift_id.state == "done" or booking.shift_id.acceptance_id:
                raise UserError(
                    self.env._(
                        "The work of booking %(booking)s is done: it stays.",
                        booking=booking.name,
                    )
                )

    def _move(self, start):
        """Another time, with the same member if he is free, else another."""
        self.ensure_one()
        booking = self.sudo()  # orders and shifts follow; checked by the callers
        booking._lock("booked")
        booking._check_not_worked()
        if start <= fields.Datetime.now():
            raise UserError(self.env._("Choose a time that is still to come."))
        before, old_time = booking.assignment_id, booking.local_time
        booking.shift_id.write({"state": "cancelled"})
        before.write(
            {"state": "replaced", "answer": self.env._("The client moved the booking")}
        )
        booking.env.flush_all()
        booking.write({"start": start})
        booking._assign(before)
        booking.message_post(
            body=self.env._(
                "Moved from %(old)s to %(new)s.",
                old=old_time,
                new=booking.local_time,
            )
        )

    def action_cancel(self):
        """The office cancels bookings, whenever it was agreed."""
        self.check_access("write")
        for booking in self:
            booking.sudo()._cancel(self.env._("By the office"))
        return True

    def _cancel(self, reason):
        """Free the member, and cancel the order with its job."""
        self.ensure_one()
        self._lock("draft", "booked")
        self._check_not_worked()
        if self.shift_id:
            self.shift_id.write({"state": "cancelled"})
            self.assignment_id.write({"state": "ended", "answer": reason})
        self.write({"state": "cancelled", "reason": reason})
        if self.order_id:
            self.order_id._action_cancel()

    def action_open_order(self):
        """The order of this booking."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "view_mode": "form",
            "res_id": self.order_id.id,
        }
