# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo.fields import Command
from odoo.tests import tagged

from .common import CoopCase


@tagged("post_install", "-at_install")
class TestJournalDashboard(CoopCase):
    """The dashboard shows the balance of the books, whatever moved the money."""

    def test_entries_and_payments_make_up_the_balance(self):
        self.pay_directly()
        entry = self.env["account.move"].create(
            {
                "journal_id": self.misc_journal.id,
                "date": "2025-03-01",
                "line_ids": [
                    Command.create({"account_id": account.id, "balance": balance})
                    for account, balance in (
                        (self.bank_account, 700_000),
                        (self.account("grants"), -700_000),
                    )
                ],
            }
        )
        entry.action_post()
        payment = self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": self.partner_a.id,
                "journal_id": self.bank_journal.id,
                "amount": 200_000,
                "date": "2025-03-02",
            }
        )
        payment.action_post()
        data = self.bank_journal._get_journal_dashboard_data_batched()
        shown = data[self.bank_journal.id]
        balance = self.company.currency_id.format(500_000)
        self.assertEqual(shown["account_balance"], balance)
        self.assertFalse(shown["nb_misc_operations"])

    def test_statements_are_left_to_core(self):
        self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank_journal.id,
                "date": "2025-03-01",
                "payment_ref": "Bunga",
                "amount": 12_000,
            }
        )
        data = self.bank_journal._get_journal_dashboard_data_batched()
        balance = self.company.currency_id.format(12_000)
        self.assertEqual(data[self.bank_journal.id]["account_balance"], balance)
