# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The player of `make cases` reports what it should, and the cases are right."""

import copy
import json
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests.common import get_db_name

CASES = Path(__file__).parent / "cases"
sys.path.insert(0, str(CASES))

import oracle  # noqa: E402
import oracle_payout  # noqa: E402
import payout  # noqa: E402
import player  # noqa: E402
import reading  # noqa: E402
import shu  # noqa: E402

CASE = {
    "kind": "shu",
    "name": "right",
    "fiscal_year": 2025,
    "surplus": {"member": 1_000_000, "non_member": 0},
    "scheme": [
        {"name": "Reserve", "destination": "reserve", "percent": 60},
        {"name": "Patronage", "destination": "patronage", "percent": 40},
    ],
    "members": [
        {"name": "A", "savings": 100_000, "patronage": 1_000_000},
        {"name": "B", "savings": 300_000, "patronage": 3_000_000},
    ],
    "expect": {
        "pools": {"Patronage": 400_000},
        "members": {"A": {"patronage": 100_000}, "B": {"payable": 300_000}},
        "entry": {"debit": 1_000_000, "reserve": 600_000},
    },
}

PAYOUT = {
    "kind": "payout",
    "name": "right",
    "date": "2026-03-31",
    "job": {
        "price": 10_000_000,
        "member_percent": 100,
        "coop_percent": 10,
        "lead": {"name": "A", "fee": 1_000_000},
    },
    "members": [
        {
            "name": "A",
            "weight": 1,
            "id_valid": True,
            "charges": {"bpjs": 36_800, "savings": 0, "advance": 0},
        },
        {
            "name": "B",
            "weight": 3,
            "id_valid": False,
            "charges": {"bpjs": 0, "savings": 50_000, "advance": 9_000_000},
        },
    ],
    "expect": {
        "members": {
            "A": {"gross": 3_000_000, "tax": 75_000, "bpjs": 36_800, "net": 2_888_200},
            "B": {"gross": 6_000_000, "tax": 180_000, "advance": 5_770_000, "net": 0},
        },
        "bank_total": 2_888_200,
    },
}


def changed(name, base=None, **changes):
    """A copy of CASE with other values; keys such as ``expect__pools`` go deeper."""
    case = copy.deepcopy(base or CASE) | {"name": name}
    for key, value in changes.items():
        *path, last = key.split("__")
        target = case
        for step in path:
            target = target[int(step) if step.isdigit() else step]
        target[last] = value
    return case


@pytest.fixture
def env():
    with Registry(get_db_name()).cursor() as cr:
        yield api.Environment(cr, SUPERUSER_ID, {})
        cr.rollback()


@pytest.fixture
def play(env, tmp_path_factory):
    """Play files, given by name; returns the exit code and the lines printed."""

    def run(**files):
        folder = tmp_path_factory.mktemp("cases")
        for name, content in files.items():
            text = content if isinstance(content, str) else json.dumps(content)
            (folder / f"{name}.json").write_text(text)
        lines = []
        return player.run(env, folder, lines.append), lines

    return run


def test_report_and_exit_code(play):
    code, lines = play(
        b_second=changed("last"),
        a_first=[
            changed("right"),
            changed("wrong share", expect__members__A__patronage=100_001),
            changed(
                "wrong pool and entry",
                expect__pools={"Reserve": 1},
                expect__entry={"debit": 2, "reserve": 600_000},
            ),
            changed("typing error", leaver_rul="none"),
            changed("deep typing error", members__0__savigns=1),
            changed("someone else", expect__members={"C": {"total": 0}}),
            changed("unheard of", kind="voucher"),
            changed("refused", scheme__0__percent=65),
            changed(
                "rightly refused",
                scheme__0__percent=65,
                expect={"error": "ADD UP TO 105"},
            ),
            changed(
                "refused otherwise",
                scheme__0__percent=65,
                expect={"error": "overdrawn"},
            ),
            changed("not refused", expect={"error": "add up to"}),
            "no case",
        ],
        c_third="{'kind': 1}",
    )
    assert code == 1
    assert lines[0] == "ok  right"
    assert lines[1] == (
        "differs: wrong share: A: patronage, expected 100001, got 100000"
    )
    assert lines[2] == (
        "differs: wrong pool and entry: pool Reserve, expected 1, got 600000; "
        "entry: debit, expected 2, got 1000000"
    )
    assert lines[3] == "differs: typing error: case: unknown key “leaver_rul”"
    assert lines[4] == "differs: deep typing error: member 1: unknown key “savigns”"
    assert lines[5] == (
        "differs: someone else: expect: members: “C” is not in the case"
    )
    assert lines[6] == (
        "differs: unheard of: unknown kind “voucher”; there are: shu, payout"
    )
    assert lines[7].startswith("differs: refused: refused: ")
    assert "add up to 105" in lines[7]
    assert lines[8] == "ok  rightly refused"
    assert lines[9].startswith(
        "differs: refused otherwise: error, expected “overdrawn”"
    )
    assert lines[10] == ("differs: not refused: error, expected “add up to”, got none")
    assert lines[11].startswith("differs: a_first.json, case 12: ")
    assert lines[12] == "ok  last"
    assert lines[13].startswith("differs: c_third.json: no JSON: ")
    assert lines[14:] == ["14 cases: 3 ok, 11 differ"]


