# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Removing what tests with real transactions had to commit."""

from odoo.tools import SQL

# What belongs to a record without a foreign key: (table, model column, id column).
LOOSE = (
    ("ir_model_data", "model", "res_id"),
    ("mail_message", "model", "res_id"),
    ("mail_followers", "res_model", "res_id"),
    ("ir_attachment", "res_model", "res_id"),
)


def purge(env, table, ids, going=None):
    """Delete rows and whatever refers to them, for data that tests had to commit.

    :param going: ``{table: ids}`` that are being deleted; of two rows that refer to
        each other one forgets the other
    """
    cr = env.cr
    if not ids:
        return
    going = going or {}
    going = {**going, table: {*going.get(table, ()), *ids}}
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
            found = {row[0] for row in cr.fetchall()}
            circle = found & going.get(child, set())
            if circle and child != table:
                cr.execute(
                    SQL(
                        "UPDATE %s SET %s = NULL WHERE id IN %s",
                        SQL.identifier(child),
                        SQL.identifier(column),
                        tuple(circle),
                    )
                )
            purge(env, child, sorted(found - circle), going)
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


def purge_company(env, company_id, partner_ids=()):
    """Delete a company made by a test, with its chart and all that refers to it."""
    cr = env.cr
    cr.execute(
        "UPDATE res_users SET company_id = 1 WHERE company_id = %s", [company_id]
    )
    cr.execute("DELETE FROM res_company_users_rel WHERE cid = %s", [company_id])
    found = {}
    for name, query in (
        ("res_partner", "SELECT partner_id FROM res_company WHERE id = %s"),
        (
            "account_account",
            "SELECT account_account_id FROM account_account_res_company_rel "
            "WHERE res_company_id = %s",
        ),
        ("ir_sequence", "SELECT id FROM ir_sequence WHERE company_id = %s"),
    ):
        cr.execute(query, [company_id])
        found[name] = [row[0] for row in cr.fetchall()]
    purge(env, "res_company", [company_id])
    purge(env, "account_account", found["account_account"])
    purge(env, "ir_sequence", found["ir_sequence"])
    purge(env, "res_partner", [*partner_ids, *found["res_partner"]])
    env.registry.clear_all_caches()
