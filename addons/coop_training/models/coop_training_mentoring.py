# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CoopTrainingMentoring(models.Model):
    """Hours in which a member taught another at work."""

    _name = "coop.training.mentoring"
    _description = "Mentoring"
    _inherit = ["mail.thread"]
    _order = "date desc, id desc"
    _rec_name = "topic"
    _check_company_auto = True

    date = fields.Date(required=True, default=fields.Date.context_today)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    mentor_id = fields.Many2one(
        "coop.member",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    mentee_id = fields.Many2one(
        "coop.member",
        string="Learner",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    # whose data it is, for the search of personal data (privacy_lookup)
    mentor_partner_id = fields.Many2one(
        related="mentor_id.partner_id", string="Mentor's contact", store=True
    )
    mentee_partner_id = fields.Many2one(
        related="mentee_id.partner_id", string="Learner's contact", store=True
    )
    programme_id = fields.Many2one(
        "coop.training.programme", ondelete="restrict", check_company=True
    )
    skill_id = fields.Many2one("hr.skill", ondelete="restrict")
    topic = fields.Char(required=True)
    hours = fields.Float(required=True, default=1, tracking=True)
    note = fields.Text()

    _hours_check = models.Constraint(
        "CHECK (hours > 0 AND hours <= 24)",
        "Mentoring of a day has more than 0 and at most 24 hours.",
    )

    @api.constrains("mentor_id", "mentee_id")
    def _check_two_people(self):
        for row in self:
            if row.mentor_id.partner_id == row.mentee_id.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s cannot be the mentor of themselves: choose another "
                        "member.",
                        name=row.mentor_id.display_name,
                    )
                )
