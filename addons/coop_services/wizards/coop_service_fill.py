# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

SHOWN = 20  # candidates of each role in the list


class CoopServiceFill(models.TransientModel):
    """Fills roles with members: the ranked list, and the best whole team by a click."""

    _name = "coop.service.fill"
    _description = "Fill the Team"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    role_ids = fields.Many2many("coop.service.role", string="Roles", required=True)
    line_ids = fields.One2many(
        "coop.service.fill.line",
        "fill_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    offer = fields.Boolean(
        string="Offer at once",
        default=True,
        help="Reserve the time and show the offer to the members on the portal; "
        "otherwise they are noted as proposed only.",
    )
    ask_member_id = fields.Many2one(
        "coop.member",
        string="Why not …?",
        help="Tells why a member is on the list or not.",
    )
    answer = fields.Text(compute="_compute_answer")
    message = fields.Char(compute="_compute_message")

    @api.depends("role_ids")
    def _compute_line_ids(self):
        for fill in self:
            # real ids: what is shown is a draft of the wizard only
            roles = fill.role_ids._origin
            lines = [Command.clear()]
            for role, ranking in roles._rank().items() if roles else ():
                rows = ranking.best(SHOWN)
                lines += [
                    Command.create(
                        {
                            "role_id": role.id,
                            "rank": rank,
                            "member_id": ranking.board.members[index].id,
                            "score": role._points(ranking, index),
                            "reason": role._explain(ranking, index),
                        }
                    )
                    for rank, index in enumerate(rows, 1)
                ]
            fill.line_ids = lines

    @api.depends("ask_member_id", "role_ids")
    def _compute_answer(self):
        for fill in self:
            fill.answer = False
            roles, member = fill.role_ids._origin, fill.ask_member_id._origin
            if not (roles and member):
                continue
            texts = []
            for role, ranking in roles._rank().items():
                ids = ranking.board.members.ids
                if member.id not in ids:
                    texts.append(
                        self.env._("%s is not an active member.", member.display_name)
                    )
                    break
                index = ids.index(member.id)
                text = role._explain(ranking, index)
                if ranking.able[index]:
                    place = ranking.best().index(index) + 1
                    text = self.env._(
                        "Place %(place)s. %(text)s", place=place, text=text
                    )
                texts.append(f"{role.name}: {text}")
            fill.answer = "\n".join(texts)

    @api.depends("role_ids", "line_ids.chosen")
    def _compute_message(self):
        for fill in self:
            texts = []
            for role in fill.role_ids._origin:
                chosen = fill.line_ids.filtered(
                    lambda line, role=role: line.role_id._origin == role and line.chosen
                )
                texts.append(
                    self.env._(
                        "%(role)s: %(chosen)s of %(places)s open places",
                        role=role.name,
                        chosen=len(chosen),
                        places=role.open_places,
                    )
                )
            fill.message = " · ".join(texts)

    def action_fill(self):
        """Tick the best whole team ("Isi otomatis"); change it before saving."""
        self.ensure_one()
        roles = self.role_ids
        if not roles:
            raise UserError(self.env._("Choose the roles that are to be filled."))
        rankings = roles._rank()
        team = roles._best_team(rankings)
        self.line_ids.chosen = False
        known = {(line.role_id, line.member_id.id): line for line in self.line_ids}
        for role, index in team:
            ranking = rankings[role]
            member = ranking.board.members[index]
            line = known.get((role, member.id))
            if line:
                line.chosen = True
            else:  # behind the candidates that are shown
                self.line_ids = [
                    Command.create(
                        {
                            "role_id": role.id,
                            "rank": ranking.best().index(index) + 1,
                            "member_id": member.id,
                            "score": role._points(ranking, index),
                            "reason": role._explain(ranking, index),
                            "chosen": True,
                        }
                    )
                ]
        return self._reopen()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "view_mode": "form",
            "res_id": self.id,
            "target": "new",
            "name": self.env._("Fill the team"),
        }

    def action_apply(self):
        """Put the ticked members in the team.

        :raises UserError: nobody is ticked, somebody was faster, or there are more
            people than places
        """
        self.ensure_one()
        chosen = self.line_ids.filtered("chosen")
        if not chosen:
            raise UserError(
                self.env._(
                    "Tick who shall be in the team, or press “Fill automatically”."
                )
            )
        rankings = chosen.role_id._rank()
        rows = self.env["coop.service.assignment"].create(
            [
                {
                    "role_id": line.role_id.id,
                    "member_id": line.member_id.id,
                    "date_from": rankings[line.role_id].first,
                    "date_to": line.role_id._last_day(),
                }
                for line in chosen
            ]
        )
        if self.offer:
            rows.action_offer()
        else:
            rows.role_id._check_places()
        action = chosen.role_id.action_open_assignments()
        action["domain"] = Domain("role_id", "in", self.role_ids.ids)
        return action
