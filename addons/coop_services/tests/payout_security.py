# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Who may do what with shares of work, payouts, advances, deductions, income tax."""

from odoo.addons.coop_membership.tests.security import OFFICE, OPENS, allow

ALL = "crwd"
BOOKS = ("accountant", "manager")
MANAGER = ("manager",)
READ = allow(*OFFICE)
OWN = allow(*OFFICE, "portal_a")
KEPT = allow("supervisor", officer=ALL, accountant=ALL, manager=ALL)
LAW = {**allow(*OFFICE, manager=ALL), "other": ALL}  # of the country
MODELS = {
    "coop.service.share": OWN,
    "coop.payout.run": allow(*OFFICE, accountant=ALL, manager=ALL),
    "coop.payout": {**OWN, **dict.fromkeys(BOOKS, "rd")},  # what was computed wrongly
    "coop.payout.line": OWN,
    "coop.payout.charge": OWN,
    "coop.member.advance": {**KEPT, "portal_a": "r"},
    "coop.member.deduction": KEPT,
    "coop.income.tax.rate": LAW,
    "coop.income.tax.bracket": LAW,
    "coop.patronage.difference": READ,
    # a wizard: everybody has the own ones only
    "coop.payout.run.cancel": dict.fromkeys((*BOOKS, "other"), ALL),
    "coop.payout.recap": dict.fromkeys(OFFICE, ALL),
}
SHARED = ("coop.income.tax.rate", "coop.income.tax.bracket")
METHODS = {
    ("coop.payout.run", "action_compute"): ("draft run", BOOKS),
    ("coop.payout.run", "action_draft"): ("computed run", BOOKS),
    ("coop.payout.run", "action_approve"): ("computed run", MANAGER),
    ("coop.payout.run", "action_unapprove"): ("approved run", MANAGER),
    ("coop.payout.run", "action_post"): ("approved run", BOOKS),
    ("coop.payout.run", "action_resume"): ("approved run", BOOKS),
    ("coop.payout.run", "action_cancel"): ("draft run", BOOKS),
    ("coop.payout.run", "action_pay_bank"): ("coop.payout.run", BOOKS),
    ("coop.payout.run", "action_pay_cash"): ("coop.payout.run", BOOKS),
    ("coop.payout.run", "action_pay_savings"): ("coop.payout.run", BOOKS),
    ("coop.payout.run", "action_open_payouts"): ("coop.payout.run", OPENS),
    ("coop.payout.run", "action_open_bills"): ("coop.payout.run", OPENS),
    ("coop.payout.run", "action_print"): ("coop.payout.run", OPENS),
    ("coop.payout.run.cancel", "action_cancel"): ("cancel", BOOKS),
    ("coop.payout.recap", "action_pdf"): ("coop.payout.recap", OPENS),
    ("coop.payout.recap", "action_xlsx"): ("coop.payout.recap", OPENS),
    ("coop.payout", "action_open_bill"): ("coop.payout", OPENS),
    # members take theirs from the portal
    ("coop.payout", "action_print"): ("coop.payout", OFFICE),
    ("coop.member", "action_open_payouts"): ("coop.member", OPENS),
    ("coop.member.advance", "action_approve"): ("draft advance", MANAGER),
    ("coop.member.advance", "action_pay"): ("approved advance", BOOKS),
    ("coop.member.advance", "action_cancel"): ("draft advance", BOOKS),
    ("coop.member.advance", "action_open_payment"): ("coop.member.advance", OPENS),
}
LOGIN = {"public": "/web/login"}
LISTED = {None: 200, "internal": "/my", **LOGIN}
ONE = {None: "/my/payouts", "portal_a": 200, **LOGIN}  # the office reads it elsewhere
ROUTES = {
    ("/my/payouts", "/my/payouts"): LISTED,
    ("/my/payouts/page/<int:page>", "/my/payouts/page/1"): LISTED,
    (
        "/my/payouts/<int:payout_id>",
        lambda case: f"/my/payouts/{case.samples['coop.payout'].id}",
    ): ONE,
    (
        "/my/payouts/<int:payout_id>/statement",
        lambda case: f"/my/payouts/{case.samples['coop.payout'].id}/statement",
    ): ONE,
    ("/my/payouts/recap/<int:year>", "/my/payouts/recap/2026"): {
        **ONE,
        "portal_b": 200,  # the own year
    },
}
POSTED_ROUTES = ()
REPORTS = {
    "coop_services.report_payout_statement": ("coop.payout", (*OFFICE, "portal_a")),
    "coop_services.report_payout_recap": ("coop.payout.recap", OFFICE),
    "coop_services.payout_recap_xlsx": ("coop.payout.recap", OFFICE),
    "coop_services.payout_run_xlsx": ("coop.payout.run", OFFICE),
}


def samples(case):
    """Every model once, of member A; a run in each state, all with work of A and B."""
    env = case.env
    both = {case.a: 1, case.b: 2}
    deductions = (
        case.owe(case.a, 5000, date_from="2026-01-01"),
        case.owe(case.b, 5000, date_from="2026-01-01"),
        case.owe(case.a, 6000, date_from="2026-03-01"),
    )

    def month(date, make):
        case.accept(3000000, both, date=date)
        return make(date=date)

    posted = month("2026-01-31", case.posted)
    approved = month("2026-02-28", case.approved)
    computed = month("2026-03-31", case.computed)
    draft = month("2026-04-30", case.run_of)
    advances = env["coop.member.advance"].create(
        [
            {
                "member_id": member.id,
                "date": "2026-04-30",
                "amount": 1000,
                "journal_id": case.cash_journal.id,
            }
            for member in (case.a, case.a, case.a, case.b)
        ]
    )
    advances[1:3].action_approve()
    advances[2].action_pay()
    own = posted.payout_ids.filtered(lambda payout: payout.member_id == case.a)
    law = env["coop.income.tax.rate"]._rate_at(case.company, posted.date)
    env.flush_all()
    return {
        "coop.member": case.a,
        "coop.service.share": own.line_ids.share_id,
        "coop.payout.run": posted,
        "posted coop.payout.run": computed,
        "draft run": draft,
        "computed run": computed,
        "approved run": approved,
        "cancel": env["coop.payout.run.cancel"].create(
            {"run_id": posted.id, "date": "2026-04-30", "reason": "Wrong"}
        ),
        "coop.payout.recap": env["coop.payout.recap"].create(
            {"company_id": case.company.id, "year": 2026}
        ),
        "coop.payout": own,
        "coop.payout.line": own.line_ids,
        "coop.payout.charge": own.charge_ids[0],
        "payout of b": posted.payout_ids - own,
        "coop.member.advance": advances[2],
        "draft advance": advances[0],
        "approved advance": advances[1],
        "coop.member.deduction": deductions[0],
        "coop.income.tax.rate": law,
        "coop.income.tax.bracket": law.bracket_ids[0],
        "coop.patronage.difference": env["coop.patronage.difference"].search(
            [("company_id", "=", case.company.id)], limit=1
        ),
    }
