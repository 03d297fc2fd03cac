# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..engine.contribution import MILLION, Rate
from .res_company import RISK_CLASSES, SECTORS

PROGRAM_NAMES = [
    ("jkk", "Work accident (JKK)"),
    ("jkm", "Death (JKM)"),
    ("jht", "Old age savings (JHT)"),
    ("jp", "Pension (JP)"),
    ("jkp", "Loss of work (JKP)"),
    ("health", "Health (JKN)"),
]
CHARGED_SEGMENTS = [
    ("bpu", "Independent worker (BPU)"),
    ("pu", "Employee (PU)"),
    ("ppu", "Employee, health (PPU)"),
    ("pbpu", "Independent worker, health (PBPU)"),
]
PERCENT = MILLION // 100


class CoopSocialRate(models.Model):
    """A dated row of the law: what one program costs one segment from a day on.

    The row in force on the first day of a month rules that month: the latest
    ``valid_from``; of the same day that of the own company, the class, the sector. A
    relief takes its part of the contribution as long as it is valid. Percentages
    have up to four decimals; amounts are whole rupiah. An archived row is a draft: its
    effect can be looked at before it counts. Where contributions go by bands of
    income, the rate has them (``coop.social.band``).
    """

    _name = "coop.social.rate"
    _description = "Social Security Rate"
    _order = "scheme_id, segment, program, kind, grade, valid_from desc, id"

    scheme_id = fields.Many2one(
        "coop.social.scheme", required=True, ondelete="cascade", index=True
    )
    program = fields.Selection(PROGRAM_NAMES, required=True)
    segment = fields.Selection(CHARGED_SEGMENTS, required=True)
    kind = fields.Selection(
        [
            ("percent", "Part of the income"),
            ("flat", "Amount per head"),
            ("relief", "Relief"),
        ],
        required=True,
        default="percent",
    )
    grade = fields.Selection(
        RISK_CLASSES, string="Class", help="Class of risk or of care; empty: any."
    )
    sector = fields.Selection(SECTORS, help="Empty: any sector.")
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(help="Last day; empty: until the next row.")
    member_percent = fields.Float(string="Member %", digits=(7, 4))
    coop_percent = fields.Float(string="Cooperative %", digits=(7, 4))
    state_percent = fields.Float(
        string="State %", digits=(7, 4), help="Paid by the state: shown, not charged."
    )
    moved_percent = fields.Float(
        string="Contained %",
        digits=(7, 4),
        help="Part that is already contained in another program: shown, not charged.",
    )
    member_amount = fields.Integer(string="Member, per head")
    coop_amount = fields.Integer(string="Cooperative, per head")
    state_amount = fields.Integer(
        string="State, per head", help="Paid by the state: shown, not charged."
    )
    charged_percent = fields.Float(
        string="Still charged %",
        digits=(7, 4),
        default=100,
        help="What is left of the contribution during the relief.",
    )
    base_min = fields.Integer(string="Least base")
    base_max = fields.Integer(string="Ceiling", help="0: no ceiling.")
    band_ids = fields.One2many(
        "coop.social.band",
        "rate_id",
        string="Bands of income",
        copy=True,
        help="Empty: of the income itself. Otherwise the base of its band counts; "
        "below the first band, the base of the first.",
    )
    family = fields.Integer(
        string="Family included",
        help="Members of the family who are covered without a further contribution.",
    )
    extra_percent = fields.Float(
        string="Further head %",
        digits=(7, 4),
        help="Of the base, for each further member of the family, paid by the member.",
    )
    entry_age = fields.Integer(string="Enrolment below age", help="0: at any age.")
    stop_age = fields.Integer(
        string="Contributions below age",
        help="None from the month after this birthday on; 0: at any age.",
    )
    source = fields.Char(
        required=True, help="The regulation, for example PP 50/2025, and the article."
    )
    company_id = fields.Many2one(
        "res.company",
        index=True,
        help="Empty: for all companies. A row of the own company goes before a general "
        "one of the same day, for example the least base of its region.",
    )
    active = fields.Boolean(default=True)

    _row_uniq = models.UniqueIndex(
        "(scheme_id, program, segment, kind, COALESCE(grade, ''), "
        "COALESCE(sector, ''), valid_from, COALESCE(company_id, 0)) WHERE active",
        "There is already a row for this program, segment, class and sector from that "
        "day on.",
    )
    _dates_check = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)",
        "A rate cannot end before it starts.",
    )
    _amounts_check = models.Constraint(
        "CHECK (member_percent >= 0 AND coop_percent >= 0 AND state_percent >= 0 "
        "AND moved_percent >= 0 AND member_amount >= 0 AND coop_amount >= 0 "
        "AND state_amount >= 0 AND base_min >= 0 AND base_max >= 0 "
        "AND extra_percent >= 0 AND charged_percent BETWEEN 0 AND 100 "
        "AND COALESCE(member_percent, 0) + COALESCE(coop_percent, 0) <= 100)",
        "Percentages lie between 0 and 100, and amounts are not below zero.",
    )

    @api.depends("program", "segment", "grade", "valid_from")
    def _compute_display_name(self):
        programs = dict(self._fields["program"]._description_selection(self.env))
        segments = dict(self._fields["segment"]._description_selection(self.env))
        grades = dict(RISK_CLASSES)
        for rate in self:
            rate.display_name = " ".join(
                filter(
                    None,
                    [
                        programs.get(rate.program),
                        segments.get(rate.segment),
                        grades.get(rate.grade),
                        str(rate.valid_from or ""),
                    ],
                )
            )

    @api.constrains("base_min", "base_max")
    def _check_base(self):
        for rate in self:
            if rate.base_max and rate.base_min > rate.base_max:
                raise ValidationError(
                    self.env._(
                        "%(rate)s: the least base is above the ceiling.",
                        rate=rate.display_name,
                    )
                )

    def _rates(self, company):
        """The rows of ``self`` as the engine takes them.

        :return: list of ``engine.contribution.Rate``
        """

        def millionths(percent):
            return round(percent * PERCENT)

        return [
            Rate(
                program=row.program,
                segment=row.segment,
                kind=row.kind,
                valid_from=row.valid_from,
                valid_to=row.valid_to or None,
                grade=row.grade or None,
                sector=row.sector or None,
                own=bool(row.company_id),
                member=row.member_amount
                if row.kind == "flat"
                else millionths(row.member_percent),
                coop=row.coop_amount
                if row.kind == "flat"
                else millionths(row.coop_percent),
                state=row.state_amount
                if row.kind == "flat"
                else millionths(row.state_percent),
                moved=millionths(row.moved_percent),
                charged=millionths(row.charged_percent),
                base_min=row.base_min,
                base_max=row.base_max,
                bands=tuple((band.income_from, band.base) for band in row.band_ids),
                family=row.family,
                extra=millionths(row.extra_percent),
                entry_age=row.entry_age,
                stop_age=row.stop_age,
            )
            for row in self
            if not row.company_id or row.company_id == company
        ]

    @api.model
    def _rates_of(self, company, without=None, also=None):
        """The rates of a company, by scheme.

        :param without: rows to leave out, for a look at their effect
        :param also: rows to add, such as archived ones
        :return: ``{scheme: [Rate]}``
        """
        # sudo: the law is no secret to whoever computes with it
        rows = self.sudo().search(Domain("company_id", "in", [False, company.id]))
        rows = (rows - (without or self.browse())) | (also or self.browse()).sudo()
        return {
            scheme: scheme_rows._rates(company)
            for scheme, scheme_rows in rows.grouped("scheme_id").items()
        }

    def action_preview(self):
        """What this row changes, before it starts or after."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What this rate changes"),
            "res_model": "coop.social.preview",
            "view_mode": "form",
            "target": "new",
            "context": {"default_rate_id": self.id},
        }
