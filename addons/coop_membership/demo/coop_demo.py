# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import base64
import io
from calendar import monthrange
from collections import defaultdict
from datetime import date, timedelta

import openpyxl

from odoo import api, models
from odoo.fields import Command
from odoo.tools import file_open

from ..models.coop_opening import BALANCE_SHEET, MEMBER_COLUMNS, MEMBER_SHEET
from . import story

MONTH_NAMES = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November "
    "Desember"
).split()
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "no_reset_password": True,
    "disable_abnormal_invoice_detection": True,
}


def working_day(day):
    """The day itself, or the Monday after a week-end.

    >>> working_day(date(2025, 2, 8)), working_day(date(2025, 2, 10))
    (datetime.date(2025, 2, 10), datetime.date(2025, 2, 10))
    """
    return day + timedelta(days=(0, 0, 0, 0, 0, 2, 1)[day.weekday()])


class CoopDemo(models.AbstractModel):
    """Books the demo cooperative of ``story.py`` through the documents of its users.

    Take-over by the spreadsheet, then month by month invoices, bills, payments,
    collection sheets, batches and entries, all posted and reconciled. All dates are
    fixed. Called by the demo data of this addon only; a second call changes nothing.
    """

    _name = "coop.demo"
    _description = "Demo Cooperative"

    # ------------------------------------------------------------------------ frame
    @api.model
    def _load_books(self):
        """Make the demo cooperative, from the take-over to May 2026, once."""
        if self._demo_company():
            return
        company = self._create_company()
        self._in_company(company)._tell()

    @api.model
    def _demo_company(self):
        """The demo cooperative, or an empty record."""
        return (
            self.env.ref("coop_membership.demo_company", raise_if_not_found=False)
            or self.env["res.company"]
        )

    def _in_company(self, company):
        """``self`` working for that company, in Indonesian if it is installed."""
        installed = dict(self.env["res.lang"].get_installed())
        lang = "id_ID" if "id_ID" in installed else "en_US"
        return self.with_context(
            **QUIET, allowed_company_ids=company.ids, lang=lang, tz="Asia/Jakarta"
        )

    def _tell(self):
        """Do everything: what touches savings in the order of its dates."""
        self._set_up()
        self._take_over()
        agenda = [
            (date(2025, 5, 12), self._apply, story.JOINER, date(2025, 5, 20)),
            (date(2025, 6, 10), self._pay_principal, story.JOINER, 250_000, 0),
            (date(2025, 7, 7), self._pay_principal, story.JOINER, 250_000, 50_000),
            (date(2025, 8, 31), self._leave, "0005", "resigned"),
            (date(2025, 10, 24), self._leave, "0008", "deceased"),
            (date(2026, 5, 4), self._apply, story.APPLICANT, date(2026, 5, 11)),
            (date(2026, 5, 18), self._pay_principal, story.APPLICANT, 250_000, 0),
        ]
        months = range(story.MONTHS)
        agenda += [(self._day(month, 8), self._collect, month) for month in months]
        agenda += [(row[0], self._deposit, *row[1:]) for row in story.DEPOSITS]
        for day, step, *values in sorted(agenda, key=lambda row: row[0]):
            step(day, *values)
        self._post([row for month in months for row in self._invoices(month)])
        bills = [row for month in months for row in self._bills(month)]
        self._post(sorted(bills, key=lambda row: row["invoice_date"]))
        self._pay_all()
        for month in months[1:]:
            self._pay_work(month)
        self._post(
            [
                *self._advance("0011", date(2025, 11, 3), 600_000),
                *(row for month in months for row in self._month_entries(month)),
            ]
        )
        self._match_all()
        self._number_by_date()
        self._create_users()

    def _first(self, month):
        return date(2025 + month // 12, month % 12 + 1, 1)

    def _day(self, month, day):
        return working_day(self._first(month).replace(day=day))

    def _last(self, month):
        first = self._first(month)
        return first.replace(day=monthrange(first.year, first.month)[1])

    def _month_name(self, month):
        first = self._first(month)
        return f"{MONTH_NAMES[first.month - 1]} {first.year}"

    # ------------------------------------------------------------------------ look-ups
    def _account(self, name):
        """Account of the chart by its template name."""
        if name == "unaffected":
            return self.env.company.get_unaffected_earnings_account()
        chart = self.env["account.chart.template"].with_company(self.env.company)
        return chart.ref(name)

    def _journal(self, kind):
        return self.env["account.journal"].search(
            [("company_id", "=", self.env.company.id), ("type", "=", kind)], limit=1
        )

    def _member(self, number):
        return self._members([number])

    def _members(self, numbers):
        return self.env["coop.member"].search(
            [("company_id", "=", self.env.company.id), ("number", "in", numbers)],
            order="number",
        )

    def _savings_type(self, kind):
        return self.env["coop.savings.type"].search(
            [("company_id", "=", self.env.company.id), ("kind", "=", kind)], limit=1
        )

    def _contact(self, name, street=False, is_company=True):
        """The contact of that name, made when it is first needed."""
        partners = self.env["res.partner"]
        company = self.env.company
        values = {"name": name, "company_id": company.id}
        return partners.search(
            [(field, "=", value) for field, value in values.items()], limit=1
        ) or partners.create(
            {
                **values,
                "street": street,
                "city": "Bandung",
                "state_id": company.state_id.id,
                "country_id": company.country_id.id,
                "is_company": is_company,
                "lang": self.env.lang,
            }
        )

    def _client(self, key):
        name, street, withholds, _days = story.CLIENTS[key]
        return self._contact(name, street, withholds)

    def _vendor(self, key):
        return self._contact(*story.VENDORS[key])

    # ------------------------------------------------------------------------- company
    def _create_company(self):
        """Turn the main company into the cooperative, or make one beside its books."""
        indonesia = self.env.ref("base.id")
        values = {
            **story.COMPANY,
            "country_id": indonesia.id,
            "state_id": self.env.ref("base.state_id_jb").id,
            "currency_id": indonesia.currency_id.id,
        }
        with file_open("coop_membership/demo/logo.png", "rb") as logo:
            values["logo"] = base64.b64encode(logo.read())
        company = self.env.ref("base.main_company")
        if company._existing_accounting():
            company = self.env["res.company"].create(values)
            for user in ("base.user_root", "base.user_admin"):
                self.env.ref(user).company_ids += company
            self.env.ref("base.user_admin").company_id = company
        else:
            company.write(values)
        if "iap_enrich_auto_done" in company._fields:
            # nobody on the internet is asked about an invented company
            company.iap_enrich_auto_done = True
        # not try_loading: it warns while addons are being installed; those that come
        # later bring their accounts by themselves
        self.env["account.chart.template"]._load("id", company, install_demo=False)
        self.env["ir.model.data"]._update_xmlids(
            [
                {
                    "xml_id": "coop_membership.demo_company",
                    "record": company,
                    "noupdate": True,
                }
            ]
        )
        return company

    def _set_up(self):
        """Bank, savings amounts; below the limit of VAT, so no taxes on lines."""
        company = self.env.company
        company.write({"account_sale_tax_id": False, "account_purchase_tax_id": False})
        name, number = story.BANK
        bank = self._journal("bank")
        for lang in {"en_US", self.env.lang}:
            bank.with_context(lang=lang).name = name
        bank.bank_account_id = self._bank_account(company.partner_id, (name, number))
        self.env["coop.savings.amount"].create(
            [
                {
                    "type_id": self._savings_type(kind).id,
                    "valid_from": date(2023, 3, 1),
                    "amount": amount,
                    "due_day": day,
                    "source": source,
                }
                for kind, (amount, day, source) in story.SAVINGS.items()
            ]
        )

    def _bank_account(self, partner, account):
        name, number = account
        banks = self.env["res.bank"]
        bank = banks.search([("name", "=", name)], limit=1)
        return self.env["res.partner.bank"].create(
            {
                "partner_id": partner.id,
                "acc_number": number,
                "bank_id": (bank or banks.create({"name": name})).id,
                "allow_out_payment": True,
            }
        )

    # ----------------------------------------------------------------------- take-over
    def _take_over(self):
        """Fill in the template of the take-over, read it and post it."""
        opening = self.env["coop.opening"].create({"date": story.CUT_OFF})
        template = self.env["report.coop_membership.opening_template"].with_context(
            active_model="coop.opening"
        )
        content, _kind = template.create_xlsx_report(opening.ids, {})
        book = openpyxl.load_workbook(io.BytesIO(content))
        totals = self._fill_members(book[MEMBER_SHEET])
        self._fill_balances(book[BALANCE_SHEET], totals)
        result = io.BytesIO()
        book.save(result)
        opening.write(
            {
                "file": base64.b64encode(result.getvalue()),
                "file_name": "saldo-awal-2024.xlsx",
            }
        )
        opening.action_read_file()
        opening.action_post()
        self._complete_members()

    def _fill_members(self, sheet):
        """Write the members; returns the sums of their accounts, debit positive."""
        columns = {
            str(cell.value).partition(" / ")[0]: cell.column for cell in sheet[1]
        }
        headings = {key: names[0] for key, names in MEMBER_COLUMNS.items()}
        types = {kind: self._savings_type(kind) for kind in ("mandatory", "voluntary")}
        principal = self._savings_type("principal")
        totals = defaultdict(int)
        for row, member in enumerate(story.MEMBERS, 2):
            number, name, nik, gender, place, born, work, phone, email, street = member[
                :10
            ]
            mandatory, voluntary, arrears, surplus, advance = story.OPENING[number]
            values = {
                headings["number"]: number,
                headings["name"]: name,
                headings["nik"]: nik,
                headings["gender"]: gender,
                headings["birth_place"]: place,
                headings["birth_date"]: born,
                headings["occupation"]: work,
                headings["phone"]: phone,
                headings["email"]: email,
                headings["street"]: street,
                headings["city"]: "Bandung",
                headings["date_joined"]: member[10],
                headings["group_label"]: member[11],
                principal.code: story.SAVINGS["principal"][0],
                types["mandatory"].code: mandatory,
                types["voluntary"].code: voluntary,
                headings["arrears"]: arrears,
                headings["surplus"]: surplus,
                headings["advance"]: advance,
            }
            for heading, value in values.items():
                if value:
                    sheet.cell(row, columns[heading], value)
            company = self.env.company
            totals[principal.account_id] -= story.SAVINGS["principal"][0]
            totals[types["mandatory"].account_id] -= mandatory
            totals[types["voluntary"].account_id] -= voluntary
            totals[company.coop_shu_payable_account_id] -= surplus
            totals[company.coop_advance_account_id] += advance
        return totals

    def _fill_balances(self, sheet, totals):
        """Write the trial balance; the bank has what is missing."""
        for name, balance in story.BALANCES.items():
            totals[self._account(name)] += balance
        bank = self._journal("bank").default_account_id
        totals[bank] = -sum(totals.values())
        rows = {cell.value: cell.row for cell in sheet["A"]}
        for account, balance in totals.items():
            if balance:
                column = 3 if balance > 0 else 4
                sheet.cell(rows[account.code], column, abs(balance))

    def _complete_members(self):
        """What the spreadsheet does not hold: bank accounts, heirs, province."""
        for row in story.MEMBERS:
            self._complete_member(self._member(row[0]), row)
        heirs = defaultdict(list)
        for number, name, relation, weight, bank in story.HEIRS:
            heir = self._contact(name, is_company=False)
            heirs[number].append((heir, relation, weight))
            if bank:
                self._bank_account(heir, bank)
        for number, rows in heirs.items():
            self._member(number)._link_heirs(rows)

    def _complete_member(self, member, row):
        partner = member.partner_id
        partner.write({"state_id": self.env.company.state_id.id, "lang": self.env.lang})
        if row[12]:
            self._bank_account(partner, row[12])

    # --------------------------------------------------------------------- memberships
    def _apply(self, day, row, approved):
        """An application, accepted by the managers on a later day."""
        number, name, nik, gender, place, born, work, phone, email, street = (
            None,
            *row[:9],
        )
        partner = self._contact(name, street, is_company=False)
        partner.write({"phone": phone, "email": email, "company_id": False})
        member = self.env["coop.member"].create(
            {
                "partner_id": partner.id,
                "number": number,
                "nik": nik,
                "gender": "male" if gender == "L" else "female",
                "birth_place": place,
                "birth_date": born,
                "occupation": work,
                "group_label": row[10],
                "date_applied": day,
            }
        )
        self._complete_member(member, (number, *row))
        # not action_approve, which takes the day of today
        member._set_state("approved", approved, date_approved=approved)

    def _applicant(self, row):
        return self.env["coop.member"].search(
            [("company_id", "=", self.env.company.id), ("partner_id.name", "=", row[0])]
        )

    def _pay_principal(self, day, row, principal, mandatory):
        """An instalment; the last one makes the applicant a member."""
        amounts = {"principal": principal, "mandatory": mandatory}
        self._savings_payment(day, self._applicant(row), amounts, f"Setoran {row[0]}")

    def _savings_payment(self, day, member, amounts, memo):
        """A payment of savings; amounts below zero are withdrawn."""
        amounts = {kind: amount for kind, amount in amounts.items() if amount}
        inbound = sum(amounts.values()) > 0
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound" if inbound else "outbound",
                "partner_type": "customer" if inbound else "supplier",
                "coop_member_id": member.id,
                "date": day,
                "journal_id": self._journal("bank").id,
                "memo": memo,
                "coop_allocation_ids": [
                    Command.create(
                        {"type_id": self._savings_type(kind).id, "amount": abs(amount)}
                    )
                    for kind, amount in amounts.items()
                ],
            }
        )
        payment.action_post()

    def _deposit(self, day, number, kind, amount, memo):
        """Voluntary savings in and out."""
        self._savings_payment(day, self._member(number), {kind: amount}, memo)

    def _leave(self, day, number, kind):
        """An exit settlement."""
        notes = {
            "resigned": "Mengundurkan diri, pindah ke Semarang (surat 1 Agustus 2025)",
            "deceased": "Meninggal dunia 24 Oktober 2025",
        }
        document = self.env["coop.member.exit"].create(
            {
                "member_id": self._member(number).id,
                "date": day,
                "reason_id": self.env.ref(f"coop_membership.leave_reason_{kind}").id,
                "note": notes[kind],
            }
        )
        document.action_post()

    def _refunds(self):
        """What is paid of the refunds; an heir still without papers has to wait."""
        items = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("account_id", "=", self.env.company.coop_refund_account_id.id),
                ("partner_id.name", "in", list(story.REFUNDED)),
            ]
        )
        return [
            (story.REFUNDED[item.partner_id.name], item, 0, "Pengembalian simpanan")
            for item in items
        ]

    def _advance(self, number, day, amount):
        """Entry of an advance paid out."""
        partner = self._member(number).partner_id
        advance = self.env.company.coop_advance_account_id
        bank = self._journal("bank")
        yield self._entry(
            bank,
            day,
            f"Kasbon {partner.name}",
            [(advance, amount, partner), (bank.default_account_id, -amount, partner)],
        )

    # ------------------------------------------------------------------------- savings
    def _collect(self, day, month):
        """Collection sheet of the month: who did not hand in stays on it with zero."""
        sheet = self.env["coop.savings.collection"].create(
            {
                "date": day,
                "journal_id": self._journal("bank").id,
                "memo": f"Simpanan wajib {self._month_name(month)}",
            }
        )
        sheet.action_fill()
        monthly = story.SAVINGS["mandatory"][0]
        last = month == story.MONTHS - 1
        mandatory = self._savings_type("mandatory")
        for line in sheet.line_ids:
            number = line.member_id.number
            if line.type_id != mandatory:
                line.unlink()
                continue
            missed = story.MISSED.get(number, {})
            amount = missed.get(month, monthly)
            note = False if amount else "Belum setor"
            if last and number not in story.MISSED:
                amount, note = story.PAID_AHEAD, "Dibayar sampai Desember 2026"
            if amount != line.amount or note:
                line.write({"amount": amount, "note": note})
        sheet.action_post()

    # --------------------------------------------------------------------------- users
    def _create_users(self):
        """People of the roles and two members of the portal; password = login."""
        users = self.env["res.users"]
        taken = users.with_context(active_test=False).search([]).mapped("login")
        values = []
        for login, who, group in story.USERS:
            if login in taken:
                continue
            member = self._member(who)
            partner = member.partner_id or self._contact(who, is_company=False)
            partner.company_id = False
            partner.email = partner.email or f"{login}@karyabersama.example"
            group_id = f"coop_membership.{group}" if group else "base.group_portal"
            values.append(
                {
                    "partner_id": partner.id,
                    "login": login,
                    "password": login,
                    "lang": self.env.lang,
                    "tz": "Asia/Jakarta",
                    "company_id": self.env.company.id,
                    "company_ids": [Command.set(self.env.company.ids)],
                    "group_ids": [Command.set(self.env.ref(group_id).ids)],
                }
            )
        users.create(values)
