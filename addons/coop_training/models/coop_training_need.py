# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CoopTrainingNeed(models.Model):
    """A rule: who must have which certificate, skill or course, and by when.

    Met by the skill (a certificate: verified and valid), or, where no skill is named,
    by having passed the programme. Who it is for: everybody, holders of a role, a group
    of members, or whoever has a certain skill.
    """

    _name = "coop.training.need"
    _description = "Training Need"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    programme_id = fields.Many2one(
        "coop.training.programme",
        index=True,
        ondelete="restrict",
        check_company=True,
        help="The course that meets the need, offered where it is missing.",
    )
    skill_id = fields.Many2one(
        "hr.skill",
        string="Skill or certificate",
        ondelete="restrict",
        compute="_compute_skill_id",
        store=True,
        readonly=False,
        help="Empty: having passed the programme is enough.",
    )
    skill_level_id = fields.Many2one(
        "hr.skill.level",
        string="At least",
        ondelete="restrict",
        domain="[('skill_type_id.skill_ids', '=', skill_id)]",
        help="Empty: any level.",
    )
    applies_to = fields.Selection(
        [
            ("all", "Every member"),
            ("role", "Members with a role"),
            ("group", "Members of a group"),
            ("skill", "Members with a skill"),
        ],
        required=True,
        default="all",
    )
    role_id = fields.Many2one("hr.employee.category", ondelete="restrict")
    group_label = fields.Char(
        string="Group", help="As the member's group in the register."
    )
    for_skill_id = fields.Many2one(
        "hr.skill", string="Who has the skill", ondelete="restrict"
    )
    valid_from = fields.Date(
        string="In force from", required=True, default=fields.Date.context_today
    )
    deadline_days = fields.Integer(
        string="Days given",
        default=90,
        help="Counted from joining, from the beginning of the role or from the skill, "
        "but not before the rule is in force.",
    )
    source = fields.Char(
        help="Where the rule comes from: bylaws, contract, regulation."
    )
    active = fields.Boolean(default=True)

    _days_check = models.Constraint(
        "CHECK (deadline_days >= 0)", "The time given has 0 days or more."
    )
    _meets_check = models.Constraint(
        "CHECK (programme_id IS NOT NULL OR skill_id IS NOT NULL)",
        "Say what is needed: a skill, a certificate or a programme.",
    )

    @api.depends("programme_id")
    def _compute_skill_id(self):
        for need in self:
            skills = need.programme_id.outcome_ids.skill_id
            if not need.skill_id or need.programme_id and need.skill_id not in skills:
                need.skill_id = skills[:1] or need.skill_id

    @api.constrains("applies_to", "role_id", "group_label", "for_skill_id")
    def _check_who(self):
        for need in self:
            who = {
                "role": need.role_id,
                "group": (need.group_label or "").strip(),
                "skill": need.for_skill_id,
            }
            if not who.get(need.applies_to, True):
                raise ValidationError(
                    self.env._(
                        "The need “%(need)s” does not say for whom: choose the role, "
                        "group or skill, or make it for every member.",
                        need=need.name,
                    )
                )

    @api.constrains("skill_id", "skill_level_id")
    def _check_level(self):
        for need in self.filtered("skill_level_id"):
            if need.skill_level_id.skill_type_id != need.skill_id.skill_type_id:
                raise ValidationError(
                    self.env._(
                        "The level of the need “%(need)s” is not one of its skill.",
                        need=need.name,
                    )
                )

    def action_open_matrix(self):
        """Members whom this rule fits, and how it stands."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_training.action_coop_training_matrix"
        )
        action["domain"] = [("need_id", "=", self.id)]
        return action
