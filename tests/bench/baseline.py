# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The best single SQL statement that stores the same shares as a run."""

from odoo.tools import SQL

TWIN = "bench_share"


def create_twin(cr):
    """A table with columns, indexes and foreign keys of the real one."""
    cr.execute("CREATE TABLE bench_share (LIKE coop_shu_share INCLUDING ALL)")
    cr.execute(
        """
        SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
         WHERE conrelid = 'coop_shu_share'::regclass AND contype = 'f'
        """
    )
    for name, definition in cr.fetchall():
        cr.execute(
            SQL(
                "ALTER TABLE bench_share ADD CONSTRAINT %s %s",
                SQL.identifier(f"bench_{name}"),
                SQL(definition),
            )
        )


def statement(coop, patronage_pool, capital_pool):
    """INSERT … SELECT of the shares of ``coop.run``: month ends, leavers, ties.

    The pools are given, which only helps the statement.
    """
    return SQL(
        """
        WITH patronage AS (
            SELECT partner_id, SUM(balance) AS weight
              FROM account_move_line
             WHERE parent_state = 'posted' AND company_id = %(company)s
               AND account_id = %(cost)s
               AND date BETWEEN %(date_from)s AND %(date_to)s
             GROUP BY partner_id
        ), capital AS (
            SELECT partner_id, SUM(-balance * (
                       %(end)s - 12 * EXTRACT(YEAR FROM GREATEST(date, %(date_from)s))
                       - EXTRACT(MONTH FROM GREATEST(date, %(date_from)s)))) AS weight
              FROM account_move_line
             WHERE parent_state = 'posted' AND company_id = %(company)s
               AND account_id IN %(savings)s AND date <= %(date_to)s
             GROUP BY partner_id
        ), member AS (
            SELECT m.id, m.partner_id, m.number,
                   row_number() OVER (ORDER BY length(m.number), m.number, m.id) AS seq,
                   COALESCE(m.date_left <= %(date_to)s, FALSE) AS leaver,
                   COALESCE(patronage.weight, 0) AS v,
                   CASE WHEN m.date_left <= %(date_to)s THEN 0
                        ELSE COALESCE(capital.weight, 0) END AS s
              FROM coop_member m
              LEFT JOIN patronage ON patronage.partner_id = m.partner_id
              LEFT JOIN capital ON capital.partner_id = m.partner_id
             WHERE m.company_id = %(company)s AND m.state != 'rejected'
               AND m.date_joined <= %(date_to)s
               AND (m.date_left IS NULL OR m.date_left >= %(date_from)s)
        ), total AS (
            SELECT SUM(GREATEST(v, 0)) AS v, SUM(GREATEST(s, 0)) AS s FROM member
        ), floored AS (
            SELECT member.*,
                   div(%(patronage)s * GREATEST(member.v, 0), total.v) AS v_floor,
                   mod(%(patronage)s * GREATEST(member.v, 0), total.v) AS v_rest,
                   div(%(capital)s * GREATEST(member.s, 0), total.s) AS s_floor,
                   mod(%(capital)s * GREATEST(member.s, 0), total.s) AS s_rest
              FROM member, total
        ), ranked AS (
            SELECT floored.*,
                   row_number() OVER (ORDER BY v_rest DESC, seq) AS v_rank,
                   row_number() OVER (ORDER BY s_rest DESC, seq) AS s_rank,
                   %(patronage)s - SUM(v_floor) OVER () AS v_left,
                   %(capital)s - SUM(s_floor) OVER () AS s_left
              FROM floored
        ), share AS (
            SELECT ranked.*,
                   v_floor + (v_rank <= v_left)::int AS patronage,
                   s_floor + (s_rank <= s_left)::int AS capital
              FROM ranked
        )
        INSERT INTO bench_share (
            run_id, company_id, currency_id, member_id, partner_id, number, sequence,
            is_leaver, patronage_weight, capital_weight, patronage_amount,
            capital_amount, total, payable,
            create_uid, write_uid, create_date, write_date
        )
        SELECT %(run)s, %(company)s, %(currency)s, id, partner_id, number, seq, leaver,
               v, s, patronage, capital, patronage + capital, patronage + capital,
               %(user)s, %(user)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
          FROM share
         ORDER BY seq
        """,
        run=coop.run.id,
        company=coop.company.id,
        currency=coop.company.currency_id.id,
        user=coop.env.uid,
        cost=coop.account("member_cost").id,
        savings=tuple(coop.types[k].account_id.id for k in ("principal", "mandatory")),
        date_from=coop.run.date_from,
        date_to=coop.run.date_to,
        end=12 * (coop.run.date_to.year + 1) + 1,
        patronage=patronage_pool,
        capital=capital_pool,
    )


def different_rows(cr):
    """How many rows the two tables do not share."""
    columns = SQL(
        "run_id, company_id, currency_id, member_id, partner_id, number, sequence, "
        "is_leaver, patronage_weight, capital_weight, patronage_amount, "
        "capital_amount, total, payable, create_uid, write_uid"
    )
    cr.execute(
        SQL(
            """
            SELECT (SELECT count(*) FROM (SELECT %(columns)s FROM coop_shu_share
                    EXCEPT SELECT %(columns)s FROM bench_share) a)
                 + (SELECT count(*) FROM (SELECT %(columns)s FROM bench_share
                    EXCEPT SELECT %(columns)s FROM coop_shu_share) b)
            """,
            columns=columns,
        )
    )
    return cr.fetchone()[0]
