# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..engine import pricing
from .coop_job_terms import TERMS

ROLE_FIELDS = ("name", "sequence", "rate_unit")


class SaleOrder(models.Model):
    """A quotation for members' work; when it is won, it becomes one job.

    A price below the floor of the place needs a manager before it is confirmed.
    """

    _name = "sale.order"
    _inherit = ["sale.order", "coop.job.terms"]

    coop_date_from = fields.Date(
        string="Work from", help="First day of work; empty: the day of the order."
    )
    coop_date_to = fields.Date(
        string="Work to", help="Last day of work; empty: until it is ended."
    )
    # What is agreed within the cooperative is not shown to clients, who read orders.
    coop_client_directs = fields.Boolean(groups="base.group_user")
    coop_fixed_pay = fields.Boolean(groups="base.group_user")
    coop_has_services = fields.Boolean(compute="_compute_coop_has_services")
    coop_needs_approval = fields.Boolean(
        compute="_compute_coop_floor_text", groups="base.group_user"
    )
    coop_floor_text = fields.Text(
        compute="_compute_coop_floor_text", groups="base.group_user"
    )
    coop_job_ids = fields.One2many(
        "contract.contract",
        "coop_order_id",
        string="Jobs",
        groups="coop_membership.group_reader",
    )
    coop_job_count = fields.Integer(
        compute="_compute_coop_job_count", groups="coop_membership.group_reader"
    )

    # ------------------------------------------------------------------ computed
    @api.depends("order_line.product_id.coop_is_service")
    def _compute_coop_has_services(self):
        for order in self:
            order.coop_has_services = any(
                order.order_line.mapped("product_id.coop_is_service")
            )

    @api.depends("order_line.coop_needs_approval", "order_line.coop_floor_reason")
    def _compute_coop_floor_text(self):
        for order in self:
            lines = order.order_line.filtered("coop_needs_approval")
            order.coop_needs_approval = bool(lines)
            order.coop_floor_text = "\n".join(
                f"{line.product_id.display_name}: {line.coop_floor_reason}"
                for line in lines
            )

    # Dependencies are those of the method that is extended.
    def _compute_project_ids(self):
        if self.env.user.has_group("sales_team.group_sale_salesman"):
            return super()._compute_project_ids()
        # sudo: who reads orders without selling (accountants, supervisors, officers)
        # would be refused, as projects are found by a field of salespeople. They get
        # the projects that they may read.
        super(SaleOrder, self.sudo())._compute_project_ids()
        for order in self:
            projects = order.sudo().project_ids.sudo(False)
            projects = projects.with_user(self.env.user)._filtered_access("read")
            order.project_ids = projects
            order.project_count = len(projects.sudo().filtered("active"))
        return None

    @api.depends("coop_job_ids")
    def _compute_coop_job_count(self):
        for order in self:
            order.coop_job_count = len(order.coop_job_ids)

    def _coop_place(self):
        """``(coop.price.floor, date)``: where and from when the work is done."""
        self.ensure_one()
        date = (
            self.coop_date_from
            or fields.Date.to_date(self.date_order)
            or fields.Date.context_today(self)
        )
        site = self.coop_site_id or self.partner_shipping_id or self.partner_id
        # sudo: the address of a site decides, whoever may read it
        return self.env["coop.price.floor"].sudo()._place_of(site.sudo(), date), date

    def _coop_places(self):
        return {order: order._coop_place() for order in self}

    # ------------------------------------------------------------------- approval
    def action_coop_approve_price(self):
        """Approve prices below the floor; the reason stays in the history.

        :raises UserError: the user is no manager
        """
        if not self.env.user.has_group("coop_membership.group_manager"):
            raise UserError(
                self.env._(
                    "A price below the floor is approved by a manager (pengurus). Ask "
                    "one, or raise the price."
                )
            )
        for order in self.filtered("coop_needs_approval"):
            text = order.coop_floor_text
            order.order_line.filtered("coop_needs_approval")._coop_approve()
            order.message_post(
                body=self.env._("Price below the floor approved: %(text)s", text=text)
            )

    def _confirmation_error_message(self):
        message = super()._confirmation_error_message()
        if not message and self.coop_needs_approval:
            message = self.env._(
                "%(order)s has prices below the floor:\n%(text)s\nRaise them, or let a "
                "manager approve them with the button “Approve price”.",
                order=self.name,
                text=self.coop_floor_text,
            )
        return message

    def _has_to_be_signed(self):
        # sudo: clients do not see floors
        # A client does not accept online what the cooperative may not sell yet.
        return super()._has_to_be_signed() and not self.sudo().coop_needs_approval

    def _has_to_be_paid(self):
        # sudo: clients do not see floors
        return super()._has_to_be_paid() and not self.sudo().coop_needs_approval

    # ------------------------------------------------------------------ won: a job
    def _action_confirm(self):
        result = super()._action_confirm()
        for order in self:
            if order.coop_has_services:
                order._coop_create_job()
        return result

    def _coop_create_job(self):
        """The job of a won order: terms, split, contract lines, milestones and roles.

        Monthly services become contract lines, the others milestones of the project;
        roles come from the work in the fair prices.

        :return: contract.contract
        """
        self.ensure_one()
        lines = self.order_line.filtered(
            lambda line: line.coop_is_service and not line.display_type
        )
        # sudo: whoever wins the order opens the job; it is the cooperative's, not his
        job = self.env["contract.contract"].sudo().create(self._coop_job_values(lines))
        recurring = lines.filtered("product_id.coop_recurring")
        if recurring:
            job.contract_line_ids = [
                Command.create(line) for line in self._coop_contract_lines(recurring)
            ]
        self._coop_milestones(job, lines - recurring)
        roles = [values for line in lines for values in self._coop_roles(line)]
        job.coop_role_ids = [Command.create(values) for values in roles]
        self.message_post(
            body=self.env._("Job %(job)s was opened.", job=job.display_name)
        )
        return job.sudo(False)

    def _coop_job_values(self, lines):
        start = self._coop_place()[1]
        values = {
            name: self._fields[name].convert_to_write(self[name], self)
            for name in TERMS
        }
        values["coop_site_id"] = (self.coop_site_id or self.partner_shipping_id).id
        return {
            **values,
            "name": f"{self.name} {self.partner_id.commercial_partner_id.name}",
            "code": self.client_order_ref or self.name,
            "coop_is_job": True,
            "coop_order_id": self.id,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "invoice_partner_id": self.partner_invoice_id.id,
            "user_id": self.user_id.id,
            "pricelist_id": self.pricelist_id.id,
            "payment_term_id": self.payment_term_id.id,
            "fiscal_position_id": self.fiscal_position_id.id,
            "date": fields.Date.context_today(self),
            "date_start": start,
            "date_end": self.coop_date_to,
            "recurring_invoicing_type": "post-paid",
            "recurring_rule_type": "monthly",
            "coop_percent": self._coop_percent(lines),
            "coop_split": self._coop_split(lines),
        }

    def _coop_percent(self, lines):
        """Percent of the job that members do not receive, by its fair prices.

        Rounded so that members receive at least what was calculated. Without any fair
        price the percentages of the price rules hold.
        """
        price = members = 0
        for line in lines.filtered("coop_price_build_id"):
            if line.product_id.coop_performer != "member":
                continue
            unit = round(line._coop_unit_price())
            # sudo: a seller wins the job that the managers have calculated
            part = line.sudo().coop_price_build_id._members_of(unit)
            quantity = line.product_uom_id._compute_quantity(
                line.product_uom_qty, line.product_id.uom_id, round=False
            )
            price += unit * quantity
            members += part * quantity
        if price:
            return float(pricing.kept_percent(round(price), round(members)))
        rules = self.env["coop.price.scheme"].sudo()
        return rules._at(self.company_id, self._coop_place()[1]).percent

    def _coop_split(self, lines):
        """By rates where the work is worth different rates, else by hours."""
        # sudo: a seller wins the job that the managers have calculated
        work = lines.sudo().coop_price_build_id.line_ids
        return "rate" if len(set(work.mapped("rate"))) > 1 else "hours"

    def _coop_contract_lines(self, lines):
        start = self._coop_place()[1]
        return [
            {
                "product_id": line.product_id.id,
                "name": line.name,
                "quantity": line.product_uom_qty,
                "uom_id": line.product_uom_id.id,
                "price_unit": line.price_unit,
                "specific_price": line.price_unit,
                "discount": line.discount,
                "date_start": start,
                "date_end": self.coop_date_to,
                "recurring_rule_type": "monthly",
                "recurring_invoicing_type": "post-paid",
                "recurring_interval": 1,
                "recurring_next_date": start + relativedelta(months=1),
                "sequence": line.sequence,
                "coop_sale_line_id": line.id,
            }
            for line in lines
        ]

    def _coop_milestones(self, job, lines):
        """A project with a milestone for each service that is not monthly."""
        if not lines:
            return
        # sudo: as with the job itself
        project = (lines.project_id or self.sudo().project_ids)[:1].sudo()
        if not project:
            project = project.create(
                {
                    "name": job.name,
                    "partner_id": self.partner_id.id,
                    "company_id": self.company_id.id,
                    "allow_billable": True,
                    "sale_line_id": lines[0].id,
                }
            )
        project.allow_milestones = True
        self.env["project.milestone"].sudo().create(
            [
                {
                    "name": line.name.splitlines()[0],
                    "project_id": project.id,
                    "sale_line_id": line.id,
                    "quantity_percentage": 1,
                    "deadline": self.coop_date_to,
                }
                for line in lines
                if not line.sudo().product_id.coop_recurring
            ]
        )
        job.coop_project_id = project

    def _coop_roles(self, line):
        """Values of the roles of a line: the work in its fair price, once per unit."""
        # sudo: a seller wins the job that the managers have calculated
        build = line.sudo().coop_price_build_id
        if not build or line.product_id.coop_performer != "member":
            return []
        start = self._coop_place()[1]
        quantity = line.product_uom_id._compute_quantity(
            line.product_uom_qty, line.product_id.uom_id, round=False
        )
        times = max(1, round(quantity)) if build.scale == "people" else 1
        return [
            {
                **{name: work[name] for name in ROLE_FIELDS},
                "product_id": line.product_id.id,
                "skill_id": work.skill_id.id,
                "skill_level_id": work.skill_level_id.id,
                "certificate_ids": [Command.set(work.certificate_ids.ids)],
                "people": work.people * times,
                "rate": work.rate if build.basis == "rate" else work.rate_result,
                "date_from": start,
                "date_to": self.coop_date_to,
                # monthly work is planned in shifts, one-off work in own time
                "planning": "shifts" if line.product_id.coop_recurring else "free",
            }
            for work in build.line_ids
        ]

    def _action_cancel(self):
        """A cancelled order closes its job, or says what must be undone first."""
        # sudo: cancelling asks the job whether it can be closed, whoever cancels
        self.sudo().coop_job_ids._coop_close()
        return super()._action_cancel()

    def action_coop_jobs(self):
        """The job of this order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_services.action_coop_job"
        )
        jobs = self.coop_job_ids
        if len(jobs) == 1:
            action.update(
                views=[(False, "form")], view_mode="form", res_id=jobs.id, domain=[]
            )
        return {**action, "domain": [("coop_order_id", "=", self.id)]}
