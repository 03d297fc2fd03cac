# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry
from odoo.tests import tagged
from odoo.tests.common import BaseCase, get_db_name
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestLastPlace(BaseCase):
    """Two members press the button for the last place at the same moment."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            quiet = {
                "tracking_disable": True,
                "mail_create_nolog": True,
                "mail_create_nosubscribe": True,
            }
            env = api.Environment(cr, SUPERUSER_ID, quiet)
            company = env.company
            partners = env["res.partner"].create([{"name": "A"}, {"name": "B"}])
            members = env["coop.member"].create(
                [
                    {"partner_id": partner.id, "company_id": company.id}
                    for partner in partners
                ]
            )
            today = fields.Date.today()
            for index, member in enumerate(members):
                member._set_state("approved", today, date_approved=today)
                member._activate(today, f"X{index}")
            programme = env["coop.training.programme"].create(
                {"name": "Last place", "company_id": company.id}
            )
            begin = fields.Datetime.now() + timedelta(days=3)
            event = env["event.event"].create(
                {
                    "name": "Last place",
                    "coop_programme_id": programme.id,
                    "company_id": company.id,
                    "date_begin": begin,
                    "date_end": begin + timedelta(hours=2),
                    "seats_limited": True,
                    "seats_max": 1,
                    "event_mail_ids": False,
                }
            )
            self.ids = (event.id, *members.ids)
            self.made = (event, programme, partners)
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            event, programme, partners = (record.with_env(env) for record in self.made)
            event.registration_ids.unlink()
            # an active member stays in the register; these never were any
            cr.execute("DELETE FROM coop_member WHERE id IN %s", [self.ids[1:]])
            env.invalidate_all()
            event.unlink()
            programme.unlink()
            partners.unlink()

    def test_one_wins_and_the_other_waits(self):
        event_id, first_id, second_id = self.ids
        with self.registry.cursor() as one, self.registry.cursor() as two:
            env_one = api.Environment(one, SUPERUSER_ID, {})
            env_two = api.Environment(two, SUPERUSER_ID, {})
            # both have seen the free place
            for env in (env_one, env_two):
                self.assertEqual(env["event.event"].browse(event_id)._coop_places(), 1)
            row = (
                env_one["event.event"]
                .browse(event_id)
                ._coop_register(env_one["coop.member"].browse(first_id))
            )
            self.assertEqual(row.state, "open")
            one.commit()
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(SerializationFailure),
            ):
                env_two["event.event"].browse(event_id)._coop_register(
                    env_two["coop.member"].browse(second_id)
                )
            two.rollback()  # the server tries such a request again
            env_two = api.Environment(two, SUPERUSER_ID, {})
            row = (
                env_two["event.event"]
                .browse(event_id)
                ._coop_register(env_two["coop.member"].browse(second_id))
            )
            self.assertTrue(row.coop_waiting)
            two.commit()
