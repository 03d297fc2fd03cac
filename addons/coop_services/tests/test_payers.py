# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta
from fractions import Fraction
from math import floor

from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import BaseCase, tagged

from ..engine.invoice_parts import invoice_parts, late_penalty, withheld_tax
from ..engine.periods import count_periods
from ..engine.vat import other_base_vat
from .test_acceptance import AcceptanceCase


def slow_half_up(value):
    value = Fraction(value)
    return (
        floor(value + Fraction(1, 2)) if value >= 0 else -floor(-value + Fraction(1, 2))
    )


@tagged("post_install", "-at_install")
class TestEngines(BaseCase):
    @given(st.integers(-(10**13), 10**13))
    def test_vat_is_twelve_percent_of_eleven_twelfths(self, price):
        base = slow_half_up(Fraction(price * 11, 12))
        result = other_base_vat(price)
        self.assertEqual(result.base, base)
        self.assertEqual(result.tax, slow_half_up(Fraction(base * 12, 100)))
        self.assertLessEqual(abs(result.tax - Fraction(price * 11, 100)), 1)

    @given(
        st.integers(0, 10**12),
        st.decimals(0, 20, places=2),
        st.integers(1, 2),
    )
    def test_withheld_tax_is_half_up(self, price, percent, factor):
        self.assertEqual(
            withheld_tax(price, percent, factor),
            slow_half_up(Fraction(price) * Fraction(percent) * factor / 100),
        )

    @given(
        st.integers(1, 10**12),
        st.booleans(),
        st.integers(0, 10**10),
        st.integers(0, 10**10),
        st.integers(0, 10**10),
    )
    def test_parts_add_up_to_what_is_due(self, price, collected, tax, late, kept):
        vat = other_base_vat(price).tax
        due = price + (0 if collected else vat)
        if tax + late + kept > due:
            with self.assertRaises(ValueError):
                invoice_parts(price, vat, collected, tax, late, kept)
            return
        parts = invoice_parts(price, vat, collected, tax, late, kept)
        self.assertEqual(parts.due, due)
        self.assertEqual(
            parts.bank + parts.withheld + parts.penalty + parts.retention, due
        )

    @given(st.integers(0, 10**12), st.integers(0, 100), st.integers(-10, 400))
    def test_penalty_grows_with_the_days_up_to_its_cap(self, price, permille, days):
        penalty = late_penalty(price, permille, days, cap_percent=5)
        self.assertLessEqual(penalty, slow_half_up(Fraction(price * 5, 100)))
        self.assertLessEqual(penalty, late_penalty(price, permille, days + 1))

    @given(st.dates(), st.integers(0, 900), st.integers(1, 12))
    def test_periods_are_additive_over_whole_ones(self, first, days, months):
        if first.year > 9000:
            return
        last = first + timedelta(days=days)
        count = count_periods(first, last, months=months)
        whole = floor(count)
        # a slow oracle: the day after each whole period
        self.assertLessEqual(
            first + relativedelta(months=months * whole) - timedelta(days=1), last
        )
        self.assertGreater(
            first + relativedelta(months=months * (whole + 1)) - timedelta(days=1), last
        )


class PayerCase(AcceptanceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.receivable = cls.company_data["default_account_receivable"]
        cls.output_vat = (
            cls.company.coop_vat_tax_id.invoice_repartition_line_ids.filtered(
                lambda line: line.repartition_type == "tax"
            ).account_id
        )

    def register(self, invoice, date="2026-04-10", **values):
        """Pay by the standard wizard; gives the payment."""
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create(
                {"payment_date": date, "journal_id": self.bank_journal.id, **values}
            )
        )
        return wizard._create_payments()


