# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ProductTemplate(models.Model):
    """A service of the catalogue: who does it, how it is sold, its class (KBLI)."""

    _inherit = "product.template"

    coop_is_service = fields.Boolean(
        string="Service of the cooperative",
        help="Work that members do for clients: a won quotation with it becomes a job.",
    )
    coop_performer = fields.Selection(
        lambda self: (
            self.env["coop.service.acceptance.line"]
            ._fields["performer"]
            ._description_selection(self.env)
        ),
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
        default="2020",
        help="Many codes of 2020 are absent in 2025: a code counts with its edition.",
    )
    coop_price_build_ids = fields.One2many(
        "coop.price.build",
        "product_tmpl_id",
        string="Fair prices",
        domain=[("sale_line_id", "=", False)],
        groups="coop_membership.group_reader",
    )
    coop_reference_price_ids = fields.One2many(
        "coop.reference.price",
        "product_tmpl_id",
        string="Market reference prices",
        groups="coop_membership.group_reader",
    )

    @api.constrains("coop_kbli_code")
    def _check_coop_kbli(self):
        for product in self:
            code = product.coop_kbli_code
            if code and not (len(code) == 5 and code.isdecimal()):
                raise ValidationError(
                    self.env._(
                        "%(product)s: the KBLI code %(code)s is not of five digits.",
                        product=product.name,
                        code=code,
                    )
                )

    def _coop_price_build(self, company, date):
        """The fair price of this service that holds on ``date``, or an empty one."""
        self.ensure_one()
        return self.coop_price_build_ids.filtered(
            lambda build: build.company_id == company and build.date <= date
        ).sorted("date")[-1:]

    def action_coop_price_builds(self):
        """Fair prices of this service; a new one starts from its unit."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_services.action_coop_price_build"
        )
        return {
            **action,
            "domain": [("product_tmpl_id", "=", self.id), ("sale_line_id", "=", False)],
            "context": {
                "default_product_tmpl_id": self.id,
                "default_name": self.name,
                "default_scale": "people" if self.coop_recurring else "time",
            },
        }
