# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta
from fractions import Fraction

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import format_date, formatLang

from ..engine import surplus
from .coop_shu_scheme import (
    CAPITAL_BASES,
    COST_SPLITS,
    DEFICIT_RULES,
    LEAVER_RULES,
)

# What users may write, and until which state; everything else is the program's.
WRITABLE = {
    "name": ("draft", "computed", "approved"),
    "company_id": ("draft",),
    "date_from": ("draft",),
    "date_to": ("draft",),
    "scheme_id": ("draft",),
    "resolution_number": ("draft", "computed"),
    "resolution_date": ("draft", "computed"),
    "journal_id": ("draft", "computed", "approved"),
    "date": ("draft", "computed", "approved"),
}


class CoopShuRun(models.Model):
    """Distribution of the surplus (SHU) of one closed year: draft to paid.

    * *draft*: year and scheme are chosen, the checklist says what is missing;
    * *computed*: the result of the year, the weights and the shares are frozen here;
    * *approved*: by the members' meeting (Law 25/1992 art. 23), with its resolution;
    * *posted*: booked from the unaffected earnings to reserve, funds and members;
    * *paid*: no member's item is open any more;
    * *reversed*: undone by reversal entries; the year may be distributed anew.

    A run reads the ledger when it is computed. If the ledger changes afterwards, the
    difference is shown; it is never silently taken over.
    """

    _name = "coop.shu.run"
    _description = "Surplus Distribution"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_to desc, id desc"
    _check_company_auto = True

    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, precompute=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(
        string="Year from",
        required=True,
        tracking=True,
        default=lambda self: self._default_year()["date_from"],
    )
    date_to = fields.Date(
        string="Year to",
        required=True,
        tracking=True,
        default=lambda self: self._default_year()["date_to"],
    )
    scheme_id = fields.Many2one(
        "coop.shu.scheme",
        compute="_compute_scheme_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        ondelete="restrict",
        index=True,
        tracking=True,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("computed", "Computed"),
            ("approved", "Approved"),
            ("posted", "Posted"),
            ("paid", "Paid"),
            ("reversed", "Reversed"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    resolution_number = fields.Char(
        string="Resolution number",
        copy=False,
        tracking=True,
        help="Number of the resolution of the members' meeting that decided this.",
    )
    resolution_date = fields.Date(string="Resolution date", copy=False, tracking=True)
    journal_id = fields.Many2one(
        "account.journal",
        check_company=True,
        domain=[("type", "=", "general")],
        help="Empty: the journal of the cooperative's settings.",
    )
    date = fields.Date(
        string="Posting date",
        copy=False,
        tracking=True,
        help="Empty: the day on which it is posted. The year itself is closed, so the "
        "date lies after it.",
    )

    # what was frozen at computing -------------------------------------------------
    result_ids = fields.One2many("coop.shu.result", "run_id", readonly=True)
    pool_ids = fields.One2many("coop.shu.pool", "run_id", readonly=True)
    share_ids = fields.One2many("coop.shu.share", "run_id", readonly=True)
    computed_on = fields.Datetime(string="Computed on", readonly=True, copy=False)
    surplus_total = fields.Monetary(
        string="Surplus of the year", readonly=True, copy=False
    )
    surplus_member = fields.Monetary(
        string="Surplus from members", readonly=True, copy=False
    )
    surplus_non_member = fields.Monetary(
        string="Surplus from non-members", readonly=True, copy=False
    )
    surplus_remainder = fields.Monetary(
        string="Rounding",
        readonly=True,
        copy=False,
        help="Both parts are rounded down to whole rupiah; the sen go to the reserve.",
    )
    is_deficit = fields.Boolean(readonly=True, copy=False)
    patronage_total = fields.Float(
        string="Business of all members", digits=(16, 2), readonly=True, copy=False
    )
    capital_total = fields.Float(
        string="Savings weight of all members",
        digits=(16, 2),
        readonly=True,
        copy=False,
    )
    capital_divisor = fields.Integer(readonly=True, copy=False)
    capital_basis = fields.Selection(CAPITAL_BASES, readonly=True, copy=False)
    leaver_rule = fields.Selection(LEAVER_RULES, readonly=True, copy=False)
    non_member_cost_split = fields.Selection(
        COST_SPLITS, string="Shared costs divided", readonly=True, copy=False
    )
    deficit_rule = fields.Selection(DEFICIT_RULES, readonly=True, copy=False)
    payable_unit = fields.Integer(readonly=True, copy=False)
    minimum_payout = fields.Monetary(readonly=True, copy=False)
    member_count = fields.Integer(string="Members", readonly=True, copy=False)
    payable_total = fields.Monetary(
        string="Payable to members", readonly=True, copy=False
    )
    payable_count = fields.Integer(
        string="Members with a payment", readonly=True, copy=False
    )
    frozen = fields.Json(
        readonly=True,
        copy=False,
        help="Parameters of the scheme and fingerprint of the weights when computed.",
    )
    notes = fields.Text(
        readonly=True, copy=False, help="What the computation wants to be known."
    )

    # posting and paying -------------------------------------------------------------
    move_ids = fields.One2many(
        "account.move", "coop_shu_run_id", string="Entries", readonly=True
    )
    move_count = fields.Integer(compute="_compute_move_count")
    job = fields.Selection(
        [("post", "Posting"), ("reverse", "Reversing")],
        readonly=True,
        copy=False,
        help="Work that goes on in the background.",
    )
    job_user_id = fields.Many2one("res.users", readonly=True, copy=False)
    job_error = fields.Text(readonly=True, copy=False)
    reversal_date = fields.Date(readonly=True, copy=False)
    reversal_reason = fields.Char(readonly=True, copy=False)
    posted_count = fields.Integer(
        string="Shares booked", compute="_compute_posted_count"
    )
    progress = fields.Integer(compute="_compute_posted_count", aggregator=None)
    amount_paid = fields.Monetary(string="Paid", compute="_compute_amount_unpaid")
    amount_unpaid = fields.Monetary(string="Unpaid", compute="_compute_amount_unpaid")

    # shown ---------------------------------------------------------------------------
    checklist = fields.Json(compute="_compute_checklist")
    phu_html = fields.Html(
        string="Income statement", compute="_compute_phu_html", sanitize=False
    )
    ledger_difference = fields.Monetary(
        compute="_compute_ledger_difference", compute_sudo=True
    )
    ledger_changed = fields.Boolean(
        compute="_compute_ledger_difference", compute_sudo=True
    )
    ledger_difference_html = fields.Html(
        compute="_compute_ledger_difference", compute_sudo=True, sanitize=False
    )

    _dates_check = models.Constraint(
        "CHECK (date_from <= date_to)", "The year must end after it begins."
    )
    _period_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(company_id, company_id, '[]') WITH &&, "
        "daterange(date_from, date_to, '[]') WITH &&) WHERE (state != 'reversed')",
        "This year, or a part of it, already has a surplus distribution. Open that "
        "one, or delete its draft or reverse it first.",
    )
    _resolution_check = models.Constraint(
        "CHECK (state IN ('draft', 'computed') "
        "OR (resolution_number IS NOT NULL AND resolution_date IS NOT NULL))",
        "An approved distribution has the number and date of a resolution.",
    )

    # ------------------------------------------------------------------- defaults
    @api.model
    def _default_year(self):
        """Last fiscal year of the company that has ended."""
        company = self.env.company
        today = fields.Date.context_today(self)
        current = company.compute_fiscalyear_dates(today)
        return company.compute_fiscalyear_dates(
            current["date_from"] - timedelta(days=1)
        )

    @api.depends("date_from", "date_to")
    def _compute_name(self):
        for run in self:
            if not run.date_to:
                run.name = False
                continue
            years = {run.date_from.year, run.date_to.year} if run.date_from else set()
            years = sorted(years | {run.date_to.year})
            run.name = self.env._("SHU %s", "/".join(map(str, years)))

    @api.depends("company_id", "date_to")
    def _compute_scheme_id(self):
        for run in self:
            if run.state == "draft" or not run.scheme_id:
                run.scheme_id = run.date_to and self.env["coop.shu.scheme"]._scheme_at(
                    run.company_id, run.date_to
                )

    # ------------------------------------------------------------------- guarding
    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                forbidden = [
                    name
                    for name in vals
                    if name in self._guarded_fields() and vals[name]
                ]
                if vals.get("state", "draft") != "draft" or set(forbidden) - {"state"}:
                    raise UserError(
                        self.env._("A surplus distribution starts as a draft.")
                    )
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            labels = dict(self._fields["state"]._description_selection(self.env))
            for name in vals:
                if name in self._guarded_fields():
                    raise UserError(
                        self.env._(
                            "“%(field)s” is set by the buttons of the distribution, "
                            "not by hand.",
                            field=self._fields[name]._description_string(self.env),
                        )
                    )
                for run in self:
                    if name in WRITABLE and (
                        run.state not in WRITABLE[name] or run.job
                    ):
                        raise UserError(
                            self.env._(
                                "%(run)s is %(state)s: “%(field)s” cannot be changed "
                                "any more.",
                                run=run.name,
                                state=labels[run.state],
                                field=self._fields[name]._description_string(self.env),
                            )
                        )
        return super().write(vals)

    @api.model
    def _guarded_fields(self):
        """Stored fields of this model that only the program writes."""
        return {
            name
            for name, field in self._fields.items()
            if field.readonly
            and field.store
            and not field.related
            and name not in models.MAGIC_COLUMNS
            and not name.startswith(("message_", "activity_", "rating_"))
        } | {"result_ids", "pool_ids", "share_ids", "move_ids"}

    @api.ondelete(at_uninstall=False)
    def _unlink_only_proposals(self):
        for run in self:
            if run.state not in ("draft", "computed"):
                raise UserError(
                    self.env._(
                        "%(run)s was decided by the members' meeting and cannot be "
                        "deleted. Reverse it instead.",
                        run=run.name,
                    )
                )

    @api.constrains("date_from", "date_to", "company_id", "scheme_id")
    def _check_scheme_valid(self):
        for run in self:
            if run.scheme_id and run.scheme_id.valid_from > run.date_to:
                raise ValidationError(
                    self.env._(
                        "Scheme %(scheme)s is valid from %(date)s, after the end of "
                        "%(run)s. Choose the scheme that was valid in that year.",
                        scheme=run.scheme_id.name,
                        date=format_date(self.env, run.scheme_id.valid_from),
                        run=run.name,
                    )
                )

    def _check_group(self, group, message):
        if not self.env.su and not self.env.user.has_group(f"coop_membership.{group}"):
            raise UserError(message)
        self.check_access("read")

    def _check_accountant(self):
        self._check_group(
            "group_accountant",
            self.env._("Only accountants work on surplus distributions."),
        )

    def _check_manager(self):
        self._check_group(
            "group_manager",
            self.env._(
                "Only the managers (pengurus) enter what the members' meeting decided."
            ),
        )

    def _check_state(self, states, action):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for run in self:
            if run.job:
                raise UserError(
                    self.env._(
                        "%(run)s is being worked on in the background. Wait until it "
                        "is done.",
                        run=run.name,
                    )
                )
            if run.state not in states:
                raise UserError(
                    self.env._(
                        "%(run)s is %(state)s: %(action)s is not possible now.",
                        run=run.name,
                        state=labels[run.state],
                        action=action,
                    )
                )

    # ------------------------------------------------------------------- approval
    def action_approve(self):
        """Enter the decision of the members' meeting; freezes run and scheme.

        :raises UserError: not a manager, no resolution, or ledger, weights or scheme
            changed since computing (compute again, so that the meeting decides on
            what the books say)
        """
        self._check_manager()
        self._check_state(("computed",), self.env._("approving"))
        for run in self:
            if not run.resolution_number or not run.resolution_date:
                raise UserError(
                    self.env._(
                        "%(run)s: enter number and date of the resolution of the "
                        "members' meeting first.",
                        run=run.name,
                    )
                )
            if run.resolution_date <= run.date_to:
                raise UserError(
                    self.env._(
                        "%(run)s: the resolution is dated %(date)s, but the year ends "
                        "on %(end)s. The meeting decides after the year is closed.",
                        run=run.name,
                        date=format_date(self.env, run.resolution_date),
                        end=format_date(self.env, run.date_to),
                    )
                )
            run._check_unchanged()
        # state is not writable by users; the right was checked above
        self.sudo().write({"state": "approved"})
        return True

    def action_unapprove(self):
        """Take the approval back, as long as nothing is posted."""
        self._check_manager()
        self._check_state(("approved",), self.env._("taking back the approval"))
        for run in self:
            # sudo: entries count whoever may see them
            if run.sudo().move_ids:
                raise UserError(
                    self.env._(
                        "%(run)s is partly posted. Finish posting, then reverse it.",
                        run=run.name,
                    )
                )
        # state is not writable by users; the right was checked above
        self.sudo().write({"state": "computed"})
        return True

    def action_draft(self):
        """Back to draft: drops what was computed."""
        self._check_accountant()
        self._check_state(("computed",), self.env._("going back to draft"))
        for run in self.sudo():  # results are not writable by users; checked above
            run._clear()
            run.state = "draft"
        return True

    # ---------------------------------------------------------------- computed, shown
    @api.depends("share_ids.move_id", "payable_count")
    def _compute_posted_count(self):
        groups = self.env["coop.shu.share"]._read_group(
            [("run_id", "in", self.ids), ("move_id", "!=", False)],
            ["run_id"],
            ["__count"],
        )
        counts = {run.id: count for run, count in groups}
        for run in self:
            run.posted_count = counts.get(run.id, 0)
            run.progress = (
                100 * run.posted_count // run.payable_count if run.payable_count else 0
            )

    @api.depends("move_ids")
    def _compute_move_count(self):
        # sudo: the number of entries is no secret to who sees the run
        groups = (
            self.env["account.move"]
            .sudo()
            ._read_group(
                [("coop_shu_run_id", "in", self.ids)], ["coop_shu_run_id"], ["__count"]
            )
        )
        counts = {run.id: count for run, count in groups}
        for run in self:
            run.move_count = counts.get(run.id, 0)

    @api.depends("state", "payable_total")
    def _compute_amount_unpaid(self):
        unpaid = self._unpaid()
        for run in self:
            open_amount = unpaid.get(run.id, 0)
            booked = run.state in ("posted", "paid")
            run.amount_unpaid = open_amount
            run.amount_paid = run.payable_total - open_amount if booked else 0

    def _unpaid(self):
        """``{run id: open amount of the members' items}`` in rupiah."""
        if not self.ids:
            return {}
        self.env["account.move.line"].flush_model(
            ["amount_residual", "coop_shu_share_id", "move_id", "parent_state"]
        )
        self.env["account.move"].flush_model(["coop_shu_run_id"])
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT move.coop_shu_run_id, -SUM(line.amount_residual)
                      FROM account_move move
                      JOIN account_move_line line ON line.move_id = move.id
                       AND line.coop_shu_share_id IS NOT NULL
                       AND line.parent_state = 'posted'
                     WHERE move.coop_shu_run_id IN %s
                     GROUP BY move.coop_shu_run_id
                    """,
                    tuple(self.ids),
                )
            )
        )

    def _refresh_paid(self):
        """Set *paid* or back to *posted* from what the ledger says is open."""
        # sudo: a payment may be booked by somebody without rights on distributions
        runs = self.sudo().filtered(
            lambda run: run.state in ("posted", "paid") and not run.job
        )
        unpaid = runs._unpaid()
        for run in runs:
            state = "posted" if unpaid.get(run.id) or not run.payable_total else "paid"
            if run.state != state:
                run.state = state
        self.env["coop.shu.share"].invalidate_model(
            ["amount_residual", "age_days", "payment_state"], flush=False
        )
        runs.invalidate_recordset(["amount_paid", "amount_unpaid"], flush=False)

    # ------------------------------------------------------------------------ PHU
    @api.model
    def _phu_labels(self):
        """Names of the rows of the income statement (PHU), section 3.4."""
        return {
            "member_revenue": self.env._("Members' gross participation"),
            "member_cost": self.env._("Cost of members' services"),
            "net_participation": self.env._("Members' net participation"),
            "non_member_revenue": self.env._("Revenue from non-members"),
            "non_member_cost": self.env._("Cost of non-members' services"),
            "non_member_margin": self.env._("Gross margin from non-members"),
            "gross_surplus": self.env._("Gross surplus"),
            "operating_expense": self.env._("Operating expenses"),
            "after_operating_expense": self.env._("Surplus of the cooperative"),
            "cooperative_expense": self.env._("Cooperative expenses"),
            "after_cooperative_expense": self.env._(
                "Surplus after cooperative expenses"
            ),
            "other_result": self.env._("Other income and expenses"),
            "before_tax": self.env._("Surplus before tax"),
            "income_tax": self.env._("Income tax"),
            "after_tax": self.env._("Surplus after tax"),
        }

    def _phu_rows(self):
        """Income statement (PHU) of the year as it was frozen, row by row.

        :return: list of dicts ``kind`` (``account``, ``section`` or ``total``),
            ``code``, ``label``, ``account_id`` (id or False), ``amount``, ``member``,
            ``non_member``: company currency, credit positive. The accounts of a section
            stand before the sum of the section; the last row is ``surplus_total``.
        """
        self.ensure_one()
        labels = self._phu_labels()
        by_section = {code: [] for code in surplus.SECTIONS}
        # sudo: names of accounts for readers without rights on the chart
        for result in self.sudo().result_ids:
            by_section[result.section].append(result)
        rows = []
        for code, first, last in surplus.PHU:
            results = [r for s in surplus.SECTIONS[first:last] for r in by_section[s]]
            if code in by_section:
                rows += [
                    {
                        "kind": "account",
                        "code": code,
                        "label": result.account_id.with_company(
                            self.company_id
                        ).display_name,
                        "account_id": result.account_id.id,
                        "amount": result.amount,
                        "member": result.member_amount,
                        "non_member": result.non_member_amount,
                    }
                    for result in results
                ]
            rows.append(
                {
                    "kind": "section" if code in by_section else "total",
                    "code": code,
                    "label": labels[code],
                    "account_id": False,
                    "amount": self._sum(r.amount for r in results),
                    "member": self._sum(r.member_amount for r in results),
                    "non_member": self._sum(r.non_member_amount for r in results),
                }
            )
        return rows

    @api.model
    def _sum(self, amounts):
        """Sum exactly in sen; gives rupiah."""
        return sum(round(amount * 100) for amount in amounts) / 100

    @api.depends("result_ids")
    def _compute_phu_html(self):
        for run in self:
            run.phu_html = bool(run.result_ids) and self.env["ir.qweb"]._render(
                "coop_shu.phu_table",
                {"rows": run._phu_rows(), "money": run._money},
            )

    def _money(self, amount):
        """Amount as text in the user's language: whole rupiah, sen only if any."""
        digits = 0 if round(amount * 100) % 100 == 0 else 2
        return formatLang(self.env, amount, digits=digits)

    def _number(self, value):
        """Number of a formula as text: whole, or with the decimals that it has."""
        number = Fraction(str(value))
        if number.denominator == 1:
            return formatLang(self.env, int(number), digits=0)
        return formatLang(self.env, float(number), digits=6).rstrip("0")

    # --------------------------------------------------------------- smart buttons
    def action_open_shares(self):
        """Shares of this run."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_shu.action_coop_shu_share"
        )
        action["domain"] = [("run_id", "=", self.id)]
        action["context"] = {"default_run_id": self.id}
        return action

    def action_open_moves(self):
        """Journal entries of this run, reversals included."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entries of %s", self.name),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("coop_shu_run_id", "=", self.id)],
            "context": {"create": False},
        }

    def action_open_unpaid(self):
        """Open items of the members of this run, on the journal items screen."""
        self.ensure_one()
        action = self.action_unpaid_surplus()
        action["domain"] = [
            *action["domain"],
            ("move_id.coop_shu_run_id", "=", self.id),
        ]
        return action

    @api.model
    def action_unpaid_surplus(self):
        """Open items on the surplus payable accounts, those taken over included."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_shu.action_unpaid_surplus"
        )
        accounts = self.env.companies.coop_shu_payable_account_id
        action["domain"] = list(
            Domain("account_id", "in", accounts.ids)
            & Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", False)
            & Domain("balance", "!=", 0)
        )
        return action
