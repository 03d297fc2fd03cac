# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError, ValidationError
from odoo.tools import format_date

from odoo.addons.coop_membership.engine.words import rupiah_in_words

# What changes after the draft: by buttons, signing, mail and invoicing only.
OPEN_FIELDS = frozenset(
    (
        "state",
        "date",
        "sent_on",
        "signed_by",
        "signed_on",
        "signature",
        "client_rating",
        "client_comment",
        "release_move_id",
        "amount_released",
        "access_token",
    )
)
# Of these even a draft says nothing by hand.
BUTTON_FIELDS = frozenset(
    (
        "state",
        "signed_by",
        "signed_on",
        "signature",
        "client_rating",
        "release_move_id",
        "amount_released",
    )
)

# How members share the price is none of the client's business.
OFFICE = "coop_membership.group_reader"


class CoopServiceAcceptance(models.Model):
    """BAST: work of a period or milestone that the client accepts and pays.

    Draft -> sent -> accepted -> invoiced; a cancelled one releases its shifts. Billed
    rows (``line_ids``) say what the client pays, work rows (``work_ids``) who did how
    much; accepting freezes the members' shares (``coop.service.share``).

    What was accepted stays as it was; what changes afterwards (credit note, penalty,
    claim) is a ``coop.service.correction``.
    """

    _name = "coop.service.acceptance"
    _description = "Acceptance of Work (BAST)"
    _inherit = ["portal.mixin", "rating.mixin", "mail.activity.mixin"]
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
        tracking=True,
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        related="contract_id.partner_id", store=True, string="Client"
    )
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        copy=False,
        help="Day of acceptance: it counts for the surplus of this year.",
    )
    date_from = fields.Date(
        string="Work from",
        compute="_compute_terms",
        store=True,
        readonly=False,
        precompute=True,
    )
    date_to = fields.Date(
        string="Work to",
        compute="_compute_terms",
        store=True,
        readonly=False,
        precompute=True,
    )
    milestone_id = fields.Many2one(
        "project.milestone",
        check_company=False,
        help="Of the job's project; empty: the work of a period.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("sent", "Sent to the client"),
            ("accepted", "Accepted"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )
    line_ids = fields.One2many("coop.service.acceptance.line", "acceptance_id")
    work_ids = fields.One2many(
        "coop.service.acceptance.work",
        "acceptance_id",
        groups=OFFICE,
    )
    correction_ids = fields.One2many(
        "coop.service.correction",
        "acceptance_id",
        groups=OFFICE,
    )
    share_ids = fields.One2many(
        "coop.service.share",
        "acceptance_id",
        readonly=True,
        groups=OFFICE,
    )
    shift_ids = fields.One2many(
        "coop.service.shift",
        "acceptance_id",
        readonly=True,
        groups=OFFICE,
    )
    timesheet_ids = fields.One2many(
        "account.analytic.line",
        "coop_acceptance_id",
        readonly=True,
        groups=OFFICE,
    )
    invoice_ids = fields.One2many(
        "account.move", "coop_acceptance_id", string="Invoices", readonly=True
    )
    # How the member part is shared, copied from the job when the acceptance is made.
    coop_percent = fields.Float(
        string="Cooperative's share (%)",
        digits=(9, 6),
        compute="_compute_terms",
        store=True,
        readonly=False,
        precompute=True,
        groups=OFFICE,
    )
    split = fields.Selection(
        lambda self: (
            self.env["contract.contract"]
            ._fields["coop_split"]
            ._description_selection(self.env)
        ),
        string="Shared by",
        required=True,
        compute="_compute_terms",
        store=True,
        readonly=False,
        precompute=True,
        groups=OFFICE,
    )
    lead_member_id = fields.Many2one(
        "coop.member",
        string="Team lead",
        check_company=True,
        compute="_compute_terms",
        store=True,
        readonly=False,
        precompute=True,
        groups=OFFICE,
    )
    lead_fee = fields.Monetary(
        string="Fee of the lead",
        compute="_compute_terms",
        store=True,
        readonly=False,
        precompute=True,
        groups=OFFICE,
    )
    amount_price = fields.Monetary(
        string="Price",
        compute="_compute_amounts",
        store=True,
        help="What the client pays for the accepted work, before VAT.",
    )
    amount_member = fields.Monetary(
        string="Member part",
        compute="_compute_amounts",
        store=True,
        help="Part of the price for work done by members.",
        groups=OFFICE,
    )
    # The client's word: by hand of the client on the portal, or from the signed paper.
    sent_on = fields.Datetime(string="Sent on", readonly=True, copy=False)
    signed_by = fields.Char(string="Signed by", readonly=True, copy=False)
    signed_on = fields.Datetime(string="Signed on", readonly=True, copy=False)
    signature = fields.Image(
        readonly=True, copy=False, attachment=True, max_width=1024, max_height=1024
    )
    client_rating = fields.Integer(
        string="Rating",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Of the client, 1 (poor) to 5 (very good); 0: not rated.",
    )
    client_comment = fields.Text(string="Comment of the client", copy=False)

    _rating_range = models.Constraint(
        "CHECK (client_rating BETWEEN 0 AND 5)", "A rating is from 1 to 5."
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "The period ends after it begins."
    )

    # -------------------------------------------------------------------- computed
    @api.depends("contract_id")
    def _compute_terms(self):
        """Terms of the job; the period goes on after what was accepted last."""
        today = fields.Date.context_today(self)
        ends = dict(
            self.env["coop.service.acceptance"]._read_group(
                [
                    ("contract_id", "in", self.contract_id.ids),
                    ("state", "!=", "cancelled"),
                    ("milestone_id", "=", False),
                    ("id", "not in", self._origin.ids),
                ],
                ["contract_id"],
                ["date_to:max"],
            )
        )
        for acceptance in self:
            contract = acceptance.contract_id
            end = ends.get(contract._origin)
            first = end + timedelta(days=1) if end else contract._coop_first_day()
            first = acceptance.date_from or first
            acceptance.date_from = first
            acceptance.date_to = acceptance.date_to or (
                max(first, today) if first else False
            )
            acceptance.coop_percent = acceptance.coop_percent or contract.coop_percent
            acceptance.split = acceptance.split or contract.coop_split or "hours"
            acceptance.lead_member_id = (
                acceptance.lead_member_id or contract.coop_lead_member_id
            )
            acceptance.lead_fee = acceptance.lead_fee or contract.coop_lead_fee

    @api.depends("line_ids.amount", "line_ids.performer")
    def _compute_amounts(self):
        for acceptance in self:
            acceptance.amount_price = sum(acceptance.line_ids.mapped("amount"))
            acceptance.amount_member = sum(
                acceptance.line_ids.filtered(
                    lambda row: row.performer == "member"
                ).mapped("amount")
            )

    @api.depends("name", "contract_id")
    def _compute_display_name(self):
        for acceptance in self:
            parts = (acceptance.name, acceptance.contract_id.name)
            acceptance.display_name = " · ".join(part for part in parts if part)

    def _compute_access_url(self):
        for acceptance in self:
            acceptance.access_url = f"/my/bast/{acceptance.id}"

    # ------------------------------------------------------------------------ CRUD
    @api.model_create_multi
    def create(self, vals_list):
        # sudo: numbering is not a right of its own
        sequences = self.env["ir.sequence"].sudo()
        for vals in vals_list:
            vals["name"] = sequences.next_by_code(self._name, vals.get("date"))
            if not self.env.su:
                vals["state"] = "draft"
                for name in BUTTON_FIELDS - {"state"}:
                    vals.pop(name, None)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and not BUTTON_FIELDS.isdisjoint(vals):
            raise UserError(
                self.env._("The state of an acceptance changes by its buttons only.")
            )
        if any(
            name not in OPEN_FIELDS
            and not name.startswith(("message", "activit", "rating"))
            for name in vals
        ):
            self._check_draft()
        elif "date" in vals and not self.env.su:
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._check_draft()
        self._free_work()

    def _check_draft(self):
        """Rows and terms are changed in a draft only.

        :raises UserError: names the acceptance and the way out
        """
        for acceptance in self:
            if acceptance.state != "draft":
                raise UserError(
                    self.env._(
                        "%(acceptance)s is no draft any more. Take it back to draft "
                        "while the client has not accepted it; what is accepted is "
                        "cancelled, or corrected by a correction.",
                        acceptance=acceptance.display_name,
                    )
                )

    @api.constrains("milestone_id", "contract_id")
    def _check_milestone(self):
        for acceptance in self.filtered("milestone_id"):
            # sudo: members of the office without rights on projects keep acceptances
            project = acceptance.sudo().milestone_id.project_id
            if project != acceptance.sudo().contract_id.coop_project_id:
                raise ValidationError(
                    self.env._(
                        "Milestone “%(milestone)s” is of another project than the job "
                        "%(job)s.",
                        milestone=acceptance.sudo().milestone_id.name,
                        job=acceptance.contract_id.display_name,
                    )
                )

    # --------------------------------------------------------------------- buttons
    def action_send(self):
        """Ask the client to accept: a mail with the link to the portal page.

        :raises UserError: nothing to accept yet
        """
        for acceptance in self._locked("draft"):
            acceptance._check_complete()
            acceptance._portal_ensure_token()
            acceptance._set(state="sent", sent_on=fields.Datetime.now())
            acceptance._mail_request()
        return True

    def action_draft(self):
        """Take a sent or cancelled acceptance back to draft."""
        for acceptance in self._locked("sent", "cancelled"):
            # a link that is about is for what was sent, not for what comes
            acceptance._set(state="draft", sent_on=False, access_token=False)
        return True

    def action_accept(self):
        """Accept on the client's behalf (signed on paper): freeze rows and shares.

        On the date of the acceptance, see ``_accept``.
        """
        self._accept()
        return True

    def action_cancel(self):
        """Undo an acceptance: shares go, shifts and timesheets are free again.

        :raises UserError: names the invoice, correction or payout to undo first
        """
        for acceptance in self._locked("draft", "sent", "accepted"):
            acceptance._check_may_cancel()
            if acceptance.state == "accepted":
                acceptance.env["coop.service.share"]._remove_for(acceptance)
                acceptance._reverse_release()
            acceptance._free_work()
            acceptance._set(
                state="cancelled",
                signed_by=False,
                signed_on=False,
                signature=False,
                client_rating=0,
                access_token=False,
            )
        return True

    # ------------------------------------------------------------------ accepting
    def _accept(self, **signed):
        """Accept the drafts and sent ones among ``self``, once; the row is locked.

        :param signed: ``signed_by, signed_on, signature`` of a client who signs on the
            portal
        :raises UserError: incomplete, or someone else is at it
        """
        for acceptance in self._locked("draft", "sent"):
            acceptance._check_complete()
            acceptance._set(state="accepted", **signed)
            acceptance.env["coop.service.share"]._create_for(acceptance)
            acceptance._release_deferred()

    def _sign(self, name, signature):
        """The client signs on the portal.

        :param str name: as typed
        :param signature: image, base64
        :raises UserError: not sent, or signed before; or see ``_accept``
        """
        self.ensure_one()
        if self.state != "sent":
            raise UserError(
                self.env._("This is not waiting for a signature. Reload the page.")
            )
        if not (name or "").strip() or not signature:
            raise UserError(self.env._("Enter your name and sign."))
        self._accept(
            signed_by=name.strip(),
            signed_on=fields.Datetime.now(),
            signature=signature,
        )

    def _rate(self, rating, comment=False):
        """The client rates the work, once; also before signing.

        :param int rating: 1 (poor) to 5 (very good)
        :raises UserError: rated before, or not a rating
        """
        self.ensure_one()
        if self.state not in ("sent", "accepted") or self.client_rating:
            raise UserError(self.env._("This work is rated already. Thank you."))
        if rating not in (1, 2, 3, 4, 5):
            raise UserError(self.env._("Choose one to five stars."))
        self._set(client_rating=rating, client_comment=comment)
        # Odoo's own statistics of ratings show it too; sudo: the client wrote it
        token = self.sudo()._rating_get_access_token()
        self.sudo().rating_apply(rating, token=token, feedback=comment)

    def _check_complete(self):
        """What must be there before a client accepts.

        :raises UserError: names what is missing
        """
        for acceptance in self:
            problem = acceptance._problem()
            if problem:
                raise UserError(
                    self.env._(
                        "%(acceptance)s: %(problem)s",
                        acceptance=acceptance.display_name,
                        problem=problem,
                    )
                )

    def _problem(self):
        """What is missing, in words; nothing if it can be accepted."""
        self.ensure_one()
        if not self.line_ids:
            return self.env._("nothing is billed. Propose the work, or add rows.")
        if self.amount_price <= 0:
            return self.env._("the price is zero. Enter the prices of the rows.")
        if self.amount_member and not self.work_ids:
            return self.env._(
                "members did %(amount)s of it, but no work of a member is listed. "
                "Propose the work, or add who did how much.",
                amount=self.currency_id.format(self.amount_member),
            )
        if not self.amount_member and self.work_ids:
            return self.env._(
                "work of members is listed, but no row is billed as done by members."
            )
        return None

    def _check_may_cancel(self):
        """Refuse while something was built upon it, naming what to undo first."""
        self.ensure_one()
        correction = self.correction_ids.filtered(lambda c: c.state == "posted")[:1]
        if correction:
            raise UserError(
                self.env._(
                    "%(acceptance)s was corrected by %(correction)s. Cancel the "
                    "correction first.",
                    acceptance=self.display_name,
                    correction=correction.name,
                )
            )
        # sudo: an officer without rights on invoices is told of them too
        for invoice in self.sudo().invoice_ids:
            if invoice.state == "draft":
                way = self.env._("Delete the draft invoice first.")
            elif invoice.state == "posted" and invoice.payment_state != "reversed":
                way = self.env._("Cancel it by a credit note first.")
            else:
                continue
            raise UserError(
                self.env._(
                    "%(acceptance)s is invoiced by %(invoice)s. %(way)s",
                    acceptance=self.display_name,
                    invoice=invoice.display_name,
                    way=way,
                )
            )

    def _free_work(self):
        """Let shifts and timesheets be accepted by another acceptance."""
        # sudo: who cancels need not have rights on timesheets
        self.sudo().shift_ids.write({"acceptance_id": False})
        self.sudo().timesheet_ids.write({"coop_acceptance_id": False})

    # --------------------------------------------------------------------- helpers
    def _locked(self, *states):
        """Lock ``self`` and return those in one of ``states``.

        :raises UserError: someone else is accepting or cancelling it right now
        """
        self.check_access("write")
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._(
                    "%(acceptance)s is being changed by someone else right now. Reload "
                    "and look again.",
                    acceptance=", ".join(self.mapped("display_name")),
                )
            ) from error
        self.invalidate_recordset(["state"])
        return self.filtered(lambda acceptance: acceptance.state in states)

    def _set(self, **values):
        """Write what ``_locked`` allowed.

        sudo: nobody may write state, signature or rating by hand.
        """
        self.sudo().write(values)

    def _mail_request(self):
        """Mail the client the link; the client follows, members never do."""
        self.ensure_one()
        template = self.env.ref("coop_services.mail_template_acceptance")
        self.message_post_with_source(
            template,
            subtype_xmlid="mail.mt_comment",
            email_layout_xmlid="mail.mail_notification_light",
        )

    def _amount_words(self, amount):
        """An amount in Indonesian words, for printed documents."""
        return rupiah_in_words(round(amount))

    def _period_text(self):
        """The period in words of the user's language, or the milestone."""
        self.ensure_one()
        if self.milestone_id:
            # sudo: the name of the milestone is on the paper for whoever reads it
            return self.sudo().milestone_id.name
        if not self.date_from:
            return ""
        return (
            f"{format_date(self.env, self.date_from)} – "
            f"{format_date(self.env, self.date_to)}"
        )

    def action_preview(self):
        """What the client sees."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "target": "self",
            "url": self.get_portal_url(),
        }
