# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

SHOWN = 20


class CoopServiceReplace(models.TransientModel):
    """Somebody else works: from a day on, or single shifts; or the assignment ends."""

    _name = "coop.service.replace"
    _description = "Replacement"

    assignment_id = fields.Many2one("coop.service.assignment")
    shift_ids = fields.Many2many("coop.service.shift", string="Shifts")
    company_id = fields.Many2one(
        "res.company", compute="_compute_role_id", compute_sudo=False
    )
    role_id = fields.Many2one("coop.service.role", compute="_compute_role_id")
    date = fields.Date(
        string="From",
        default=fields.Date.context_today,
        help="First day of the new member; the other works until the day before.",
    )
    reason = fields.Char(help="Goes with the history; the member reads it.")
    line_ids = fields.One2many(
        "coop.service.replace.line",
        "replace_id",
        string="Candidates",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    member_id = fields.Many2one(
        "coop.member",
        string="Replacement",
        domain="[('state', '=', 'active'), ('company_id', '=', company_id)]",
        help="Empty: the assignment ends, and the place is open again.",
    )

    @api.depends("assignment_id", "shift_ids")
    def _compute_role_id(self):
        for wizard in self:
            roles = wizard.assignment_id.role_id or wizard.shift_ids.role_id
            wizard.role_id = roles[:1]
            wizard.company_id = roles[:1].company_id

    @api.depends("assignment_id", "shift_ids", "date")
    def _compute_line_ids(self):
        for wizard in self:
            lines = [Command.clear()]
            role = wizard.role_id._origin
            if role and (wizard.date or wizard.shift_ids):
                ranking = wizard._ranking(role)
                lines += [
                    Command.create(
                        {
                            "rank": rank,
                            "member_id": ranking.board.members[index].id,
                            "score": role._points(ranking, index),
                            "reason": role._explain(ranking, index),
                        }
                    )
                    for rank, index in enumerate(ranking.best(SHOWN), 1)
                ]
            wizard.line_ids = lines

    @api.onchange("line_ids")
    def _onchange_line_ids(self):
        """Ticking a candidate chooses the member; the one ticked before is let go."""
        chosen = self.line_ids.filtered("chosen")
        new = chosen.filtered(lambda line: line.member_id != self.member_id)[:1]
        if new:
            (chosen - new).chosen = False
            self.member_id = new.member_id

    @api.onchange("member_id")
    def _onchange_member_id(self):
        for line in self.line_ids:
            line.chosen = line.member_id == self.member_id

    def _ranking(self, role):
        """Candidates for the days that are to be worked by somebody else."""
        if self.shift_ids:
            shifts = self.shift_ids._origin
            days = [shift._day() for shift in shifts]
            # who works beside in the same role has no time, but may be away from it
            [ranking] = role._rank(min(days), max(days)).values()
            return ranking
        old = self.assignment_id._origin
        first = max(self.date, old.date_from)
        [ranking] = role._rank(
            first, max(old.date_to, first) if old.date_to else None
        ).values()
        return ranking

    def action_apply(self):
        """Give the work to the chosen member, or end the assignment."""
        self.ensure_one()
        if self.shift_ids:
            return self._substitute()
        old = self.assignment_id
        old.check_access("write")
        if not old:
            raise UserError(self.env._("Choose the assignment that changes."))
        rows = old._locked(("proposed", "offered", "accepted"), self.env._("replacing"))
        last = self.date - timedelta(days=1)
        # what follows for the new one must not be lost with the old one's dates
        until = rows.date_to
        if until and self.date > until:
            raise UserError(
                self.env._(
                    "%(assignment)s ends before that day already.",
                    assignment=old.display_name,
                )
            )
        if not self.member_id:
            rows._end(last, "ended", self.reason)
            return {"type": "ir.actions.act_window_close"}
        if self.member_id == old.member_id:
            raise UserError(
                self.env._("%s is the one to be replaced.", old.member_id.display_name)
            )
        rows._end(last, "replaced", self.reason)
        # sudo: whom it replaces is written by this action only
        new = (
            self.env["coop.service.assignment"]
            .sudo()
            .create(
                {
                    "role_id": old.role_id.id,
                    "member_id": self.member_id.id,
                    "date_from": max(self.date, old.date_from),
                    "date_to": until,
                    "weight": old.weight,
                    "replaces_id": old.id,
                }
            )
            .sudo(False)
        )
        new.action_offer()
        return {
            "type": "ir.actions.act_window",
            "res_model": "coop.service.assignment",
            "view_mode": "form",
            "res_id": new.id,
        }

    def _substitute(self):
        shifts = self.shift_ids
        shifts.check_access("write")
        if not self.member_id:
            raise UserError(
                self.env._("Choose who works instead; or cancel the shifts themselves.")
            )
        self.member_id._ensure_employees()
        shifts._give_to(
            dict.fromkeys(shifts, self.member_id), "substitute", self.reason
        )
        return {"type": "ir.actions.act_window_close"}
