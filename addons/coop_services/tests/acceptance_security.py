# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Who may do what with acceptances, corrections, quality, complaints and taxes."""

import base64

from odoo.fields import Command

from odoo.addons.coop_membership.tests.security import OPENS, allow

ALL = "crwd"
OFFICE = ("officer", "accountant", "manager", "supervisor")
KEEPERS = ("officer", "accountant", "manager")
BOOKS = ("accountant", "manager")
LEDGER = (*BOOKS, "supervisor")  # officers read no invoices
KEPT = allow("supervisor", **dict.fromkeys(KEEPERS, ALL))
BOOKED = allow("officer", "supervisor", **dict.fromkeys(BOOKS, ALL))
WIZARD = dict.fromkeys((*BOOKS, "other"), ALL)
MODELS = {
    "coop.service.acceptance": {**KEPT, "portal_b": "r"},  # B is the client
    "coop.service.acceptance.line": KEPT,
    "coop.service.acceptance.work": KEPT,
    "coop.service.correction": BOOKED,
    "coop.complaint": {**KEPT, "portal_b": "r"},
    "coop.quality.check": KEPT,
    "coop.quality.check.item": KEPT,
    "coop.quality.point": {**KEPT, "other": ALL},  # of the product, of no company
    "coop.service.level": allow(*OFFICE),
    "coop.tax.rate": {**BOOKED, "other": ALL},  # of the country
    "coop.tax.sheet": BOOKED,
    "coop.advance.invoice": WIZARD,
    "coop.tax.export": WIZARD,
    "coop.tax.import": WIZARD,
}
METHODS = {
    ("coop.service.acceptance", "action_propose"): ("draft acceptance", KEEPERS),
    ("coop.service.acceptance", "action_send"): ("draft acceptance", KEEPERS),
    ("coop.service.acceptance", "action_draft"): ("coop.service.acceptance", KEEPERS),
    ("coop.service.acceptance", "action_accept"): ("coop.service.acceptance", KEEPERS),
    ("coop.service.acceptance", "action_cancel"): ("coop.service.acceptance", KEEPERS),
    ("coop.service.acceptance", "action_invoice"): ("accepted acceptance", BOOKS),
    ("coop.service.acceptance", "action_open_invoices"): (
        "coop.service.acceptance",
        LEDGER,
    ),
    ("coop.service.acceptance", "action_correct"): ("coop.service.acceptance", OPENS),
    ("coop.service.acceptance", "action_preview"): ("coop.service.acceptance", OPENS),
    ("coop.complaint", "action_respond"): ("coop.complaint", KEEPERS),
    ("coop.complaint", "action_resolve"): ("coop.complaint", KEEPERS),
    ("coop.complaint", "action_reject"): ("coop.complaint", KEEPERS),
    ("coop.complaint", "action_close"): ("resolved complaint", KEEPERS),
    ("coop.complaint", "action_reopen"): ("resolved complaint", KEEPERS),
    ("coop.quality.check", "action_load"): ("coop.quality.check", KEEPERS),
    ("coop.quality.check", "action_done"): ("coop.quality.check", KEEPERS),
    ("coop.quality.check", "action_rework"): ("rework check", KEEPERS),
    ("coop.tax.sheet", "action_refresh"): ("coop.tax.sheet", BOOKS),
    ("coop.tax.sheet", "action_post"): ("coop.tax.sheet", BOOKS),
    ("coop.tax.sheet", "action_cancel"): ("posted sheet", BOOKS),
    ("coop.tax.sheet", "action_open_entries"): ("posted sheet", LEDGER),
    ("coop.service.correction", "action_post"): ("coop.service.correction", BOOKS),
    ("coop.service.correction", "action_cancel"): ("posted correction", BOOKS),
    ("coop.service.correction", "action_open_entries"): ("posted correction", LEDGER),
    ("coop.advance.invoice", "action_invoice"): ("advance", BOOKS),
    ("coop.tax.export", "action_export"): ("tax export", ("manager",)),
    ("coop.tax.import", "action_import"): ("tax import", BOOKS),
    ("account.move.line", "action_coop_slips"): ("move line", OPENS),
    ("contract.contract", "action_coop_acceptances"): ("job of b", OPENS),
    ("res.partner", "action_coop_new_site_token"): ("site", ("officer", "manager")),
}
LOGIN = {"public": "/web/login"}
LISTED = {None: 200, "internal": "/my", **LOGIN}
POST = 405  # these addresses take what a form sends, and nothing else


def _of(name, url):
    return lambda case: url % case.samples[name].id


