# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from odoo.addons.coop_hr.tests.common import HrCase


class TrainingCase(HrCase):
    """A cooperative with builders of programmes, sessions and needs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lsp = cls.env["res.partner"].create(
            {"name": "LSP Kebersihan", "is_company": True}
        )

    @classmethod
    def level(cls, skill, percent):
        return skill.skill_type_id.skill_level_ids.filtered(
            lambda level: level.level_progress == percent
        )

    @classmethod
    def programme(cls, name="First aid", outcomes=(), **values):
        """A programme of 8 hours; outcomes as ``(skill, months, level in percent)``."""
        return cls.env["coop.training.programme"].create(
            {
                "name": name,
                "hours": 8,
                "company_id": cls.company.id,
                "outcome_ids": [
                    Command.create(
                        {
                            "skill_type_id": skill.skill_type_id.id,
                            "skill_id": skill.id,
                            "skill_level_id": cls.level(skill, percent).id,
                            "validity_months": months,
                            "kkni_level": "2",
                        }
                    )
                    for skill, months, percent in outcomes
                ],
                **values,
            }
        )

    @classmethod
    def course(cls, programme, begin="2026-03-02 02:00", hours=8, places=0, **values):
        """A session (UTC) in Jakarta; ``places`` 0 is without a limit."""
        begin = fields.Datetime.to_datetime(begin)
        return cls.env["event.event"].create(
            {
                "name": f"{programme.name} session",
                "coop_programme_id": programme.id,
                "company_id": cls.company.id,
                "date_begin": begin,
                "date_end": begin + timedelta(hours=hours),
                "date_tz": "Asia/Jakarta",
                "seats_limited": bool(places),
                "seats_max": places,
                "coop_open_to_members": True,
                "event_mail_ids": False,
                **values,
            }
        )

    @classmethod
    def coming(cls, programme, days=10, **values):
        """A session that begins some days from now."""
        begin = fields.Datetime.now() + timedelta(days=days)
        return cls.course(programme, begin, **values)

    @classmethod
    def attended(cls, event, *members, **values):
        """Registrations of these members, ticked off; also of a past session."""
        rows = cls.env["event.registration"].create(
            [
                {"event_id": event.id, "partner_id": member.partner_id.id}
                for member in members
            ]
        )
        rows.action_set_done()
        if values:
            rows.write(values)
        return rows

    @classmethod
    def need(cls, name="Rule", **values):
        return cls.env["coop.training.need"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "valid_from": "2020-01-01",
                "deadline_days": 90,
                **values,
            }
        )
