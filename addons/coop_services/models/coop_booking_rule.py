# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import datetime, timedelta

import numpy as np

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine import ranking, slots
from .coop_service_role import WEEKDAYS

EPOCH = datetime(1970, 1, 1)


class CoopBookingRule(models.Model):
    """A service that clients book themselves: when it is open, and who can do it.

    A time is offered while at least one member with the skill and the certificates has
    nothing else to do, the way there and back included.
    """

    _name = "coop.booking.rule"
    _description = "Bookable Service"
    _order = "sequence, id"
    _rec_name = "product_id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one(
        "product.product",
        string="Service",
        required=True,
        ondelete="restrict",
        check_company=True,
        domain="[('type', '=', 'service'), ('sale_ok', '=', True)]",
    )
    duration = fields.Float(
        string="Hours", default=2, required=True, help="Length of one booking."
    )
    step_minutes = fields.Integer(
        string="Every (minutes)", default=60, help="How often a booking may begin."
    )
    travel_minutes = fields.Integer(
        string="Way (minutes)",
        default=30,
        help="Kept free before and after, for the way to the next place.",
    )
    skill_id = fields.Many2one(
        "hr.skill", domain="[('skill_type_id.is_certification', '=', False)]"
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
    )
    mon = fields.Boolean(string="Monday", default=True)
    tue = fields.Boolean(string="Tuesday", default=True)
    wed = fields.Boolean(string="Wednesday", default=True)
    thu = fields.Boolean(string="Thursday", default=True)
    fri = fields.Boolean(string="Friday", default=True)
    sat = fields.Boolean(string="Saturday", default=True)
    sun = fields.Boolean(string="Sunday")
    open_hour = fields.Float(
        string="Open from", default=8, help="In the time of the client's place."
    )
    close_hour = fields.Float(string="Open until", default=17)
    notice_hours = fields.Integer(
        string="Notice (hours)", default=24, help="Clients book so long before."
    )
    days_ahead = fields.Integer(
        string="Days ahead", default=30, help="Clients book at most so far ahead."
    )
    change_hours = fields.Integer(
        string="Move until (hours)",
        default=24,
        help="Clients move a booking themselves until so long before.",
    )
    cancel_hours = fields.Integer(
        string="Cancel until (hours)",
        default=24,
        help="Clients cancel a booking themselves until so long before.",
    )
    rate = fields.Monetary(
        string="Member's rate", help="Per hour, for the split of the job."
    )

    _lengths = models.Constraint(
        """CHECK (duration > 0 AND duration <= 24 AND step_minutes > 0
            AND travel_minutes >= 0 AND days_ahead > 0 AND notice_hours >= 0
            AND change_hours >= 0 AND cancel_hours >= 0
            AND open_hour >= 0 AND close_hour > open_hour AND close_hour <= 24)""",
        "A booking has a length and a step; it opens before it closes; hours before "
        "and days ahead are not negative.",
    )
    _product_uniq = models.UniqueIndex(
        "(company_id, product_id) WHERE active",
        "This service is bookable already.",
    )

    @api.constrains("duration", "open_hour", "close_hour")
    def _check_fits(self):
        for rule in self:
            if rule.duration > rule.close_hour - rule.open_hour:
                raise ValidationError(
                    self.env._(
                        "%(service)s takes longer than it is open on a day.",
                        service=rule.product_id.display_name,
                    )
                )

    # ------------------------------------------------------------------ the times
    def _openings(self, first, last, zone):
        """``(start, stop)`` in UTC of the open hours of the days of a place."""
        roles = self.env["coop.service.role"]
        skip = roles._holidays_of(self.company_id, first, last)(self.company_id, zone)
        weekdays = {index for index, name in enumerate(WEEKDAYS) if self[name]}
        days = slots.working_days(first, last, weekdays, skip)
        length = self.close_hour - self.open_hour
        return slots.windows(days, self.open_hour, length, zone)

    def _times(self, first, last, zone):
        """Times at which a booking may begin, whoever is free.

        :return: list of ``(start, stop)``, naive UTC
        """
        self.ensure_one()
        return slots.slots(
            self._openings(first, last, zone),
            timedelta(minutes=round(self.duration * 60)),
            timedelta(minutes=self.step_minutes),
        )

    def _client_times(self, day, zone):
        """Times of a local day that a client may choose now, with who is free.

        :return: list of ``(start, stop)`` for which somebody is free
        """
        now = fields.Datetime.now()
        earliest = now + timedelta(hours=self.notice_hours)
        latest = now + timedelta(days=self.days_ahead)
        wanted = [
            slot
            for slot in self._times(day, day, zone)
            if earliest <= slot[0] <= latest
        ]
        return [
            slot
            for slot, members in zip(wanted, self._who(wanted, zone), strict=True)
            if members
        ]

    def _who(self, wanted, zone, ignore=None):
        """Members who are free and able in each of some times, the best first.

        Skill, certificates and wishes are those of the local day; the order is that of
        the ranking of roles.

        :param wanted: list of ``(start, stop)``, naive UTC
        :param ignore: shifts that are not looked at (the one that is moved)
        :return: list of lists of ``coop.member``, with all rights
        """
        self.ensure_one()
        if not wanted:
            return []
        locals_ = [slots.to_local(start, zone).date() for start, _stop in wanted]
        first, last = min(locals_), max(locals_)
        roles = self.env["coop.service.role"]
        employees = self.env["hr.employee"]
        board = roles._board(self.company_id, first, last)
        performers = board.members.employee_id
        certified = employees._certified_on(
            performers, self.certificate_ids, first, last
        )
        free = slots.free(
            wanted,
            self._busy(board, ignore),
            timedelta(minutes=self.travel_minutes),
        )
        days = {}
        for day in set(locals_):
            days[day] = self._able(board, certified, performers, day)
        found = []
        for day, people in zip(locals_, free, strict=True):
            able, order = days[day]
            people = {index for index in people if able[index]}
            found.append([board.members[int(i)] for i in order if i in people])
        return found

    def _busy(self, board, ignore):
        """``{index of member: [(start, stop), …]}`` of a board, for ``slots.free``."""
        busy = {index: [] for index in range(len(board.members))}
        for start, stop, owner in zip(*board.busy, strict=True):
            busy[int(owner)].append(
                (
                    EPOCH + timedelta(seconds=int(start)),
                    EPOCH + timedelta(seconds=int(stop)),
                )
            )
        for shift in ignore or ():
            times = (shift.start, shift.stop)
            for rows in busy.values():
                if times in rows:
                    rows.remove(times)
                    break
        return busy

    def _able(self, board, certified, performers, day):
        """Who can do it on a day, as array, and the order from the best to the last."""
        count = len(board.members)
        levels = np.zeros(count, np.int64)
        if self.skill_id:
            found = self.env["hr.employee"]._skill_levels(
                performers, self.skill_id, day
            )
            levels = np.array(
                [found.get(i, {}).get(self.skill_id.id, 0) for i in board.employee_ids],
                np.int64,
            )
        needed = self.skill_level_id.level_progress or 1
        able = levels >= needed if self.skill_id else np.ones(count, bool)
        for index, joined in enumerate(board.joined):
            employee = board.employee_ids[index]
            able[index] &= joined <= day and all(
                any(a <= day <= b for a, b in certified.get((employee, skill.id), ()))
                for skill in self.certificate_ids
            )
        wishes = np.zeros(count, np.int64)
        for index, wish in board.wishes:
            if wish.date_from > day or (wish.date_to and wish.date_to < day):
                continue
            if wish.weekday and int(wish.weekday) != day.weekday():
                continue
            if wish.kind == "unavailable":
                able[index] = False
            elif not wish.site_id and wish.product_id in (
                self.product_id,
                wish.product_id.browse(),
            ):
                wishes[index] = (
                    -1 if wish.kind == "avoid" else max(wishes[index], 0) or 1
                )
        roles = self.env["coop.service.role"]
        minutes = roles._minutes(board, day, self.company_id.coop_rank_months)
        total = ranking.weighted(
            (
                ranking.skill_part(levels, bool(self.skill_id)),
                ranking.rotation_part(minutes),
                ranking.rating_part(board.rating_total, board.rating_count),
                ranking.wish_part(wishes),
            ),
            board.weights,
        )
        return able, ranking.order(total, minutes, np.arange(count))

    # ------------------------------------------------------------------ the price
    def _quantity(self):
        """Quantity of the service on the order: its hours, or one."""
        self.ensure_one()
        hour = self.env.ref("uom.product_uom_hour")
        unit = self.product_id.uom_id
        return self.duration if unit == hour else 1

    def _price(self, partner):
        """What a client pays for one booking.

        :return: ``(before VAT, with VAT)``
        """
        self.ensure_one()
        product = self.product_id.with_company(self.company_id)
        quantity = self._quantity()
        pricelist = partner.with_company(self.company_id).property_product_pricelist
        unit = (
            pricelist._get_product_price(product, quantity, currency=self.currency_id)
            if pricelist
            else product.lst_price
        )
        taxes = product.taxes_id.filtered(lambda tax: tax.company_id == self.company_id)
        position = self.env["account.fiscal.position"].with_company(self.company_id)
        taxes = position._get_fiscal_position(partner).map_tax(taxes)
        total = taxes.compute_all(
            unit, self.currency_id, quantity, product, partner=partner
        )
        return total["total_excluded"], total["total_included"]
