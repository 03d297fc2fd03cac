# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopServiceShare(models.Model):
    """What one member earned by one acceptance, frozen when the work was accepted.

    Section 11b: the member part of the price less the cooperative's percent of it is
    shared, the fee of the lead first, the rest by weight; ``value`` (the weight for the
    surplus) is the member part apportioned by gross. Amounts are whole rupiah.
    """

    _name = "coop.service.share"
    _description = "Member's Share of Accepted Work"
    _order = "date desc, id desc"
    _check_company_auto = True

    acceptance_id = fields.Many2one(
        "coop.service.acceptance", required=True, ondelete="restrict", index=True
    )
    contract_id = fields.Many2one(
        related="acceptance_id.contract_id", store=True, index=True, string="Job"
    )
    company_id = fields.Many2one(
        related="acceptance_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    member_id = fields.Many2one(
        "coop.member",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    date = fields.Date(required=True, index=True)
    weight = fields.Float(digits=(16, 4))
    lead_fee = fields.Monetary(string="Fee of the lead")
    gross = fields.Monetary()
    value = fields.Monetary(
        string="Accepted value", help="Counts as contribution for the surplus (SHU)."
    )
    explanation = fields.Text()
    payout_line_ids = fields.One2many("coop.payout.line", "share_id")

    _once = models.Constraint(
        "UNIQUE (acceptance_id, member_id)", "One share per member and acceptance."
    )
