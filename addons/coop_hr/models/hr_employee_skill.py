# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

# Verified is the whole row: a change of any of these takes the verification away.
VERIFIED_CONTENT = frozenset(
    (
        "employee_id",
        "skill_type_id",
        "skill_id",
        "skill_level_id",
        "valid_from",
        "valid_to",
        "certificate_number",
        "kkni_level",
        "issuer_id",
        "certificate_file",
        "certificate_filename",
    )
)
VERIFICATION = ("verified", "verified_by_id", "verified_date")
# In the context while the button writes: an object of this process, which nobody can
# send from outside.
VERIFYING = object()
SEEN_BY = "hr.group_hr_user,coop_membership.group_reader,base.group_portal"


class HrEmployeeSkill(models.Model):
    """A skill; of a certification type: a certificate, which counts once verified.

    Odoo lets people enter certificates of their own. Work is given by certificates
    that the member officer has compared with the paper: ``verified`` is set by
    ``action_verify`` alone, and any change of the row takes it away.
    """

    _inherit = "hr.employee.skill"

    company_id = fields.Many2one(related="employee_id.company_id", store=True)
    # whose data it is, for the search of personal data (privacy_lookup)
    partner_id = fields.Many2one(
        related="employee_id.work_contact_id", string="Person", store=True, index=True
    )
    certificate_number = fields.Char(
        groups=SEEN_BY,
        copy=False,
        index="btree_not_null",
        help="As printed on the certificate.",
    )
    kkni_level = fields.Selection(
        [(str(level), str(level)) for level in range(1, 10)],
        string="KKNI level",
        groups=SEEN_BY,
        help="Level of the Indonesian qualification framework: 1-3 operator, 4-6 "
        "technician or analyst, 7-9 expert.",
    )
    issuer_id = fields.Many2one(
        "res.partner",
        string="Issued by",
        groups=SEEN_BY,
        help="The certification body (LSP), ministry or school on the certificate.",
    )
    certificate_file = fields.Binary(string="Scan", groups=SEEN_BY, copy=False)
    certificate_filename = fields.Char(groups=SEEN_BY, copy=False)
    verified = fields.Boolean(readonly=True, copy=False)
    verified_by_id = fields.Many2one(
        "res.users", string="Verified by", readonly=True, copy=False
    )
    verified_date = fields.Date(string="Verified on", readonly=True, copy=False)
    certificate_state = fields.Selection(
        [
            ("unverified", "To verify"),
            ("future", "Not yet valid"),
            ("valid", "Valid"),
            ("expiring", "Expires soon"),
            ("expired", "Expired"),
        ],
        string="Status",
        compute="_compute_certificate_state",
    )

    _verified_idx = models.Index("(skill_id, employee_id, valid_from) WHERE verified")

    @api.depends("verified", "valid_from", "valid_to", "is_certification")
    def _compute_certificate_state(self):
        today = fields.Date.context_today(self)
        soon = fields.Date.add(today, days=90)
        for row in self:
            if not row.is_certification:
                row.certificate_state = False
            elif row.valid_to and row.valid_to < today:
                row.certificate_state = "expired"
            elif not row.verified:
                row.certificate_state = "unverified"
            elif row.valid_from and row.valid_from > today:
                row.certificate_state = "future"
            elif row.valid_to and row.valid_to <= soon:
                row.certificate_state = "expiring"
            else:
                row.certificate_state = "valid"

    def _get_passive_fields(self):
        # Odoo writes a change of level as a new row: the paper belongs to it too
        return super()._get_passive_fields() + [
            "certificate_number",
            "kkni_level",
            "issuer_id",
            "certificate_file",
            "certificate_filename",
        ]

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_no_verification(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_no_verification(vals)
        if VERIFIED_CONTENT.isdisjoint(vals):
            return super().write(vals)
        verified = self.filtered("verified")
        if verified:
            super(HrEmployeeSkill, verified).write(
                {**vals, **dict.fromkeys(VERIFICATION, False)}
            )
        return super(HrEmployeeSkill, self - verified).write(vals)

    def _check_no_verification(self, vals):
        """Refuse to type a verification in, also as superuser for somebody."""
        verifying = self.env.context.get("coop_verifying") is VERIFYING
        if any(vals.get(name) for name in VERIFICATION) and not verifying:
            raise UserError(
                self.env._(
                    "A certificate is verified by the button, after a look at the "
                    "paper; it cannot be typed in or imported as verified."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_verified(self):
        for row in self.filtered("verified"):
            raise UserError(
                self.env._(
                    "The certificate %(certificate)s of %(name)s was verified on "
                    "%(date)s and is proof of work that was given on it. Let it end, "
                    "or withdraw the verification before deleting it.",
                    certificate=row.display_name,
                    name=row.employee_id.name,
                    date=format_date(self.env, row.verified_date),
                )
            )

    @api.model
    def _check_no_certificates(self, field, records):
        """Refuse to delete skills, levels or types under certificates of members.

        :param field: name of the field of this model that refers to ``records``
        """
        # sudo: certificates of all companies count
        row = self.sudo().search(
            [
                (field, "in", records.ids),
                ("skill_type_id.is_certification", "=", True),
                ("employee_id.is_coop_member", "=", True),
            ],
            limit=1,
        )
        if row:
            raise UserError(
                self.env._(
                    "“%(record)s” stands on certificates of members, which would be "
                    "deleted with it. Archive the type of skill instead.",
                    record=row[field].display_name,
                )
            )

    # ---------------------------------------------------------------- verification
    def _check_verifier(self):
        if not self.env.user.has_group("coop_membership.group_officer"):
            raise AccessError(
                self.env._("Only the member officers (HR) verify certificates.")
            )
        self.check_access("write")

    def action_verify(self):
        """Confirm that these certificates are as on the paper: they count from now on.

        :raises UserError: where the number or the first day is missing
        """
        self._check_verifier()
        for row in self:
            if not row.is_certification:
                raise UserError(
                    self.env._(
                        "%(skill)s of %(name)s is no certificate: only certificates "
                        "are verified.",
                        skill=row.display_name,
                        name=row.employee_id.name,
                    )
                )
            if not row.certificate_number or not row.valid_from:
                raise UserError(
                    self.env._(
                        "The certificate %(certificate)s of %(name)s needs its number "
                        "and its first day before it can be verified.",
                        certificate=row.display_name,
                        name=row.employee_id.name,
                    )
                )
        self.with_context(coop_verifying=VERIFYING).write(
            {
                "verified": True,
                "verified_by_id": self.env.uid,
                "verified_date": fields.Date.context_today(self),
            }
        )
        return True

    def action_unverify(self):
        """Take the verification away: the certificates count no longer."""
        self._check_verifier()
        self.write(dict.fromkeys(VERIFICATION, False))
        return True
