# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, models


class CoopMemberChargeSource(models.AbstractModel):
    """Advances and agreed deductions are charges of members too.

    A charge may carry a record under ``source``; it tells charges of the same kind
    apart and comes back with ``_charges_settled`` and ``_charges_released``.
    """

    _inherit = "coop.member.charge.source"

    @api.model
    def _member_charges(self, members, date):
        return (
            super()._member_charges(members, date)
            + self._advance_charges(members, date)
            + self.env["coop.member.deduction"]._charges(members, date)
        )

    @api.model
    def _advance_charges(self, members, date):
        """What stands on the advance account of each member on ``date``.

        Read from the ledger: also what was taken over or booked by hand.
        """
        rows = []
        for member, amount in members._advance_balances(date).items():
            if amount > 0:
                rows.append(
                    {
                        "member": member,
                        "code": "advance",
                        "sequence": 40,
                        "label": self.env._("Advance"),
                        "type": self.env["coop.savings.type"],
                        "account": member.company_id._coop_account("advance"),
                        "amount": amount,
                    }
                )
        return rows
