# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class CoopTrainingProgramme(models.Model):
    """What the cooperative teaches: content, outcomes, cost and providers."""

    _name = "coop.training.programme"
    _description = "Training Programme"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "kind, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char()
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [
            ("basic", "Cooperative basics"),
            ("technical", "Technical"),
            ("safety", "Health and safety (K3)"),
            ("certification", "Certification"),
        ],
        required=True,
        default="technical",
        tracking=True,
    )
    description = fields.Html(help="What is taught; members read it on the portal.")
    hours = fields.Float(help="Usual length of a session, in hours of 60 minutes.")
    cost = fields.Monetary(
        string="Usual cost per person",
        help="For the plan; what was really paid is on the bills of the sessions.",
    )
    provider_ids = fields.Many2many(
        "res.partner",
        string="Providers",
        help="Who can hold a session: training bodies, LSP, members.",
    )
    issuer_id = fields.Many2one(
        "res.partner",
        string="Certificates issued by",
        check_company=True,
        help="The body (LSP, ministry) on the certificate. Empty: the cooperative "
        "itself issues it and numbers it.",
    )
    outcome_ids = fields.One2many("coop.training.outcome", "programme_id", copy=True)
    exam_survey_id = fields.Many2one(
        "survey.survey",
        string="Exam",
        domain="[('scoring_type', '!=', 'no_scoring')]",
        help="Who attends passes with the score that the survey asks for. Without an "
        "exam, who attends has passed.",
    )
    feedback_survey_id = fields.Many2one(
        "survey.survey", string="Evaluation", help="Asked after the session."
    )
    material_ids = fields.Many2many(
        "ir.attachment",
        string="Materials",
        help="Who is registered for a session can download them.",
    )
    need_ids = fields.One2many("coop.training.need", "programme_id", string="Needs")
    session_ids = fields.One2many("event.event", "coop_programme_id", string="Sessions")
    session_count = fields.Integer(compute="_compute_session_count")
    active = fields.Boolean(default=True)

    @api.depends("session_ids")
    def _compute_session_count(self):
        counts = dict(
            self.env["event.event"]._read_group(
                [("coop_programme_id", "in", self.ids)],
                ["coop_programme_id"],
                ["__count"],
            )
        )
        for programme in self:
            programme.session_count = counts.get(programme, 0)

    @api.model_create_multi
    def create(self, vals_list):
        programmes = super().create(vals_list)
        programmes._own_materials()
        return programmes

    def write(self, vals):
        result = super().write(vals)
        if "material_ids" in vals:
            self._own_materials()
        return result

    def _own_materials(self):
        """Files belong to their programme, so that its readers may open them."""
        for programme in self:
            loose = programme.material_ids.filtered(lambda file: not file.res_id)
            loose.write({"res_model": self._name, "res_id": programme.id})

    def _next_certificate_number(self, day):
        """A number of the cooperative's own, for a certificate issued on ``day``."""
        self.ensure_one()
        return self.company_id._coop_certificate_sequence().next_by_id(day)

    def action_open_sessions(self):
        """Sessions of this programme; a new one has its values."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_training.action_coop_training_session"
        )
        action["domain"] = [("coop_programme_id", "=", self.id)]
        action["context"] = {"default_coop_programme_id": self.id}
        return action

    def action_open_needs(self):
        """Who needs this programme, and how it stands."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_training.action_coop_training_matrix"
        )
        action["domain"] = [("programme_id", "=", self.id)]
        return action

    def copy_data(self, default=None):
        return [
            {**vals, "name": self.env._("%s (copy)", programme.name)}
            for programme, vals in zip(
                self, super().copy_data(default=default), strict=True
            )
        ]
