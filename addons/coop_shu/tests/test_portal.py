# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import ShuCase


@tagged("post_install", "-at_install")
class TestPortalShu(ShuCase, HttpCase):
    """Why this amount: a member reads the own share of decided runs, nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.siti = cls.worker("Siti <b>Rahayu</b>", 1_000_000, 110_000_000)
        cls.budi = cls.worker("Budi Santoso", 500_000, 430_000_000)
        cls.book(member=44_100_000, non_member=7_900_000)
        cls.run_2025 = cls.computed(
            cls.scheme([("reserve", 50), ("patronage", 35), ("capital", 15)])
        )
        for login, member in (("member_a", cls.siti), ("member_b", cls.budi)):
            partner = member.partner_id
            cls.new_user(
                login, "base.group_portal", partner_id=partner.id, name=partner.name
            )

    def share(self, member):
        return self.run_2025.share_ids.filtered(lambda s: s.member_id == member)

    def approve(self):
        self.run_2025.write(
            {"resolution_number": "1/RAT/2026", "resolution_date": "2026-03-20"}
        )
        self.run_2025.action_approve()

    def page(self, url, login="member_a"):
        self.authenticate(login, login)
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        text = " ".join(html.fromstring(response.content).text_content().split())
        return text.replace("\u00a0", " "), response

    def test_only_decided_runs(self):
        share = self.share(self.siti)
        text, _response = self.page("/my/shu")
        self.assertIn("You have no share yet", text)
        _text, response = self.page(f"/my/shu/{share.id}")
        self.assertTrue(response.url.endswith("/my/shu"))
        self.approve()
        text, _response = self.page("/my/shu")
        self.assertIn("SHU 2025", text)
        for action, label in ((None, "Not booked"), ("action_post", "Unpaid")):
            if action:
                getattr(self.run_2025, action)()
            text, _response = self.page(share.access_url)
            self.assertIn("Why this amount", text)
            self.assertIn(label, text)

    def test_four_numbers_formula_and_pools(self):
        self.approve()
        share = self.share(self.siti)
        text, response = self.page(f"/my/shu/{share.id}")
        number = "{:,.0f}".format
        for label, amount in (
            ("Patronage share", share.patronage_amount),
            ("Capital share", share.capital_amount),
            ("Total", share.total),
            ("Payable", share.payable),
        ):
            self.assertIn(f"{label} Rp {number(amount)}", text)
        for step in share._explain():
            self.assertIn(step["formula"].replace("\u00a0", " "), text)
        self.assertIn("1/RAT/2026", text)
        self.assertIn("Surplus after tax Rp 52,000,000", text)
        svg = html.fromstring(response.content).find('.//svg[@role="img"]')
        picture = svg.text_content().replace("\u00a0", " ")
        self.assertIn(f"You: Rp {number(share.patronage_amount)}", picture)
        self.assertIn(f"You: Rp {number(share.capital_amount)}", picture)
        # names are text, never tags
        self.assertIn("Siti <b>Rahayu</b>", text)
        self.assertNotIn(b"<b>Rahayu", response.content)

    def test_paid_state(self):
        self.approve()
        self.run_2025.action_post()
        share = self.share(self.siti)
        action = share.action_pay()
        self.env[action["res_model"]].with_context(**action["context"]).create(
            {"journal_id": self.bank_journal.id}
        ).action_create_payments()
        text, _response = self.page(f"/my/shu/{share.id}")
        self.assertIn(f"Payable Rp {share.payable:,.0f} Paid", text)

    def test_members_never_meet(self):
        self.approve()
        foreign = self.share(self.siti)
        for url in (f"/my/shu/{foreign.id}", f"/my/shu/{foreign.id}/slip"):
            text, response = self.page(url, "member_b")
            self.assertTrue(response.url.endswith("/my/shu"))
            self.assertNotIn("Siti", text)
        as_b = self.env["res.users"].search([("login", "=", "member_b")])
        shares = self.env["coop.shu.share"].with_user(as_b)
        self.assertEqual(shares.search([]).member_id.sudo(), self.budi)
        with self.assertRaises(AccessError):
            foreign.with_user(as_b).read(["total"])
        with self.assertRaises(AccessError):
            self.env["report.coop_shu.share_slip"].with_user(as_b)._slip(
                foreign.with_user(as_b)
            )
        for model in ("coop.shu.run", "coop.shu.pool", "coop.shu.result"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(as_b).search([])

    def test_public_and_staff(self):
        self.approve()
        share = self.share(self.siti)
        self.new_user("shu_officer", "officer")
        self.new_user("shu_clerk", "base.group_user")
        for url in ("/my/shu", f"/my/shu/{share.id}", f"/my/shu/{share.id}/slip"):
            self.authenticate(None, None)
            self.assertIn("/web/login", self.url_open(url).url)
            for login in ("shu_officer", "shu_clerk"):
                text, response = self.page(url, login)
                self.assertTrue(response.url.endswith("/my/shu"))
                self.assertIn("You have no share yet", text)

    def test_own_slip(self):
        self.approve()
        share = self.share(self.siti)
        self.authenticate("member_a", "member_a")
        response = self.url_open(f"/my/shu/{share.id}/slip")
        self.assertEqual(response.status_code, 200)
        self.assertIn("SHU_2025", response.headers["Content-Disposition"])
        self.assertIn(f"{share.total:,.0f}", response.text)
        self.assertNotIn("Budi", response.text)

    def test_home_entry(self):
        self.approve()
        self.authenticate("member_a", "member_a")
        self.assertIn("/my/shu", self.url_open("/my").text)
        counters = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["coop_shu_count"]}
        )
        self.assertEqual(counters["coop_shu_count"], 1)

    # ---------------------------------------------------------------- verification
    def verify(self, share, token=None):
        slips = self.env["report.coop_shu.share_slip"]
        token = slips._token(share) if token is None else token
        self.authenticate(None, None)
        return self.url_open(f"/coop/shu/verify/{share.id}/{token}")

    def test_genuine_slip(self):
        self.approve()
        share = self.share(self.siti)
        response = self.verify(share)
        self.assertEqual(response.status_code, 200)
        text = " ".join(" ".join(html.fromstring(response.content).itertext()).split())
        text = text.replace("\u00a0", " ")
        self.assertIn("This slip is genuine", text)
        self.assertIn(self.company.name, text)
        self.assertIn(f"Member number {share.number}", text)
        self.assertIn(f"Total Rp {share.total:,.0f}", text)
        self.assertIn(f"Payable Rp {share.payable:,.0f}", text)
        self.assertNotIn("Rahayu", text)
        self.assertNotIn("Siti", text)
        self.assertEqual(response.headers["Cache-Control"], "no-store")

    def test_anything_else_is_not_found(self):
        share, other = self.share(self.siti), self.share(self.budi)
        slips = self.env["report.coop_shu.share_slip"]
        token = slips._token(share)
        self.assertEqual(self.verify(share).status_code, 404)  # only computed
        self.approve()
        self.assertEqual(self.verify(share).status_code, 200)
        for wrong in (
            slips._token(other),
            token[:-1],
            token[:-1] + ("0" if token[-1] != "0" else "1"),
            token.upper() if token.upper() != token else "x",
            "é",
        ):
            response = self.verify(share, wrong)
            self.assertEqual(response.status_code, 404, wrong)
            self.assertIn("No such slip", response.text)
            self.assertNotIn(share.number, response.text.split("</header>")[-1])
        missing = self.env["coop.shu.share"].browse(share.id + 10_000)
        self.assertEqual(self.verify(missing, token).status_code, 404)

    def test_token_holds_the_figures(self):
        """A changed amount would be another token."""
        self.approve()
        share = self.share(self.siti)
        slips = self.env["report.coop_shu.share_slip"]
        token = slips._token(share)
        share.sudo().payable += 1
        self.assertNotEqual(slips._token(share), token)
        self.assertEqual(self.verify(share, token).status_code, 404)

    def test_reversed_run_is_told(self):
        self.approve()
        share = self.share(self.siti)
        self.run_2025.sudo().state = "reversed"
        response = self.verify(share)
        self.assertEqual(response.status_code, 200)
        self.assertIn("no longer valid", response.text)
        self.assertNotIn("is genuine", response.text)
