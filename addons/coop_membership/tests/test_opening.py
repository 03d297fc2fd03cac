# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Take-over of a running cooperative: the story "Saldo awal", and what is refused."""

import base64
import io
from datetime import date
from unittest.mock import patch

import openpyxl

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.coop_membership.models import coop_opening
from odoo.addons.coop_membership.tests.common import CoopCase

CUT_OFF = "2025-12-31"
MEMBERS = coop_opening.MEMBER_SHEET
BALANCES = coop_opening.BALANCE_SHEET
# The people of the story; NIK of the demo cooperative.
BUDI = {
    "number": "0007",
    "name": "Budi Santoso",
    "nik": "3174061708850001",
    "gender": "L",
    "birth_date": date(1985, 8, 17),
    "date_joined": date(2019, 3, 1),
    "POKOK": 500000,
    "WAJIB": 3900000,
}
SITI = {
    "number": "0031",
    "name": "Siti Rahmawati",
    "nik": "3273016104900002",
    "gender": "P",
    "birth_date": date(1990, 4, 21),
    "date_joined": "15/06/2021",
    "POKOK": 500000,
    "WAJIB": 2450000,
    "arrears": 150000,
    "surplus": 125000,
}
AGUS = {
    "number": "0263",
    "name": "Agus Prasetyo",
    "nik": "3578102503780003",
    "date_joined": date(2024, 2, 5),
    "POKOK": 500000,
    "WAJIB": 1200000,
    "SUKARELA": 750000,
    "advance": 400000,
}
DEWI = {"name": "Dewi Lestari", "nik": "3471055212950001", "POKOK": 300000}