@tagged("post_install", "-at_install")
class TestPayers(PayerCase):
    def test_ordinary_client_who_withholds(self):
        """Section 3.3 number 3: 20,000,000 with VAT and PPh 23."""
        self.company.write({"coop_vat_from": "2025-01-01", "vat": "0029183472017000"})
        self.contract.coop_withholds = True
        invoice = self.invoiced(20000000)
        self.assertEqual(invoice.amount_total, 22200000)
        self.assertEqual(invoice.coop_withheld_amount, 400000)
        payment = self.register(invoice)
        self.assertEqual(payment.amount, 21800000)
        self.assertEqual(self.balance(self.bank_account), 21800000)
        self.assertEqual(self.balance(self.company.coop_withheld_account_id), 400000)
        self.assertEqual(self.balance(self.receivable), 0)
        self.assertEqual(self.balance(self.output_vat), -2200000)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(invoice.coop_acceptance_id.invoice_state, "paid")

    def test_cooperative_without_tax_number_pays_double(self):
        self.company.vat = False
        self.contract.coop_withholds = True
        self.assertEqual(self.invoiced(20000000).coop_withheld_amount, 800000)

    def test_collector_of_vat_late_work_and_withheld_tax(self):
        """Story (a) of 11b: Dinas, code 02."""
        self.company.write({"coop_vat_from": "2025-01-01", "vat": "0029183472017000"})
        self.contract.write(
            {
                "coop_payer": "collector",
                "coop_withholds": True,
                "coop_penalty_permille": 1,
            }
        )
        invoice = self.invoiced(18000000)
        self.assertEqual(invoice.l10n_id_kode_transaksi, "02")
        self.assertEqual(invoice.amount_total, 18000000)
        vat = invoice.line_ids.filtered("tax_repartition_line_id")
        self.assertEqual(sorted(vat.mapped("balance")), [-1980000, 1980000])
        penalty = self.env["coop.service.correction"].create(
            {
                "acceptance_id": invoice.coop_acceptance_id.id,
                "kind": "penalty",
                "days_late": 5,
                "date": "2026-04-05",
                "reason": "Five days late",
            }
        )
        self.assertEqual(penalty.amount, 90000)
        penalty.action_post()
        payment = self.register(invoice)
        self.assertEqual(payment.amount, 17550000)
        self.assertEqual(self.balance(self.bank_account), 17550000)
        self.assertEqual(self.balance(self.company.coop_withheld_account_id), 360000)
        self.assertEqual(self.balance(self.company.coop_penalty_account_id), 90000)
        self.assertEqual(self.balance(self.output_vat), 0)
        self.assertEqual(self.balance(self.receivable), 0)
        self.assertEqual(invoice.payment_state, "paid")

    def test_final_tax_is_withheld_instead(self):
        """Story (b) of 11b: a cooperative with a certificate of the final tax."""
        self.company.write(
            {
                "vat": "0029183472017000",
                "coop_final_tax_from": "2024-01-01",
                "coop_final_tax_to": "2027-12-31",
                "coop_final_tax_certificate": "KET-1/2024",
            }
        )
        self.contract.write({"coop_payer": "final", "coop_withholds": True})
        invoice = self.invoiced(20000000)
        self.assertEqual(invoice.coop_withheld_kind, "final")
        self.register(invoice)
        self.assertEqual(self.balance(self.bank_account), 19900000)
        self.assertEqual(
            self.balance(self.company.coop_final_tax_payable_account_id), 100000
        )
        self.assertEqual(self.balance(self.receivable), 0)

    def test_slips_to_receive_are_the_items_without_number(self):
        self.contract.coop_withholds = True
        self.company.vat = "0029183472017000"
        first, second = self.invoiced(1000000), self.invoiced(2000000)
        self.register(first, coop_slip_number="BP-1")
        self.register(second)
        action = self.env["account.move.line"].action_coop_slips()
        items = self.env["account.move.line"].search(action["domain"])
        self.assertEqual(
            sum(items.mapped("balance")),
            self.balance(self.company.coop_withheld_account_id),
        )
        missing = items.filtered(lambda item: not item.coop_slip_number)
        self.assertEqual(missing.coop_withheld_invoice_id, second)

    def test_several_invoices_paid_at_once(self):
        self.contract.coop_withholds = True
        self.company.vat = "0029183472017000"
        invoices = self.invoiced(1000000) + self.invoiced(2000000)
        payment = self.register(invoices, group_payment=True)
        self.assertEqual(payment.amount, 2940000)
        self.assertEqual(set(invoices.mapped("payment_state")), {"paid"})
        self.assertEqual(
            [i.coop_withheld_line_ids.balance for i in invoices], [20000, 40000]
        )
        separate = self.invoiced(1000000) + self.invoiced(2000000)
        payments = self.register(separate, group_payment=False)
        self.assertEqual(sorted(payments.mapped("amount")), [980000, 1960000])
        self.assertEqual(set(separate.mapped("payment_state")), {"paid"})

    def test_partial_payment_leaves_the_rest_open(self):
        self.contract.coop_withholds = True
        self.company.vat = "0029183472017000"
        invoice = self.invoiced(10000000)
        self.register(invoice, amount=5000000, custom_user_amount=5000000)
        self.assertEqual(invoice.amount_residual, 4800000)
        self.assertEqual(invoice._coop_withheld_open(), 0)
        self.register(invoice)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(self.balance(self.company.coop_withheld_account_id), 200000)

    def test_retention_is_due_later(self):
        self.company.write({"coop_vat_from": "2025-01-01"})
        self.contract.write({"coop_retention_percent": 5, "coop_retention_days": 180})
        invoice = self.invoiced(20000000)
        terms = invoice.line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )
        self.assertEqual(
            [(str(t.date_maturity), t.balance) for t in terms.sorted("date_maturity")],
            [("2026-03-31", 21200000), ("2026-09-27", 1000000)],
        )
        payment = self.register(invoice)
        self.assertEqual(payment.amount, 21200000)
        self.assertEqual(invoice.amount_residual, 1000000)
        payment = self.register(invoice, "2026-09-27")
        self.assertEqual(payment.amount, 1000000)
        self.assertEqual(invoice.payment_state, "paid")

    def test_exempt_services_carry_their_own_tax(self):
        self.company.coop_vat_from = "2025-01-01"
        chart = self.env["account.chart.template"].with_company(self.company)
        exempt = chart.ref("tax_ST2")
        self.cleaning.taxes_id = exempt
        invoice = self.invoiced(1000000)
        self.assertEqual(invoice.invoice_line_ids.tax_ids, exempt)
        self.assertEqual(invoice.amount_tax, 0)

    def test_no_vat_before_registration(self):
        self.company.coop_vat_from = "2026-04-01"
        self.assertFalse(self.invoiced(1000000).invoice_line_ids.tax_ids)


