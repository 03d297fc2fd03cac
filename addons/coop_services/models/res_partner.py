# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models

DEFAULT_ZONE = "Asia/Jakarta"


class ResPartner(models.Model):
    """A contact as a place of work."""

    _inherit = "res.partner"

    def _coop_zone(self, company):
        """Name of the time zone in which work at this place is told.

        The province decides: Odoo gives a new contact the zone of whoever types it.

        :param company: whose zone holds where the place tells nothing
        :return: a zone such as ``Asia/Makassar``
        """
        place = self[:1]
        # sudo: only the zone of the cooperative, for clients who do not read contacts
        company = company.sudo()
        return (
            place.state_id.coop_tz
            or (place.country_id.code == "ID" and place.state_id and DEFAULT_ZONE)
            or place.tz
            or company.partner_id.tz
            or DEFAULT_ZONE
        )
