# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import Command
from odoo.tests import Form, tagged

from .common import CoopCase


@tagged("post_install", "-at_install")
class TestPaymentCore(CoopCase):
    """Ordinary payments behave as without this addon, for users without its groups."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.new_user("clerk", "account.group_account_invoice")

    def ordinary(self, **values):
        return (
            self.env["account.payment"]
            .with_user(self.clerk)
            .create(
                {
                    "payment_type": "inbound",
                    "partner_id": self.partner_a.id,
                    "amount": 1000,
                    "date": "2025-03-10",
                    "journal_id": self.bank_journal.id,
                    **values,
                }
            )
        )

    def test_ordinary_payment_lives_as_in_core(self):
        payment = self.ordinary()
        self.assertEqual(payment.amount, 1000)
        self.assertEqual(
            payment.destination_account_id,
            self.partner_a.with_company(self.company).property_account_receivable_id,
        )
        payment.action_post()
        self.assertEqual(payment.state, "in_process")
        payment.action_draft()
        payment.write({"amount": 1200, "partner_id": self.partner_b.id})
        payment.action_post()
        liquidity, counterpart, writeoff = payment._seek_for_lines()
        self.assertEqual(liquidity.balance, 1200)
        self.assertEqual(counterpart.balance, -1200)
        self.assertFalse(writeoff)
        copy = payment.copy()
        self.assertEqual(copy.amount, 1200)
        copy.unlink()

    def test_form_of_a_clerk_without_cooperative_groups(self):
        payments = self.env["account.payment"].with_user(self.clerk)
        with Form(payments.with_context(default_payment_type="inbound")) as form:
            form.partner_id = self.partner_a
            form.journal_id = self.bank_journal
            form.amount = 500
            form.payment_type = "outbound"
        self.assertEqual(form.record.amount, 500)
        self.assertFalse(form.record.sudo().coop_member_id)

    def test_write_off_of_an_ordinary_payment(self):
        expense = self.company_data["default_account_expense"]
        payment = self.ordinary(
            write_off_line_vals=[
                {
                    "name": "fee",
                    "account_id": expense.id,
                    "partner_id": self.partner_a.id,
                    "currency_id": self.company.currency_id.id,
                    "amount_currency": 50,
                    "balance": 50,
                }
            ]
        )
        payment.action_post()
        self.assertEqual(
            payment.move_id.line_ids.sorted("id").mapped("balance"),
            [1000, -1050, 50],
        )

    def test_invoice_with_reconcilable_liability_tax_is_paid(self):
        """Section 10: widening the counterpart types would break this."""
        account = self.env["account.account"].create(
            {
                "name": "Tax",
                "code": "T10001",
                "account_type": "liability_current",
                "reconcile": True,
            }
        )
        tax = self.env["account.tax"].create(
            {
                "name": "10",
                "amount": 10,
                "invoice_repartition_line_ids": [
                    Command.create({"repartition_type": "base"}),
                    Command.create(
                        {"repartition_type": "tax", "account_id": account.id}
                    ),
                ],
            }
        )
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.partner_a.id,
                "invoice_date": "2025-03-10",
                "invoice_line_ids": [
                    Command.create(
                        {"name": "x", "price_unit": 100000, "tax_ids": tax.ids}
                    )
                ],
            }
        )
        invoice.action_post()
        wizard = (
            self.env["account.payment.register"]
            .with_user(self.clerk)
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": self.bank_journal.id})
        )
        wizard.action_create_payments()
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(invoice.amount_total, 110000)

    def test_clerk_without_cooperative_groups_resets_a_savings_payment(self):
        member = self.member("Budi")
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "date": "2025-03-10",
                "journal_id": self.bank_journal.id,
                "coop_member_id": member.id,
                "coop_allocation_ids": [
                    Command.create({"type_id": self.mandatory.id, "amount": 50000}),
                    Command.create({"type_id": self.voluntary.id, "amount": 10000}),
                ],
            }
        )
        payment.action_post()
        clerks = payment.with_user(self.clerk)
        clerks.action_draft()
        clerks.date = "2025-03-12"
        clerks.action_post()
        self.assertEqual(
            payment.move_id.line_ids.sorted("id").mapped("balance"),
            [60000, -50000, -10000],
        )
