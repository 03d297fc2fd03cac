# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import hashlib
from decimal import Decimal
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import format_date

from odoo.addons.coop_membership.engine import capital
from odoo.addons.coop_membership.engine.apportion import to_integers

from ..engine import distribution, surplus
from .coop_shu_scheme import set_names

RESULT_TYPES = (
    "income",
    "income_other",
    "expense",
    "expense_other",
    "expense_depreciation",
    "expense_direct_cost",
)
INSERT_SIZE = 20_000


class Weights(NamedTuple):
    """Weights of the members in order of their numbers, as integers and their scale."""

    members: list  # member ids
    leavers: list  # bool: left in the year
    patronage: list  # int; V of the member is value / patronage_scale
    capital: list  # int; weight of the savings is value / capital_scale
    patronage_scale: int
    capital_scale: int
    digest: str  # fingerprint of all of it


def integers(texts):
    """Exact numbers that PostgreSQL wrote, as ``(integers, scale)``.

    >>> integers(["12", "0"]), integers(["0.5", "3"])
    (([12, 0], 1), ([1, 6], 2))
    """
    try:
        return list(map(int, texts)), 1
    except ValueError:
        return to_integers(map(Decimal, texts))


class CoopShuRun(models.Model):
    """Reading the year, checking it and computing the shares."""

    _inherit = "coop.shu.run"

    # --------------------------------------------------------------------- ledger
    def _ledger_lines(self):
        """Result of the year per account, live from the posted entries.

        One grouped query. ``[(account, section or False, sen)]`` in the order of the
        PHU and of the account codes; amounts are whole sen (1/100 rupiah), credit
        positive. The section is False when an account has no class, or two.
        """
        self.ensure_one()
        # sudo: sums of this company's year, shown to everyone who may see the run
        run = self.sudo()
        query = (
            run.env["account.move.line"]
            .with_context(active_test=False)
            ._search(
                Domain("company_id", "=", run.company_id.id)
                & Domain("parent_state", "=", "posted")
                & Domain("date", ">=", run.date_from)
                & Domain("date", "<=", run.date_to)
                & Domain("account_id.account_type", "in", RESULT_TYPES)
            )
        )
        rows = run.env.execute_query(
            SQL(
                "%s GROUP BY account_move_line.account_id",
                query.select(
                    SQL("account_move_line.account_id"),
                    SQL("ROUND(-SUM(account_move_line.balance) * 100)::bigint"),
                ),
            )
        )
        accounts = (
            run.env["account.account"]
            .with_company(run.company_id)
            .browse([account_id for account_id, sen in rows if sen])
        )
        names = accounts.tag_ids.get_external_id()
        order = {code: index for index, code in enumerate((*surplus.SECTIONS, False))}
        amounts = dict(rows)
        lines = []
        for account in accounts:
            found = [
                section
                for tag in account.tag_ids.ids
                if (section := names[tag].removeprefix("coop_membership.tag_")) in order
            ]
            section = found[0] if len(found) == 1 else False
            lines.append((account, section, amounts[account.id]))
        return sorted(lines, key=lambda line: (order[line[1]], line[0].code or ""))

    def _frozen_lines(self):
        """Result per account as frozen: ``{account: (section, sen)}``."""
        return {
            result.account_id: (result.section, round(result.amount * 100))
            for result in self.result_ids
        }

    def _ledger_differences(self):
        """Accounts whose live result is not what was frozen at computing.

        :return: list of dicts ``account`` (name), ``frozen``, ``live``,
            ``difference`` (rupiah), ``reclassified`` (bool: other class than then)
        """
        self.ensure_one()
        run = self.sudo()  # sums of this run's year, see _ledger_lines
        if run.state == "draft":
            return []
        frozen = run._frozen_lines()
        live = {
            account: (section, sen) for account, section, sen in run._ledger_lines()
        }
        rows = []
        for account in sorted(
            frozen.keys() | live.keys(),
            key=lambda a: a.with_company(run.company_id).code or "",
        ):
            old_section, old = frozen.get(account, (None, 0))
            section, new = live.get(account, (None, 0))
            if (old_section, old) != (section, new):
                rows.append(
                    {
                        "account": account.with_company(run.company_id).display_name,
                        "frozen": old / 100,
                        "live": new / 100,
                        "difference": (new - old) / 100,
                        "reclassified": old == new,
                    }
                )
        return rows

    @api.depends("state", "result_ids")
    def _compute_ledger_difference(self):
        for run in self:
            rows = run._ledger_differences()
            run.ledger_changed = bool(rows)
            run.ledger_difference = run._sum(row["difference"] for row in rows)
            run.ledger_difference_html = rows and self.env["ir.qweb"]._render(
                "coop_shu.ledger_difference",
                {"run": run, "rows": rows, "money": run._money},
            )

    # -------------------------------------------------------------------- weights
    def _weights_sql(self, parameters):
        """One SQL: ``member_id, is_leaver, patronage, capital`` in member order.

        Eligible are members who joined by the end of the year and had not left before
        it; who left in the year counts as the leaver rule says (the same rule as
        ``engine.distribution.eligible``, tested against it).

        :param parameters: :meth:`coop.shu.scheme._parameters`
        """
        self.ensure_one()
        sources = self.env["coop.patronage.source"]
        year = (self.date_from, self.date_to)
        items = [
            SQL(
                "SELECT member_id, amount * %s::numeric AS amount FROM (%s) source",
                source["weight"],
                sources._patronage_query(source["code"], self.company_id, *year),
            )
            for source in parameters["sources"]
        ] or [SQL("SELECT 0 AS member_id, 0::numeric AS amount")]
        leaves = SQL("(m.date_left IS NOT NULL AND m.date_left <= %s)", self.date_to)
        rule = parameters["leaver_rule"]
        return SQL(
            """
            SELECT m.id, %(leaves)s,
                   CASE WHEN %(leaves)s AND NOT %(leaver_patronage)s THEN '0'
                        ELSE COALESCE(trim_scale(patronage.weight), 0)::text END,
                   CASE WHEN %(leaves)s AND NOT %(leaver_capital)s THEN '0'
                        ELSE COALESCE(trim_scale(capital.weight), 0)::text END
              FROM coop_member m
              LEFT JOIN (SELECT member_id, SUM(amount) AS weight
                           FROM (%(items)s) item GROUP BY member_id) patronage
                     ON patronage.member_id = m.id
              LEFT JOIN (%(capital)s) capital ON capital.member_id = m.id
             WHERE m.company_id = %(company)s AND m.state != 'rejected'
               AND m.date_joined <= %(date_to)s
               AND (m.date_left IS NULL OR m.date_left >= %(date_from)s)
             ORDER BY length(m.number), m.number, m.id
            """,
            leaves=leaves,
            leaver_patronage=rule in ("jua_only", "jua_and_jma"),
            leaver_capital=rule == "jua_and_jma",
            items=SQL(" UNION ALL ").join(items),
            capital=self.env["coop.member"]._capital_weights_sql(
                self.company_id, parameters["capital_basis"], *year
            ),
            company=self.company_id.id,
            date_from=self.date_from,
            date_to=self.date_to,
        )

    def _weights(self, parameters):
        """Weights of the members of the year: :class:`Weights`, by one query."""
        self.ensure_one()
        run = self.sudo()  # a run is about all members, whoever computes it
        run.env["coop.member"]._ledger_flush()
        rows = run.env.execute_query(run._weights_sql(parameters))
        digest = hashlib.sha256(repr(rows).encode()).hexdigest()
        members, leavers, patronage, savings = (
            map(list, zip(*rows, strict=True)) if rows else ([], [], [], [])
        )
        patronage, patronage_scale = integers(patronage)
        savings, capital_scale = integers(savings)
        return Weights(
            members, leavers, patronage, savings, patronage_scale, capital_scale, digest
        )

    # ------------------------------------------------------------------ checklist
    def _check_targets(self, lines=None):
        """Records behind the rows of the checklist: ``{code: (model, domain)}``."""
        self.ensure_one()
        company = Domain("company_id", "=", self.company_id.id)
        lines = self._ledger_lines() if lines is None else lines
        untagged = [account.id for account, section, _sen in lines if not section]
        return {
            "drafts": (
                "account.move",
                company
                & Domain("state", "=", "draft")
                & Domain("date", ">=", self.date_from)
                & Domain("date", "<=", self.date_to),
            ),
            "untagged": ("account.account", Domain("id", "in", untagged)),
            "unassigned": (
                "coop.savings.balance",
                company
                & Domain("is_assigned", "=", False)
                & Domain("date", "<=", self.date_to),
            ),
            "applicants": (
                "coop.member",
                company
                & Domain("state", "in", ("applicant", "approved"))
                & Domain("date_applied", "<=", self.date_to),
            ),
        }

    def _checklist(self, lines=None, all_rows=True):
        """What stands in the way of computing, and what should be known before.

        :param lines: :meth:`_ledger_lines`, if they were read already
        :param bool all_rows: False leaves out what does not block and costs time
        :return: list of dicts ``code``, ``label``, ``blocking`` (bool), ``count`` (int
            or False), ``action`` (bool: :meth:`action_open_check` shows the records);
            empty when all is well
        """
        self.ensure_one()
        run = self.sudo()  # counts only; the records open with the user's own rights
        company = run.company_id
        rows = []

        def add(code, label, blocking=True, count=False, action=True):
            rows.append(
                {
                    "code": code,
                    "label": label,
                    "blocking": blocking,
                    "count": count,
                    "action": action,
                }
            )

        locked = max(
            company.fiscalyear_lock_date or fields.Date.to_date("1900-01-01"),
            company.hard_lock_date or fields.Date.to_date("1900-01-01"),
        )
        if locked < run.date_to:
            add(
                "not_locked",
                self.env._(
                    "The year is still open: set the lock date to %s once its books "
                    "are finished.",
                    format_date(run.env, run.date_to),
                ),
            )
        labels = {
            "drafts": self.env._("Entries of the year that are still drafts"),
            "untagged": self.env._("Result accounts without a class, or with two"),
            "unassigned": self.env._("Savings items that belong to no member"),
            "applicants": self.env._(
                "Applicants of the year who were not admitted: they get no share"
            ),
        }
        for code, (model, domain) in run._check_targets(lines).items():
            count = run.env[model].search_count(domain)
            if count:
                add(code, labels[code], blocking=code != "applicants", count=count)
        missing = [
            field
            for field in (
                "coop_reserve_account_id",
                "coop_deficit_account_id",
                "coop_shu_payable_account_id",
            )
            if not company[field]
        ]
        if missing:
            add(
                "accounts",
                self.env._("Accounts missing in the settings"),
                count=len(missing),
            )
        if not run.scheme_id:
            add("scheme", self.env._("No scheme is valid for this year"))
        elif not capital.factor(
            run.date_from, run.scheme_id.capital_basis, run.date_from, run.date_to
        ):
            add(
                "short_year",
                self.env._(
                    "The year has no month end, so savings cannot be averaged over "
                    "months. Choose another basis in the scheme."
                ),
                action=False,
            )
        elif all_rows and run._no_patronage():
            add(
                "no_patronage",
                self.env._(
                    "No member has any business in the year: the patronage share goes "
                    "to the reserve. Do the entries carry the member as partner?"
                ),
                blocking=False,
                action=False,
            )
        carried = run._balance(company.coop_deficit_account_id)
        if carried > 0:
            add(
                "deficit",
                self.env._(
                    "A deficit of %s from earlier years is carried. It should be "
                    "covered before surplus is distributed.",
                    run._money(carried),
                ),
                blocking=False,
                action=False,
            )
        return rows

    def _no_patronage(self):
        """Whether business counts in the scheme, but nobody has any."""
        parameters = self.scheme_id._parameters()
        if not parameters["sources"]:
            return False
        rows = self.env.execute_query(
            SQL(
                "SELECT 1 FROM (%s) weights(id, leaves, patronage, capital) "
                "WHERE patronage != '0' LIMIT 1",
                self._weights_sql(parameters),
            )
        )
        return not rows

    def _balance(self, account, date=None):
        """Debit balance of an account in rupiah (float) at the end of ``date``."""
        if not account:
            return 0
        domain = (
            Domain("company_id", "=", self.company_id.id)
            & Domain("parent_state", "=", "posted")
            & Domain("account_id", "=", account.id)
        )
        if date:
            domain &= Domain("date", "<=", date)
        [(total,)] = self.env["account.move.line"]._read_group(
            domain, [], ["balance:sum"]
        )
        return total or 0

    @api.depends("state", "scheme_id", "date_from", "date_to", "company_id")
    def _compute_checklist(self):
        for run in self:
            shown = run.state in ("draft", "computed") and run._origin.id
            run.checklist = run._checklist() if shown else False

    def action_open_check(self, code):
        """Open the records behind one row of the checklist, or where to mend it."""
        self.ensure_one()
        if code == "not_locked":
            return self.action_lock_year()
        if code == "accounts":
            return self.env["ir.actions.act_window"]._for_xml_id(
                "coop_membership.action_coop_settings"
            )
        if code == "scheme":
            return self.env["ir.actions.act_window"]._for_xml_id(
                "coop_shu.action_coop_shu_scheme"
            )
        model, domain = self._check_targets()[code]
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": model,
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": list(domain),
        }

    def action_lock_year(self):
        """Close the books of the year: set the company's lock date to its end.

        Odoo Community has no screen for lock dates. Drafts of the year are dealt with
        first; later corrections are booked in the open year.

        :raises UserError: not an accountant, or drafts are left
        """
        self.ensure_one()
        self._check_accountant()
        model, domain = self._check_targets()["drafts"]
        drafts = self.env[model].sudo().search_count(domain)  # a count, as above
        if drafts:
            raise UserError(
                self.env._(
                    "%(count)s entries of the year are still drafts. Post or delete "
                    "them before closing the year.",
                    count=drafts,
                )
            )
        # sudo: accountants close years, but have no rights on the company's other data
        company = self.company_id.sudo()
        if not company.fiscalyear_lock_date or (
            company.fiscalyear_lock_date < self.date_to
        ):
            company.fiscalyear_lock_date = self.date_to
            self.message_post(
                body=self.env._(
                    "The books are closed up to %s.",
                    format_date(self.env, self.date_to),
                )
            )
        self.invalidate_recordset(["checklist"])
        return True

    # ------------------------------------------------------------------ computing
    def action_compute(self):
        """Freeze the year and compute pools and shares; again until it is approved.

        :raises UserError: naming what blocks (see :meth:`_checklist`)
        """
        self._check_accountant()
        self._check_state(("draft", "computed"), self.env._("computing"))
        for run in self:
            lines = run._ledger_lines()
            blocking = [
                row for row in run._checklist(lines, all_rows=False) if row["blocking"]
            ]
            if blocking:
                raise UserError(
                    self.env._(
                        "%(run)s cannot be computed yet:\n%(reasons)s",
                        run=run.name,
                        reasons="\n".join(
                            f"- {row['label']}"
                            + (f" ({row['count']})" if row["count"] else "")
                            for row in blocking
                        ),
                    )
                )
            run.scheme_id._check_complete()
            # Results are written by the program alone; the right was checked above.
            run.sudo()._compute_run(lines)
        return True

    def _clear(self):
        """Remove what was computed before (our own tables, nothing is posted yet)."""
        for name in ("coop.shu.share", "coop.shu.pool", "coop.shu.result"):
            records = self.env[name]
            records.flush_model()
            self.env.cr.execute(
                SQL(
                    "DELETE FROM %s WHERE run_id IN %s",
                    SQL.identifier(records._table),
                    tuple(self.ids),
                )
            )
            records.invalidate_model()
        self.write({"notes": False, "frozen": False, "computed_on": False})
        self.invalidate_recordset(["share_ids", "pool_ids", "result_ids"])

    def _distribute(self, parameters, member, non_member, weights):
        """Pools and shares by the rules of ``parameters``; pure, nothing is stored.

        :param parameters: :meth:`coop.shu.scheme._parameters`, changed or not
        :param int member: surplus from members, whole rupiah
        :param int non_member: surplus from non-members, whole rupiah
        :param weights: :class:`Weights`
        :return: ``(amounts, result)``: amount of each line of the parameters, and the
            :class:`~..engine.distribution.Distribution` over members and lines
        :raises ValueError: a part does not total 100
        """
        lines = parameters["lines"]
        amounts = [0] * len(lines)
        for part, amount in (("member", member), ("non_member", non_member)):
            indexes = [i for i, line in enumerate(lines) if line["part"] == part]
            percents = [Decimal(lines[i]["percent"]) for i in indexes]
            for i, pool in zip(
                indexes, distribution.pools(amount, percents), strict=True
            ):
                amounts[i] = pool
        result = distribution.distribute(
            [
                (line["destination"], pool)
                for line, pool in zip(lines, amounts, strict=True)
            ],
            weights.patronage,
            weights.capital,
            parameters["payable_unit"],
            parameters["minimum_payout"],
        )
        return amounts, result

    def _surplus(self, lines, method):
        """Split the result of the year.

        :param lines: :meth:`_ledger_lines`
        :return: ``(split, member, non_member, remainder)``, parts in whole rupiah, the
            remainder in sen
        """
        split = surplus.split_result(lines, method)
        total = split.phu[-1]
        return split, *surplus.whole_parts(total.member, total.non_member)

    def _compute_run(self, lines):
        """Freeze inputs and results of one run; all in the caller's transaction.

        :param lines: :meth:`_ledger_lines`
        """
        self.ensure_one()
        self.lock_for_update(allow_referencing=True)
        self._clear()
        parameters = self.scheme_id._parameters()
        split, member, non_member, remainder = self._surplus(
            lines, parameters["non_member_cost_split"]
        )
        total = split.phu[-1]
        deficit = total.amount <= 0
        year = (self.date_from, self.date_to)
        self.env["coop.shu.result"].create(
            [
                {
                    "run_id": self.id,
                    "sequence": index,
                    "account_id": line.key.id,
                    "section": line.section,
                    "amount": line.amount / 100,
                    "member_amount": line.member / 100,
                    "non_member_amount": line.non_member / 100,
                }
                for index, line in enumerate(split.lines)
            ]
        )
        weights = self._weights(parameters)
        values = {
            "state": "computed",
            "computed_on": fields.Datetime.now(),
            "surplus_total": total.amount / 100,
            "surplus_member": member,
            "surplus_non_member": non_member,
            "surplus_remainder": remainder / 100,
            "is_deficit": deficit,
            "frozen": {"scheme": parameters, "weights": weights.digest},
            "capital_basis": parameters["capital_basis"],
            "capital_divisor": capital.divisor(parameters["capital_basis"], *year),
            "leaver_rule": parameters["leaver_rule"],
            "non_member_cost_split": parameters["non_member_cost_split"],
            "deficit_rule": parameters["deficit_rule"],
            "payable_unit": parameters["payable_unit"],
            "minimum_payout": parameters["minimum_payout"],
            "patronage_total": 0,
            "capital_total": 0,
            "member_count": 0,
            "payable_total": 0,
            "payable_count": 0,
            "notes": False,
        }
        if not deficit:
            amounts, result = self._distribute(parameters, member, non_member, weights)
            self._create_pools(parameters, amounts, result)
            self._insert_shares(weights, result)
            values |= {
                "patronage_total": sum(max(0, v) for v in weights.patronage)
                / weights.patronage_scale,
                "capital_total": sum(max(0, s) for s in weights.capital)
                / weights.capital_scale,
                "member_count": len(weights.members),
                "payable_total": sum(result.payables),
                "payable_count": sum(map(bool, result.payables)),
                "notes": self._computation_notes(split, weights),
            }
        self.write(values)

    def _create_pools(self, parameters, amounts, result):
        lines = parameters["lines"]
        pools = self.env["coop.shu.pool"].create(
            [
                {
                    "run_id": self.id,
                    "part": line["part"],
                    "sequence": index,
                    "name": line["name"]["en_US"],
                    "destination": line["destination"],
                    "percent": float(line["percent"]),
                    "source": line["source"],
                    "account_id": line["account"],
                    "amount": amount,
                    "distributed_amount": amount - back
                    if line["destination"] in ("patronage", "capital")
                    else 0,
                    "to_reserve": back,
                }
                for index, (line, amount, back) in enumerate(
                    zip(lines, amounts, result.to_reserve, strict=True)
                )
            ]
        )
        set_names(pools, [line["name"] for line in lines])

    def _insert_shares(self, weights, result):
        """Write the shares straight into our own table, in chunks, and verify Σ.

        Hand-written SQL: 100,000 rows through the ORM take half a minute. Company,
        currency, user and time are filled in as the ORM would.
        """
        columns = (
            weights.members,
            weights.leavers,
            weights.patronage,
            weights.capital,
            result.patronage,
            result.capital,
            result.totals,
            result.payables,
        )
        for start in range(0, len(weights.members), INSERT_SIZE):
            arrays = [
                "{" + ",".join(map(str, column[start : start + INSERT_SIZE])) + "}"
                for column in columns
            ]
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO coop_shu_share (
                        run_id, company_id, currency_id, member_id, partner_id, number,
                        sequence, is_leaver, patronage_weight, capital_weight,
                        patronage_amount, capital_amount, total, payable,
                        create_uid, write_uid, create_date, write_date
                    )
                    SELECT %(run)s, %(company)s, %(currency)s, m.id, m.partner_id,
                           m.number, %(start)s + row.sequence, row.leaver,
                           trim_scale(row.patronage / %(patronage_scale)s),
                           trim_scale(row.capital / %(capital_scale)s),
                           row.patronage_amount, row.capital_amount, row.total,
                           row.payable, %(user)s, %(user)s,
                           now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                      FROM unnest(%(c0)s::int[], %(c1)s::bool[], %(c2)s::numeric[],
                                  %(c3)s::numeric[], %(c4)s::numeric[],
                                  %(c5)s::numeric[], %(c6)s::numeric[],
                                  %(c7)s::numeric[]) WITH ORDINALITY AS row(
                                  member, leaver, patronage, capital, patronage_amount,
                                  capital_amount, total, payable, sequence)
                      JOIN coop_member m ON m.id = row.member
                     ORDER BY row.sequence
                    """,
                    run=self.id,
                    company=self.company_id.id,
                    currency=self.currency_id.id,
                    start=start,
                    user=self.env.uid,
                    patronage_scale=weights.patronage_scale,
                    capital_scale=weights.capital_scale,
                    **{f"c{index}": array for index, array in enumerate(arrays)},
                )
            )
        self.env["coop.shu.share"].invalidate_model()
        [(count, stored)] = self.env.execute_query(
            SQL(
                "SELECT count(*), COALESCE(SUM(payable), 0) FROM coop_shu_share "
                "WHERE run_id = %s",
                self.id,
            )
        )
        if (count, stored) != (len(weights.members), sum(result.payables)):
            raise UserError(
                self.env._(
                    "%(run)s: the stored shares differ from the computed ones. Nothing "
                    "was kept; compute again.",
                    run=self.name,
                )
            )

    def _computation_notes(self, split, weights):
        """What the meeting should know: pools without weights, losses, negatives."""
        notes = [
            self.env._(
                "%(pool)s: no member has a weight, so %(amount)s goes to the reserve.",
                pool=pool.name,
                amount=self._money(pool.amount),
            )
            for pool in self.pool_ids
            if pool.destination in ("patronage", "capital")
            and pool.amount
            and not any(
                value > 0
                for value in (
                    weights.patronage
                    if pool.destination == "patronage"
                    else weights.capital
                )
            )
        ]
        total = split.phu[-1]
        for part, label in (
            (total.member, self.env._("from members")),
            (total.non_member, self.env._("from non-members")),
        ):
            if part < 0:
                notes.append(
                    self.env._(
                        "The loss of %(amount)s %(part)s is covered by the other part.",
                        amount=self._money(-part / 100),
                        part=label,
                    )
                )
        negative = [
            member
            for member, patronage, savings in zip(
                weights.members, weights.patronage, weights.capital, strict=True
            )
            if patronage < 0 or savings < 0
        ]
        if negative:
            names = self.env["coop.member"].browse(negative[:20])
            notes.append(
                self.env._(
                    "Business or savings below zero count as zero: %(count)s members "
                    "(%(names)s).",
                    count=len(negative),
                    names=", ".join(names.mapped("display_name")),
                )
            )
        return "\n".join(notes)

    def _check_unchanged(self):
        """Refuse to approve what the books no longer say.

        :raises UserError: the ledger, the weights or the scheme changed
        """
        for run in self.sudo():  # comparing sums, see _ledger_lines
            rows = run._ledger_differences()
            if rows:
                raise UserError(
                    self.env._(
                        "The ledger changed since %(run)s was computed:\n%(rows)s\n"
                        "Compute it again, so that the decision is about what the "
                        "books say.",
                        run=run.name,
                        rows="\n".join(
                            f"- {row['account']}: {run._money(row['frozen'])} → "
                            f"{run._money(row['live'])}"
                            for row in rows
                        ),
                    )
                )
            parameters = run.scheme_id._parameters()
            if parameters != run.frozen["scheme"]:
                raise UserError(
                    self.env._(
                        "Scheme %(scheme)s changed since %(run)s was computed. Compute "
                        "it again.",
                        scheme=run.scheme_id.name,
                        run=run.name,
                    )
                )
            if run._weights(parameters).digest != run.frozen["weights"]:
                raise UserError(
                    self.env._(
                        "Members, their business or their savings of the year changed "
                        "since %(run)s was computed. Compute it again.",
                        run=run.name,
                    )
                )
