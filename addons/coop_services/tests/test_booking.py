# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from freezegun import freeze_time
from lxml import html
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Datetime
from odoo.tests import HttpCase, tagged

from .common import ServicesCase

MONDAY_8 = Datetime.to_datetime("2026-03-02 01:00:00")  # 08:00 WIB


class BookingCase(ServicesCase):
    """Home cleaning of two hours, from Monday to Saturday, eight to twelve."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-02-27 03:00:00"))
        cls.siti = cls.worker("Siti", cls.clean)
        cls.cleaning.taxes_id = False
        cls.rule = cls.env["coop.booking.rule"].create(
            {
                "product_id": cls.cleaning.id,
                "duration": 2,
                "step_minutes": 60,
                "travel_minutes": 30,
                "skill_id": cls.clean.id,
                "open_hour": 8,
                "close_hour": 12,
                "rate": 30000,
            }
        )
        cls.dispatcher = cls.new_user("dispatcher", "officer")
        cls.guest = cls.person("Ibu Ani", country_id=cls.env.ref("base.id").id)
        cls.as_guest = cls.new_user(
            "ani", "base.group_portal", partner_id=cls.guest.id, name="Ibu Ani"
        )

    def book(self, start=MONDAY_8, user=None, partner=None, place=None):
        partner = partner or self.guest
        return (
            self.env["coop.booking"]
            .with_user(user or self.as_guest)
            ._book_for_client(self.rule, partner, place or partner, start, " Two dogs ")
        )

    def free(self, day="2026-03-02", zone="Asia/Jakarta"):
        day = Datetime.to_datetime(day).date()
        return [str(a)[11:16] for a, _b in self.rule._client_times(day, zone)]


@tagged("post_install", "-at_install")
class TestBooking(BookingCase):
    """Free times, the booking with order and shift, moving and cancelling by rule."""

    def test_free_times(self):
        self.assertEqual(self.free(), ["01:00", "02:00", "03:00"])
        self.assertEqual(self.free("2026-03-01"), [])  # a Sunday

    def test_free_times_are_of_the_place(self):
        self.assertEqual(self.free(zone="Asia/Jayapura"), ["23:00", "00:00", "01:00"])

    def test_nobody_without_skill_or_certificate(self):
        self.rule.certificate_ids = self.safety
        self.assertEqual(self.free(), [])
        self.certify(self.siti, "2026-01-01", "2026-03-02")
        self.assertEqual(len(self.free()), 3)
        self.assertEqual(self.free("2026-03-03"), [])
        self.rule.skill_level_id = self.expert
        self.assertEqual(self.free(), [])

    def test_shifts_and_the_way_take_time(self):
        row = self.assign(self.role(), self.siti)
        self.shift(row, "2026-03-02 05:30:00")
        self.assertEqual(self.free(), ["01:00", "02:00", "03:00"])
        self.shift(row, "2026-02-28 18:00:00", hours=31.5)  # until 01:30
        self.assertEqual(self.free(), ["02:00", "03:00"])
        self.rule.travel_minutes = 31
        self.assertEqual(self.free(), [])  # of both, one minute is missing

    def test_days_off(self):
        self.env["coop.service.wish"].create(
            {"member_id": self.siti.id, "date_from": "2026-03-02"}
        )
        self.assertEqual(self.free(), [])

    def test_notice_and_days_ahead(self):
        self.rule.notice_hours = 71  # it is Friday 10:00: until Monday 09:00
        self.assertEqual(self.free(), ["02:00", "03:00"])
        with self.refused("at least 71 hours before"):
            self.book()
        self.rule.days_ahead = 2
        self.assertEqual(self.free(), [])
        with self.refused("Choose one of the times shown"):
            self.book(Datetime.to_datetime("2026-03-02 03:00:00"))

    def test_a_time_between_the_times(self):
        with self.refused("Choose one of the times shown"):
            self.book(Datetime.to_datetime("2026-03-02 01:20:00"))

    def test_booking_makes_order_job_and_shift(self):
        booking = self.book()
        self.assertEqual((booking.state, booking.note), ("booked", "Two dogs"))
        self.assertRegex(booking.name, r"^PSN/2026/\d{4}$")
        self.assertEqual(booking.member_id, self.siti)
        shift = booking.shift_id
        self.assertEqual((shift.start, shift.stop), (booking.start, booking.stop))
        self.assertEqual((shift.hours, shift.state), (2, "planned"))
        self.assertEqual(booking.order_id.state, "sale")
        self.assertEqual(booking.order_id.order_line.product_uom_qty, 2)
        self.assertEqual(booking.amount_untaxed, 100000)  # as shown before
        self.assertEqual(self.rule._price(self.guest), (100000, 100000))
        job = booking.contract_id
        self.assertTrue(job.coop_is_job)
        self.assertEqual(job.coop_order_id, booking.order_id)
        self.assertFalse(job.coop_project_id)
        self.assertEqual(job.coop_role_ids.rate, 30000)
        self.assertEqual(booking.assignment_id.state, "offered")
        self.assertIn("08:00–10:00 WIB", booking.order_id.order_line.name)

    def test_place_in_another_zone(self):
        place = self.person(
            "Villa",
            parent_id=self.guest.id,
            type="delivery",
            country_id=self.env.ref("base.id").id,
            state_id=self.env.ref("base.state_id_ba").id,
        )
        booking = self.book(Datetime.to_datetime("2026-03-02 00:00:00"), place=place)
        self.assertEqual(booking.local_time, "03/02/2026 08:00–10:00 WITA")
        self.assertEqual(booking.shift_id.local_time, booking.local_time)

    def test_last_free_member_is_taken(self):
        self.book()
        other = self.person("Bapak Joko")
        with self.refused("was just taken"):
            self.book(partner=other)
        self.assertEqual(self.free(), [])  # with the way, nothing is left
        self.worker("Budi", self.clean)
        self.assertEqual(self.book(partner=other).member_id.partner_id.name, "Budi")

    def test_the_same_again(self):
        self.worker("Budi", self.clean)
        self.book()
        with self.assertRaises(IntegrityError) as refused, self.savepoint():
            self.book()
        self.assertIn("_once", refused.exception.diag.constraint_name)

    def test_client_moves_until_the_day_before(self):
        booking = self.book()
        old = booking.assignment_id
        booking.with_user(self.as_guest)._client_move(
            Datetime.to_datetime("2026-03-03 02:00:00")
        )
        self.assertEqual(booking.local_time, "03/03/2026 09:00–11:00 WIB")
        self.assertEqual((old.state, old.shift_ids.state), ("replaced", "cancelled"))
        self.assertEqual(booking.assignment_id.replaces_id, old)
        self.assertEqual(str(booking.shift_id.start), "2026-03-03 02:00:00")
        with freeze_time("2026-03-02 02:00:01"), self.refused("until 24 hours before"):
            booking.with_user(self.as_guest)._client_move(
                Datetime.to_datetime("2026-03-05 02:00:00")
            )

    def test_move_within_the_own_time(self):
        """The old time of the same booking does not stand in the way of the new."""
        booking = self.book()
        booking.with_user(self.as_guest)._client_move(
            Datetime.to_datetime("2026-03-02 02:00:00")
        )
        self.assertEqual(booking.member_id, self.siti)

    def test_client_cancels_until_the_day_before(self):
        booking = self.book()
        with freeze_time("2026-03-01 01:00:01"), self.refused("until 24 hours before"):
            booking.with_user(self.as_guest)._client_cancel()
        booking.with_user(self.as_guest)._client_cancel()
        self.assertEqual(
            (booking.state, booking.reason), ("cancelled", "By the client")
        )
        self.assertEqual(booking.shift_id.state, "cancelled")
        self.assertEqual(booking.order_id.state, "cancel")
        self.assertEqual(len(self.free()), 3)

    def test_office_books_moves_and_cancels(self):
        booking = (
            self.env["coop.booking"]
            .with_user(self.dispatcher)
            .create(
                {
                    "rule_id": self.rule.id,
                    "partner_id": self.guest.id,
                    "start": "2026-03-02 06:15:00",  # agreed by telephone
                }
            )
        )
        booking.action_book()
        self.assertEqual(booking.state, "booked")
        booking.start = "2026-03-02 07:00:00"
        self.assertEqual(str(booking.shift_id.start), "2026-03-02 07:00:00")
        with self.refused("only its time can be moved"):
            booking.partner_id = self.client
        with self.refused("follows from its buttons"):
            booking.state = "cancelled"
        with self.refused("was made and stays"):
            booking.unlink()
        booking.action_cancel()
        self.assertEqual(booking.state, "cancelled")

    def test_done_work_stays(self):
        booking = self.book()
        with freeze_time("2026-03-02 04:00:00"):
            booking.shift_id.with_user(self.dispatcher).action_done()
            with self.refused("is done: it stays"):
                booking.with_user(self.dispatcher).action_cancel()

    def test_rule_fits_into_the_day(self):
        with self.refused("takes longer than it is open", ValidationError):
            self.rule.duration = 5

    def test_clients_see_their_own(self):
        booking = self.book()
        stranger = self.new_user("joko", "base.group_portal")
        with self.assertRaises(AccessError):
            booking.with_user(stranger).read(["start"])
        booking.with_user(self.as_guest).read(["start", "state"])
        with self.assertRaises(AccessError):
            booking.with_user(self.as_guest).write({"note": "x"})


@tagged("post_install", "-at_install")
class TestPortalBooking(BookingCase, HttpCase):
    """A client books, moves and cancels on the portal."""

    def page(self, url, **post):
        self.authenticate("ani", "ani")
        if post:
            post["csrf_token"] = self.csrf_token()
        response = self.url_open(url, data=post or None)
        self.assertEqual(response.status_code, 200)
        return " ".join(html.fromstring(response.content).text_content().split())

    def csrf_token(self):
        page = html.fromstring(self.url_open("/my/bookings/new").content)
        return page.xpath("//input[@name='csrf_token']/@value")[0]

    def test_book_move_cancel(self):
        self.assertIn("/my/bookings", self.get_home())
        text = self.page("/my/bookings/new?day=2026-03-02")
        self.assertIn("08:00–10:00 WIB", text)
        self.assertIn("100,000", text)
        values = {
            "rule_id": self.rule.id,
            "place_id": self.guest.id,
            "day": "2026-03-02",
        }
        text = self.page("/my/bookings/book", start="2026-03-02 01:00:00", **values)
        self.assertIn("Comes: Siti", text)
        booking = self.env["coop.booking"].search([("partner_id", "=", self.guest.id)])
        text = self.page("/my/bookings/book", start="2026-03-02 02:00:00", **values)
        self.assertIn("was just taken", text)
        url = f"/my/bookings/{booking.id}"
        text = self.page(f"{url}/move", start="2026-03-03 01:00:00")
        self.assertIn("03/03/2026 08:00–10:00 WIB", text)
        text = self.page(f"{url}/cancel", x="1")
        self.assertIn("Cancelled", text)
        self.assertEqual(booking.state, "cancelled")

    def get_home(self):
        self.authenticate("ani", "ani")
        return self.url_open("/my").text

    def test_foreign_places_and_bookings(self):
        other = self.book(partner=self.client, user=self.dispatcher)
        text = self.page(f"/my/bookings/{other.id}")
        self.assertNotIn(other.name, text)
        text = self.page(f"/my/bookings/{other.id}/cancel", x="1")
        self.assertEqual(other.state, "booked")
        self.page(
            "/my/bookings/book",
            rule_id=self.rule.id,
            place_id=self.site.id,  # of another client: the own address is taken
            start="2026-03-03 01:00:00",
        )
        booking = self.env["coop.booking"].search([("partner_id", "=", self.guest.id)])
        self.assertEqual(booking.place_id, self.guest)

    def test_opens_on_the_first_free_day(self):
        with freeze_time("2026-02-28 03:00:00"):  # a Saturday; closed on Sunday
            text = self.page("/my/bookings/new")
        self.assertIn("03/02/2026 08:00–10:00 WIB", text)

    def test_nonsense(self):
        for start in ("", "tomorrow", "2026-13-45 00:00:00"):
            text = self.page("/my/bookings/book", rule_id=self.rule.id, start=start)
            self.assertIn("Choose one of the times", text)
        self.page("/my/bookings/new?rule_id=x&place_id=-1&day=never")
