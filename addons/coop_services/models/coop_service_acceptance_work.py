# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models

from ..engine.rounding import exact


class CoopServiceAcceptanceWork(models.Model):
    """What one member did in one role within an acceptance: the base of the split.

    ``weight`` is final: the split takes it as it is, summed per member.
    """

    _name = "coop.service.acceptance.work"
    _description = "Work of a Member"
    _order = "acceptance_id, id"
    _check_company_auto = True

    acceptance_id = fields.Many2one(
        "coop.service.acceptance", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="acceptance_id.company_id", store=True)
    currency_id = fields.Many2one(related="acceptance_id.currency_id")
    member_id = fields.Many2one(
        "coop.member",
        required=True,
        ondelete="restrict",
        check_company=True,
        index=True,
    )
    role_id = fields.Many2one(
        "coop.service.role", ondelete="restrict", check_company=True
    )
    assignment_id = fields.Many2one(
        "coop.service.assignment", ondelete="restrict", check_company=True
    )
    hours = fields.Float()
    days = fields.Float()
    rate = fields.Monetary(
        compute="_compute_rate",
        store=True,
        readonly=False,
        precompute=True,
        help="Of the role, per hour or day or month or for the job.",
    )
    quantity = fields.Float(
        digits=(16, 4),
        default=1,
        help="Months or jobs, where the job is shared by rates per month or job.",
    )
    weight = fields.Float(
        digits=(16, 4),
        compute="_compute_weight",
        store=True,
        readonly=False,
        precompute=True,
        help="Weight of this row in the split: by the rule of the acceptance, or as "
        "agreed.",
    )

    @api.depends("role_id")
    def _compute_rate(self):
        for work in self:
            work.rate = work.rate or work.role_id.rate

    @api.depends(
        "acceptance_id.split", "hours", "days", "quantity", "rate", "role_id.rate_unit"
    )
    def _compute_weight(self):
        for work in self:
            rule = work.acceptance_id.split
            if rule == "hours":
                work.weight = work.hours
            elif rule == "days":
                work.weight = work.days
            elif rule == "rate":
                quantity = {"hour": work.hours, "day": work.days}.get(
                    work.role_id.rate_unit, work.quantity
                )
                work.weight = float(exact(work.rate) * exact(quantity))
            else:  # as agreed: what was typed, else what the assignment says
                work.weight = work.weight or work.assignment_id.weight or 1

    @api.model_create_multi
    def create(self, vals_list):
        works = super().create(vals_list)
        works.acceptance_id._check_draft()
        return works

    def write(self, vals):
        self.acceptance_id._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self.acceptance_id._check_draft()

    _not_negative = models.Constraint(
        "CHECK (hours >= 0 AND days >= 0 AND rate >= 0 "
        "AND quantity >= 0 AND weight >= 0)",
        "Hours, days, rates and weights are not negative.",
    )
