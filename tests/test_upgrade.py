# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""A cooperative that is on Odoo already: installing and updating change nothing of it.

One database goes the whole way: Odoo with an Indonesian company and a year of entries,
our addons on top, members and a surplus distribution, edits of the accountant, update.
"""

import json
import os
import subprocess
from dataclasses import replace

import pytest
from suite import addons, odoo, testing
from suite.databases import Cluster, plan

# Whole tables: not a column of a row may change, not even its date of writing.
BOOKS = (
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "account_payment",
    "res_currency",
    "res_partner",
)
OURS = (
    *(table for table in BOOKS if table != "res_partner"),
    "account_account",
    "account_account_account_tag",
    "account_journal",
    "account_payment_method_line",
    "coop_leave_reason",
    "coop_member",
    "coop_member_heir",
    "coop_member_status",
    "coop_savings_amount",
    "coop_savings_type",
    "coop_shu_pool",
    "coop_shu_result",
    "coop_shu_run",
    "coop_shu_scheme",
    "coop_shu_scheme_line",
    "coop_shu_scheme_source",
    "coop_shu_share",
    "ir_sequence",
    "res_company",
    "res_partner_bank",
)
FRAME = """
import json
from odoo.fields import Command
def tell(**values):
    print("TOLD " + json.dumps(values))
def coop():
    return env["res.company"].search([("name", "=", "Koperasi Lama")])
"""
BEFORE = """
rupiah = env.ref("base.IDR")
rupiah.active = True
company = env["res.company"].create(
    {"name": "Koperasi Lama", "country_id": env.ref("base.id").id,
     "currency_id": rupiah.id}
)
env.user.company_ids += company
env["account.chart.template"].try_loading("id", company, install_demo=False)
env = env(context=dict(env.context, allowed_company_ids=company.ids))
accounts = env["account.account"].with_company(company)
find = lambda kind: accounts.search(
    [("account_type", "=", kind), ("company_ids", "in", company.ids)], limit=1
)
env["account.move"].create(
    [
        {
            "move_type": "entry",
            "date": f"2025-{month:02}-15",
            "journal_id": env["account.journal"].search(
                [("type", "=", "general"), ("company_id", "=", company.id)], limit=1
            ).id,
            "line_ids": [
                Command.create({"account_id": find("asset_current").id,
                                "balance": 1000000.37}),
                Command.create({"account_id": find("income").id,
                                "balance": -1000000.37}),
            ],
        }
        for month in range(1, 13)
    ]
)._post(soft=False)
env.cr.commit()
tell(
    rounding=rupiah.rounding,
    accounts=[
        [a.id, a.code, a.name, a.account_type]
        for a in accounts.search([("company_ids", "in", company.ids)], order="id")
    ],
)
"""
INSTALLED = """
company = coop()
env = env(context=dict(env.context, allowed_company_ids=company.ids))
accounts = env["account.account"].with_company(company)
chart = env["account.chart.template"].with_company(company)
names = {
    key: chart.ref(f"coop_{key}").with_context(lang="id_ID").name
    for key in ("principal_savings", "mandatory_savings", "reserve", "shu_payable")
}
types = env["coop.savings.type"].search([("company_id", "=", company.id)])
fields = [name for name in company._fields if name.startswith("coop_")
          and name.endswith("_account_id")]
methods = env["account.payment.method.line"].search(
    [("journal_id.company_id", "=", company.id), ("code", "=", "manual"),
     ("journal_id.type", "in", ("bank", "cash"))]
)
tell(
    rounding=env.ref("base.IDR").rounding,
    names=names,
    types=[[t.kind, t.code, t.with_context(lang="id_ID").name] for t in types],
    missing=[name for name in fields if not company[name]],
    schemes=env["coop.shu.scheme"].search_count([("company_id", "=", company.id)]),
    others=env["coop.savings.type"].search_count([("company_id", "!=", company.id)]),
    without_account=len(methods.filtered(lambda m: not m.payment_account_id)),
    accounts=[
        [a.id, a.code, a.name, a.account_type]
        for a in accounts.search([("company_ids", "in", company.ids)], order="id")
    ],
)
"""
FILL = """
company = coop()
env = env(context=dict(env.context, allowed_company_ids=company.ids))
chart = env["account.chart.template"].with_company(company)
types = {t.kind: t for t in env["coop.savings.type"].search(
    [("company_id", "=", company.id)])}
