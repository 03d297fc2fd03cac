# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from contextlib import contextmanager
from datetime import timedelta

from psycopg2 import IntegrityError
from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tests.common import BaseCase
from odoo.tools import mute_logger

from odoo.addons.coop_membership.tests.purge import purge

from .common import ServicesCase


@tagged("post_install", "-at_install")
class TestTwoCursors(BaseCase):
    """Two transactions want the same member at the same time: one gets it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        from odoo.modules.registry import Registry
        from odoo.tests.common import get_db_name

        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            cls._commit(api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True}))
        cls.addClassCleanup(cls._remove)

    @classmethod
    def _commit(cls, env):
        case = type("Committed", (ServicesCase,), {})
        company = env["res.company"].create(
            {"name": "Koperasi Dua Dispatcher", "currency_id": env.ref("base.IDR").id}
        )
        env.user.company_ids += company
        env = env(context={**env.context, "allowed_company_ids": company.ids})
        case.env, case.company = env, company
        case.client = case.person("PT Dua Kursor")
        case.site = case.client
        case.cleaning = case.service("Cleaning twice")
        case.cleaning.taxes_id = False
        cls.today = fields.Date.today()
        worker = case.worker("Only One")
        for code in ("coop.service.assignment", "coop.booking"):
            for year in (cls.today.year, cls.today.year + 1):
                # the first number of a year makes its range, once for all
                env["ir.sequence"].next_by_code(
                    code, cls.today.replace(year=year, day=1)
                )
        days = {"date_from": cls.today, "date_to": cls.today + timedelta(days=5)}
        rows = [
            case.assign(
                case.role(case.job(f"Job {i}", date_start=cls.today), **days),
                worker,
                "proposed",
            )
            for i in range(2)
        ]
        rule = env["coop.booking.rule"].create(
            {
                "product_id": case.cleaning.id,
                "duration": 1,
                "open_hour": 0,
                "close_hour": 24,
                "notice_hours": 0,
                "sun": True,
            }
        )
        cls.company_id, cls.rule_id = company.id, rule.id
        cls.row_ids = [row.id for row in rows]
        cls.clients = [case.person(f"Client {i}").id for i in range(2)]
        cls.partner_ids = [case.client.id, worker.partner_id.id, *cls.clients]
        cls.product_id = case.cleaning.product_tmpl_id.id
        cls.employee_id = worker.employee_id.id

    @classmethod
    def _remove(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cr.execute(
                "UPDATE res_users SET company_id = 1 WHERE company_id = %s",
                [cls.company_id],
            )
            cr.execute(
                "DELETE FROM res_company_users_rel WHERE cid = %s", [cls.company_id]
            )
            cr.execute(
                "SELECT partner_id FROM res_company WHERE id = %s", [cls.company_id]
            )
            partners = [*cls.partner_ids, *(row[0] for row in cr.fetchall())]
            cr.execute(
                "SELECT id FROM ir_sequence WHERE company_id = %s", [cls.company_id]
            )
            sequences = [row[0] for row in cr.fetchall()]
            purge(env, "hr_employee", [cls.employee_id])
            purge(env, "res_company", [cls.company_id])
            purge(env, "ir_sequence", sequences)
            purge(env, "product_template", [cls.product_id])
            purge(env, "res_partner", partners)
        cls.registry.clear_all_caches()

    @contextmanager
    def session(self):
        with self.registry.cursor() as cr:
            yield api.Environment(
                cr,
                SUPERUSER_ID,
                {"allowed_company_ids": [self.company_id], "tracking_disable": True},
            )
            cr.rollback()

    def test_two_dispatchers_for_one_member(self):
        with self.session() as one, self.session() as two:
            first, second = (
                env["coop.service.assignment"].browse(row_id)
                for env, row_id in zip((one, two), self.row_ids, strict=True)
            )
            self.assertEqual(second.state, "proposed")  # its view of the world
            first.action_offer()
            one.cr.commit()
            with mute_logger("odoo.sql_db"):
                with self.assertRaises((IntegrityError, SerializationFailure)) as error:
                    second.action_offer()
            two.cr.rollback()
            two.invalidate_all()
            if isinstance(error.exception, IntegrityError):
                message = two["coop.service.shift"]._sql_error_to_message(
                    error.exception
                )
                self.assertIn("Only One already works at that time: Job 0", message)
            # what a retry, or a second try, says
            with self.assertRaisesRegex(UserError, "Only One already works"):
                second.action_offer()

    def test_two_clients_for_the_last_time(self):
        start = fields.Datetime.now().replace(hour=3, minute=0, second=0)
        start += timedelta(days=20)
        with self.session() as one, self.session() as two:
            books = []
            for env, client in zip((one, two), self.clients, strict=True):
                rule = env["coop.booking.rule"].browse(self.rule_id)
                partner = env["res.partner"].browse(client)
                books.append((env["coop.booking"], rule, partner))
            bookings, rule, partner = books[1]
            self.assertEqual(
                len(
                    rule._who([(start, start + timedelta(hours=1))], "Asia/Jakarta")[0]
                ),
                1,
            )
            winner = books[0][0]._book_for_client(*books[0][1:], books[0][2], start)
            one.cr.commit()
            self.assertEqual(winner.member_id.partner_id.name, "Only One")
            with self.assertRaisesRegex(UserError, "was just taken"):
                bookings._book_for_client(rule, partner, partner, start)
