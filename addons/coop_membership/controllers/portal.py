# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from functools import partial

from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..money import money

ITEMS_PER_PAGE = 20


class CoopMemberPortal(CustomerPortal):
    """What a member sees of the own savings. Record rules decide; nothing is hidden
    or shown here that they do not already hide or show."""

    def _coop_memberships(self):
        """Memberships of the person who is logged in, the open one first."""
        members = request.env["coop.member"].with_context(active_test=False)
        if not members.has_access("read"):
            return members
        members = members.search(
            [
                ("partner_id", "=", request.env.user.partner_id.id),
                ("state", "!=", "rejected"),
            ],
            order="id desc",
        )
        return members.sorted(lambda member: member.state == "left")

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "coop_savings_count" in counters:
            values["coop_savings_count"] = len(self._coop_memberships())
        return values

    @http.route(
        [
            "/my/savings",
            "/my/savings/page/<int:page>",
            "/my/savings/<int:member_id>",
            "/my/savings/<int:member_id>/page/<int:page>",
        ],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_savings(self, member_id=None, page=1, **kwargs):
        """Status, balances, arrears and passbook of one membership.

        Without a member id the open membership is shown; an id that is not the user's
        own leads back to the start page of the portal.
        """
        memberships = self._coop_memberships()
        member = memberships[:1]
        if member_id:
            member = memberships.filtered(lambda m: m.id == member_id)
        if not member:
            return request.redirect("/my")
        url = f"/my/savings/{member.id}" if member_id else "/my/savings"
        return request.render(
            "coop_membership.portal_my_savings",
            self._coop_savings_values(member, memberships, url, page),
        )

    def _coop_savings_values(self, member, memberships, url, page):
        domain = [("member_id", "=", member.id)]
        total = request.env["coop.savings.balance"].search_count(domain)
        page_values = pager(url=url, total=total, page=page, step=ITEMS_PER_PAGE)
        return self._prepare_portal_layout_values() | {
            "page_name": "coop_savings",
            "member": member,
            "memberships": memberships,
            "states": dict(member._fields["state"]._description_selection(request.env)),
            "rows": self._coop_passbook_rows(member, max(0, page_values["offset"])),
            "pager": page_values if total > ITEMS_PER_PAGE else False,
            "money": partial(money, request.env, currency=member.currency_id),
        }

    def _coop_passbook_rows(self, member, offset):
        """One page of the passbook, newest first, with the balance after each entry.

        :return: list of dicts ``item`` (``coop.savings.balance``), ``entry`` (number)
            and ``balance`` of the item's type after it
        """
        items = request.env["coop.savings.balance"].search(
            [("member_id", "=", member.id)], order="date desc, id desc"
        )
        balances = {}
        for item in items:
            balances[item.type_id] = balances.get(item.type_id, 0) + item.amount
        rows = []
        for index, item in enumerate(items[: offset + ITEMS_PER_PAGE]):
            if index >= offset:
                rows.append(
                    {
                        "item": item,
                        # sudo: only the number of the entry behind an item that the
                        # record rules just gave to its member
                        "entry": item.sudo().move_id.name,
                        "balance": balances[item.type_id],
                    }
                )
            balances[item.type_id] -= item.amount
        return rows
