# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Books of a large cooperative, written by SQL (in benchmarks only)."""

import contextlib
import sys
from pathlib import Path

from odoo.tools import SQL

sys.path.append(str(Path(__file__).parents[1] / "cases"))

from cooperative import Cooperative  # noqa: E402

YEAR = 2025
# One entry per day holds an item of every member: principal savings, mandatory
# savings, and twelve months of work.
PRINCIPAL_DAYS = ("2024-03-31",)
MANDATORY_DAYS = ("2024-09-30", "2025-02-28", "2025-05-31", "2025-08-31", "2025-11-30")
WORK_DAYS = tuple(f"2025-{month:02}-25" for month in range(1, 13))
PRINCIPAL = 500_000
# Items of the result that no member has: account, debit balance per member.
RESULT = (
    ("member_revenue", -3_000_000),
    ("non_member_revenue", -400_000),
    ("non_member_cost", 300_000),
    ("assembly_expense", 20_000),
)


class Coop(Cooperative):
    """A cooperative with ``count`` members, 6 savings and 12 work items of each."""

    def __init__(self, env, count):
        super().__init__(env, f"Koperasi {count}")
        self.count = count
        for kind, amount in (("principal", PRINCIPAL), ("mandatory", 50_000)):
            self.env["coop.savings.amount"].create(
                {
                    "type_id": self.types[kind].id,
                    "valid_from": "2024-01-01",
                    "amount": amount,
                    "source": "AD",
                }
            )
        scheme = self.env["coop.shu.scheme"].search([], limit=1)
        self.cr = self.env.cr
        self._seed_members()
        with bare(self.cr, "account_move_line"):
            self._seed_entries()
        self._seed_result()
        self.run = self.env["coop.shu.run"].create(
            {
                "date_from": f"{YEAR}-01-01",
                "date_to": f"{YEAR}-12-31",
                "scheme_id": scheme.id,
                "date": f"{YEAR + 1}-03-31",
            }
        )
        self.run.action_lock_year()
        self.cr.commit()

    def _execute(self, query, **values):
        self.cr.execute(
            SQL(query, company=self.company.id, user=self.env.uid, **values)
        )

    def _seed_members(self):
        """Members 0001 …; one in a hundred left in the year, one in fifty joined."""
        self.env.flush_all()
        self._execute(
            """
            WITH partner AS (
                INSERT INTO res_partner (
                    name, complete_name, active, type, autopost_bills, lang,
                    supplier_rank, customer_rank, partner_share, is_company, ref,
                    create_uid, write_uid, create_date, write_date
                )
                SELECT 'Member ' || i, 'Member ' || i, TRUE, 'contact', 'ask', 'en_US',
                       0, 0, TRUE, FALSE, 'bench' || i,
                       %(user)s, %(user)s, now(), now()
                  FROM generate_series(1, %(count)s) i
                RETURNING id, ref
            ), numbered AS (
                SELECT id, substr(ref, 6)::int AS i FROM partner
            )
            INSERT INTO coop_member (
                partner_id, company_id, number, state, active, date_applied,
                date_approved, date_joined, date_left, dues_from,
                create_uid, write_uid, create_date, write_date
            )
            SELECT id, %(company)s, lpad(i::text, greatest(4, length(i::text)), '0'),
                   CASE WHEN i %% 100 = 0 THEN 'left' ELSE 'active' END, TRUE,
                   joined, joined, joined,
                   CASE WHEN i %% 100 = 0 THEN date '2025-10-15' END,
                   date_trunc('month', joined), %(user)s, %(user)s, now(), now()
              FROM (SELECT id, i, CASE WHEN i %% 50 = 1 THEN date '2025-02-28'
                                       ELSE date '2024-03-31' END AS joined
                      FROM numbered) dated
             ORDER BY i
            """,
            count=self.count,
        )
        self._execute(
            "UPDATE res_partner SET commercial_partner_id = id, ref = NULL "
            "WHERE ref LIKE 'bench%%'"
        )
        self._execute(
            """
            INSERT INTO coop_member_status (member_id, company_id, date, state,
                                            create_uid, write_uid, create_date)
            SELECT id, company_id, day, state, %(user)s, %(user)s, now()
              FROM (SELECT id, company_id, date_joined AS day, 'active' AS state
                      FROM coop_member WHERE company_id = %(company)s
                     UNION ALL
                    SELECT id, company_id, date_left, 'left'
                      FROM coop_member
                     WHERE company_id = %(company)s AND date_left IS NOT NULL) event
             ORDER BY id, day
            """
        )

    def _seed_entries(self):
        types = self.types
        for day in PRINCIPAL_DAYS:
            self._entry(day, types["principal"].account_id, SQL("%s", -PRINCIPAL))
        for index, day in enumerate(MANDATORY_DAYS):
            amount = SQL("-50000 * (1 + (i * 7 + %s) %% 5)", index)
            self._entry(day, types["mandatory"].account_id, amount)
        for index, day in enumerate(WORK_DAYS):
            amount = SQL("10007 * ((i * 7919 + %s) %% 40)", index * 104_729)
            self._entry(day, self.account("member_cost"), amount)

    def _seed_result(self):
        self.entry(
            f"{YEAR}-12-31",
            [
                (self.account(name), each * self.count, self.env["res.partner"])
                for name, each in RESULT
            ],
            "result of the year",
        )

    def _entry(self, day, account, balance):
        """One posted entry with an item of every member, against the bank."""
        move = self.env["account.move"].create(
            {"move_type": "entry", "journal_id": self.misc.id, "date": day}
        )
        self.env.flush_all()
        name = f"MISC/{move.id}"
        self._execute(
            """
            INSERT INTO account_move_line (
                move_id, move_name, journal_id, company_id, company_currency_id,
                currency_id, account_id, partner_id, parent_state, display_type,
                date, name, sequence, quantity, balance, amount_currency, debit,
                credit, amount_residual, amount_residual_currency, reconciled,
                create_uid, write_uid, create_date, write_date
            )
            SELECT %(move)s, %(name)s, %(journal)s, %(company)s, %(currency)s,
                   %(currency)s, account, partner, 'posted', 'product',
                   %(day)s, 'bench', 10, 1, balance, balance, greatest(balance, 0),
                   greatest(-balance, 0), 0, 0, FALSE,
                   %(user)s, %(user)s, now(), now()
              FROM (
                SELECT %(account)s AS account, partner_id AS partner, i,
                       %(balance)s AS balance
                  FROM (SELECT partner_id, number::int AS i FROM coop_member
                         WHERE company_id = %(company)s) member
                UNION ALL
                SELECT %(bank)s, NULL, 0,
                       -(SELECT SUM(%(balance)s)
                           FROM (SELECT number::int AS i FROM coop_member
                                  WHERE company_id = %(company)s) member)
              ) item
             ORDER BY i
            """,
            move=move.id,
            name=name,
            journal=self.misc.id,
            currency=self.company.currency_id.id,
            account=account.id,
            bank=self.bank.id,
            balance=balance,
            day=day,
        )
        self._execute(
            "UPDATE account_move SET state = 'posted', name = %(name)s, "
            "posted_before = TRUE WHERE id = %(move)s",
            move=move.id,
            name=name,
        )
        self.env.invalidate_all()


@contextlib.contextmanager
def bare(cr, table):
    """Fill a table without its indexes and foreign keys, and build them afterwards."""
    cr.execute(
        SQL(
            """
            SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
             WHERE conrelid = %(table)s::regclass AND contype = 'f'
            """,
            table=table,
        )
    )
    keys = cr.fetchall()
    cr.execute(
        SQL(
            """
            SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
              FROM pg_index
             WHERE indrelid = %(table)s::regclass
               AND NOT EXISTS (SELECT FROM pg_constraint
                                WHERE conindid = indexrelid)
            """,
            table=table,
        )
    )
    indexes = cr.fetchall()
    name = SQL.identifier(table)
    for key, _definition in keys:
        cr.execute(SQL("ALTER TABLE %s DROP CONSTRAINT %s", name, SQL.identifier(key)))
    for index, _definition in indexes:
        cr.execute(SQL("DROP INDEX %s", SQL.identifier(index)))
    yield
    for _index, definition in indexes:
        cr.execute(definition)
    for key, definition in keys:
        cr.execute(
            SQL(
                "ALTER TABLE %s ADD CONSTRAINT %s %s",
                name,
                SQL.identifier(key),
                SQL(definition),
            )
        )
