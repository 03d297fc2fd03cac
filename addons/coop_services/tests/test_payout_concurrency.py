# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from contextlib import contextmanager
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import tagged
from odoo.tests.common import BaseCase, get_db_name
from odoo.tools import mute_logger

from odoo.addons.coop_membership.tests.purge import purge, purge_company

from ..models import coop_payout_run_post as run_post
from .payout_common import PayoutCase


class Killed(Exception):
    """Stands for a process that dies: nothing after it runs, nothing is committed."""


@tagged("post_install", "-at_install")
class TestPayoutTwoCursors(BaseCase):
    """Two runs over the same work, in real transactions, removed afterwards."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            cls._commit_cooperative(api.Environment(cr, SUPERUSER_ID, {}))
        cls.addClassCleanup(cls._remove)

    @classmethod
    def _commit_cooperative(cls, env):
        case = type("Committed", (PayoutCase,), {})
        company = env["res.company"].create(
            {
                "name": "Koperasi Dua Proses",
                "country_id": env.ref("base.id").id,
                "currency_id": env.ref("base.IDR").id,
            }
        )
        env.user.company_ids += company
        env = env(
            context={"allowed_company_ids": company.ids, "tracking_disable": True}
        )
        env["account.chart.template"].try_loading("id", company, install_demo=False)
        case.env, case.company = env, company
        case.client = case.person("PT Dua", is_company=True)
        case.site = case.client
        case.cleaning = case.service("Cleaning")
        workers = [case.member(f"Dua {index}") for index in range(4)]
        case.contract = case.job(coop_split="weight", coop_percent=10)
        case.accept(4000000, {worker: 1 for worker in workers})
        runs = case.run_of() + case.run_of()
        cls.company_id, cls.run_ids = company.id, runs.ids
        cls.product_ids = case.cleaning.product_tmpl_id.ids
        cls.partner_ids = [case.client.id, *(w.partner_id.id for w in workers)]

    @classmethod
    def _remove(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            purge(env, "product_template", cls.product_ids)
            purge_company(env, cls.company_id, cls.partner_ids)

    @contextmanager
    def session(self, index):
        """A run in a transaction of its own."""
        with self.registry.cursor() as cr:
            env = api.Environment(
                cr, SUPERUSER_ID, {"allowed_company_ids": [self.company_id]}
            )
            yield env["coop.payout.run"].browse(self.run_ids[index])

    def test_1_two_runs_over_the_same_work(self):
        with self.session(0) as first, self.session(1) as second:
            first.action_compute()
            self.assertEqual(second.state, "draft")  # its view of the world
            with self.assertRaisesRegex(UserError, "taking the same work right now"):
                second.action_compute()
            second.env.cr.rollback()
            second.env.cr.execute("SELECT 1")  # sees the work as it was before
            first.env.cr.commit()
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(SerializationFailure),
            ):
                second.action_compute()
            second.env.cr.rollback()
            second.env.invalidate_all()
            # what a retry does
            with self.assertRaisesRegex(UserError, "not in a payout yet"):
                second.action_compute()
            self.assertEqual(len(first.payout_ids), 4)

    def test_2_two_users_post_once_killed_and_resumed(self):
        with self.session(0) as run:
            run.action_approve()
            run.env.cr.commit()
        with patch.object(run_post, "CHUNK", 2):
            with self.session(0) as first, self.session(0) as second:
                first.action_post()
                self.assertEqual(second.state, "approved")
                with self.assertRaisesRegex(UserError, "Somebody else"):
                    second.action_post()
                first.env.cr.commit()
            with self.session(0) as run:
                # dies in the middle of a piece, after its bills were posted
                with (
                    patch.object(
                        type(run.env["coop.payout"]), "_settle", side_effect=Killed
                    ),
                    self.assertRaises(Killed),
                ):
                    run._next_chunk()
                run.env.cr.rollback()
            with self.session(0) as run:
                self.assertEqual(run.posted_count, 0)
                self.assertTrue(run._next_chunk())
                run.env.cr.commit()  # and between two pieces
                run.env.cr.rollback()
            with self.session(0) as run:
                self.assertEqual((run.posted_count, run.state), (2, "approved"))
                run._cron_work()
            with self.session(0) as run:
                self.assertEqual((run.state, run.job), ("posted", False))
                bills = run.payout_ids.move_id
                self.assertEqual(len(bills), 4)
                self.assertEqual(
                    run.env["account.move"].search_count(
                        [("coop_payout_id.run_id", "=", run.id)]
                    ),
                    4,
                )
