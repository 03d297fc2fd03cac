# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo.fields import Date
from odoo.tests import HttpCase, tagged

from .common import ServicesCase
from .payout_common import PayoutCase
from .test_portal_payout import StatementCase


@tagged("post_install", "-at_install")
class TestTeamTour(ServicesCase, HttpCase):
    """In a browser: a dispatcher fills a team by a click and replaces one of it."""

    def test_fill_and_replace(self):
        self.new_user("dispatcher", "officer")
        budi = self.worker("Budi", (self.clean, self.expert), number="0001")
        siti = self.worker("Siti", (self.clean, self.expert), number="0002")
        tono = self.worker("Tono", self.clean, number="0003")
        self.worker("Rina", self.design, number="0004")
        today = Date.context_today(self.env.user)
        role = self.role(
            self.job(date_start=today),
            name="Tour cleaner",
            people=2,
            skill_id=self.clean.id,
            skill_level_id=self.basic.id,
            date_from=Date.add(today, days=3),
            date_to=Date.add(today, days=30),
        )
        self.start_tour(
            "/odoo", "coop_fill_team_and_replace", login="dispatcher", timeout=240
        )
        rows = role.assignment_ids.sorted("id")
        self.assertEqual(rows.member_id, budi + siti + tono)
        by_member = {row.member_id: row for row in rows}
        self.assertEqual(by_member[budi].state, "replaced")
        self.assertEqual(by_member[budi].answer, "Moves to Bandung")
        self.assertEqual(by_member[tono].replaces_id, by_member[budi])
        self.assertEqual(by_member[siti].state, "offered")
        self.assertTrue(by_member[tono].shift_ids)
        self.assertFalse(
            by_member[budi].shift_ids.filtered(lambda shift: shift.state == "planned")
        )


@tagged("post_install", "-at_install")
class TestMonthTour(PayoutCase, HttpCase):
    """In a browser: from accepted work to the bank file."""

    def test_month(self):
        # the same day for both at any hour
        self.new_user("payer", "accountant", "manager", tz=self.env.user.tz)
        today = Date.context_today(self.env.user)
        self.lend(self.siti, 500000, date=today)
        self.accept(20000000, {self.budi: 10, self.siti: 7}, date=today)
        self.start_tour("/odoo", "coop_month_to_bank_file", login="payer", timeout=240)
        run = self.env["coop.payout.run"].search([("company_id", "=", self.company.id)])
        self.assertEqual(run.state, "paid")
        self.assertEqual(run.create_uid.login, "payer")
        batch = self.env["coop.payment.batch"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(batch.amount_total, 9750000 + 6325000)
        url = batch.with_user(run.create_uid).action_bank_file()["url"]
        self.authenticate("payer", "payer")
        text = self.url_open(url).text
        for amount in ("9750000", "6325000"):
            self.assertIn(amount, text)
        self.assertEqual(self.balance(self.company.coop_advance_account_id), 0)
        self.assertEqual(self.balance(self.company.coop_payout_payable_account_id), 0)


@tagged("post_install", "-at_install")
class TestStatementTour(StatementCase):
    """In a browser on a phone: a member reads why the payout is this amount."""

    browser_size = "375x667"
    touch_enabled = True

    def test_member_reads(self):
        self.pay(self.paid())
        self.contract.coop_pay_when = "paid"
        self.accept(1000000, {self.budi: 1}, date="2026-04-15")
        self.start_tour("/my", "coop_read_statement", login="budi", timeout=180)
