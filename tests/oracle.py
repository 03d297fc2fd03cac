# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""What a case of kind ``shu`` must give, worked out slowly and on its own.

No part of the program is used here: fractions, a balance for every single day, and
left-over rupiah handed out one by one.
"""

from datetime import date, timedelta
from fractions import Fraction


def expected(case):
    """Return pools, members and entry of a case, as ``expect`` has them."""
    year = case["fiscal_year"]
    member = Fraction(case["surplus"]["member"])
    non_member = Fraction(case["surplus"]["non_member"])
    total = member + non_member
    names = [line["name"] for line in case["scheme"]]
    if total <= 0:
        nothing = dict.fromkeys(("patronage", "capital", "total", "payable"), 0)
        return {
            "pools": dict.fromkeys(names, 0),
            "members": {row["name"]: nothing for row in case["members"]},
            "entry": {"debit": 0, "reserve": total},
        }
    if member < 0:
        member, non_member = Fraction(0), total
    if non_member < 0:
        member, non_member = total, Fraction(0)
    pools = share_out(member // 1, [line["percent"] for line in case["scheme"]])
    outside = case.get("non_member_scheme") or [
        {"destination": "reserve", "percent": 100}
    ]
    outside_pools = share_out(non_member // 1, [line["percent"] for line in outside])
    unit, least = case.get("payable_unit", 1), case.get("minimum_payout", 0)
    weights = [member_weights(case, row, year) for row in case["members"]]
    totals = {"patronage": [0] * len(weights), "capital": [0] * len(weights)}
    for line, pool in zip(case["scheme"], pools, strict=True):
        column = {"patronage": 0, "capital": 1}.get(line["destination"])
        if column is not None and any(pair[column] for pair in weights):
            for index, amount in enumerate(
                share_out(pool, [pair[column] for pair in weights])
            ):
                totals[line["destination"]][index] += amount
    members, paid = {}, 0
    for index, row in enumerate(case["members"]):
        whole = totals["patronage"][index] + totals["capital"][index]
        payable = whole - whole % unit
        if payable < least:
            payable = 0
        paid += payable
        members[row["name"]] = {
            "patronage": totals["patronage"][index],
            "capital": totals["capital"][index],
            "total": whole,
            "payable": payable,
        }
    funds = sum(
        pool
        for lines, amounts in ((case["scheme"], pools), (outside, outside_pools))
        for line, pool in zip(lines, amounts, strict=True)
        if line["destination"] == "fund"
    )
    return {
        "pools": dict(zip(names, pools, strict=True)),
        "members": members,
        "entry": {"debit": total, "reserve": total - funds - paid},
    }


def share_out(amount, weights):
    """Divide whole rupiah: floors first, then one each to the largest fractions."""
    whole = sum(map(Fraction, weights))
    exact = [amount * Fraction(weight) / whole for weight in weights]
    result = [int(value // 1) for value in exact]
    while sum(result) < amount:
        behind = [value - given for value, given in zip(exact, result, strict=True)]
        result[behind.index(max(behind))] += 1
    return result


def member_weights(case, row, year):
    """Return business and savings of a member, as far as they count."""
    left, joined = row.get("left"), row.get("joined", "0001-01-01")
    first, last = date(year, 1, 1), date(year, 12, 31)
    if date.fromisoformat(joined) > last:
        return Fraction(0), Fraction(0)
    gone = date.fromisoformat(left) if left else None
    if gone and gone < first:
        return Fraction(0), Fraction(0)
    business = max(Fraction(0), Fraction(row["patronage"]))
    savings = max(Fraction(0), mean(case.get("capital_basis"), row, gone, first, last))
    if gone and gone <= last:
        rule = case.get("leaver_rule", "jua_only")
        business *= rule in ("jua_only", "jua_and_jma")
        savings *= rule == "jua_and_jma"
    return business, savings


def mean(basis, row, gone, first, last):
    """Return the savings of a member as the basis counts them."""
    balances, day = {}, first
    while day <= last:
        balances[day] = balance(row["savings"], gone, day)
        day += timedelta(days=1)
    if basis == "closing":
        return balances[last]
    if basis == "daily_365":
        return sum(balances.values()) / len(balances)
    ends = [day for day in balances if (day + timedelta(days=1)).day == 1]
    return sum(balances[day] for day in ends) / len(ends)


def balance(savings, gone, day):
    """Return what a member has saved at the end of a day; nothing once gone."""
    if gone and gone <= day:
        return Fraction(0)
    if not isinstance(savings, list):
        return Fraction(savings)
    return sum(
        (
            Fraction(move["amount"])
            for move in savings
            if date.fromisoformat(move["date"]) <= day
        ),
        Fraction(0),
    )
