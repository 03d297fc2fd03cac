# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

SETTLED = ("approved", "posted", "paid", "reversed")
LEAVER_RULES = [
    ("none", "Nothing"),
    ("jua_only", "By their business only"),
    ("jua_and_jma", "By their business and their savings"),
]
CAPITAL_BASES = [
    ("closing", "Balance at the end of the year"),
    ("month_end_12", "Average of the month ends"),
    ("daily_365", "Average of all days"),
]
COST_SPLITS = [
    ("revenue", "By revenue"),
    ("margin", "By margin (revenue less direct cost)"),
]
DEFICIT_RULES = [
    ("reserve", "Cover from the reserve"),
    ("carry", "Carry to the next year"),
]


def exact(value):
    """Decimal of a field with six digits: 33.3 gives Decimal("33.3"), never a float.

    >>> exact(33.3), exact(0.1) + exact(0.2), exact(100.0)
    (Decimal('33.3'), Decimal('0.3'), Decimal('100'))
    """
    return Decimal(round(value * 10**6)) / 10**6


def set_names(records, names):
    """Name records in all languages in use; ``names`` as ``{language: text}``."""
    languages = {code for code, _name in records.env["res.lang"].get_installed()}
    for lang in sorted(languages | {"en_US"}):
        for record, texts in zip(records.with_context(lang=lang), names, strict=True):
            if lang in texts:
                record.name = texts[lang]