class OpeningCase(CoopCase):
    """A cooperative of the story, and builders for its spreadsheet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Bylaws: mandatory savings of 60,000 from January 2026 on, due on the 10th.
        cls.mandatory.amount_ids.unlink()
        cls.set_amount(cls.mandatory, "2026-01-01", 60000)
        cls.education_fund = cls.env["account.account"].create(
            {
                "name": "Dana Pendidikan",
                "code": "23010010",
                "account_type": "liability_current",
            }
        )
        cls.surplus_account = cls.company.coop_shu_payable_account_id
        cls.advance_account = cls.company.coop_advance_account_id
        cls.reserve = cls.company.coop_reserve_account_id

    @classmethod
    def trial_balance(cls, **changes):
        """Rows ``(code, debit, credit)`` of the story."""
        amounts = {
            cls.bank_account: 14425000,
            cls.advance_account: 400000,
            cls.principal.account_id: -1800000,
            cls.mandatory.account_id: -7550000,
            cls.voluntary.account_id: -750000,
            cls.reserve: -4000000,
            cls.education_fund: -600000,
            cls.surplus_account: -125000,
        }
        return [
            (account.code, max(amount, 0), max(-amount, 0))
            for account, amount in amounts.items()
        ]

    @classmethod
    def opening(cls, **values):
        return cls.env["coop.opening"].create(
            {"date": CUT_OFF, "company_id": cls.company.id, **values}
        )

    @classmethod
    def template(cls, opening):
        """The template of the company, opened with openpyxl."""
        content = cls.env["ir.actions.report"]._render_xlsx(
            "coop_membership.opening_template", opening.ids, {}
        )[0]
        return openpyxl.load_workbook(io.BytesIO(content))

    @classmethod
    def fill(cls, opening, members=(), balances=None, change=None):
        """Upload the template filled with rows ``{column or type code: value}``.

        :param change: called with the workbook before it is saved
        """
        book = cls.template(opening)
        sheet = book[MEMBERS]
        columns = {cell.value: cell.column for cell in sheet[1]}
        headings = {
            key: " / ".join(names) for key, names in coop_opening.MEMBER_COLUMNS.items()
        }
        for savings in opening._savings_types():
            headings[savings.code] = f"{savings.code} / {savings.name}"
        for row, values in enumerate(members, 2):
            for key, value in values.items():
                sheet.cell(row, columns[headings[key]], value)
        sheet = book[BALANCES]
        if balances is None:
            balances = cls.trial_balance()
        rows = {sheet.cell(row, 1).value: row for row in range(2, sheet.max_row + 1)}
        for code, debit, credit in balances:
            row = rows.get(code) or sheet.max_row + 1
            sheet.cell(row, 1, code)
            sheet.cell(row, 3, debit or None)
            sheet.cell(row, 4, credit or None)
        if change:
            change(book)
        content = io.BytesIO()
        book.save(content)
        opening.write(
            {"file": base64.b64encode(content.getvalue()), "file_name": "saldo.xlsx"}
        )

    @classmethod
    def upload(cls, members, balances=None, change=None, **values):
        """A new document with this spreadsheet, read and checked."""
        opening = cls.opening(**values)
        cls.fill(opening, members, balances, change)
        opening.action_read_file()
        return opening

    def snapshot(self):
        """Counts and sums that a refused import must leave as they are."""
        return (
            self.env["coop.member"].search_count([]),
            self.env["res.partner"].search_count([]),
            self.env["account.move"].search_count([]),
            self.env["account.move.line"].search_count([]),
            self.company._coop_member_sequence().number_next,
        )


@tagged("post_install", "-at_install")
class TestOpeningStory(OpeningCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Odoo's test company holds receipts on an outstanding account; ours never does.
        lines = cls.bank_journal.inbound_payment_method_line_ids
        lines.payment_account_id = cls.bank_account

    def pay(self, day, member, **amounts):
        """Receive savings at the bank on the standard payment."""
        types = {
            "principal": self.principal,
            "mandatory": self.mandatory,
            "voluntary": self.voluntary,
        }
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": member.partner_id.id,
                "coop_member_id": member.id,
                "journal_id": self.bank_journal.id,
                "date": day,
                "coop_allocation_ids": [
                    Command.create({"type_id": types[kind].id, "amount": amount})
                    for kind, amount in amounts.items()
                ],
            }
        )
        payment.action_post()
        return payment

    def take_over(self):
        opening = self.upload([BUDI, SITI, AGUS, DEWI])
        self.assertFalse(opening.problems)
        self.assertEqual(opening.state, "checked")
        opening.action_post()
        return opening, *opening.line_ids.member_id

    def test_saldo_awal(self):
        """The story of section 11b, number by number."""
        opening, budi, siti, agus, dewi = self.take_over()
        # the opening entry
        self.assertEqual(opening.state, "posted")
        self.assertEqual(len(opening.move_ids), 1)
        move = opening.move_ids
        self.assertEqual((move.state, move.date), ("posted", date(2025, 12, 31)))
        self.assertEqual(sum(move.line_ids.mapped("debit")), 14825000)
        self.assertEqual(sum(move.line_ids.mapped("credit")), 14825000)
        self.assertEqual(move.journal_id, self.company._coop_journal())
        # every rupiah of a member carries the member
        for partner, account, balance in (
            (budi, self.mandatory.account_id, -3900000),
            (siti, self.surplus_account, -125000),
            (agus, self.voluntary.account_id, -750000),
            (agus, self.advance_account, 400000),
            (dewi, self.principal.account_id, -300000),
        ):
            line = move.line_ids.filtered(
                lambda item, partner=partner, account=account: (
                    item.partner_id == partner.partner_id and item.account_id == account
                )
            )
            self.assertEqual(line.balance, balance)
        # the register
        members = budi + siti + agus + dewi
        self.assertEqual(members.mapped("number"), ["0007", "0031", "0263", False])
        self.assertEqual(
            members.mapped("state"), ["active", "active", "active", "approved"]
        )
        self.assertEqual(siti.date_joined, date(2021, 6, 15))
        self.assertEqual(budi.nik, "3174061708850001")
        self.assertEqual(budi.gender, "male")
        self.assertEqual(siti.dues_brought_forward, 2600000)
        self.assertEqual(siti.dues_from, date(2026, 1, 1))
        self.assertFalse(dewi.dues_from)
        self.assertEqual(budi.status_ids.mapped("state"), ["active"])
        self.assertEqual(budi.status_ids.date, date(2019, 3, 1))
        self.assertEqual(siti._arrears_at(date(2025, 12, 31))[siti][0], 150000)
        # the receipts
        self.pay("2026-01-12", budi, mandatory=60000)
        self.pay("2026-01-12", agus, mandatory=60000)
        self.pay("2026-01-12", dewi, principal=100000)
        self.assertEqual(dewi.state, "approved")
        self.pay("2026-02-09", budi, mandatory=60000)
        self.pay("2026-02-09", agus, mandatory=60000)
        self.pay("2026-02-09", siti, mandatory=210000)
        self.pay("2026-03-16", budi, mandatory=60000)
        self.pay("2026-03-16", dewi, principal=100000, mandatory=60000)
        # the first quarter
        end = date(2026, 3, 31)
        self.assertEqual(self.balance(self.principal.account_id, end), -2000000)
        self.assertEqual(self.balance(self.mandatory.account_id, end), -8120000)
        self.assertEqual(self.balance(self.voluntary.account_id, end), -750000)
        self.assertEqual(self.balance(self.bank_account, end), 15195000)
        arrears = members._arrears_at(end)
        self.assertEqual(arrears[siti], (120000, date(2026, 2, 10)))
        self.assertEqual(arrears[agus], (60000, date(2026, 3, 10)))
        self.assertEqual(arrears[budi][0], 0)
        self.assertEqual(arrears[dewi][0], 0)
        dated = members.with_context(coop_date=end)
        self.assertEqual(dated.mapped("arrears_days"), [0, 49, 21, 0])
        self.assertEqual(
            (dewi.state, dewi.number, dewi.date_joined, dewi.dues_from),
            ("active", "0264", date(2026, 3, 16), date(2026, 3, 1)),
        )
        for day, count in (("2025-12-31", 3), ("2026-03-31", 4)):
            self.assertEqual(
                self.env["coop.member"].search_count(
                    [("active_on", "=", day), ("company_id", "=", self.company.id)]
                ),
                count,
            )

    def test_the_same_import_again_is_refused_and_changes_nothing(self):
        opening, *_members = self.take_over()
        again = self.opening()
        self.fill(again, [BUDI, SITI, AGUS, DEWI])
        before = self.snapshot()
        for action in (again.action_read_file, again.action_check, again.action_post):
            with self.assertRaisesRegex(UserError, "already posted"):
                action()
        with self.assertRaisesRegex(UserError, "already posted"):
            opening.action_post()
        with self.assertRaisesRegex(UserError, "already posted"):
            opening.action_read_file()
        self.assertEqual(self.snapshot(), before)
        self.assertFalse(again.line_ids)

    def test_a_posted_take_over_cannot_be_changed_or_deleted(self):
        opening, *_members = self.take_over()
        self.assertFalse(opening.file, "the file holds identity numbers")
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            opening.date = "2025-11-30"
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            opening.unlink()
        with self.assertRaises(AccessError):
            opening.line_ids[0].unlink()
        with self.assertRaises(AccessError):
            opening.balance_ids[0].debit = 1
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            opening.line_ids[0].partner_id = self.person("X")
        with self.assertRaisesRegex(UserError, "buttons only"):
            self.opening().state = "posted"

    def test_nothing_stays_when_posting_fails(self):
        opening = self.upload([BUDI, SITI, AGUS, DEWI])
        before = self.snapshot()
        with (
            patch.object(
                type(self.env["account.move"]), "_post", side_effect=UserError("no")
            ),
            self.assertRaises(UserError),
            self.env.cr.savepoint(),
        ):
            opening.action_post()
        self.assertEqual(self.snapshot(), before)
        opening.invalidate_recordset()
        self.assertEqual(opening.state, "checked")

    def test_an_accountant_without_access_to_identities_can_do_it(self):
        user = self.new_user("opening_accountant", "accountant")
        opening = self.opening().with_user(user)
        self.fill(opening, [BUDI, SITI, AGUS, DEWI])
        opening.action_read_file()
        self.assertEqual(opening.state, "checked", opening.problems)
        with self.assertRaises(AccessError):
            opening.line_ids.mapped("nik")
        opening.action_post()
        self.assertEqual(len(opening.line_ids.member_id), 4)
        self.assertEqual(opening.line_ids.member_id[0].sudo().nik, BUDI["nik"])

    def test_officer_cannot_and_supervisor_only_reads(self):
        opening = self.upload([BUDI, SITI, AGUS, DEWI])
        supervisor = opening.with_user(self.new_user("opening_pengawas", "supervisor"))
        self.assertEqual(supervisor.line_count, 4)
        self.assertEqual(sum(supervisor.balance_ids.mapped("debit")), 14825000)
        officer = opening.with_user(self.new_user("opening_officer", "officer"))
        for document in (supervisor, officer):
            with self.assertRaises(AccessError):
                document.action_post()
        with self.assertRaises(AccessError):
            officer.read(["date"])

    def test_dues_paid_ahead(self):
        """Budi has paid January and February in advance: first arrears in March."""
        ahead = {**BUDI, "prepaid": 120000}
        opening = self.upload([ahead, SITI, AGUS, DEWI])
        self.assertEqual(opening.state, "checked", opening.problems)
        opening.action_post()
        budi = opening.line_ids.member_id[0]
        self.assertEqual(budi.dues_brought_forward, 3780000)
        self.assertEqual(budi._arrears_at(date(2026, 2, 28))[budi][0], 0)
        self.assertEqual(
            budi._arrears_at(date(2026, 3, 31))[budi], (60000, date(2026, 3, 10))
        )

    def test_many_lines_are_split_over_entries(self):
        opening = self.upload([BUDI, SITI, AGUS, DEWI])
        with patch.object(coop_opening, "LINES_PER_ENTRY", 5):
            opening.action_post()
        self.assert_split(opening)

    def test_many_lines_of_books_already_in_odoo_are_split_too(self):
        self.book_totals()
        opening = self.upload(
            [BUDI, SITI, AGUS, DEWI], balances=(), mode="existing_books"
        )
        with patch.object(coop_opening, "LINES_PER_ENTRY", 5):
            opening.action_post()
        self.assert_split(opening)

    def assert_split(self, opening):
        self.assertGreater(len(opening.move_ids), 2)
        for move in opening.move_ids:
            self.assertLessEqual(len(move.line_ids), 6)
            self.assertEqual(move.state, "posted")
        self.assertEqual(self.balance(self.bank_account), 14425000)
        self.assertEqual(self.balance(self.mandatory.account_id), -7550000)
        earnings = self.company.get_unaffected_earnings_account()
        self.assertEqual(self.balance(earnings), 0)
        self.assert_everything_assigned(opening)

    def assert_everything_assigned(self, opening):
        """No rupiah is left without a member on the accounts of the members."""
        self.assertFalse(
            [
                rows
                for rows in opening._unassigned(
                    self.env["account.account"].union(*opening._tied_accounts())
                ).values()
                if rows
            ]
        )
        for account in (self.surplus_account, self.advance_account):
            left = self.env["account.move.line"].search(
                [
                    ("account_id", "=", account.id),
                    ("parent_state", "=", "posted"),
                    ("partner_id", "not in", opening.line_ids.partner_id.ids),
                    ("reconciled", "=", False),
                ]
            )
            self.assertFalse(left, "old totals are matched with what moved them")

    # ------------------------------------------------------------ books in Odoo
    def book_totals(self, **changes):
        """The trial balance, booked without members as it is in running books."""
        partner = changes.get("partner", self.env["res.partner"])
        by_code = {
            account.code: account for account in self.env["account.account"].search([])
        }
        lines = [
            (by_code[code], debit - credit)
            for code, debit, credit in self.trial_balance()
        ]
        lines = [
            (account, balance, partner)
            if account == self.voluntary.account_id
            else (account, balance)
            for account, balance in lines
        ]
        move = self.entry("2025-06-30", *lines, post=False)
        move.with_context(coop_allow_unassigned=True)._post(soft=False)
        return move

    def test_books_already_in_odoo(self):
        """The totals are moved from nobody to the members; balances do not change."""
        self.book_totals()
        opening = self.upload(
            [BUDI, SITI, AGUS, DEWI], balances=(), mode="existing_books"
        )
        self.assertEqual(opening.state, "checked", opening.problems)
        opening.action_post()
        move = opening.move_ids
        self.assertEqual(
            sum(move.line_ids.mapped("debit")),
            10225000 + 400000,
            "savings, SHU, kasbon",
        )
        self.assertEqual(self.balance(self.bank_account), 14425000)
        self.assertEqual(self.balance(self.mandatory.account_id), -7550000)
        savings = opening.line_ids.member_id._savings_at(fields.Date.to_date(CUT_OFF))
        self.assertEqual(
            savings[opening.line_ids.member_id[0]][self.mandatory], 3900000
        )
        self.assert_everything_assigned(opening)

    def test_books_already_in_odoo_with_the_contact_of_a_member(self):
        """What already stands on the contact of a row is not moved twice."""
        agus = self.person("Agus Prasetyo", phone="+62 812-0000-111")
        self.book_totals(partner=agus)
        row = {**AGUS, "phone": "0812-0000-111"}
        opening = self.upload(
            [BUDI, SITI, row, DEWI], balances=(), mode="existing_books"
        )
        self.assertEqual(opening.line_ids[2].partner_id, agus)
        self.assertEqual(opening.state, "checked", opening.problems)
        opening.action_post()
        self.assertFalse(
            opening.move_ids.line_ids.filtered(
                lambda line: line.account_id == self.voluntary.account_id
            )
        )
        member = opening.line_ids[2].member_id
        self.assertEqual(member.partner_id, agus)
        self.assertEqual(member.savings_voluntary, 750000)
        self.assert_everything_assigned(opening)

    def test_books_already_in_odoo_with_a_stranger_on_the_account(self):
        """Savings on a contact who is no member are moved to the members as well."""
        stranger = self.person("Kasir")
        self.book_totals(partner=stranger)
        opening = self.upload(
            [BUDI, SITI, AGUS, DEWI], balances=(), mode="existing_books"
        )
        self.assertEqual(opening.state, "checked", opening.problems)
        opening.action_post()
        self.assertEqual(opening.line_ids[2].member_id.savings_voluntary, 750000)
        self.assert_everything_assigned(opening)

    def test_books_already_in_odoo_must_tie_to_the_ledger(self):
        self.book_totals()
        opening = self.upload(
            [BUDI, {**SITI, "WAJIB": 2450001}, AGUS, DEWI],
            balances=(),
            mode="existing_books",
        )
        self.assertEqual(opening.state, "draft")
        self.assertIn(self.mandatory.account_id.code, opening.problems)
        with self.assertRaisesRegex(UserError, "Nothing was posted"):
            opening.action_post()

    def test_new_books_are_refused_over_booked_ones(self):
        self.book_totals()
        opening = self.upload([BUDI, SITI, AGUS, DEWI])
        self.assertEqual(opening.state, "draft")
        errors = opening.balance_ids.mapped("error")
        self.assertTrue(all("count it twice" in error for error in errors), errors)
