# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class CoopServiceSwap(models.Model):
    """A shift that changes hands: asked by a member, or given by the office.

    Asked -> agreed by the other member -> approved by the office, and only then the
    shifts change. Substitutes that the office puts in are noted here too: this is the
    history of who was to work and who did.
    """

    _name = "coop.service.swap"
    _description = "Change of a Shift"
    _order = "id desc"
    _check_company_auto = True

    shift_id = fields.Many2one(
        "coop.service.shift",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    other_shift_id = fields.Many2one(
        "coop.service.shift",
        string="In exchange for",
        ondelete="cascade",
        check_company=True,
        index="btree_not_null",
        help="The shift of the other member that is worked in return; empty: none.",
    )
    role_id = fields.Many2one(related="shift_id.role_id", store=True)
    contract_id = fields.Many2one(
        related="shift_id.contract_id", store=True, index=True, string="Job"
    )
    company_id = fields.Many2one(related="shift_id.company_id", store=True, index=True)
    start = fields.Datetime(related="shift_id.start", store=True)
    from_member_id = fields.Many2one(
        "coop.member",
        string="Asked by",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    to_member_id = fields.Many2one(
        "coop.member",
        string="Taken over by",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    kind = fields.Selection(
        [("swap", "Swap"), ("substitute", "Substitute")],
        required=True,
        default="swap",
    )
    reason = fields.Char()
    state = fields.Selection(
        [
            ("asked", "Asked"),
            ("agreed", "Agreed, to approve"),
            ("done", "Done"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="asked",
        readonly=True,
        copy=False,
        index=True,
    )
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True)
    decided_on = fields.Datetime(readonly=True)

    _one_open = models.UniqueIndex(
        "(shift_id) WHERE state IN ('asked', 'agreed')",
        "Somebody was already asked to take this shift. Withdraw that first.",
    )
    _two_people = models.Constraint(
        "CHECK (from_member_id != to_member_id)",
        "A shift is swapped with somebody else.",
    )

    @api.depends("from_member_id", "to_member_id")
    def _compute_display_name(self):
        for swap in self:
            swap.display_name = (
                f"{swap.from_member_id.display_name or ''} → "
                f"{swap.to_member_id.display_name or ''}"
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_state_unwritten(vals)
        self.flush_model(["state"])  # a closed one must have left the index first
        return super().create(vals_list)

    def write(self, vals):
        self._check_state_unwritten(vals)
        return super().write(vals)

    def _check_state_unwritten(self, vals):
        if not self.env.su and vals.get("state", "asked") != "asked":
            raise UserError(self.env._("A swap is agreed and approved by its buttons."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if any(swap.state == "done" for swap in self):
            raise UserError(
                self.env._("A swap that took place stays as history of the shift.")
            )

    @api.constrains("shift_id", "other_shift_id", "from_member_id", "to_member_id")
    def _check_shifts(self):
        for swap in self.filtered(lambda swap: swap.state in ("asked", "agreed")):
            other = swap.other_shift_id
            if swap.shift_id.member_id != swap.from_member_id or (
                other and other.member_id != swap.to_member_id
            ):
                raise ValidationError(
                    self.env._(
                        "Each of the two gives a shift of the own: %(giver)s and "
                        "%(taker)s.",
                        giver=swap.from_member_id.display_name,
                        taker=swap.to_member_id.display_name,
                    )
                )

    # -------------------------------------------------------------------- members
    @api.model
    def _ask(self, shift, member, other_shift=None, reason=False):
        """A member asks another one of the team to take over a coming shift.

        :param shift: planned, of the member who asks; handed in with rights of its own
        :param member: accepted in a team of the same job
        :param other_shift: a planned one of ``member`` to be worked in return
        """
        shift.ensure_one()
        if shift.state != "planned" or shift.start <= fields.Datetime.now():
            raise UserError(self.env._("Only a coming shift can be swapped."))
        if member not in shift._colleagues():
            raise UserError(
                self.env._("A shift can be swapped with members of the same team only.")
            )
        if other_shift and (
            other_shift.state != "planned" or other_shift.start <= fields.Datetime.now()
        ):
            raise UserError(self.env._("Only a coming shift can be swapped."))
        # sudo: the caller found the shift of the member who asks
        return self.sudo().create(
            {
                "shift_id": shift.id,
                "other_shift_id": other_shift.id if other_shift else False,
                "from_member_id": shift.member_id.id,
                "to_member_id": member.id,
                "reason": (reason or "").strip()[:200] or False,
            }
        )

    def _of_user(self, name):
        """``self`` with all rights, if the user is the member in field ``name``."""
        rows = self.sudo()  # checked here: whose swap it is
        if any(swap[name].partner_id != self.env.user.partner_id for swap in rows):
            raise AccessError(self.env._("This is for the other member to say."))
        return rows

    def action_agree(self):
        """The other member takes the shift, if the office approves."""
        rows = self._of_user("to_member_id")
        rows._move("asked", "agreed")
        return True

    def action_withdraw(self):
        """Who asked does not want it any more."""
        rows = self._of_user("from_member_id")
        rows._move(("asked", "agreed"), "withdrawn")
        return True

    def action_refuse(self):
        """The other member, or the office, says no."""
        rows = self
        if not self.has_access("write"):
            rows = self._of_user("to_member_id")
        rows.sudo()._move(("asked", "agreed"), "refused")
        return True

    # --------------------------------------------------------------------- office
    def action_approve(self):
        """The shifts change hands. The office may approve before the other agreed."""
        self.check_access("write")
        rows = self.sudo()  # state is written by actions
        rows._move(("asked", "agreed"), "done")
        for swap in rows:
            members = {swap.shift_id: swap.to_member_id}
            if swap.other_shift_id:
                members[swap.other_shift_id] = swap.from_member_id
            shifts = swap.shift_id | swap.other_shift_id
            if any(
                shift.member_id not in swap.from_member_id + swap.to_member_id
                or shift.state != "planned"
                for shift in shifts
            ):
                raise UserError(
                    self.env._(
                        "The shifts of %(swap)s have changed since. Refuse the swap.",
                        swap=swap.display_name,
                    )
                )
            shifts._hand_over(members)
        return True

    def _move(self, states, state):
        if len(self.try_lock_for_update()) != len(self):
            raise UserError(
                self.env._("Someone else is deciding about this swap. Try again.")
            )
        self.invalidate_recordset(["state"])
        for swap in self:
            if swap.state not in ((states,) if isinstance(states, str) else states):
                raise UserError(
                    self.env._(
                        "%(swap)s is %(state)s: nothing is left to decide.",
                        swap=swap.display_name,
                        state=dict(
                            self._fields["state"]._description_selection(self.env)
                        )[swap.state].lower(),
                    )
                )
        self.write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_on": fields.Datetime.now(),
            }
        )
