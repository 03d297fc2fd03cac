# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import coop_payout_run_post as run_post
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

    def test_tax_without_valid_number_is_a_fifth_higher(self):
        self.accept(10000000, {self.tono: 1}, coop_percent=0.0000001)
        run = self.computed()
        self.assertEqual(self.payouts(run)["Tono"][:2], (10000000, 300000))
        self.assertFalse(run.payout_ids.id_valid)

    def test_tax_by_month_adds_up_where_the_cooperative_decided_so(self):
        """120,000,000 is 60,000,000 taxable: what follows in the month is at 15 %."""
        self.by_month()
        self.contract.coop_percent = 0
        self.accept(120000000, {self.budi: 1}, date="2026-03-10")
        first = self.posted(date="2026-03-10")
        self.assertEqual(first.payout_ids.tax, 3000000)
        self.accept(80000000, {self.budi: 1}, date="2026-03-31")
        second = self.computed(date="2026-03-31")
        self.assertEqual(second.payout_ids.tax, 6000000)
        self.assertEqual(second.payout_ids.gross_before, 120000000)
        second.action_draft()
        self.assertEqual(self.computed(date="2026-04-01").payout_ids.tax, 2000000)

    def by_month(self):
        rate = self.env.ref("coop_services.income_tax_rate_2024")
        return rate.copy(
            {
                "company_id": self.company.id,
                "valid_from": "2026-01-01",
                "aggregate": "month",
                "source": "RAT 2026",
            }
        )

    def test_tax_rule_is_the_latest_of_the_day(self):
        rates = self.env["coop.income.tax.rate"]
        law = self.env.ref("coop_services.income_tax_rate_2024")
        own = self.by_month()
        at = rates._rate_at
        self.assertEqual(at(self.company, own.valid_from), own)
        self.assertEqual(at(self.company, law.valid_from), law)
        self.assertEqual(
            at(self.env["res.company"].create({"name": "Other"}), own.valid_from), law
        )
        with self.refused("No income tax rate holds on"):
            at(self.company, law.valid_from.replace(year=2023))

    def test_brackets_go_up_and_end_open(self):
        law = self.env.ref("coop_services.income_tax_rate_2024")
        with self.refused("the last one"):
            law.bracket_ids[-1].unlink()
            law._check_brackets()

    # --------------------------------------------------------------------- charges
    def test_charges_in_order_never_below_zero_and_carried(self):
        """Section 11b: tax, BPJS, savings dues, advances, then what else was agreed."""
        self.set_amount(self.mandatory, "2026-03-01", 50000)
        self.budi.dues_from = "2026-03-01"
        self.siti.dues_from = "2026-03-01"
        self.owe(self.budi, 36800)
        self.owe(self.budi, 25000, code="other", name="Shirt")
        self.lend(self.budi, 300000)
        self.accept(300000, {self.budi: 1})
        run = self.posted()
        # gross 255,000 less 15 %, tax 6,375
        self.assertEqual(
            self.payouts(run)["Budi"], (255000, 6375, 36800, 50000, 161825, 0)
        )
        payout = run.payout_ids
        self.assertEqual(payout.state, "paid")  # nothing is open of it
        self.assertEqual(run.state, "paid")
        self.assertEqual(payout.carried, 300000 - 161825 + 25000)
        self.assertEqual(payout.charge_ids.mapped("sequence"), [20, 30, 40, 50])
        saved = self.budi._savings_at(run.date)[self.budi]
        self.assertEqual(saved[self.mandatory], 50000)
        self.assertEqual(self.budi._advance_balances(run.date)[self.budi], 138175)
        # the rest comes with the next run
        self.accept(2000000, {self.budi: 1}, date="2026-03-31")
        second = self.posted()
        self.assertEqual(
            self.payouts(second)["Budi"],
            (1700000, 42500, 0, 0, 138175, 1700000 - 42500 - 138175 - 25000),
        )
        self.assertEqual(second.payout_ids.other, 25000)

    def test_charges_on_an_open_payout_are_not_taken_twice(self):
        self.owe(self.budi, 36800)
        self.lend(self.budi, 100000)
        self.accept(1000000, {self.budi: 1})
        first = self.computed()
        self.assertEqual(first.payout_ids.bpjs + first.payout_ids.advance, 136800)
        self.accept(1000000, {self.budi: 1}, date="2026-04-01")
        second = self.computed(date="2026-04-01")
        self.assertEqual(second.payout_ids.bpjs, 0)
        self.assertEqual(second.payout_ids.advance, 0)
        # also when the first one is booked meanwhile
        first.action_approve()
        first.action_post()
        second.action_compute()
        self.assertEqual(second.payout_ids.bpjs, 0)
        self.assertEqual(second.payout_ids.advance, 0)

    def test_charge_paid_otherwise_meanwhile_is_not_deducted(self):
        self.lend(self.budi, 100000)
        self.accept(1000000, {self.budi: 1})
        run = self.approved()
        self.lend(self.budi, -40000, date="2026-03-20")
        with self.refused("deducts Rp.100,000 .*who owes Rp.60,000 of it now"):
            run.action_post()
        run.action_unapprove()
        run.action_compute()
        self.assertEqual(run.payout_ids.advance, 60000)

    def test_monthly_deduction_is_owed_month_by_month(self):
        deduction = self.owe(self.budi, 10000, repeat="month", date_from="2026-01-15")
        self.assertEqual(deduction._due(deduction.date_from.replace(month=3)), 30000)
        deduction.date_to = "2026-02-28"
        self.assertEqual(deduction._due(deduction.date_from.replace(month=12)), 20000)
        self.accept(1000000, {self.budi: 1})
        self.assertEqual(self.posted().payout_ids.bpjs, 20000)
        self.assertEqual((deduction.deducted, deduction.owed), (20000, 0))

    def test_deduction_refuses_what_a_bill_cannot_carry(self):
        with self.refused("cannot carry the receivable or payable"):
            self.owe(self.budi, 1, account=self.company.coop_payout_payable_account_id)
        with self.refused("whole rupiah"):
            self.env.ref("base.IDR").rounding = 0.01
            self.owe(self.budi, 1000.5)

    # -------------------------------------------------------------------- pro rata
    def client_pays(self, invoice, amount):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create(
            {"amount": amount, "journal_id": self.bank_journal.id}
        )._create_payments()

    def test_paid_as_the_client_pays(self):
        self.contract.coop_pay_when = "paid"
        acceptance = self.accept(10000000, {self.budi: 1, self.siti: 1})
        with self.refused("2 shares wait for the client's payment"):
            self.computed()
        self.assertEqual(sum(acceptance.share_ids.mapped("amount_waiting")), 8500000)
        invoice = acceptance._create_invoices()
        invoice.invoice_line_ids.tax_ids = False
        invoice.action_post()
        self.client_pays(invoice, 3333333)
        run = self.posted()
        # 4,250,000 × 3,333,333 ÷ 10,000,000, rounded down
        self.assertEqual(run.payout_ids.mapped("gross"), [1416666, 1416666])
        self.assertEqual(run.payout_ids.mapped("value"), [1666665, 1666665])
        self.client_pays(invoice, 6666667)
        rest = self.posted(date="2026-04-30")
        self.assertEqual(rest.payout_ids.mapped("gross"), [2833334, 2833334])
        self.assertEqual(rest.payout_ids.mapped("value"), [3333335, 3333335])
        self.assertFalse(any(acceptance.share_ids.mapped("amount_open")))

    # ----------------------------------------------------------------- corrections
    def correct(self, acceptance, gross, value, date="2026-04-15"):
        return self.env["coop.service.share"]._create_correction(
            acceptance,
            gross,
            value,
            self.env["coop.payout.run"]._fields["date"].to_date(date),
            "Window broken",
        )

    def test_correction_after_payout_comes_off_the_next(self):
        acceptance = self.accept(2000000, {self.budi: 2, self.siti: 1})
        self.posted()
        self.correct(acceptance, -100001, -200000)
        self.accept(1000000, {self.budi: 1}, date="2026-04-20")
        run = self.posted(date="2026-04-30")
        self.assertEqual(run.payout_ids.gross, 850000 - 66667)
        self.assertEqual(run.payout_ids.member_id, self.budi)
        self.assertIn("Siti is not paid: corrections are more", run.notes)
        shares = self.env["coop.service.share"].search(
            [("member_id", "=", self.siti.id)]
        )
        self.assertEqual(sum(shares.mapped("amount_open")), -33334)
        self.accept(1000000, {self.siti: 1}, date="2026-05-20")
        run = self.posted(date="2026-05-31")
        self.assertEqual(run.payout_ids.gross, 850000 - 33334)

    def test_correction_needs_shares(self):
        acceptance = self.accept(0, {}, subcontracted=1000000)
        with self.refused("no share of members to correct"):
            self.correct(acceptance, -1, -1)

    # ---------------------------------------------------------------- the run's life
    def test_nothing_to_pay_is_said(self):
        with self.refused("no accepted work up to 03/31/2026"):
            self.computed()

    def test_only_the_jobs_chosen(self):
        other = self.job("Another job", coop_percent=10)
        self.accept(1000000, {self.budi: 1})
        self.accept(2000000, {self.budi: 1}, job=other)
        run = self.computed(contract_ids=other.ids)
        self.assertEqual(run.payout_ids.gross, 1800000)
        self.assertEqual(self.computed().payout_ids.gross, 850000)

    def test_work_in_a_run_is_in_no_other(self):
        self.accept(1000000, {self.budi: 1})
        first = self.computed()
        with self.refused("not in a payout yet"):
            self.computed()
        first.action_draft()
        self.assertEqual(self.computed().payout_ids.gross, 850000)

    def test_database_refuses_to_pay_a_share_twice(self):
        self.accept(1000000, {self.budi: 1})
        line = self.computed().payout_ids.line_ids
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError) as refused,
            self.savepoint(),
        ):
            line.sudo().amount += 1
            self.env.flush_all()
        self.env.invalidate_all()
        message = self.env["coop.service.share"]._sql_error_to_message(
            refused.exception
        )
        self.assertIn("another payout run has taken it", message)

    def test_cancelled_run_frees_work_and_charges(self):
        deduction = self.owe(self.budi, 36800)
        self.lend(self.budi, 100000)
        self.accept(1000000, {self.budi: 1})
        run = self.posted()
        self.assertEqual(self.budi._advance_balances(run.date)[self.budi], 0)
        self.env["coop.payout.run.cancel"].create(
            {"run_id": run.id, "date": "2026-04-02", "reason": "Wrong job"}
        ).action_cancel()
        self.assertEqual(run.state, "cancelled")
        self.assertEqual(run.payout_ids.state, "cancelled")
        bill = run.payout_ids.move_id
        self.assertEqual(bill.payment_state, "reversed")
        self.assertFalse(run.payout_ids.settled)
        self.assertEqual(deduction.owed, 36800)
        april = run.date.replace(month=4, day=30)
        self.assertEqual(self.budi._advance_balances(april)[self.budi], 100000)
        again = self.posted(date="2026-04-30")
        self.assertEqual(again.payout_ids.gross, 850000)
        self.assertEqual(again.payout_ids.advance, 100000)
        items = self.env["account.move.line"].search(
            [("account_id", "=", self.company.coop_advance_account_id.id)]
        )
        self.assertTrue(all(items.mapped("reconciled")))
        self.assertEqual(self.balance(self.company.coop_member_cost_account_id), 850000)

    def test_run_without_bills_is_cancelled_at_once(self):
        self.accept(1000000, {self.budi: 1})
        run = self.approved()
        run.action_cancel()
        self.assertEqual((run.state, run.payout_ids.state), ("cancelled", "cancelled"))
        self.assertEqual(self.computed().payout_ids.gross, 850000)

    def test_paid_run_says_which_payment_to_undo_first(self):
        self.accept(1000000, {self.budi: 1})
        run = self.posted()
        batch = self.pay(run)
        payment = batch.move_id.name
        with self.refused(f"Budi is paid by {payment}"):
            run._cancel(run.date, "Wrong")
        with self.refused(f"Budi is paid by {payment}"):
            run.payout_ids.move_id._reverse_moves(cancel=True)
        batch.action_cancel()
        self.assertEqual(run.state, "posted")
        run._cancel(run.date, "Wrong")
        self.assertEqual(run.state, "cancelled")

    def test_one_bill_reversed_frees_that_member_alone(self):
        self.accept(2000000, {self.budi: 1, self.siti: 1})
        run = self.posted()
        bill = run.payout_ids[0].move_id
        with self.refused("reverse it, and the work can be paid anew"):
            bill.button_draft()
        bill._reverse_moves(
            [{"date": "2026-04-01", "invoice_date": "2026-04-01"}], cancel=True
        )
        self.assertEqual(run.payout_ids.mapped("state"), ["cancelled", "posted"])
        self.assertEqual(run.state, "posted")
        again = self.computed(date="2026-04-30")
        self.assertEqual(again.payout_ids.member_id, self.budi)

    def test_acceptance_in_a_payout_cannot_be_cancelled(self):
        acceptance = self.accept(1000000, {self.budi: 1})
        run = self.posted()
        with self.refused(f"paid out to 0001 Budi by {run.name}"):
            acceptance.action_cancel()
        run._cancel(run.date, "Wrong")
        acceptance.action_cancel()
        self.assertEqual(acceptance.state, "cancelled")
        self.assertFalse(acceptance.share_ids)
        self.assertFalse(
            self.env["coop.service.share"]
            .with_context(active_test=False)
            .search([("acceptance_id", "=", acceptance.id)])
            .mapped("active")[0]
        )

    def test_locked_date_is_refused(self):
        self.accept(1000000, {self.budi: 1})
        run = self.approved()
        self.company.purchase_lock_date = "2026-03-31"
        with self.refused("03/31/2026 is locked"):
            run.action_post()

    def test_posting_again_changes_nothing(self):
        self.accept(1000000, {self.budi: 1})
        run = self.posted()
        bill = run.payout_ids.move_id
        run.action_post()
        run._next_chunk()
        self.assertEqual(run.payout_ids.move_id, bill)
        self.assertEqual(self.balance(self.company.coop_member_cost_account_id), 850000)

    def test_killed_half_way_it_goes_on(self):
        """A chunk is a transaction; what is booked is not booked again."""
        self.accept(3000000, {self.budi: 1, self.siti: 1, self.tono: 1})
        run = self.approved()
        progress = patch.object(type(self.env["ir.cron"]), "_commit_progress")
        with patch.object(run_post, "CHUNK", 1), progress as commit:
            commit.return_value = 1  # time is left
            run.action_post()
            self.assertEqual((run.state, run.job), ("approved", "post"))
            self.assertTrue(run._next_chunk())
            self.assertEqual((run.posted_count, run.progress), (1, 33))
            first = run.payout_ids[0].move_id
            self.company.purchase_lock_date = "2026-03-31"
            run._cron_work()
            self.assertIn("is locked", run.job_error)
            self.company.purchase_lock_date = False
            with self.refused("is partly booked"):
                run.action_unapprove()
            run.action_resume()
            self.assertEqual(run.job, "post")
            run._cron_work()
        self.assertEqual((run.state, run.posted_count), ("posted", 3))
        self.assertEqual(run.payout_ids[0].move_id, first)
        self.assertEqual(
            self.balance(self.company.coop_member_cost_account_id), 2550000
        )

    def test_state_changes_by_buttons_only(self):
        self.accept(1000000, {self.budi: 1})
        accountant = self.new_user("payer", "accountant")
        run = self.computed().with_user(accountant)
        with self.refused("set by the buttons"):
            run.state = "approved"
        with self.refused("cannot be changed any more"):
            run.date = "2026-05-05"
        with self.refused("Only the managers"):
            run.action_approve()
        with self.refused("starts as an empty draft"):
            run.create({"state": "posted"})
        run.sudo().action_approve()
        with self.refused("cannot be deleted"):
            run.unlink()
        run.action_post()
        self.assertEqual(run.state, "posted")

    def test_bill_of_a_member_with_own_payable_account(self):
        """The fiscal position leads from any payable account to that of payouts."""
        own = self.company_data["default_account_payable"].copy()
        self.budi.partner_id.property_account_payable_id = own
        self.accept(2000000, {self.budi: 1, self.siti: 1})
        run = self.posted()
        terms = run.payout_ids.move_id.line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )
        self.assertEqual(terms.account_id, self.company.coop_payout_payable_account_id)
