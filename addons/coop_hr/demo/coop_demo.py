# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.fields import Command

from . import story


class CoopDemo(models.AbstractModel):
    """Skills and certificates of the demo cooperative's members."""

    _inherit = "coop.demo"

    @api.model
    def _load_workforce(self):
        """Make the performers with what they can do and prove, once."""
        company = self._demo_company()
        if not company or self._demo_skill("office"):
            return
        self._in_company(company)._tell_workforce()

    def _demo_skill(self, name):
        """The skill of the story by its name in ``SKILL_TYPES``."""
        return self.env.ref(f"coop_hr.demo_skill_{name}", raise_if_not_found=False)

    def _tell_workforce(self):
        self._create_skills()
        numbers = {*story.SKILLS, *(row[0] for row in story.CERTIFICATES)}
        members = self._members(sorted(numbers))
        members._ensure_employees()
        employees = {member.number: member.employee_id for member in members}
        rows = self.env["hr.employee.skill"]
        rows.create(
            [
                self._skill_row(employees[number], name, level, since)
                for number, skills in story.SKILLS.items()
                for name, level, since in skills
            ]
        )
        for (
            number,
            name,
            paper,
            kkni,
            issuer,
            first,
            last,
            checked,
        ) in story.CERTIFICATES:
            certificate = rows.create(
                {
                    **self._skill_row(employees[number], name, 100, first),
                    "valid_to": last,
                    "certificate_number": paper,
                    "kkni_level": kkni,
                    "issuer_id": self._contact(*issuer).id,
                }
            )
            if checked:
                certificate.action_verify()

    def _create_skills(self):
        xmlids = []
        for color, (key, (name, certification, skills)) in enumerate(
            story.SKILL_TYPES.items(), 1
        ):
            levels = story.HOLDER if certification else story.LEVELS
            skill_type = self.env["hr.skill.type"].create(
                {
                    "name": name,
                    "is_certification": certification,
                    "color": color,
                    "skill_ids": [
                        Command.create({"name": skill, "sequence": sequence})
                        for sequence, (_key, skill) in enumerate(skills, 1)
                    ],
                    "skill_level_ids": [
                        Command.create(
                            {
                                "name": level,
                                "level_progress": progress,
                                "default_level": index == 0,
                            }
                        )
                        for index, (level, progress) in enumerate(levels)
                    ],
                }
            )
            xmlids.append((f"type_{key}", skill_type))
            xmlids += [
                (f"skill_{row[0]}", skill)
                for row, skill in zip(
                    skills, skill_type.skill_ids.sorted("sequence"), strict=True
                )
            ]
        self.env["ir.model.data"]._update_xmlids(
            [
                {"xml_id": f"coop_hr.demo_{name}", "record": record, "noupdate": True}
                for name, record in xmlids
            ]
        )

    def _skill_row(self, employee, name, level, since):
        skill = self._demo_skill(name)
        levels = skill.skill_type_id.skill_level_ids
        return {
            "employee_id": employee.id,
            "skill_id": skill.id,
            "skill_type_id": skill.skill_type_id.id,
            "skill_level_id": levels.filtered(
                lambda row: row.level_progress == level
            ).id,
            "valid_from": since,
        }