def test_all_well(play):
    assert play(one=CASE) == (0, ["ok  right", "1 case: 1 ok, 0 differ"])


def test_no_case_fails(play, tmp_path):
    code, lines = play()
    assert code == 1
    assert "There is no *.json" in lines[0]
    code, lines = play(empty=[])
    assert code == 1
    assert lines == ["differs: empty.json: holds no case", "1 case: 0 ok, 1 differs"]


def test_cases_are_isolated(env, play):
    members = env["coop.member"].search_count([])
    runs = env["coop.shu.run"].search_count([])
    play(one=[CASE, CASE, CASE])
    assert env["coop.member"].search_count([]) == members
    assert env["coop.shu.run"].search_count([]) == runs


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"surplus__other": 1}, "surplus: unknown key “other”"),
        ({"scheme__0__perc": 1}, "scheme 1: unknown key “perc”"),
        ({"expect__total": 1}, "expect: unknown key “total”"),
        ({"expect__entry__debt": 1}, "expect: entry: unknown key “debt”"),
        ({"expect__members__A__sum": 1}, "expect: members: A: unknown key “sum”"),
        ({"expect__pools": {"Patronag": 1}}, "expect: pools: “Patronag” is not in"),
        ({"expect__error": "x"}, "expect: unknown key “pools”"),
        ({"expect": {"pools": {}}}, "expect: “members” is missing"),
        ({"capital_basis": "average"}, 'capital_basis: "average" is none of'),
        ({"payable_unit": 0}, "payable_unit: a whole number from 1"),
        ({"minimum_payout": Decimal("0.5")}, "minimum_payout: a whole number"),
        ({"members__0__savings": "much"}, "member A: savings: a number is wanted"),
        ({"members__0__savings": [{"date": "1/7/2025", "amount": 1}]}, "a date such"),
        ({"members__0__savings": [{"date": "2025-07-01"}]}, "“amount” is missing"),
        ({"members__0__patronage": True}, "member A: patronage: a number is wanted"),
        ({"members__0__patronage": Decimal("0.001")}, "more than 2 decimals"),
        ({"members__0__reason": "resigned"}, "“reason” without “left”"),
        ({"members__1__name": "A"}, "members: “A” occurs twice"),
        ({"scheme__1__name": "Reserve"}, "scheme: “Reserve” occurs twice"),
        ({"surplus": 5}, "surplus: an object is wanted"),
        ({"members": {}}, "members: a list is wanted"),
        ({"fiscal_year": "2025"}, "fiscal_year: a whole number"),
    ],
)
def test_refused_by_name(changes, message):
    with pytest.raises(reading.Refused) as refused:
        shu.Year(changed("wrong", **changes))
    assert message in str(refused.value)


