# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.fields import Command

from . import story


class CoopDemo(models.AbstractModel):
    """Courses of the demo cooperative: what was taught, and what is open now."""

    _inherit = "coop.demo"

    @api.model
    def _load_training(self):
        """Make programmes, needs, sessions and mentoring, once."""
        company = self._demo_company()
        programmes = self.env["coop.training.programme"]
        if not company or programmes.search_count(
            [("company_id", "=", company.id)], limit=1
        ):
            return
        # the post-init hook of this addon comes after its demo data
        company._coop_training_set_up()
        self._in_company(company)._tell_training()

    def _tell_training(self):
        self.env.company.coop_training_user_id = self.env["res.users"].search(
            [("login", "=", "officer"), ("company_id", "=", self.env.company.id)],
            limit=1,
        )
        programmes = {
            key: self._create_programme(*row) for key, row in story.PROGRAMMES.items()
        }
        programmes["aid"].exam_survey_id = self._create_exam()
        programmes["aid"].feedback_survey_id = self._create_evaluation()
        self._create_needs(programmes)
        for row in story.SESSIONS:
            self._hold_session(programmes, *row)
        for key, name, days, places in story.OPEN:
            day = fields.Date.today() + timedelta(days=days)
            event = self._create_session(programmes[key], day, name)
            event.write(
                {
                    "seats_limited": True,
                    "seats_max": places,
                    "coop_open_to_members": True,
                }
            )
            if key == "aid":
                event._coop_register(self._members(["0001", "0003"]))
        self.env["coop.training.mentoring"].create(
            [
                {
                    "date": day,
                    "mentor_id": self._member(mentor).id,
                    "mentee_id": self._member(mentee).id,
                    "skill_id": self._demo_skill(skill).id,
                    "topic": topic,
                    "hours": hours,
                }
                for day, mentor, mentee, skill, topic, hours in story.MENTORING
            ]
        )

    def _create_programme(self, name, kind, hours, cost, issuer, outcomes, text):
        issuer = self._contact(*issuer) if issuer else self.env["res.partner"]
        provider = issuer
        if kind == "basic":
            provider = self._contact(*story.INSTITUTE)
        return self.env["coop.training.programme"].create(
            {
                "name": name,
                "kind": kind,
                "hours": hours,
                "cost": cost,
                "issuer_id": issuer.id,
                "provider_ids": [Command.set(provider.ids)],
                "description": f"<p>{text}</p>",
                "outcome_ids": [
                    Command.create(
                        {
                            "skill_type_id": self._demo_skill(skill).skill_type_id.id,
                            "skill_id": self._demo_skill(skill).id,
                            "skill_level_id": self._demo_skill(skill)
                            .skill_type_id.skill_level_ids.filtered(
                                lambda row, level=level: row.level_progress == level
                            )
                            .id,
                            "validity_months": months,
                            "kkni_level": "2" if kind == "certification" else False,
                        }
                    )
                    for skill, months, level in outcomes
                ],
            }
        )

    def _create_exam(self):
        title, questions = story.EXAM
        return self.env["survey.survey"].create(
            {
                "title": title,
                "scoring_type": "scoring_without_answers",
                "scoring_success_min": 60,
                "access_mode": "public",
                "users_login_required": True,
                "question_ids": [
                    Command.create(
                        {
                            "title": question,
                            "question_type": "simple_choice",
                            "constr_mandatory": True,
                            "suggested_answer_ids": [
                                Command.create(
                                    {
                                        "value": answer,
                                        "is_correct": index == 0,
                                        "answer_score": 10 if index == 0 else 0,
                                    }
                                )
                                for index, answer in enumerate(answers)
                            ],
                        }
                    )
                    for question, answers in questions
                ],
            }
        )

    def _create_evaluation(self):
        title, questions = story.EVALUATION
        return self.env["survey.survey"].create(
            {
                "title": title,
                "access_mode": "public",
                "users_login_required": True,
                "question_ids": [
                    Command.create({"title": question, "question_type": "text_box"})
                    for question in questions
                ],
            }
        )

    def _create_needs(self, programmes):
        roles = {
            name: self.env["hr.employee.category"].create({"name": name})
            for name in dict.fromkeys(role for _n, role, _d, _t in story.ROLES)
        }
        self.env["coop.training.duty"].create(
            [
                {
                    "member_id": self._member(number).id,
                    "role_id": roles[role].id,
                    "date_from": since,
                    "note": note,
                }
                for number, role, since, note in story.ROLES
            ]
        )
        self.env["coop.training.need"].create(
            [
                {
                    "name": name,
                    "programme_id": programmes[key].id,
                    "applies_to": who,
                    "role_id": who == "role" and roles[what].id,
                    "group_label": who == "group" and what,
                    "for_skill_id": who == "skill" and self._demo_skill(what).id,
                    "deadline_days": days,
                    "valid_from": since,
                    "source": source,
                }
                for name, key, (who, what), days, since, source in story.NEEDS
            ]
        )

    def _create_session(self, programme, day, name):
        begin = datetime.combine(day, datetime.min.time()) + timedelta(hours=2)
        return self.env["event.event"].create(
            {
                "name": name,
                "coop_programme_id": programme.id,
                "company_id": self.env.company.id,
                "date_begin": begin,
                "date_end": begin + timedelta(hours=programme.hours + 1),
                "date_tz": "Asia/Jakarta",
                "user_id": self.env.company.coop_training_user_id.id,
                "address_id": self.env.company.partner_id.id,
                "coop_planned_cost": programme.cost * 3,
                "event_mail_ids": [Command.clear()],
            }
        )

    def _hold_session(self, programmes, key, day, name, trainer, attended, bill):
        programme = programmes[key]
        event = self._create_session(programme, day, name)
        event.coop_trainer_id = (
            self._member(trainer).partner_id if trainer else programme.provider_ids[:1]
        )
        rows = self.env["event.registration"].create(
            [
                {"event_id": event.id, "partner_id": member.partner_id.id}
                for member in self._members(list(attended))
            ]
        )
        rows.action_set_done()
        if key == "cleaner":
            self._link_papers(rows)
        else:
            event.action_coop_award()
        if bill:
            self.env["account.move.line"].search(
                [
                    ("company_id", "=", self.env.company.id),
                    ("name", "=like", f"{bill}%"),
                    ("display_type", "=", "product"),
                ]
            ).coop_event_id = event

    def _link_papers(self, rows):
        """The certificates of that exam are in the record already (coop_hr)."""
        for row in rows:
            papers = row.coop_member_id.employee_id.certification_ids.filtered(
                lambda paper: (
                    paper.valid_from.year == 2025
                    and paper.issuer_id.name == story.LSP[0]
                )
            )
            papers.coop_registration_id = row
            row.coop_awarded = True
