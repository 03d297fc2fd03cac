# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CoopServiceRole(models.Model):
    """What a job needs of people: skill, level, certificate, how many, when, where."""

    _name = "coop.service.role"
    _description = "Role in a Job"
    _order = "contract_id, sequence, id"
    _check_company_auto = True

    contract_id = fields.Many2one(
        "contract.contract",
        string="Job",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Role", required=True)
    product_id = fields.Many2one("product.product", string="Service")
    skill_id = fields.Many2one("hr.skill", string="Skill")
    skill_level_id = fields.Many2one("hr.skill.level", string="Level at least")
    certificate_ids = fields.Many2many("hr.skill", string="Certificates required")
    people = fields.Integer(default=1, required=True)
    site_id = fields.Many2one("res.partner", string="Site")
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To")
    hours_per_day = fields.Float(string="Hours a day", default=8)
    rate = fields.Monetary(
        help="What one person earns per unit of work, for the split."
    )
    rate_unit = fields.Selection(
        [("hour", "Hour"), ("day", "Day"), ("month", "Month"), ("job", "Job")],
        string="Rate per",
        default="hour",
        required=True,
    )
    assignment_ids = fields.One2many("coop.service.assignment", "role_id")
