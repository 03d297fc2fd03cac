# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Cases of kind ``payout``: a job that is accepted, shared, paid out and booked.

Members, charges, contract, acceptance, payout run, bills and bank file are real; the
amounts of the payouts, the shares and the file are compared.
"""

import csv
import io
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

import reading
from reading import Refused

from odoo.fields import Command

CHARGES = ("bpjs", "savings", "advance")
COLUMNS = ("gross", "tax", *CHARGES, "net", "value")
PRINCIPAL = 100_000  # principal savings of every member, in rupiah
# Weights are kept with four decimals; as only their proportion counts, those of a case
# are multiplied so that they are whole.
DECIMALS = 6


def play(coop, case):
    """Play one case; returns what differs, as a list of texts.

    :raises Refused: the case is not written as the README says
    """
    job = Job(case)
    expected = case["expect"]
    return coop.differences(expected, lambda: Play(coop, job).differences(expected))


class Member:
    """A member of a case."""

    def __init__(self, name, weight=Decimal(0), id_valid=True, charges=None):
        self.name, self.weight, self.id_valid = name, weight, id_valid
        self.charges = dict.fromkeys(CHARGES, 0) | (charges or {})

    @classmethod
    def read(cls, data, where):
        """Check and read a member as the case has it."""
        reading.keys(data, where, ("name", "weight", "id_valid", "charges"))
        name = reading.text(data["name"], f"{where}: name")
        where = f"member {name}"
        weight = reading.amount(data["weight"], f"{where}: weight", DECIMALS)
        if not isinstance(data["id_valid"], bool):
            raise Refused(f"{where}: id_valid: true or false is wanted")
        at = f"{where}: charges"
        reading.keys(data["charges"], at, (), CHARGES)
        charges = {
            code: rupiah(value, f"{at}: {code}", least=0)
            for code, value in data["charges"].items()
        }
        return cls(name, weight, data["id_valid"], charges)


class Job:
    """A case of kind ``payout``, checked."""

    def __init__(self, case):
        reading.keys(case, "case", ("kind", "name", "date", "job", "members", "expect"))
        reading.text(case["name"], "name")
        self.date = reading.day(case["date"], "date")
        job = reading.keys(
            case["job"], "job", ("price", "member_percent", "coop_percent"), ("lead",)
        )
        self.price = rupiah(job["price"], "job: price")
        self.member_percent, self.coop_percent = (
            reading.amount(job[key], f"job: {key}", DECIMALS)
            for key in ("member_percent", "coop_percent")
        )
        # half-up, whatever the sign
        self.member_part = half_up(self.price * self.member_percent / 100)
        self.members = [
            Member.read(data, f"member {index}")
            for index, data in enumerate(reading.rows(case["members"], "members"), 1)
        ]
        reading.unlike((member.name for member in self.members), "members")
        self.lead, self.lead_fee = None, 0
        if "lead" in job:
            lead = reading.keys(job["lead"], "job: lead", ("name", "fee"))
            self.lead = reading.text(lead["name"], "job: lead: name")
            self.lead_fee = rupiah(lead["fee"], "job: lead: fee")
            if self.lead not in {member.name for member in self.members}:
                self.members.append(Member(self.lead))
        self._check_expectations(case["expect"])

    def _check_expectations(self, expect):
        if isinstance(expect, dict) and "error" in expect:
            reading.keys(expect, "expect", ("error",))
            reading.text(expect["error"], "expect: error")
            return
        reading.keys(expect, "expect", ("members",), ("bank_total",))
        names = {member.name for member in self.members}
        reading.mapping(expect["members"], "expect: members")
        for name, columns in expect["members"].items():
            at = f"expect: members: {name}"
            if name not in names:
                raise Refused(f"expect: members: “{name}” is not in the case")
            reading.keys(columns, at, (), COLUMNS)
            for column, value in columns.items():
                reading.amount(value, f"{at}: {column}")
        if "bank_total" in expect:
            reading.amount(expect["bank_total"], "expect: bank_total")


class Play:
    """A case on its way from the members to the bank file."""

    def __init__(self, coop, job):
        self.coop, self.env, self.job = coop, coop.env, job
        self.records = {}  # name of the member: coop.member
        self.run = self.env["coop.payout.run"]
        self.bank_rows = []
        coop.use_sen(False)
        self.joined = job.date.replace(day=1)
        coop.today(self.joined)
        self._admit_members()
        coop.today(job.date)
        self._charge_members()
        self.acceptance = self._accept()
        self._pay_out()

    # ----------------------------------------------------------------- the members
    def _admit_members(self):
        """Everybody joins on the first of the month and owes dues from then on."""
        dues = max(
            (member.charges["savings"] for member in self.job.members), default=0
        )
        for kind, amount in (("principal", PRINCIPAL), ("mandatory", dues)):
            if amount:
                self.env["coop.savings.amount"].create(
                    {
                        "type_id": self.coop.types[kind].id,
                        "valid_from": self.joined - timedelta(days=1),
                        "amount": amount,
                        "source": "AD",
                    }
                )
        members = self.job.members
        partners = self.env["res.partner"].create(
            [{"name": member.name} for member in members]
        )
        records = self.env["coop.member"].create(
            [
                {
                    "partner_id": partner.id,
                    "date_applied": self.joined,
                    "nik": nik(index) if member.id_valid else False,
                }
                for index, (member, partner) in enumerate(
                    zip(members, partners, strict=True), 1
                )
            ]
        )
        self.records = dict(
            zip((member.name for member in members), records, strict=True)
        )
        records.action_approve()
        if partners:
            principal = self.coop.types["principal"].account_id
            self.coop.entry(
                self.joined,
                [(principal, -PRINCIPAL, partner) for partner in partners],
                "principal savings",
            )
        # Who owes less than the dues has paid the rest already.
        mandatory = self.coop.types["mandatory"].account_id
        paid = [
            (mandatory, member.charges["savings"] - dues, partner)
            for member, partner in zip(members, partners, strict=True)
            if member.charges["savings"] < dues
        ]
        if paid:
            self.coop.entry(self.joined, paid, "dues")
        self.env["res.partner.bank"].create(
            [
                {
                    "acc_number": f"88{index:08}",
                    "partner_id": partner.id,
                    "allow_out_payment": True,
                }
                for index, partner in enumerate(partners, 1)
            ]
        )
        for member, record in zip(members, records, strict=True):
            assert record.state == "active", (member.name, record.state)
        numbers = records.mapped("number")
        assert numbers == sorted(numbers, key=lambda n: (len(n), n)), numbers

    def _charge_members(self):
        """Agreed deductions stand for social security; advances are on the books."""
        chart = self.env["account.chart.template"].with_company(self.coop.company)
        account = chart.ref("l10n_id_25110110").sudo(False)
        self.bpjs_account = account
        self.env["coop.member.deduction"].create(
            [
                {
                    "name": "BPJS",
                    "code": "bpjs",
                    "member_id": self.records[member.name].id,
                    "account_id": account.id,
                    "amount": member.charges["bpjs"],
                    "date_from": self.job.date,
                }
                for member in self.job.members
                if member.charges["bpjs"]
            ]
        )
        advances = [
            (
                self.coop.account("advance"),
                member.charges["advance"],
                self.records[member.name].partner_id,
            )
            for member in self.job.members
            if member.charges["advance"]
        ]
        if advances:
            self.coop.entry(self.job.date, advances, "advances")

    # -------------------------------------------------------------------- the work
    def _accept(self):
        """A job of a client, and the acceptance of its work."""
        job = self.job
        # sudo: services, clients and contracts are entered by whoever sells
        service = (
            self.env["product.product"]
            .sudo()
            .create({"name": "Service", "type": "service"})
        )
        client = (
            self.env["res.partner"]
            .sudo()
            .create({"name": "Client", "is_company": True})
        )
        contract = (
            self.env["contract.contract"]
            .sudo()
            .create(
                {
                    "name": f"Job: {job.price}",
                    "coop_is_job": True,
                    "partner_id": client.id,
                    "company_id": self.coop.company.id,
                    "coop_split": "weight",
                    "coop_percent": float(job.coop_percent),
                    "coop_lead_member_id": self._lead().id,
                    "coop_lead_fee": float(job.lead_fee),
                }
            )
        )
        parts = (
            ("member", job.member_part),
            ("subcontractor", job.price - job.member_part),
        )
        acceptance = self.env["coop.service.acceptance"].create(
            {
                "contract_id": contract.id,
                "date": job.date,
                "date_from": self.joined,
                "date_to": job.date,
                "split": "weight",
                "coop_percent": float(job.coop_percent),
                "lead_member_id": self._lead().id,
                "lead_fee": float(job.lead_fee),
                "line_ids": [
                    Command.create(
                        {
                            "product_id": service.id,
                            "name": performer,
                            "performer": performer,
                            "quantity": 1,
                            "price_unit": float(amount),
                        }
                    )
                    for performer, amount in parts
                    if amount
                ],
                "work_ids": [
                    Command.create(
                        {
                            "member_id": self.records[member.name].id,
                            "weight": float(member.weight * self._scale()),
                        }
                    )
                    for member in job.members
                    if member.weight and job.member_part
                ],
            }
        )
        acceptance.action_accept()
        assert acceptance.state == "accepted", acceptance.state
        return acceptance

    def _lead(self):
        return self.records.get(self.job.lead, self.env["coop.member"])

    def _scale(self):
        """Factor that makes every weight of the case whole."""
        return 10**DECIMALS if any(m.weight % 1 for m in self.job.members) else 1

    # --------------------------------------------------------------------- the money
    def _pay_out(self):
        """Run, bills and bank file; nothing of it if nobody is to get anything."""
        if not any(share.gross for share in self.acceptance.share_ids):
            return
        self.run = self.env["coop.payout.run"].create(
            {"date": self.job.date, "date_to": self.job.date}
        )
        self.run.action_compute()
        self.run.action_approve()
        self.run.action_post()
        while self.run.job:  # a large run goes on piece by piece in the background
            self.run._next_chunk()
        self.env.flush_all()
        if not any(payout.net for payout in self.run.payout_ids):
            return
        batch = self.env["coop.payment.batch"].browse(
            self.run.action_pay_bank()["res_id"]
        )
        batch.date = self.job.date
        batch.action_bank_file()
        batch.action_post()
        self.bank_rows = list(csv.reader(io.StringIO(batch._bank_file())))
        self.env.flush_all()
        self.env.invalidate_all()

    # ------------------------------------------------------------------ comparing
    def differences(self, expected):
        """Return what is not as expected, and what the books say otherwise."""
        if "error" in expected:
            return []
        result = []

        def compare(what, wanted, got):
            if wanted != got:
                result.append(f"{what}, expected {wanted}, got {got}")

        payouts = {payout.member_id: payout for payout in self.run.payout_ids}
        shares = {share.member_id: share for share in self.acceptance.share_ids}
        for name, columns in expected["members"].items():
            member = self.records[name]
            for column, wanted in columns.items():
                record = shares if column == "value" else payouts
                got = record[member][column] if member in record else 0
                compare(f"{name}: {column}", exact(wanted), exact(got))
        if "bank_total" in expected:
            compare("bank_total", exact(expected["bank_total"]), self._bank_total())
        self._compare_books(compare, payouts, shares)
        return result

    def _bank_total(self):
        """Control total of the bank file: in its header and in its trailer."""
        if not self.bank_rows:
            return 0
        head, trailer = self.bank_rows[0], self.bank_rows[-1]
        assert head[4:] == trailer[1:], (head, trailer)
        return exact(float(trailer[2]))

    def _compare_books(self, compare, payouts, shares):
        """Shares, bills and file must say the same, whatever the case expects."""
        company = self.coop.company
        part = self.job.member_part
        values = sum(exact(share.value) for share in shares.values())
        compare("sum of the values", exact(part), values)
        if shares:
            first = next(iter(shares.values()))
            gross = sum(exact(share.gross) for share in shares.values())
            compare("gross of all", exact(part - exact(first.amount_coop)), gross)
        accounts = {
            "gross": (company.coop_member_cost_account_id, 1),
            "tax": (company.coop_income_tax_account_id, -1),
            "bpjs": (self.bpjs_account, -1),
            "savings": (self.coop.types["mandatory"].account_id, -1),
            "advance": (company.coop_advance_account_id, -1),
            "net": (company.coop_payout_payable_account_id, -1),
        }
        for member, payout in payouts.items():
            items = payout.move_id.line_ids
            name = member.partner_id.name
            for column, (account, sign) in accounts.items():
                booked = sum(
                    exact(item.balance) for item in items if item.account_id == account
                )
                compare(
                    f"bill of {name}: {column}", exact(payout[column]), sign * booked
                )
            compare(f"bill of {name}: partner", member.partner_id, items.partner_id)
            state = "paid" if payout.net or not payout.gross else payout.state
            compare(f"payout of {name}", state, payout.state)
        transfers = {row[2]: exact(float(row[6])) for row in self.bank_rows[2:-1]}
        nets = {
            member.partner_id.name: exact(payout.net)
            for member, payout in payouts.items()
            if payout.net
        }
        compare("bank file", nets, transfers)


def nik(index):
    """A valid national identity number, unlike for each ``index`` from 1 on.

    >>> nik(1), nik(12345)
    ('3273010101800001', '3273020101802345')
    """
    return f"3273{1 + index // 10_000:02}010180{index % 10_000:04}"


def rupiah(data, where, least=None):
    """Return whole rupiah as int; a number such as 1000.0 is whole, too."""
    value = int(reading.amount(data, where, decimals=0))
    if least is not None and value < least:
        raise Refused(f"{where}: an amount from {least} is wanted, not {value}")
    return value


def half_up(value):
    """Round a Decimal to whole rupiah, halves away from zero.

    >>> from decimal import Decimal
    >>> half_up(Decimal("0.5")), half_up(Decimal("2.49")), half_up(Decimal("-0.5"))
    (1, 2, -1)
    """
    return int(value.quantize(1, rounding=ROUND_HALF_UP))


def exact(value):
    """Amount without trailing zeros, exact to the sen.

    >>> print(exact(52000000.37), exact(1200.0))
    52000000.37 1200
    """
    sen = round(value * 100)
    return Decimal(sen) / 100 if sen % 100 else sen // 100
