# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import LockError, UserError

# What users may write, and until which state; everything else is the program's.
WRITABLE = {
    "company_id": ("draft",),
    "date": ("draft",),
    "date_to": ("draft",),
    "contract_ids": ("draft",),
    "journal_id": ("draft", "computed", "approved"),
}


class CoopPayoutRun(models.Model):
    """Pays members for accepted work: one vendor bill each, with all deductions.

    * *draft*: the day, and up to when work must have been accepted;
    * *computed*: what each member gets, frozen; the work is in no other run;
    * *approved*: by the managers (pengurus);
    * *posted*: each member has a bill in the payout journal;
    * *paid*: nothing is open any more;
    * *cancelled*: undone by reversal bills; the work may be paid anew.

    ``coop_payout_run_compute.py`` computes, ``coop_payout_run_post.py`` books and pays.
    """

    _name = "coop.payout.run"
    _description = "Payout Run"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        copy=False,
        tracking=True,
        help="Date of the bills; dues, advances and the income tax are those of it.",
    )
    date_to = fields.Date(
        string="Work accepted up to",
        required=True,
        default=fields.Date.context_today,
        copy=False,
        tracking=True,
    )
    contract_ids = fields.Many2many(
        "contract.contract",
        string="Only jobs",
        check_company=True,
        copy=False,
        domain=[("coop_is_job", "=", True)],
        help="Empty: the work of all jobs.",
    )
    journal_id = fields.Many2one(
        "account.journal",
        check_company=True,
        domain=[("type", "=", "purchase")],
        help="Empty: the payout journal of the settings.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("computed", "Computed"),
            ("approved", "Approved"),
            ("posted", "Posted"),
            ("paid", "Paid"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    payout_ids = fields.One2many(
        "coop.payout", "run_id", string="Payouts", readonly=True
    )
    computed_on = fields.Datetime(readonly=True, copy=False)
    notes = fields.Text(readonly=True, copy=False)
    job = fields.Selection(
        [("post", "Posting"), ("cancel", "Cancelling")],
        readonly=True,
        copy=False,
        help="Work that goes on in the background.",
    )
    job_user_id = fields.Many2one("res.users", readonly=True, copy=False)
    job_error = fields.Text(readonly=True, copy=False)
    cancel_date = fields.Date(readonly=True, copy=False)
    cancel_reason = fields.Char(readonly=True, copy=False)
    payout_count = fields.Integer(
        string="Members", compute="_compute_totals", store=True
    )
    gross = fields.Monetary(compute="_compute_totals", store=True)
    tax = fields.Monetary(
        string="Income tax (PPh 21)", compute="_compute_totals", store=True
    )
    deductions = fields.Monetary(compute="_compute_totals", store=True)
    net = fields.Monetary(compute="_compute_totals", store=True)
    posted_count = fields.Integer(string="Bills", compute="_compute_progress")
    progress = fields.Integer(compute="_compute_progress", aggregator=None)
    amount_unpaid = fields.Monetary(string="Unpaid", compute="_compute_progress")

    # -------------------------------------------------------------------- computed
    def _refresh_state(self):
        """Follow the bills: paid when all are, cancelled when all are undone."""
        # sudo: a payment may be booked by somebody without rights on payouts
        for run in self.sudo().filtered(lambda r: r.state in ("posted", "paid")):
            states = set(run.payout_ids.mapped("state"))
            if states <= {"cancelled"}:
                state = "cancelled"
            else:
                state = "paid" if states <= {"paid", "cancelled"} else "posted"
            if run.state != state:
                run.state = state

    @api.depends("payout_ids.gross", "payout_ids.state")
    def _compute_totals(self):
        groups = self.env["coop.payout"]._read_group(
            [("run_id", "in", self.ids)],
            ["run_id"],
            ["__count", "gross:sum", "tax:sum", "net:sum"],
        )
        totals = {run.id: values for run, *values in groups}
        for run in self:
            count, gross, tax, net = totals.get(run.id, (0, 0, 0, 0))
            run.payout_count, run.gross, run.tax, run.net = count, gross, tax, net
            run.deductions = gross - tax - net

    @api.depends("payout_ids.state", "payout_ids.move_id")
    def _compute_progress(self):
        payouts = self.env["coop.payout"]
        booked = dict(
            payouts._read_group(
                [("run_id", "in", self.ids), ("move_id", "!=", False)],
                ["run_id"],
                ["__count"],
            )
        )
        unpaid = self._unpaid()
        for run in self:
            run.posted_count = booked.get(run, 0)
            run.progress = (
                100 * run.posted_count // run.payout_count if run.payout_count else 0
            )
            run.amount_unpaid = unpaid.get(run.id, 0)

    def _unpaid(self):
        """``{run id: open amount of its bills}`` in rupiah."""
        # sudo: what is open of a run is no secret to who sees the run
        groups = (
            self.env["account.move"]
            .sudo()
            ._read_group(
                [
                    ("coop_payout_id.run_id", "in", self.ids),
                    ("state", "=", "posted"),
                    ("move_type", "=", "in_invoice"),
                ],
                ["coop_payout_id"],
                ["amount_residual:sum"],
            )
        )
        unpaid = {}
        for payout, amount in groups:
            run_id = payout.run_id.id
            unpaid[run_id] = unpaid.get(run_id, 0) + amount
        return unpaid

    # -------------------------------------------------------------------- guarding
    @api.model_create_multi
    def create(self, vals_list):
        # sudo: numbering is not a right of its own
        sequences = self.env["ir.sequence"].sudo()
        for vals in vals_list:
            if not self.env.su:
                for name in vals:
                    if name in self._guarded_fields() and vals[name]:
                        raise UserError(
                            self.env._("A payout run starts as an empty draft.")
                        )
            vals["name"] = sequences.with_company(
                vals.get("company_id") or self.env.company
            ).next_by_code(self._name, vals.get("date"))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            labels = dict(self._fields["state"]._description_selection(self.env))
            for name in vals:
                label = self._fields[name]._description_string(self.env)
                if name in self._guarded_fields():
                    raise UserError(
                        self.env._(
                            "“%(field)s” is set by the buttons of the payout run, not "
                            "by hand.",
                            field=label,
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
                                field=label,
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
        } | {"payout_ids"}

    @api.ondelete(at_uninstall=False)
    def _unlink_only_proposals(self):
        for run in self:
            if run.state not in ("draft", "computed"):
                raise UserError(
                    self.env._(
                        "%(run)s was approved and cannot be deleted. Cancel it "
                        "instead.",
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
            self.env._("Only accountants and managers work on payouts."),
        )

    def _check_manager(self):
        self._check_group(
            "group_manager", self.env._("Only the managers (pengurus) approve payouts.")
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

    def _lock(self):
        """Take the rows of these runs for the rest of the transaction.

        :raises UserError: another transaction holds one
        """
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else is working on %(run)s right now. Try again in a "
                    "moment.",
                    run=", ".join(self.mapped("name")),
                )
            ) from error
        self.invalidate_recordset(["state", "job"])

    def _set(self, **values):
        """Write fields of the program; every caller has checked the right.

        sudo: nobody may write them by hand.
        """
        self.sudo().write(values)

    # -------------------------------------------------------------------- approval
    def action_approve(self):
        """The managers agree to what was computed.

        :raises UserError: not a manager, or what it was computed from has changed
        """
        self._check_manager()
        self._lock()
        self._check_state(("computed",), self.env._("approving"))
        for run in self:
            run._check_unchanged()
        self._set(state="approved")
        return True

    def action_unapprove(self):
        """Take the approval back, as long as nothing is booked."""
        self._check_manager()
        self._lock()
        self._check_state(("approved",), self.env._("taking back the approval"))
        for run in self:
            if run.posted_count:
                raise UserError(
                    self.env._(
                        "%(run)s is partly booked. Finish booking, then cancel it.",
                        run=run.name,
                    )
                )
        self._set(state="computed")
        return True

    def action_draft(self):
        """Back to draft: drops what was computed and frees the work."""
        self._check_accountant()
        self._lock()
        self._check_state(("computed",), self.env._("going back to draft"))
        for run in self:
            run._clear()
        self._set(state="draft")
        return True

    # --------------------------------------------------------------- smart buttons
    def action_open_payouts(self):
        """Payouts of this run."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_services.action_coop_payout"
        )
        action["domain"] = [("run_id", "=", self.id)]
        action["context"] = {"create": False}
        return action

    def action_open_bills(self):
        """Bills of this run, reversals included."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Bills of %s", self.name),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [
                "|",
                ("coop_payout_id.run_id", "=", self.id),
                ("reversed_entry_id.coop_payout_id.run_id", "=", self.id),
            ],
            "context": {"create": False},
        }

    def action_print(self):
        """Statements of all payouts of this run, a page each."""
        return self.payout_ids.action_print()
