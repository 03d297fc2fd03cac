# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from functools import partial

from odoo import http
from odoo.http import request

from odoo.addons.coop_membership.money import money
from odoo.addons.portal.controllers.portal import CustomerPortal, pager

ITEMS_PER_PAGE = 20


class CoopPayoutPortal(CustomerPortal):
    """What a member was paid for work, why this amount, and what still waits.

    Payouts are found with the rights of the user, so the record rules decide; the
    office, which reads all, finds its own here like anybody else.
    """

    def _coop_payout_domain(self):
        return [
            ("member_id.partner_id", "=", request.env.user.partner_id.id),
            ("state", "in", ("posted", "paid")),
        ]

    def _coop_payout(self, payout_id):
        payouts = request.env["coop.payout"]
        if not payouts.has_access("read"):
            return payouts
        return payouts.search([*self._coop_payout_domain(), ("id", "=", payout_id)])

    def _coop_waiting(self):
        """Own accepted work that no booked payout has paid in full.

        :return: list of dicts ``share, job, acceptance``, ``amount`` (not booked yet)
            and ``waiting`` (of it, until the client pays)
        """
        shares = request.env["coop.service.share"]
        if not shares.has_access("read"):
            return []
        shares = shares.search(
            [("member_id.partner_id", "=", request.env.user.partner_id.id)]
        )
        # the rules show members the booked lines only; the office sees all
        booked = dict(
            request.env["coop.payout.line"]._read_group(
                [
                    ("share_id", "in", shares.ids),
                    ("payout_id.state", "in", ("posted", "paid")),
                ],
                ["share_id"],
                ["amount:sum"],
            )
        )
        rows = []
        # sudo: job and acceptance of own shares, which members cannot read
        for share in shares.sudo():
            amount = share.gross - booked.get(share, 0)
            if amount:
                rows.append(
                    {
                        "share": share,
                        "job": share.contract_id.name,
                        "acceptance": share.acceptance_id.name,
                        "amount": amount,
                        "waiting": share.amount_waiting,
                    }
                )
        return rows

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "coop_payout_count" in counters:
            payouts = request.env["coop.payout"]
            values["coop_payout_count"] = (
                payouts.search_count(self._coop_payout_domain())
                if payouts.has_access("read")
                else 0
            )
        return values

    @http.route(
        ["/my/payouts", "/my/payouts/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_payouts(self, page=1, **kwargs):
        """Payouts of the member, latest first, and the work that is not paid yet."""
        payouts = request.env["coop.payout"]
        if not payouts.has_access("read"):
            return request.redirect("/my")
        domain = self._coop_payout_domain()
        total = payouts.search_count(domain)
        page_values = pager("/my/payouts", total, page, step=ITEMS_PER_PAGE)
        payouts = payouts.search(
            domain, limit=ITEMS_PER_PAGE, offset=max(0, page_values["offset"])
        )
        years = request.env["coop.payout"]._read_group(domain, ["date:year"])
        states = dict(payouts._fields["state"]._description_selection(request.env))
        currency = request.env.company.currency_id
        values = self._prepare_portal_layout_values() | {
            "page_name": "coop_payouts",
            "payouts": payouts,
            "states": states,
            "waiting": self._coop_waiting(),
            "years": sorted((start.year for (start,) in years), reverse=True),
            "pager": page_values if total > ITEMS_PER_PAGE else False,
            "money": partial(money, request.env, currency=currency),
        }
        return request.render("coop_services.portal_my_payouts", values)

    @http.route(
        "/my/payouts/<int:payout_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_payout(self, payout_id, **kwargs):
        """The statement of an own payout; any other id leads to the list."""
        payout = self._coop_payout(payout_id)
        if not payout:
            return request.redirect("/my/payouts")
        states = dict(payout._fields["state"]._description_selection(request.env))
        values = self._prepare_portal_layout_values() | {
            "page_name": "coop_payouts",
            "statement": payout._statement(),
            "state": states[payout.state],
        }
        return request.render("coop_services.portal_my_payout", values)

    @http.route(
        "/my/payouts/<int:payout_id>/statement", type="http", auth="user", website=True
    )
    def portal_my_payout_statement(self, payout_id, **kwargs):
        """The statement of an own payout as PDF."""
        payout = self._coop_payout(payout_id)
        if not payout:
            return request.redirect("/my/payouts")
        return self._show_report(
            model=payout,
            report_type="pdf",
            report_ref="coop_services.action_report_payout_statement",
            download=True,
        )

    @http.route("/my/payouts/recap/<int:year>", type="http", auth="user", website=True)
    def portal_my_payout_recap(self, year, **kwargs):
        """What the member earned in a calendar year, as PDF."""
        payouts = request.env["coop.payout"]
        if payouts.has_access("read"):
            payouts = payouts.search(
                [
                    *self._coop_payout_domain(),
                    ("date.year_number", "=", year),
                ]
            )
        if not payouts:
            return request.redirect("/my/payouts")
        payouts = payouts.grouped("company_id")
        company = request.env.company
        company = company if company in payouts else next(iter(payouts))
        # sudo: members have no rights on the wizard; these payouts are their own
        recap = request.env["coop.payout.recap"].sudo()
        return self._show_report(
            model=recap.create(
                {
                    "year": year,
                    "company_id": company.id,
                    "member_ids": payouts[company].member_id.ids,
                }
            ),
            report_type="pdf",
            report_ref="coop_services.action_report_payout_recap",
            download=True,
        )