def test_payouts_are_played(play):
    """A payout is compared column by column, with the bills and the bank file."""
    wrong = changed("wrong net", PAYOUT, expect__members__B__net=1)
    bank = changed("wrong bank", PAYOUT, expect__bank_total=5)
    refused = changed("refused", PAYOUT, job__lead__fee=9_000_001)
    rightly = changed(
        "rightly", PAYOUT, job__lead__fee=9_000_001, expect={"error": "LOWER THE FEE"}
    )
    not_refused = changed("not refused", PAYOUT, expect={"error": "fee"})
    typo = changed("typo", PAYOUT, members__0__charges__bpsj=1)
    code, lines = play(
        one=[PAYOUT, wrong, bank, refused, rightly, not_refused, typo, CASE]
    )
    assert code == 1
    assert lines[0] == "ok  right"
    assert lines[1] == "differs: wrong net: B: net, expected 1, got 0"
    assert lines[2] == "differs: wrong bank: bank_total, expected 5, got 2888200"
    assert lines[3].startswith("differs: refused: refused: ")
    assert lines[4] == "ok  rightly"
    assert lines[5] == "differs: not refused: error, expected “fee”, got none"
    assert lines[6] == "differs: typo: member A: charges: unknown key “bpsj”"
    assert lines[7] == "ok  right"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"job__prise": 1}, "job: unknown key “prise”"),
        ({"job": {"price": 1, "member_percent": 1}}, "job: “coop_percent” is missing"),
        ({"job__price": Decimal("0.5")}, "job: price: 0.5 has more than 0 decimals"),
        ({"job__lead": {"name": "A"}}, "job: lead: “fee” is missing"),
        ({"job__coop_percent": "10"}, "job: coop_percent: a number is wanted"),
        ({"date": "31-03-2026"}, "date: a date such"),
        ({"members__0__weight": None}, "member A: weight: a number is wanted"),
        ({"members__0__id_valid": 1}, "member A: id_valid: true or false is wanted"),
        ({"members__0__charges__bpjs": -1}, "charges: bpjs: an amount from 0"),
        ({"members": [{"name": "A"}]}, "member 1: “weight” is missing"),
        ({"members__1__name": "A"}, "members: “A” occurs twice"),
        ({"expect__members__C": {}}, "expect: members: “C” is not in the case"),
        ({"expect__members__A__tex": 1}, "expect: members: A: unknown key “tex”"),
        ({"expect__error": "x"}, "expect: unknown key “members”"),
        ({"expect": {"bank_total": 1}}, "expect: “members” is missing"),
        ({"expect__bank": 1}, "expect: unknown key “bank”"),
    ],
)
def test_payouts_refused_by_name(changes, message):
    with pytest.raises(reading.Refused) as refused:
        payout.Job(changed("wrong", PAYOUT, **changes))
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1, "a": 2}', "“a” is given twice"),
        ('{"a": NaN}', "NaN is not a number"),
        ("[1,", "no JSON: Expecting value in line 1, column 4"),
        ("[]", "holds no case"),
    ],
)
def test_files_are_read_strictly(tmp_path, text, message):
    path = tmp_path / "case.json"
    path.write_text(text)
    with pytest.raises(reading.Refused) as refused:
        reading.load(path)
    assert message in str(refused.value)


def test_numbers_stay_exact(tmp_path):
    path = tmp_path / "case.json"
    path.write_text('{"percent": 33.33}')
    assert reading.load(path) == [{"percent": Decimal("33.33")}]


def test_cases_agree_with_the_oracle():
    """What our cases expect is what the slow arithmetic of fractions gives."""
    checked = 0
    for path in sorted(CASES.glob("*.json")):
        for case in reading.load(path):
            if case["kind"] != "shu" or "error" in case["expect"]:
                continue
            right, expect = oracle.expected(case), case["expect"]
            for name, amount in expect["pools"].items():
                assert amount == right["pools"][name], (case["name"], name)
            for name, columns in expect["members"].items():
                for column, amount in columns.items():
                    assert amount == right["members"][name][column], (
                        case["name"],
                        name,
                        column,
                    )
            for column, amount in expect.get("entry", {}).items():
                assert amount == right["entry"][column], (case["name"], column)
            checked += 1
    assert checked >= 25


def test_payouts_agree_with_the_oracle():
    """Payouts are checked by fractions that share nothing with the program."""
    checked = 0
    for path in sorted(CASES.glob("*.json")):
        for case in reading.load(path):
            if case["kind"] != "payout" or "error" in case["expect"]:
                continue
            assert case["expect"] == oracle_payout.expected(case), case["name"]
            checked += 1
    assert checked >= 25
