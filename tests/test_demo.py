"""The demo cooperative: its figures tie, and its year is ready for the accountant."""

import inspect
import json
import os
import subprocess

import pytest
from suite import addons, testing
from suite.databases import Cluster, plan


def figures(env):
    """Run in the Odoo shell of a database with demo data; gives plain data."""
    company = env.ref("coop_membership.demo_company")
    env = env(context={**env.context, "allowed_company_ids": company.ids})
    items, moves = env["account.move.line"], env["account.move"]
    posted = [("company_id", "=", company.id), ("parent_state", "=", "posted")]
    members = env["coop.member"].search([("company_id", "=", company.id)])
    at_year_end = members.with_context(coop_date="2025-12-31")
    types = env["coop.savings.type"].search([("company_id", "=", company.id)])

    def total(*domain):
        [(amount,)] = items._read_group([*posted, *domain], [], ["balance:sum"])
        return amount or 0

    def lowest(kind):
        journal = env["account.journal"].search(
            [("company_id", "=", company.id), ("type", "=", kind)]
        )
        days = items._read_group(
            [*posted, ("account_id", "=", journal.default_account_id.id)],
            ["date:day"],
            ["balance:sum"],
            order="date:day",
        )
        balance, balances = 0, []
        for _day, amount in days:
            balance += amount
            balances.append(balance)
        return min(balances)

    def open_items(account):
        return [
            [item.partner_id.name, str(item.date), item.amount_residual]
            for item in items.search(
                [
                    *posted,
                    ("account_id", "=", account.id),
                    ("amount_residual", "!=", 0),
                ]
            )
        ]

    def uncovered(scheme):
        active = members.filtered(lambda member: member.state == "active")
        covered = active._covered_on(["2026-11-24"], scheme)
        return sorted(
            member.number
            for member in active
            if member not in {row for row, _day in covered}
        )

    count = moves.search_count([])
    env["coop.demo"]._load_books()
    env["coop.demo"]._load_surplus()
    run = env["coop.shu.run"].search([("company_id", "=", company.id)])
    checklist = run._checklist()
    accountant = env["res.users"].search([("login", "=", "accountant")])
    run.with_user(accountant).action_compute()
    result = {
        "company": [company.name, company.chart_template, company.currency_id.name],
        "trial_balance": total(),
        "savings": [
            total(("account_id", "in", types.account_id.ids)),
            sum(members.mapped("savings_total")),
        ],
        "unassigned": env["coop.savings.balance"].search_count(
            [("company_id", "=", company.id), ("is_assigned", "=", False)]
        ),
        "states": {member.partner_id.name: member.state for member in members},
        "numbers": [member.number for member in members if member.number],
        "arrears": {m.number: m.arrears for m in at_year_end if m.arrears},
        "drafts": moves.search_count(
            [("company_id", "=", company.id), ("state", "=", "draft")]
        ),
        "again": moves.search_count([]) - count,
        "lowest": [lowest("bank"), lowest("cash")],
        "unaffected": total(
            ("account_id.account_type", "=", "equity_unaffected"),
            ("date", ">", "2024-12-31"),
        ),
        "opening": env["coop.opening"].search([]).mapped("state"),
        "unpaid_surplus": open_items(company.coop_shu_payable_account_id),
        "unpaid_refunds": open_items(company.coop_refund_account_id),
        "advances": open_items(company.coop_advance_account_id),
        "locked": str(company.fiscalyear_lock_date),
        "checklist": checklist,
        "state": run.state,
        "surplus": [
            run.surplus_total,
            run.surplus_member + run.surplus_non_member + run.surplus_remainder,
            -total(
                ("account_id.internal_group", "in", ("income", "expense")),
                ("date", ">=", "2025-01-01"),
                ("date", "<=", "2025-12-31"),
            ),
        ],
        "pools": sum(run.pool_ids.mapped("amount")) + run.surplus_remainder,
        "shares": {share.number: share.total for share in run.share_ids},
        "distributed": [
            sum(run.share_ids.mapped("total")),
            sum(run.pool_ids.mapped("distributed_amount")),
            run.payable_total,
        ],
        "uncovered": {
            scheme.code: uncovered(scheme)
            for scheme in env["coop.social.scheme"].search([])
        },
        "deducted": {
            f"{payout.run_id.date} {payout.member_id.number}": payout.bpjs
            for payout in env["coop.payout"].search([("company_id", "=", company.id)])
        },
        "users": {
            user.login: user._is_internal()
            for user in env["res.users"].search([("company_id", "=", company.id)])
            if user.login != "admin"
        },
    }
    env.cr.rollback()
    return result


