# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SocialCase


@tagged("post_install", "-at_install")
class TestComputing(SocialCase):
    """Who owes what for which month."""

    def test_shares_by_who_pays(self):
        for index, (segment, payer, member, coop) in enumerate(
            (
                ("bpu", "law", 36_800, 0),
                ("bpu", "member", 36_800, 0),
                ("bpu", "cooperative", 0, 36_800),
                ("pu", "law", 20_000, 42_400),
                ("pu", "member", 62_400, 0),
                ("pu", "cooperative", 0, 62_400),
            )
        ):
            enrolment = self.enrol(
                self.member(f"M{index}"), segment, income=1_000_000, payer=payer
            )
            self.assertEqual(
                (enrolment.payer, enrolment.income, enrolment.program_set),
                (payer, 1_000_000, "3"),
            )
            del segment
            run = self.computed("2026-01-01")
            [row] = run.contribution_ids.filtered(
                lambda r, e=enrolment: r.enrolment_id == e
            )
            self.assertEqual((row.amount_member, row.amount_coop), (member, coop))
            run.action_draft()
            run.unlink()

    def test_a_month_counts_with_one_day(self):
        member = self.member("Ani")
        self.enrol(member, start="2026-01-31", stop="2026-03-01", income=1_000_000)
        for month in ("2026-01-01", "2026-02-01", "2026-03-01"):
            self.assertEqual(len(self.booked(month).contribution_ids), 1)
        with self.refused("Nobody owes"):
            self.computed("2026-04-01")

    def test_change_within_a_month_counts_from_the_next(self):
        enrolment = self.enrol(self.member("Ani"), "pbpu", care_class="3")
        self.change(enrolment, "2026-02-15", care_class="1")
        for month, expected in (
            ("2026-01-01", 35_000),
            ("2026-02-01", 35_000),
            ("2026-03-01", 150_000),
        ):
            self.assertEqual(self.booked(month).amount_member, expected)

    def test_month_is_kept_as_its_first_day(self):
        run = self.runs.create({"month": "2026-01-31"})
        self.assertEqual(run.month, date(2026, 1, 1))
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.runs.create({"month": "2026-01-15"})

    def test_missing_month_is_caught_up(self):
        self.enrol(self.member("Ani"), income=1_000_000)
        run = self.booked("2026-03-01")
        self.assertEqual(
            self.rows(run),
            [
                ("Ani", "2026-01", "arrears", 36_800, 0),
                ("Ani", "2026-02", "arrears", 36_800, 0),
                ("Ani", "2026-03", "regular", 36_800, 0),
            ],
        )

    def test_late_correction_is_charged_as_a_difference(self):
        enrolment = self.enrol(self.member("Ani"), income=1_000_000)
        self.booked("2026-01-01")
        self.booked("2026-02-01")
        self.change(enrolment, "2026-02-01", income=2_000_000)
        run = self.booked("2026-03-01")
        self.assertEqual(
            self.rows(run),
            [
                ("Ani", "2026-02", "correction", 30_000, 0),
                ("Ani", "2026-03", "regular", 66_800, 0),
            ],
        )
        correction = run.contribution_ids.filtered(lambda r: r.kind == "correction")
        self.assertEqual(
            (correction.due_member, correction.before_member), (66_800, 36_800)
        )
        self.assertEqual(
            correction.amounts, {"jkk": [10_000, 0], "jkm": [0, 0], "jht": [20_000, 0]}
        )
        self.assertIn(
            "36.800",
            correction.with_context(lang="en_US").explanation.replace(",", "."),
        )
        # the same again: nothing is left to correct
        self.assertEqual(len(self.booked("2026-04-01").contribution_ids), 1)

    def test_correction_downwards(self):
        enrolment = self.enrol(self.member("Ani"), income=2_000_000)
        self.booked("2026-01-01")
        enrolment.term_ids.income = 1_000_000
        run = self.booked("2026-02-01")
        self.assertEqual([row[3] for row in self.rows(run)], [36_800 - 66_800, 36_800])

    def test_ended_too_late_is_given_back(self):
        member = self.member("Ani")
        enrolment = self.enrol(member, income=1_000_000)
        self.enrol(self.member("Budi"), income=1_000_000)
        self.booked("2026-01-01")
        self.booked("2026-02-01")
        enrolment.date_stop = "2026-01-31"
        run = self.booked("2026-03-01")
        self.assertEqual(
            self.rows(run),
            [
                ("Ani", "2026-02", "correction", -36_800, 0),
                ("Budi", "2026-03", "regular", 36_800, 0),
            ],
        )
        self.assertEqual(self.owes(member), 36_800)

    def test_refund_of_more_than_is_owed(self):
        enrolment = self.enrol(self.member("Ani"), income=10_000_000)
        self.booked("2026-01-01")
        enrolment.term_ids.income = 1_000_000
        run = self.booked("2026-02-01")
        bill = run.bill_ids
        self.assertEqual(bill.move_id.move_type, "in_refund")
        self.assertEqual(bill.charged, 36_800 - 270_000)
        self.assertEqual(bill.posted, bill.charged)
        self.assertEqual(bill.posted_member, bill.charged_member)
        self.assertEqual(bill.difference, 0)

    def test_in_advance(self):
        self.enrol(self.member("Ani"), income=1_000_000, pay_ahead="3")
        run = self.booked("2026-02-01")
        self.assertEqual(
            [(row[1], row[2]) for row in self.rows(run)],
            [
                ("2026-01", "arrears"),
                ("2026-02", "regular"),
                ("2026-03", "advance"),
                ("2026-04", "advance"),
            ],
        )
        # 2 × 36,800 for January and February, March the same, April in the relief
        self.assertEqual(run.amount_member, 3 * 36_800 + 28_400)
        for month in ("2026-03-01", "2026-04-01"):
            with self.refused("Nobody owes"):
                self.computed(month)
        months = [row[1] for row in self.rows(self.booked("2026-05-01"))]
        self.assertEqual(months, ["2026-05", "2026-06", "2026-07"])

    def test_leaver_gets_months_in_advance_back(self):
        member = self.member("Ani")
        enrolment = self.enrol(member, income=1_000_000, pay_ahead="3")
        self.enrol(self.member("Budi"), income=1_000_000)
        self.booked("2026-01-01")
        self.assertEqual(self.owes(member), 3 * 36_800)
        member.sudo()._leave(
            date(2026, 2, 15), self.env["coop.leave.reason"].search([], limit=1)
        )
        self.assertEqual(enrolment.date_end, date(2026, 2, 14))
        self.booked("2026-02-01")
        self.assertEqual(self.owes(member), 2 * 36_800)

    def test_who_is_covered_elsewhere_is_not_charged(self):
        for segment in ("pbi", "region", "spouse", "client"):
            self.enrol(self.member(segment), segment)
        with self.refused("Nobody owes"):
            self.computed("2026-01-01")

    def test_no_further_back_than_the_start_and_the_look_back(self):
        self.enrol(self.member("Ani"), start="2020-01-01", income=1_000_000)
        self.assertEqual(len(self.computed("2026-03-01").contribution_ids), 3)
        self.runs.search([]).action_draft()
        self.runs.search([]).unlink()
        self.company.coop_social_months_back = 1
        self.assertEqual(len(self.computed("2026-03-01").contribution_ids), 2)

    def test_first_run_says_since_when(self):
        self.company.coop_social_since = False
        self.enrol(self.member("Ani"), start="2020-01-01", income=1_000_000)
        run = self.computed("2026-03-01")
        self.assertEqual(self.company.coop_social_since, run.month)
        self.assertEqual(len(run.contribution_ids), 1)

    def test_without_a_rate_it_names_who(self):
        self.enrol(self.member("Ani"), "pbpu", care_class="3")
        self.env.ref("coop_social_security.rate_pbpu_3").active = False
        with self.refused("(?s)No rate is in force.*Ani.*01/2026"):
            self.computed("2026-01-01")

    def test_formula_of_a_row(self):
        self.enrol(self.member("Ani"), income=3_450_000)
        self.company.coop_social_since = "2026-04-01"
        [row] = self.computed("2026-04-01").contribution_ids
        text = row.explanation.replace("\u00a0", " ")
        self.assertIn("Rp 3,450,000 × 1% × 50% = Rp 17,250", text)
        self.assertIn("Rp 6,800 × 50% = Rp 3,400", text)
        self.assertIn("Rp 3,450,000 × 2% = Rp 69,000", text)


