# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from contextlib import contextmanager
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tests.common import BaseCase
from odoo.tools import SQL, mute_logger

from .common import ShuCase
from .test_posting import small_entries


class Killed(Exception):
    """Stands for a process that dies: nothing after it runs, nothing is committed."""


# What belongs to a record without a foreign key: (table, model column, id column).
LOOSE = (
    ("ir_model_data", "model", "res_id"),
    ("mail_message", "model", "res_id"),
    ("mail_followers", "res_model", "res_id"),
    ("ir_attachment", "res_model", "res_id"),
)


def purge(env, table, ids):
    """Delete rows and whatever refers to them, for data that tests had to commit."""
    cr = env.cr
    if not ids:
        return
    cr.execute(
        """
        SELECT child.relname, attribute.attname, EXISTS (
                   SELECT FROM information_schema.columns
                    WHERE table_name = child.relname AND column_name = 'id')
          FROM pg_constraint c
          JOIN pg_class child ON child.oid = c.conrelid
          JOIN pg_attribute attribute
            ON attribute.attrelid = c.conrelid AND attribute.attnum = c.conkey[1]
         WHERE c.contype = 'f' AND c.confrelid = %s::regclass
           AND c.confdeltype IN ('a', 'r', 'c')
        """,
        [table],
    )
    for child, column, has_id in cr.fetchall():
        names = SQL.identifier(child), SQL.identifier(column)
        if has_id:
            cr.execute(SQL("SELECT id FROM %s WHERE %s IN %s", *names, tuple(ids)))
            purge(env, child, [row[0] for row in cr.fetchall()])
        else:
            cr.execute(SQL("DELETE FROM %s WHERE %s IN %s", *names, tuple(ids)))
    models = [model._name for model in env.values() if model._table == table]
    for loose, model_column, id_column in LOOSE if models else ():
        cr.execute(
            SQL(
                "DELETE FROM %s WHERE %s IN %s AND %s IN %s",
                SQL.identifier(loose),
                SQL.identifier(model_column),
                tuple(models),
                SQL.identifier(id_column),
                tuple(ids),
            )
        )
    aliases = []
    if table == "account_journal":
        cr.execute("SELECT alias_id FROM account_journal WHERE id IN %s", [tuple(ids)])
        aliases = [row[0] for row in cr.fetchall() if row[0]]
    cr.execute(SQL("DELETE FROM %s WHERE id IN %s", SQL.identifier(table), tuple(ids)))
    purge(env, "mail_alias", aliases)


