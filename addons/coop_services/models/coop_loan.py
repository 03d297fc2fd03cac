# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class CoopLoan(models.Model):
    """What a member has borrowed; to be given back, at the latest when leaving."""

    _name = "coop.loan"
    _description = "Loan of Tools and Uniforms"
    _order = "date_out desc, id desc"
    _check_company_auto = True

    item_id = fields.Many2one(
        "coop.loan.item",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(related="item_id.company_id", store=True, index=True)
    member_id = fields.Many2one(
        "coop.member",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        domain="[('state', 'in', ('active', 'suspended'))]",
    )
    contract_id = fields.Many2one("contract.contract", string="Job", check_company=True)
    quantity = fields.Integer(string="Pieces", default=1, required=True)
    date_out = fields.Date(
        string="Lent on", required=True, default=fields.Date.context_today
    )
    date_due = fields.Date(string="Due on", help="Empty: when the member leaves.")
    date_back = fields.Date(string="Back on", readonly=True, copy=False)
    state = fields.Selection(
        [("out", "Lent"), ("back", "Back"), ("lost", "Lost or broken")],
        default="out",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")
    note = fields.Char()

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "At least one piece is lent."
    )
    _due_after_out = models.Constraint(
        "CHECK (date_due >= date_out AND (date_back IS NULL OR date_back >= date_out))",
        "A loan is due, and given back, not before the day it was lent.",
    )

    @api.depends("item_id", "member_id", "quantity")
    def _compute_display_name(self):
        for loan in self:
            loan.display_name = f"{loan.quantity} × {loan.item_id.name or ''}"

    @api.depends("state", "date_due")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for loan in self:
            loan.is_late = bool(
                loan.state == "out" and loan.date_due and loan.date_due < today
            )

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return [("state", "=", "out"), ("date_due", "<", today)]

    @api.constrains("item_id", "quantity", "state")
    def _check_enough(self):
        self.item_id._check_enough()

    def action_back(self):
        """Given back in good order."""
        self._close("back")
        return True

    def action_lost(self):
        """Lost or broken: the pieces are gone, and no longer owed."""
        self.check_access("write")
        for loan in self.filtered(lambda loan: loan.state == "out"):
            loan._close("lost")
            loan.item_id.quantity -= loan.quantity
        return True

    def _close(self, state):
        self.check_access("write")
        today = fields.Date.context_today(self)
        for loan in self:
            # whoever lent it may be in a zone where it is tomorrow already
            loan.write({"state": state, "date_back": max(today, loan.date_out)})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_out(self):
        for loan in self.filtered(lambda loan: loan.state == "out"):
            raise UserError(
                self.env._(
                    "%(member)s still has %(loan)s. Note it as given back first.",
                    member=loan.member_id.display_name,
                    loan=loan.display_name,
                )
            )