for kind, amount in (("principal", 500000), ("mandatory", 50000)):
    env["coop.savings.amount"].create(
        {"type_id": types[kind].id, "valid_from": "2020-01-01", "amount": amount}
    )
members = env["coop.member"].create(
    [
        {"partner_id": env["res.partner"].create({"name": name}).id,
         "date_applied": "2024-12-01", "company_id": company.id}
        for name in ("Siti", "Budi", "Agus")
    ]
)
members.action_approve()
cash = env["account.journal"].search(
    [("type", "=", "cash"), ("company_id", "=", company.id)], limit=1
) or env["account.journal"].search(
    [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
)
members.write({"date_approved": "2024-12-01"})
sheet = env["coop.savings.collection"].create(
    {
        "journal_id": cash.id,
        "date": "2025-01-05",
        "line_ids": [
            Command.create({"member_id": m.id, "type_id": types[kind].id,
                            "amount": amount})
            for m in members
            for kind, amount in (("principal", 500000), ("mandatory", 100000))
        ],
    }
)
sheet.action_post()
env["account.move"].create(
    {
        "move_type": "entry",
        "date": "2025-06-30",
        "line_ids": [
            *(
                Command.create({"account_id": chart.ref("coop_member_cost").id,
                                "partner_id": m.partner_id.id, "balance": 100000 * i})
                for i, m in enumerate(members, 1)
            ),
            Command.create({"account_id": chart.ref("coop_member_revenue").id,
                            "balance": -600000}),
        ],
    }
)._post(soft=False)
env["account.account"].search([("account_type", "=", "income"),
    ("company_ids", "in", company.ids)])._coop_tag(
        env.ref("coop_membership.tag_member_revenue"))
company.fiscalyear_lock_date = "2025-12-31"
run = env["coop.shu.run"].create(
    {"date_from": "2025-01-01", "date_to": "2025-12-31", "company_id": company.id,
     "date": "2026-03-31"}
)
run.action_compute()
run.write({"resolution_number": "1/RAT", "resolution_date": "2026-03-20"})
run.action_approve()
run.action_post()
# What an accountant and a manager change, and must find again.
chart.ref("coop_reserve").write({"name": "Cadangan Kita", "code": "32119999"})
chart.ref("coop_member_cost").with_context(lang="id_ID").name = "Imbalan Kita"
types["voluntary"].write({"name": "Holiday savings", "code": "LEBARAN",
                          "counts_as_capital": True})
company.coop_deficit_account_id = chart.ref("coop_reserve")
env.ref("coop_membership.leave_reason_resigned").name = "Pindah rumah"
env.ref("coop_membership.rule_coop_member_portal").active = False
env.ref("coop_membership.rule_coop_savings_type_company").domain_force = "[(1, '=', 1)]"
company._coop_member_sequence().padding = 6
env.cr.commit()
tell(state=run.state, payable=run.payable_total, members=members.mapped("state"))
"""
AFTER = """
company = coop()
env = env(context=dict(env.context, allowed_company_ids=company.ids))
rules = ("rule_coop_member_portal", "rule_coop_savings_type_company")
tell(
    rules=[
        [rule.active, rule.domain_force]
        for rule in (env.ref(f"coop_membership.{name}") for name in rules)
    ],
    members=[
        [m.number, m.savings_total, m.arrears, m.state]
        for m in env["coop.member"].with_context(coop_date="2026-06-30").search([])
    ],
    differences=env["coop.shu.run"].search([]).mapped("ledger_changed"),
    sequences=company._coop_member_sequence().padding,
)
"""


class Database:
    """One database, told what to do through the Odoo shell."""

    def __init__(self, cluster, name):
        self.cluster, self.name = cluster, name

    def run(self, script):
        result = subprocess.run(
            testing.shell(self.name),
            env=self.cluster.env,
            input=FRAME + script,
            capture_output=True,
            text=True,
        )
        told = [line for line in result.stdout.splitlines() if "TOLD " in line]
        assert told, result.stdout[-2000:] + result.stderr[-4000:]
        assert not odoo.trouble(result.stderr), result.stderr[-4000:]
        return json.loads(told[-1].partition("TOLD ")[2])

    def fingerprint(self, tables):
        """``{table: digest of all of its rows}``."""
        return {
            table: self.cluster.sql(
                f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {table} t",
                self.name,
            )
            for table in tables
        }

    def columns(self, table):
        return self.cluster.sql(
            "SELECT string_agg(column_name, ',' ORDER BY ordinal_position) FROM "
            f"information_schema.columns WHERE table_name = '{table}'"
            " AND column_name NOT LIKE 'write_%'",
            self.name,
        ).split(",")

    def rows(self, tables):
        """``{table: rows}`` of these columns."""
        return {
            table: self.cluster.sql(
                f"SELECT {', '.join(columns)} FROM {table} ORDER BY id", self.name
            ).splitlines()
            for table, columns in tables.items()
        }


@pytest.fixture(scope="module")
def database():
    """Odoo's own addons, without ours."""
    cluster = Cluster(os.environ)
    wanted = plan(addons.groups()[0], demo=False)
    testing._sweep(cluster, "upgrade")  # what a killed run left
    name = f"upgrade_{os.getpid()}"
    core = replace(wanted, mine=(), template=wanted.core_template)
    try:
        cluster.create(name, core)
        yield Database(cluster, name)
    finally:
        cluster.drop(name)


def test_installed_and_updated_on_a_filled_database(database):
    mine = list(plan(addons.groups()[0], demo=False).mine)
    before = database.run(BEFORE)
    assert before["rounding"] == 0.01
    columns = {table: database.columns(table) for table in BOOKS}
    books = database.rows(columns)

    problems = odoo.install(database.name, database.cluster.env, install=mine)
    assert problems == []
    installed = database.run(INSTALLED)
    after = database.rows(columns)
    partners = len(books["res_partner"])
    added = after["res_partner"][partners:]
    after["res_partner"] = after["res_partner"][:partners]
    assert after == books
    # the agencies that the contributions of the existing company go to
    assert len(added) == 2
    assert all("BPJS" in row for row in added)
    assert installed["rounding"] == 0.01  # with entries it cannot become whole
    assert installed["accounts"][: len(before["accounts"])] == before["accounts"]
    assert installed["names"] == {
        "principal_savings": "Simpanan Pokok",
        "mandatory_savings": "Simpanan Wajib",
        "reserve": "Cadangan Umum",
        "shu_payable": "Utang SHU Anggota",
    }
    assert installed["types"] == [
        ["principal", "POKOK", "Simpanan Pokok"],
        ["mandatory", "WAJIB", "Simpanan Wajib"],
        ["voluntary", "SUKARELA", "Simpanan Sukarela"],
    ]
    assert installed["missing"] == []
    assert installed["schemes"] == 1
    assert installed["others"] == 0
    assert installed["without_account"] == 0

    filled = database.run(FILL)
    assert filled["state"] == "posted"
    assert filled["payable"] > 0
    assert filled["members"] == ["active"] * 3
    # data of groups touch the users, whose people then have a new date of writing
    people = {"res_partner": columns["res_partner"]}
    partners = database.rows(people)
    tables = database.fingerprint(OURS)
    told = database.run(AFTER)
    assert told["differences"] == [False]

    problems = odoo.install(database.name, database.cluster.env, update=mine)
    assert problems == []
    assert database.fingerprint(OURS) == tables
    assert database.rows(people) == partners
    assert database.run(AFTER) == told
    assert told["rules"] == [[False, told["rules"][0][1]], [True, "[(1, '=', 1)]"]]
    assert told["sequences"] == 6
