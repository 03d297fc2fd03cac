# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CoopServiceWish(models.Model):
    """What a member wishes about work: not available, rather not, or gladly.

    Members enter wishes on the portal, or tell the office. Who is not available is not
    proposed for those days; the two others count in the ranking.
    """

    _name = "coop.service.wish"
    _description = "Wish of a Member"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    member_id = fields.Many2one(
        "coop.member",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(related="member_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("unavailable", "Not available"),
            ("avoid", "Rather not"),
            ("prefer", "Gladly"),
        ],
        required=True,
        default="unavailable",
        index=True,
    )
    date_from = fields.Date(
        string="From", required=True, default=fields.Date.context_today
    )
    date_to = fields.Date(string="To", help="Empty: until it is taken back.")
    weekday = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        string="Only on",
    )
    product_id = fields.Many2one(
        "product.product", string="Service", help="Empty: any service."
    )
    site_id = fields.Many2one("res.partner", help="Empty: any site.")
    note = fields.Char()

    _to_after_from = models.Constraint(
        "CHECK (date_to >= date_from)", "A wish ends after it starts."
    )

    @api.constrains("kind", "product_id", "site_id")
    def _check_unavailable_is_whole(self):
        for wish in self:
            if wish.kind == "unavailable" and (wish.product_id or wish.site_id):
                raise ValidationError(
                    self.env._(
                        "Who is not available is not available for any service or "
                        "site. Choose “Rather not” for a single one."
                    )
                )

    @api.depends("member_id", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for wish in self:
            name = wish.member_id.display_name or ""
            wish.display_name = f"{name}: {kinds.get(wish.kind, '')}"

    def _fits(self, role):
        """Whether this wish speaks of the service and the site of ``role``."""
        self.ensure_one()
        return (not self.product_id or self.product_id == role.product_id) and (
            not self.site_id
            or self.site_id in role.site_id + role.contract_id.partner_id
        )
