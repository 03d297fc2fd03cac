# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Who may do what with roles, teams, shifts, wishes, loans and bookings."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from odoo.addons.coop_membership.tests.security import OPENS, allow

ALL = "crwd"
OFFICE = ("officer", "accountant", "manager", "supervisor")
DESK = ("officer", "manager")
PLANNERS = ("officer", "accountant", "manager")
DISPATCH = allow(*OFFICE, officer=ALL, manager=ALL)
WIZARD = dict.fromkeys((*DESK, "other"), ALL)
MODELS = {
    "coop.service.role": DISPATCH,
    "coop.service.assignment": allow(
        "supervisor", "portal_a", **dict.fromkeys(PLANNERS, ALL)
    ),
    "coop.service.shift": allow(
        "supervisor", "portal_a", **dict.fromkeys(PLANNERS, ALL)
    ),
    "coop.service.wish": {**DISPATCH, "portal_a": "r"},
    "coop.service.swap": {**DISPATCH, "portal_a": "r", "portal_b": "r"},
    "coop.loan.item": DISPATCH,
    "coop.loan": {**DISPATCH, "portal_a": "r"},
    "coop.booking.rule": DISPATCH,
    "coop.booking": {**DISPATCH, "portal_b": "r"},  # B is the client of it
    "coop.service.fill": WIZARD,
    "coop.service.fill.line": WIZARD,
    "coop.service.replace": WIZARD,
    "coop.service.replace.line": WIZARD,
}
METHODS = {
    ("coop.service.role", "action_fill"): ("coop.service.role", OPENS),
    ("coop.service.role", "action_open_assignments"): ("coop.service.role", OPENS),
    ("coop.service.role", "action_open_shifts"): ("coop.service.role", OPENS),
    ("coop.service.role", "action_replan"): ("coop.service.role", DESK),
    ("coop.service.assignment", "action_offer"): ("proposed assignment", PLANNERS),
    ("coop.service.assignment", "action_accept"): (
        "offered assignment",
        (*PLANNERS, "portal_a"),
    ),
    ("coop.service.assignment", "action_decline"): (
        "offered assignment",
        (*PLANNERS, "portal_a"),
    ),
    ("coop.service.assignment", "action_withdraw"): ("offered assignment", PLANNERS),
    ("coop.service.assignment", "action_replace"): ("offered assignment", OPENS),
    ("coop.service.assignment", "action_open_shifts"): ("offered assignment", OPENS),
    ("coop.service.shift", "action_done"): ("begun shift", PLANNERS),
    ("coop.service.shift", "action_absent"): ("coop.service.shift", PLANNERS),
    ("coop.service.shift", "action_cancel"): ("coop.service.shift", PLANNERS),
    ("coop.service.shift", "action_plan"): ("cancelled shift", PLANNERS),
    ("coop.service.shift", "action_substitute"): ("coop.service.shift", OPENS),
    ("coop.service.swap", "action_agree"): ("coop.service.swap", ("portal_b",)),
    ("coop.service.swap", "action_withdraw"): ("coop.service.swap", ("portal_a",)),
    ("coop.service.swap", "action_refuse"): (
        "coop.service.swap",
        (*DESK, "portal_b"),
    ),
    ("coop.service.swap", "action_approve"): ("coop.service.swap", DESK),
    ("coop.loan", "action_back"): ("coop.loan", DESK),
    ("coop.loan", "action_lost"): ("coop.loan", DESK),
    ("coop.booking", "action_book"): ("draft booking", DESK),
    ("coop.booking", "action_cancel"): ("coop.booking", DESK),
    ("coop.booking", "action_open_order"): ("coop.booking", OPENS),
    ("coop.service.fill", "action_fill"): ("fill", DESK),
    ("coop.service.fill", "action_apply"): ("fill", DESK),
    ("coop.service.replace", "action_apply"): ("replace", DESK),
}
LOGIN = {"public": "/web/login"}
OWN = "/my/work"
POST = 405  # these addresses take what a form sends, and nothing else


def posted(route, url):
    """An address that only takes forms: whoever opens it gets an error."""
    return {(route, url): {None: POST, **LOGIN}}


