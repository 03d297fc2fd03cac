# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import format_date

from odoo.addons.coop_membership.engine.apportion import apportion

from ..engine.rounding import exact, half_up
from .coop_cost_pool import KEYS


class CoopCostPoolPeriod(models.Model):
    """The costs of a pool in a period, divided among members; shown to them or not.

    Computing freezes the amount of the ledger and the parts, which add up to it to the
    rupiah; what the ledger shows later stands beside it.
    """

    _name = "coop.cost.pool.period"
    _description = "Period of a Cost Pool"
    _inherit = ["mail.thread"]
    _order = "date_to desc, pool_id, id desc"
    _check_company_auto = True

    pool_id = fields.Many2one(
        "coop.cost.pool", required=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(related="pool_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(month=1, day=1),
    )
    date_to = fields.Date(string="To", required=True, default=fields.Date.context_today)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("computed", "Computed"),
            ("shown", "Shown to members"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    key = fields.Selection(KEYS, readonly=True, copy=False)
    amount = fields.Monetary(
        readonly=True, copy=False, tracking=True, help="Whole rupiah, when computed."
    )
    amount_now = fields.Monetary(
        string="In the ledger now", compute="_compute_amount_now"
    )
    difference = fields.Monetary(compute="_compute_amount_now")
    share_ids = fields.One2many(
        "coop.cost.pool.share", "period_id", string="Parts", readonly=True
    )

    _dates = models.Constraint(
        "CHECK (date_to >= date_from)", "A period ends after it begins."
    )
    _no_overlap = models.Constraint(
        """EXCLUDE USING gist (
            int4range(pool_id, pool_id, '[]') WITH &&,
            daterange(date_from, date_to, '[]') WITH &&
        )""",
        "Another period of this cost pool covers some of these days.",
    )

    @api.depends("pool_id", "date_from", "date_to")
    def _compute_display_name(self):
        for period in self:
            period.display_name = period.pool_id and self.env._(
                "%(pool)s, %(date_from)s to %(date_to)s",
                pool=period.pool_id.name,
                date_from=format_date(self.env, period.date_from),
                date_to=format_date(self.env, period.date_to),
            )

    @api.depends("pool_id", "date_from", "date_to", "amount", "state")
    def _compute_amount_now(self):
        for period in self:
            period.amount_now = period._ledger_amount()
            computed = period.state != "draft"
            period.difference = period.amount_now - period.amount if computed else 0

    def _items_domain(self):
        """Posted journal items on the accounts of the pool in the period."""
        self.ensure_one()
        return (
            Domain("company_id", "=", self.company_id.id)
            & Domain("parent_state", "=", "posted")
            & Domain("account_id.tag_ids", "in", self.pool_id.tag_id.ids)
            & Domain("date", ">=", self.date_from)
            & Domain("date", "<=", self.date_to)
        )

    def _ledger_amount(self):
        """Whole rupiah of the pool in the ledger, half-up."""
        self.ensure_one()
        if not (self.pool_id and self.date_from and self.date_to):
            return 0
        # sudo: whoever may read the pool reads its sum, not the journal items
        [(total,)] = (
            self.env["account.move.line"]
            .sudo()
            ._read_group(self._items_domain(), aggregates=["balance:sum"])
        )
        return half_up(exact(round(total or 0, 2)))

    def _weights(self):
        """``{member: weight}`` by the key, exact and not below zero."""
        self.ensure_one()
        if self.key == "equal":
            members = self.env["coop.member"].search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("date_joined", "<=", self.date_to),
                    "|",
                    ("date_left", "=", False),
                    ("date_left", ">=", self.date_from),
                ]
            )
            return dict.fromkeys(members, 1)
        accepted = Domain("company_id", "=", self.company_id.id)
        if self.key == "value":
            rows = self.env["coop.service.share"]._read_group(
                accepted
                & Domain("date", ">=", self.date_from)
                & Domain("date", "<=", self.date_to),
                ["member_id"],
                ["value:sum"],
            )
        else:
            rows = self.env["coop.service.acceptance.work"]._read_group(
                accepted
                & Domain("acceptance_id.state", "=", "accepted")
                & Domain("acceptance_id.date", ">=", self.date_from)
                & Domain("acceptance_id.date", "<=", self.date_to),
                ["member_id"],
                ["hours:sum"],
            )
        return {
            member: exact(round(weight, 4)) for member, weight in rows if weight > 0
        }

    def action_compute(self):
        """Divide the costs of the ledger among members by the key of the last day.

        :raises UserError: no key, no costs below zero, or nobody to divide among
        """
        self.check_access("write")
        self.lock_for_update()
        for period in self:
            if period.state == "shown":
                raise UserError(
                    self.env._(
                        "%(period)s is shown to the members. Take it back first.",
                        period=period.display_name,
                    )
                )
            key = period.pool_id._key_at(period.date_to)
            if not key:
                raise UserError(
                    self.env._(
                        "%(pool)s has no key on %(date)s. Add one to the cost pool.",
                        pool=period.pool_id.name,
                        date=format_date(self.env, period.date_to),
                    )
                )
            period.key = key.key
            amount = period._ledger_amount()
            weights = period._weights()
            members = sorted(weights, key=lambda m: (m.number or "", m.id))
            if amount and not members:
                raise UserError(
                    self.env._(
                        "%(period)s: no member has accepted work or was a member in "
                        "this period, so the costs cannot be divided. Choose another "
                        "period or key.",
                        period=period.display_name,
                    )
                )
            values = [weights[member] for member in members]
            parts = apportion(amount, values) if members else []
            # sudo: parts are written by computing alone
            period.sudo().write(
                {
                    "amount": amount,
                    "state": "computed",
                    "share_ids": [
                        Command.clear(),
                        *(
                            Command.create(
                                {
                                    "member_id": member.id,
                                    "weight": float(weight),
                                    "amount": part,
                                }
                            )
                            for member, weight, part in zip(
                                members, values, parts, strict=True
                            )
                        ),
                    ],
                }
            )
        return True

    def action_show(self):
        """Open the period to the members, each with the own part."""
        self.check_access("write")
        for period in self:
            if period.state != "computed":
                raise UserError(
                    self.env._(
                        "%(period)s is not computed. Compute it before members see it.",
                        period=period.display_name,
                    )
                )
        self.state = "shown"
        return True

    def action_draft(self):
        """Take the period back from the members; the parts are removed."""
        self.check_access("write")
        # sudo: parts are written by computing alone
        self.sudo().share_ids.unlink()
        self.write({"state": "draft", "amount": 0, "key": False})
        return True

    def write(self, vals):
        fixed = {"pool_id", "date_from", "date_to"} & set(vals)
        if fixed and any(period.state != "draft" for period in self):
            raise UserError(
                self.env._(
                    "A computed period keeps its pool and days. "
                    "Reset it to draft first."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        for period in self:
            if period.state != "draft":
                raise UserError(
                    self.env._(
                        "%(period)s is computed. Reset it to draft before deleting it.",
                        period=period.display_name,
                    )
                )

    def action_open_items(self):
        """The journal items that make up the amount."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move.line",
            "name": self.env._("Journal items"),
            "view_mode": "list,form",
            "domain": list(self._items_domain()),
        }
