# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import base64
import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CoopCase


@tagged("post_install", "-at_install")
class TestCollection(CoopCase):
    """A collection sheet is one entry for the savings of many members."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.budi = cls.member("Budi", "2025-01-01", "0007", group_label="North")
        cls.siti = cls.member("Siti", "2025-01-01", "0031")

    def sheet(self, *rows, date="2025-03-10", **values):
        sheet = self.env["coop.savings.collection"].create(
            {"date": date, "journal_id": self.cash_journal.id, **values}
        )
        sheet._add_lines(rows)
        return sheet

    def amounts(self, sheet):
        return {(line.member_id, line.type_id): line.amount for line in sheet.line_ids}

    def test_one_entry_activates_approved_members_who_have_paid(self):
        dewi = self.applicant("Dewi", "2025-02-01")
        dewi._set_state("approved", dewi.date_applied, date_approved=dewi.date_applied)
        self.save(dewi, self.principal, 300000, "2025-02-05")
        sheet = self.sheet(
            (self.budi, self.mandatory, 50000),
            (self.siti, self.mandatory, 100000),
            (dewi, self.principal, 200000),
            (dewi, self.mandatory, 0),
        )
        self.assertEqual(sheet.amount_total, 350000)
        self.assertEqual(sheet.member_count, 3)
        self.assertTrue(sheet.type_totals)
        sheet.action_post()
        self.assertEqual(sheet.state, "posted")
        self.assertEqual(len(sheet.move_ids), 1)
        self.assertEqual(
            [
                (item.account_id, item.partner_id, item.balance)
                for item in sheet.move_id.line_ids.sorted("id")
            ],
            [
                (
                    self.cash_journal.default_account_id,
                    self.env["res.partner"],
                    350000,
                ),
                (self.mandatory.account_id, self.budi.partner_id, -50000),
                (self.mandatory.account_id, self.siti.partner_id, -100000),
                (self.principal.account_id, dewi.partner_id, -200000),
            ],
        )
        self.assertEqual(dewi.state, "active")
        self.assertEqual(str(dewi.date_joined), "2025-03-10")

    def test_booking_twice_changes_nothing(self):
        sheet = self.sheet((self.budi, self.mandatory, 50000))
        sheet.action_post()
        entries = sheet.move_ids
        sheet.action_post()
        self.assertEqual(sheet.move_ids, entries)
        self.assertEqual(
            self.budi.with_context(coop_date="2025-03-10").savings_total, 50000
        )

    def test_booked_sheet_is_frozen(self):
        sheet = self.sheet((self.budi, self.mandatory, 50000))
        sheet.action_post()
        for change in (
            lambda: sheet.write({"date": "2025-04-01"}),
            lambda: sheet.line_ids.write({"amount": 1}),
            lambda: sheet._add_lines([(self.siti, self.mandatory, 1)]),
            lambda: sheet.line_ids.unlink(),
            lambda: sheet.unlink(),
        ):
            with self.assertRaisesRegex(UserError, "cannot be changed"):
                change()

    def test_entry_of_a_booked_sheet_is_not_taken_back_alone(self):
        sheet = self.sheet((self.budi, self.mandatory, 50000))
        sheet.action_post()
        with self.assertRaisesRegex(UserError, sheet.name):
            sheet.move_id.button_draft()
        sheet.action_cancel()
        sheet.move_ids.button_draft()

    def test_fill_with_arrears_and_dues_of_the_month(self):
        self.save(self.budi, self.mandatory, 100000, "2025-02-01")
        sheet = self.sheet(date="2025-03-03")
        sheet.action_fill()
        self.assertEqual(
            self.amounts(sheet),
            {
                (self.budi, self.principal): 500000,
                (self.budi, self.mandatory): 50000,
                (self.siti, self.principal): 500000,
                (self.siti, self.mandatory): 150000,
            },
        )
        sheet.line_ids[1].amount = 20000
        sheet.action_fill()
        self.assertEqual(len(sheet.line_ids), 4)
        self.assertEqual(sheet.line_ids[1].amount, 20000)
        north = self.sheet(date="2025-03-03", group_label="North")
        north.action_fill()
        self.assertEqual(north.line_ids.member_id, self.budi)

    def test_cancel_reverses_on_the_same_date(self):
        sheet = self.sheet((self.budi, self.mandatory, 50000))
        sheet.action_post()
        sheet.action_cancel()
        self.assertEqual(sheet.state, "cancelled")
        self.assertEqual(len(sheet.move_ids), 2)
        self.assertEqual(set(sheet.move_ids.mapped("date")), {sheet.date})
        self.assertFalse(self.balance(self.mandatory.account_id))
        self.assertFalse(self.balance(self.cash_journal.default_account_id))
        sheet.action_cancel()
        self.assertEqual(len(sheet.move_ids), 2)

    def test_locked_period_refuses_booking_and_cancelling(self):
        draft = self.sheet((self.budi, self.mandatory, 50000))
        booked = self.sheet((self.siti, self.mandatory, 50000))
        booked.action_post()
        self.company.fiscalyear_lock_date = "2025-03-31"
        with self.assertRaisesRegex(UserError, "locked"):
            draft.action_post()
        with self.assertRaisesRegex(UserError, "locked"):
            booked.action_cancel()
        self.assertEqual((draft.state, booked.state), ("draft", "posted"))
        self.assertFalse(draft.move_ids)
        self.assertEqual(len(booked.move_ids), 1)

    def test_cancel_is_refused_when_the_money_was_withdrawn(self):
        sheet = self.sheet((self.budi, self.voluntary, 50000))
        sheet.action_post()
        self.save(self.budi, self.voluntary, -40000, "2025-03-20")
        with self.assertRaisesRegex(UserError, "below zero"):
            sheet.action_cancel()

    # ----------------------------------------------------------------------- import
    def load(self, sheet, content):
        self.env["coop.savings.collection.import"].create(
            {
                "collection_id": sheet.id,
                "filename": "x",
                "file": base64.b64encode(content),
            }
        ).action_import()

    def test_import_of_csv(self):
        sheet = self.sheet()
        self.load(
            sheet,
            b"Number;Name;Type;Amount\n0007;Budi;WAJIB;50000\n31;Siti;sukarela;25000\n"
            b"0031;Siti;WAJIB;\n",
        )
        self.assertEqual(
            self.amounts(sheet),
            {
                (self.budi, self.mandatory): 50000,
                (self.siti, self.voluntary): 25000,
            },
        )

    def test_import_is_all_or_nothing_and_names_each_row(self):
        sheet = self.sheet()
        with self.assertRaises(UserError) as caught:
            self.load(
                sheet,
                b"number,type,amount\n0007,WAJIB,50000\n9999,WAJIB,50000\n"
                b"0031,XX,50000\n0031,WAJIB,50.000\n0007,WAJIB,50000\n0031,WAJIB,-5\n",
            )
        message = str(caught.exception)
        for text in (
            "Row 3: no active member has number “9999”",
            "Row 4: no savings type has code “XX”",
            "Row 5: “50.000”",
            "Row 6: same member and type as row 2",
            "Row 7: the amount is below zero",
        ):
            self.assertIn(text, message)
        self.assertFalse(sheet.line_ids)

    def test_template_comes_back_as_it_went(self):
        report = self.env.ref("coop_membership.action_report_collection_xlsx")
        sheet = self.sheet()
        empty, _kind = report._render_xlsx(report.report_name, sheet.ids, {})
        rows = list(load_workbook(io.BytesIO(empty)).active.iter_rows(values_only=True))
        self.assertEqual(rows[1][:3], ("0007", "Budi", "WAJIB"))
        with self.assertRaisesRegex(UserError, "no rows with an amount"):
            self.load(sheet, empty)
        sheet.action_fill()
        filled, _kind = report._render_xlsx(report.report_name, sheet.ids, {})
        other = self.sheet()
        self.load(other, filled)
        self.assertEqual(self.amounts(other), self.amounts(sheet))

    def test_unreadable_files_are_refused_in_words(self):
        sheet = self.sheet()
        for content, text in (
            (b"PK\x03\x04rubbish", "XLSX"),
            (b"\xff\xfe\x00", "UTF-8"),
            (b"a;b;c\n1;2;3\n", "heading row"),
        ):
            with self.assertRaisesRegex(UserError, text):
                self.load(sheet, content)

    # ----------------------------------------------------------------------- rights
    def test_officer_drafts_but_does_not_book(self):
        officer = self.new_user("officer", "officer")
        sheet = (
            self.env["coop.savings.collection"]
            .with_user(officer)
            .create({"date": "2025-03-10", "journal_id": self.cash_journal.id})
        )
        sheet.action_fill()
        self.assertTrue(sheet.line_ids)
        with self.assertRaisesRegex(UserError, "Only accountants"):
            sheet.action_post()
        with self.assertRaisesRegex(UserError, "buttons only"):
            sheet.state = "posted"
        supervisor = self.new_user("supervisor", "supervisor")
        self.assertTrue(sheet.with_user(supervisor).read(["name"]))
        with mute_logger("odoo.addons.base.models.ir_rule"):
            with self.assertRaises(AccessError):
                sheet.with_user(supervisor).memo = "x"
            with self.assertRaises(AccessError):
                sheet.with_user(supervisor).action_post()

    # ------------------------------------------------------------------ performance
    def test_queries_do_not_grow_with_the_members(self):
        def count(size, year):
            members = [
                (
                    self.member(f"M{i}", "2025-01-01", f"{year}{i:04}"),
                    self.mandatory,
                    50000,
                )
                for i in range(size)
            ]
            sheet = self.sheet(*members)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            sheet.action_post()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(2, 1)  # caches
        small, large = count(20, 2), count(40, 3)
        self.assertLess(large - small, 15, (small, large))
