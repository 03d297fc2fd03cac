# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""What is measured, against which baseline, and with which target."""

import contextlib
import resource
import statistics
import time

import baseline
import contributions
import payouts
import psycopg2
import team
import training
from member_list import Server
from seed import Coop

from odoo.fields import Command
from odoo.sql_db import connection_info_for

REPEAT = 3
HTTP_REPEAT = 21
MAX_QUERIES = 60
MAX_MEGABYTES = 1024


class Table:
    """The report: a row per benchmark; remembers whether one missed its target."""

    columns = "{:<52} {:>10} {:>10} {:>8} {:>8}  {}"

    def __init__(self):
        self.missed = False

    def head(self):
        print(
            self.columns.format("", "ours", "baseline", "value", "target", ""),
            flush=True,
        )

    def row(self, name, value, target, ours="", base="", digits=2):
        ok = value <= target
        self.missed |= not ok
        print(
            self.columns.format(
                name,
                ours,
                base,
                f"{value:,.{digits}f}",
                f"{target:,.{digits}f}" if digits else f"{target:,}",
                "ok" if ok else "miss",
            ),
            flush=True,
        )


def main(env, count, paid=1_000, insured=20_000):
    """Measure with ``count`` members of a surplus, ``paid`` ones of a payout, and
    ``insured`` ones of a month of social security.

    :return: 1 if a target is missed
    """
    table = Table()
    small = Coop(env, max(10, count // 10))
    baseline.create_twin(env.cr)
    vacuum(env)
    say(f"{small.count:,} members ready")
    compute(small)  # what is cached between requests is cached in both
    small_times = [compute(small) for _ in range(2 * REPEAT - 1)]
    large = Coop(env, count)
    vacuum(env)
    say(f"{count:,} members ready")
    table.head()
    large_time = measure_compute(table, large)
    small_time = statistics.median(small_times)
    table.row(
        f"(d) compute {count:,} members / {small.count:,}",
        large_time / small_time,
        11,
        seconds(large_time),
        seconds(small_time),
    )
    measure_list(table, large)
    measure_posting(table, large)
    payouts.measure(env, table, paid, undone, seconds)
    contributions.measure(env, table, insured, undone, seconds)
    team.measure(env, table, undone, seconds)
    training.measure(env, table, undone, seconds)
    return int(table.missed)


def say(text):
    """Tell how far it is."""
    print(f"… {text}", flush=True)


def seconds(value):
    """Time as text.

    >>> seconds(3.14159), seconds(0.0123)
    ('3.14 s', '12.3 ms')
    """
    return f"{value:.2f} s" if value >= 1 else f"{1000 * value:.1f} ms"


def vacuum(env):
    """Commit, clear away what was rolled back, and tell the planner."""
    env.cr.commit()
    _db, info = connection_info_for(env.cr.dbname)
    connection = psycopg2.connect(**info)
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cr:
        for name in (
            "account_move",
            "account_move_line",
            "res_partner",
            "coop_member",
            "coop_member_status",
            "coop_shu_share",
            "bench_share",
        ):
            cr.execute(f"VACUUM ANALYZE {name}")


@contextlib.contextmanager
def undone(env):
    """Roll back what is done inside, and forget what was to follow it."""
    with env.cr.savepoint() as savepoint:
        yield
        savepoint.close(rollback=True)
    env.cr.postcommit.clear()  # core would raise the ranks of the payees then
    env.invalidate_all()


def timed(function):
    """Seconds that ``function`` takes."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


# -------------------------------------------------------------------- (a) computing
def compute(coop, then=None):
    """Seconds that computing and storing takes; undone."""

    def action():
        coop.run.action_compute()
        coop.env.flush_all()

    with undone(coop.env):
        result = timed(action)
        if then:
            then()
    return result


def measure_compute(table, coop):
    """(a): the whole action, checklist and frozen result included."""
    env, cr = coop.env, coop.env.cr
    pools = {}
    queries = []

    def remember():
        queries.append(cr.sql_log_count - before)
        for pool in coop.run.pool_ids:
            if pool.part == "member":
                pools[pool.destination] = round(pool.amount)

    before_memory = memory()
    before = cr.sql_log_count
    ours = [compute(coop, remember)]
    growth = memory() - before_memory
    queries.clear()
    base = []
    for _ in range(REPEAT):
        vacuum(env)
        before = cr.sql_log_count
        ours.append(compute(coop, remember))
        vacuum(env)
        query = baseline.statement(coop, pools["patronage"], pools["capital"])
        with undone(env):
            base.append(timed(lambda query=query: cr.execute(query)))
    del ours[0]  # that one warmed up

    def compare():
        cr.execute(baseline.statement(coop, pools["patronage"], pools["capital"]))
        different = baseline.different_rows(cr)
        cr.execute("SELECT count(*) FROM bench_share")
        if different or cr.fetchone()[0] < 0.99 * coop.count:
            raise SystemExit(f"the baseline differs in {different} rows")

    compute(coop, compare)
    our_time, base_time = statistics.median(ours), statistics.median(base)
    table.row(
        f"(a) compute and store {coop.count:,} shares / one SQL",
        our_time / base_time,
        2,
        seconds(our_time),
        seconds(base_time),
    )
    table.row("    queries", max(queries), MAX_QUERIES, digits=0)
    table.row("    memory growth, MB", growth, MAX_MEGABYTES, digits=0)
    return our_time


def memory():
    """Highest memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# --------------------------------------------------------------------- (b) posting
def measure_posting(table, coop):
    """(b): one entry of a run against ``create`` and ``action_post`` of the same.

    The members are paid for the first time: core has not ranked them as suppliers.
    """
    run = coop.run
    run.action_compute()
    run.resolution_number, run.resolution_date = "01/RAT", "2026-03-15"
    run.action_approve()
    run._lock()
    run._prepare_posting()
    run.sudo().write({"job": "post", "job_user_id": coop.env.uid})
    coop.env.cr.commit()
    values = {}

    def ours():
        run._next_chunk()
        coop.env.flush_all()

    def naive():
        move = coop.env["account.move"].create(values)
        move.action_post()
        coop.env.flush_all()

    with undone(coop.env):
        ours()
        values.update(naive_values(run.move_ids))
        count = len(run.move_ids.line_ids)
        right = items(run.move_ids)
    our_times, base_times = [], []
    for _ in range(REPEAT):
        for function, times in ((ours, our_times), (naive, base_times)):
            coop.env.cr.commit()
            with undone(coop.env):
                times.append(timed(function))
                move = coop.env["account.move"].search([], order="id desc", limit=1)
                if items(move) != right:
                    raise SystemExit("the two entries differ")
    our_time, base_time = statistics.median(our_times), statistics.median(base_times)
    table.row(
        f"(b) create and post {count:,} lines / naive create, post",
        our_time / base_time,
        0.6,
        seconds(our_time),
        seconds(base_time),
    )


def items(move):
    """All that matters of the lines of an entry."""
    lines = move.line_ids.sorted(lambda line: (line.partner_id.id, line.account_id.id))
    return [
        (line.account_id, line.partner_id, line.name, line.balance)
        + (line.amount_residual, line.price_subtotal, line.parent_state, line.date)
        for line in lines
    ]


def naive_values(move):
    """The same entry as anyone would write it: account, partner, debit, credit."""
    return {
        "move_type": "entry",
        "journal_id": move.journal_id.id,
        "date": move.date,
        "ref": move.ref,
        "line_ids": [
            Command.create(
                {
                    "account_id": line.account_id.id,
                    "partner_id": line.partner_id.id,
                    "name": line.name,
                    "debit": line.debit,
                    "credit": line.credit,
                }
            )
            for line in move.line_ids
        ],
    }


# ------------------------------------------------------------------ (c) member list
def measure_list(table, coop):
    """(c): the web client's own call, with and without the ledger columns."""
    with Server(coop) as server:
        with_ledger, without = [], []
        for _ in range(3):
            server.member_list(True), server.member_list(False)
        for _ in range(HTTP_REPEAT):
            with_ledger.append(timed(lambda: server.member_list(True)))
            without.append(timed(lambda: server.member_list(False)))
    our_time, base_time = statistics.median(with_ledger), statistics.median(without)
    table.row(
        f"(c) list of 80 of {coop.count:,} members / without ledger",
        our_time / base_time,
        1.5,
        seconds(our_time),
        seconds(base_time),
    )
