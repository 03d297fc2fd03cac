# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopTrainingDuty(models.Model):
    """A role of a member with its dates, such as an office or a task at a site.

    Rules of training needs go by it: "every pengurus within 90 days of election". The
    roles are the tags of Odoo's HR.
    """

    _name = "coop.training.duty"
    _description = "Role of a Member"
    _order = "role_id, date_from desc, id"
    _rec_name = "role_id"
    _check_company_auto = True

    member_id = fields.Many2one(
        "coop.member",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('state', 'in', ('approved', 'active', 'suspended'))]",
    )
    company_id = fields.Many2one(related="member_id.company_id", store=True)
    # whose data it is, for the search of personal data (privacy_lookup)
    partner_id = fields.Many2one(
        related="member_id.partner_id", string="Person", store=True
    )
    role_id = fields.Many2one(
        "hr.employee.category", required=True, ondelete="restrict"
    )
    date_from = fields.Date(
        string="Since", required=True, default=fields.Date.context_today
    )
    date_to = fields.Date(string="Until")
    note = fields.Char()

    _dates_check = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A role cannot end before it begins.",
    )