ROUTES = {
    ("/my/work", "/my/work"): {None: 200, **LOGIN},
    (
        "/my/work/<int:assignment_id>/letter",
        lambda case: f"/my/work/{case.samples['offered assignment'].id}/letter",
    ): {None: OWN, "portal_a": 200, **LOGIN},
    (
        "/my/work/shift/<int:shift_id>",
        lambda case: f"/my/work/shift/{case.samples['coop.service.shift'].id}",
    ): {None: OWN, "portal_a": 200, **LOGIN},
    ("/my/bookings", "/my/bookings"): {None: 200, **LOGIN},
    ("/my/bookings/new", "/my/bookings/new"): {
        None: 200,
        "other": "/my/bookings",  # nothing can be booked there
        **LOGIN,
    },
    (
        "/my/bookings/<int:booking_id>",
        lambda case: f"/my/bookings/{case.samples['coop.booking'].id}",
    ): {None: "/my/bookings", "portal_b": 200, **LOGIN},
}
POSTED_ROUTES = (
    "/my/work/<int:assignment_id>/<string:answer>",
    "/my/work/shift/<int:shift_id>/ask",
    "/my/work/swap/<int:swap_id>/<string:answer>",
    "/my/work/wish",
    "/my/work/wish/<int:wish_id>/remove",
    "/my/bookings/book",
    "/my/bookings/<int:booking_id>/<string:action>",
)
REPORTS = {
    "coop_services.report_assignment_letter": (
        "coop.service.assignment",
        (*OFFICE, "portal_a"),
    ),
}


def samples(case):
    """Every model once: work of member A, a swap between A and B, a booking of B."""
    env = case.env
    today = fields.Date.today()
    start = fields.Datetime.now().replace(hour=3, minute=0, second=0, microsecond=0)
    start += timedelta(days=10)
    job = case.job("Watched job")
    days = {
        "date_from": today - timedelta(days=30),
        "date_to": today + timedelta(days=12),
        "people": 9,
    }
    role = case.role(job, "Cleaner", **days)
    planned = {"planned_to": today + timedelta(days=400)}
    team = case.assign(role, case.a, **planned)
    case.assign(role, case.b, **planned)
    case.worker("Free")
    shift = case.shift(team, start)
    begun = case.shift(team, start - timedelta(days=15))
    cancelled = case.shift(team, start + timedelta(days=1), state="cancelled")
    proposed = case.assign(
        case.role(job, "Second", planning="free", **days), case.a, "proposed"
    )
    offered = case.assign(
        case.role(job, "Third", planning="free", **days), case.a, "proposed"
    )
    offered.action_offer()
    item = env["coop.loan.item"].create({"name": "Polisher", "quantity": 3})
    rule = env["coop.booking.rule"].create(
        {
            "product_id": case.cleaning.id,
            "duration": 1,
            "open_hour": 0,
            "close_hour": 24,
            "sun": True,
        }
    )
    bookings = env["coop.booking"].create(
        [
            {
                "rule_id": rule.id,
                "partner_id": case.b.partner_id.id,
                "start": start + timedelta(days=day),
            }
            for day in (3, 4)
        ]
    )
    bookings[0].action_book()
    empty = case.role(job, "Fourth", **{**days, "people": 1})
    fill = env["coop.service.fill"].create({"role_ids": [Command.set(empty.ids)]})
    fill.line_ids[:1].chosen = True
    replace = env["coop.service.replace"].create(
        {"assignment_id": offered.id, "date": today, "member_id": case.b.id}
    )
    return {
        "coop.service.role": role,
        "coop.service.assignment": team,
        "proposed assignment": proposed,
        "offered assignment": offered,
        "coop.service.shift": shift,
        "begun shift": begun,
        "cancelled shift": cancelled,
        "coop.service.wish": env["coop.service.wish"].create(
            {"member_id": case.a.id, "kind": "avoid"}
        ),
        "coop.service.swap": env["coop.service.swap"].create(
            {
                "shift_id": shift.id,
                "from_member_id": case.a.id,
                "to_member_id": case.b.id,
            }
        ),
        "coop.loan.item": item,
        "coop.loan": env["coop.loan"].create(
            {"item_id": item.id, "member_id": case.a.id}
        ),
        "coop.booking.rule": rule,
        "coop.booking": bookings[0],
        "draft booking": bookings[1],
        "fill": fill,
        "replace": replace,
        "replace line": replace.line_ids[:1],
    }
