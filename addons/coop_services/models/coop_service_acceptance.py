# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopServiceAcceptance(models.Model):
    """BAST: work of a period or milestone that the client accepts and pays.

    Draft -> sent -> accepted -> invoiced; a cancelled one releases its shifts. Billed
    rows (``line_ids``) say what the client pays, work rows (``work_ids``) who did how
    much; accepting freezes the members' shares (``coop.service.share``).
    """

    _name = "coop.service.acceptance"
    _description = "Acceptance of Work (BAST)"
    _inherit = ["portal.mixin", "rating.mixin", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    contract_id = fields.Many2one(
        "contract.contract",
        string="Job",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        related="contract_id.partner_id", store=True, string="Client"
    )
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        copy=False,
        help="Day of acceptance: it counts for the surplus of this year.",
    )
    date_from = fields.Date(string="Work from")
    date_to = fields.Date(string="Work to")
    milestone_id = fields.Many2one("project.milestone", check_company=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("sent", "Sent to the client"),
            ("accepted", "Accepted"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    line_ids = fields.One2many("coop.service.acceptance.line", "acceptance_id")
    work_ids = fields.One2many("coop.service.acceptance.work", "acceptance_id")
    share_ids = fields.One2many("coop.service.share", "acceptance_id", readonly=True)
    invoice_ids = fields.One2many(
        "account.move", "coop_acceptance_id", string="Invoices", readonly=True
    )
    # How the member part is shared, copied from the job when the acceptance is made.
    coop_percent = fields.Float(string="Cooperative's share (%)", digits=(16, 6))
    split = fields.Selection(
        lambda self: self.env["contract.contract"]._fields["coop_split"].selection,
        string="Shared by",
        required=True,
        default="hours",
    )
    lead_member_id = fields.Many2one(
        "coop.member", string="Team lead", check_company=True
    )
    lead_fee = fields.Monetary(string="Fee of the lead")
    amount_price = fields.Monetary(
        string="Price", help="What the client pays for the accepted work, before VAT."
    )
    amount_member = fields.Monetary(
        string="Member part", help="Part of the price for work done by members."
    )
