# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class SaleOrder(models.Model):
    """The order behind a booking: one visit, no project."""

    _inherit = "sale.order"

    coop_booking_ids = fields.One2many("coop.booking", "order_id", string="Bookings")

    def _coop_milestones(self, job, lines):
        if self.coop_booking_ids:
            return None
        return super()._coop_milestones(job, lines)
