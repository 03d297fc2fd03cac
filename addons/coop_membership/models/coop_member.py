# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import format_date

from ..engine import identity
from ..money import money
from .coop_member_status import MEMBER_STATES

# Written by the actions and by the ledger, never by hand: they are the register.
GUARDED = frozenset(
    (
        "state",
        "number",
        "date_approved",
        "date_joined",
        "date_left",
        "leave_reason_id",
        "leave_note",
        "ledger_from",
        "ledger_to",
        "dues_brought_forward",
    )
)


class CoopMember(models.Model):
    """One period of membership of one person (Law 25/1992 art. 17-19).

    Applicant -> approved -> principal savings paid in full -> active on that day, with
    the next number -> suspended / left. Membership is not transferable: there is no way
    to change the person of a period, and who comes back opens a new one.

    No amount is stored here: balances and arrears are read from the ledger, see
    ``coop_member_ledger.py``.
    """

    _name = "coop.member"
    _description = "Cooperative Member"
    _inherit = ["portal.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "number, id"
    _rec_names_search = ["number", "partner_id.name", "partner_id.phone"]
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    number = fields.Char(
        string="Member number",
        readonly=True,
        copy=False,
        index="trigram",
        help="Given on activation, without gaps, and never used again.",
    )
    state = fields.Selection(
        MEMBER_STATES,
        required=True,
        default="applicant",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    date_applied = fields.Date(
        string="Applied on",
        required=True,
        default=fields.Date.context_today,
        copy=False,
    )
    date_approved = fields.Date(
        string="Approved on", readonly=True, copy=False, tracking=True
    )
    date_joined = fields.Date(
        string="Member since", readonly=True, copy=False, tracking=True, index=True
    )
    date_left = fields.Date(
        string="Left on", readonly=True, copy=False, tracking=True, index=True
    )
    leave_reason_id = fields.Many2one(
        "coop.leave.reason", readonly=True, copy=False, tracking=True
    )
    leave_kind = fields.Selection(related="leave_reason_id.kind")
    leave_note = fields.Char(
        readonly=True, copy=False, groups="coop_membership.group_reader"
    )
    ledger_from = fields.Date(
        readonly=True,
        copy=False,
        help="First day whose journal items belong to this period; empty for a first "
        "membership.",
    )
    ledger_to = fields.Date(
        readonly=True,
        copy=False,
        help="First day whose journal items belong to the next period of this person.",
    )
    dues_from = fields.Date(
        string="Dues from",
        copy=False,
        tracking=True,
        help="Mandatory savings are due from this month on; empty: the month of "
        "joining.",
    )
    dues_brought_forward = fields.Monetary(
        readonly=True,
        copy=False,
        help="Mandatory savings that were due up to the take-over, paid or not.",
    )
    nik = fields.Char(
        string="NIK",
        groups="coop_membership.group_sensitive",
        copy=False,
        help="National identity number, 16 digits, as printed on the KTP.",
    )
    npwp = fields.Char(
        string="NPWP",
        related="partner_id.vat",
        readonly=False,
        groups="coop_membership.group_sensitive",
    )
    bank_ids = fields.One2many(
        related="partner_id.bank_ids",
        readonly=False,
        groups="coop_membership.group_sensitive",
    )
    birth_place = fields.Char(string="Birth place")
    birth_date = fields.Date(string="Birth date")
    gender = fields.Selection([("male", "Male"), ("female", "Female")])
    occupation = fields.Char()
    group_label = fields.Char(
        string="Group",
        help="Label of the group the person joined with; groups have no vote of their "
        "own (Law 25/1992 art. 18).",
    )
    phone = fields.Char(related="partner_id.phone", readonly=False)
    email = fields.Char(related="partner_id.email", readonly=False)
    street = fields.Char(related="partner_id.street", readonly=False)
    street2 = fields.Char(related="partner_id.street2", readonly=False)
    city = fields.Char(related="partner_id.city", readonly=False)
    zip = fields.Char(related="partner_id.zip", readonly=False)
    state_id = fields.Many2one(
        related="partner_id.state_id", string="Province", readonly=False
    )
    country_id = fields.Many2one(related="partner_id.country_id", readonly=False)
    image_128 = fields.Image(related="partner_id.image_128")
    heir_ids = fields.One2many("coop.member.heir", "member_id", copy=False)
    status_ids = fields.One2many("coop.member.status", "member_id", readonly=True)
    note = fields.Html(groups="coop_membership.group_reader")
    active = fields.Boolean(default=True)

    # Partial unique *indexes*: a partner merge then fails instead of silently deleting
    # a member, as it would with a UNIQUE constraint.
    _open_period_uniq = models.UniqueIndex(
        "(partner_id, company_id) WHERE state NOT IN ('left', 'rejected')",
        "This person already has an open membership in this cooperative.",
    )
    _number_uniq = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL",
        "This member number was already given; numbers are never used again.",
    )
    _nik_uniq = models.UniqueIndex(
        "(company_id, nik) WHERE nik IS NOT NULL AND state NOT IN ('left', 'rejected')",
        "Another open membership has the same NIK.",
    )
    _dates_check = models.Constraint(
        "CHECK (date_left IS NULL OR date_joined IS NULL OR date_left >= date_joined)",
        "A member cannot leave before the day of joining.",
    )
    _number_check = models.Constraint(
        "CHECK (state NOT IN ('active', 'suspended') "
        "OR (number IS NOT NULL AND date_joined IS NOT NULL))",
        "An active member has a number and a date of joining.",
    )

    # ------------------------------------------------------------------ basics
    @api.depends("number", "partner_id.name")
    def _compute_display_name(self):
        for member in self:
            name = member.partner_id.name or ""
            member.display_name = f"{member.number} {name}" if member.number else name

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for member in self:
            member.access_url = "/my/savings"
        return result

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_guarded(
                name
                for name in vals
                if vals[name] and (name, vals[name]) != ("state", "applicant")
            )
            if vals.get("nik"):
                vals["nik"] = identity.compact_nik(vals["nik"])
        # an earlier period that just ended must have left the index first
        self.flush_model(["state"])
        members = super().create(vals_list)
        members._open_ledger_period()
        members._log_state({m: m.date_applied for m in members})
        return members

    def write(self, vals):
        self._check_guarded(vals)
        if vals.get("nik"):
            vals = {**vals, "nik": identity.compact_nik(vals["nik"])}
        if "partner_id" in vals or "company_id" in vals:
            for member in self.filtered(lambda m: m.state not in ("applicant",)):
                if vals.get("partner_id", member.partner_id.id) != member.partner_id.id:
                    raise UserError(
                        self.env._(
                            "Membership of %(member)s cannot be transferred to another "
                            "person (Law 25/1992 art. 19). Register the other person "
                            "as a new applicant.",
                            member=member.display_name,
                        )
                    )
                if vals.get("company_id", member.company_id.id) != member.company_id.id:
                    raise UserError(
                        self.env._(
                            "Member %(member)s cannot move to another cooperative. "
                            "Register an applicant there instead.",
                            member=member.display_name,
                        )
                    )
        return super().write(vals)

    def _check_guarded(self, names):
        """Refuse to write the register by hand (imports and remote calls too)."""
        guarded = GUARDED.intersection(names)
        if guarded and not self.env.su:
            raise UserError(
                self.env._(
                    "“%(field)s” of a member follows from approval, payment and exit; "
                    "it cannot be typed in.",
                    field=self._fields[min(guarded)]._description_string(self.env),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_applicants(self):
        for member in self:
            if member.state not in ("applicant", "rejected") or member.number:
                raise UserError(
                    self.env._(
                        "%(member)s is in the member register and cannot be deleted. "
                        "End the membership with an exit instead.",
                        member=member.display_name,
                    )
                )

    def _open_ledger_period(self):
        """Split the person's journal items between an earlier period and this one."""
        earlier = self.env["coop.member"].search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("id", "not in", self.ids),
            ],
            order="id",
        )
        for member in self:
            before = earlier.filtered(
                lambda m, member=member: (
                    m.partner_id == member.partner_id
                    and m.company_id == member.company_id
                    and m.state != "rejected"
                )
            )[-1:]
            if not before:
                continue
            if before.date_left and member.date_applied < before.date_left:
                raise ValidationError(
                    self.env._(
                        "%(member)s left on %(date)s; the new application cannot be "
                        "dated before that.",
                        member=before.display_name,
                        date=format_date(self.env, before.date_left),
                    )
                )
            # sudo: guarded, the dates follow from the two periods
            member.sudo().ledger_from = member.date_applied
            before.sudo().ledger_to = member.date_applied

    # -------------------------------------------------------------- constraints
    @api.constrains("partner_id")
    def _check_own_commercial_partner(self):
        for member in self:
            partner = member.partner_id
            if partner.commercial_partner_id != partner:
                raise ValidationError(
                    self.env._(
                        "%(partner)s is a contact of %(parent)s. A member stands on "
                        "its own, so that bills and payments carry the member: remove "
                        "the company from the contact first.",
                        partner=partner.name,
                        parent=partner.commercial_partner_id.name,
                    )
                )

    @api.constrains("nik", "birth_date", "gender")
    def _check_nik(self):
        messages = self._identity_messages()
        for member in self.filtered("nik"):
            error = identity.check_nik(member.nik, member.birth_date, member.gender)
            if error:
                raise ValidationError(
                    self.env._(
                        "NIK %(nik)s of %(member)s: %(error)s",
                        nik=member.nik,
                        member=member.display_name,
                        error=messages[error],
                    )
                )

    @api.constrains("npwp")
    def _check_npwp(self):
        messages = self._identity_messages()
        for member in self.filtered("npwp"):
            error = identity.check_npwp(member.npwp)
            if error:
                raise ValidationError(
                    self.env._(
                        "NPWP %(npwp)s of %(member)s: %(error)s",
                        npwp=member.npwp,
                        member=member.display_name,
                        error=messages[error],
                    )
                )

    @api.model
    def _identity_messages(self):
        """``{error code of engine.identity: text in the user's language}``."""
        return {
            "length": self.env._(
                "it must have 16 digits (an old tax number 15); count them again."
            ),
            "digits": self.env._("it must contain digits only."),
            "region": self.env._("the first two digits are no Indonesian province."),
            "date": self.env._("digits 7 to 12 are no date (day + 40 for women)."),
            "birth_date": self.env._(
                "digits 7 to 12 do not agree with the birth date; correct one of them."
            ),
            "gender": self.env._(
                "digits 7 and 8 do not agree with the gender (day + 40 for women)."
            ),
            "checksum": self.env._("the check digit is wrong; compare with the card."),
        }

    @api.constrains("state", "date_joined", "date_left", "date_applied")
    def _check_dates_order(self):
        for member in self:
            if member.state == "left" and not member.date_left:
                raise ValidationError(
                    self.env._(
                        "%(member)s has left: give the date.",
                        member=member.display_name,
                    )
                )

    # --------------------------------------------------------------- life cycle
    def _log_state(self, dates, note=False):
        """Append the current state of each member to its history.

        :param dates: ``{member: date}`` from which the state holds
        """
        self.env["coop.member.status"].sudo().create(  # history is written by actions
            [
                {
                    "member_id": member.id,
                    "date": dates[member],
                    "state": member.state,
                    "note": note,
                }
                for member in self
            ]
        )

    def _set_state(self, state, date, note=False, **vals):
        """Move all members to ``state`` from ``date`` on and remember it."""
        self.check_access("write")
        self.sudo().write({"state": state, **vals})  # guarded: the callers decide
        self._log_state(dict.fromkeys(self, date), note)

    def _check_state(self, states, action):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for member in self:
            if member.state not in states:
                raise UserError(
                    self.env._(
                        "%(member)s is %(state)s: %(action)s is not possible now.",
                        member=member.display_name,
                        state=labels[member.state],
                        action=action,
                    )
                )

    def _check_manager(self):
        if not self.env.user.has_group("coop_membership.group_manager"):
            raise UserError(
                self.env._("Only the managers (pengurus) decide about memberships.")
            )

    def action_approve(self):
        """Accept applicants; who has paid the principal savings is activated."""
        self._check_manager()
        self._check_state(("applicant",), self.env._("approving"))
        for member, required in self._principal_required().items():
            if not required:
                raise UserError(
                    self.env._(
                        "%(company)s has no amount of principal savings on "
                        "%(date)s, the day %(member)s applied. Set it under "
                        "Configuration, Savings types.",
                        company=member.company_id.name,
                        date=format_date(self.env, member.date_applied),
                        member=member.display_name,
                    )
                )
        today = fields.Date.context_today(self)
        self._set_state("approved", today, date_approved=today)
        self._activate_if_paid()
        return True

    def action_reject(self):
        """Refuse applicants; they may appeal to the next members' meeting."""
        self._check_manager()
        self._check_state(("applicant", "approved"), self.env._("refusing"))
        for member in self:
            if member.savings_total:
                raise UserError(
                    self.env._(
                        "%(member)s has paid savings of %(amount)s. Pay them back "
                        "before refusing the application.",
                        member=member.display_name,
                        amount=money(
                            self.env, member.savings_total, member.currency_id
                        ),
                    )
                )
        self._set_state("rejected", fields.Date.context_today(self))
        return True

    def action_suspend(self):
        """Suspend active members (pengurus may; appeal to the next meeting)."""
        self._check_manager()
        self._check_state(("active",), self.env._("suspending"))
        self._set_state("suspended", fields.Date.context_today(self))
        return True

    def action_reinstate(self):
        """End a suspension."""
        self._check_manager()
        self._check_state(("suspended",), self.env._("reinstating"))
        self._set_state("active", fields.Date.context_today(self))
        return True

    def _leave(self, date, reason, note=False):
        """End the membership on ``date``: no longer a member on that day."""
        self._check_state(("active", "suspended", "approved"), self.env._("leaving"))
        for member in self:
            if member.date_joined and date < member.date_joined:
                raise UserError(
                    self.env._(
                        "%(member)s joined on %(joined)s and cannot leave on %(left)s.",
                        member=member.display_name,
                        joined=format_date(self.env, member.date_joined),
                        left=format_date(self.env, date),
                    )
                )
        self._set_state(
            "left",
            date,
            note,
            date_left=date,
            leave_reason_id=reason.id,
            leave_note=note,
        )

    def _activate_if_paid(self):
        """Activate the approved members of ``self`` whose principal savings are paid.

        A member is active on the day on which the ledger first shows the whole
        principal savings, but not before the approval (section 7b: the number is given
        after payment in full). Members paid on the same day are numbered in order of
        application.
        """
        approved = self.filtered(lambda m: m.state == "approved")
        for company, members in approved.grouped("company_id").items():
            paid = members._principal_paid_on()
            ready = [
                (max(paid[m], m.date_approved), m.date_applied, m.id, m)
                for m in members
                if paid.get(m)
            ]
            for date, _applied, _id, member in sorted(ready, key=lambda r: r[:3]):
                member._activate(date, company._next_member_number())

    def _activate(self, date, number):
        """Enter one approved member in the register as of ``date``."""
        self.ensure_one()
        self._set_state(
            "active",
            date,
            date_joined=date,
            number=number,
            dues_from=self.dues_from or date.replace(day=1),
        )

    # ------------------------------------------------------------------ actions
    def _action_records(self, name, domain, context=None):
        action = self.env["ir.actions.act_window"]._for_xml_id(name)
        action["domain"] = domain
        action["context"] = context or {}
        return action

    def action_open_savings(self):
        """Passbook: the journal items on savings accounts of these members."""
        return self._action_records(
            "coop_membership.action_coop_savings_balance",
            [("member_id", "in", self.ids)],
        )

    def action_open_payments(self):
        """Savings payments of these members."""
        return self._action_records(
            "coop_membership.action_coop_savings_payment",
            [("coop_member_id", "in", self.ids)],
            {"default_coop_member_id": self[:1].id},
        )

    def action_deposit(self):
        """A new deposit payment for this member, on the standard payment form."""
        self.ensure_one()
        action = self._action_records("coop_membership.action_coop_savings_payment", [])
        action.update(views=[(False, "form")], res_id=False)
        action["context"] = {
            "default_payment_type": "inbound",
            "default_partner_type": "customer",
            "default_partner_id": self.partner_id.id,
            "default_coop_member_id": self.id,
        }
        return action

    def action_exit(self):
        """A draft exit settlement for this member."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "coop.member.exit",
            "view_mode": "form",
            "name": self.env._("Exit settlement"),
            "context": {"default_member_id": self.id},
        }

    # ------------------------------------------------------------------ helpers
    @api.model
    def _members_of_partners(self, partners, company):
        """``{partner: latest membership of that company}``, any state but rejected."""
        members = self.with_context(active_test=False).search(
            Domain("partner_id", "in", partners.ids)
            & Domain("company_id", "=", company.id)
            & Domain("state", "!=", "rejected"),
            order="id",
        )
        return {member.partner_id: member for member in members}

    def _ties_key(self):
        """Sort key of members for ties in apportionments: number, short ones first."""
        self.ensure_one()
        return (len(self.number or ""), self.number or "", self.id)

    def _link_heirs(self, rows):
        """Replace the heirs by ``[(partner, relation, weight), …]``."""
        self.heir_ids = [Command.clear()] + [
            Command.create(
                {"partner_id": partner.id, "relation": relation, "share": weight}
            )
            for partner, relation, weight in rows
        ]