@tagged("post_install", "-at_install")
class TestBooking(SocialCase):
    """From the computed rows to bill, members and money."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ani, cls.budi = cls.member("Ani"), cls.member("Budi")
        cls.enrol(cls.ani, income=1_000_000)
        cls.enrol(cls.budi, "pu", income=5_729_876, program_set="4")
        cls.enrol(cls.ani, "pbpu", care_class="2")

    def test_one_bill_per_agency_and_the_shares_on_the_members(self):
        run = self.booked("2026-03-01", date="2026-03-31")
        tk, kes = run.bill_ids
        # three months each; the ceiling of March is above this income
        member = 3 * (36_800 + 114_598 + 57_299)
        coop = 3 * (13_752 + 17_190 + 212_005 + 114_598)
        self.assertEqual((tk.charged_member, tk.charged_coop), (member, coop))
        self.assertEqual(tk.move_id.amount_total, member + coop)
        self.assertEqual(tk.move_id.partner_id.name, "BPJS Ketenagakerjaan")
        self.assertEqual(str(tk.move_id.invoice_date_due), "2026-04-15")
        self.assertEqual(kes.move_id.amount_total, 300_000)
        self.assertEqual(str(kes.move_id.invoice_date_due), "2026-03-31")
        self.assertEqual(len(run.move_ids.filtered(lambda m: m.is_invoice())), 2)
        self.assertEqual(self.balance(self.owed), run.amount_member)
        self.assertEqual(self.balance(self.expense), coop)
        self.assertEqual(self.owes(self.ani), 3 * 36_800 + 300_000)
        self.assertEqual(self.owes(self.budi), 3 * (114_598 + 57_299))
        agencies = self.env["account.move.line"].search(
            [
                ("account_id", "=", self.owed.id),
                ("partner_id", "in", (tk.move_id + kes.move_id).partner_id.ids),
            ]
        )
        self.assertEqual(sum(agencies.mapped("balance")), 0)
        self.assertTrue(all(agencies.mapped("reconciled")))
        for bill in run.bill_ids:
            self.assertEqual(bill.posted, bill.charged)
            self.assertEqual(bill.posted_member, bill.charged_member)
            self.assertEqual(bill.difference, 0)
        self.assertIn(
            self.env.ref("coop_membership.tag_cooperative_expense"),
            self.expense.tag_ids,
        )

    def test_again_changes_nothing(self):
        run = self.booked("2026-03-01")
        moves = run.move_ids
        run.action_post()
        self.assertEqual(run.move_ids, moves)

    def test_paid_when_both_bills_are(self):
        run = self.booked("2026-03-01", date="2026-03-31")
        tk, kes = run.bill_ids
        payment = self.pay_bill(tk, "2026-04-10")
        self.assertEqual(run.state, "posted")
        rows = run.contribution_ids.filtered(lambda r: r.scheme_id == self.tk)
        self.assertEqual(set(rows.mapped("date_paid")), {date(2026, 4, 10)})
        self.assertFalse(any((run.contribution_ids - rows).mapped("date_paid")))
        self.pay_bill(kes, "2026-04-02")
        self.assertEqual(run.state, "paid")
        self.assertEqual((tk.paid, tk.to_pay), (tk.charged, 0))
        payment.move_id.line_ids.remove_move_reconcile()
        self.assertEqual(run.state, "posted")
        self.assertFalse(any(rows.mapped("date_paid")))

    def test_changed_since_computing(self):
        run = self.computed("2026-03-01")
        self.enrol(self.member("Citra"), income=1_000_000)
        with self.refused("(?s)computed before.*Citra"):
            run.action_post()
        run.action_compute()
        run.action_post()
        self.assertEqual(run.state, "posted")

    def test_run_computed_beside_another_one(self):
        first, second = self.computed("2026-01-01"), self.computed("2026-02-01")
        first.action_post()
        with self.refused("computed before"):
            second.action_post()

    def test_cancelling_reverses_and_the_next_run_catches_up(self):
        run = self.booked("2026-01-01")
        owed = self.owes(self.ani)
        run.action_cancel()
        self.assertEqual(run.state, "cancelled")
        self.assertEqual(self.balance(self.owed), 0)
        self.assertEqual(self.balance(self.expense), 0)
        self.assertEqual(self.owes(self.ani), 0)
        bills = run.move_ids.filtered(lambda m: m.move_type == "in_invoice")
        self.assertEqual(set(bills.mapped("payment_state")), {"reversed"})
        run.action_cancel()  # again: nothing
        self.assertEqual(len(run.move_ids), 8)
        again = self.booked("2026-02-01")
        self.assertEqual(self.owes(self.ani), 2 * owed)
        kinds = set(again.contribution_ids.mapped("kind"))
        self.assertEqual(kinds, {"arrears", "regular"})

    def test_cancelled_between_two_booked_ones(self):
        first = self.booked("2026-01-01")
        self.booked("2026-02-01")
        first.action_cancel()
        self.booked("2026-03-01")
        self.assertEqual(self.owes(self.ani), 3 * (36_800 + 100_000))

    def test_paid_runs_are_not_cancelled(self):
        run = self.booked("2026-01-01")
        self.pay_bill(run.bill_ids[0], "2026-02-10")
        with self.refused("Undo the payment"):
            run.action_cancel()
        self.pay_bill(run.bill_ids[1], "2026-02-10")
        self.assertEqual(run.state, "paid")
        with self.refused("Undo the payment"):
            run.action_cancel()

    def test_entries_are_not_undone_one_by_one(self):
        run = self.booked("2026-01-01")
        for move in run.move_ids:
            with self.refused("belongs to"):
                move.button_draft()
            with self.refused("belongs to"):
                move._reverse_moves(cancel=True)
        self.pay_run(run, "2026-02-10")
        with self.refused("belongs to"):
            run.bill_ids[0].move_id.button_draft()

    def test_locked_period(self):
        run = self.computed("2026-01-01")
        self.company.fiscalyear_lock_date = "2026-01-31"
        with self.refused("locked period"):
            run.action_post()

    def test_settings_that_are_missing_are_named(self):
        for field, message in (
            ("coop_social_tk_partner_id", "no contact for BPJS Ketenagakerjaan"),
            ("coop_social_member_account_id", "Contributions that members owe"),
            ("coop_social_expense_account_id", "Contributions that the cooperative"),
        ):
            with self.subTest(field=field), self.savepoint():
                run = self.computed("2026-01-01")
                self.company[field] = False
                with self.refused(message):
                    run.action_post()
                raise_back = run.state
                self.assertEqual(raise_back, "computed")
                run.action_draft()
                run.unlink()
                self.company[field] = {
                    "coop_social_tk_partner_id": self.env["res.partner"].search(
                        [("name", "=", "BPJS Ketenagakerjaan")], limit=1
                    ),
                    "coop_social_member_account_id": self.owed,
                    "coop_social_expense_account_id": self.expense,
                }[field]

    def test_drafts_are_computed_first(self):
        run = self.runs.create({"month": "2026-01-01"})
        with self.refused("compute it first"):
            run.action_post()
        with self.refused("not booked yet"):
            run.action_cancel()

    def test_frozen(self):
        run = self.computed("2026-01-01")
        for values in ({"month": "2026-02-01"}, {"date": "2026-02-01"}):
            with self.refused("back to draft"):
                run.write(values)
        with self.assertRaises(UserError):
            run.unlink()
        run.action_post()
        with self.refused("booked and cannot be changed"):
            run.write({"date": "2026-02-01"})

    def test_proof_of_payment_is_on_the_bill_too(self):
        run = self.booked("2026-01-01")
        bill = run.bill_ids[0]
        bill.write({"proof": b"cHJvb2Y=", "proof_name": "bukti.pdf"})
        found = self.env["ir.attachment"].search(
            [("res_model", "=", "account.move"), ("res_id", "=", bill.move_id.id)]
        )
        self.assertIn("bukti.pdf", found.mapped("name"))

    def test_bill_of_nothing_counts_as_paid(self):
        self.env["coop.social.enrolment"].search([]).write({"date_stop": "2026-01-31"})
        # the whole contribution is forgiven for a month
        for program, segment in (("jkk", "bpu"), ("jkm", "bpu"), ("jht", "bpu")):
            self.env["coop.social.rate"].create(
                {
                    "scheme_id": self.tk.id,
                    "program": program,
                    "segment": segment,
                    "kind": "relief",
                    "charged_percent": 0,
                    "valid_from": "2026-01-01",
                    "valid_to": "2026-01-31",
                    "source": "test",
                }
            )
        self.enrol(self.member("Citra"), income=1_000_000)
        self.env["coop.social.enrolment"].search(
            [("member_id.partner_id.name", "in", ("Ani", "Budi"))]
        ).unlink()
        run = self.booked("2026-01-01")
        self.assertEqual(run.state, "paid")
        self.assertFalse(run.move_ids)
        self.assertEqual(run.contribution_ids.date_paid, run.date)


@tagged("post_install", "-at_install")
class TestCharges(SocialCase):
    """Members' shares are deducted and paid like everything else a member owes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ani = cls.member("Ani", joined="2026-01-01")
        cls.enrol(cls.ani, income=1_000_000)
        cls.source = cls.env["coop.member.charge.source"]

    def charges(self, day):
        return [
            charge
            for charge in self.source._member_charges(self.ani, date.fromisoformat(day))
            if charge["code"] == "bpjs"
        ]

    def test_charged_until_paid(self):
        self.assertEqual(self.charges("2026-01-31"), [])
        self.booked("2026-01-01", date="2026-01-31")
        self.assertEqual(self.charges("2026-01-30"), [])
        [charge] = self.charges("2026-01-31")
        self.assertEqual((charge["amount"], charge["sequence"]), (36_800, 20))
        self.assertEqual(charge["account"], self.owed)
        self.assertFalse(charge["type"])
        # in the order of deduction it stands before savings
        everything = self.source._member_charges(self.ani, date(2026, 1, 31))
        order = [c["code"] for c in sorted(everything, key=lambda c: c["sequence"])]
        self.assertEqual(order[0], "bpjs")
        self.assertIn("savings", order)

    def test_settled_by_a_payout_that_deducts(self):
        self.booked("2026-01-01", date="2026-01-31")
        [charge] = self.charges("2026-01-31")
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.ani.partner_id.id,
                "invoice_date": "2026-02-05",
                "invoice_line_ids": [
                    (
                        0,
                        0,
                        {
                            "name": "work",
                            "account_id": self.account("member_cost").id,
                            "price_unit": 500_000,
                            "tax_ids": [(5,)],
                        },
                    ),
                    (
                        0,
                        0,
                        {
                            "name": "iuran",
                            "account_id": charge["account"].id,
                            "price_unit": -charge["amount"],
                            "tax_ids": [(5,)],
                        },
                    ),
                ],
            }
        )
        bill._post(soft=False)
        self.source._charges_settled([charge])
        self.assertEqual(self.charges("2026-02-28"), [])
        items = self.env["account.move.line"].search(
            [
                ("account_id", "=", self.owed.id),
                ("partner_id", "=", self.ani.partner_id.id),
            ]
        )
        self.assertTrue(all(items.mapped("reconciled")))
        # nothing is deducted twice by a payout that is dated back
        self.assertEqual(self.charges("2026-02-01"), [])
        bill.button_draft()
        self.source._charges_released([charge])
        [again] = self.charges("2026-02-28")
        self.assertEqual(again["amount"], 36_800)

    def test_paid_in_part_at_the_counter(self):
        self.booked("2026-01-01", date="2026-01-31")
        self.entry(
            "2026-02-03", (self.bank_account, 10_000), (self.owed, -10_000, self.ani)
        )
        [charge] = self.charges("2026-02-28")
        self.assertEqual(charge["amount"], 26_800)
        self.assertEqual(self.ani.social_due, 26_800)

    def test_collection_sheets_and_payments_are_not_disturbed(self):
        self.booked("2026-01-01", date="2026-01-31")
        sheet = self.env["coop.savings.collection"].create(
            {"date": "2026-02-05", "journal_id": self.cash_journal.id}
        )
        sheet.action_fill()
        self.assertTrue(sheet.line_ids)
        self.assertTrue(all(line.type_id for line in sheet.line_ids))
