# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from contextlib import contextmanager

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tests.common import BaseCase
from odoo.tools import SQL, mute_logger

from .common import SocialCase

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
    """Two people book the same run: real transactions, removed afterwards."""

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
        case = type("Committed", (SocialCase,), {})
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
        case.env, case.company = env, company
        case.tk = env.ref("coop_social_security.scheme_tk")
        case.kes = env.ref("coop_social_security.scheme_kes")
        case.runs = env["coop.social.run"]
        members = [case.member(f"Kursor {index}") for index in range(3)]
        for member in members:
            case.enrol(member, income=1_000_000)
        cls.run_id = case.computed("2026-01-01").id
        cls.company_id = company.id
        cls.partner_ids = [member.partner_id.id for member in members]
        cls.partner_ids += company.coop_social_tk_partner_id.ids
        cls.partner_ids += company.coop_social_kes_partner_id.ids

    @classmethod
    def _remove(cls):
        with cls.registry.cursor() as cr:
            company = [cls.company_id]
            cr.execute(
                "UPDATE res_users SET company_id = 1 WHERE company_id = %s", company
            )
            cr.execute("DELETE FROM res_company_users_rel WHERE cid = %s", company)
            env = api.Environment(cr, SUPERUSER_ID, {})
            cr.execute("SELECT partner_id FROM res_company WHERE id = %s", company)
            partners = [*cls.partner_ids, *(row[0] for row in cr.fetchall())]
            cr.execute(
                "SELECT account_account_id FROM account_account_res_company_rel "
                "WHERE res_company_id = %s",
                company,
            )
            accounts = [row[0] for row in cr.fetchall()]
            cr.execute("SELECT id FROM ir_sequence WHERE company_id = %s", company)
            sequences = [row[0] for row in cr.fetchall()]
            cr.execute(
                "UPDATE account_move SET coop_social_bill_id = NULL "
                "WHERE company_id = %s",
                company,
            )
            cr.execute(
                "UPDATE res_company SET coop_social_tk_partner_id = NULL, "
                "coop_social_kes_partner_id = NULL WHERE id = %s",
                company,
            )
            purge(env, "res_company", company)
            purge(env, "account_account", accounts)
            purge(env, "ir_sequence", sequences)
            purge(env, "res_partner", partners)
        cls.registry.clear_all_caches()

    @contextmanager
    def session(self):
        """The run in a transaction of its own."""
        with self.registry.cursor() as cr:
            context = {"allowed_company_ids": [self.company_id]}
            env = api.Environment(cr, SUPERUSER_ID, context)
            yield env["coop.social.run"].browse(self.run_id)

    def test_two_cursors_give_one_bill(self):
        with self.session() as first, self.session() as second:
            first.action_post()
            self.assertEqual(second.state, "computed")  # its view of the world
            with self.assertRaisesRegex(UserError, "by someone else"):
                second.action_post()
            with self.assertRaisesRegex(UserError, "by someone else"):
                second.action_compute()
            first.env.cr.commit()
            # still in the transaction that saw the run computed: refused, not doubled
            with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
                second.action_post()
            second.env.cr.rollback()
            second.env.invalidate_all()
            second.action_post()  # what a retry does: nothing
            second.env.cr.commit()
        with self.session() as run:
            self.assertEqual(run.state, "posted")
            moves = run.env["account.move"].search(
                [("company_id", "=", self.company_id)]
            )
            self.assertEqual(moves, run.move_ids)
            bills = moves.filtered(lambda move: move.is_invoice())
            self.assertEqual(bills.amount_total, 3 * 36_800)
