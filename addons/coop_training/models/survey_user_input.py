# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class SurveyUserInput(models.Model):
    """The exam of a session gives the result of the registration."""

    _inherit = "survey.user_input"

    coop_registration_id = fields.Many2one(
        "event.registration",
        string="Training session",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    def _mark_done(self):
        result = super()._mark_done()
        for answer in self.filtered("coop_registration_id"):
            registration = answer.coop_registration_id
            if answer.survey_id == registration.event_id.coop_exam_survey_id:
                # sudo: the answer is the person's own, the result is its score
                registration.sudo()._coop_take_exam(
                    answer.scoring_percentage, answer.scoring_success
                )
        return result
