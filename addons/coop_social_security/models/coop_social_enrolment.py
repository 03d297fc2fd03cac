# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import NO_ACCESS, Command, Domain
from odoo.tools import SQL, format_date

from ..engine import numbers
from ..engine.contribution import ELSEWHERE, add_months, entry_allowed
from .coop_social_rate import CHARGED_SEGMENTS
from .coop_social_term import PROGRAM_SETS

SEGMENTS = [
    *CHARGED_SEGMENTS,
    ("pbi", "Paid by the state (PBI)"),
    ("region", "Paid by the region"),
    ("spouse", "With the spouse's employer"),
    ("client", "Paid by a client"),
]
# Segments that belong to an agency; those covered elsewhere fit both.
AGENCY_SEGMENTS = {"tk": ("bpu", "pu"), "kes": ("ppu", "pbpu")}
FOREVER = fields.Date.to_date("9999-12-31")
ALL = SQL("TRUE")
# What decides about money that was already charged.
FROZEN = ("member_id", "scheme_id", "segment")


class CoopSocialEnrolment(models.Model):
    """That a member belongs to a scheme of social security, from a day to a day.

    Segment, number and period stand here; what decides the contribution (income,
    class, who pays, family) stands in dated ``coop.social.term`` rows, so that a change
    counts from a day on and earlier months keep theirs. In the segments of
    ``engine.contribution.ELSEWHERE`` nothing goes through the cooperative.

    The number and the card are read by code only: the form shows the last digits, and
    whoever wants all of them is written into the access log (``coop.social.access``).

    Cover on a day: enrolled, and if the cooperative pays, not later than the day on
    which the first unpaid month is due (``_cover_sql``).
    """

    _name = "coop.social.enrolment"
    _description = "Social Security Enrolment"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "member_id, scheme_id, date_start desc, id"
    _rec_names_search = ["member_id.number", "member_id.partner_id.name"]

    member_id = fields.Many2one(
        "coop.member",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
        domain=[("state", "in", ("approved", "active", "suspended"))],
    )
    # stored, so that core finds the record when a person asks for the own data
    partner_id = fields.Many2one(related="member_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="member_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    member_state = fields.Selection(related="member_id.state", string="Membership")
    scheme_id = fields.Many2one(
        "coop.social.scheme",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
        default=lambda self: self.env["coop.social.scheme"].search([], limit=1),
    )
    agency = fields.Selection(related="scheme_id.agency")
    segment = fields.Selection(SEGMENTS, required=True, tracking=True)
    elsewhere = fields.Boolean(
        string="Covered elsewhere", compute="_compute_elsewhere", store=True
    )
    number = fields.Char(
        string="Whole number", groups=NO_ACCESS, copy=False, index=True
    )
    number_masked = fields.Char(string="Number", compute="_compute_number_masked")
    number_entry = fields.Char(
        string="KPJ or JKN number",
        compute="_compute_number_entry",
        inverse="_inverse_number_entry",
        search="_search_number_entry",
        groups="coop_membership.group_officer",
        help="KPJ of BPJS Ketenagakerjaan (11 digits) or number of the JKN card (13).",
    )
    card = fields.Binary(groups=NO_ACCESS, copy=False, attachment=True)
    card_name = fields.Char(groups=NO_ACCESS, copy=False)
    has_card = fields.Boolean(compute="_compute_number_masked")
    card_entry = fields.Binary(
        string="Card file",
        compute="_compute_number_entry",
        inverse="_inverse_card_entry",
        groups="coop_membership.group_officer",
    )
    date_start = fields.Date(
        string="Start", required=True, default=fields.Date.context_today, tracking=True
    )
    date_stop = fields.Date(string="Last day", tracking=True, copy=False)
    date_end = fields.Date(
        string="Ends on",
        compute="_compute_date_end",
        store=True,
        help="The last day, or the last day of membership if that is earlier.",
    )
    stop_reason = fields.Char(copy=False)
    term_ids = fields.One2many("coop.social.term", "enrolment_id", copy=True)
    income = fields.Integer(
        string="Reported income",
        compute="_compute_term",
        groups="coop_membership.group_officer,base.group_portal",
        aggregator="sum",
    )
    program_set = fields.Selection(PROGRAM_SETS, compute="_compute_term")
    payer = fields.Selection(
        [
            ("law", "As the law divides it"),
            ("member", "The member"),
            ("cooperative", "The cooperative"),
        ],
        string="Who pays",
        compute="_compute_term",
    )
    pay_ahead = fields.Selection(
        [("1", "1 month"), ("3", "3 months"), ("6", "6 months"), ("12", "12 months")],
        string="Paid in advance",
        required=True,
        default="1",
        help="How many months a run charges at once.",
    )
    contribution_ids = fields.One2many("coop.social.contribution", "enrolment_id")
    cover_until = fields.Date(string="Covered until", compute="_compute_cover")
    covered = fields.Boolean(
        string="Covered today", compute="_compute_cover", search="_search_covered"
    )
    gap_days = fields.Integer(
        string="Days without cover before",
        compute="_compute_gap_days",
        help="Days between the end of the enrolment before and this one.",
    )
    note = fields.Text(groups="coop_membership.group_officer", copy=False)
    erased_on = fields.Date(
        string="Personal data erased on", readonly=True, copy=False, tracking=True
    )
    active = fields.Boolean(default=True)

    _dates_check = models.Constraint(
        "CHECK (date_stop IS NULL OR date_stop >= date_start)",
        "An enrolment cannot end before it starts.",
    )
    _overlap_excl = models.Constraint(
        "EXCLUDE USING gist (int4range(member_id, member_id, '[]') WITH &&, "
        "int4range(scheme_id, scheme_id, '[]') WITH &&, "
        "daterange(date_start, date_stop, '[]') WITH &&) WHERE (active)",
        "This member is already enrolled in this scheme during that time. End the "
        "earlier enrolment first, or archive the one that is wrong.",
    )
    _cover_idx = models.Index("(company_id, scheme_id, date_start)")

    # ---------------------------------------------------------------------- computes
    @api.depends("member_id", "scheme_id", "segment")
    def _compute_display_name(self):
        segments = dict(self._fields["segment"]._description_selection(self.env))
        for enrolment in self:
            enrolment.display_name = " · ".join(
                filter(
                    None,
                    [
                        enrolment.member_id.display_name,
                        enrolment.scheme_id.name,
                        segments.get(enrolment.segment),
                    ],
                )
            )

    @api.depends("segment")
    def _compute_elsewhere(self):
        for enrolment in self:
            enrolment.elsewhere = enrolment.segment in ELSEWHERE

    @api.depends(
        "date_stop", "member_id.date_left", "member_id.leave_kind", "elsewhere"
    )
    def _compute_date_end(self):
        for enrolment in self:
            last = False
            # nothing is paid for who has left; cover of others goes on
            if not enrolment.elsewhere:
                last = enrolment.member_id.date_left
            # the day of a death is still covered: it is what JKM is for
            if last and enrolment.member_id.leave_kind != "deceased":
                last = fields.Date.subtract(last, days=1)
            days = [day for day in (enrolment.date_stop, last) if day]
            enrolment.date_end = min(days, default=False)

    @api.depends("number", "card")
    def _compute_number_masked(self):
        # sudo: only the last digits, and whether there is a card, leave this method
        for enrolment, secret in zip(self, self.sudo(), strict=True):
            enrolment.number_masked = numbers.mask(secret.number)
            enrolment.has_card = bool(secret.card_name or secret.card)

    def _compute_number_entry(self):
        self.number_entry = False
        self.card_entry = False

    def _inverse_number_entry(self):
        for enrolment in self.filtered("number_entry"):
            # sudo: nobody reads the number back, officers enter it
            enrolment.sudo().number = numbers.compact(enrolment.number_entry)

    def _inverse_card_entry(self):
        for enrolment in self.filtered("card_entry"):
            # sudo: as for the number
            enrolment.sudo().card = enrolment.card_entry
            enrolment.sudo().card_name = self.env._("card %s", enrolment.id)

    def _search_number_entry(self, operator, value):
        """Find an enrolment by its whole number."""
        if operator in ("ilike", "like"):
            value = [value]
        elif operator != "in":
            return NotImplemented
        self.browse()._check_officer()
        found = [numbers.compact(text) for text in value if text]
        # sudo: by the whole number only, which the officer already knows
        return Domain("id", "in", self.sudo()._search([("number", "in", found)]))

    @api.depends("term_ids", "term_ids.valid_from", "term_ids.income")
    def _compute_term(self):
        today = fields.Date.context_today(self)
        # sudo: terms are part of the enrolment that the user may read
        for enrolment, secret in zip(self, self.sudo(), strict=True):
            terms = secret.term_ids.sorted("valid_from")
            valid = terms.filtered(lambda t: t.valid_from and t.valid_from <= today)
            term = valid[-1:] or terms[:1]
            enrolment.income = term.income
            enrolment.program_set = term.program_set
            enrolment.payer = term.payer

    @api.depends("date_start", "date_end", "elsewhere", "contribution_ids.date_paid")
    def _compute_cover(self):
        today = fields.Date.context_today(self)
        until = {}
        real = self._origin.ids
        if real:
            self._cover_flush()
            query = self._cover_sql(
                SQL("(VALUES (%s::date))", today), SQL("e.id IN %s", tuple(real))
            )
            until = {row[0]: row[5] for row in self.env.execute_query(query)}
        for enrolment in self:
            last = until.get(enrolment._origin.id)
            enrolment.covered = bool(last and last >= today)
            enrolment.cover_until = last if last and last != FOREVER else False

    def _search_covered(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        self._cover_flush()
        inside = Domain(
            "id",
            "in",
            SQL(
                "(SELECT enrolment_id FROM (%s) cover WHERE until >= day)",
                self._cover_sql(SQL("(VALUES (%s::date))", today)),
            ),
        )
        return Domain.OR([inside if flag else ~inside for flag in value])

    @api.depends("member_id", "scheme_id", "date_start")
    def _compute_gap_days(self):
        others = self.search(
            [
                ("member_id", "in", self.member_id.ids),
                ("scheme_id", "in", self.scheme_id.ids),
            ]
        )
        for enrolment in self:
            ends = [
                other.date_end
                for other in others
                if other != enrolment._origin
                and other.member_id == enrolment.member_id
                and other.scheme_id == enrolment.scheme_id
                and other.date_end
                and enrolment.date_start
                and other.date_end < enrolment.date_start
            ]
            enrolment.gap_days = (
                (enrolment.date_start - max(ends)).days - 1 if ends else 0
            )

    # ------------------------------------------------------------------------- cover
    @api.model
    def _cover_flush(self):
        """Hand-written SQL reads these tables: write pending changes first."""
        self.flush_model()
        self.env["coop.social.contribution"].flush_model()
        self.env["coop.social.scheme"].flush_model()
        self.env["res.company"].flush_model(
            [
                "coop_social_since",
                "coop_social_tk_due_day",
                "coop_social_kes_due_day",
            ]
        )

    @api.model
    def _cover_sql(self, days, enrolments=ALL):
        """SQL of who is enrolled on a day and until when that cover holds then.

        Columns ``enrolment_id, member_id, scheme_id, company_id, day, until``;
        covered on the day where ``until >= day``. ``until`` is the end of the
        enrolment, or if the cooperative pays, the day on which the first month that
        was not yet paid on ``day`` is due (in the month of the start at least its
        end); 9999-12-31 without an end.

        :param days: SQL of a relation with one column, the days
        :param enrolments: SQL condition on ``coop_social_enrolment e``
        """
        return SQL(
            """
            SELECT e.id AS enrolment_id, e.member_id, e.scheme_id, e.company_id,
                   d.day,
                   LEAST(
                       COALESCE(e.date_end, '9999-12-31'::date),
                       CASE WHEN e.elsewhere THEN '9999-12-31'::date
                            WHEN unpaid.month = date_trunc('month', e.date_start)
                            THEN GREATEST(
                                due.day,
                                (unpaid.month + interval '1 month')::date - 1
                            )
                            ELSE due.day
                       END
                   ) AS until
              FROM coop_social_enrolment e
              JOIN res_company c ON c.id = e.company_id
              JOIN coop_social_scheme s ON s.id = e.scheme_id
              JOIN %(days)s AS d(day)
                ON e.date_start <= d.day
               AND (e.date_end IS NULL OR e.date_end >= d.day)
              LEFT JOIN LATERAL (
                  SELECT max(r.month) AS month
                    FROM coop_social_contribution r
                   WHERE NOT e.elsewhere AND r.enrolment_id = e.id
                     AND r.date_paid <= d.day
              ) paid ON TRUE
              CROSS JOIN LATERAL (
                  SELECT GREATEST(
                      date_trunc('month', GREATEST(
                          e.date_start, COALESCE(c.coop_social_since, d.day))),
                      paid.month + interval '1 month'
                  )::date AS month
              ) unpaid
              CROSS JOIN LATERAL (
                  SELECT (unpaid.month + CASE WHEN s.due_next_month
                              THEN interval '1 month' ELSE interval '0' END
                         )::date AS first
              ) due_month
              CROSS JOIN LATERAL (
                  SELECT due_month.first - 1 + LEAST(
                      CASE s.agency WHEN 'tk' THEN c.coop_social_tk_due_day
                           ELSE c.coop_social_kes_due_day END,
                      EXTRACT(DAY FROM due_month.first + interval '1 month'
                              - interval '1 day')::int
                  ) AS day
              ) due
             WHERE e.active AND %(enrolments)s
            """,
            days=days,
            enrolments=enrolments,
        )

    # -------------------------------------------------------------------- constraints
    @api.constrains("segment", "scheme_id")
    def _check_segment(self):
        for enrolment in self:
            agency = enrolment.scheme_id.agency
            if not enrolment.elsewhere and (
                enrolment.segment not in AGENCY_SEGMENTS[agency]
            ):
                raise ValidationError(
                    self.env._(
                        "%(enrolment)s: this segment does not belong to %(scheme)s.",
                        enrolment=enrolment.display_name,
                        scheme=enrolment.scheme_id.name,
                    )
                )

    @api.constrains("number", "scheme_id", "member_id")
    def _check_number(self):
        messages = {
            "length": self.env._("it must have %s digits; count them again."),
            "digits": self.env._("it must contain digits only (%s of them)."),
        }
        # sudo: the number is compared, not shown; another person's one stays hidden
        for enrolment in self.sudo().filtered("number"):
            check, length = {
                "tk": (numbers.check_kpj, numbers.KPJ_LENGTH),
                "kes": (numbers.check_jkn, numbers.JKN_LENGTH),
            }[enrolment.scheme_id.agency]
            error = check(enrolment.number)
            if error:
                raise ValidationError(
                    self.env._(
                        "Number %(number)s of %(enrolment)s: %(error)s",
                        number=enrolment.number,
                        enrolment=enrolment.display_name,
                        error=messages[error] % length,
                    )
                )
        filled = self.sudo().filtered("number")
        twins = self.sudo().search(
            [
                ("number", "in", filled.mapped("number")),
                ("scheme_id", "in", filled.scheme_id.ids),
                ("company_id", "in", filled.company_id.ids),
            ]
        )
        for enrolment in filled:
            for twin in twins:
                if (
                    twin.number == enrolment.number
                    and twin.scheme_id == enrolment.scheme_id
                    and twin.company_id == enrolment.company_id
                    and twin.partner_id != enrolment.partner_id
                ):
                    raise ValidationError(
                        self.env._(
                            "Number %(number)s of %(enrolment)s is already that of "
                            "%(other)s. Compare both cards.",
                            number=enrolment.number,
                            enrolment=enrolment.display_name,
                            other=twin.member_id.display_name,
                        )
                    )

    @api.constrains("term_ids", "elsewhere", "date_start", "segment", "member_id")
    def _check_terms(self):
        for enrolment in self:
            if enrolment.elsewhere:
                continue
            terms = enrolment.term_ids.sorted("valid_from")
            if not terms:
                raise ValidationError(
                    self.env._(
                        "%(enrolment)s: say from when on which income or class counts "
                        "(page Terms).",
                        enrolment=enrolment.display_name,
                    )
                )
            if terms[0].valid_from > enrolment.date_start:
                raise ValidationError(
                    self.env._(
                        "%(enrolment)s: the first terms must hold from the start on "
                        "(%(start)s).",
                        enrolment=enrolment.display_name,
                        start=format_date(self.env, enrolment.date_start),
                    )
                )
            limit = enrolment._entry_age_reached()
            if limit:
                raise ValidationError(
                    self.env._(
                        "%(member)s is %(age)s or older on %(start)s and can no longer "
                        "be enrolled.",
                        member=enrolment.member_id.display_name,
                        age=limit,
                        start=format_date(self.env, enrolment.date_start),
                    )
                )

    def _entry_age_reached(self):
        """The age that ends enrolment if the member has it at the start, else None."""
        self.ensure_one()
        rates = self.env["coop.social.rate"]._rates_of(self.company_id)
        terms = self.term_ids.sorted("valid_from")[:1]._terms()
        return entry_allowed(rates.get(self.scheme_id, []), terms, self.date_start)

    @api.constrains("date_start", "member_id")
    def _check_membership(self):
        for enrolment in self.filtered(lambda e: not e.elsewhere):
            left = enrolment.member_id.date_left
            if left and enrolment.date_start >= left:
                raise ValidationError(
                    self.env._(
                        "%(member)s left on %(date)s and cannot be enrolled after "
                        "that.",
                        member=enrolment.member_id.display_name,
                        date=format_date(self.env, left),
                    )
                )

    @api.onchange("scheme_id")
    def _onchange_scheme_id(self):
        if self.scheme_id and not (
            self.segment in AGENCY_SEGMENTS[self.scheme_id.agency] or self.elsewhere
        ):
            self.segment = "bpu" if self.scheme_id.agency == "tk" else "pbpu"

    # -------------------------------------------------------------------------- CRUD
    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.get("erased_on") for vals in vals_list):
            raise UserError(self.env._("Erasing is done by its button only."))
        return super().create(vals_list)

    def write(self, vals):
        if "erased_on" in vals and not self.env.su:
            raise UserError(self.env._("Erasing is done by its button only."))
        changed = [name for name in FROZEN if name in vals]
        if changed:
            for enrolment in self:
                same = all(
                    vals[name] == (getattr(enrolment[name], "id", enrolment[name]))
                    for name in changed
                )
                # sudo: whether money was charged, not how much
                if not same and enrolment.sudo().contribution_ids:
                    raise UserError(
                        self.env._(
                            "%(enrolment)s has contributions: member, scheme and "
                            "segment stay. End it and enrol the member anew.",
                            enrolment=enrolment.display_name,
                        )
                    )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_without_contributions(self):
        for enrolment in self:
            # sudo: whether money was charged, not how much
            if enrolment.sudo().contribution_ids:
                raise UserError(
                    self.env._(
                        "%(enrolment)s has contributions and cannot be deleted. Give "
                        "it a last day instead.",
                        enrolment=enrolment.display_name,
                    )
                )

    # ----------------------------------------------------------------------- numbers
    def _check_officer(self):
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group(
            "coop_membership.group_officer"
        ):
            raise AccessError(
                self.env._("Only member officers and managers see these numbers.")
            )

    def _numbers(self, reason):
        """``{enrolment: number}`` for an officer; written into the access log.

        :param reason: what is done with them, in the user's words
        :raises AccessError: the user is no officer
        """
        self._check_officer()
        self.env["coop.social.access"]._log(self, reason)
        # sudo: checked and logged just before
        return {
            enrolment: secret.number or ""
            for enrolment, secret in zip(self, self.sudo(), strict=True)
        }

    def action_number(self):
        """Show the whole number, to be read or corrected; logged."""
        self.ensure_one()
        number = self._numbers(self.env._("shown"))[self]
        wizard = self.env["coop.social.number"].create(
            {"enrolment_id": self.id, "number": number}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Number"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_card(self):
        """Download the card file; logged by the address that gives it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/coop/social/card/{self.id}",
            "target": "download",
        }

    # ----------------------------------------------------------------------- erasing
    def action_erase(self):
        """Erase number, card, family and notes of who has left; the books stay.

        :raises UserError: still a member, or a run or money is open
        """
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(
            "coop_membership.group_manager"
        ):
            raise UserError(self.env._("Only managers (pengurus) erase personal data."))
        for enrolment in self:
            member = enrolment.member_id
            if member.state not in ("left", "rejected"):
                raise UserError(
                    self.env._(
                        "%(member)s is still a member: personal data are erased after "
                        "the exit.",
                        member=member.display_name,
                    )
                )
            # sudo: whether something is open, not what
            if enrolment.sudo().contribution_ids.filtered(
                lambda row: row.run_id.state in ("draft", "computed")
            ):
                raise UserError(
                    self.env._(
                        "%(member)s is in a run that is not booked yet. Book or cancel "
                        "it first.",
                        member=member.display_name,
                    )
                )
            if member._social_due()[member] > 0:
                raise UserError(
                    self.env._(
                        "%(member)s still owes contributions. Settle them first.",
                        member=member.display_name,
                    )
                )
        today = fields.Date.context_today(self)
        # sudo: number and card are for code only
        secret = self.sudo()
        secret.write(
            {
                "number": False,
                "card": False,
                "card_name": False,
                "note": False,
                "stop_reason": False,
                "erased_on": today,
                "activity_ids": [Command.clear()],
            }
        )
        secret.term_ids.with_context(coop_social_erase=True).write(
            {"income": 0, "dependants": 0, "note": False}
        )
        secret.env["coop.social.claim"].search(
            [("member_id", "in", self.member_id.ids)]
        )._erase()
        self.env["coop.social.access"]._log(self, self.env._("erased"))
        return True

    # ---------------------------------------------------------------------- lookups
    def action_open_contributions(self):
        """The contributions of these enrolments."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_social_security.action_coop_social_contribution"
        )
        return {**action, "domain": [("enrolment_id", "in", self.ids)], "context": {}}

    def _engine_terms(self):
        """``{enrolment: [(valid_from, engine.contribution.Terms)]}`` in one read."""
        result = {enrolment: [] for enrolment in self}
        for term in self.env["coop.social.term"].search(
            [("enrolment_id", "in", self.ids)], order="valid_from"
        ):
            result[term.enrolment_id].append((term.valid_from, term._terms()))
        return result

    # -------------------------------------------------------------------------- months
    def _owes(self, day):
        """Whether the month that starts on ``day`` is within the enrolment.

        A month counts as soon as one day of it is covered.
        """
        start = self.date_start.replace(day=1)
        return (
            self.active and start <= day and (not self.date_end or day <= self.date_end)
        )

    def _months_of(self, month, first, charged):
        """Months that a run of ``month`` looks at, in order.

        From the start (not before ``first``) to the month of the run; if that one was
        not charged yet, those paid in advance; and all that was charged already.
        """
        start = max(self.date_start.replace(day=1), first)
        end = min(self.date_end or month, month).replace(day=1)
        months = set(charged)
        day = start
        while day <= end:
            months.add(day)
            day = add_months(day, 1)
        if month not in charged and start <= month:
            for count in range(1, int(self.pay_ahead)):
                day = add_months(month, count)
                if self._owes(day):
                    months.add(day)
        return sorted(months)

    # ------------------------------------------------------------------------- lapses
    @api.model
    def _cron_lapses(self):
        """Remind the officer of cover that lapsed or will within two weeks.

        One activity per enrolment; it stays until somebody marks it done.
        """
        activity = self.env.ref("coop_social_security.activity_lapse")
        today = fields.Date.context_today(self)
        for company in self.env["res.company"].search([]):
            lapsing = self.search(
                [
                    ("company_id", "=", company.id),
                    ("elsewhere", "=", False),
                    ("member_id.state", "in", ("active", "suspended")),
                    ("date_start", "<=", today),
                ]
            ).filtered(
                lambda e: (
                    not e.date_end
                    and (not e.cover_until or (e.cover_until - today).days < 14)
                )
            )
            pending = self.env["mail.activity"].search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", lapsing.ids),
                    ("activity_type_id", "=", activity.id),
                ]
            )
            done = set(pending.mapped("res_id"))
            user = company.coop_social_user_id or self.env.ref("base.user_admin")
            for enrolment in lapsing.filtered(lambda e, done=done: e.id not in done):
                enrolment.activity_schedule(
                    activity_type_id=activity.id,
                    date_deadline=max(today, enrolment.cover_until or today),
                    user_id=user.id,
                    summary=self.env._("Cover lapses: pay the contribution"),
                )
