# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import consteq, format_date, hmac

from odoo.addons.coop_membership.money import money

# Around a session in which members can tick themselves off by its QR code
EARLY = timedelta(hours=2)
LATE = timedelta(hours=6)


class EventEvent(models.Model):
    """A session of a training programme."""

    _inherit = "event.event"

    coop_programme_id = fields.Many2one(
        "coop.training.programme",
        string="Programme",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    coop_trainer_id = fields.Many2one(
        "res.partner",
        string="Trainer",
        check_company=True,
        tracking=True,
        help="Who teaches: of the provider, or a member.",
    )
    coop_hours = fields.Float(
        string="Hours", compute="_compute_from_programme", store=True, readonly=False
    )
    coop_exam_survey_id = fields.Many2one(
        "survey.survey",
        string="Exam",
        compute="_compute_from_programme",
        store=True,
        readonly=False,
    )
    coop_feedback_survey_id = fields.Many2one(
        "survey.survey",
        string="Evaluation",
        compute="_compute_from_programme",
        store=True,
        readonly=False,
    )
    coop_open_to_members = fields.Boolean(
        string="Members register on the portal",
        help="Members see this session on the portal and register there. Who comes "
        "when all places are taken waits, and moves up when somebody cancels.",
    )
    coop_certificate_date = fields.Date(
        string="Certificates dated",
        help="Date of issue on the certificates; empty: the last day of the session.",
    )
    coop_planned_cost = fields.Monetary(
        string="Planned cost", currency_field="coop_currency_id"
    )
    coop_currency_id = fields.Many2one(
        "res.currency", compute="_compute_coop_currency_id"
    )
    coop_cost = fields.Monetary(
        string="Paid by bills",
        compute="_compute_coop_cost",
        currency_field="coop_currency_id",
        compute_sudo=True,
        help="Items of posted bills and entries that name this session.",
    )
    coop_waiting_count = fields.Integer(
        string="Waiting", compute="_compute_coop_counts"
    )
    coop_passed_count = fields.Integer(string="Passed", compute="_compute_coop_counts")
    coop_to_award_count = fields.Integer(
        string="Results to enter", compute="_compute_coop_counts"
    )
    coop_to_record_count = fields.Integer(
        string="To enter in the record", compute="_compute_coop_counts"
    )
    coop_last_registered = fields.Datetime(
        readonly=True,
        copy=False,
        help="Written with every registration of a member, so that two for the last "
        "place cannot pass each other.",
    )

    # ------------------------------------------------------------------ programme
    @api.depends("coop_programme_id")
    def _compute_from_programme(self):
        for event in self:
            programme = event.coop_programme_id
            if programme:
                event.coop_hours = programme.hours
                event.coop_exam_survey_id = programme.exam_survey_id
                event.coop_feedback_survey_id = programme.feedback_survey_id
            else:
                event.coop_hours = event.coop_hours or 0
                event.coop_exam_survey_id = event.coop_exam_survey_id
                event.coop_feedback_survey_id = event.coop_feedback_survey_id

    @api.onchange("coop_programme_id")
    def _onchange_coop_programme_id(self):
        programme = self.coop_programme_id
        if programme:
            self.name = self.name or programme.name
            self.company_id = programme.company_id
            if programme.description and not self.note:
                self.note = programme.description

    @api.constrains("coop_programme_id", "company_id")
    def _check_programme_company(self):
        for event in self.filtered("coop_programme_id"):
            if event.company_id != event.coop_programme_id.company_id:
                raise ValidationError(
                    self.env._(
                        "The session %(event)s is of the programme of "
                        "%(company)s: give it that company.",
                        event=event.name,
                        company=event.coop_programme_id.company_id.name,
                    )
                )

    @api.depends("company_id")
    def _compute_coop_currency_id(self):
        for event in self:
            event.coop_currency_id = (event.company_id or self.env.company).currency_id

    def _compute_coop_cost(self):
        # sudo by compute_sudo: HR sees what a session cost, not the books
        costs = dict(
            self.env["account.move.line"]._read_group(
                [("coop_event_id", "in", self.ids), ("parent_state", "=", "posted")],
                ["coop_event_id"],
                ["balance:sum"],
            )
        )
        for event in self:
            event.coop_cost = costs.get(event, 0)

    def _compute_coop_counts(self):
        registrations = self.env["event.registration"]
        waiting = dict(
            registrations._read_group(
                [("event_id", "in", self.ids), ("coop_waiting", "=", True)],
                ["event_id"],
                ["__count"],
            )
        )
        results = {
            (event, result): count
            for event, result, count in registrations._read_group(
                [("event_id", "in", self.ids), ("state", "=", "done")],
                ["event_id", "coop_result"],
                ["__count"],
            )
        }
        to_record = dict(
            registrations._read_group(
                [
                    ("event_id", "in", self.ids),
                    ("state", "=", "done"),
                    ("coop_result", "!=", "failed"),
                    ("coop_awarded", "=", False),
                ],
                ["event_id"],
                ["__count"],
            )
        )
        for event in self:
            event.coop_to_record_count = to_record.get(event, 0)
            event.coop_waiting_count = waiting.get(event, 0)
            event.coop_passed_count = results.get((event, "passed"), 0)
            event.coop_to_award_count = results.get((event, "pending"), 0)

    def _coop_local(self, moment):
        """A naive UTC moment on the clock of the place of the session."""
        self.ensure_one()
        zone = pytz.timezone(self.date_tz or "UTC")
        return pytz.utc.localize(moment).astimezone(zone)

    def _coop_last_day(self):
        """Day on which the session ends, where it takes place."""
        return self._coop_local(self.date_end).date()

    def _coop_first_day(self):
        """Day on which the session begins, where it takes place."""
        return self._coop_local(self.date_begin).date()

    # --------------------------------------------------------------- registration
    def _coop_places(self):
        """Free places; None without a limit."""
        self.ensure_one()
        if not self.seats_limited or not self.seats_max:
            return None
        return max(0, self.seats_available)

    def _coop_touch(self):
        """Make registrations of this session wait for each other.

        A transaction that saw an older state is refused by the database and tried again
        by the server, so it sees who took the last place.
        """
        self.write({"coop_last_registered": fields.Datetime.now()})
        self.flush_recordset(["coop_last_registered"])
        self.invalidate_recordset(["seats_available", "seats_reserved", "seats_used"])

    def _coop_register(self, members):
        """Register members; those for whom no place is left wait.

        Whoever is registered already keeps the place; who cancelled is registered anew.

        :param members: ``coop.member`` records of the company of the session
        :return: the ``event.registration`` records, one per member
        :raises UserError: the session is over or of no programme, or a member left
        """
        self.ensure_one()
        if not self.coop_programme_id:
            raise UserError(
                self.env._("%s is no session of a training programme.", self.name)
            )
        if self.is_finished:
            raise UserError(
                self.env._("%s is over; nobody can register any more.", self.name)
            )
        gone = members.filtered(lambda m: m.state not in ("active", "suspended"))
        if gone:
            raise UserError(
                self.env._(
                    "%(member)s is not a member at present and cannot be registered.",
                    member=gone[0].display_name,
                )
            )
        self._coop_touch()
        rows = self.env["event.registration"]
        known = rows.search(
            [
                ("event_id", "=", self.id),
                ("partner_id", "in", members.partner_id.ids),
                "|",
                ("state", "in", ("open", "done")),
                ("coop_waiting", "=", True),
            ]
        )
        new = members.filtered(lambda m: m.partner_id not in known.partner_id)
        places = self._coop_places()
        fits = len(new) if places is None else places
        if known.filtered("coop_waiting"):
            fits = 0  # nobody passes those who wait
        slot = self.event_slot_ids[:1] if self.is_multi_slots else False
        created = rows.create(
            [
                {
                    "event_id": self.id,
                    "partner_id": member.partner_id.id,
                    "event_slot_id": slot and slot.id,
                    "state": "open" if index < fits else "draft",
                    "coop_waiting": index >= fits,
                }
                for index, member in enumerate(new)
            ]
        )
        by_partner = {row.partner_id: row for row in known + created}
        return rows.concat(*(by_partner[m.partner_id] for m in members))

    def _coop_fill_from_waiting(self):
        """Give free places to those who wait, in the order in which they came."""
        for event in self:
            if event.is_finished:
                continue
            waiting = self.env["event.registration"].search(
                [("event_id", "=", event.id), ("coop_waiting", "=", True)], order="id"
            )
            if not waiting:
                continue
            event._coop_touch()
            places = event._coop_places()
            lucky = waiting if places is None else waiting[:places]
            if lucky:
                lucky.write({"coop_waiting": False, "state": "open"})
                lucky._coop_tell_moved_up()

    def write(self, vals):
        result = super().write(vals)
        if not {"seats_max", "seats_limited"}.isdisjoint(vals):
            self.filtered("coop_programme_id")._coop_fill_from_waiting()
        return result

    # ------------------------------------------------------------ attendance by QR
    def _coop_token(self):
        """Secret of the QR code that hangs at the place of the session."""
        self.ensure_one()
        # sudo: the secret of the database is used, never shown
        return hmac(self.env(su=True), "coop_training.attend", self.id)[:32]

    def _coop_token_fits(self, token):
        return consteq(self._coop_token().encode(), token.encode(errors="replace"))

    def _coop_is_on(self):
        """Whether members can tick themselves off now."""
        self.ensure_one()
        now = fields.Datetime.now()
        return self.date_begin - EARLY <= now <= self.date_end + LATE

    def _coop_attend_url(self):
        return f"{self.get_base_url()}/training/attend/{self.id}/{self._coop_token()}"

    # -------------------------------------------------------------------- results
    def action_coop_award(self):
        """Turn attendance and results into hours, skills and certificates.

        For everybody who attended and passed: an entry in the résumé, the level of the
        skills, the certificates of the programme. Nobody gets anything twice. The
        certificates of the cooperative itself are numbered and verified by whoever
        presses the button; those of others wait for their paper.

        :raises UserError: nobody attended, or results of the exam are missing
        """
        for event in self:
            if not event.coop_programme_id:
                raise UserError(
                    self.env._("%s is no session of a training programme.", event.name)
                )
            attended = event.registration_ids.filtered(lambda r: r.state == "done")
            if not attended:
                raise UserError(
                    self.env._(
                        "Nobody has attended %s yet: take the attendance first.",
                        event.name,
                    )
                )
            pending = attended.filtered(lambda r: r.coop_result == "pending")
            if pending:
                raise UserError(
                    self.env._(
                        "The result of %(names)s is missing: wait for the exam, or "
                        "enter passed or failed by hand.",
                        names=", ".join(pending.mapped("name")[:5]),
                    )
                )
            attended._coop_award()
        return True

    # --------------------------------------------------------------------- money
    def action_coop_bill(self):
        """A new vendor bill for this session, on the account that pays for it."""
        self.ensure_one()
        company = self.company_id or self.env.company
        programme = self.coop_programme_id
        provider = programme.provider_ids[:1] or programme.issuer_id
        account = company.coop_education_account_id
        line = {
            "name": self.name,
            "quantity": 1,
            "price_unit": self.coop_planned_cost,
            "coop_event_id": self.id,
        }
        if account:
            line["account_id"] = account.id
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "view_mode": "form",
            "name": self.env._("Bill"),
            "context": {
                "default_move_type": "in_invoice",
                "default_partner_id": provider.id,
                "default_company_id": company.id,
                "default_invoice_line_ids": [fields.Command.create(line)],
            },
        }

    def action_coop_costs(self):
        """Items of the books that name this session."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_training.action_coop_training_fund_items"
        )
        action["domain"] = [("coop_event_id", "in", self.ids)]
        action["context"] = {}
        return action

    def action_coop_registrations(self):
        """Attendance sheet of this session."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_training.action_coop_training_attendance"
        )
        action["domain"] = [("event_id", "=", self.id)]
        action["context"] = {"default_event_id": self.id}
        return action

    def action_coop_enrol(self):
        """Choose members for this session."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "coop.training.enrol",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Register members"),
            "context": {
                "default_event_id": self.id,
                "default_programme_id": self.coop_programme_id.id,
            },
        }

    @api.model
    def _coop_open_domain(self, company):
        """Sessions that members of a company can register for."""
        return (
            Domain("coop_programme_id", "!=", False)
            & Domain("coop_open_to_members", "=", True)
            & Domain("company_id", "=", company.id)
            & Domain("date_end", ">=", fields.Datetime.now())
            & Domain("stage_id.pipe_end", "=", False)
        )

    def _coop_when(self, clock=False):
        """Dates of the session as a member reads them.

        :param clock: with the times of day and their zone, for who is to come
        """
        self.ensure_one()
        begin, end = self._coop_local(self.date_begin), self._coop_local(self.date_end)
        first, last = (format_date(self.env, day.date()) for day in (begin, end))
        if not clock:
            return first if first == last else f"{first} – {last}"
        if first == last:
            return f"{first} {begin:%H:%M}–{end:%H:%M} {end:%Z}"
        return f"{first} {begin:%H:%M} – {last} {end:%H:%M} {end:%Z}"

    def _coop_money(self, amount):
        return money(self.env, amount, self.coop_currency_id)
