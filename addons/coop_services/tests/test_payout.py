# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo.tests import tagged

from .payout_common import PayoutCase


@tagged("post_install", "-at_install")
class TestPayout(PayoutCase):
    """From accepted work to the bank file: section 3.3 no. 4 and 11b."""

    def test_split_tax_charges_bill_and_bank_file(self):
        """Price 20,000,000, 15 % to the cooperative: X 10,000,000 + Y 7,000,000."""
        self.owe(self.budi, 36800)
        self.owe(self.siti, 36800)
        self.lend(self.siti, 500000)
        self.accept(20000000, {self.budi: 10, self.siti: 7})
        run = self.posted()
        self.assertEqual(
            self.payouts(run),
            {
                "Budi": (10000000, 250000, 36800, 0, 0, 9713200),
                "Siti": (7000000, 175000, 36800, 0, 500000, 6288200),
            },
        )
        self.assertEqual(run.state, "posted")
        bill = run.payout_ids[1].move_id
        self.assertEqual(
            [(line.account_id.code, line.balance) for line in bill.line_ids],
            [
                ("51110010", 7000000),
                ("21210010", -175000),
                ("25110110", -36800),
                (self.company.coop_advance_account_id.code, -500000),
                ("21110010", -6288200),
            ],
        )
        self.assertEqual(bill.line_ids.partner_id, self.siti.partner_id)
        self.assertEqual(bill.journal_id, self.company.coop_payout_journal_id)
        self.assertFalse(bill.line_ids.tax_ids)
        advance = self.company.coop_advance_account_id
        self.assertEqual(self.balance(advance), 0)
        self.assertTrue(
            all(
                self.env["account.move.line"]
                .search([("account_id", "=", advance.id)])
                .mapped("reconciled")
            )
        )
        batch = self.pay(run)
        self.assertEqual(batch.amount_total, 16001400)
        self.assertIn("16001400", batch._bank_file())
        self.assertEqual(self.balance(self.company.coop_payout_payable_account_id), 0)
        self.assertEqual(run.state, "paid")
        self.assertEqual(run.payout_ids.mapped("state"), ["paid", "paid"])
        self.assertEqual(run.payout_ids.mapped("value"), [11764706, 8235294])
