# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from contextlib import contextmanager

from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests import tagged
from odoo.tests.common import BaseCase, get_db_name

from odoo.addons.coop_membership.tests.purge import purge, purge_company

from .test_acceptance import AcceptanceCase


@tagged("post_install", "-at_install")
class TestAcceptanceQueries(AcceptanceCase):
    """Queries do not grow with the shifts, and hardly with the members."""

    def month(self, members):
        job = self.job(f"Job of {len(members)}")
        role = self.role(job, people=len(members))
        for member in members:
            assignment = self.assign(role, member)
            for day in (2, 3, 4):
                self.shift(assignment, f"2026-03-{day:02} 01:00:00", state="done")
        acceptance = self.acceptance(
            job,
            line_ids=[
                Command.create({"product_id": self.cleaning.id, "price_unit": 1000000})
            ],
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return acceptance

    def count(self, members):
        acceptance = self.month(members)
        start = self.env.cr.sql_log_count
        acceptance.action_propose()
        self.env.flush_all()
        proposed = self.env.cr.sql_log_count
        acceptance.action_accept()
        self.env.flush_all()
        return proposed - start, self.env.cr.sql_log_count - proposed

    def test_proposing_and_accepting_many(self):
        members = self.env["coop.member"]
        for number in range(32):
            members += self.member(f"Member {number}", number=f"1{number:03}")
        self.count(members[:2])  # warms the caches
        propose, accept = self.count(members[2:12])
        propose2, accept2 = self.count(members[12:])
        self.assertLessEqual(propose2, propose + 3)
        self.assertLessEqual(accept2, accept + 3)


@tagged("post_install", "-at_install")
class TestAcceptanceRights(AcceptanceCase):
    """Who may keep, accept and invoice; the full table is in test_security."""

    def test_roles(self):
        acceptance = self.acceptance(price=1000000)
        supervisor = acceptance.with_user(self.new_user("sup", "supervisor"))
        self.assertEqual(supervisor.amount_price, 1000000)
        for call in ("action_propose", "action_send", "action_accept", "action_cancel"):
            with self.assertRaises(UserError):
                getattr(supervisor, call)()
        officer = acceptance.with_user(self.new_user("off", "officer"))
        officer.action_accept()
        self.assertEqual(acceptance.state, "accepted")
        with self.assertRaises(UserError):
            officer.action_invoice()
        accountant = acceptance.with_user(self.new_user("acc", "accountant"))
        accountant.action_invoice()
        self.assertEqual(acceptance.invoice_state, "draft")
        acceptance.invoice_ids.with_user(
            self.new_user("acc2", "accountant")
        ).action_post()
        correction = self.env["coop.service.correction"]
        with self.assertRaises(AccessError):
            correction.with_user(officer.env.user).create(
                {"acceptance_id": acceptance.id, "amount": 1, "reason": "x"}
            )
        made = correction.with_user(accountant.env.user).create(
            {
                "acceptance_id": acceptance.id,
                "amount": 1000,
                "reason": "x",
                "date": "2026-04-01",
            }
        )
        made.action_post()
        self.assertEqual(made.state, "posted")

    def test_plain_user_sees_nothing(self):
        acceptance = self.acceptance(price=1000000)
        user = self.new_user("plain", "base.group_user")
        for model in (
            "coop.service.acceptance",
            "coop.service.correction",
            "coop.complaint",
            "coop.quality.check",
            "coop.service.level",
            "coop.tax.sheet",
            "coop.tax.rate",
        ):
            self.assertFalse(self.env[model].with_user(user).has_access("read"), model)
        with self.assertRaises(AccessError):
            acceptance.with_user(user).read(["name"])


@tagged("post_install", "-at_install")
class TestAcceptanceTwoCursors(BaseCase):
    """Two users on the same work, in real transactions, removed afterwards."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            cls._commit_cooperative(api.Environment(cr, SUPERUSER_ID, {}))
        cls.addClassCleanup(cls._remove)

    @classmethod
    def _commit_cooperative(cls, env):
        case = type("Committed", (AcceptanceCase,), {})
        company = env["res.company"].create(
            {
                "name": "Koperasi Dua BAST",
                "country_id": env.ref("base.id").id,
                "currency_id": env.ref("base.IDR").id,
            }
        )
        env.user.company_ids += company
        env = env(
            context={"allowed_company_ids": company.ids, "tracking_disable": True}
        )
        env["account.chart.template"].try_loading("id", company, install_demo=False)
        case.env, case.company = env, company
        case.client = case.person("PT Dua BAST", is_company=True)
        case.site = case.client
        case.cleaning = case.service("Cleaning")
        case.budi, case.siti = case.member("Dua Budi"), case.member("Dua Siti")
        case.contract = case.job()
        assignment = case.assign(case.role(case.contract), case.budi)
        case.shift(assignment, "2026-03-02 01:00:00", state="done")
        ready = case.acceptance(price=1000000)
        drafts = case.acceptance() + case.acceptance()
        cls.company_id = company.id
        cls.ready_id, cls.draft_ids = ready.id, drafts.ids
        cls.product_ids = case.cleaning.product_tmpl_id.ids
        cls.partner_ids = [
            case.client.id,
            case.budi.partner_id.id,
            case.siti.partner_id.id,
        ]

    @classmethod
    def _remove(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            purge(env, "product_template", cls.product_ids)
            purge_company(env, cls.company_id, cls.partner_ids)

    @contextmanager
    def session(self, acceptance_id):
        with self.registry.cursor() as cr:
            env = api.Environment(
                cr, SUPERUSER_ID, {"allowed_company_ids": [self.company_id]}
            )
            yield env["coop.service.acceptance"].browse(acceptance_id)

    def test_accepted_and_invoiced_once(self):
        for call, state in (("action_accept", "draft"), ("action_invoice", "accepted")):
            with (
                self.subTest(call=call),
                self.session(self.ready_id) as first,
                self.session(self.ready_id) as second,
            ):
                self.assertEqual(second.state, state)  # its view of the world
                getattr(first, call)()
                with self.assertRaisesRegex(UserError, "someone else"):
                    getattr(second, call)()
                first.env.cr.commit()
        with self.session(self.ready_id) as acceptance:
            self.assertEqual(len(acceptance.share_ids), 2)
            self.assertEqual(len(acceptance.invoice_ids), 1)

    def test_shift_goes_to_one_of_two(self):
        one, two = self.draft_ids
        with self.session(one) as first, self.session(two) as second:
            self.assertFalse(second.shift_ids)
            first.action_propose()
            with self.assertRaisesRegex(UserError, "counting these shifts right now"):
                second.action_propose()
            second.env.cr.rollback()
            first.env.cr.commit()
            second.env.invalidate_all()
            with self.assertRaisesRegex(UserError, "nothing"):
                second.action_propose()