@tagged("post_install", "-at_install")
class TestTwoCursors(BaseCase):
    """Real transactions on a committed cooperative, removed afterwards."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        from odoo.modules.registry import Registry
        from odoo.tests.common import get_db_name

        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            cls._commit_cooperative(api.Environment(cr, SUPERUSER_ID, {}))
        cls.addClassCleanup(cls._remove)

    @classmethod
    def _commit_cooperative(cls, env):
        case = type("Committed", (ShuCase,), {})
        company = env["res.company"].create(
            {
                "name": "Koperasi Dua Kursor",
                "country_id": env.ref("base.id").id,
                "currency_id": env.ref("base.IDR").id,
            }
        )
        env.user.company_ids += company
        env = env(
            context={"allowed_company_ids": company.ids, "tracking_disable": True}
        )
        env["account.chart.template"].try_loading("id", company, install_demo=False)
        chart = env["account.chart.template"].with_company(company)
        journals = env["account.journal"].search([("company_id", "=", company.id)])
        case.env = env
        case.company = company
        case.account = staticmethod(lambda name: chart.ref(f"coop_{name}"))
        case.misc_journal = journals.filtered(lambda j: j.type == "general")[0]
        case.bank_account = journals.filtered(lambda j: j.type == "bank")[
            0
        ].default_account_id
        case.mandatory = env["coop.savings.type"].search(
            [("company_id", "=", company.id), ("kind", "=", "mandatory")]
        )
        case.fund = case.account("fund_education")
        scheme = case.scheme([("reserve", 50), ("patronage", 50)])
        workers = [case.worker(f"Kursor {index}") for index in range(6)]
        runs = env["coop.shu.run"]
        for year in (2024, 2025):
            for worker in workers:
                case.work(worker, 10_000, f"{year}-05-31")
            case.book(member=1_000_000, date=f"{year}-06-30")
        for year in (2024, 2025):
            run = case.computed(scheme, year=year, date="2026-03-31")
            run.write({"resolution_number": "1", "resolution_date": "2026-03-01"})
            run.action_approve()
            runs += run
        cls.company_id = company.id
        cls.run_ids = runs.ids
        cls.partner_ids = [worker.partner_id.id for worker in workers]

    @classmethod
    def _remove(cls):
        with cls.registry.cursor() as cr:
            cr.execute(
                "UPDATE res_users SET company_id = 1 WHERE company_id = %s",
                [cls.company_id],
            )
            cr.execute(
                "DELETE FROM res_company_users_rel WHERE cid = %s", [cls.company_id]
            )
            env = api.Environment(cr, SUPERUSER_ID, {})
            cr.execute(
                "SELECT partner_id FROM res_company WHERE id = %s", [cls.company_id]
            )
            partners = [*cls.partner_ids, *(row[0] for row in cr.fetchall())]
            cr.execute(
                "SELECT account_account_id FROM account_account_res_company_rel "
                "WHERE res_company_id = %s",
                [cls.company_id],
            )
            accounts = [row[0] for row in cr.fetchall()]
            cr.execute(
                "SELECT id FROM ir_sequence WHERE company_id = %s", [cls.company_id]
            )
            sequences = [row[0] for row in cr.fetchall()]
            purge(env, "res_company", [cls.company_id])
            purge(env, "account_account", accounts)
            purge(env, "ir_sequence", sequences)
            purge(env, "res_partner", partners)
        cls.registry.clear_all_caches()

    @contextmanager
    def session(self, index):
        """The run of a year in a transaction of its own."""
        with self.registry.cursor() as cr:
            env = api.Environment(
                cr, SUPERUSER_ID, {"allowed_company_ids": [self.company_id]}
            )
            yield env["coop.shu.run"].browse(self.run_ids[index])

    def check_complete(self, index):
        """Every share is booked once, and the sums agree."""
        with self.session(index) as run:
            self.assertEqual((run.state, run.job), ("posted", False))
            for share in run.share_ids:
                self.assertEqual(len(share.line_ids), 1)
                self.assertEqual(share.line_ids.balance, -share.payable)
                self.assertEqual(share.line_ids.move_id, share.move_id)
            lines = run.move_ids.line_ids
            reserve = run.company_id.coop_reserve_account_id
            self.assertEqual(
                sum(
                    lines.filtered(lambda x: x.account_id == reserve).mapped("balance")
                ),
                -500_000,
            )
            return len(run.move_ids)

    def test_two_cursors_give_one_posting(self):
        with self.session(0) as first, self.session(0) as second:
            first.action_post()
            self.assertEqual(second.state, "approved")  # its view of the world
            with self.assertRaisesRegex(UserError, "Somebody else"):
                second.action_post()
            first.env.cr.commit()
            # still in the transaction that saw the run approved: refused, not doubled
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(SerializationFailure),
            ):
                second.action_post()
            second.env.cr.rollback()
            second.env.invalidate_all()
            second.action_post()  # what a retry does: nothing
            second.env.cr.commit()
        self.assertEqual(self.check_complete(0), 1)

    def test_killed_between_and_within_chunks_then_resumed(self):
        with small_entries(4):
            with self.session(1) as run:
                run.action_post()
                run.env.cr.commit()
            with self.session(1) as run:
                self.assertTrue(run._next_chunk())
                run.env.cr.commit()  # the process dies after this piece
                run.env.cr.rollback()
            with self.session(1) as run:
                # dies in the middle of the next piece, after the entry was posted
                with (
                    patch.object(
                        type(run.env["coop.shu.share"]), "write", side_effect=Killed
                    ),
                    self.assertRaises(Killed),
                ):
                    run._next_chunk()
                run.env.cr.rollback()
            with self.session(1) as run:
                self.assertEqual(len(run.move_ids), 1)
                run.env["coop.shu.run"]._cron_work()
        self.assertEqual(self.check_complete(1), 3)
