# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from lxml import html

from odoo.tests import HttpCase, tagged

from .test_team import TeamCase


@tagged("post_install", "-at_install")
class TestPortalWork(TeamCase, HttpCase):
    """The work of a member on the phone, and nobody else's."""

    def page(self, url="/my/work", login="siti", **post):
        self.authenticate(login, login)
        if post:
            page = html.fromstring(self.url_open("/my/work").content)
            tokens = page.xpath("//input[@name='csrf_token']/@value")
            post["csrf_token"] = tokens[0]
        response = self.url_open(url, data=post or None)
        self.assertEqual(response.status_code, 200)
        return " ".join(html.fromstring(response.content).text_content().split())

    def test_offer_accepted(self):
        row = self.offer(self.siti)
        text = self.page()
        for said in ("Offered to you", "PT Terang Jaya", "07:00–16:00 WIB", "Cleaner"):
            self.assertIn(said, text)
        self.assertNotIn("Offered to you", self.page(login="budi"))
        self.page(f"/my/work/{row.id}/accept", "budi", x="1")
        self.assertEqual(row.state, "offered")
        self.page(f"/my/work/{row.id}/accept", x="1")
        self.assertEqual(row.state, "accepted")

    def test_offer_declined_with_a_reason(self):
        row = self.offer(self.siti)
        self.page(f"/my/work/{row.id}/decline", reason="School exam")
        self.assertEqual((row.state, row.answer), ("declined", "School exam"))

    def test_letter(self):
        row = self.offer(self.siti)
        self.authenticate("siti", "siti")
        response = self.url_open(f"/my/work/{row.id}/letter")
        self.assertIn("Surat_Tugas", response.headers["Content-Disposition"])
        self.assertTrue(row.name in response.text)  # HTML in tests
        self.authenticate("budi", "budi")
        response = self.url_open(f"/my/work/{row.id}/letter", allow_redirects=False)
        self.assertEqual(response.status_code, 303)

    def test_swap_from_question_to_answer(self):
        self.the_role.people = 2
        mine, yours = self.offer(self.siti), self.offer(self.budi)
        (mine + yours).action_accept()
        shift = mine.shift_ids.sorted("start")[1]
        text = self.page(f"/my/work/shift/{shift.id}")
        self.assertIn("Budi", text)
        self.page(
            f"/my/work/shift/{shift.id}/ask",
            member_id=self.budi.id,
            reason="Wedding",
        )
        swap = shift.swap_ids
        self.assertEqual((swap.state, swap.reason), ("asked", "Wedding"))
        self.assertIn("You asked Budi", self.page())
        self.assertIn("Siti asks you to take this shift", self.page(login="budi"))
        self.page(f"/my/work/swap/{swap.id}/agree", "siti", x="1")
        self.assertEqual(swap.state, "asked")  # not hers to say
        self.page(f"/my/work/swap/{swap.id}/agree", "budi", x="1")
        self.assertEqual(swap.state, "agreed")

    def test_foreign_shift_is_not_swapped(self):
        row = self.offer(self.budi)
        shift = row.shift_ids[0]
        self.page(f"/my/work/shift/{shift.id}/ask", member_id=self.budi.id)
        self.assertFalse(shift.swap_ids)

    def test_wishes(self):
        self.page(
            "/my/work/wish",
            kind="unavailable",
            date_from="2026-03-09",
            date_to="2026-03-10",
            weekday="0",
            note="Harvest",
        )
        wish = self.env["coop.service.wish"].search([("member_id", "=", self.siti.id)])
        self.assertEqual(
            (wish.kind, str(wish.date_to), wish.weekday, wish.note),
            ("unavailable", "2026-03-10", "0", "Harvest"),
        )
        self.page(f"/my/work/wish/{wish.id}/remove", "budi", x="1")
        self.assertTrue(wish.exists())
        self.assertIn("Harvest", self.page())
        text = self.page("/my/work/wish", date_from="2026-03-09", date_to="2026-03-01")
        self.assertIn("The last day is before the first", text)
        self.assertIn("as dates", self.page("/my/work/wish", date_from="soon"))
        self.page(f"/my/work/wish/{wish.id}/remove", x="1")
        self.assertFalse(wish.exists())

    def test_loans_are_shown(self):
        item = self.env["coop.loan.item"].create({"name": "Polisher"})
        self.env["coop.loan"].create({"item_id": item.id, "member_id": self.siti.id})
        self.assertIn("1 × Polisher", self.page())
        self.assertNotIn("Polisher", self.page(login="budi"))
