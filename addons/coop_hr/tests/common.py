# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo.fields import Command

from odoo.addons.coop_membership.tests.common import CoopCase


class HrCase(CoopCase):
    """A cooperative with a type of skill, a type of certificate and their builders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cleaning = cls.skill_type("Cleaning", ["Floors", "Facades"])
        cls.licences = cls.skill_type("Licences", ["TKBT", "SIM A"], True)
        cls.floors, cls.facades = cls.cleaning.skill_ids
        cls.tkbt, cls.sim_a = cls.licences.skill_ids

    @classmethod
    def skill_type(cls, name, skills, certification=False):
        """A type of skill; levels 50 and 100 %, of certificates 100 % only."""
        levels = [("Holder", 100)] if certification else [("Able", 50), ("Good", 100)]
        return cls.env["hr.skill.type"].create(
            {
                "name": name,
                "is_certification": certification,
                "skill_ids": [
                    Command.create({"name": skill, "sequence": index})
                    for index, skill in enumerate(skills)
                ],
                "skill_level_ids": [
                    Command.create(
                        {
                            "name": level,
                            "level_progress": progress,
                            "default_level": progress == 100,
                        }
                    )
                    for level, progress in levels
                ],
            }
        )

    @classmethod
    def skilled(cls, member, skill, progress=100, **values):
        """Give a member a skill (or an unverified certificate)."""
        return cls.env["hr.employee.skill"].create(
            {
                "employee_id": member._ensure_employees().id,
                "skill_id": skill.id,
                "skill_type_id": skill.skill_type_id.id,
                "skill_level_id": skill.skill_type_id.skill_level_ids.filtered(
                    lambda level: level.level_progress == progress
                ).id,
                "valid_from": "2025-01-01",
                **values,
            }
        )

    @classmethod
    def certificate(
        cls, member, skill, first, last=False, number="C-1", verify=True, **values
    ):
        """A certificate of a member, verified unless said otherwise."""
        row = cls.skilled(
            member,
            skill,
            valid_from=first,
            valid_to=last,
            certificate_number=number,
            **values,
        )
        if verify:
            row.action_verify()
        return row
