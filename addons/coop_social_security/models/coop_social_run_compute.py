# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import json
from collections import defaultdict
from functools import cache

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL, split_every

from ..engine.contribution import add_months, contribution, terms_in_force, totals
from .coop_social_run import BOOKED

CHUNK = 5000
NAMED = 10  # enrolments named in one message


class CoopSocialRun(models.Model):
    """How a run finds out who owes what for which month.

    For every enrolment that goes through the cooperative and every month from the
    look-back to the month of the run (and those paid in advance): what the terms and
    rates in force say now, less what booked runs have charged for that month. A
    difference makes a row; the month of the run always has one.
    """

    _inherit = "coop.social.run"

    def action_compute(self):
        """Freeze what everybody owes; computing again drops the rows before.

        :raises UserError: nobody is enrolled, or no rate is in force for somebody
        """
        for run in self._locked_for("draft", "computed"):
            # sudo: rows and sums are made by the run only; incomes are for officers
            run.sudo()._compute_rows()
        return True

    def _compute_rows(self):
        self.ensure_one()
        self._drop_rows()
        rows = self._expected_rows()
        if not rows:
            raise UserError(
                self.env._(
                    "Nobody owes anything for %(month)s: no member is enrolled with "
                    "contributions through the cooperative. Register enrolments first.",
                    month=self._month_name(),
                )
            )
        self._insert_rows(rows)
        self.env["coop.social.bill"].create(
            [
                {"run_id": self.id, "scheme_id": scheme_id}
                for scheme_id in sorted({row["scheme_id"] for row in rows})
            ]
        )
        member = sum(row["amount_member"] for row in rows)
        coop = sum(row["amount_coop"] for row in rows)
        self.write(
            {
                "state": "computed",
                "amount_member": member,
                "amount_coop": coop,
                "amount_total": member + coop,
                "count": len(rows),
            }
        )

    def _insert_rows(self, rows):
        """Write the rows, thousands in one statement.

        The ORM would look up a currency for each amount of each row, and all rows are
        ours, whole rupiah, and have every column.
        """
        contributions = self.env["coop.social.contribution"]
        names = list(rows[0])
        types = {name: contributions._fields[name].column_type[0] for name in names}
        columns = SQL(", ").join(map(SQL.identifier, names))
        for chunk in split_every(CHUNK, rows, list):
            values = [
                [
                    json.dumps(row[name]) if types[name] == "jsonb" else row[name]
                    for row in chunk
                ]
                for name in names
            ]
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO coop_social_contribution (
                        %(columns)s, create_uid, write_uid, create_date, write_date)
                    SELECT %(columns)s, %(user)s, %(user)s,
                           now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                      FROM unnest(%(values)s) AS row (%(columns)s)
                    """,
                    columns=columns,
                    user=self.env.uid,
                    values=SQL(", ").join(
                        SQL("%s::%s[]", column, SQL(types[name]))
                        for name, column in zip(names, values, strict=True)
                    ),
                )
            )
        self.env.invalidate_all()

    def _enrolments(self):
        """Enrolments that may owe something in this run."""
        return self.env["coop.social.enrolment"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("elsewhere", "=", False),
                ("erased_on", "=", False),
                ("date_start", "<", add_months(self.month, 1)),
            ],
            order="scheme_id, member_id, date_start, id",
        )

    def _charged(self, first):
        """What booked runs have charged from a month on.

        :return: ``{enrolment id: {month: (member, cooperative)}}``
        """
        result = defaultdict(dict)
        for enrolment, month, member, coop in self.env[
            "coop.social.contribution"
        ]._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("run_id.state", "in", BOOKED),
                ("month", ">=", first),
            ],
            ["enrolment_id", "month:month"],
            ["amount_member:sum", "amount_coop:sum"],
        ):
            result[enrolment.id][month] = (member, coop)
        return result

    def _charged_programs(self, keys):
        """Charged amounts program by program, for the few rows that are corrected.

        :param keys: ``{(enrolment id, month)}``
        :return: ``{key: {program: [member, cooperative]}}``
        """
        result = defaultdict(lambda: defaultdict(lambda: [0, 0]))
        if not keys:
            return result
        rows = self.env["coop.social.contribution"].search_fetch(
            [
                ("company_id", "=", self.company_id.id),
                ("run_id.state", "in", BOOKED),
                ("enrolment_id", "in", list({key[0] for key in keys})),
                ("month", "in", list({key[1] for key in keys})),
            ],
            ["enrolment_id", "month", "amounts"],
        )
        for row in rows:
            for program, (member, coop) in (row.amounts or {}).items():
                charged = result[row.enrolment_id.id, row.month][program]
                charged[0] += member
                charged[1] += coop
        return result

    def _expected_rows(self):
        """Values of the rows, without looking at those that exist.

        :return: list of dicts for ``coop.social.contribution``, in a stable order
        :raises UserError: no rate is in force for somebody who should pay
        """
        company, month = self.company_id, self.month
        first = max(
            self._first_month(company, month),
            add_months(month, -company.coop_social_months_back),
        )
        rates = self.env["coop.social.rate"]._rates_of(company)
        enrolments = self._enrolments()
        charged = self._charged(first)
        owed = cache(
            lambda scheme, terms, day: contribution(rates.get(scheme, []), terms, day)
        )
        found, without = [], []
        terms_of = enrolments._engine_terms()
        for enrolment in enrolments:
            terms = terms_of[enrolment]
            before = charged.get(enrolment.id, {})
            for day in enrolment._months_of(month, first, before):
                parts = []
                if enrolment._owes(day):
                    parts = owed(enrolment.scheme_id, terms_in_force(terms, day), day)
                    if not parts:
                        without.append((enrolment, day))
                        continue
                member, coop = totals(parts)
                old = before.get(day, (0, 0))
                regular = day == month and day not in before
                if regular or (member, coop) != old:
                    found.append((enrolment, day, parts, old, day in before))
        if without:
            raise UserError(
                self.env._(
                    "No rate is in force for:\n%(list)s\nAdd it under Social security, "
                    "Rates, or correct the segment, class or sector.",
                    list="\n".join(
                        f"- {enrolment.display_name}: {day:%m/%Y}"
                        for enrolment, day in without[:NAMED]
                    ),
                )
            )
        programs = self._charged_programs(
            {(row[0].id, row[1]) for row in found if row[4]}
        )
        return [
            self._row_vals(enrolment, day, parts, old, programs[enrolment.id, day])
            for enrolment, day, parts, old, _charged in found
        ]

    def _row_vals(self, enrolment, day, parts, old, charged):
        """Values of one row; ``amounts`` are the differences by program."""
        amounts = {program: [-m, -c] for program, (m, c) in charged.items()}
        for part in parts:
            amount = amounts.setdefault(part.program, [0, 0])
            amount[0] += part.member
            amount[1] += part.coop
        member, coop = totals(parts)
        if day > self.month:
            kind = "advance" if not charged else "correction"
        elif day == self.month:
            kind = "regular" if not charged else "correction"
        else:
            kind = "arrears" if not charged else "correction"
        return {
            "run_id": self.id,
            "enrolment_id": enrolment.id,
            "member_id": enrolment.member_id.id,
            "scheme_id": enrolment.scheme_id.id,
            "company_id": self.company_id.id,
            "month": day,
            "kind": kind,
            "base": max((part.base for part in parts), default=0),
            "due_member": member,
            "due_coop": coop,
            "before_member": old[0],
            "before_coop": old[1],
            "amount_member": member - old[0],
            "amount_coop": coop - old[1],
            "amount_total": member + coop - sum(old),
            "parts": [part._asdict() for part in parts],
            "amounts": amounts,
        }

    def _differences(self):
        """Rows that would come out differently if the run were computed now.

        :return: ``{(enrolment id, month): (frozen total, total now)}``
        """
        # sudo: as for computing
        run = self.sudo()
        frozen = {
            (row.enrolment_id.id, row.month): (row.amount_member, row.amount_coop)
            for row in run.contribution_ids
        }
        now = {
            (row["enrolment_id"], row["month"]): (
                row["amount_member"],
                row["amount_coop"],
            )
            for row in run._expected_rows()
        }
        nothing = (0, 0)
        return {
            key: (sum(frozen.get(key, nothing)), sum(now.get(key, nothing)))
            for key in frozen.keys() | now.keys()
            if frozen.get(key, nothing) != now.get(key, nothing)
        }
