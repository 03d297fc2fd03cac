# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopMember(models.Model):
    """What a member has learnt and still has to learn."""

    _inherit = "coop.member"

    training_duty_ids = fields.One2many(
        "coop.training.duty",
        "member_id",
        string="Roles",
        groups="coop_membership.group_reader",
    )
    training_gap_count = fields.Integer(
        string="Training gaps",
        compute="_compute_training_gap_count",
        groups="coop_membership.group_reader",
    )

    def _compute_training_gap_count(self):
        counts = dict(
            self.env["coop.training.matrix"]._read_group(
                [("member_id", "in", self.ids), ("state", "!=", "met")],
                ["member_id"],
                ["__count"],
            )
        )
        for member in self:
            member.training_gap_count = counts.get(member, 0)

    def action_open_training_needs(self):
        """What these members need, and how it stands."""
        return self._action_records(
            "coop_training.action_coop_training_matrix",
            [("member_id", "in", self.ids)],
        )

    def action_open_training(self):
        """Sessions that these members attended or are registered for."""
        return self._action_records(
            "coop_training.action_coop_training_attendance",
            [("coop_member_id", "in", self.ids)],
        )

    def _get_report_base_filename(self):
        """Name of the file on the portal, where the passport is the one document."""
        return self.env._("Training passport")

    def _training_passport(self):
        """What stands in the training passport of a member.

        :return: dict ``skills``, ``certificates`` (``hr.employee.skill``), ``sessions``
            (``event.registration``, attended), ``taught``
            (``coop.training.hours``), ``mentoring`` and ``hours`` by year
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: the own record of a member, whom the portal shows it as well
        member = self.sudo()
        today = fields.Date.context_today(self)
        rows = member.employee_id.employee_skill_ids
        hours = member.env["coop.training.hours"]._read_group(
            [("member_id", "=", member.id)], ["date:year"], ["hours:sum"]
        )
        return {
            "skills": rows.filtered(
                lambda row: (
                    not row.is_certification
                    and (not row.valid_to or row.valid_to >= today)
                )
            ),
            "certificates": rows.filtered(
                lambda row: row.is_certification and row.verified
            ).sorted("valid_from", reverse=True),
            "sessions": member.env["event.registration"]
            .search(
                [
                    ("coop_member_id", "=", member.id),
                    ("state", "=", "done"),
                    ("coop_programme_id", "!=", False),
                ]
            )
            .sorted(lambda row: row.event_id.date_begin, reverse=True),
            "taught": member.env["coop.training.hours"].search(
                [("member_id", "=", member.id), ("kind", "=", "trainer")],
                order="date desc, id",
            ),
            "mentoring": member.env["coop.training.mentoring"].search(
                ["|", ("mentor_id", "=", member.id), ("mentee_id", "=", member.id)]
            ),
            "hours": [(year.year, total) for year, total in hours],
        }
