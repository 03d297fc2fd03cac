# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.contribution import Terms
from .res_company import RISK_CLASSES, SECTORS

PROGRAM_SETS = [
    ("2", "JKK + JKM"),
    ("3", "JKK + JKM + JHT"),
    ("4", "JKK + JKM + JHT + JP + JKP"),
]
PROGRAMS_OF = {
    "2": ("jkk", "jkm"),
    "3": ("jkk", "jkm", "jht"),
    "4": ("jkk", "jkm", "jht", "jp", "jkp"),
}
CARE_CLASSES = [("1", "I"), ("2", "II"), ("3", "III")]


class CoopSocialTerm(models.Model):
    """What decides the contribution of an enrolment, from a day on.

    The row in force on the first day of a month rules that month: a change within a
    month counts from the next one. Changing a row of the past is a correction, which
    the next run charges as a difference.
    """

    _name = "coop.social.term"
    _description = "Terms of an Enrolment"
    _order = "enrolment_id, valid_from desc"

    enrolment_id = fields.Many2one(
        "coop.social.enrolment", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="enrolment_id.company_id", store=True, index=True
    )
    agency = fields.Selection(related="enrolment_id.agency")
    valid_from = fields.Date(required=True, default=fields.Date.context_today)
    income = fields.Integer(
        string="Reported income",
        help="Rupiah a month, as reported to the agency.",
        groups="coop_membership.group_officer",
    )
    program_set = fields.Selection(
        PROGRAM_SETS, string="Programs", default="3", required=True
    )
    risk_class = fields.Selection(
        RISK_CLASSES,
        string="Class of risk",
        default=lambda self: self.env.company.coop_social_risk_class,
    )
    care_class = fields.Selection(CARE_CLASSES, string="Class of care", default="3")
    sector = fields.Selection(
        SECTORS, default=lambda self: self.env.company.coop_social_sector
    )
    dependants = fields.Integer(
        string="Family members",
        help="Insured besides the member.",
        groups="coop_membership.group_officer",
    )
    payer = fields.Selection(
        [
            ("law", "As the law divides it"),
            ("member", "The member"),
            ("cooperative", "The cooperative"),
        ],
        string="Who pays",
        required=True,
        default="law",
    )
    note = fields.Char(
        string="Reason", groups="coop_membership.group_officer", copy=False
    )

    _valid_from_uniq = models.Constraint(
        "UNIQUE (enrolment_id, valid_from)",
        "An enrolment has one row of terms per starting date.",
    )
    _income_check = models.Constraint(
        "CHECK (income >= 0 AND dependants BETWEEN 0 AND 20)",
        "The income is not below zero, and a family has at most 20 members.",
    )

    @api.constrains("valid_from", "enrolment_id")
    def _check_first(self):
        for term in self:
            enrolment = term.enrolment_id
            first = min(enrolment.term_ids.mapped("valid_from"))
            if first > enrolment.date_start:
                raise ValidationError(
                    self.env._(
                        "%(enrolment)s: the first terms must hold from the start on.",
                        enrolment=enrolment.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_not_the_first(self):
        for enrolment in self.enrolment_id:
            left = enrolment.term_ids - self
            if left and min(left.mapped("valid_from")) > enrolment.date_start:
                raise ValidationError(
                    self.env._(
                        "%(enrolment)s: the first terms stay; correct them instead.",
                        enrolment=enrolment.display_name,
                    )
                )

    def _terms(self):
        """This row as the engine takes it: ``engine.contribution.Terms``."""
        self.ensure_one()
        # sudo: computing needs what only officers read
        row = self.sudo()
        enrolment = row.enrolment_id
        return Terms(
            segment=enrolment.segment,
            programs=("health",)
            if enrolment.scheme_id.agency == "kes"
            else PROGRAMS_OF[row.program_set],
            income=row.income,
            risk_class=row.risk_class or None,
            care_class=row.care_class or None,
            sector=row.sector or None,
            dependants=row.dependants,
            payer=row.payer,
            birth_date=enrolment.member_id.birth_date or None,
        )
