# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CoopSocialClaim(models.Model):
    """A claim of a member on a scheme: what happened when, and what came of it.

    Dates, documents and amounts only: no diagnosis and no treatment. Open to member
    officers and managers alone. Benefits are paid by the agency to the member, so
    nothing of a claim is booked here.
    """

    _name = "coop.social.claim"
    _description = "Social Security Claim"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_event desc, id desc"

    name = fields.Char(string="Number", readonly=True, copy=False)
    member_id = fields.Many2one(
        "coop.member",
        required=True,
        ondelete="restrict",
        index=True,
    )
    partner_id = fields.Many2one(related="member_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="member_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    scheme_id = fields.Many2one(
        "coop.social.scheme",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env["coop.social.scheme"].search([], limit=1),
    )
    kind = fields.Selection(
        [
            ("accident", "Work accident"),
            ("illness", "Illness"),
            ("death", "Death"),
            ("old_age", "Old age"),
            ("other", "Other"),
        ],
        required=True,
        default="accident",
        tracking=True,
    )
    state = fields.Selection(
        [
            ("draft", "Collecting documents"),
            ("filed", "Filed"),
            ("approved", "Approved"),
            ("paid", "Paid"),
            ("refused", "Refused"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    date_event = fields.Date(string="Happened on", required=True)
    date_filed = fields.Date(readonly=True, copy=False, tracking=True)
    date_decided = fields.Date(readonly=True, copy=False, tracking=True)
    date_paid = fields.Date(readonly=True, copy=False, tracking=True)
    covered = fields.Boolean(
        string="Covered on that day",
        compute="_compute_covered",
        help="From the enrolments and the contributions that were paid by then.",
    )
    benefit_ids = fields.Many2many("coop.social.benefit", string="Benefits")
    amount_expected = fields.Monetary(compute="_compute_amount_expected", store=True)
    amount_paid = fields.Monetary(
        string="Paid by the agency", copy=False, tracking=True
    )
    receiver = fields.Char(help="The member, or the heirs.")
    reference = fields.Char(string="Number at the agency", copy=False)
    document_ids = fields.Many2many(
        "ir.attachment", string="Documents", copy=False, bypass_search_access=True
    )
    note = fields.Text(help="No diagnosis and no treatment: dates and papers only.")
    active = fields.Boolean(default=True)

    _amount_check = models.Constraint(
        "CHECK (amount_paid >= 0)", "A benefit is not below zero."
    )

    @api.depends("name", "member_id")
    def _compute_display_name(self):
        for claim in self:
            claim.display_name = " ".join(
                filter(None, [claim.name, claim.member_id.display_name])
            )

    @api.depends("member_id", "scheme_id", "date_event")
    def _compute_covered(self):
        for claim in self:
            claim.covered = False
        known = self.filtered(lambda c: c.member_id and c.date_event and c.scheme_id)
        for scheme, claims in known.grouped("scheme_id").items():
            covered = claims.member_id._covered_on(claims.mapped("date_event"), scheme)
            for claim in claims:
                claim.covered = (claim.member_id, claim.date_event) in covered

    @api.depends("benefit_ids.amount")
    def _compute_amount_expected(self):
        for claim in self:
            claim.amount_expected = sum(claim.benefit_ids.mapped("amount"))

    @api.constrains("date_event")
    def _check_date_event(self):
        today = fields.Date.context_today(self)
        for claim in self:
            if claim.date_event > today:
                raise ValidationError(
                    self.env._(
                        "%(claim)s: what happened cannot lie in the future.",
                        claim=claim.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        # sudo: numbering is not a right of its own
        sequences = self.env["ir.sequence"].sudo()
        for vals in vals_list:
            vals["name"] = sequences.next_by_code(self._name, vals.get("date_event"))
            vals["state"] = "draft"
        return super().create(vals_list)

    def write(self, vals):
        if "state" in vals and not self.env.context.get("coop_social_claim"):
            raise UserError(
                self.env._("The state of a claim changes by its buttons only.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        for claim in self:
            if claim.state != "draft":
                raise UserError(
                    self.env._(
                        "%(claim)s was filed and stays in the log. Archive it instead.",
                        claim=claim.display_name,
                    )
                )

    def _step(self, before, after, day_field):
        for claim in self:
            if claim.state not in before:
                raise UserError(
                    self.env._(
                        "%(claim)s: this step is not possible now.",
                        claim=claim.display_name,
                    )
                )
        today = fields.Date.context_today(self)
        vals = {"state": after}
        if day_field:
            vals[day_field] = today
        self.with_context(coop_social_claim=True).write(vals)
        return True

    def action_file(self):
        """Filed with the agency today."""
        return self._step(("draft",), "filed", "date_filed")

    def action_approve(self):
        """The agency agrees."""
        return self._step(("filed",), "approved", "date_decided")

    def action_refuse(self):
        """The agency refuses."""
        return self._step(("filed", "approved"), "refused", "date_decided")

    def action_pay(self):
        """The agency has paid; the amount stands in the form."""
        for claim in self:
            if not claim.amount_paid:
                raise UserError(
                    self.env._(
                        "%(claim)s: enter the amount that the agency has paid.",
                        claim=claim.display_name,
                    )
                )
        return self._step(("filed", "approved"), "paid", "date_paid")

    def action_draft(self):
        """Back to collecting documents."""
        return self._step(("filed", "refused"), "draft", False)

    def _erase(self):
        """Drop documents and texts of these claims; figures and dates stay."""
        self.document_ids.unlink()
        self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        ).unlink()
        self.write({"note": False, "receiver": False, "reference": False})
        self.message_ids.filtered(lambda m: m.message_type == "comment").unlink()
