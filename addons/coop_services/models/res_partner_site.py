# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import base64
import io
import secrets

import qrcode

from odoo import fields, models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    """A place of work with a QR code on its wall, by which members check in."""

    _inherit = "res.partner"

    coop_site_token = fields.Char(
        string="Check-in code",
        copy=False,
        readonly=True,
        groups="coop_membership.group_reader",
        help="Part of the address in the QR code of this place.",
    )

    _coop_site_token_uniq = models.UniqueIndex(
        "(coop_site_token) WHERE coop_site_token IS NOT NULL",
        "Two places cannot have the same check-in code.",
    )

    def _coop_ensure_site_token(self):
        """Give places without one their check-in code.

        :raises UserError: a place has none, and the user may only read
        """
        places = self.filtered(lambda place: not place.coop_site_token)
        if places and not (
            self.env.su
            or self.env.user.has_group("coop_membership.group_officer")
            or self.env.user.has_group("coop_membership.group_accountant")
        ):
            raise UserError(
                self.env._(
                    "%(place)s has no check-in code yet. Let a member officer or an "
                    "accountant print it first.",
                    place=places[0].display_name,
                )
            )
        for place in places:
            # sudo: dispatchers print the code without keeping contacts
            place.sudo().coop_site_token = secrets.token_urlsafe(12)

    def _coop_site_url(self):
        """Address that the QR code of this place holds."""
        self.ensure_one()
        self._coop_ensure_site_token()
        return f"{self.get_base_url()}/coop/site/{self.coop_site_token}"

    def _coop_site_qr(self):
        """The QR code of this place as PNG, base64."""
        stream = io.BytesIO()
        qrcode.make(self._coop_site_url(), box_size=12).save(stream, format="PNG")
        return base64.b64encode(stream.getvalue())

    def action_coop_new_site_token(self):
        """Make posters that are about worthless, such as a photo passed around."""
        self.check_access("write")
        self.write({"coop_site_token": False})
        self._coop_ensure_site_token()
        return True