@pytest.fixture(scope="module")
def books():
    """Figures of a fresh demo database; the server is that of `make test`."""
    wanted = plan(addons.groups()[0], demo=True)
    script = f"{inspect.getsource(figures)}\nimport json\n"
    script += "print('\\n' + json.dumps(figures(env)))\n"
    with testing.scratch(Cluster(os.environ), "demotest", wanted) as database:
        result = subprocess.run(
            testing.shell(database),
            env=Cluster(os.environ).env,
            input=script,
            capture_output=True,
            text=True,
        )
    assert not result.returncode, result.stderr
    return json.loads(result.stdout.splitlines()[-1])


def test_the_books_balance_and_nothing_is_left_in_draft(books):
    assert books["company"][1:] == ["id", "IDR"]
    assert books["trial_balance"] == 0
    assert books["drafts"] == 0
    assert books["opening"] == ["posted"]


def test_savings_of_the_ledger_are_those_of_the_members(books):
    ledger, members = books["savings"]
    assert -ledger == members > 0
    assert books["unassigned"] == 0


def test_money_never_runs_out(books):
    assert min(books["lowest"]) > 0


def test_twelve_people_with_a_joiner_two_leavers_and_an_applicant(books):
    states = books["states"]
    assert len(states) == 12
    assert states["Nurul Hidayah"] == "active"
    assert states["Rizky Maulana"] == states["Togar Siregar"] == "left"
    assert states["Maya Sari"] == "approved"
    assert books["numbers"][-2:] == ["0011", "0012"], "numbering goes on"


def test_two_members_are_in_arrears_at_the_end_of_the_year(books):
    assert books["arrears"] == {"0009": 450_000, "0011": 150_000}


def test_one_share_of_2024_and_one_heir_are_unpaid(books):
    assert books["unpaid_surplus"] == [["Hendra Wijaya", "2025-03-15", -580_000]]
    assert books["unpaid_refunds"] == [["Daniel Siregar", "2025-10-24", -1_033_333]]
    assert books["advances"] == []
    assert books["unaffected"] == 26_000_000, "the surplus of 2024 is distributed"


def test_the_year_is_locked_and_its_run_computes_at_once(books):
    assert books["locked"] == "2025-12-31"
    assert books["checklist"] == []
    assert books["state"] == "computed"


def test_the_surplus_ties_to_the_ledger_and_the_shares_to_the_pools(books):
    total, parts, ledger = books["surplus"]
    assert total == parts == ledger
    assert 40_000_000 < total < 60_000_000
    assert books["pools"] == total
    assert len(set(books["distributed"])) == 1
    assert len(books["shares"]) == 11
    assert min(books["shares"].values()) > 0


def test_all_are_covered_in_november_but_the_newest_member(books):
    assert books["uncovered"] == {"BPJS-TK": ["0012"], "BPJS-KES": ["0012"]}


def test_payouts_deduct_one_month_of_social_security(books):
    assert books["deducted"] == {
        "2026-10-06 0001": 255_900,
        "2026-10-06 0002": 213_400,
        "2026-10-06 0003": 400_000,
        "2026-10-06 0004": 0,
        "2026-10-06 0009": 8_400,
        "2026-10-06 0011": 0,
        "2026-10-06 0012": 0,
        "2026-11-05 0001": 255_900,
        "2026-11-05 0002": 213_400,
        "2026-11-05 0003": 400_000,
        "2026-11-05 0009": 8_400,
    }


def test_people_of_every_role_can_log_in(books):
    assert books["users"] == {
        "accountant": True,
        "manager": True,
        "officer": True,
        "supervisor": True,
        "budi": False,
        "siti": False,
        "klien": False,
    }


def test_loading_again_changes_nothing(books):
    assert books["again"] == 0
