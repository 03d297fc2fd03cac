# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from lxml import html

from odoo.tests import HttpCase, tagged

from .payout_common import PayoutCase


class StatementCase(PayoutCase, HttpCase):
    """Budi and Siti were paid for March; Siti led, and owes more than she earned.

    20,000,000, 15 % to the cooperative: 17,000,000 less 200,000 for the lead, 10 : 7.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for login, member in (("budi", cls.budi), ("siti", cls.siti)):
            cls.new_user(
                login,
                "base.group_portal",
                partner_id=member.partner_id.id,
                name=member.partner_id.name,
            )

    def paid(self):
        self.owe(self.budi, 36800)
        self.lend(self.siti, 9000000)
        self.accept(
            20000000,
            {self.budi: 10, self.siti: 7},
            lead_member_id=self.siti.id,
            lead_fee=200000,
        )
        return self.posted()


@tagged("post_install", "-at_install")
class TestPortalPayout(StatementCase):
    """What members read of their payouts, and nobody else's."""

    def page(self, url, login="budi"):
        self.authenticate(login, login)
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        text = html.fromstring(response.content).text_content()
        return " ".join(text.replace("\u00a0", " ").split())

    def test_statement_explains_every_amount(self):
        run = self.paid()
        self.assertEqual(self.payouts(run)["Siti"], (7117647, 177941, 0, 0, 6939706, 0))
        text = self.page(f"/my/payouts/{run.payout_ids[1].id}", "siti")
        for said in (
            "0002",
            "Price for the work of members Rp 20,000,000",
            "The cooperative's share −Rp 3,000,000",
            "Your fee as lead Rp 200,000",
            "Your part: 7 of 17, of Rp 16,800,000 Rp 7,117,647",
            "Income tax (PPh 21) −Rp 177,941",
            "Advance Still owed: Rp 2,060,294 −Rp 6,939,706",
            "You receive Rp 0",
            "Paid",
        ):
            self.assertIn(said, text)
        self.assertNotIn("Budi", text)

    def test_list_shows_payouts_and_what_waits(self):
        run = self.paid()
        self.contract.coop_pay_when = "paid"
        self.accept(1000000, {self.budi: 1}, date="2026-04-15")
        text = self.page("/my/payouts")
        self.assertIn("Accepted work, not paid yet", text)
        self.assertIn("Waiting for the client's payment: Rp 850,000", text)
        self.assertIn("Gross Rp 9,882,353", text)
        self.assertIn("To pay", text)
        self.pay(run)
        self.assertNotIn("To pay", self.page("/my/payouts"))
        self.assertNotIn("Rp 9,882,353", self.page("/my/payouts", "siti"))
        self.assertIn("My payouts", self.page("/my"))

    def test_nobody_reads_the_statement_of_another(self):
        payout = self.paid().payout_ids[1]
        for url in (f"/my/payouts/{payout.id}", f"/my/payouts/{payout.id}/statement"):
            text = self.page(url)
            self.assertNotIn("7,117,647", text)
            self.assertIn("My payouts", text)

    def test_computed_payouts_are_not_shown(self):
        self.accept(1000000, {self.budi: 1})
        run = self.computed()
        text = self.page("/my/payouts")
        self.assertIn("Nothing was paid yet", text)
        self.assertIn("Rp 850,000", text)  # the work is accepted, and not paid
        self.assertNotIn(run.name, self.page(f"/my/payouts/{run.payout_ids.id}"))

    def test_paper_says_the_same(self):
        run = self.paid()
        self.authenticate("siti", "siti")
        response = self.url_open(f"/my/payouts/{run.payout_ids[1].id}/statement")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        text = response.text.replace("\u00a0", " ")  # HTML in tests
        for said in ("Payout statement", "7,117,647", "2,060,294", "nol rupiah"):
            self.assertIn(said.lower(), text.lower())
        report = self.env.ref("coop_services.action_report_payout_statement")
        content, _kind = report._render_qweb_html(report, run.payout_ids.ids)
        self.assertEqual(content.decode().count('class="page"'), 2)
        self.assertEqual(run.action_print()["report_name"], report.report_name)
