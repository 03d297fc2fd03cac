# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from math import floor
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import format_date

from odoo.addons.coop_membership.engine.apportion import apportion
from odoo.addons.coop_membership.money import money

from ..engine import pricing
from ..engine.rounding import exact

RULE_FIELDS = (
    "name",
    "sequence",
    "kind",
    "percent",
    "fixed",
    "base_top",
    "base_bottom",
    "is_members",
)


class Verdict(NamedTuple):
    """What a price means for members: ``state`` is ok, below or unknown."""

    state: str
    reason: str
    members: int
    floor_price: int


class CoopPriceBuild(models.Model):
    """The fair price of one unit of a service, step by step, and back.

    From what members shall receive to what the client pays, or from a given price to
    what members then receive; see ``engine/pricing.py``. Steps are a copy of the price
    rules, so an old price stays explained. Amounts are whole rupiah.
    """

    _name = "coop.price.build"
    _description = "Fair Price"
    _inherit = ["mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_tmpl_id = fields.Many2one(
        "product.template",
        string="Service",
        index=True,
        ondelete="cascade",
        check_company=True,
        domain=[("coop_is_service", "=", True)],
    )
    uom_id = fields.Many2one(related="product_tmpl_id.uom_id", string="Unit")
    sale_line_id = fields.Many2one(
        "sale.order.line",
        string="Quotation line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="cascade",
        help="Made for this line of a quotation only.",
    )
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        tracking=True,
        help="Rules and floors of this day hold.",
    )
    floor_id = fields.Many2one(
        "coop.price.floor",
        string="Place",
        default=lambda self: self._default_floor_id(),
        help="Its minimum wage is the floor. A quotation takes the place of its site.",
    )
    scheme_id = fields.Many2one(
        "coop.price.scheme",
        string="Price rules",
        compute="_compute_scheme_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
    )
    basis = fields.Selection(
        [
            ("rate", "What members shall receive"),
            ("price", "What the client pays"),
        ],
        string="Start from",
        required=True,
        default="rate",
        tracking=True,
    )
    target_price = fields.Monetary(
        string="Price given", tracking=True, help="Per unit, before tax."
    )
    scale = fields.Selection(
        [("people", "More people"), ("time", "More time")],
        string="Two units need",
        required=True,
        default="time",
        help="Whether a quantity of two in a quotation asks for twice the people (a "
        "cleaner a month) or for twice the time (hours, days).",
    )
    line_ids = fields.One2many(
        "coop.price.build.line", "build_id", string="Work", copy=True
    )
    step_ids = fields.One2many(
        "coop.price.build.step",
        "build_id",
        string="Steps",
        compute="_compute_step_ids",
        store=True,
        readonly=False,
        copy=True,
    )
    member_amount = fields.Monetary(
        string="Members receive",
        compute="_compute_price",
        store=True,
        tracking=True,
        help="Per unit, before the income tax on it.",
    )
    price = fields.Monetary(
        compute="_compute_price",
        store=True,
        tracking=True,
        help="Per unit, before tax.",
    )
    price_total = fields.Monetary(
        string="Price with tax", compute="_compute_price", store=True
    )
    rounding = fields.Monetary(
        compute="_compute_price",
        store=True,
        help="Rupiah of a given price that no step can use; "
        "the cooperative keeps them.",
    )
    floor_price = fields.Monetary(compute="_compute_floor", string="Lowest price")
    floor_state = fields.Selection(
        [("ok", "Fair"), ("below", "Below the floor"), ("unknown", "Floor unknown")],
        compute="_compute_floor",
    )
    floor_reason = fields.Char(compute="_compute_floor")
    market_note = fields.Char(compute="_compute_market_note")
    note = fields.Text()

    _target_positive = models.Constraint(
        "CHECK (target_price >= 0)", "A price is not below zero."
    )

    @api.model
    def _default_floor_id(self):
        return self.env["coop.price.floor"]._place_of(
            self.env.company.partner_id, fields.Date.context_today(self)
        )

    # ------------------------------------------------------------------ computed
    @api.depends("date", "company_id")
    def _compute_scheme_id(self):
        for build in self:
            if not build.scheme_id:
                build.scheme_id = self.env["coop.price.scheme"]._at(
                    build.company_id, build.date or fields.Date.context_today(self)
                )

    @api.depends("scheme_id")
    def _compute_step_ids(self):
        for build in self:
            build.step_ids = [
                Command.clear(),
                *(
                    Command.create({name: line[name] for name in RULE_FIELDS})
                    for line in build.scheme_id.line_ids
                ),
            ]

    @api.depends(
        "basis",
        "target_price",
        "line_ids.people",
        "line_ids.quantity",
        "line_ids.rate",
        "step_ids.sequence",
        "step_ids.kind",
        "step_ids.percent",
        "step_ids.fixed",
        "step_ids.base_top",
        "step_ids.base_bottom",
    )
    def _compute_price(self):
        for build in self:
            found = build._chain()
            build.member_amount = found.members if found else 0
            build.price = found.price if found else 0
            build.price_total = found.total if found else 0
            build.rounding = sum(
                row.amount
                for row in (found.rows if found else ())
                if row.kind == "rounding"
            )

    @api.depends(
        "price",
        "date",
        "floor_id.amount_ids.amount",
        "floor_id.amount_ids.valid_from",
        "line_ids.wage_basis_id.divisor",
        "line_ids.people",
        "line_ids.quantity",
        "line_ids.rate",
    )
    def _compute_floor(self):
        for build in self:
            verdict = build._judge(build.price, build.floor_id, build.date)
            build.floor_price = verdict.floor_price
            build.floor_state = verdict.state
            build.floor_reason = verdict.reason

    @api.depends("price", "product_tmpl_id.coop_reference_price_ids", "date")
    def _compute_market_note(self):
        for build in self:
            day = build.date or fields.Date.context_today(self)
            seen = build.product_tmpl_id.coop_reference_price_ids.filtered(
                lambda row, day=day, build=build: (
                    row.valid_from <= day and row.company_id == build.company_id
                )
            )[:1]
            build.market_note = seen and self.env._(
                "Others ask %(low)s to %(high)s (%(seen)s, %(date)s).",
                low=money(self.env, seen.price_from, build.currency_id),
                high=money(self.env, seen.price_to, build.currency_id),
                seen=seen.source,
                date=format_date(self.env, seen.valid_from),
            )

    # --------------------------------------------------------------------- engine
    def _rules(self):
        return self.step_ids._steps()

    def _chain(self):
        """The chain of this build as ``pricing.Price``; None while it is impossible."""
        self.ensure_one()
        try:
            if self.basis == "price":
                return pricing.members_of(round(self.target_price), self._rules())
            members = sum(line._earned() for line in self.line_ids)
            return pricing.price_of(members, self._rules())
        except ValueError:
            return None  # the constraint says what is wrong when it is saved

    def _line_amounts(self, members=None):
        """Whole rupiah per line, in the order of ``line_ids``; they add up.

        :param members: what members receive of another price than this one
        """
        self.ensure_one()
        own = [line._earned() for line in self.line_ids]
        if members is None:
            members = round(self.member_amount)
        if members == sum(own):
            return own
        return apportion(members, own if any(own) else [1] * len(own))

    def _members_part(self, found):
        """What of a price members receive, with the steps that are paid to them."""
        self.ensure_one()
        # a set: the first row is named by text, which no record is compared with
        ours = set(self.step_ids.filtered("is_members"))
        return found.members + sum(row.amount for row in found.rows if row.name in ours)

    def _members_of(self, price):
        """What members receive of ``price`` (whole rupiah, before tax, per unit).

        With the steps that are paid to members; 0 where the price does not even cover
        the fixed costs.
        """
        self.ensure_one()
        try:
            return self._members_part(pricing.members_of(price, self._rules()))
        except ValueError:
            return 0

    def _judge(self, price, place, date):
        """Whether members who get this price earn the floor of a place on a day.

        :param price: rupiah per unit before tax, whole or not
        :param place: coop.price.floor
        :return: Verdict; its reason names the role, the wage and the basis
        """
        self.ensure_one()
        whole = floor(exact(round(price, 2)))
        row = place._at(date) if place and date else self.env["coop.price.floor.amount"]
        try:
            members = pricing.members_of(whole, self._rules()).members
        except ValueError:
            members = 0
        if not self.line_ids:
            return Verdict(
                "unknown",
                self.env._(
                    "%(build)s does not say what work is in it. Add the roles and "
                    "hours of one unit.",
                    build=self.name or "",
                ),
                members,
                0,
            )
        if not row:
            return Verdict(
                "unknown",
                self.env._(
                    "No minimum wage is known for %(place)s on %(date)s. Add it under "
                    "Configuration, Price Floors.",
                    place=place.name or self.env._("this place"),
                    date=format_date(self.env, date),
                ),
                members,
                0,
            )
        floors = [line._floor(row.amount) for line in self.line_ids]
        lowest = pricing.price_of(sum(floors), self._rules()).price
        for line, amount, least in zip(
            self.line_ids, self._line_amounts(members), floors, strict=True
        ):
            if amount < least:
                return Verdict(
                    "below",
                    self.env._(
                        "%(role)s: members would receive %(amount)s for %(time)s; the "
                        "floor is %(least)s (%(place)s from %(date)s: %(wage)s a "
                        "month, %(basis)s).",
                        role=line.name,
                        amount=money(self.env, amount, self.currency_id),
                        time=line._time(),
                        least=money(self.env, least, self.currency_id),
                        place=place.name,
                        date=format_date(self.env, row.valid_from),
                        wage=money(self.env, row.amount, self.currency_id),
                        basis=line.wage_basis_id.name,
                    ),
                    members,
                    lowest,
                )
        return Verdict("ok", "", members, lowest)

    # --------------------------------------------------------------------- checks
    @api.constrains("basis", "target_price", "step_ids")
    def _check_chain(self):
        for build in self:
            of_price = build.step_ids.filtered(lambda step: step.kind == "price")
            if sum(of_price.mapped("percent")) >= 100:
                raise ValidationError(
                    self.env._(
                        "%(build)s: the percentages of the price reach 100 %%, so "
                        "nothing is left for the members. Lower one of them.",
                        build=build.name,
                    )
                )
            if build.basis == "price":
                least = pricing.price_of(0, build._rules()).price
                if build.target_price < least:
                    raise ValidationError(
                        self.env._(
                            "%(build)s: a price of %(price)s does not cover material "
                            "and other fixed amounts, which alone come to %(least)s. "
                            "Ask at least that.",
                            build=build.name,
                            price=money(
                                self.env, build.target_price, build.currency_id
                            ),
                            least=money(self.env, least, build.currency_id),
                        )
                    )

    # -------------------------------------------------------------------- actions
    def action_from_price(self):
        """Start from the price as it stands: what members receive follows from it."""
        for build in self:
            build.write({"target_price": build.price, "basis": "price"})

    def action_from_rate(self):
        """Start from the rates: the price follows from them."""
        self.write({"basis": "rate"})

    def action_reload_rules(self):
        """Take the steps of the price rules anew, of the date of this build."""
        for build in self:
            build.scheme_id = self.env["coop.price.scheme"]._at(
                build.company_id, build.date
            )
        self._compute_step_ids()
