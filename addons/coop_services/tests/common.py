# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from contextlib import contextmanager

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.coop_membership.tests.common import CoopCase


class ServicesCase(CoopCase):
    """A cooperative that sells cleaning and design, and builders for its jobs.

    Skills: ``clean`` (levels basic 40 %, expert 90 %), ``design`` (the same levels)
    and the certificate ``safety`` (K3). ``job`` makes a job with no role, ``role`` a
    role in it, ``worker`` a member with skills, ``assign`` puts one in a role,
    ``shift`` lets one work. Times are UTC; the cooperative is in Jakarta (UTC+7).
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Asia/Jakarta"
        cls.env.user.tz = "Asia/Jakarta"
        skill_types = cls.env["hr.skill.type"].create(
            [
                {
                    "name": "Test skills",
                    "skill_ids": [
                        Command.create({"name": "Cleaning"}),
                        Command.create({"name": "Design"}),
                    ],
                    "skill_level_ids": [
                        Command.create({"name": "Basic", "level_progress": 40}),
                        Command.create({"name": "Expert", "level_progress": 90}),
                    ],
                },
                {
                    "name": "Test certificates",
                    "is_certification": True,
                    "skill_ids": [Command.create({"name": "Safety (K3)"})],
                    "skill_level_ids": [
                        Command.create({"name": "Certified", "level_progress": 100})
                    ],
                },
            ]
        )
        cls.clean, cls.design = skill_types[0].skill_ids.sorted("id")
        cls.basic, cls.expert = skill_types[0].skill_level_ids.sorted("level_progress")
        cls.safety = skill_types[1].skill_ids
        cls.certified = skill_types[1].skill_level_ids
        cls.cleaning = cls.service("Office cleaning", 50000)
        cls.client = cls.person("PT Terang Jaya", is_company=True)
        cls.site = cls.person("Gedung Terang", parent_id=cls.client.id, type="other")

    @classmethod
    def service(cls, name, price=50000, **values):
        """A product of type service, sold by the hour unless told otherwise."""
        values.setdefault("uom_id", cls.env.ref("uom.product_uom_hour").id)
        return cls.env["product.product"].create(
            {"name": name, "type": "service", "list_price": price, **values}
        )

    @classmethod
    def worker(cls, name, *skills, joined="2024-01-01", **values):
        """An active member with ``(skill, level)`` pairs, with an employee.

        A skill alone is taken at the level ``basic``.
        """
        member = cls.member(name, joined, **values)
        employee = member._ensure_employees()
        rows = [
            skill if isinstance(skill, tuple) else (skill, cls.basic)
            for skill in skills
        ]
        cls.env["hr.employee.skill"].create(
            [
                {
                    "employee_id": employee.id,
                    "skill_id": skill.id,
                    "skill_level_id": level.id,
                    "skill_type_id": skill.skill_type_id.id,
                    "valid_from": joined,
                }
                for skill, level in rows
            ]
        )
        return member

    @classmethod
    def certify(cls, member, valid_from, valid_to=False, skill=None, verify=True):
        """A certificate of the member, verified by HR; both days belong to it."""
        skill = skill or cls.safety
        row = cls.env["hr.employee.skill"].create(
            {
                "employee_id": member._ensure_employees().id,
                "skill_id": skill.id,
                "skill_level_id": skill.skill_type_id.skill_level_ids[0].id,
                "skill_type_id": skill.skill_type_id.id,
                "valid_from": valid_from,
                "valid_to": valid_to,
                "certificate_number": f"K3/{member.number}/{valid_from}",
            }
        )
        if verify:
            row.action_verify()
        return row

    @classmethod
    def job(cls, name="Cleaning of Gedung Terang", **values):
        """A contract of the client with work of members; 10 % for the cooperative."""
        return cls.env["contract.contract"].create(
            {
                "name": name,
                "coop_is_job": True,
                "partner_id": cls.client.id,
                "company_id": cls.company.id,
                "coop_site_id": cls.site.id,
                "coop_percent": 10,
                "date_start": "2026-01-01",
                **values,
            }
        )

    @classmethod
    def role(cls, job=None, name="Cleaner", **values):
        """A role of eight hours a day in March 2026, for one person."""
        return cls.env["coop.service.role"].create(
            {
                "contract_id": (job or cls.job()).id,
                "name": name,
                "product_id": cls.cleaning.id,
                "date_from": "2026-03-02",
                "date_to": "2026-03-31",
                "hours_per_day": 8,
                "rate": 25000,
                **values,
            }
        )

    @classmethod
    def assign(cls, role, member, state="accepted", **values):
        """The member in the role for its whole time (or ``date_from``, ``date_to``).

        Without shifts; ``action_offer`` of a ``proposed`` one plans them.
        """
        rows = cls.env["coop.service.assignment"].sudo()  # the state is the buttons'
        row = rows.create(
            {
                "role_id": role.id,
                "member_id": member.id,
                "date_from": role.date_from,
                "date_to": role.date_to,
                "state": state,
                "planned_to": state != "proposed" and role.date_to,
                **values,
            }
        )
        return row.sudo(False)

    @classmethod
    def shift(cls, assignment, start, hours=8, state="planned", **values):
        """A shift of the assigned member from a UTC time (text), without a break."""
        start = fields.Datetime.to_datetime(start)
        return cls.env["coop.service.shift"].create(
            {
                "assignment_id": assignment.id,
                "member_id": assignment.member_id.id,
                "start": start,
                "stop": fields.Datetime.add(start, hours=hours),
                "hours": hours,
                "state": state,
                **values,
            }
        )

    @contextmanager
    def refused(self, pattern, error=UserError):
        """What happens inside is refused with these words, and undone as a request."""
        with self.assertRaisesRegex(error, pattern), self.savepoint():
            yield
            self.env.flush_all()
