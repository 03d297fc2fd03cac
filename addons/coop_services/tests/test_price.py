# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import warnings

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .price_common import PriceCase


@tagged("post_install", "-at_install")
class TestPriceBuild(PriceCase):
    """Fair prices: the chain both ways, floors of a place on a day, rules by date."""

    def test_every_step_is_named_and_adds_up(self):
        build = self.build()
        self.assertEqual(build.member_amount, 208 * 27500)
        self.assertEqual(
            [(step.name, step.amount) for step in build.step_ids],
            [
                ("Social security", 171600),
                ("Overhead", 294580),
                ("Cooperative's share", 702975),
                ("Reserve", 140595),
                ("VAT", 773273),
            ],
        )
        self.assertEqual(build.price, 7029750)
        self.assertEqual(build.price_total, 7803023)
        untaxed = build.step_ids.filtered(lambda step: step.kind != "tax")
        self.assertEqual(
            build.member_amount + sum(untaxed.mapped("amount")), build.price
        )

    def test_from_the_price_back_to_members(self):
        build = self.build()
        price = build.price
        build.action_from_price()
        self.assertEqual((build.price, build.member_amount), (price, 208 * 27500))
        build.target_price = 7000000
        self.assertEqual(build.price, 7000000)
        self.assertLess(build.member_amount, 208 * 27500)
        steps = build.step_ids.filtered(lambda step: step.kind != "tax")
        self.assertEqual(
            build.member_amount + sum(steps.mapped("amount")) + build.rounding, 7000000
        )
        self.assertEqual(sum(build.line_ids.mapped("amount")), build.member_amount)
        build.action_from_rate()
        self.assertEqual(build.price, price)

    def test_members_receive_the_steps_that_are_paid_to_them(self):
        build = self.build()
        build.step_ids.filtered(lambda step: step.name == "Overhead").name = "Members"
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a step is no text to compare with
            self.assertEqual(build._members_of(7029750), 208 * 27500 + 171600)
            build.step_ids.is_members = False
            self.assertEqual(build._members_of(7029750), 208 * 27500)
            build.step_ids.filtered(lambda step: step.name == "Members").is_members = 1
            self.assertEqual(build._members_of(7029750), 208 * 27500 + 294580)

    def test_members_of_a_given_price_share_by_their_rates(self):
        build = self.build(
            lines=[
                {"name": "A", "quantity": 10, "rate": 60000},
                {"name": "B", "people": 2, "quantity": 10, "rate": 30000},
            ],
            basis="price",
            target_price=1000001,
        )
        amounts = build.line_ids.mapped("amount")
        self.assertEqual(sum(amounts), build.member_amount)
        self.assertLessEqual(abs(amounts[0] - amounts[1]), 1)

    def test_price_that_does_not_cover_material_is_refused(self):
        with self.refused("does not cover material", ValidationError):
            self.build(
                step_ids=[
                    Command.create(
                        {"name": "Material", "kind": "amount", "fixed": 500000}
                    )
                ],
                basis="price",
                target_price=400000,
            )

    def test_percentages_of_the_price_stay_below_100(self):
        with self.refused("reach 100 %", ValidationError):
            self.build().step_ids = [
                Command.create({"name": "x", "kind": "price", "percent": 88})
            ]
        with self.refused("add up to 100", ValidationError):
            self.rules.line_ids = [
                Command.create({"name": "x", "kind": "price", "percent": 88})
            ]

    def test_an_old_price_stays_explained(self):
        build = self.build()
        price = build.price
        self.rules.copy({"valid_from": "2026-07-01"}).line_ids.filtered(
            lambda line: line.kind == "price"
        )[0].percent = 20
        self.assertEqual(build.price, price)
        later = self.build(date="2026-07-01")
        self.assertGreater(later.price, price)
        later.date = "2026-06-30"
        later.action_reload_rules()
        self.assertEqual(later.price, price)

    def test_rules_changed_in_place_leave_old_prices(self):
        build = self.build()
        price = build.price
        self.rules.line_ids[0].percent = 10
        self.env.flush_all()
        self.assertEqual(build.price, price)

    def test_floor_of_city_province_and_day(self):
        places = self.env["coop.price.floor"]
        address = self.site
        day = "2026-03-02"
        for city, expected in (
            ("Kota Bandung", self.bandung),
            ("bandung", self.bandung),
            ("Cimahi", self.west_java),
            (False, self.west_java),
        ):
            address.city = city
            self.assertEqual(places._place_of(address, day), expected, city)
        address.state_id = self.env.ref("base.state_id_pa")
        self.assertFalse(places._place_of(address, day))

    def test_same_name_of_city_and_regency_takes_the_higher(self):
        regency = self.bandung.copy(
            {
                "name": "Kabupaten Bandung",
                "amount_ids": [
                    Command.create({"valid_from": "2026-01-01", "amount": 3972202})
                ],
            }
        )
        self.site.city = "Bandung"
        places = self.env["coop.price.floor"]
        self.assertEqual(places._place_of(self.site, "2026-03-02"), self.bandung)
        self.site.city = "Kabupaten Bandung"
        self.assertEqual(places._place_of(self.site, "2026-03-02"), regency)

    def test_floor_by_basis(self):
        """Section 8: 208 hours of a month / 173 are 5,696,168."""
        build = self.build(rate=27385)
        self.assertEqual(build.line_ids.floor_amount, 5696168)
        self.assertEqual(build.floor_state, "below")
        self.assertIn("5,696,168", build.floor_reason.replace(".", ","))
        build.line_ids.rate = 27386
        self.assertEqual(build.floor_state, "ok")
        build.line_ids.wage_basis_id = self.hour_126
        self.assertEqual(build.floor_state, "below")
        self.assertEqual(build.line_ids.floor_amount, round(4737678 * 208 / 126))

    def test_floor_before_any_decree_is_unknown(self):
        build = self.build(date="2025-12-31")
        self.assertEqual(build.floor_state, "unknown")
        self.assertIn("No minimum wage is known", build.floor_reason)

    def test_floor_follows_the_day(self):
        self.bandung.amount_ids = [
            Command.create({"valid_from": "2027-01-01", "amount": 5000000})
        ]
        build = self.build()
        self.assertEqual(build.floor_state, "ok")
        build.date = "2027-01-01"
        self.assertEqual(build.floor_state, "below")

    def test_one_role_below_is_named(self):
        build = self.build(
            lines=[
                {"name": "Lead", "quantity": 10, "rate": 90000},
                {"name": "Helper", "quantity": 10, "rate": 20000},
            ]
        )
        self.assertEqual(build.floor_state, "below")
        self.assertIn("Helper", build.floor_reason)

    def test_form_computes_while_typing(self):
        form = Form(self.env["coop.price.build"])
        form.name = "Design"
        form.floor_id = self.bandung
        with form.line_ids.new() as line:
            line.name = "Designer"
            line.quantity = 10
            line.rate = 50000
            self.assertEqual(line.wage_basis_id, self.hour_126)
            line.rate_unit = "day"
            self.assertEqual(line.wage_basis_id.unit, "day")
            line.rate_unit = "hour"
        self.assertEqual(form.member_amount, 500000)
        build = form.save()
        self.assertEqual(len(build.step_ids), 5)
        self.assertGreater(build.price, 500000)

    def test_market_price_stands_beside(self):
        self.env["coop.reference.price"].create(
            {
                "product_tmpl_id": self.monthly.product_tmpl_id.id,
                "company_id": self.company.id,
                "valid_from": "2026-01-01",
                "price_from": 7000000,
                "price_to": 8700000,
                "source": "Survey",
            }
        )
        build = self.build()
        self.assertIn("Survey", build.market_note)

    def test_kbli_code_counts_with_its_edition(self):
        with self.refused("five digits", ValidationError):
            self.logo.write({"coop_kbli_code": "7413", "coop_kbli_version": "2020"})
        self.logo.write({"coop_kbli_code": "74130", "coop_kbli_version": "2020"})


