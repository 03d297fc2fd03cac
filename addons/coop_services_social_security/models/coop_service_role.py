# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models

from odoo.addons.coop_services.models.coop_service_role import Need


class CoopServiceRole(models.Model):
    """Cover is asked for on each working day, as certificates are."""

    _inherit = "coop.service.role"

    def _further_needs(self, members, days):
        needs = super()._further_needs(members, days)
        # sudo: what the job asks for, whoever plans
        gated = {
            role: schemes
            for role in days
            if (schemes := role.sudo().contract_id.coop_cover_scheme_ids)
        }
        if not gated:
            return needs
        schemes = self.env["coop.social.scheme"].sudo().union(*gated.values())
        missing = members._without_cover(
            set().union(*(days[role] for role in gated)), schemes
        )
        for role, required in gated.items():
            needs[role] += [
                Need(
                    self.env._("no cover by %s", scheme.name),
                    self.env._(
                        "Enrol the member or pay the contributions (Social Security), "
                        "or let somebody else work on that day."
                    ),
                    missing[scheme],
                )
                for scheme in required
            ]
        return needs
