# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CoopTrainingOutcome(models.Model):
    """What who passes a programme can do (a skill level) or prove (a certificate)."""

    _name = "coop.training.outcome"
    _description = "Outcome of a Training Programme"
    _order = "programme_id, sequence, id"
    _rec_name = "skill_id"

    programme_id = fields.Many2one(
        "coop.training.programme", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="programme_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    skill_type_id = fields.Many2one(
        "hr.skill.type", string="Kind", required=True, ondelete="restrict"
    )
    skill_id = fields.Many2one(
        "hr.skill",
        required=True,
        ondelete="restrict",
        domain="[('skill_type_id', '=', skill_type_id)]",
    )
    skill_level_id = fields.Many2one(
        "hr.skill.level",
        string="Level",
        required=True,
        ondelete="restrict",
        domain="[('skill_type_id', '=', skill_type_id)]",
        compute="_compute_skill_level_id",
        store=True,
        readonly=False,
    )
    is_certification = fields.Boolean(related="skill_type_id.is_certification")
    validity_months = fields.Integer(
        default=36, help="Months for which a certificate holds; 0: without end."
    )
    kkni_level = fields.Selection(
        [(str(level), str(level)) for level in range(1, 10)], string="KKNI level"
    )

    _outcome_uniq = models.UniqueIndex(
        "(programme_id, skill_id)", "A programme gives each skill once."
    )
    _validity_check = models.Constraint(
        "CHECK (validity_months >= 0)", "A validity has 0 months or more."
    )

    @api.depends("skill_type_id")
    def _compute_skill_level_id(self):
        for outcome in self:
            levels = outcome.skill_type_id.skill_level_ids
            if outcome.skill_level_id not in levels:
                outcome.skill_level_id = (
                    levels.filtered("default_level")[:1] or levels[-1:]
                )

    @api.constrains("skill_type_id", "skill_id", "skill_level_id")
    def _check_skill_type(self):
        for outcome in self:
            kinds = (
                outcome.skill_id.skill_type_id | outcome.skill_level_id.skill_type_id
            )
            if kinds != outcome.skill_type_id:
                raise ValidationError(
                    self.env._(
                        "Skill and level of an outcome of %(programme)s are not of the "
                        "kind %(kind)s. Choose them again.",
                        programme=outcome.programme_id.name,
                        kind=outcome.skill_type_id.name,
                    )
                )
