# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta
from functools import partial

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.coop_membership.money import money
from odoo.addons.portal.controllers.portal import CustomerPortal

from ..engine import slots

# Days looked at for a free time before the page stays empty.
DAYS_SEARCHED = 7


class CoopBookingPortal(CustomerPortal):
    """A client books a service: which, where, on which day, at which time."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "coop_booking_count" in counters:
            values["coop_booking_count"] = len(self._coop_bookings())
        return values

    def _coop_rules(self):
        """What can be booked here; the catalogue is open to who is logged in."""
        # sudo: clients have no rights on the rules, and see service, time and price
        return (
            request.env["coop.booking.rule"]
            .sudo()
            .search([("company_id", "=", request.env.company.id)])
        )

    def _coop_places(self):
        """Addresses of the client: the own one and those of the same company."""
        client = request.env.user.partner_id.commercial_partner_id
        # sudo: names and streets of the contacts of the own company only
        return request.env["res.partner"].sudo().search([("id", "child_of", client.id)])

    def _coop_bookings(self, booking_id=None):
        """Bookings of the own company, with the rights of the user."""
        bookings = request.env["coop.booking"]
        if not bookings.has_access("read"):
            return bookings
        client = request.env.user.partner_id.commercial_partner_id
        domain = [("partner_id", "child_of", client.id), ("state", "!=", "draft")]
        if booking_id:
            domain.append(("id", "=", booking_id))
        return bookings.search(domain)

    def _coop_booking_card(self, booking):
        # sudo: service, place, price and the name of who comes, of a booking that the
        # rules just gave to the client
        booking = booking.sudo()
        return {
            "booking": booking,
            "service": booking.product_id.name,
            "place": ", ".join(
                filter(
                    None,
                    (
                        booking.place_id.name or booking.partner_id.name,
                        booking.place_id.street,
                        booking.place_id.city,
                    ),
                )
            ),
            "member": booking.state == "booked" and booking.member_id.partner_id.name,
            "state": dict(booking._fields["state"]._description_selection(request.env))[
                booking.state
            ],
            "can_move": booking._can_move(),
            "can_cancel": booking._can_cancel(),
            "money": partial(money, request.env, currency=booking.currency_id),
        }

    def _coop_day(self, text, zone):
        """The day asked for, else tomorrow; in the time of the place."""
        today = slots.to_local(fields.Datetime.now(), zone).date()
        try:
            day = fields.Date.to_date(text or None)
        except ValueError:
            day = None
        return max(day or today + timedelta(days=1), today)

    def _coop_choice(self, rule, place, day, error=None, booking=None):
        """Values of the page of the free times of a day."""
        zone = place._coop_zone(request.env.company)
        partner = request.env.user.partner_id
        asked, day = day, self._coop_day(day, zone)
        untaxed, total = rule._price(partner.sudo()) if rule else (0, 0)
        times = rule._client_times(day, zone) if rule else []
        if rule and not asked and not times:
            # the first free day of the week to come, rather than an empty page
            for later in (day + timedelta(days=n) for n in range(1, DAYS_SEARCHED)):
                if found := rule._client_times(later, zone):
                    day, times = later, found
                    break
        return self._prepare_portal_layout_values() | {
            "page_name": "coop_booking",
            "rules": self._coop_rules(),
            "rule": rule,
            "places": self._coop_places(),
            "place": place,
            "day": day,
            "before": day - timedelta(days=1),
            "after": day + timedelta(days=1),
            "times": [
                (
                    fields.Datetime.to_string(start),
                    request.env["coop.service.shift"]._time_text(start, stop, zone),
                )
                for start, stop in times
            ],
            "untaxed": untaxed,
            "total": total,
            "money": partial(money, request.env, currency=rule.currency_id),
            "booking": booking,
            "card": booking and self._coop_booking_card(booking),
            "error": error,
        }

    def _coop_picked(self, rule_id, place_id):
        """The rule and the place of the page, each from what the client may choose."""
        rules, places = self._coop_rules(), self._coop_places()
        rule = rules.filtered(lambda row: str(row.id) == str(rule_id)) or rules[:1]
        place = places.filtered(lambda row: str(row.id) == str(place_id))
        return rule, place or request.env.user.partner_id.sudo()  # the own contact

    @http.route("/my/bookings", type="http", auth="user", website=True)
    def portal_my_bookings(self, **kwargs):
        """The client's bookings, the latest first."""
        return request.render(
            "coop_services.portal_my_bookings",
            self._prepare_portal_layout_values()
            | {
                "page_name": "coop_booking",
                "cards": [
                    self._coop_booking_card(row) for row in self._coop_bookings()
                ],
                "can_book": bool(self._coop_rules()),
            },
        )

    @http.route("/my/bookings/new", type="http", auth="user", website=True)
    def portal_booking_new(self, rule_id="", place_id="", day="", **kwargs):
        """Choose service, place and day; the free times and the price follow."""
        rule, place = self._coop_picked(rule_id, place_id)
        if not rule:
            return request.redirect("/my/bookings")
        return request.render(
            "coop_services.portal_booking_new", self._coop_choice(rule, place, day)
        )

    @http.route(
        "/my/bookings/book", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_booking_book(
        self, rule_id="", place_id="", start="", day="", note="", **kwargs
    ):
        """Book a time; if it was just taken, the page says so and shows the others."""
        rule, place = self._coop_picked(rule_id, place_id)
        if not rule:
            return request.redirect("/my/bookings")
        try:
            with request.env.cr.savepoint():
                booking = request.env["coop.booking"]._book_for_client(
                    rule,
                    request.env.user.partner_id,
                    place,
                    self._coop_start(start),
                    note,
                )
        except UserError as error:
            return request.render(
                "coop_services.portal_booking_new",
                self._coop_choice(rule, place, day, str(error)),
            )
        return request.redirect(f"/my/bookings/{booking.id}")

    def _coop_start(self, text):
        try:
            start = fields.Datetime.to_datetime(text or None)
        except ValueError:
            start = None
        if not start:
            raise UserError(request.env._("Choose one of the times."))
        return start

    @http.route("/my/bookings/<int:booking_id>", type="http", auth="user", website=True)
    def portal_booking(self, booking_id, day="", **kwargs):
        """One booking, and the times to which it can be moved."""
        booking = self._coop_bookings(booking_id)
        if not booking:
            return request.redirect("/my/bookings")
        return self._coop_booking_page(booking, day)

    def _coop_booking_page(self, booking, day, error=None):
        rule = booking.sudo().rule_id  # sudo: of the own booking
        if not day:
            day = fields.Date.to_string(
                slots.to_local(booking.start, booking.sudo().tz).date()
            )
        return request.render(
            "coop_services.portal_booking",
            self._coop_choice(rule, booking.sudo().place_id, day, error, booking),
        )

    @http.route(
        "/my/bookings/<int:booking_id>/<string:action>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_booking_change(self, booking_id, action, start="", day="", **kwargs):
        """Move or cancel an own booking, by the rule of the service."""
        booking = self._coop_bookings(booking_id)
        if not booking or action not in ("move", "cancel"):
            return request.redirect("/my/bookings")
        try:
            with request.env.cr.savepoint():
                if action == "cancel":
                    booking._client_cancel()
                else:
                    booking._client_move(self._coop_start(start))
        except UserError as error:
            return self._coop_booking_page(booking, day, str(error))
        return request.redirect(f"/my/bookings/{booking.id}")
