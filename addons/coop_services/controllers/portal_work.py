# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.coop_membership.controllers.portal import CoopMemberPortal

SHIFTS_SHOWN = 40


class CoopWorkPortal(CoopMemberPortal):
    """A member's work on the phone: offers, shifts, swaps, wishes, things on loan.

    What is found, is found with the rights of the user, so the record rules decide;
    a foreign id leads back to the list.
    """

    def _coop_own(self, model, domain=(), **options):
        """Rows of the person who is logged in, also if the office looks."""
        rows = request.env[model]
        if not rows.has_access("read"):
            return rows
        own = [("member_id.partner_id", "=", request.env.user.partner_id.id)]
        return rows.search([*own, *domain], **options)

    def _coop_offers(self):
        return self._coop_own("coop.service.assignment", [("state", "=", "offered")])

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "coop_work_count" in counters:
            values["coop_work_count"] = len(
                self._coop_own("coop.service.assignment", limit=100)
            )
        return values

    def _coop_swaps(self):
        swaps = request.env["coop.service.swap"]
        if not swaps.has_access("read"):
            return swaps
        own = request.env.user.partner_id.id
        return swaps.search(
            [
                ("state", "in", ("asked", "agreed")),
                "|",
                ("from_member_id.partner_id", "=", own),
                ("to_member_id.partner_id", "=", own),
            ]
        )

    def _coop_work_values(self, error=None):
        today = fields.Date.context_today(request.env.user)
        now = fields.Datetime.now()
        shifts = self._coop_own(
            "coop.service.shift",
            [("state", "=", "planned"), ("stop", ">=", now - timedelta(hours=12))],
            limit=SHIFTS_SHOWN,
        )
        team = self._coop_own(
            "coop.service.assignment",
            [
                ("state", "=", "accepted"),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", today),
            ],
        )
        offers = self._coop_offers()
        wishes = self._coop_own(
            "coop.service.wish",
            ["|", ("date_to", "=", False), ("date_to", ">=", today)],
        )
        loans = self._coop_own("coop.loan", [("state", "=", "out")])
        memberships = self._coop_memberships()
        return self._prepare_portal_layout_values() | {
            "page_name": "coop_work",
            "offers": self._coop_cards(offers),
            "team": self._coop_cards(team),
            "shifts": [self._coop_shift_card(shift, now) for shift in shifts],
            "swaps": self._coop_swap_cards(),
            "wishes": wishes,
            "wish_kinds": request.env["coop.service.wish"]
            ._fields["kind"]
            ._description_selection(request.env),
            "weekdays": request.env["coop.service.wish"]
            ._fields["weekday"]
            ._description_selection(request.env),
            # sudo: the names of the things that are lent to this member
            "loans": loans.sudo(),
            "may_wish": memberships.filtered(lambda member: member.state == "active"),
            "today": today,
            "error": error,
        }

    def _coop_cards(self, assignments):
        # sudo: job, place and hours of assignments that the rules just gave to the
        # member, who reads neither jobs nor roles
        return [
            {
                "assignment": row,
                "role": row.sudo().role_id.name,
                "job": row.sudo().contract_id.name,
                "client": row.sudo().contract_id.partner_id.name,
                "place": row._place(),
                "hours": row._hours_text(),
            }
            for row in assignments
        ]

    def _coop_shift_card(self, shift, now):
        # sudo: as above
        role = shift.sudo().role_id
        return {
            "shift": shift,
            "time": shift._local_time(),
            "role": role.name,
            "place": shift.sudo().assignment_id._place(),
            "swap": shift.start > now
            and not shift.sudo().swap_ids.filtered(
                lambda swap: swap.state in ("asked", "agreed")
            ),
        }

    def _coop_swap_cards(self):
        own = request.env.user.partner_id
        # sudo: shifts and names of the two members of a swap that the rules gave
        return [
            {
                "swap": swap,
                "mine": swap.sudo().from_member_id.partner_id == own,
                "from": swap.sudo().from_member_id.partner_id.name,
                "to": swap.sudo().to_member_id.partner_id.name,
                "time": swap.sudo().shift_id._local_time(),
                "other": swap.sudo().other_shift_id
                and swap.sudo().other_shift_id._local_time(),
                "reason": swap.sudo().reason,
                "state": swap.state,
            }
            for swap in self._coop_swaps()
        ]

    def _coop_work_page(self, error=None):
        return request.render(
            "coop_services.portal_my_work", self._coop_work_values(error)
        )

    def _coop_try(self, action):
        """Do what a member pressed; what is refused is shown, and nothing is kept."""
        try:
            with request.env.cr.savepoint():
                action()
        except UserError as error:
            return self._coop_work_page(str(error))
        return request.redirect("/my/work")

    @http.route("/my/work", type="http", auth="user", website=True)
    def portal_my_work(self, **kwargs):
        """Offers to answer, coming shifts, swaps, wishes and loans."""
        return self._coop_work_page()

    @http.route(
        "/my/work/<int:assignment_id>/<string:answer>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_my_work_answer(self, assignment_id, answer, reason="", **kwargs):
        """Accept or decline an own offer."""
        offer = self._coop_offers().filtered(lambda row: row.id == assignment_id)
        if not offer or answer not in ("accept", "decline"):
            return request.redirect("/my/work")
        if answer == "accept":
            return self._coop_try(offer.action_accept)
        return self._coop_try(lambda: offer.action_decline(reason))

    @http.route(
        "/my/work/<int:assignment_id>/letter", type="http", auth="user", website=True
    )
    def portal_my_work_letter(self, assignment_id, **kwargs):
        """The assignment letter (surat tugas) of an own assignment as PDF."""
        row = self._coop_own(
            "coop.service.assignment",
            [("id", "=", assignment_id), ("state", "in", ("offered", "accepted"))],
        )
        if not row:
            return request.redirect("/my/work")
        return self._show_report(
            model=row,
            report_type="pdf",
            report_ref="coop_services.action_report_assignment_letter",
            download=True,
        )

    # ----------------------------------------------------------------------- swaps
    def _coop_own_shift(self, shift_id):
        return self._coop_own(
            "coop.service.shift",
            [
                ("id", "=", shift_id),
                ("state", "=", "planned"),
                ("start", ">", fields.Datetime.now()),
            ],
        )

    @http.route("/my/work/shift/<int:shift_id>", type="http", auth="user", website=True)
    def portal_my_shift(self, shift_id, **kwargs):
        """Whom to ask to take over an own coming shift, and in exchange for which."""
        shift = self._coop_own_shift(shift_id)
        if not shift:
            return request.redirect("/my/work")
        colleagues = shift._colleagues()
        # sudo: coming shifts of the own team, to choose one in exchange
        theirs = (
            request.env["coop.service.shift"]
            .sudo()
            .search(
                [
                    ("contract_id", "=", shift.sudo().contract_id.id),
                    ("member_id", "in", colleagues.ids),
                    ("state", "=", "planned"),
                    ("start", ">", fields.Datetime.now()),
                ],
                limit=SHIFTS_SHOWN,
            )
        )
        return request.render(
            "coop_services.portal_my_shift",
            self._prepare_portal_layout_values()
            | {
                "page_name": "coop_work",
                "card": self._coop_shift_card(shift, fields.Datetime.now()),
                "colleagues": [
                    (member.id, member.partner_id.name) for member in colleagues
                ],
                "theirs": [
                    (row.id, row.member_id.partner_id.name, row._local_time())
                    for row in theirs
                ],
            },
        )

    @http.route(
        "/my/work/shift/<int:shift_id>/ask",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_my_shift_ask(
        self, shift_id, member_id="", other_shift_id="", reason="", **kwargs
    ):
        """Ask a colleague to take over an own coming shift."""
        shift = self._coop_own_shift(shift_id)
        if not shift or not member_id.isdecimal():
            return request.redirect("/my/work")
        # sudo: chosen among the team, which _ask checks
        member = request.env["coop.member"].sudo().browse(int(member_id)).exists()
        other = request.env["coop.service.shift"].sudo()
        if other_shift_id.isdecimal():
            other = other.search(
                [
                    ("id", "=", int(other_shift_id)),
                    ("contract_id", "=", shift.sudo().contract_id.id),
                ]
            )
        if other:
            member = other.member_id
        return self._coop_try(
            lambda: request.env["coop.service.swap"]._ask(shift, member, other, reason)
        )

    @http.route(
        "/my/work/swap/<int:swap_id>/<string:answer>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_my_swap(self, swap_id, answer, **kwargs):
        """Agree to a swap, refuse it, or take the own question back."""
        swap = self._coop_swaps().filtered(lambda row: row.id == swap_id)
        actions = {
            "agree": swap.action_agree,
            "refuse": swap.action_refuse,
            "withdraw": swap.action_withdraw,
        }
        if not swap or answer not in actions:
            return request.redirect("/my/work")
        return self._coop_try(actions[answer])

    # ---------------------------------------------------------------------- wishes
    @http.route(
        "/my/work/wish", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_my_wish(
        self, kind="unavailable", date_from="", date_to="", weekday="", note="", **kw
    ):
        """Tell when the member cannot, or would rather not, work."""
        member = self._coop_memberships().filtered(lambda row: row.state == "active")
        wishes = request.env["coop.service.wish"]
        kinds = dict(wishes._fields["kind"]._description_selection(request.env))
        if not member or kind not in kinds:
            return request.redirect("/my/work")

        def create():
            try:
                first = fields.Date.to_date(date_from)
                last = fields.Date.to_date(date_to or None)
            except ValueError as error:
                raise UserError(request.env._("Give the days as dates.")) from error
            first = first or fields.Date.context_today(request.env.user)
            if last and last < first:
                raise UserError(request.env._("The last day is before the first."))
            # sudo: members keep their own wishes here, and have no rights beyond it
            wishes.sudo().create(
                {
                    "member_id": member[0].id,
                    "kind": kind,
                    "date_from": first,
                    "date_to": last,
                    "weekday": weekday if weekday in list("0123456") else False,
                    "note": note.strip()[:200] or False,
                }
            )

        return self._coop_try(create)

    @http.route(
        "/my/work/wish/<int:wish_id>/remove",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_my_wish_remove(self, wish_id, **kwargs):
        """Take an own wish back."""
        wish = self._coop_own("coop.service.wish", [("id", "=", wish_id)])
        wish.sudo().unlink()  # sudo: found with the rights of the member
        return request.redirect("/my/work")