ROUTES = {
    ("/my/bast", "/my/bast"): LISTED,
    ("/my/bast/page/<int:page>", "/my/bast/page/1"): LISTED,
    (
        "/my/bast/<int:acceptance_id>",
        _of("coop.service.acceptance", "/my/bast/%s"),
    ): {None: "/my", **dict.fromkeys((*OFFICE, "portal_b"), 200)},
    (
        "/my/bast/<int:acceptance_id>/accept",
        _of("coop.service.acceptance", "/my/bast/%s/accept"),
    ): {None: 415},
    (
        "/my/bast/<int:acceptance_id>/rate",
        _of("coop.service.acceptance", "/my/bast/%s/rate"),
    ): {None: POST},
    (
        "/my/bast/<int:acceptance_id>/complain",
        _of("coop.service.acceptance", "/my/bast/%s/complain"),
    ): {None: POST},
    ("/my/complaints", "/my/complaints"): LISTED,
    ("/my/complaints/page/<int:page>", "/my/complaints/page/1"): LISTED,
    ("/my/complaints/new", "/my/complaints/new"): {None: POST},
    (
        "/my/complaints/<int:complaint_id>",
        _of("coop.complaint", "/my/complaints/%s"),
    ): {None: "/my", **dict.fromkeys((*OFFICE, "portal_b"), 200)},
    ("/coop/site/<string:token>", "/coop/site/nothing"): {None: 404, **LOGIN},
    ("/coop/site/<string:token>/check", "/coop/site/nothing/check"): {None: POST},
}
POSTED_ROUTES = ()  # stated above, each with the answer that it gives
REPORTS = {
    "coop_services.report_acceptance": ("coop.service.acceptance", OFFICE),
    "coop_services.report_site_code": ("site", OFFICE),
}


def samples(case):
    """Every model once: work of member A, whose client is B."""
    env = case.env
    case.company.vat = "0029183472017000"
    case.client.company_id = case.company  # with its places
    job = case.job("Job of B", partner_id=case.b.partner_id.id)
    rated = case.service("Checked service")
    rated.product_tmpl_id.coop_quality_point_ids = [Command.create({"name": "Floor"})]
    role = case.role(job, product_id=rated.id)
    team = case.assign(role, case.a)
    case.shift(team, "2026-03-02 01:00:00", state="done")

    def acceptance(**values):
        return env["coop.service.acceptance"].create(
            {
                "contract_id": job.id,
                "date": "2026-03-31",
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
                "line_ids": [
                    Command.create({"product_id": rated.id, "price_unit": 1000000})
                ],
                "work_ids": [Command.create({"member_id": case.a.id, "hours": 8})],
                **values,
            }
        )

    draft, sent, accepted, invoiced = (acceptance() for _number in range(4))
    sent.action_send()
    (accepted + invoiced).action_accept()
    invoice = invoiced._create_invoices()
    invoice.action_post()
    correction = env["coop.service.correction"].create(
        {
            "acceptance_id": invoiced.id,
            "date": "2026-04-01",
            "amount": 1000,
            "reason": "Dust",
        }
    )
    booked = correction.copy({"date": "2026-03-31"})
    booked.action_post()
    case.company.write(
        {"coop_final_tax_from": "2024-01-01", "coop_final_tax_to": "2027-12-31"}
    )
    sheets = env["coop.tax.sheet"].create(
        [
            {"company_id": case.company.id, "date": day}
            for day in ("2026-03-31", "2026-04-30")
        ]
    )
    sheets[0].action_post()
    complaints = env["coop.complaint"].create(
        [
            {"contract_id": job.id, "subject": text, "solution": "Vacuumed"}
            for text in ("Dust", "Late")
        ]
    )
    complaints[1].action_resolve()
    checks = env["coop.quality.check"].create(
        [
            {
                "contract_id": job.id,
                "role_id": role.id,
                "item_ids": [Command.create({"name": "Floor", "result": result})],
            }
            for result in ("good", "bad")
        ]
    )
    checks[1].action_done()
    run = env["coop.payout.run"].create(
        {"company_id": case.company.id, "date": "2026-03-31", "date_to": "2026-03-31"}
    )
    run.action_compute()
    run.action_approve()
    run.action_post()
    env.flush_all()
    return {
        "coop.service.acceptance": sent,
        "draft acceptance": draft,
        "accepted acceptance": accepted,
        "coop.service.acceptance.line": draft.line_ids,
        "coop.service.acceptance.work": draft.work_ids,
        "coop.service.correction": correction,
        "coop.complaint": complaints[0],
        "resolved complaint": complaints[1],
        "coop.quality.check": checks[0],
        "rework check": checks[1],
        "coop.quality.check.item": checks[0].item_ids,
        "coop.quality.point": rated.product_tmpl_id.coop_quality_point_ids,
        "coop.service.level": env["coop.service.level"].search(
            [("contract_id", "=", job.id)], limit=1
        ),
        "coop.tax.rate": env.ref("coop_services.tax_rate_pph23"),
        "coop.tax.sheet": sheets[1],
        "posted sheet": sheets[0],
        "posted correction": booked,
        "advance": env["coop.advance.invoice"].create(
            {
                "contract_id": job.id,
                "product_id": rated.id,
                "name": "Advance",
                "amount": 1000,
            }
        ),
        "tax export": env["coop.tax.export"].create({"month": "2026-03-01"}),
        "tax import": env["coop.tax.import"].create(
            {
                "file": base64.b64encode(
                    f"reference;number\n{invoice.name};{'1' * 17}\n".encode()
                )
            }
        ),
        "move line": invoice.line_ids[0],
        "job of b": job,
        "site": case.site,
    }