class CoopShuScheme(models.Model):
    """How the surplus (SHU) of a year is divided: percentages, each with its source.

    Law 25/1992 art. 45: after the reserve, the surplus is distributed in proportion to
    each member's business and used for education and other needs as the members'
    meeting decides. The percentages are the bylaws' own; they add up to exactly 100 or
    are refused. Surplus from non-members does not go to members unless the bylaws
    allow it. A scheme that an approved run used is frozen: copy it for the next year.
    """

    _name = "coop.shu.scheme"
    _description = "Surplus Scheme"
    _inherit = ["mail.thread"]
    _order = "valid_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    valid_from = fields.Date(
        required=True,
        tracking=True,
        default=lambda self: fields.Date.today().replace(month=1, day=1),
        help="First day of the years that are divided by this scheme.",
    )
    source = fields.Char(
        string="Article or resolution",
        required=True,
        tracking=True,
        help="Where the rule comes from, for example: bylaws art. 45, or the number "
        "of the resolution of the members' meeting.",
    )
    active = fields.Boolean(default=True)
    line_ids = fields.One2many(
        "coop.shu.scheme.line",
        "scheme_id",
        string="Percentages",
        domain=[("part", "=", "member")],
        context={"default_part": "member"},
        copy=True,
    )
    non_member_line_ids = fields.One2many(
        "coop.shu.scheme.line",
        "scheme_id",
        string="Percentages of the surplus from non-members",
        domain=[("part", "=", "non_member")],
        context={"default_part": "non_member", "default_destination": "reserve"},
        copy=True,
    )
    patronage_source_ids = fields.One2many(
        "coop.shu.scheme.source", "scheme_id", string="Members' business", copy=True
    )
    capital_basis = fields.Selection(
        CAPITAL_BASES,
        string="Savings counted as",
        required=True,
        default="month_end_12",
        tracking=True,
        help="Which balance of the savings decides the capital share (jasa modal).",
    )
    leaver_rule = fields.Selection(
        LEAVER_RULES,
        string="Members who left in the year receive",
        required=True,
        default="jua_only",
        tracking=True,
    )
    non_member_cost_split = fields.Selection(
        COST_SPLITS,
        string="Shared costs are divided",
        required=True,
        default="revenue",
        tracking=True,
        help="How costs that serve both are divided between the surplus from members "
        "and the surplus from non-members.",
    )
    payable_unit = fields.Integer(
        string="Pay in steps of",
        required=True,
        default=1,
        tracking=True,
        help="Each payment is rounded down to a multiple of it; the rest goes to the "
        "reserve. 1: whole rupiah.",
    )
    minimum_payout = fields.Monetary(
        tracking=True,
        help="Smaller amounts are not paid out and go to the reserve.",
    )
    deficit_rule = fields.Selection(
        DEFICIT_RULES,
        string="A deficit is",
        required=True,
        default="reserve",
        tracking=True,
        help="Law 25/1992 art. 41: the reserve covers losses. What the reserve cannot "
        "cover is carried.",
    )
    allow_non_member_to_members = fields.Boolean(
        string="Surplus from non-members may go to members",
        tracking=True,
        help="Only where the bylaws allow it: surplus from outsiders normally stays in "
        "the reserve and the funds.",
    )
    total_percent = fields.Float(compute="_compute_totals", digits=(16, 6))
    non_member_total_percent = fields.Float(compute="_compute_totals", digits=(16, 6))
    capital_warning = fields.Boolean(compute="_compute_totals")
    run_ids = fields.One2many("coop.shu.run", "scheme_id")
    run_count = fields.Integer(compute="_compute_run_count")
    is_used = fields.Boolean(compute="_compute_run_count")

    _unit_positive = models.Constraint(
        "CHECK (payable_unit >= 1)", "Payments are made in steps of at least 1 rupiah."
    )
    _minimum_positive = models.Constraint(
        "CHECK (minimum_payout IS NULL OR minimum_payout >= 0)",
        "The smallest payment cannot be below zero.",
    )

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if "non_member_line_ids" in fields_list and not values.get(
            "non_member_line_ids"
        ):
            values["non_member_line_ids"] = self._default_non_member_lines()
        return values

    @api.model
    def _default_non_member_lines(self):
        """Default rule: all surplus from non-members goes to the reserve."""
        return [
            fields.Command.create(
                {
                    "name": self.env._("Reserve"),
                    "part": "non_member",
                    "destination": "reserve",
                    "percent": 100,
                }
            )
        ]

    # ------------------------------------------------------------------ computed
    @api.depends(
        "line_ids.percent", "line_ids.destination", "non_member_line_ids.percent"
    )
    def _compute_totals(self):
        for scheme in self:
            scheme.total_percent = sum(
                exact(x) for x in scheme.line_ids.mapped("percent")
            )
            scheme.non_member_total_percent = sum(
                exact(x) for x in scheme.non_member_line_ids.mapped("percent")
            )
            by_destination = {"patronage": 0, "capital": 0}
            for line in scheme.line_ids:
                if line.destination in by_destination:
                    by_destination[line.destination] += exact(line.percent)
            scheme.capital_warning = (
                by_destination["capital"] > by_destination["patronage"]
            )

    @api.depends("run_ids.state")
    def _compute_run_count(self):
        groups = self.env["coop.shu.run"]._read_group(
            [("scheme_id", "in", self.ids)], ["scheme_id", "state"], ["__count"]
        )
        for scheme in self:
            own = [(state, count) for s, state, count in groups if s == scheme._origin]
            scheme.run_count = sum(count for _state, count in own)
            scheme.is_used = any(state in SETTLED for state, _count in own)

    # --------------------------------------------------------------------- checks
    @api.constrains("line_ids", "non_member_line_ids", "allow_non_member_to_members")
    def _check_percentages(self):
        """Each part totals exactly 100, and non-members' surplus stays out of shares.

        :raises ValidationError: naming the total and by how much it is off, so that
            the much copied set 40/40/5/5/5/5/5 (105) is refused
        """
        for scheme in self:
            for lines, part in (
                (scheme.line_ids, self.env._("surplus from members")),
                (scheme.non_member_line_ids, self.env._("surplus from non-members")),
            ):
                total = sum((exact(line.percent) for line in lines), Decimal())
                if total == 100:
                    continue
                off = total - 100
                raise ValidationError(
                    self.env._(
                        "Scheme %(scheme)s: the percentages of the %(part)s add up to "
                        "%(total)s, %(off)s %(direction)s 100. Correct them so that "
                        "the total is exactly 100.",
                        scheme=scheme.name,
                        part=part,
                        total=f"{total:f}",
                        off=f"{abs(off):f}",
                        direction=self.env._("more than")
                        if off > 0
                        else self.env._("less than"),
                    )
                )
            banned = scheme.non_member_line_ids.filtered(
                lambda line: line.destination in ("patronage", "capital")
            )
            if banned and not scheme.allow_non_member_to_members:
                raise ValidationError(
                    self.env._(
                        "Scheme %(scheme)s: %(line)s would give surplus from "
                        "non-members to members. Send it to the reserve or to a fund, "
                        "or tick “Surplus from non-members may go to members” on the "
                        "Advanced page if the bylaws say so.",
                        scheme=scheme.name,
                        line=banned[0].name,
                    )
                )

    def _check_complete(self):
        """Refuse to compute with a scheme that lacks anything.

        :raises ValidationError: wrong totals, or shares by business without a source
        """
        self._check_percentages()
        for scheme in self:
            lines = scheme.line_ids | scheme.non_member_line_ids
            if (
                "patronage" in lines.mapped("destination")
                and not scheme.patronage_source_ids
            ):
                raise ValidationError(
                    self.env._(
                        "Scheme %(scheme)s divides surplus by the members' business, "
                        "but does not say what counts as business. Add a row under "
                        "“Members' business” on the Advanced page.",
                        scheme=scheme.name,
                    )
                )

    def _check_not_used(self):
        """Refuse changes to schemes of approved runs; they explain decided results."""
        # sudo: whether a scheme is frozen does not depend on who looks
        for scheme in self.sudo():
            if scheme.is_used:
                raise UserError(
                    self.env._(
                        "Scheme %(scheme)s was used by an approved distribution and "
                        "stays as it was. Duplicate it, change the copy and let the "
                        "copy be valid from the next year.",
                        scheme=scheme.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        schemes = super().create(vals_list)
        schemes._check_percentages()
        return schemes

    def write(self, vals):
        if not set(vals) <= {"active", "name"} and not all(
            name.startswith(("message_", "activity_")) for name in vals
        ):
            self._check_not_used()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_not_used()

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" not in (default or {}):
            for scheme, vals in zip(self, vals_list, strict=True):
                vals["name"] = self.env._("%s (copy)", scheme.name)
        return vals_list

    # ------------------------------------------------------------------- services
    @api.model
    def _scheme_at(self, company, date):
        """The scheme of ``company`` that is valid on ``date``, or an empty record."""
        return self.search(
            [("company_id", "=", company.id), ("valid_from", "<=", date)], limit=1
        )

    def _parameters(self):
        """Everything that decides a result, as plain data that JSON can hold.

        Percentages and weights are decimal texts such as ``"33.3"``, amounts whole
        rupiah, names ``{language: text}``. A run stores it, so that what was computed
        can be told from what the scheme says later.
        """
        self.ensure_one()
        lines = self.env["coop.shu.scheme.line"]
        lines.flush_model(["name", "scheme_id"])
        names = dict(
            self.env.execute_query(
                SQL(
                    "SELECT id, name FROM %s WHERE scheme_id = %s",
                    SQL.identifier(lines._table),
                    self.id,
                )
            )
        )
        return {
            "lines": [
                {
                    "part": line.part,
                    "name": names[line.id],
                    "destination": line.destination,
                    "percent": f"{exact(line.percent):f}",
                    "account": line.account_id.id,
                    "source": line.source or "",
                }
                for line in [*self.line_ids, *self.non_member_line_ids]
            ],
            "sources": [
                {"code": source.code, "weight": f"{exact(source.weight):f}"}
                for source in self.patronage_source_ids
            ],
            "capital_basis": self.capital_basis,
            "leaver_rule": self.leaver_rule,
            "non_member_cost_split": self.non_member_cost_split,
            "payable_unit": self.payable_unit,
            "minimum_payout": round(self.minimum_payout),
            "deficit_rule": self.deficit_rule,
        }

    def action_open_runs(self):
        """Distributions that use this scheme."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_shu.action_coop_shu_run"
        )
        action["domain"] = [("scheme_id", "=", self.id)]
        return action