@tagged("post_install", "-at_install")
class TestVat(PayerCase):
    def test_entry_has_the_tax_of_the_engine(self):
        self.company.coop_vat_from = "2025-01-01"
        for price in (1000041, 999999, 12000000, 7, 1, 123456789, 50000059):
            with self.subTest(price=price):
                invoice = self.invoiced(price)
                self.assertEqual(invoice.amount_tax, other_base_vat(price).tax)

    def test_every_line_is_rounded_as_the_tax_invoice_shows_it(self):
        self.company.coop_vat_from = "2025-01-01"
        acceptance = self.acceptance(price=1000041)
        acceptance.line_ids = [
            Command.create({"product_id": self.cleaning.id, "price_unit": 1000041})
        ]
        acceptance.action_accept()
        invoice = acceptance._create_invoices()
        self.assertEqual(invoice.amount_tax, 220008)
        invoice.action_post()
        refund = invoice._reverse_moves()
        self.assertEqual(refund.amount_tax, 220008)

    def test_only_the_effective_rate_of_eleven_can_be_on_other_value(self):
        with self.assertRaises(ValidationError):
            self.company.coop_vat_tax_id.amount = 12

    def test_foreign_currency_is_not_rounded_to_whole(self):
        self.company.coop_vat_from = "2025-01-01"
        currency = self.env["res.currency"].with_context(active_test=False)
        dollar = currency.search([("name", "=", "USD")])
        dollar.active = True
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.client.id,
                "currency_id": dollar.id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Work",
                            "price_unit": 10.10,
                            "tax_ids": [Command.set(self.company.coop_vat_tax_id.ids)],
                        }
                    )
                ],
            }
        )
        self.assertEqual(invoice.amount_tax, 1.11)


