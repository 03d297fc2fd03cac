# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class CoopPaymentBatchLine(models.Model):
    """One open payable item in a batch; the unique index keeps it out of any other.

    ``amount`` (whole residual of the item in company currency) is frozen when the item
    is taken in and compared with the ledger when the batch is booked.
    """

    _name = "coop.payment.batch.line"
    _description = "Payment Batch Line"
    _order = "batch_id, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    batch_id = fields.Many2one(
        "coop.payment.batch", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="batch_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(related="batch_id.state", store=True)
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Open item",
        required=True,
        ondelete="cascade",
        check_company=True,
        index=True,
    )
    item_date = fields.Date(related="move_line_id.date", string="Item date")
    item_label = fields.Char(related="move_line_id.name", string="Item")
    partner_id = fields.Many2one(
        "res.partner", required=True, ondelete="restrict", index=True
    )
    member_id = fields.Many2one("coop.member", ondelete="restrict", check_company=True)
    partner_bank_id = fields.Many2one(
        "res.partner.bank",
        string="Bank account",
        ondelete="restrict",
        domain="[('partner_id', '=', partner_id)]",
        groups="coop_membership.group_sensitive,coop_membership.group_accountant",
    )
    amount = fields.Monetary(required=True)
    included = fields.Boolean(
        default=True, help="Pay this item with the batch; else it stays open."
    )
    problem = fields.Char(
        string="Why not",
        compute="_compute_problem",
        compute_sudo=True,
        help="Why this item cannot be paid in this way.",
    )

    # One open batch per item: of two users the second is told, not paid twice.
    _item_uniq = models.UniqueIndex(
        "(move_line_id) WHERE included AND state = 'draft'",
        "An item of this batch is in another open payment batch already. Book or "
        "delete that one first.",
    )
    _amount_check = models.Constraint(
        "CHECK (amount > 0)", "Only amounts above zero can be paid."
    )

    @api.depends(
        "batch_id.method",
        "batch_id.savings_type_id",
        "member_id.state",
        "partner_bank_id.allow_out_payment",
        "partner_bank_id.active",
    )
    def _compute_problem(self):
        for line in self:
            problem = False
            if line.batch_id.method == "bank":
                bank = line.partner_bank_id
                if not bank or not bank.active:
                    problem = self.env._("No bank account")
                elif not bank.allow_out_payment:
                    problem = self.env._("Bank account is not trusted yet")
            elif line.batch_id.method == "savings":
                if line.member_id.state not in ("active", "suspended"):
                    problem = self.env._("Not a member now")
            line.problem = problem

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.batch_id._check_draft()
        return lines

    def write(self, vals):
        self.batch_id._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self.batch_id._check_draft()
