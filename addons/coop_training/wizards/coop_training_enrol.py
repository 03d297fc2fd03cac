# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class CoopTrainingEnrol(models.TransientModel):
    """Register chosen members for a session, those in excess on the waiting list."""

    _name = "coop.training.enrol"
    _description = "Register Members for a Session"

    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True
    )
    programme_id = fields.Many2one("coop.training.programme")
    event_id = fields.Many2one(
        "event.event",
        string="Session",
        required=True,
        domain="[('coop_programme_id', '!=', False), ('date_end', '>=', 'now'), "
        "('company_id', '=', company_id), "
        "('coop_programme_id', '=?', programme_id)]",
    )
    member_ids = fields.Many2many(
        "coop.member",
        string="Members",
        required=True,
        domain="[('state', 'in', ('active', 'suspended')), "
        "('company_id', '=', company_id)]",
    )
    places = fields.Char(compute="_compute_places")

    @api.depends("event_id", "member_ids")
    def _compute_places(self):
        for wizard in self:
            places = wizard.event_id and wizard.event_id._coop_places()
            if not wizard.event_id or places is None:
                wizard.places = False
            elif places < len(wizard.member_ids):
                wizard.places = self.env._(
                    "%(places)s places are free: the last %(waiting)s will wait.",
                    places=places,
                    waiting=len(wizard.member_ids) - places,
                )
            else:
                wizard.places = self.env._("%s places are free.", places)

    def action_enrol(self):
        """Register the members, and show the attendance sheet."""
        self.ensure_one()
        if not self.member_ids:
            raise UserError(self.env._("Choose the members to register."))
        self.event_id.check_access("write")
        self.member_ids.check_access("read")
        self.event_id._coop_register(self.member_ids)
        return self.event_id.action_coop_registrations()
