# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, consteq, format_date, hmac

from ..engine.validity import REMINDERS, reminder_due

BATCH = 200  # reminders between two commits of the cron


class HrEmployeeSkill(models.Model):
    """Certificates: where they come from, that they end, and proof for anybody."""

    _inherit = "hr.employee.skill"

    coop_registration_id = fields.Many2one(
        "event.registration",
        string="From session",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    renewal_of_id = fields.Many2one(
        "hr.employee.skill",
        string="Renews",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        copy=False,
    )
    renewal_ids = fields.One2many("hr.employee.skill", "renewal_of_id")
    reminded_days = fields.Integer(
        string="Reminded (days before)",
        readonly=True,
        copy=False,
        help="The last reminder of the end of this certificate; each is sent once.",
    )
    people = fields.Integer(string="Count", compute="_compute_people", aggregator="sum")

    def _compute_people(self):
        self.people = 1

    def write(self, vals):
        if "valid_to" in vals:
            vals = {"reminded_days": 0, **vals}
        return super().write(vals)

    # -------------------------------------------------------------------- renewal
    def action_renew(self):
        """Enter the certificate that follows this one, as a row of its own."""
        self.ensure_one()
        self.check_access("write")
        if not self.is_certification:
            raise UserError(self.env._("Only certificates are renewed."))
        first = self.valid_to and fields.Date.add(self.valid_to, days=1)
        return {
            "type": "ir.actions.act_window",
            "res_model": "hr.employee.skill",
            "view_mode": "form",
            "views": [(self.env.ref("coop_hr.view_coop_certificate_form").id, "form")],
            "target": "current",
            "name": self.env._("Renewal of %s", self.display_name),
            "context": {
                "default_employee_id": self.employee_id.id,
                "default_skill_type_id": self.skill_type_id.id,
                "default_skill_id": self.skill_id.id,
                "default_skill_level_id": self.skill_level_id.id,
                "default_kkni_level": self.kkni_level,
                "default_issuer_id": self.issuer_id.id,
                "default_valid_from": first or fields.Date.context_today(self),
                "default_valid_to": False,
                "default_renewal_of_id": self.id,
            },
        }

    # --------------------------------------------------------------------- expiry
    @api.model
    def _cron_remind(self):
        """Tell members and officers of certificates that end in 90, 60 and 30 days.

        Each reminder once; a certificate that is already followed by another, and
        people who are no members any more, are left out. Commits after each batch.
        """
        cron = self.env["ir.cron"]
        due = self._reminders_due()
        while due:
            batch, due = due[:BATCH], due[BATCH:]
            for row, days in batch:
                row._remind(days)
            if not cron._commit_progress(len(batch), remaining=len(due)):
                break

    @api.model
    def _reminders_due(self):
        """``[(certificate, 90, 60 or 30)]`` to send today, in one query."""
        today = fields.Date.context_today(self)
        self.flush_model()
        self.env["coop.member"].flush_model(["employee_id", "state"])
        found = self.env.execute_query(
            SQL(
                """
                SELECT s.id, s.valid_to, COALESCE(s.reminded_days, 0)
                  FROM hr_employee_skill s
                 WHERE s.verified
                   AND s.valid_to BETWEEN %(today)s AND %(today)s::date + %(days)s
                   AND EXISTS (
                       SELECT 1 FROM coop_member m
                        WHERE m.employee_id = s.employee_id
                          AND m.state IN ('active', 'suspended'))
                   AND NOT EXISTS (
                       SELECT 1 FROM hr_employee_skill n
                        WHERE n.employee_id = s.employee_id
                          AND n.skill_id = s.skill_id AND n.verified
                          AND (n.valid_to IS NULL OR n.valid_to > s.valid_to))
              ORDER BY s.valid_to, s.id
                """,
                today=today,
                days=max(REMINDERS),
            )
        )
        return [
            (self.browse(row_id), days)
            for row_id, last, reminded in found
            if (days := reminder_due(last, today, reminded))
        ]

    def _remind(self, days):
        """One reminder: an activity for the office, a mail to the member."""
        self.ensure_one()
        self.reminded_days = days
        employee = self.employee_id
        company = employee.company_id
        # who left the office is told nothing: the next who can is the administrator
        user = (company.coop_training_user_id or self.verified_by_id).filtered("active")
        lang_self = self.with_context(lang=user.lang or self.env.lang)
        employee.activity_schedule(
            "coop_training.activity_certificate_expires",
            date_deadline=self.valid_to,
            summary=lang_self.env._(
                "%(certificate)s of %(name)s ends on %(date)s",
                certificate=self.skill_id.name,
                name=employee.name,
                date=format_date(lang_self.env, self.valid_to),
            ),
            user_id=user.id or self.env.ref("base.user_admin").id,
        )
        template = self.env.ref(
            "coop_training.mail_certificate_expires", raise_if_not_found=False
        )
        if template and employee.work_contact_id.email:
            template.send_mail(self.id)

    # --------------------------------------------------------------- proof by code
    def _coop_token(self):
        """Proof that a certificate is registered here as it stands; made of its
        contents, so that a changed row is another."""
        self.ensure_one()
        row = self.sudo()  # whoever prints it has been given the row already
        # sudo: the secret of the database is used, never shown
        return hmac(
            self.env(su=True),
            "coop_training.certificate",
            (row.id, row.employee_id.id, row.certificate_number or ""),
        )[:32]

    def _coop_token_fits(self, token):
        return consteq(self._coop_token().encode(), token.encode(errors="replace"))

    def _coop_verify_url(self):
        """Address behind the QR code of a certificate."""
        self.ensure_one()
        base = self.sudo().company_id.get_base_url()
        return f"{base}/coop/certificate/{self.id}/{self._coop_token()}"

    def _coop_public_values(self):
        """What the public page tells about a genuine certificate.

        :return: dict; the name is masked, as the holder shows the paper anyway
        """
        self.ensure_one()
        row = self.sudo()  # the caller has checked the token
        today = fields.Date.context_today(row)
        name = " ".join(
            part[:1] + "•" * max(0, len(part) - 1)
            for part in (row.employee_id.name or "").split()
        )
        return {
            "certificate": row.skill_id.name,
            "number": row.certificate_number,
            "name": name,
            "kkni": row.kkni_level,
            "issuer": row.issuer_id.name,
            "company": row.company_id,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "verified_date": row.verified_date,
            "is_valid": bool(
                row.verified
                and row.valid_from <= today
                and (not row.valid_to or row.valid_to >= today)
            ),
            "is_verified": row.verified,
            "is_expired": bool(row.valid_to and row.valid_to < today),
        }

    @api.model
    def _coop_valid_domain(self, date):
        """Domain of certificates that count on a day."""
        return (
            Domain("verified", "=", True)
            & Domain("valid_from", "<=", date)
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", date))
        )
