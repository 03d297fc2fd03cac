# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

# How members share a price is none of the client's business, who may read his contract.
OFFICE = "coop_membership.group_reader"

# Never invoiced by the clock, and each line with its own dates: what was accepted of a
# line moves its period, and the header of OCA's contracts would overrule that.
JOB_VALUES = {"generation_type": "coop", "line_recurrence": True}


class ContractContract(models.Model):
    """A job of the cooperative: what a client ordered, who does it, how it is shared.

    Every won job has one, recurring or not: roles and their team, the split of the
    member part of the price (section 11b), how work is accepted and who pays how. It is
    invoiced from accepted work alone, never by the clock.
    """

    _name = "contract.contract"
    _inherit = ["contract.contract", "coop.job.terms"]

    # Whoever dispatches opens jobs without rights on journals and their items.
    invoice_count = fields.Integer(compute_sudo=True)
    pricelist_id_domain = fields.Binary(compute_sudo=True)
    currency_id = fields.Many2one(compute_sudo=True)
    generation_type = fields.Selection(
        selection_add=[("coop", "From accepted work")], ondelete={"coop": "set default"}
    )
    coop_is_job = fields.Boolean(
        string="Cooperative job",
        help="Work of members for a client: with roles, a team and acceptance.",
    )
    coop_order_id = fields.Many2one(
        "sale.order", string="Won by order", check_company=True, copy=False, index=True
    )
    coop_project_id = fields.Many2one(
        "project.project", string="Project", check_company=True, copy=False
    )
    coop_role_ids = fields.One2many(
        "coop.service.role", "contract_id", string="Roles", groups=OFFICE, copy=True
    )
    coop_assignment_ids = fields.One2many(
        "coop.service.assignment", "contract_id", string="Team", groups=OFFICE
    )
    coop_acceptance_ids = fields.One2many(
        "coop.service.acceptance", "contract_id", string="Acceptances"
    )
    coop_percent = fields.Float(
        string="Cooperative's share (%)",
        digits=(16, 6),
        default=lambda self: self._default_coop_percent(),
        groups=OFFICE,
        tracking=True,
        help="Percent of the member part of the price that stays in the cooperative.",
    )
    coop_split = fields.Selection(
        [
            ("rate", "Rates of the roles"),
            ("hours", "Hours"),
            ("days", "Days"),
            ("weight", "Agreed weights"),
        ],
        string="Shared by",
        default="hours",
        required=True,
        groups=OFFICE,
        tracking=True,
        help="What the members' part is shared by, after the fee of the lead.",
    )
    coop_lead_member_id = fields.Many2one(
        "coop.member",
        string="Team lead",
        check_company=True,
        groups=OFFICE,
        tracking=True,
    )
    coop_lead_fee = fields.Monetary(
        string="Fee of the lead",
        groups=OFFICE,
        tracking=True,
        help="Per acceptance; comes off the members' part before it is shared.",
    )
    coop_pay_when = fields.Selection(
        [
            ("accepted", "When the work is accepted"),
            ("paid", "When the client pays, pro rata"),
        ],
        string="Members are paid",
        default="accepted",
        required=True,
        groups=OFFICE,
        tracking=True,
    )
    coop_client_directs = fields.Boolean(groups=OFFICE)
    coop_fixed_pay = fields.Boolean(groups=OFFICE)
    coop_pu_risk = fields.Boolean(
        string="May be employment",
        compute="_compute_coop_pu_risk",
        store=True,
        groups=OFFICE,
        help="Members who work under the client's orders for a fixed amount may count "
        "as employees: minimum wage, social security as wage earners (PU) and the "
        "rules of outsourcing (Government Regulation 35/2021).",
    )
    coop_open_places = fields.Integer(
        string="Open places", compute="_compute_coop_team", groups=OFFICE
    )
    coop_team_count = fields.Integer(compute="_compute_coop_team", groups=OFFICE)

    _coop_job_from_acceptance = models.Constraint(
        "CHECK (coop_is_job IS NOT TRUE OR generation_type = 'coop')",
        "A job of the cooperative is invoiced from accepted work, not by the clock.",
    )
    _coop_percent_range = models.Constraint(
        "CHECK (coop_percent IS NULL OR coop_percent BETWEEN 0 AND 100)",
        "The cooperative's share lies between 0 and 100 %.",
    )
    _coop_lead_fee_positive = models.Constraint(
        "CHECK (coop_lead_fee IS NULL OR coop_lead_fee >= 0)",
        "The fee of the lead is not below zero.",
    )

    def _default_coop_percent(self):
        rules = self.env["coop.price.scheme"]
        if not self.env.context.get("default_coop_is_job") or not rules.has_access(
            "read"
        ):
            return 0
        return rules._at(self.env.company, fields.Date.context_today(self)).percent

    # ------------------------------------------------------------------ computed
    @api.depends("coop_is_job", "coop_client_directs", "coop_fixed_pay")
    def _compute_coop_pu_risk(self):
        for contract in self:
            contract.coop_pu_risk = (
                contract.coop_is_job
                and contract.coop_client_directs
                and contract.coop_fixed_pay
            )

    @api.depends("coop_role_ids.people", "coop_assignment_ids.state")
    def _compute_coop_team(self):
        for contract in self:
            roles = contract.coop_role_ids
            contract.coop_open_places = sum(roles.mapped("open_places"))
            contract.coop_team_count = sum(roles.mapped("filled"))

    # ----------------------------------------------------------------------- CRUD
    @api.model_create_multi
    def create(self, vals_list):
        is_job = self.env.context.get("default_coop_is_job")
        for vals in vals_list:
            if vals.get("coop_is_job", is_job):
                vals.update(JOB_VALUES)
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("coop_is_job"):
            vals = {**vals, **JOB_VALUES}
        result = super().write(vals)
        if vals.get("active") is False:
            self._coop_check_no_team()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_worked_for(self):
        """A job with a team or an acceptance is history: archived, not deleted."""
        # sudo: whether a job has a history does not depend on who looks
        for contract in self.sudo().filtered("coop_is_job"):
            if contract.coop_acceptance_ids or contract._coop_assignments():
                raise UserError(
                    self.env._(
                        "%(job)s has a team or acceptances and stays as history. End "
                        "and archive it instead.",
                        job=contract.name,
                    )
                )

    # ------------------------------------------------------------------ invoicing
    @api.model
    def _get_contracts_to_invoice_domain(self, date_ref=None):
        """Neither the cron nor the wizard looks at jobs."""
        return super()._get_contracts_to_invoice_domain(date_ref) & fields.Domain(
            "coop_is_job", "=", False
        )

    def _recurring_create_invoice(self, date_ref=False):
        """Never for jobs: whoever calls it would invoice work that nobody accepted."""
        jobs = self.filtered("coop_is_job")
        if jobs:
            raise UserError(
                self.env._(
                    "%(job)s is invoiced from accepted work. Open its acceptances and "
                    "press “Create invoice” there.",
                    job=jobs[0].name,
                )
            )
        return super()._recurring_create_invoice(date_ref)

    # --------------------------------------------------------------- end and cancel
    def _coop_assignments(self, *domain):
        """Assignments of these jobs, read anew."""
        return self.env["coop.service.assignment"].search(
            [("contract_id", "in", self.ids), *domain]
        )

    def _coop_open_assignments(self):
        """Offered or accepted assignments that have not ended by today."""
        return self._coop_assignments(
            ("state", "in", ("offered", "accepted")),
            "|",
            ("date_to", "=", False),
            ("date_to", ">=", fields.Date.context_today(self)),
        )

    def _coop_check_no_team(self):
        # sudo: whether somebody is still assigned does not depend on who archives
        for contract in self.sudo().filtered("coop_is_job"):
            team = contract._coop_open_assignments()
            if team:
                raise UserError(
                    self.env._(
                        "%(job)s still has a team (%(member)s and others, if any). "
                        "Press “End job” first: it ends their assignments.",
                        job=contract.name,
                        member=team[0].member_id.display_name,
                    )
                )

    def action_coop_end(self):
        """End the job today: contract lines, roles and assignments go no further.

        Work that was done until today is still accepted, invoiced and paid.
        """
        self.check_access("write")
        today = fields.Date.context_today(self)
        # sudo: the check above is on the job; ending it ends the parts of it
        for contract in self.sudo():
            open_lines = contract.contract_line_ids.filtered(
                lambda line: not line.date_end or line.date_end > today
            )
            for line in open_lines:
                line.date_end = max(today, line.date_start or today)
            if not contract.date_end or contract.date_end > today:
                contract.date_end = today
            contract._coop_open_assignments()._end(today, "ended")
            for role in contract.coop_role_ids:
                if not role.date_to or role.date_to > today:
                    role.date_to = max(today, role.date_from)
            contract.message_post(body=self.env._("The job was ended."))
        return True

    def _coop_close(self):
        """Undo jobs of a cancelled order, or say what must be undone first.

        :raises UserError: work was done, accepted or invoiced
        """
        for contract in self.filtered("active"):
            accepted = contract.coop_acceptance_ids.filtered(
                lambda row: row.state != "cancelled"
            )
            if accepted:
                raise UserError(
                    self.env._(
                        "%(job)s has the acceptance %(acceptance)s. Cancel it first; "
                        "it says what stands in the way.",
                        job=contract.name,
                        acceptance=accepted[0].display_name,
                    )
                )
            shifts = self.env["coop.service.shift"].search_count(
                [
                    ("contract_id", "=", contract.id),
                    ("state", "=", "done"),
                    ("acceptance_id", "=", False),
                ]
            )
            if shifts:
                raise UserError(
                    self.env._(
                        "Members worked %(count)s shifts for %(job)s that are not "
                        "accepted yet. Let the client accept them, or cancel the "
                        "shifts, before the order is cancelled.",
                        count=shifts,
                        job=contract.name,
                    )
                )
            for row in contract._coop_assignments(
                ("state", "in", ("proposed", "offered", "accepted"))
            ):
                row._end(row.date_from - timedelta(days=1), "ended")
            contract.active = False
            contract.message_post(
                body=self.env._("The order was cancelled, and with it this job.")
            )

    # -------------------------------------------------------------------- actions
    def _coop_open(self, xmlid, domain, **context):
        action = self.env["ir.actions.act_window"]._for_xml_id(f"coop_services.{xmlid}")
        return {**action, "domain": domain, "context": context}

    def action_open_team(self):
        """Assignments of this job."""
        self.ensure_one()
        return self._coop_open(
            "action_coop_service_assignment", [("contract_id", "=", self.id)]
        )

    def action_open_order(self):
        """The order that won this job."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.coop_order_id.id,
            "view_mode": "form",
        }

    def action_open_project(self):
        """The project of this job, with its milestones."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "project.project",
            "res_id": self.coop_project_id.id,
            "view_mode": "form",
        }

    def action_open_margin(self):
        """What this job brought and cost."""
        self.ensure_one()
        return self._coop_open(
            "action_coop_job_margin", [("contract_id", "=", self.id)]
        )
