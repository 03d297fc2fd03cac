# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine import dues
from .coop_member_status import MEMBER_STATES

AMOUNTS = (
    "savings_principal",
    "savings_mandatory",
    "savings_voluntary",
    "savings_total",
    "arrears",
)
LEDGER_COLUMNS = (*AMOUNTS, "oldest_due_date", "arrears_days", "state_at")
ALL = SQL("TRUE")


class CoopMember(models.Model):
    """What the ledger says about each member at the day ``coop_date`` of the context.

    Everything is read from posted journal items on the accounts of the savings types,
    in one query for any number of members, and can be searched, sorted and summed.

    * savings = items of the member's partner within ``ledger_from``/``ledger_to``;
    * arrears of mandatory savings = dues brought forward + dues that fell due since
      ``dues_from`` - mandatory savings in the ledger, of members on that day only:
      uncollected dues are never booked (section 3.3 no. 1).
    """

    _inherit = "coop.member"

    savings_principal = fields.Monetary(
        string="Principal savings",
        compute="_compute_ledger",
        search="_search_savings_principal",
        aggregator="sum",
    )
    savings_mandatory = fields.Monetary(
        string="Mandatory savings",
        compute="_compute_ledger",
        search="_search_savings_mandatory",
        aggregator="sum",
    )
    savings_voluntary = fields.Monetary(
        string="Voluntary savings",
        compute="_compute_ledger",
        search="_search_savings_voluntary",
        aggregator="sum",
    )
    savings_total = fields.Monetary(
        string="Savings",
        compute="_compute_ledger",
        search="_search_savings_total",
        aggregator="sum",
    )
    arrears = fields.Monetary(
        compute="_compute_ledger", search="_search_arrears", aggregator="sum"
    )
    oldest_due_date = fields.Date(
        string="Oldest due",
        compute="_compute_ledger",
        search="_search_oldest_due_date",
    )
    arrears_days = fields.Integer(
        string="Days late",
        compute="_compute_ledger",
        search="_search_arrears_days",
        aggregator="max",
    )
    state_at = fields.Selection(
        MEMBER_STATES,
        string="Status on the day",
        compute="_compute_ledger",
        search="_search_state_at",
        help="Status on the day chosen for the list, today by default.",
    )
    active_on = fields.Date(
        string="Member on",
        compute="_compute_active_on",
        search="_search_active_on",
        help="Filter: who was a member on that day.",
    )

    # ----------------------------------------------------------------------- SQL
    def _ledger_date(self):
        return fields.Date.to_date(
            self.env.context.get("coop_date")
        ) or fields.Date.context_today(self)

    @api.model
    def _ledger_flush(self):
        """Hand-written SQL reads these tables: write pending changes first."""
        self.env["account.move.line"].flush_model(
            [
                "account_id",
                "balance",
                "company_id",
                "date",
                "parent_state",
                "partner_id",
            ]
        )
        self.flush_model()
        self.env["coop.savings.type"].flush_model()
        self.env["coop.savings.amount"].flush_model()
        self.env["coop.member.status"].flush_model()

    @api.model
    def _ledger_items_sql(self, date, members=ALL):
        """SQL of savings items: ``member_id, type_id, kind, date, amount``.

        ``amount`` is in the company's currency, deposits positive. Items of partners
        who never were a member are left out: see ``coop.savings.balance``.

        :param date: last day that counts
        :param members: SQL condition on ``coop_member m``
        """
        accounts = self.env["coop.savings.type"]._savings_account_ids()
        return SQL(
            """
            SELECT m.id AS member_id, t.id AS type_id, t.kind, aml.date,
                   -aml.balance AS amount
              FROM coop_savings_type t
              JOIN account_move_line aml
                ON aml.account_id = t.account_id AND aml.company_id = t.company_id
               AND aml.parent_state = 'posted' AND aml.date <= %(date)s
               -- says nothing new, but lets the planner know how many items to expect
               AND aml.account_id IN %(accounts)s
              JOIN coop_member m
                ON m.partner_id = aml.partner_id AND m.company_id = aml.company_id
               AND m.state != 'rejected'
               AND (m.ledger_from IS NULL OR aml.date >= m.ledger_from)
               AND (m.ledger_to IS NULL OR aml.date < m.ledger_to)
             WHERE %(members)s
            """,
            date=date,
            accounts=tuple(sorted(accounts)) or (None,),
            members=members,
        )

    @api.model
    @tools.ormcache("companies._ids", "date")
    def _dues_rows(self, companies, date):
        """Dues of every month of every company up to ``date``, as SQL columns.

        Cached because every list of members asks for it; changing a savings type or
        its amounts clears it.

        :return: five lists (company, month, due date, amount due in that month before
            and including this row, amount due before this month), from
            ``engine.dues`` so that the rule is written once
        """
        types = (
            self.env["coop.savings.type"]
            .sudo()  # everyone who may see a member may see what is due
            .with_context(active_test=False)
            .search([("company_id", "in", companies.ids), ("kind", "=", "mandatory")])
        )
        rows = []
        for company, company_types in types.grouped("company_id").items():
            events = sorted(
                event
                for amounts in company_types._amounts().values()
                if amounts
                for event in dues.schedule_dues(amounts, amounts[0][0], date)
            )
            before = through = 0
            month = None
            for due_date, amount in events:
                if month != due_date.replace(day=1):
                    month, before = due_date.replace(day=1), through
                through += amount
                rows.append((company.id, month, due_date, through, before))
        return [list(column) for column in zip(*rows, strict=True)] or [[]] * 5

    @api.model
    def _ledger_sql(self, date, members=ALL):
        """SQL giving one row per member with all columns of ``LEDGER_COLUMNS``."""
        companies = self.env.companies
        company_ids, months, due_dates, through, before = self._dues_rows(
            companies, date
        )
        return SQL(
            """
            WITH due AS (
                SELECT * FROM unnest(
                    %(companies)s::int[], %(months)s::date[], %(due_dates)s::date[],
                    %(through)s::numeric[], %(before)s::numeric[]
                ) AS d(company_id, month, due_date, through, before)
            ), total AS (
                SELECT company_id, max(through) AS due FROM due GROUP BY company_id
            ), opening AS (
                SELECT company_id, month, min(before) AS before
                  FROM due GROUP BY company_id, month
            ), saved AS (
                SELECT member_id,
                       SUM(amount) FILTER (WHERE kind = 'principal') AS principal,
                       SUM(amount) FILTER (WHERE kind = 'mandatory') AS mandatory,
                       SUM(amount) FILTER (WHERE kind = 'voluntary') AS voluntary,
                       SUM(amount) AS total
                  FROM (%(items)s) item
                 GROUP BY member_id
            ), member AS (
                SELECT m.id, m.company_id, m.dues_from,
                       COALESCE(saved.principal, 0) AS principal,
                       COALESCE(saved.mandatory, 0) AS mandatory,
                       COALESCE(saved.voluntary, 0) AS voluntary,
                       COALESCE(saved.total, 0) AS total,
                       COALESCE(m.dues_brought_forward, 0) AS brought_forward,
                       -- dues of the months before the first one that this member owes
                       COALESCE(opening.before, CASE
                           WHEN m.dues_from IS NULL THEN total.due
                           ELSE (SELECT max(through) FROM due
                                  WHERE due.company_id = m.company_id
                                    AND due.month < m.dues_from)
                       END, 0) AS skipped,
                       COALESCE(total.due, 0) AS due,
                       m.date_joined <= %(date)s
                           AND (m.date_left IS NULL OR m.date_left > %(date)s)
                           AS is_member
                  FROM coop_member m
                  LEFT JOIN saved ON saved.member_id = m.id
                  LEFT JOIN total ON total.company_id = m.company_id
                  LEFT JOIN opening
                    ON opening.company_id = m.company_id
                   AND opening.month = date_trunc('month', m.dues_from)::date
                 WHERE %(members)s
            ), late AS (
                SELECT member.*,
                       -- before a take-over the books cannot tell what was late
                       CASE WHEN is_member AND (
                           brought_forward = 0
                           OR %(date)s >= date_trunc('month', dues_from)::date - 1
                       ) THEN GREATEST(0,
                           brought_forward + GREATEST(0, due - skipped) - mandatory
                       ) ELSE 0 END AS arrears
                  FROM member
            ), dated AS (
                SELECT late.*,
                       CASE WHEN arrears = 0 THEN NULL
                            WHEN brought_forward > mandatory
                            THEN date_trunc('month', dues_from)::date - 1
                            ELSE (SELECT min(due_date) FROM due
                                   WHERE due.company_id = late.company_id
                                     AND due.through > late.skipped + late.mandatory
                                         - late.brought_forward)
                       END AS oldest
                  FROM late
                OFFSET 0 -- keeps `oldest` from being worked out twice
            )
            SELECT id AS member_id,
                   principal AS savings_principal,
                   mandatory AS savings_mandatory,
                   voluntary AS savings_voluntary,
                   total AS savings_total,
                   arrears,
                   oldest AS oldest_due_date,
                   COALESCE(%(date)s - oldest, 0) AS arrears_days,
                   (SELECT s.state FROM coop_member_status s
                     WHERE s.member_id = dated.id AND s.date <= %(date)s
                     ORDER BY s.date DESC, s.id DESC LIMIT 1) AS state_at
              FROM dated
            """,
            companies=company_ids,
            months=months,
            due_dates=due_dates,
            through=through,
            before=before,
            items=self._ledger_items_sql(date, members),
            members=members,
            date=date,
        )

    # ----------------------------------------------------------- computed columns
    @api.depends_context("coop_date", "allowed_company_ids")
    @api.depends("state", "dues_from", "dues_brought_forward", "date_left")
    def _compute_ledger(self):
        rows = {}
        real_ids = tuple(self._origin.ids)
        if real_ids:
            self._ledger_flush()
            query = self._ledger_sql(self._ledger_date(), SQL("m.id IN %s", real_ids))
            for row in self.env.execute_query_dict(query):
                rows[row.pop("member_id")] = row
        nothing = dict.fromkeys(LEDGER_COLUMNS)
        found = [rows.get(id_ or id_.origin, nothing) for id_ in self._ids]
        # Straight into the cache, like columns that the ORM reads: by assignments,
        # which look up the currency each time, a page of the list takes twice as long.
        for name in LEDGER_COLUMNS:
            field = self._fields[name]
            values = (field.convert_to_cache(row[name], self, False) for row in found)
            field._insert_cache(self, values)

    @api.depends_context("coop_date")
    def _compute_active_on(self):
        self.active_on = self._ledger_date()

    def _field_to_sql(self, alias, field_expr, query=None):
        """Let the ledger columns be sorted, grouped and summed by the database."""
        if field_expr not in LEDGER_COLUMNS or query is None:
            return super()._field_to_sql(alias, field_expr, query)
        self._ledger_flush()
        ledger = query.make_alias(alias, "coop_ledger")
        query.add_join(
            "LEFT JOIN",
            ledger,
            SQL("(%s)", self._ledger_sql(self._ledger_date())),
            SQL(
                "%s = %s",
                SQL.identifier(alias, "id"),
                SQL.identifier(ledger, "member_id"),
            ),
        )
        return SQL.identifier(ledger, field_expr)

    def _search_ledger(self, name, operator, value):
        """Domain of the members whose ledger column compares to ``value``."""
        if operator == "in":
            values = [v for v in value if v is not False]
            conditions = []
            if values:
                conditions.append(SQL("%s IN %s", SQL.identifier(name), tuple(values)))
            if len(values) < len(value):
                conditions.append(SQL("%s IS NULL", SQL.identifier(name)))
            condition = SQL(" OR ").join(conditions) if conditions else SQL("FALSE")
        elif operator in ("<", ">", "<=", ">="):
            condition = SQL("%s %s %s", SQL.identifier(name), SQL(operator), value)
        else:
            return NotImplemented
        self._ledger_flush()
        return Domain(
            "id",
            "in",
            SQL(
                "(SELECT member_id FROM (%s) ledger WHERE %s)",
                self._ledger_sql(self._ledger_date()),
                condition,
            ),
        )

    def _search_savings_principal(self, operator, value):
        return self._search_ledger("savings_principal", operator, value)

    def _search_savings_mandatory(self, operator, value):
        return self._search_ledger("savings_mandatory", operator, value)

    def _search_savings_voluntary(self, operator, value):
        return self._search_ledger("savings_voluntary", operator, value)

    def _search_savings_total(self, operator, value):
        return self._search_ledger("savings_total", operator, value)

    def _search_arrears(self, operator, value):
        return self._search_ledger("arrears", operator, value)

    def _search_oldest_due_date(self, operator, value):
        return self._search_ledger("oldest_due_date", operator, value)

    def _search_arrears_days(self, operator, value):
        return self._search_ledger("arrears_days", operator, value)

    def _search_state_at(self, operator, value):
        return self._search_ledger("state_at", operator, value)

    def _search_active_on(self, operator, value):
        """Who was a member (active or suspended) on a day: joined, not yet left."""
        if operator != "in":
            return NotImplemented
        return Domain.OR(
            Domain("date_joined", "<=", day)
            & (Domain("date_left", "=", False) | Domain("date_left", ">", day))
            for day in value
        )

    # ------------------------------------------------------------------ services
    def _savings_at(self, date):
        """Savings of each member at the end of ``date``, per type.

        :return: ``{member: {savings type: amount}}`` in company currency; types
            without any item are left out
        """
        self._ledger_flush()
        result = {member: {} for member in self}
        if not self:
            return result
        types = self.env["coop.savings.type"]
        for member_id, type_id, amount in self.env.execute_query(
            SQL(
                "SELECT member_id, type_id, SUM(amount) FROM (%s) item "
                "GROUP BY member_id, type_id",
                self._ledger_items_sql(date, SQL("m.id IN %s", tuple(self.ids))),
            )
        ):
            result[self.browse(member_id)][types.browse(type_id)] = amount
        return result

    def _arrears_at(self, date):
        """``{member: (arrears, oldest due date or False)}`` at the end of ``date``."""
        return {
            member: (member.arrears, member.oldest_due_date)
            for member in self.with_context(coop_date=date)
        }

    @api.model
    def _capital_weights_sql(self, company, basis, date_from, date_to):
        """SQL ``member_id, weight``: capital weight of the year (``engine.capital``).

        Weight = Σ amount × factor(day) over the savings types that count as capital;
        divided by ``engine.capital.divisor`` it is the (mean) balance. The three
        factors below are those of ``engine.capital.factor``, tested against it.

        :param basis: ``closing``, ``month_end_12`` or ``daily_365``
        """
        after = date_to + timedelta(days=1)
        start = SQL("GREATEST(item.date, %s)", date_from)
        factor = {
            "closing": SQL("1"),
            "month_end_12": SQL(
                "(%s - (12 * EXTRACT(YEAR FROM %s) + EXTRACT(MONTH FROM %s))::int)",
                12 * after.year + after.month,
                start,
                start,
            ),
            "daily_365": SQL("(%s - %s)", after, start),
        }[basis]
        return SQL(
            """
            SELECT item.member_id, SUM(item.amount * %(factor)s) AS weight
              FROM (%(items)s) item
              JOIN coop_savings_type capital
                ON capital.id = item.type_id AND capital.counts_as_capital
             GROUP BY item.member_id
            """,
            factor=factor,
            items=self._ledger_items_sql(date_to, SQL("m.company_id = %s", company.id)),
        )

    def _principal_required(self):
        """``{member: principal savings (int) owed by who applied on that day}``."""
        # What joining costs is public to whoever handles the member.
        types = (
            self.env["coop.savings.type"]
            .sudo()
            .search(
                [
                    ("company_id", "in", self.company_id.ids),
                    ("kind", "=", "principal"),
                ]
            )
        )
        return {
            member: sum(
                savings_type._amount_at(member.date_applied)
                for savings_type in types
                if savings_type.company_id == member.company_id
            )
            for member in self
        }

    def _principal_paid_on(self):
        """``{member: day on which the ledger shows the principal in full}``.

        Members of one company, who owe what is valid on their day of application.
        Members who have not paid in full are left out; so are companies without a
        principal amount, since nobody could ever be activated by mistake then.
        """
        self._ledger_flush()
        running = {}
        for member_id, date, amount in self.env.execute_query(
            SQL(
                "SELECT member_id, date, SUM(amount) FROM (%s) item "
                "WHERE kind = 'principal' GROUP BY member_id, date ORDER BY date",
                self._ledger_items_sql(
                    fields.Date.to_date("9999-12-31"),
                    SQL("m.id IN %s", tuple(self.ids)),
                ),
            )
        ):
            running.setdefault(member_id, []).append((date, amount))
        paid = {}
        for member, required in self._principal_required().items():
            balance, since = 0, None
            for date, amount in running.get(member.id, []):
                balance += amount
                # a later withdrawal undoes the day
                since = (since or date) if balance >= required else None
            if required and since:
                paid[member] = since
        return paid
