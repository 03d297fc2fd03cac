# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models

from ..engine import pricing


class CoopPriceBuildLine(models.Model):
    """Work in one unit of a service: a role, how long, and what it shall earn."""

    _name = "coop.price.build.line"
    _description = "Work in a Fair Price"
    _order = "build_id, sequence, id"
    _check_company_auto = True

    build_id = fields.Many2one(
        "coop.price.build", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="build_id.company_id", store=True)
    currency_id = fields.Many2one(related="build_id.currency_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Role", required=True)
    skill_id = fields.Many2one(
        "hr.skill",
        domain="[('skill_type_id.is_certification', '=', False)]",
    )
    skill_type_id = fields.Many2one(related="skill_id.skill_type_id")
    skill_level_id = fields.Many2one(
        "hr.skill.level",
        string="Level at least",
        domain="[('skill_type_id', '=', skill_type_id)]",
    )
    certificate_ids = fields.Many2many(
        "hr.skill",
        string="Certificates required",
        domain="[('skill_type_id.is_certification', '=', True)]",
    )
    people = fields.Integer(default=1, required=True)
    quantity = fields.Float(
        string="Time per person",
        default=1,
        required=True,
        help="Hours, days or months of one person for one unit of the service.",
    )
    rate_unit = fields.Selection(
        [("hour", "Hour"), ("day", "Day"), ("month", "Month")],
        string="Per",
        default="hour",
        required=True,
    )
    rate = fields.Monetary(
        string="Shall receive",
        required=True,
        help="What one person shall receive per hour, day or month, before the income "
        "tax on it. Where the price is given, it is the weight by which what the price "
        "allows is divided.",
    )
    wage_basis_id = fields.Many2one(
        "coop.wage.basis",
        string="Floor",
        compute="_compute_wage_basis_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('unit', '=', rate_unit)]",
    )
    amount = fields.Monetary(string="Receives", compute="_compute_amount")
    rate_result = fields.Monetary(string="Receives per unit", compute="_compute_amount")
    floor_amount = fields.Monetary(string="Least", compute="_compute_amount")
    is_below = fields.Boolean(compute="_compute_amount")

    _positive = models.Constraint(
        "CHECK (people > 0 AND quantity > 0 AND rate >= 0)",
        "People and time are above zero, and a rate is not below zero.",
    )

    @api.depends("rate_unit")
    def _compute_wage_basis_id(self):
        bases = self.env["coop.wage.basis"].search([])
        for line in self:
            if line.wage_basis_id.unit != line.rate_unit:
                fitting = bases.filtered(lambda b, unit=line.rate_unit: b.unit == unit)
                line.wage_basis_id = fitting[:1]

    @api.depends(
        "build_id.member_amount",
        "build_id.floor_id",
        "build_id.date",
        "people",
        "quantity",
        "rate",
        "wage_basis_id",
    )
    def _compute_amount(self):
        for build, lines in self.grouped("build_id").items():
            amounts = dict(
                zip(build.line_ids, build._line_amounts(), strict=True)
                if build.line_ids
                else ()
            )
            wage = build.floor_id._at(build.date).amount if build.date else 0
            for line in lines:
                line.amount = amounts.get(line, line._earned())
                units = line.people * line.quantity
                line.rate_result = line.amount / units if units else 0
                line.floor_amount = line._floor(wage)
                line.is_below = line.amount < line.floor_amount

    def _earned(self):
        """Whole rupiah of this line at its own rate."""
        self.ensure_one()
        return pricing.earned(self.people, self.quantity, self.rate)

    def _floor(self, wage):
        """The least for this line where the month's minimum wage is ``wage``."""
        self.ensure_one()
        if not self.wage_basis_id:
            return 0
        return pricing.floor_of(
            wage, self.wage_basis_id.divisor, self.people, self.quantity
        )

    def _time(self):
        """``2 × 104 hours``: people and time in words."""
        self.ensure_one()
        return self.env._(
            "%(people)s × %(quantity)s %(unit)s",
            people=self.people,
            quantity=f"{self.quantity:g}",
            unit=dict(self._fields["rate_unit"]._description_selection(self.env))[
                self.rate_unit
            ],
        )
