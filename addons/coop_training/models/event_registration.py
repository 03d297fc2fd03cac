# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.validity import last_day


class EventRegistration(models.Model):
    """Attendance and result of one person in a session, and what came of it."""

    _inherit = "event.registration"

    coop_programme_id = fields.Many2one(
        related="event_id.coop_programme_id", store=True, index="btree_not_null"
    )
    coop_member_id = fields.Many2one(
        "coop.member",
        string="Member",
        compute="_compute_coop_member_id",
        store=True,
        index="btree_not_null",
        compute_sudo=True,
    )
    coop_waiting = fields.Boolean(
        string="Waiting for a place", readonly=True, copy=False
    )
    coop_hours = fields.Float(
        string="Hours attended",
        compute="_compute_coop_hours",
        store=True,
        readonly=False,
        copy=False,
        aggregator="sum",
    )
    coop_result = fields.Selection(
        [("pending", "Pending"), ("passed", "Passed"), ("failed", "Failed")],
        string="Result",
        compute="_compute_coop_result",
        store=True,
        readonly=False,
        copy=False,
        tracking=True,
    )
    coop_result_date = fields.Date(
        string="Result of",
        compute="_compute_coop_result",
        store=True,
        readonly=False,
        copy=False,
    )
    coop_score = fields.Float(string="Score (%)", copy=False, aggregator="avg")
    coop_certificate_number = fields.Char(
        string="Certificate number",
        copy=False,
        help="As on the paper of the issuer; the cooperative's own are numbered by "
        "themselves.",
    )
    coop_certificate_file = fields.Binary(string="Scan", copy=False)
    coop_certificate_filename = fields.Char(copy=False)
    coop_skill_row_ids = fields.One2many(
        "hr.employee.skill", "coop_registration_id", string="Skills and certificates"
    )
    coop_resume_line_ids = fields.One2many("hr.resume.line", "coop_registration_id")
    coop_awarded = fields.Boolean(
        string="Entered in the record", readonly=True, copy=False
    )

    _member_uniq = models.UniqueIndex(
        "(event_id, coop_member_id) WHERE coop_member_id IS NOT NULL "
        "AND state != 'cancel' AND active",
        "This member is already registered for this session.",
    )

    @api.depends("partner_id", "event_id.coop_programme_id", "event_id.company_id")
    def _compute_coop_member_id(self):
        members = self.env["coop.member"]
        for event, rows in self.grouped("event_id").items():
            known = (
                members._members_of_partners(rows.partner_id, event.company_id)
                if event.coop_programme_id
                else {}
            )
            for row in rows:
                row.coop_member_id = known.get(row.partner_id, members)

    @api.depends("state")
    def _compute_coop_hours(self):
        for row in self:
            if row.state == "done":
                row.coop_hours = row.coop_hours or row.event_id.coop_hours
            else:
                row.coop_hours = 0

    @api.depends("state")
    def _compute_coop_result(self):
        for row in self:
            result, day = row.coop_result or "pending", row.coop_result_date
            exam = row.event_id.coop_exam_survey_id
            if row.state == "done" and result == "pending" and not exam:
                result = "passed"
                day = row.event_id._coop_last_day()
            elif row.state != "done" and not exam:
                result, day = "pending", False
            row.coop_result, row.coop_result_date = result, day

    @api.onchange("coop_result")
    def _onchange_coop_result(self):
        if self.coop_result != "pending" and not self.coop_result_date:
            self.coop_result_date = fields.Date.context_today(self)

    def write(self, vals):
        leaving = "state" in vals and vals["state"] != "done"
        changed = leaving or "coop_result" in vals or "partner_id" in vals
        if changed:
            self._check_not_awarded()
        if "coop_awarded" in vals:
            self._check_officer()
        if vals.get("state") in ("open", "done", "cancel"):
            vals = {"coop_waiting": False, **vals}
        if vals.get("coop_result") in ("passed", "failed"):
            vals.setdefault("coop_result_date", fields.Date.context_today(self))
        result = super().write(vals)
        if vals.get("state") == "cancel" or vals.get("active") is False:
            self.event_id.filtered("coop_programme_id")._coop_fill_from_waiting()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_awarded(self):
        self._check_not_awarded()

    def unlink(self):
        events = self.event_id.filtered("coop_programme_id")
        result = super().unlink()
        events._coop_fill_from_waiting()
        return result

    def _check_officer(self):
        if not self.env.user.has_group("coop_membership.group_officer"):
            raise UserError(
                self.env._("Only the member officers (HR) enter results in the record.")
            )

    def _check_not_awarded(self):
        for row in self.filtered("coop_awarded"):
            raise UserError(
                self.env._(
                    "The result of %(name)s in %(event)s is in the record of skills "
                    "already. Take it back there first.",
                    name=row.name,
                    event=row.event_id.name,
                )
            )

    # --------------------------------------------------------------------- waiting
    def _coop_tell_moved_up(self):
        """Mail to those who got a place from the waiting list, if they have mail."""
        template = self.env.ref("coop_training.mail_moved_up", raise_if_not_found=False)
        if template:
            for row in self.filtered("email"):
                template.send_mail(row.id)
        # the subtypes of a session are Odoo's; the note is for the office
        self._message_log_batch(
            bodies={
                row.id: Markup("<p>%s</p>")
                % self.env._("A place became free: moved up from the waiting list.")
                for row in self
            }
        )

    # ----------------------------------------------------------------------- exam
    def _coop_take_exam(self, score, success):
        """Enter the result of an exam; the better one of several counts.

        :param score: percent reached
        :param success: whether the survey says passed
        """
        for row in self:
            if row.coop_awarded or row.coop_result == "passed":
                continue
            row.write(
                {
                    "coop_score": max(score, row.coop_score),
                    "coop_result": "passed" if success else "failed",
                    "coop_result_date": fields.Date.context_today(row),
                }
            )

    # ---------------------------------------------------------------------- award
    def _coop_employees(self):
        """``{registration: hr.employee}`` of members, made if need be, and of staff."""
        members = self.coop_member_id
        members._ensure_employees()
        found = {}
        # sudo: whoever takes the attendance may not know all employees
        staff = (
            self.env["hr.employee"]
            .sudo()
            .search(
                [
                    ("work_contact_id", "in", self.partner_id.ids),
                    ("is_coop_member", "=", False),
                ]
            )
        )
        by_contact = {employee.work_contact_id: employee for employee in staff}
        for row in self:
            employee = row.coop_member_id.sudo().employee_id or by_contact.get(
                row.partner_id
            )
            if employee:
                found[row] = employee
        return found

    def _coop_award(self):
        """Enter résumé lines, skills and certificates for those who passed, once.

        Who attended without passing keeps the hours and gets nothing here.
        """
        rows = self.filtered(
            lambda r: (
                r.state == "done" and r.coop_result == "passed" and not r.coop_awarded
            )
        )
        if not rows:
            return
        self._check_officer()
        employees = rows._coop_employees()
        rows = rows.filtered(lambda row: row in employees)
        training = self.env.ref(
            "hr_skills.resume_type_training", raise_if_not_found=False
        )
        self.env["hr.resume.line"].create(
            [
                {
                    "employee_id": employees[row].id,
                    "name": row.event_id.name,
                    "date_start": row.event_id._coop_first_day(),
                    "date_end": row.event_id._coop_last_day(),
                    "duration": round(row.coop_hours),
                    "line_type_id": training.id if training else False,
                    "course_type": "onsite",
                    "event_id": row.event_id.id,
                    "coop_registration_id": row.id,
                }
                for row in rows
            ]
        )
        rows._coop_award_skills(employees)
        rows._coop_award_certificates(employees)
        rows.coop_awarded = True

    def _coop_award_day(self):
        self.ensure_one()
        event = self.event_id
        return event.coop_certificate_date or event._coop_last_day()

    def _coop_award_skills(self, employees):
        """Levels of skills; nobody loses a higher one that is there already."""
        skills = self.env["hr.employee.skill"]
        wanted = [
            (row, employees[row], outcome)
            for row in self
            for outcome in row.coop_programme_id.outcome_ids
            if not outcome.is_certification
        ]
        if not wanted:
            return
        existing = skills.search(
            [
                ("employee_id", "in", [employee.id for _r, employee, _o in wanted]),
                ("skill_id", "in", [outcome.skill_id.id for _r, _e, outcome in wanted]),
            ]
        )
        by_key = existing.grouped(lambda row: (row.employee_id, row.skill_id))
        vals_list = []
        for row, employee, outcome in wanted:
            day = row._coop_award_day()
            current = by_key.get((employee, outcome.skill_id), skills).filtered(
                lambda skill, day=day: not skill.valid_to or skill.valid_to >= day
            )
            level = outcome.skill_level_id
            if current.filtered(
                lambda skill, level=level: skill.level_progress >= level.level_progress
            ):
                continue
            before = current.filtered(lambda skill, day=day: skill.valid_from < day)
            before.write({"valid_to": fields.Date.subtract(day, days=1)})
            (current - before).unlink()
            vals_list.append(
                {
                    "employee_id": employee.id,
                    "skill_type_id": outcome.skill_type_id.id,
                    "skill_id": outcome.skill_id.id,
                    "skill_level_id": level.id,
                    "valid_from": day,
                    "coop_registration_id": row.id,
                }
            )
        skills.create(vals_list)

    def _coop_award_certificates(self, employees):
        """One row per certificate of the programme; the own ones are verified."""
        vals_list, own = [], []
        for row in self:
            programme = row.coop_programme_id
            outcomes = programme.outcome_ids.filtered("is_certification")
            day = row._coop_award_day()
            for outcome in outcomes:
                number = len(outcomes) == 1 and row.coop_certificate_number
                is_own = not programme.issuer_id
                if is_own and not number:
                    number = programme._next_certificate_number(day)
                vals_list.append(
                    {
                        "employee_id": employees[row].id,
                        "skill_type_id": outcome.skill_type_id.id,
                        "skill_id": outcome.skill_id.id,
                        "skill_level_id": outcome.skill_level_id.id,
                        "valid_from": day,
                        "valid_to": last_day(day, outcome.validity_months) or False,
                        "certificate_number": number,
                        "kkni_level": outcome.kkni_level,
                        "issuer_id": programme.issuer_id.id
                        or programme.company_id.partner_id.id,
                        "certificate_file": row.coop_certificate_file,
                        "certificate_filename": row.coop_certificate_filename,
                        "coop_registration_id": row.id,
                    }
                )
                own.append(is_own)
        created = self.env["hr.employee.skill"].create(vals_list)
        issued = created.browse(
            [row.id for row, is_own in zip(created, own, strict=True) if is_own]
        )
        if issued:
            issued.action_verify()

    def action_coop_unaward(self):
        """Take back what was entered in the record, to correct a result.

        :raises UserError: a certificate among it is verified and of another issuer
        """
        for row in self.filtered("coop_awarded"):
            certificates = row.coop_skill_row_ids.filtered("verified")
            for certificate in certificates:
                if row.coop_programme_id.issuer_id:
                    raise UserError(
                        self.env._(
                            "The certificate %(number)s of %(name)s is verified. "
                            "Withdraw the verification first if it is wrong.",
                            number=certificate.certificate_number,
                            name=row.name,
                        )
                    )
            if certificates:
                certificates.action_unverify()
            row.coop_skill_row_ids.unlink()
            row.coop_resume_line_ids.unlink()
            row.coop_awarded = False
        return True

    def action_coop_attended(self):
        """Tick off as attended."""
        self.action_set_done()
        return True

    def action_coop_absent(self):
        """Back to registered: the person did not come after all."""
        self.action_confirm()
        return True