@tagged("post_install", "-at_install")
class TestQuotation(PriceCase):
    """Quotations: the fair price is quoted, and below the floor needs a manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.price = cls.build()
        cls.seller = cls.new_user("seller", "sales_team.group_sale_salesman")

    def test_fair_price_is_quoted(self):
        order = self.quote()
        self.assertEqual(order.order_line.coop_price_build_id, self.price)
        self.assertEqual(order.order_line.price_unit, self.price.price)
        self.assertEqual(order.order_line.coop_floor_state, "ok")
        self.assertFalse(order.coop_needs_approval)

    def test_below_the_floor_needs_a_manager(self):
        order = self.quote(price=6000000)
        line = order.order_line
        self.assertEqual(line.coop_floor_state, "below")
        self.assertLess(line.coop_member_amount, 5696168)
        with self.refused("(?s)below the floor.*Cleaner.*approve"):
            order.action_confirm()
        with self.refused("approved by a manager"):
            order.with_user(self.seller).action_coop_approve_price()
        order.action_coop_approve_price()
        self.assertIn("approved", order.message_ids[0].body)
        self.assertFalse(order.coop_needs_approval)
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_lowest_price_is_the_limit(self):
        order = self.quote()
        line = order.order_line
        line.price_unit = line.coop_floor_price
        self.assertEqual(line.coop_floor_state, "ok")
        line.price_unit = line.coop_floor_price - 2
        self.assertEqual(line.coop_floor_state, "below")

    def test_discount_does_not_slip_below(self):
        order = self.quote()
        order.order_line.discount = 20
        self.assertTrue(order.coop_needs_approval)

    def test_approval_ends_when_less_is_asked(self):
        order = self.quote(price=6000000)
        order.action_coop_approve_price()
        order.order_line.price_unit = 6100000
        self.assertFalse(order.coop_needs_approval)
        order.order_line.price_unit = 5999999
        self.assertTrue(order.coop_needs_approval)
        order.order_line.price_unit = 6000000
        order.order_line.coop_price_build_id = self.build(quantity=230)
        self.assertTrue(order.coop_needs_approval)

    def test_more_work_for_the_approved_price_asks_again(self):
        order = self.quote(price=6000000)
        order.action_coop_approve_price()
        self.price.line_ids.quantity = 230
        self.assertTrue(order.coop_needs_approval)

    def test_approval_is_not_written_past_the_button(self):
        order = self.quote(price=6000000)
        line = order.order_line.with_user(self.seller)
        order.user_id = self.seller
        for name in ("coop_approved_price", "coop_approved_floor"):
            with self.assertRaises(AccessError):
                line.write({name: 1})
        with self.assertRaises(AccessError):
            line.create(
                {
                    "order_id": order.id,
                    "product_id": self.monthly.id,
                    "coop_approved_price": 1,
                }
            )

    def test_service_without_fair_price_is_unknown(self):
        order = self.quote(self.logo, price=5000000)
        self.assertEqual(order.order_line.coop_floor_state, "unknown")
        with self.refused("has no fair price"):
            order.action_confirm()

    def test_subcontracted_service_has_no_floor(self):
        self.logo.coop_performer = "subcontractor"
        order = self.quote(self.logo, price=5)
        self.assertFalse(order.coop_needs_approval)

    def test_place_of_the_site_decides(self):
        self.site.write(
            {"city": "Jakarta", "state_id": self.env.ref("base.state_id_jk").id}
        )
        order = self.quote()
        self.assertEqual(order.order_line.coop_floor_state, "below")
        self.assertIn("DKI Jakarta", order.coop_floor_text)

    def test_client_does_not_accept_online_what_needs_approval(self):
        order = self.quote(price=6000000)
        order.require_signature = True
        self.assertFalse(order._has_to_be_signed())
        order.action_coop_approve_price()
        self.assertTrue(order._has_to_be_signed())

    def test_seller_quotes_without_rights_on_prices(self):
        order = self.quote().with_user(self.seller)
        order.sudo().user_id = self.seller
        order = self.env["sale.order"].with_user(self.seller).browse(order.id)
        order.order_line.product_uom_qty = 2
        self.assertEqual(order.order_line.price_unit, self.price.price)
        order.action_confirm()
        self.assertEqual(order.sudo().coop_job_ids.coop_role_ids.people, 2)

    def test_line_gets_a_calculation_of_its_own(self):
        order = self.quote()
        line = order.order_line
        action = line.action_coop_price_build()
        own = line.coop_price_build_id
        self.assertEqual(action["res_id"], own.id)
        self.assertNotEqual(own, self.price)
        self.assertEqual(own.sale_line_id, line)
        self.assertEqual(own.price, self.price.price)
        self.assertEqual(own.floor_id, self.bandung)
        own.line_ids.rate = 30000
        line.action_coop_take_price()
        self.assertEqual(line.price_unit, own.price)
        self.assertEqual(
            self.monthly.product_tmpl_id._coop_price_build(self.company, own.date),
            self.price,
        )
        self.assertEqual(line.action_coop_price_build()["res_id"], own.id)

    def test_clients_do_not_see_what_members_receive(self):
        order = self.quote()
        user = self.new_user(
            "client", "base.group_portal", partner_id=self.client.id, name="Client"
        )
        order.message_subscribe(self.client.ids)
        order.state = "sent"
        line = order.order_line.with_user(user)
        line.read(["price_unit"])
        for name in (
            "coop_member_amount",
            "coop_floor_price",
            "coop_floor_reason",
            "coop_price_build_id",
            "coop_needs_approval",
        ):
            with self.assertRaises(AccessError):
                line.read([name])
        with self.assertRaises(AccessError):
            order.with_user(user).read(["coop_floor_text"])
        with self.assertRaises(AccessError):
            self.price.with_user(user).read(["price"])

    def test_quotation_of_many_lines_is_judged_by_few_queries(self):
        order = self.quote(*[self.monthly] * 4)
        longer = self.quote(*[self.monthly] * 8)
        counts = []
        for quoted in (order, longer):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.assertFalse(quoted.coop_needs_approval)
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_copy_of_a_quotation_needs_its_own_approval(self):
        order = self.quote(price=6000000)
        order.action_coop_approve_price()
        self.assertTrue(order.copy().coop_needs_approval)
