# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date


class CoopMemberExit(models.Model):
    """Who leaves gives back what was lent, and hands over the work first."""

    _inherit = "coop.member.exit"

    def _prepare_entries(self):
        self._check_nothing_lent()
        self._check_no_coming_work()
        return super()._prepare_entries()

    def _check_nothing_lent(self):
        # sudo: whoever settles is told what is missing
        loans = self.env["coop.loan"].sudo()
        loans = loans.search(
            [("member_id", "in", self.member_id.ids), ("state", "=", "out")]
        )
        if loans:
            raise UserError(
                self.env._(
                    "%(member)s still has on loan: %(items)s. Note them as given back "
                    "or lost (Teams, Loans) before the settlement.",
                    member=loans[0].member_id.display_name,
                    items=", ".join(loans.mapped("display_name")),
                )
            )

    def _check_no_coming_work(self):
        for settlement in self:
            # sudo: as above
            shift = (
                self.env["coop.service.shift"]
                .sudo()
                .search(
                    [
                        ("member_id", "=", settlement.member_id.id),
                        ("state", "in", ("planned", "done")),
                        ("start", ">=", settlement.date),
                    ],
                    limit=1,
                )
            )
            if shift and shift._day() >= settlement.date:
                raise UserError(
                    self.env._(
                        "%(member)s has shifts on and after %(date)s (%(job)s, "
                        "%(time)s). Replace the member in the team first.",
                        member=settlement.member_id.display_name,
                        date=format_date(self.env, settlement.date),
                        job=shift.contract_id.display_name,
                        time=shift._local_time(),
                    )
                )