@tagged("post_install", "-at_install")
class TestDeferred(PayerCase):
    def advance(self, amount, date="2026-03-01", job=None):
        wizard = self.env["coop.advance.invoice"].create(
            {
                "contract_id": (job or self.contract).id,
                "product_id": self.cleaning.id,
                "name": "Fixed price",
                "amount": amount,
                "date": date,
            }
        )
        invoice = wizard._create_invoice()
        invoice.action_post()
        return invoice

    def test_fixed_price_waits_until_acceptance(self):
        deferred = self.company.coop_deferred_revenue_account_id
        self.advance(10000000)
        self.assertEqual(self.balance(deferred), -10000000)
        self.assertEqual(self.balance(self.account("member_revenue")), 0)
        acceptance = self.accepted(10000000)
        self.assertEqual(self.balance(deferred), 0)
        self.assertEqual(self.balance(self.account("member_revenue")), -10000000)
        self.assertEqual(acceptance.invoice_state, "paid")
        with self.assertRaisesRegex(UserError, "nothing is left"):
            acceptance.action_invoice()

    def test_rest_is_invoiced_after_acceptance(self):
        self.advance(3000001)
        acceptance = self.accepted(10000000)
        self.assertEqual(acceptance.amount_released, 3000001)
        invoice = acceptance._create_invoices()
        invoice.action_post()
        self.assertEqual(invoice.amount_untaxed, 6999999)
        self.assertEqual(self.balance(self.account("member_revenue")), -10000000)

    def test_cancelling_puts_revenue_back(self):
        deferred = self.company.coop_deferred_revenue_account_id
        self.advance(4000000)
        acceptance = self.accepted(3000000)
        self.assertEqual(self.balance(deferred), -1000000)
        acceptance.action_cancel()
        self.assertEqual(self.balance(deferred), -4000000)
        self.assertEqual(self.balance(self.account("member_revenue")), 0)
        again = self.accepted(5000000)
        self.assertEqual(again.amount_released, 4000000)

    def test_advance_of_another_job_stays_there(self):
        self.advance(4000000, job=self.job("Other"))
        self.assertEqual(self.accepted(3000000).amount_released, 0)


@tagged("post_install", "-at_install")
class TestCorrection(PayerCase):
    def correct(self, acceptance, **values):
        correction = self.env["coop.service.correction"].create(
            {
                "acceptance_id": acceptance.id,
                "date": "2026-04-15",
                "reason": "Windows not cleaned",
                **values,
            }
        )
        correction.action_post()
        return correction

    def test_credit_note_borne_by_the_team(self):
        self.company.coop_vat_from = "2025-01-01"
        invoice = self.invoiced(10000000)
        acceptance = invoice.coop_acceptance_id
        correction = self.correct(acceptance, amount=1000000, borne_by="team")
        self.assertEqual(correction.move_id.move_type, "out_refund")
        self.assertEqual(correction.move_id.amount_total, 1110000)
        self.assertEqual(invoice.amount_residual, 9990000)
        self.assertEqual(self.balance(self.account("member_revenue")), -9000000)
        shares = self.env["coop.service.share"].search(
            [("acceptance_id", "=", acceptance.id)]
        )
        # Σ of accepted value is the revenue of members; the cooperative bears its 10 %
        self.assertEqual(sum(shares.mapped("value")), 9000000)
        self.assertEqual(sum(shares.mapped("gross")), 8100000)

    def test_credit_note_borne_by_the_cooperative(self):
        acceptance = self.invoiced(10000000).coop_acceptance_id
        correction = self.correct(acceptance, amount=1000000)
        self.assertEqual(sum(correction.share_ids.mapped("gross")), 0)
        self.assertEqual(sum(correction.share_ids.mapped("value")), -1000000)

    def test_penalty_borne_by_one_member(self):
        acceptance = self.invoiced(10000000).coop_acceptance_id
        correction = self.correct(
            acceptance,
            kind="claim",
            amount=200000,
            borne_by="team",
            member_ids=[Command.set(self.siti.ids)],
        )
        self.assertEqual(correction.share_ids.member_id, self.siti)
        self.assertEqual(
            (correction.share_ids.gross, correction.share_ids.value), (-200000, 0)
        )
        self.assertEqual(self.balance(self.company.coop_penalty_account_id), 200000)

    def test_cancelled_correction_gives_back(self):
        invoice = self.invoiced(10000000)
        acceptance = invoice.coop_acceptance_id
        correction = self.correct(acceptance, amount=1000000, borne_by="team")
        with self.assertRaisesRegex(UserError, "corrected by|is invoiced by"):
            acceptance.action_cancel()
        correction.action_cancel()
        self.assertEqual(self.balance(self.account("member_revenue")), -10000000)
        shares = self.env["coop.service.share"].search(
            [("acceptance_id", "=", acceptance.id)]
        )
        self.assertEqual(sum(shares.mapped("gross")), 9000000)
        self.assertEqual(sum(shares.mapped("value")), 10000000)
        self.assertEqual(invoice.amount_residual, 10000000)

    def test_not_more_than_was_accepted(self):
        acceptance = self.invoiced(1000000).coop_acceptance_id
        with self.assertRaisesRegex(UserError, "more than its price"):
            self.correct(acceptance, amount=1000001)

    def test_before_the_invoice_the_acceptance_is_made_anew(self):
        with self.assertRaisesRegex(UserError, "not invoiced yet"):
            self.correct(self.accepted(1000000), amount=1000)
