# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Who may do what with prices, jobs, shared costs and the manager's view."""

from odoo.fields import Command

from odoo.addons.coop_membership.tests.security import OPENS, allow

ACCOUNTANT = ("accountant", "manager")
MANAGER = ("manager",)
ORDERS = ("accountant", "manager", "supervisor")  # open the screens of quotations
READ = allow("officer", "accountant", "manager", "supervisor")
BOARD = allow("officer", "accountant", "supervisor", manager="crwd")
LAW = {**BOARD, "other": "crwd"}  # of the country, not of a company
OFFICE_BOOKS = allow("officer", "supervisor", accountant="crwd", manager="crwd")

MODELS = {
    "coop.wage.basis": LAW,
    "coop.price.floor": LAW,
    "coop.price.floor.amount": LAW,
    "coop.reference.price": BOARD,
    "coop.price.scheme": BOARD,
    "coop.price.scheme.line": BOARD,
    "coop.price.build": BOARD,
    "coop.price.build.line": BOARD,
    "coop.price.build.step": BOARD,
    "coop.cost.pool": BOARD,
    "coop.cost.pool.key": BOARD,
    "coop.cost.pool.period": OFFICE_BOOKS,
    "coop.cost.pool.share": READ,
    "coop.job.margin": READ,
    "coop.member.month": READ,
    "coop.member.income": READ,
}
METHODS = {
    ("coop.price.build", "action_from_price"): ("coop.price.build", MANAGER),
    ("coop.price.build", "action_from_rate"): ("coop.price.build", MANAGER),
    ("coop.price.build", "action_reload_rules"): ("coop.price.build", MANAGER),
    ("product.template", "action_coop_price_builds"): ("product.template", OPENS),
    ("sale.order", "action_coop_approve_price"): ("cheap order", MANAGER),
    ("sale.order", "action_coop_jobs"): ("sale.order", OPENS),
    ("sale.order.line", "action_coop_price_build"): ("sale.order.line", MANAGER),
    ("sale.order.line", "action_coop_take_price"): ("sale.order.line", ACCOUNTANT),
    ("contract.contract", "action_coop_end"): ("contract.contract", MANAGER),
    ("contract.contract", "action_open_team"): ("contract.contract", OPENS),
    ("contract.contract", "action_open_order"): ("contract.contract", OPENS),
    ("contract.contract", "action_open_project"): ("contract.contract", OPENS),
    ("contract.contract", "action_open_margin"): ("contract.contract", OPENS),
    ("coop.cost.pool", "action_open_periods"): ("coop.cost.pool", OPENS),
    ("coop.cost.pool.period", "action_compute"): ("draft period", ACCOUNTANT),
    ("coop.cost.pool.period", "action_show"): ("coop.cost.pool.period", ACCOUNTANT),
    ("coop.cost.pool.period", "action_draft"): ("coop.cost.pool.period", ACCOUNTANT),
    ("coop.cost.pool.period", "action_open_items"): ("coop.cost.pool.period", OPENS),
    ("coop.job.margin", "action_open_job"): ("coop.job.margin", OPENS),
}
LOGIN = {"public": "/web/login"}
ROUTES = {("/my/costs", "/my/costs"): {None: 200, **LOGIN}}
POSTED_ROUTES = ()
REPORTS = {}


def samples(case):
    """Every model once: a fair price, its job, accepted work, shared costs."""
    env = case.env
    build = case.build()
    order = case.quote()
    order.action_confirm()
    job = order.coop_job_ids
    job.coop_role_ids.certificate_ids = False
    reference = env["coop.reference.price"].create(
        {
            "product_tmpl_id": case.monthly.product_tmpl_id.id,
            "company_id": case.company.id,
            "valid_from": "2026-01-01",
            "price_from": 1,
            "price_to": 2,
            "source": "Survey",
        }
    )
    acceptance = env["coop.service.acceptance"].create(
        {
            "contract_id": job.id,
            "date": "2026-03-31",
            "split": "weight",
            "line_ids": [
                Command.create({"product_id": case.monthly.id, "price_unit": 9000})
            ],
            "work_ids": [
                Command.create({"member_id": member.id, "weight": weight})
                for member, weight in ((case.a, 1), (case.b, 2))
            ],
        }
    )
    acceptance.action_accept()
    pools = env["coop.cost.pool"].search([("company_id", "=", case.company.id)])
    case.entry(
        "2026-03-01",
        (case.account("pool_marketing"), 3000),
        (case.bank_account, -3000),
    )
    periods = env["coop.cost.pool.period"].create(
        [
            {
                "pool_id": pool.id,
                "date_from": "2026-01-01",
                "date_to": "2026-12-31",
            }
            for pool in pools[:2]
        ]
    )
    periods[0].action_compute()
    env.flush_all()
    own = [("company_id", "=", case.company.id)]
    return {
        "coop.wage.basis": case.hour_173,
        "coop.price.floor": case.bandung,
        "coop.price.floor.amount": case.bandung.amount_ids,
        "coop.reference.price": reference,
        "coop.price.scheme": case.rules,
        "coop.price.scheme.line": case.rules.line_ids[0],
        "coop.price.build": build,
        "coop.price.build.line": build.line_ids,
        "coop.price.build.step": build.step_ids[0],
        "coop.cost.pool": pools[0],
        "coop.cost.pool.key": pools[0].key_ids,
        "coop.cost.pool.period": periods[0],
        "draft period": periods[1],
        "coop.cost.pool.share": periods[0].share_ids[0],
        "coop.job.margin": env["coop.job.margin"].search(own, limit=1),
        "coop.member.month": env["coop.member.month"].search(own, limit=1),
        "coop.member.income": env["coop.member.income"].search(own, limit=1),
        "product.template": case.monthly.product_tmpl_id,
        "sale.order": order,
        "sale.order.line": case.quote().order_line,
        "cheap order": case.quote(price=100),
        "contract.contract": job,
    }
