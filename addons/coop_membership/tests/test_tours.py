# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo.tests import HttpCase, tagged

from .test_opening import AGUS, BUDI, CUT_OFF, DEWI, SITI, OpeningCase


@tagged("post_install", "-at_install")
class TestTakeOverTour(OpeningCase, HttpCase):
    """In a browser: from the spreadsheet of the old office to the first payment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Odoo's test company holds receipts on an outstanding account; ours never does.
        lines = cls.bank_journal.inbound_payment_method_line_ids
        lines.payment_account_id = cls.bank_account

    def test_take_over_and_first_payment(self):
        self.new_user("tour", "manager")
        draft = self.opening()
        self.fill(draft, [BUDI, SITI, AGUS, DEWI])
        spreadsheet = self.env["ir.attachment"].create(
            {"name": "take-over.xlsx", "datas": draft.file, "public": True}
        )
        self.env["ir.model.data"].create(
            {
                "module": "coop_membership",
                "name": "tour_take_over",
                "model": spreadsheet._name,
                "res_id": spreadsheet.id,
            }
        )
        draft.unlink()

        self.start_tour(
            "/odoo", "coop_take_over_and_first_payment", login="tour", timeout=240
        )

        opening = self.env["coop.opening"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(opening.state, "posted")
        self.assertEqual(str(opening.date), CUT_OFF)
        self.assertEqual(opening.create_uid.login, "tour")
        members = opening.line_ids.sudo().member_id
        self.assertEqual(
            members.sorted("id").mapped("state"), ["active"] * 3 + ["approved"]
        )
        budi = members.filtered(lambda member: member.number == BUDI["number"])
        payment = self.env["account.payment"].search([("coop_member_id", "=", budi.id)])
        self.assertEqual(payment.state, "paid")
        self.assertEqual(payment.amount, 120000)
        self.assertEqual(payment.coop_allocation_ids.type_id, self.mandatory)
        self.env.invalidate_all()
        self.assertEqual(budi.savings_mandatory, BUDI["WAJIB"] + 120000)
        self.assertEqual(-self.balance(self.mandatory.account_id), 7550000 + 120000)
