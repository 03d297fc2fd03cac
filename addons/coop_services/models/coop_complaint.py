# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class CoopComplaint(models.Model):
    """A client's complaint: answered and solved within the hours of the job.

    New -> in progress (answered) -> resolved -> closed; or rejected with a reason.
    """

    _name = "coop.complaint"
    _description = "Complaint"
    _inherit = ["portal.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    contract_id = fields.Many2one(
        "contract.contract",
        string="Job",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="contract_id.partner_id", store=True, string="Client"
    )
    acceptance_id = fields.Many2one(
        "coop.service.acceptance",
        check_company=True,
        domain="[('contract_id', '=', contract_id)]",
    )
    subject = fields.Char(required=True, tracking=True)
    description = fields.Text()
    date = fields.Datetime(
        string="Received", required=True, default=fields.Datetime.now, copy=False
    )
    channel = fields.Selection(
        [
            ("portal", "Portal"),
            ("phone", "Telephone"),
            ("mail", "E-mail"),
            ("visit", "In person"),
        ],
        default="phone",
        required=True,
    )
    severity = fields.Selection(
        [("0", "Normal"), ("1", "High"), ("2", "Urgent")], default="0", required=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        groups="coop_membership.group_reader",
    )
    member_ids = fields.Many2many(
        "coop.member",
        string="Members concerned",
        check_company=True,
        groups="coop_membership.group_reader",
    )
    cause = fields.Text(groups="coop_membership.group_reader")
    solution = fields.Text(help="What was done; the client reads it on the portal.")
    correction_id = fields.Many2one(
        "coop.service.correction",
        check_company=True,
        copy=False,
        groups="coop_membership.group_reader",
    )
    state = fields.Selection(
        [
            ("new", "New"),
            ("progress", "In progress"),
            ("resolved", "Resolved"),
            ("closed", "Closed"),
            ("rejected", "Rejected"),
        ],
        default="new",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )
    responded_on = fields.Datetime(string="Answered", readonly=True, copy=False)
    resolved_on = fields.Datetime(string="Solved", readonly=True, copy=False)
    response_due = fields.Datetime(
        string="Answer until", compute="_compute_due", store=True
    )
    resolve_due = fields.Datetime(
        string="Solve until", compute="_compute_due", store=True
    )
    response_hours = fields.Float(
        string="Hours to the answer",
        compute="_compute_hours",
        store=True,
        aggregator="avg",
    )
    resolve_hours = fields.Float(
        string="Hours to the solution",
        compute="_compute_hours",
        store=True,
        aggregator="avg",
    )
    is_late = fields.Boolean(
        string="Late",
        compute="_compute_is_late",
        search="_search_is_late",
        help="Answered or solved after the agreed hours, or not yet and overdue.",
    )

    # -------------------------------------------------------------------- computed
    @api.depends("contract_id")
    def _compute_user_id(self):
        for complaint in self:
            complaint.user_id = complaint.user_id or complaint.contract_id.user_id

    @api.depends("date", "contract_id")
    def _compute_due(self):
        for complaint in self:
            contract, date = complaint.contract_id, complaint.date
            complaint.response_due = date and fields.Datetime.add(
                date, hours=contract.coop_response_hours
            )
            complaint.resolve_due = date and fields.Datetime.add(
                date, hours=contract.coop_resolve_hours
            )

    @api.depends("date", "responded_on", "resolved_on")
    def _compute_hours(self):
        for complaint in self:
            for field, moment in (
                ("response_hours", complaint.responded_on),
                ("resolve_hours", complaint.resolved_on),
            ):
                length = moment and moment - complaint.date
                complaint[field] = length.total_seconds() / 3600 if length else 0

    @api.depends("response_due", "resolve_due", "responded_on", "resolved_on", "state")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for complaint in self:
            complaint.is_late = complaint.state != "rejected" and (
                (complaint.responded_on or now) > (complaint.response_due or now)
                or (complaint.resolved_on or now) > (complaint.resolve_due or now)
            )

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        late = fields.Domain("state", "!=", "rejected") & fields.Domain.OR(
            [
                fields.Domain.custom(
                    to_sql=lambda model, alias, query, done=done, due=due: (
                        model._late_sql(alias, query, done, due, now)
                    )
                )
                for done, due in (
                    ("responded_on", "response_due"),
                    ("resolved_on", "resolve_due"),
                )
            ]
        )
        return late if True in value else ~late

    def _late_sql(self, alias, query, done, due, now):
        return SQL(
            "COALESCE(%s, %s) > %s",
            self._field_to_sql(alias, done, query),
            now,
            self._field_to_sql(alias, due, query),
        )

    def _compute_access_url(self):
        for complaint in self:
            complaint.access_url = f"/my/complaints/{complaint.id}"

    # ------------------------------------------------------------------------ CRUD
    @api.model_create_multi
    def create(self, vals_list):
        # sudo: numbering is not a right of its own
        sequences = self.env["ir.sequence"].sudo()
        for vals in vals_list:
            vals["name"] = sequences.next_by_code(self._name)
            if not self.env.su:
                vals["state"] = "new"
        return super().create(vals_list)

    def write(self, vals):
        if "state" in vals and not self.env.su:
            raise UserError(
                self.env._("The state of a complaint changes by its buttons only.")
            )
        return super().write(vals)

    @api.depends("name", "subject")
    def _compute_display_name(self):
        for complaint in self:
            parts = (complaint.name, complaint.subject)
            complaint.display_name = " ".join(part for part in parts if part)

    # --------------------------------------------------------------------- buttons
    def _move(self, state, *since, **values):
        """Change the state of those in ``since``, whose rights allow it.

        :raises UserError: one of them is in another state
        """
        self.check_access("write")
        states = dict(self._fields["state"]._description_selection(self.env))
        for complaint in self:
            if complaint.state not in since:
                raise UserError(
                    self.env._(
                        "%(complaint)s is %(state)s already.",
                        complaint=complaint.display_name,
                        state=states[complaint.state].lower(),
                    )
                )
        # sudo: nobody writes the state by hand
        self.sudo().write({"state": state, **values})
        return True

    def action_respond(self):
        """The client has an answer: somebody looks after it."""
        return self._move("progress", "new", responded_on=fields.Datetime.now())

    def action_resolve(self):
        """The cause is removed.

        :raises UserError: nothing tells the client what was done
        """
        now = fields.Datetime.now()
        for complaint in self:
            if not complaint.solution:
                raise UserError(
                    self.env._(
                        "%(complaint)s: write down the solution first; the client "
                        "reads it.",
                        complaint=complaint.display_name,
                    )
                )
            complaint._move(
                "resolved",
                "new",
                "progress",
                responded_on=complaint.responded_on or now,
                resolved_on=now,
            )
        return True

    def action_close(self):
        """The client agrees."""
        return self._move("closed", "resolved")

    def action_reject(self):
        """Not justified; the solution says why."""
        for complaint in self:
            if not complaint.solution:
                raise UserError(
                    self.env._(
                        "%(complaint)s: write down why it is rejected; the client "
                        "reads it.",
                        complaint=complaint.display_name,
                    )
                )
        return self._move("rejected", "new", "progress")

    def action_reopen(self):
        """The client does not agree, or it came back."""
        return self._move(
            "progress", "resolved", "closed", "rejected", resolved_on=False
        )
