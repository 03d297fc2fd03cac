# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import date
from functools import partial

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.coop_membership.money import money

AMOUNTS = ("gross", "tax", "bpjs", "savings", "advance", "other", "net", "value")


class CoopPayoutRecap(models.TransientModel):
    """What members earned by their work in one calendar year, payout by payout.

    For the member's own tax return (Form 1770) and for whoever asks a member to prove
    an income: gross, PPh 21 with the number of its slip (BP21), every deduction, net.
    """

    _name = "coop.payout.recap"
    _description = "Yearly Income Recap"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    year = fields.Integer(
        required=True, default=lambda self: fields.Date.context_today(self).year
    )
    member_ids = fields.Many2many(
        "coop.member",
        string="Members",
        check_company=True,
        help="Nobody named: all who were paid in that year.",
    )

    @api.constrains("year")
    def _check_year(self):
        for recap in self:
            if not 2000 <= recap.year <= 2100:
                raise ValidationError(
                    self.env._("%s is no year between 2000 and 2100.", recap.year)
                )

    def _recaps(self):
        """The booked payouts of the year that the user may read, by member.

        :return: ``[{"member", "payouts", "total": {field: rupiah}}]`` in the order
            of the member numbers, payouts by date; amounts are those of ``AMOUNTS``
        :raises ValidationError: nothing was paid
        """
        self.ensure_one()
        domain = [
            ("company_id", "=", self.company_id.id),
            ("state", "in", ("posted", "paid")),
            ("date", ">=", date(self.year, 1, 1)),
            ("date", "<=", date(self.year, 12, 31)),
        ]
        if self.member_ids:
            domain.append(("member_id", "in", self.member_ids.ids))
        payouts = self.env["coop.payout"].search(domain, order="date, id")
        if not payouts:
            raise ValidationError(
                self.env._(
                    "Nothing was paid in %(year)s to %(members)s. Choose another year.",
                    year=self.year,
                    members=", ".join(self.member_ids.mapped("display_name"))
                    or self.company_id.name,
                )
            )
        return [
            {
                "member": member,
                "payouts": own,
                "total": {name: sum(own.mapped(name)) for name in AMOUNTS},
            }
            for member, own in sorted(
                payouts.grouped("member_id").items(),
                key=lambda item: (item[0].number or "", item[0].id),
            )
        ]

    def _get_report_base_filename(self):
        """Name of the file on the portal."""
        return f"{self.env._('Yearly Income Recap')} {self.year}"

    def _money(self):
        """Function that shows an amount in the currency of the company."""
        return partial(money, self.env, currency=self.company_id.currency_id)

    def action_pdf(self):
        """The recaps, a page for each member."""
        return self._report("coop_services.action_report_payout_recap")

    def action_xlsx(self):
        """The recaps as one spreadsheet."""
        return self._report("coop_services.action_report_payout_recap_xlsx")

    def _report(self, name):
        self._recaps()  # nothing to print is told here, not in the file
        return self.env.ref(name).report_action(self, config=False)
