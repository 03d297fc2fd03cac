# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Cases of kind ``shu``: a year of books, distributed and posted.

Books real entries, runs the real run and compares pools, shares and ledger.
"""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import reading
from reading import Refused

from odoo.fields import Command

DESTINATIONS = ("reserve", "fund", "patronage", "capital")
BASES = ("closing", "month_end_12", "daily_365")
LEAVER_RULES = ("none", "jua_only", "jua_and_jma")
REASONS = ("resigned", "deceased", "excluded")
SHARE_COLUMNS = {
    "patronage": "patronage_amount",
    "capital": "capital_amount",
    "total": "total",
    "payable": "payable",
}
FUNDS = ("board", "staff", "education", "social", "development")
ENTRY = ("debit", "reserve")
PRINCIPAL = 100_000  # principal savings of every member, in rupiah


def play(coop, case):
    """Play one case; returns what differs, as a list of texts.

    :raises Refused: the case is not written as the README says
    """
    year = Year(case)
    expected = case["expect"]
    return coop.differences(expected, lambda: Play(coop, year).differences(expected))


class Member:
    """A member of a case, with dates and amounts read and defaults filled in."""

    def __init__(self, data, year, where):
        reading.keys(
            data,
            where,
            ("name", "savings", "patronage"),
            ("joined", "left", "reason"),
        )
        self.name = reading.text(data["name"], f"{where}: name")
        where = f"member {self.name}"
        self.patronage = reading.amount(data["patronage"], f"{where}: patronage")
        self.left = None
        if "left" in data:
            self.left = reading.day(data["left"], f"{where}: left")
        elif "reason" in data:
            raise Refused(f"{where}: “reason” without “left”")
        self.reason = reading.choice(
            data.get("reason", "resigned"), f"{where}: reason", REASONS
        )
        held_since = year.start - timedelta(days=1)
        if self.left:
            held_since = min(held_since, self.left)
        self.movements = self._savings(data["savings"], held_since, where)
        first = min([held_since, *(day for day, _amount in self.movements)])
        self.joined = min(first, date(year.start.year - 1, 1, 1))
        if "joined" in data:
            self.joined = reading.day(data["joined"], f"{where}: joined")
        self.applied = min([self.joined, *(day for day, _amount in self.movements[:1])])
        self.worked = max(self.joined, year.start)
        if self.worked > year.end or (self.left and self.left < self.worked):
            self.worked = year.start  # as an outsider

    @staticmethod
    def _savings(data, held_since, where):
        if not isinstance(data, list):
            amount = reading.amount(data, f"{where}: savings")
            return [(held_since, amount)] if amount else []
        movements = []
        for index, row in enumerate(data, 1):
            at = f"{where}: savings {index}"
            reading.keys(row, at, ("date", "amount"))
            movements.append(
                (
                    reading.day(row["date"], f"{at}: date"),
                    reading.amount(row["amount"], f"{at}: amount"),
                )
            )
        return sorted(movements, key=lambda movement: movement[0])

    def bookings(self):
        """Savings by type: ``[(day, kind, amount)]``, in order of days.

        The principal savings come out of the first deposit where it is large enough
        and there when the member joins. Else they are paid and given back on the day
        of joining, which leaves every balance as the case has it. All other savings
        are mandatory ones.
        """
        first_day, first = (self.movements or [(self.joined, 0)])[0]
        result = []
        if first >= PRINCIPAL and first_day <= self.joined:
            result.append((first_day, "principal", Decimal(PRINCIPAL)))
            principal, mandatory = Decimal(PRINCIPAL), -Decimal(PRINCIPAL)
        else:
            principal, mandatory = Decimal(0), Decimal(0)
            result.append((self.joined, "principal", Decimal(PRINCIPAL)))
            result.append((self.joined, "back", -Decimal(PRINCIPAL)))
        for index, (day, amount) in enumerate(self.movements):
            if index == 0 and principal:
                amount, mandatory = amount - PRINCIPAL, Decimal(0)
            taken = Decimal(0)
            if amount < 0 and -amount > mandatory and principal:
                taken = min(principal, -amount - mandatory)
                result.append((day, "principal", -taken))
                principal -= taken
            if amount + taken:
                result.append((day, "mandatory", amount + taken))
                mandatory += amount + taken
        return result


class Year:
    """A case of kind ``shu``, checked and with defaults filled in."""

    def __init__(self, case):
        reading.keys(
            case,
            "case",
            ("kind", "name", "fiscal_year", "surplus", "scheme", "members", "expect"),
            (
                "non_member_scheme",
                "capital_basis",
                "leaver_rule",
                "payable_unit",
                "minimum_payout",
            ),
        )
        reading.text(case["name"], "name")
        number = reading.whole(case["fiscal_year"], "fiscal_year", 1991)
        self.start, self.end = date(number, 1, 1), date(number, 12, 31)
        surplus = reading.keys(case["surplus"], "surplus", ("member", "non_member"))
        self.member = reading.amount(surplus["member"], "surplus: member")
        self.non_member = reading.amount(surplus["non_member"], "surplus: non_member")
        self.scheme = self._scheme(case["scheme"], "scheme")
        self.non_member_scheme = None
        if "non_member_scheme" in case:
            self.non_member_scheme = self._scheme(
                case["non_member_scheme"], "non_member_scheme"
            )
        self.options = {}
        for key, values in (("capital_basis", BASES), ("leaver_rule", LEAVER_RULES)):
            if key in case:
                self.options[key] = reading.choice(case[key], key, values)
        for key, least in (("payable_unit", 1), ("minimum_payout", 0)):
            if key in case:
                self.options[key] = reading.whole(case[key], key, least)
        self.members = [
            Member(data, self, f"member {index}")
            for index, data in enumerate(reading.rows(case["members"], "members"), 1)
        ]
        reading.unlike((member.name for member in self.members), "members")
        self._check_expectations(case["expect"])
        amounts = [self.member, self.non_member]
        for member in self.members:
            amounts += [member.patronage, *(value for _d, value in member.movements)]
        self.has_sen = any(value % 1 for value in amounts)

    @staticmethod
    def _scheme(data, where):
        for index, line in enumerate(reading.rows(data, where), 1):
            at = f"{where} {index}"
            reading.keys(line, at, ("name", "destination", "percent"))
            reading.text(line["name"], f"{at}: name")
            reading.choice(line["destination"], f"{at}: destination", DESTINATIONS)
            reading.amount(line["percent"], f"{at}: percent", decimals=6)
        reading.unlike((line["name"] for line in data), where)
        return data

    def _check_expectations(self, expect):
        if isinstance(expect, dict) and "error" in expect:
            reading.keys(expect, "expect", ("error",))
            reading.text(expect["error"], "expect: error")
            return
        reading.keys(expect, "expect", ("pools", "members"), ("entry",))
        names = {
            "pools": {line["name"] for line in self.scheme},
            "members": {member.name for member in self.members},
        }
        for key, known in names.items():
            at = f"expect: {key}"
            reading.mapping(expect[key], at)
            for name, values in expect[key].items():
                if name not in known:
                    raise Refused(f"{at}: “{name}” is not in the case")
                if key == "pools":
                    reading.amount(values, f"{at}: {name}")
                    continue
                reading.keys(values, f"{at}: {name}", (), SHARE_COLUMNS)
                for column, value in values.items():
                    reading.amount(value, f"{at}: {name}: {column}")
        entry = reading.keys(expect.get("entry", {}), "expect: entry", (), ENTRY)
        for column, value in entry.items():
            reading.amount(value, f"expect: entry: {column}")


class Play:
    """A case on its way through the books and the run."""

    def __init__(self, coop, year):
        self.coop, self.env, self.year = coop, coop.env, year
        self.records = {}  # name of the member: coop.member
        coop.use_sen(year.has_sen)
        self._decide_principal()
        self._admit_members()
        self._book_year()
        self._let_members_leave()
        coop.today(date(year.end.year + 1, 3, 31))
        self._distribute(self._create_scheme())

    # ------------------------------------------------------------------- the books
    def _decide_principal(self):
        self.env["coop.savings.amount"].create(
            {
                "type_id": self.coop.types["principal"].id,
                "valid_from": "1900-01-01",
                "amount": PRINCIPAL,
                "source": "AD",
            }
        )

    def _admit_members(self):
        """Apply, pay, be approved and become active, in the order of the file.

        Neighbours with the same dates go together, which gives the same numbers.
        """
        batch = []
        for member in self.year.members:
            if batch and (batch[0].applied, batch[0].joined) != (
                member.applied,
                member.joined,
            ):
                self._admit(batch)
                batch = []
            batch.append(member)
        if batch:
            self._admit(batch)
        numbers = [self.records[member.name].number for member in self.year.members]
        assert numbers == sorted(numbers, key=lambda n: (len(n), n)), numbers

    def _admit(self, batch):
        applied, joined = batch[0].applied, batch[0].joined
        self.coop.today(applied)
        partners = self.env["res.partner"].create(
            [{"name": member.name} for member in batch]
        )
        records = self.env["coop.member"].create(
            [{"partner_id": p.id, "date_applied": applied} for p in partners]
        )
        self.records |= dict(
            zip((member.name for member in batch), records, strict=True)
        )
        bookings = defaultdict(list)
        for member, record in zip(batch, records, strict=True):
            for day, kind, amount in member.bookings():
                bookings[day, kind == "back"].append((record, kind, amount))
        # what was paid before joining, then the approval, then the rest
        for (day, _back), lines in sorted(bookings.items()):
            if day < joined:
                self._save(day, lines)
        self.coop.today(joined)
        records.action_approve()
        for (day, _back), lines in sorted(bookings.items()):
            if day >= joined:
                self._save(day, lines)
        for member, record in zip(batch, records, strict=True):
            assert record.state == "active", (member.name, record.state)
            assert record.date_joined == joined, (member.name, record.date_joined)

    def _save(self, day, lines):
        types = self.coop.types | {"back": self.coop.types["principal"]}
        self.coop.entry(
            day,
            [
                (types[kind].account_id, -amount, record.partner_id)
                for record, kind, amount in lines
            ],
            "savings",
        )

    def _book_year(self):
        """Members' work, the revenue that gives the surplus, and older reserves."""
        year, account = self.year, self.coop.account
        nobody = self.env["res.partner"]
        work = defaultdict(list)
        for member in year.members:
            if member.patronage:
                partner = self.records[member.name].partner_id
                work[member.worked].append(
                    (account("member_cost"), member.patronage, partner)
                )
        for day, lines in sorted(work.items()):
            self.coop.entry(day, lines, "members' work")
        revenue = year.member + sum(member.patronage for member in year.members)
        self._book_result(revenue, "member_revenue", "member_material")
        self._book_result(year.non_member, "non_member_revenue", "non_member_cost")
        deficit = -(year.member + year.non_member)
        if deficit > 0:
            self.coop.entry(
                year.start - timedelta(days=1),
                [(account("reserve"), -deficit, nobody)],
                "reserve from earlier years",
            )

    def _book_result(self, surplus, revenue, cost):
        if surplus:
            name = revenue if surplus > 0 else cost
            line = (self.coop.account(name), -surplus, self.env["res.partner"])
            self.coop.entry(self.year.end, [line], "result of the year")

    def _let_members_leave(self):
        leavers = [member for member in self.year.members if member.left]
        for member in sorted(leavers, key=lambda leaver: leaver.left):
            self.coop.today(member.left)
            reason = self.env.ref(f"coop_membership.leave_reason_{member.reason}")
            self.env["coop.member.exit"].create(
                {
                    "member_id": self.records[member.name].id,
                    "date": member.left,
                    "reason_id": reason.id,
                }
            ).action_post()

    # --------------------------------------------------------------------- the run
    def _create_scheme(self):
        return self.env["coop.shu.scheme"].create(
            {
                "name": "Scheme of the case",
                "source": "AD art. 45",
                "valid_from": self.year.start,
                "line_ids": self._lines(self.year.scheme, "member"),
                "patronage_source_ids": [Command.create({"code": "member_cost"})],
                **(
                    {}
                    if self.year.non_member_scheme is None
                    else {
                        "non_member_line_ids": self._lines(
                            self.year.non_member_scheme, "non_member"
                        )
                    }
                ),
                **self.year.options,
            }
        )

    def _lines(self, scheme, part):
        return [
            Command.create(
                {
                    "name": line["name"],
                    "part": part,
                    "sequence": index,
                    "destination": line["destination"],
                    "percent": float(line["percent"]),
                    "account_id": self.coop.account(
                        f"fund_{FUNDS[index % len(FUNDS)]}"
                    ).id
                    if line["destination"] == "fund"
                    else False,
                }
            )
            for index, line in enumerate(scheme)
        ]

    def _distribute(self, scheme):
        run = self.env["coop.shu.run"].create(
            {
                "date_from": self.year.start,
                "date_to": self.year.end,
                "scheme_id": scheme.id,
            }
        )
        run.action_lock_year()
        run.action_compute()
        run.resolution_number = "01/RAT"
        run.resolution_date = date(self.year.end.year + 1, 3, 15)
        run.action_approve()
        run.action_post()
        while run.job:  # a large run goes on piece by piece in the background
            run._next_chunk()
        self.env.flush_all()
        self.run = run

    # ------------------------------------------------------------------ comparing
    def differences(self, expected):
        """Return what is not as expected, and what the books say otherwise."""
        if "error" in expected:
            return []
        shares = {share.member_id: share for share in self.run.share_ids}
        result = []

        def compare(what, wanted, got):
            if wanted != got:
                result.append(f"{what}, expected {wanted}, got {got}")

        pools = {
            pool.name: exact(pool.amount)
            for pool in self.run.pool_ids
            if pool.part == "member"
        }
        for name, wanted in expected["pools"].items():
            compare(f"pool {name}", exact(wanted), pools.get(name, 0))
        for name, columns in expected["members"].items():
            share = shares.get(self.records[name])
            for column, wanted in columns.items():
                got = exact(share[SHARE_COLUMNS[column]]) if share else 0
                compare(f"{name}: {column}", exact(wanted), got)
        entry = self._entry()
        for column, wanted in expected.get("entry", {}).items():
            compare(f"entry: {column}", exact(wanted), entry[column])
        self._compare_books(compare, shares)
        return result

    def _items(self):
        return self.run.move_ids.line_ids.filtered(lambda i: i.parent_state == "posted")

    def _entry(self):
        """Debit of the unaffected earnings and credit of the reserve."""
        items = self._items()
        company = self.run.company_id
        unaffected = company.get_unaffected_earnings_account()
        reserve = company.coop_reserve_account_id
        return {
            "debit": total(i.debit for i in items if i.account_id == unaffected),
            "reserve": total(-i.balance for i in items if i.account_id == reserve),
        }

    def _compare_books(self, compare, shares):
        """The entries must say what the run says, whatever the case expects."""
        items = self._items()
        surplus = exact(self.year.member + self.year.non_member)
        compare("surplus in the books", surplus, exact(self.run.surplus_total))
        unaffected = self.run.company_id.get_unaffected_earnings_account()
        booked = total(i.balance for i in items if i.account_id == unaffected)
        compare("entries: surplus booked", surplus, booked)
        by_share = items.grouped("coop_shu_share_id")
        for member, share in shares.items():
            own = by_share.get(share, items.browse())
            partner = member.partner_id
            got = total(-i.balance for i in own if i.partner_id == partner)
            name = partner.name
            compare(f"entries: {name}", exact(share.payable), got)
        funds = self.run.pool_ids.filtered(lambda pool: pool.destination == "fund")
        for account, pools in funds.grouped("account_id").items():
            got = total(-i.balance for i in items if i.account_id == account)
            wanted = total(pools.mapped("amount"))
            compare(f"entries: {', '.join(pools.mapped('name'))}", wanted, got)


def exact(value):
    """Amount without trailing zeros, exact to the sen.

    >>> print(exact(52000000.37), exact(1200.0), exact(0.0))
    52000000.37 1200 0
    """
    sen = round(value * 100)
    return Decimal(sen) / 100 if sen % 100 else sen // 100


def total(values):
    """Sum, exact to the sen."""
    return exact(sum(round(value * 100) for value in values) / Decimal(100))
