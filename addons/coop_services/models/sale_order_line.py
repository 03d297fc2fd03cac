# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError

# What members receive is not shown to clients, who may read their orders.
OFFICE = "base.group_user"
APPROVAL = ("coop_approved_price", "coop_approved_floor")


class SaleOrderLine(models.Model):
    """A quoted service: its fair price, and whether members earn the floor by it."""

    _inherit = "sale.order.line"

    coop_is_service = fields.Boolean(related="product_id.coop_is_service")
    coop_price_build_id = fields.Many2one(
        "coop.price.build",
        string="Fair price",
        compute="_compute_coop_price_build_id",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
        check_company=True,
        ondelete="restrict",
        groups=OFFICE,
        domain="[('product_tmpl_id', '=', product_template_id)]",
    )
    coop_member_amount = fields.Monetary(
        string="Members receive",
        compute="_compute_coop_floor",
        groups=OFFICE,
        help="Of the price of one unit, before the income tax on it.",
    )
    coop_floor_price = fields.Monetary(
        string="Lowest price", compute="_compute_coop_floor", groups=OFFICE
    )
    coop_floor_state = fields.Selection(
        [("ok", "Fair"), ("below", "Below the floor"), ("unknown", "Floor unknown")],
        string="Floor",
        compute="_compute_coop_floor",
        groups=OFFICE,
    )
    coop_floor_reason = fields.Char(compute="_compute_coop_floor", groups=OFFICE)
    coop_approved_price = fields.Float(
        readonly=True,
        copy=False,
        groups=OFFICE,
        help="Lowest price of one unit that a manager approved below the floor.",
    )
    coop_approved_floor = fields.Float(readonly=True, copy=False, groups=OFFICE)
    coop_needs_approval = fields.Boolean(compute="_compute_coop_floor", groups=OFFICE)

    # ------------------------------------------------------------------ computed
    @api.depends("product_id")
    def _compute_coop_price_build_id(self):
        for line in self:
            product = line.product_id.product_tmpl_id
            if not product.coop_is_service:
                line.coop_price_build_id = False
            elif line.coop_price_build_id.product_tmpl_id != product:
                date = fields.Date.to_date(
                    line.order_id.date_order or fields.Date.context_today(self)
                )
                # sudo: a seller may quote what the managers have calculated
                line.coop_price_build_id = (
                    product.sudo()
                    ._coop_price_build(line.company_id or self.env.company, date)
                    .sudo(False)
                )

    def _get_display_price_ignore_combo(self):
        """A service with a fair price is quoted at it; no pricelist undercuts it."""
        # sudo: a seller may quote what the managers have calculated
        build = self.sudo().coop_price_build_id
        if not build:
            return super()._get_display_price_ignore_combo()
        price = build.uom_id._compute_price(
            build.price, self.product_uom_id or build.uom_id
        )
        return build.currency_id._convert(
            price,
            self.currency_id,
            self.company_id or self.env.company,
            self._get_order_date() or fields.Date.today(),
            round=False,
        )

    @api.onchange("coop_price_build_id")
    def _onchange_coop_price_build_id(self):
        self._reset_coop_price()

    def _reset_coop_price(self):
        """Quote the fair price as it stands now."""
        for line in self.filtered("coop_price_build_id"):
            line._reset_price_unit()

    @api.depends(
        "coop_price_build_id.price",
        "coop_price_build_id.line_ids",
        "product_id",
        "price_unit",
        "discount",
        "product_uom_id",
        "price_subtotal",
        "order_id.coop_site_id",
        "order_id.coop_date_from",
        "coop_approved_price",
        "coop_approved_floor",
    )
    def _compute_coop_floor(self):
        places = self.order_id._coop_places()
        for line in self:
            line.coop_member_amount = line.coop_floor_price = 0
            line.coop_floor_state = line.coop_floor_reason = False
            line.coop_needs_approval = False
            product = line.product_id
            if (
                line.display_type
                or not product.coop_is_service
                or product.coop_performer != "member"
            ):
                continue
            # sudo: what is below the floor does not depend on who sells
            build = line.sudo().coop_price_build_id
            if not build:
                line.coop_floor_state = "unknown"
                line.coop_floor_reason = self.env._(
                    "%(product)s has no fair price, so nobody can tell what members "
                    "would receive. Calculate one on the service.",
                    product=product.name,
                )
            else:
                order = line.order_id
                place, date = places.get(order) or order._coop_place()
                verdict = build._judge(
                    line._coop_unit_price(), place or build.floor_id, date
                )
                line.coop_member_amount = verdict.members
                line.coop_floor_price = verdict.floor_price
                line.coop_floor_state = verdict.state
                line.coop_floor_reason = verdict.reason
            line.coop_needs_approval = (
                line.coop_floor_state
                in (
                    "below",
                    "unknown",
                )
                and not line._coop_is_approved()
            )

    def _coop_unit_price(self):
        """What one unit of the service brings: before tax, after discount, rupiah."""
        self.ensure_one()
        quantity = self.product_uom_qty
        if quantity:
            price = self.price_subtotal / quantity
        else:
            price = self.price_unit * (1 - self.discount / 100)
        product = self.product_id
        uom = self.product_uom_id or product.uom_id
        company = self.company_id or self.env.company
        price = uom._compute_price(price, product.uom_id)
        if self.currency_id and self.currency_id != company.currency_id:
            price = self.currency_id._convert(
                price,
                company.currency_id,
                company,
                self.order_id.date_order or fields.Date.today(),
            )
        return round(price, 2)

    def _coop_is_approved(self):
        """A manager approved this price or a lower one, for this floor or a higher."""
        self.ensure_one()
        return (
            self.coop_approved_price
            and self._coop_unit_price() >= self.coop_approved_price
            and self.coop_floor_price <= self.coop_approved_floor
        )

    def _coop_approve(self):
        """Note what is approved; whoever quotes less must ask again."""
        for line in self:
            line.write(
                {
                    "coop_approved_price": line._coop_unit_price() or 0.01,
                    "coop_approved_floor": line.coop_floor_price,
                }
            )

    # ----------------------------------------------------------------- protection
    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._coop_check_approval(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._coop_check_approval(vals)
        if {"product_id", "coop_price_build_id"} & set(vals):
            # another service or calculation was not what the manager looked at
            vals = {**vals, **dict.fromkeys(APPROVAL, 0)}
        return super().write(vals)

    def _coop_check_approval(self, vals):
        """Only managers approve; nobody does by writing fields past the button."""
        if (
            any(vals.get(name) for name in APPROVAL)
            and not self.env.su
            and not self.env.user.has_group("coop_membership.group_manager")
        ):
            raise AccessError(
                self.env._("Only managers approve a price below the floor.")
            )

    # -------------------------------------------------------------------- actions
    def action_coop_price_build(self):
        """Open the fair price of this line; a copy of the service's, for this line."""
        self.ensure_one()
        build = self.coop_price_build_id
        if self.state in ("draft", "sent") and build.sale_line_id != self:
            values = {
                "name": self.env._(
                    "%(service)s for %(order)s",
                    service=self.product_id.name,
                    order=self.order_id.name,
                ),
                "product_tmpl_id": self.product_template_id.id,
                "sale_line_id": self.id,
                "date": self.order_id._coop_place()[1],
            }
            place = self.order_id._coop_place()[0]
            if place:
                values["floor_id"] = place.id
            build = (
                build.copy(values)
                if build
                else build.create({**values, "company_id": self.company_id.id})
            )
            self.coop_price_build_id = build
        return {
            "type": "ir.actions.act_window",
            "res_model": "coop.price.build",
            "res_id": build.id,
            "view_mode": "form",
            "name": self.env._("Fair price"),
        }

    def action_coop_take_price(self):
        """Quote the fair price of the calculation."""
        self._reset_coop_price()
