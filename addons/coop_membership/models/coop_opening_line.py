# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine import identity


class CoopOpeningLine(models.Model):
    """One member of a take-over: a row of the sheet "Anggota (Members)".

    With a number and a date of joining the person becomes an active member; without
    both an approved applicant, who has paid a part of the principal savings.
    """

    _name = "coop.opening.line"
    _description = "Opening Balances: Member"
    _order = "opening_id, row, id"
    _check_company_auto = True

    opening_id = fields.Many2one(
        "coop.opening", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="opening_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    opening_state = fields.Selection(related="opening_id.state")
    row = fields.Integer(readonly=True, help="Row of the spreadsheet.")
    number = fields.Char(string="Member number", readonly=True)
    name = fields.Char(readonly=True)
    nik = fields.Char(
        string="NIK", readonly=True, groups="coop_membership.group_sensitive"
    )
    gender = fields.Selection([("male", "Male"), ("female", "Female")], readonly=True)
    birth_place = fields.Char(readonly=True)
    birth_date = fields.Date(readonly=True)
    occupation = fields.Char(readonly=True)
    phone = fields.Char(readonly=True)
    email = fields.Char(readonly=True)
    street = fields.Char(readonly=True)
    city = fields.Char(readonly=True)
    date_joined = fields.Date(string="Member since", readonly=True)
    group_label = fields.Char(string="Group", readonly=True)
    amounts = fields.Json(
        readonly=True, help="Savings at the cut-off: whole rupiah by savings type id."
    )
    principal = fields.Monetary(compute="_compute_savings", store=True)
    mandatory = fields.Monetary(compute="_compute_savings", store=True)
    voluntary = fields.Monetary(compute="_compute_savings", store=True)
    arrears = fields.Monetary(
        readonly=True,
        help="Mandatory savings that were due at the cut-off and not paid.",
    )
    prepaid = fields.Monetary(
        string="Paid ahead",
        readonly=True,
        help="Part of the mandatory savings that pays for months after the cut-off.",
    )
    surplus = fields.Monetary(string="Unpaid surplus", readonly=True)
    advance = fields.Monetary(readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Existing contact",
        check_company=True,
        domain=[("parent_id", "=", False)],
        help="Empty: a new contact is made.",
    )
    member_id = fields.Many2one("coop.member", readonly=True, ondelete="restrict")
    read_error = fields.Text(readonly=True)
    read_warning = fields.Text(readonly=True)
    error = fields.Text(string="To correct", readonly=True)
    warning = fields.Text(string="To look at", readonly=True)

    @api.depends("amounts")
    def _compute_savings(self):
        kinds = {
            savings.id: savings.kind for savings in self.opening_id._savings_types()
        }
        for line in self:
            sums = dict.fromkeys(("principal", "mandatory", "voluntary"), 0)
            for type_id, amount in (line.amounts or {}).items():
                if int(type_id) in kinds:
                    sums[kinds[int(type_id)]] += amount
            line.update(sums)

    @api.depends("number", "name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = " ".join(filter(None, (line.number, line.name)))

    def write(self, vals):
        # Posting itself writes as superuser.
        if not self.env.su and "posted" in self.opening_id.mapped("state"):
            raise UserError(
                self.env._("The opening balances are posted and cannot be changed.")
            )
        return super().write(vals)

    def _identity(self):
        """What tells the same row again when the spreadsheet is read anew."""
        self.ensure_one()
        return (self.number, self.name, self.phone)

    # ------------------------------------------------------------------------ contacts
    def _match_partners(self, chosen):
        """Propose the contact that a row means, from one search for all rows.

        A contact matches by tax number = NIK, or by exact name and phone number; only
        if it is the only one. What was chosen by hand for the row before goes first.

        :param chosen: ``{identity: partner id}``
        """
        niks = [nik for nik in self.mapped("nik") if nik]
        named = self.filtered(lambda line: line.name and line.phone)
        partners = self.env["res.partner"].search(
            Domain("parent_id", "=", False)
            & Domain("company_id", "in", (False, *self.company_id.ids))
            & (
                Domain("vat", "in", niks)
                | Domain("name", "in", named.mapped("name"))
                & Domain("phone", "!=", False)
            )
        )
        found = defaultdict(self.env["res.partner"].browse)
        for partner in partners:
            if partner.vat:
                found[partner.vat] |= partner
            if partner.phone:
                found[partner.name, identity.normalise_phone(partner.phone)] |= partner
        for line in self:
            partner_id = chosen.get(line._identity())
            if not partner_id:
                matches = (line.nik and found.get(line.nik)) or found.get(
                    (line.name, identity.normalise_phone(line.phone or ""))
                )
                partner_id = matches.id if matches and len(matches) == 1 else False
            if partner_id:
                line.partner_id = partner_id

    # ------------------------------------------------------------------------ checking
    def _check_rows(self):
        """Write all errors and warnings of each row, in a fixed number of queries."""
        opening = self.opening_id
        if not self:
            return
        members = self.env["coop.member"].with_context(active_test=False)
        in_company = Domain("company_id", "=", opening.company_id.id)
        numbers = set(
            members.search(
                in_company
                & Domain(
                    "number", "in", [text for text in self.mapped("number") if text]
                )
            ).mapped("number")
        )
        niks = set(
            members.search(
                in_company
                & Domain("nik", "in", [nik for nik in self.mapped("nik") if nik])
                & Domain("state", "!=", "rejected")
            ).mapped("nik")
        )
        taken = members._members_of_partners(self.partner_id, opening.company_id)
        messages = members._identity_messages()
        rows = {field: self.grouped(field) for field in ("number", "nik", "partner_id")}
        required = sum(
            savings._amount_at(opening.date)
            for savings in opening._savings_types().filtered("active")
            if savings.kind == "principal"
        )
        labels = {
            "number": self.env._("member number"),
            "nik": self.env._("NIK"),
            "partner_id": self.env._("contact"),
        }
        for line in self:
            errors = (line.read_error or "").splitlines()
            warnings = (line.read_warning or "").splitlines()
            for field, label in labels.items():
                if line[field] and len(rows[field][line[field]]) > 1:
                    errors.append(
                        self.env._(
                            "The same %(what)s stands in rows %(rows)s.",
                            what=label,
                            rows=", ".join(
                                str(row)
                                for row in rows[field][line[field]].mapped("row")
                            ),
                        )
                    )
            if line.number in numbers:
                errors.append(
                    self.env._("Number %s is already in the register.", line.number)
                )
            if line.nik and line.nik in niks or line.partner_id in taken:
                errors.append(
                    self.env._(
                        "This person is already in the register. Delete the row, and "
                        "book what is missing as an ordinary entry."
                    )
                )
            errors += line._identity_errors(messages)
            errors += line._amount_errors()
            if line.number:
                if required and not errors and line.principal != required:
                    warnings.append(
                        self.env._(
                            "Principal savings are %(paid)s, the bylaws ask %(due)s.",
                            paid=opening._money(line.principal),
                            due=opening._money(required),
                        )
                    )
            elif required and line.principal >= required and not line.date_joined:
                errors.append(
                    self.env._(
                        "Principal savings are paid in full: give the number and the "
                        "date of joining."
                    )
                )
            if line.partner_id:
                warnings.append(
                    self.env._(
                        "Uses the existing contact %s.", line.partner_id.display_name
                    )
                )
            line.error = "\n".join(errors) or False
            line.warning = "\n".join(warnings) or False

    def _identity_errors(self, messages):
        """Texts of what is wrong with the person and the dates of this row."""
        self.ensure_one()
        errors = []
        cut_off = self.opening_id.date
        if not self.name:
            errors.append(self.env._("The name is missing."))
        unread = self.read_error or ""
        if self.number and not self.date_joined and not unread:
            errors.append(
                self.env._(
                    "A number without a date of joining. Give the date, or leave the "
                    "number empty for an applicant who has not paid in full."
                )
            )
        if self.date_joined and not self.number and not unread:
            errors.append(
                self.env._(
                    "A date of joining without a number. Give the number, or leave the "
                    "date empty for an applicant who has not paid in full."
                )
            )
        if self.date_joined and self.date_joined > cut_off:
            errors.append(
                self.env._(
                    "Joined after the cut-off date: leave the row out and register the "
                    "person as an applicant afterwards."
                )
            )
        if self.birth_date and self.birth_date >= (self.date_joined or cut_off):
            errors.append(self.env._("Born after joining: correct the birth date."))
        code = self.nik and identity.check_nik(self.nik, self.birth_date, self.gender)
        if code:
            errors.append(self.env._("NIK: %s", messages.get(code, code)))
        partner = self.partner_id
        if partner and partner.commercial_partner_id != partner:
            errors.append(
                self.env._(
                    "The contact %(contact)s belongs to %(company)s: choose another "
                    "one or none.",
                    contact=partner.name,
                    company=partner.commercial_partner_id.name,
                )
            )
        return errors

    def _amount_errors(self):
        """Texts of what is wrong with the amounts of this row."""
        self.ensure_one()
        errors = []
        amounts = [
            *(self.amounts or {}).values(),
            self.arrears,
            self.prepaid,
            self.surplus,
            self.advance,
        ]
        if any(amount < 0 for amount in amounts):
            errors.append(
                self.env._(
                    "An amount is negative. Savings are never below zero; what a "
                    "member owes stands under advances."
                )
            )
        if self.arrears and self.prepaid:
            errors.append(
                self.env._("Both arrears and dues paid ahead: only one can be.")
            )
        if self.prepaid > self.mandatory:
            errors.append(
                self.env._("More is paid ahead than there are mandatory savings.")
            )
        if not self.number and not self.date_joined and (self.arrears or self.prepaid):
            errors.append(
                self.env._(
                    "An applicant owes no dues: leave arrears and paid ahead empty."
                )
            )
        return errors

    # -------------------------------------------------------------------------- amounts
    def _tied_amounts(self):
        """What this row owns and owes, in whole rupiah.

        :return: ``{savings type id | "surplus" | "advance": amount}``
        """
        self.ensure_one()
        amounts = {
            int(type_id): amount for type_id, amount in (self.amounts or {}).items()
        }
        return {**amounts, "surplus": int(self.surplus), "advance": int(self.advance)}

    def _balances(self, tied, unassigned):
        """Balances to book on this member: ``{account: balance}``, debit positive.

        :param tied: as of ``coop.opening._tied_accounts``
        :param unassigned: what the ledger already shows on the contact, by account
        """
        self.ensure_one()
        amounts = self._tied_amounts()
        result = {}
        for account, what in tied.items():
            amount = amounts.get(what, 0)
            balance = amount if what == "advance" else -amount
            balance -= unassigned.get(account, {}).get(self.partner_id, 0)
            if balance:
                result[account] = balance
        return result

    # -------------------------------------------------------------------------- posting
    def _create_members(self):
        """Create contacts and members of all rows, in batches."""
        quiet = {
            "tracking_disable": True,
            "mail_create_nolog": True,
            "mail_create_nosubscribe": True,
        }
        partners = self.env["res.partner"].with_context(**quiet)
        new = self.filtered(lambda line: not line.partner_id)
        for line in self - new:
            vals = line._prepare_partner()
            # A contact that is in use keeps what it has.
            line.partner_id.write(
                {name: vals[name] for name in vals if not line.partner_id[name]}
            )
        created = partners.create([line._prepare_partner() for line in new])
        for line, partner in zip(new, created, strict=True):
            line.partner_id = partner
        members = (
            self.env["coop.member"]
            .sudo()  # guarded fields; who may post a take-over was checked before
            .with_context(**quiet)
            .create([line._prepare_member() for line in self])
        )
        for line, member in zip(self, members, strict=True):
            line.member_id = member

    def _prepare_partner(self):
        """Values of the contact of this row."""
        self.ensure_one()
        return {
            "name": self.name,
            "is_company": False,
            "phone": identity.normalise_phone(self.phone or "") or False,
            "email": self.email,
            "street": self.street,
            "city": self.city,
            "country_id": self.company_id.country_id.id,
            # Posting items on a payable account would rank the partners one by one.
            "supplier_rank": int(bool(self.surplus)),
        }

    def _prepare_member(self):
        """Values of the member of this row, at the cut-off date."""
        self.ensure_one()
        opening = self.opening_id
        vals = {
            "partner_id": self.partner_id.id,
            "company_id": opening.company_id.id,
            "nik": self.nik,
            "gender": self.gender,
            "birth_place": self.birth_place,
            "birth_date": self.birth_date,
            "occupation": self.occupation,
            "group_label": self.group_label,
            "state": "approved",
            "date_applied": opening.date,
            "date_approved": opening.date,
        }
        if self.number:
            vals.update(
                state="active",
                number=self.number,
                date_applied=self.date_joined,
                date_approved=self.date_joined,
                date_joined=self.date_joined,
                dues_from=opening._dues_from(),
                dues_brought_forward=self.mandatory + self.arrears - self.prepaid,
            )
        return vals
