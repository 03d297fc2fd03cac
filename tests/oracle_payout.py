# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""What a case of kind ``payout`` must give, worked out slowly and on its own.

No part of the program is used here: fractions, left-over rupiah handed out one by one,
tax added up bracket by bracket.
"""

from fractions import Fraction

from oracle import share_out

MILLION = 1_000_000
# Law 7/2021 art. 17: width of the bracket, percent.
ART_17 = (
    (60 * MILLION, 5),
    (190 * MILLION, 15),
    (250 * MILLION, 25),
    (4500 * MILLION, 30),
)
TOP = 35


def expected(case):
    """Return members and bank total of a case, as ``expect`` has them."""
    job = case["job"]
    member_part = rounded(
        Fraction(job["price"]) * Fraction(job["member_percent"]) / 100
    )
    pot = member_part - rounded(member_part * Fraction(job["coop_percent"]) / 100)
    rows = [dict(row) for row in case["members"]]
    lead = job.get("lead", {"name": None, "fee": 0})
    if lead["name"] not in [None, *(row["name"] for row in rows)]:
        rows.append(
            {"name": lead["name"], "weight": 0, "id_valid": True, "charges": {}}
        )
    weights = [Fraction(row["weight"]) for row in rows]
    rest = pot - lead["fee"]
    gross = share_out(rest, weights) if rest else [0] * len(rows)
    gross = [
        amount + (lead["fee"] if row["name"] == lead["name"] else 0)
        for amount, row in zip(gross, rows, strict=True)
    ]
    by = gross if any(gross) else weights
    value = share_out(member_part, by) if member_part else [0] * len(rows)
    members = {}
    for row, own, worth in zip(rows, gross, value, strict=True):
        left = own
        columns = {"gross": own, "value": worth}
        columns["tax"] = tax(own, row["id_valid"])
        left -= columns["tax"]
        for code in ("bpjs", "savings", "advance"):
            columns[code] = min(left, row["charges"].get(code, 0))
            left -= columns[code]
        members[row["name"]] = columns | {"net": left}
    return {
        "members": members,
        "bank_total": sum(columns["net"] for columns in members.values()),
    }


def tax(gross, id_valid):
    """Tax on half of the gross; a fifth more without a valid number."""
    base, total = Fraction(gross, 2), Fraction(0)
    for width, percent in ART_17:
        part = min(base, width)
        total += part * percent / 100
        base -= part
    total += base * TOP / 100
    return rounded(total if id_valid else total * Fraction(6, 5))


def rounded(value):
    """To whole rupiah, halves up."""
    return int((value + Fraction(1, 2)) // 1)
