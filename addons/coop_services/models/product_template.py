# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ProductTemplate(models.Model):
    """A service of the catalogue: who does it, how it is sold, its class (KBLI)."""

    _inherit = "product.template"

    coop_is_service = fields.Boolean(
        string="Service of the cooperative",
        help="Work that members do for clients: a won quotation with it becomes a job.",
    )
    coop_performer = fields.Selection(
        lambda self: self.env["coop.service.acceptance.line"]
        ._fields["performer"]
        .selection,
        string="Done by",
        default="member",
        required=True,
        help="Class of the work for the accounts: members' work counts as their "
        "contribution to the surplus (SHU).",
    )
    coop_recurring = fields.Boolean(
        string="Every month",
        help="Sold by month: the job gets a contract line. Otherwise it gets a project "
        "with milestones.",
    )
    coop_kbli_code = fields.Char(
        string="KBLI code",
        size=5,
        help="Class of the business activity in the licence (OSS), five digits.",
    )
    coop_kbli_version = fields.Selection(
        [("2020", "KBLI 2020"), ("2025", "KBLI 2025")],
        string="KBLI edition",
        help="Many codes of 2020 are absent in 2025: a code counts with its edition.",
    )
