# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ContractContract(models.Model):
    """A job of the cooperative: what a client ordered, who does it, how it is shared.

    Every won job has one, recurring or not: roles and their team, the split of the
    member part of the price (section 11b), how work is accepted and who pays how.
    """

    _inherit = "contract.contract"

    coop_is_job = fields.Boolean(
        string="Cooperative job",
        help="Work of members for a client: with roles, a team and acceptance.",
    )
    coop_order_id = fields.Many2one(
        "sale.order", string="Won by order", check_company=True, copy=False, index=True
    )
    coop_project_id = fields.Many2one(
        "project.project", string="Project", check_company=True, copy=False
    )
    coop_site_id = fields.Many2one("res.partner", string="Site")
    coop_role_ids = fields.One2many("coop.service.role", "contract_id", string="Roles")
    coop_acceptance_ids = fields.One2many(
        "coop.service.acceptance", "contract_id", string="Acceptances"
    )
    coop_percent = fields.Float(
        string="Cooperative's share (%)",
        digits=(16, 6),
        help="Percent of the member part of the price that stays in the cooperative.",
    )
    coop_split = fields.Selection(
        [
            ("rate", "Rates of the roles"),
            ("hours", "Hours"),
            ("days", "Days"),
            ("weight", "Agreed weights"),
        ],
        string="Shared by",
        default="hours",
        required=True,
        help="What the members' part is shared by, after the fee of the lead.",
    )
    coop_lead_member_id = fields.Many2one(
        "coop.member", string="Team lead", check_company=True
    )
    coop_lead_fee = fields.Monetary(
        string="Fee of the lead",
        help="Per acceptance; comes off the members' part before it is shared.",
    )
    coop_pay_when = fields.Selection(
        [
            ("accepted", "When the work is accepted"),
            ("paid", "When the client pays, pro rata"),
        ],
        string="Members are paid",
        default="accepted",
        required=True,
    )
    coop_payer = fields.Selection(
        [
            ("ordinary", "Ordinary"),
            ("collector", "Collects the VAT (code 02/03)"),
            ("final", "Withholds 0.5 % final tax"),
        ],
        string="Kind of payer",
        default="ordinary",
        required=True,
    )
    coop_withholds = fields.Boolean(
        string="Withholds income tax (PPh 23)",
        help="The client deducts income tax when paying and owes a withholding slip.",
    )
    coop_retention_percent = fields.Float(string="Retention (%)", digits=(5, 2))
    coop_penalty_permille = fields.Float(
        string="Late penalty (per mille a day)", digits=(5, 2)
    )
