# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models

from .qr import qr


class CoopTrainingPassport(models.AbstractModel):
    """Training passport: what a member can do, proves and has learnt, on paper."""

    _name = "report.coop_training.passport"
    _description = "Training Passport"

    @api.model
    def _get_report_values(self, docids, data=None):
        members = self.env["coop.member"].browse(docids)
        members.check_access("read")
        return {
            "docs": members,
            "passports": [self._passport(member) for member in members],
            "date": fields.Date.context_today(self),
        }

    @api.model
    def _passport(self, member):
        """Values of one passport; portal and paper show the same."""
        values = member._training_passport()
        return {
            **values,
            "member": member.sudo(),  # read checked by _training_passport
            "company": member.sudo().company_id,
            "codes": {
                row.id: qr(row._coop_verify_url()) for row in values["certificates"]
            },
        }


class CoopTrainingSheet(models.AbstractModel):
    """Attendance sheet to sign, with the QR code for members' own phones."""

    _name = "report.coop_training.sheet"
    _description = "Attendance Sheet"

    @api.model
    def _get_report_values(self, docids, data=None):
        events = self.env["event.event"].browse(docids)
        events.check_access("read")
        return {
            "docs": events,
            "codes": {event.id: qr(event._coop_attend_url()) for event in events},
        }
