# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopPayoutLine(models.Model):
    """The part of one share that one payout pays: all, or as the client has paid."""

    _name = "coop.payout.line"
    _description = "Paid Part of a Share"
    _order = "payout_id, id"
    _check_company_auto = True

    payout_id = fields.Many2one(
        "coop.payout", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="payout_id.company_id", store=True)
    currency_id = fields.Many2one(related="payout_id.currency_id")
    share_id = fields.Many2one(
        "coop.service.share",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    contract_id = fields.Many2one(related="share_id.contract_id", string="Job")
    acceptance_id = fields.Many2one(
        related="share_id.acceptance_id", string="Acceptance"
    )
    amount = fields.Monetary(readonly=True, help="Part of the gross that is paid here.")
    value = fields.Monetary(
        string="Accepted value", readonly=True, help="Of the same part."
    )

    _share_once = models.Constraint(
        "UNIQUE (payout_id, share_id)", "A share is paid once by a payout."
    )
