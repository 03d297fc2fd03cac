# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Take-over: every broken row, sheet and total is named, and nothing is booked."""

import base64
import io
from datetime import date, timedelta

import openpyxl

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_opening import AGUS, BALANCES, BUDI, DEWI, MEMBERS, SITI, OpeningCase


@tagged("post_install", "-at_install")
class TestOpeningRefused(OpeningCase):
    def assert_row(self, text, *rows, index=0, **values):
        """The row of ``index`` is refused with this text, and so is posting."""
        before = self.snapshot()
        opening = self.upload(rows or [{**BUDI, **values}, SITI, AGUS, DEWI])
        line = opening.line_ids[index]
        self.assertRegex(line.error or "", text)
        self.assertEqual(line.row, index + 2)
        self.assertEqual(opening.state, "draft")
        self.assertIn(line, opening.error_line_ids)
        with self.assertRaisesRegex(UserError, "Nothing was posted"):
            opening.action_post()
        self.assertEqual(self.snapshot(), before)
        return opening

    def test_duplicate_number(self):
        self.assert_row("rows 2, 3", BUDI, {**SITI, "number": "0007"}, index=1)

    def test_duplicate_nik(self):
        opening = self.assert_row(
            "NIK stands in rows 2, 3", BUDI, {**SITI, "nik": BUDI["nik"]}, index=1
        )
        self.assertNotIn(BUDI["nik"], opening.line_ids[1].error)

    def test_nik_against_birth_date_and_gender(self):
        self.assert_row("NIK", birth_date=date(1985, 8, 18))
        self.assert_row("NIK", gender="P")
        self.assert_row("NIK", nik="123")

    def test_nik_whose_last_digit_excel_lost(self):
        self.assert_row("last digit", nik=3174061708850000)

    def test_amounts(self):
        self.assert_row("WAJIB: not an amount", WAJIB="Rp 3.900.000")
        self.assert_row("WAJIB: has a fraction", WAJIB=3900000.5)
        self.assert_row("negative", WAJIB=-3900000)
        self.assert_row("Tunggakan.*not an amount", arrears="lunas")
        self.assert_row("negative", advance=-1)

    def test_dates(self):
        self.assert_row("after the cut-off", date_joined=date(2026, 1, 1))
        self.assert_row("Tanggal masuk.*not a date", date_joined="Maret 2019")
        self.assert_row("Tanggal lahir.*not a date", birth_date="31/02/1985")
        self.assert_row("Born after", birth_date=date(2020, 1, 1), nik=None)

    def test_number_and_date_belong_together(self):
        self.assert_row("number without a date", date_joined=None)
        self.assert_row("date of joining without a number", number=None)
        self.assert_row("member number", number=-7)

    def test_missing_name(self):
        self.assert_row("name is missing", name=None)

    def test_unknown_gender(self):
        self.assert_row("L .male. or P", gender="X")

    def test_arrears_and_paid_ahead(self):
        self.assert_row("only one", arrears=60000, prepaid=60000)
        self.assert_row("More is paid ahead", prepaid=3900001)
        self.assert_row("owes no dues", {**DEWI, "arrears": 60000})

    def test_applicant_who_has_paid_in_full(self):
        self.assert_row("paid in full", {**DEWI, "POKOK": 500000})

    def test_member_who_is_in_the_register(self):
        self.member("Budi", number="0007")
        self.assert_row("0007 is already in the register")
        self.member("Other Budi", number="0900", nik=BUDI["nik"])
        self.assert_row("already in the register", number="0008")

    def test_contact_who_is_in_the_register(self):
        known = self.member("Budi Santoso", number="0900")
        known.partner_id.phone = "0812 3456 789"
        self.assert_row("person is already in the register", phone="+62 812 3456789")

    def test_existing_contacts_are_proposed(self):
        by_phone = self.person("Budi Santoso", phone="0812 3456 789")
        self.person("Siti Rahmawati")  # a name alone is not enough
        by_tax_number = self.person("A. Prasetyo", vat=AGUS["nik"])
        twins = self.person("Dewi Lestari", phone="0811") + self.person(
            "Dewi Lestari", phone="0811"
        )
        opening = self.upload(
            [
                {**BUDI, "phone": "+62 812 3456789", "city": "Bandung"},
                {**SITI, "phone": "0813 1111 111"},
                AGUS,
                {**DEWI, "phone": "0811"},
            ]
        )
        budi, siti, agus, dewi = opening.line_ids
        self.assertEqual(budi.partner_id, by_phone)
        self.assertIn("existing contact", budi.warning)
        self.assertFalse(siti.partner_id)
        self.assertEqual(agus.partner_id, by_tax_number)
        self.assertFalse(dewi.partner_id)
        # chosen by hand, kept when the file is read again
        dewi.partner_id = twins[1]
        opening.action_read_file()
        self.assertEqual(opening.line_ids[3].partner_id, twins[1])
        opening.action_post()
        self.assertEqual(opening.line_ids[0].member_id.partner_id, by_phone)
        self.assertEqual(by_phone.city, "Bandung")
        self.assertEqual(by_phone.phone, "0812 3456 789")

    def test_contact_of_a_company_is_refused(self):
        opening = self.upload([BUDI, SITI, AGUS, DEWI])
        client = self.person("PT Klien", is_company=True)
        opening.line_ids[0].partner_id = self.person("Budi", parent_id=client.id)
        opening.action_check()
        self.assertIn("belongs to PT Klien", opening.line_ids[0].error)
        self.assertEqual(opening.state, "draft")

    def test_principal_that_is_not_the_full_amount_is_a_warning(self):
        opening = self.upload([{**BUDI, "POKOK": 400000}, SITI, AGUS, DEWI])
        self.assertIn("bylaws ask", opening.line_ids[0].warning)
        self.assertFalse(opening.line_ids[0].error)

    def test_every_error_of_a_row_is_told(self):
        opening = self.upload([{**BUDI, "name": None, "WAJIB": "x", "gender": "?"}])
        self.assertEqual(len(opening.line_ids.error.splitlines()), 3)

    # ------------------------------------------------------------------- numbers
    def test_leading_zeros_that_excel_took(self):
        """7 is read as 0007: from the format of the cell, or from its neighbours."""
        opening = self.upload([{**BUDI, "number": 7}, SITI, AGUS, DEWI])
        self.assertEqual(opening.line_ids[0].number, "0007")
        self.assertIn("0007", opening.line_ids[0].warning)
        self.assertEqual(opening.state, "checked", opening.problems)

        def as_number(book):
            cell = book[MEMBERS].cell(2, 1)
            cell.value, cell.number_format = 7, "000000"

        opening = self.upload([BUDI, SITI, AGUS, DEWI], change=as_number)
        self.assertEqual(opening.line_ids[0].number, "000007")
        opening = self.upload([{**BUDI, "number": 12}, {**SITI, "number": 13}])
        self.assertEqual(opening.line_ids.mapped("number"), ["0012", "0013"])

    def test_numbering_goes_on_after_the_highest_and_never_back(self):
        sequence = self.company._coop_member_sequence()
        opening = self.upload(
            [
                {**BUDI, "number": "LB-9999"},
                {**SITI, "number": "000031"},
                {**AGUS, "number": "000263"},
                DEWI,
            ]
        )
        opening.action_post()
        self.assertEqual(self.company._next_member_number(), "000264")
        sequence.number_next = 900
        opening._continue_numbers(opening.line_ids)
        self.assertEqual(self.company._next_member_number(), "000900")

    # -------------------------------------------------------------- trial balance
    def assert_balance(self, text, code, *extra, change=None):
        rows = [row for row in self.trial_balance() if row[0] != code] + list(extra)
        opening = self.upload([BUDI, SITI, AGUS, DEWI], rows, change)
        errors = "\n".join(filter(None, opening.balance_ids.mapped("error")))
        self.assertRegex(errors, text)
        self.assertEqual(opening.state, "draft")
        with self.assertRaisesRegex(UserError, "Nothing was posted"):
            opening.action_post()
        return opening

    def test_unknown_account(self):
        self.assert_balance("No account has the code 99-1", None, ("99-1", 1, 0))

    def test_amounts_of_accounts(self):
        code = self.bank_account.code
        self.assert_balance("not an amount", code, (code, "banyak", 0))
        self.assert_balance("has a fraction", code, (code, 14425000.005, 0))
        self.assert_balance("negative", code, (code, 0, -14425000))

    def test_account_twice(self):
        def twice(book):
            book[BALANCES].append([self.bank_account.code, "", 1, None])

        self.assert_balance("add them up", None, change=twice)

    def test_missing_code(self):
        def no_code(book):
            book[BALANCES].append([None, "Kas", 1, None])

        self.assert_balance("code is missing", None, change=no_code)

    def test_account_in_foreign_currency(self):
        account = self.env["account.account"].create(
            {
                "name": "Bank USD",
                "code": "11129999",
                "account_type": "asset_cash",
                "currency_id": self.env.ref("base.USD").id,
            }
        )
        self.assert_balance("kept in USD", None, (account.code, 1, 0))

    # ---------------------------------------------------------------------- totals
    def assert_problem(self, text, members=None, balances=None, **values):
        opening = self.upload(members or [BUDI, SITI, AGUS, DEWI], balances, **values)
        self.assertRegex(opening.problems, text)
        self.assertEqual(opening.state, "draft")
        before = self.snapshot()
        with self.assertRaisesRegex(UserError, text):
            opening.action_post()
        self.assertEqual(self.snapshot(), before)
        return opening

    def test_each_total_must_agree(self):
        for key, account in (
            ("POKOK", self.principal.account_id),
            ("WAJIB", self.mandatory.account_id),
            ("SUKARELA", self.voluntary.account_id),
            ("surplus", self.surplus_account),
            ("advance", self.advance_account),
        ):
            with self.subTest(key=key):
                row = {**AGUS, key: AGUS.get(key, 0) + 1}
                opening = self.assert_problem(account.code, [BUDI, SITI, row, DEWI])
                balance = opening.balance_ids.filtered(
                    lambda b, account=account: b.account_id == account
                )
                self.assertEqual(balance.difference, -1)
                self.assertEqual(len(opening.problems.splitlines()), 1)

    def test_account_that_the_trial_balance_lacks(self):
        rows = [
            row
            for row in self.trial_balance()
            if row[0] not in (self.surplus_account.code, self.bank_account.code)
        ]
        rows.append((self.bank_account.code, 14300000, 0))
        self.assert_problem(self.surplus_account.code, balances=rows)

    def test_debit_must_equal_credit(self):
        rows = [row for row in self.trial_balance() if row[0] != self.reserve.code]
        opening = self.assert_problem("does not balance", balances=rows)
        self.assertEqual(opening.total_debit - opening.total_credit, 4000000)

    def test_account_for_surplus_not_chosen(self):
        self.company.coop_shu_payable_account_id = False
        self.assert_problem("no account for")

    def test_locked_books(self):
        """Core would book silently on the day after the lock."""
        self.company.fiscalyear_lock_date = "2025-12-31"
        self.assert_problem("locked")

    def test_cut_off_in_the_future(self):
        tomorrow = fields.Date.today() + timedelta(days=1)
        self.assert_problem("future", date=tomorrow)

    def test_sen_on_other_accounts(self):
        """Sen of a bank are booked where the currency has them."""
        self.company.currency_id.rounding = 0.01
        rows = [
            row
            for row in self.trial_balance()
            if row[0] not in (self.bank_account.code, self.reserve.code)
        ]
        rows += [
            (self.bank_account.code, 14425000.37, 0),
            (self.reserve.code, 0, 4000000.37),
        ]
        opening = self.upload([BUDI, SITI, AGUS, DEWI], rows)
        self.assertEqual(opening.state, "checked", opening.problems)
        opening.action_post()
        self.assertEqual(self.balance(self.bank_account), 14425000.37)

    # ------------------------------------------------------------------------ file
    def assert_file(self, text, change=None, members=None, **values):
        opening = self.opening(**values)
        self.fill(opening, members or [BUDI, SITI, AGUS, DEWI], change=change)
        with self.assertRaisesRegex(UserError, text):
            opening.action_read_file()
        self.assertFalse(opening.line_ids)

    def test_no_file_or_a_wrong_one(self):
        opening = self.opening()
        with self.assertRaisesRegex(UserError, "Choose the filled-in"):
            opening.action_read_file()
        for content in (b"a;b\n1;2\n", b"\xd0\xcf\x11\xe0old excel", b"PK\x03\x04x"):
            opening.file = base64.b64encode(content)
            with self.assertRaisesRegex(UserError, "not a readable Excel file"):
                opening.action_read_file()

    def test_missing_sheet(self):
        self.assert_file("Members.*missing", lambda book: book.remove(book[MEMBERS]))
        self.assert_file(
            "Trial balance.*missing", lambda book: book.remove(book[BALANCES])
        )

    def test_columns(self):
        def unknown(book):
            book[MEMBERS].cell(1, 30, "Hobi")

        def headless(book):
            book[MEMBERS].cell(3, 30, "Sepak bola")

        def twice(book):
            book[MEMBERS].cell(1, 30, "wajib")

        def nameless(book):
            book[MEMBERS].delete_cols(2)

        self.assert_file("“Hobi” is not known", unknown)
        self.assert_file("no heading", headless)
        self.assert_file("twice", twice)
        self.assert_file("“Nama / Name” is missing", nameless)

    def test_two_sheets_of_members(self):
        self.assert_file("keep one", lambda book: book.create_sheet("Members"))

    def test_formulas(self):
        """A formula needs the result that Excel saves with it."""

        def formula(book):
            book[MEMBERS].cell(2, 13, "=250000*2")

        self.assert_file("formulas without results", formula)

    def test_trial_balance_in_books_that_are_in_odoo(self):
        self.assert_file("leave the amounts", mode="existing_books")

    def test_columns_and_sheets_in_one_language(self):
        """Headings in Indonesian or English alone, in any order, are understood."""

        def rename(book):
            members, balances = book[MEMBERS], book[BALANCES]
            members.title, balances.title = "Anggota", "trial balance"
            for cell in members[1]:
                cell.value = str(cell.value).rsplit(" / ", 1)[0].upper()
            for cell in balances[1]:
                cell.value = str(cell.value).rsplit(" / ", 1)[-1]

        opening = self.upload([BUDI, SITI, AGUS, DEWI], change=rename)
        self.assertEqual(opening.state, "checked", opening.problems)

    def test_template(self):
        """Headings in both languages, no example rows, text where zeros matter."""
        book = self.template(self.opening())
        sheet = book[MEMBERS]
        headings = [cell.value for cell in sheet[1]]
        self.assertIn("Nomor anggota / Member number", headings)
        self.assertIn(f"WAJIB / {self.mandatory.name}", headings)
        self.assertEqual(sheet.max_row, 1)
        self.assertIn("0007", sheet.cell(1, 1).comment.text)
        self.assertEqual(sheet.column_dimensions["A"].width > 0, True)
        codes = [cell.value for cell in book[BALANCES]["A"]]
        self.assertIn(self.mandatory.account_id.code, codes)
        empty = io.BytesIO()
        book.save(empty)
        self.assertTrue(openpyxl.load_workbook(empty).worksheets)

    def test_empty_template_is_not_ready(self):
        opening = self.opening()
        self.fill(opening, [], balances=[])
        opening.action_read_file()
        self.assertIn("no members yet", opening.problems)
