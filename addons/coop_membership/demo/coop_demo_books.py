# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from collections import defaultdict
from datetime import date, timedelta

from odoo import models
from odoo.fields import Command

from . import story
from .coop_demo import MONTH_NAMES, working_day


def half_up(amount, numerator, denominator):
    """Part of a whole amount, rounded half up to whole rupiah, as taxes are.

    >>> half_up(9_151_786, 25, 1000)
    228795
    """
    return (2 * amount * numerator + denominator) // (2 * denominator)


class CoopDemo(models.AbstractModel):
    """The trade of the demo cooperative: work, costs, taxes and what is paid."""

    _inherit = "coop.demo"

    # ---------------------------------------------------------------------------- work
    def _work(self, month):
        """Jobs done in a month: ``[(client, number, text, unit price, quantity)]``."""
        return [
            (client, number, f"{text}, {self._month_name(month)}", price, days[month])
            for client, number, text, price, days in story.JOBS
            if month < len(days) and days[month]
        ]

    def _invoices(self, month):
        """Invoices to the clients at the end of the month, a line for each job.

        The account of a line tells who does the work: members or the subcontractor.
        """
        member = self._account("coop_member_revenue")
        other = self._account("coop_non_member_revenue")
        day = self._last(month)
        clients = defaultdict(list)
        for client, number, text, price, quantity in self._work(month):
            clients[client].append(
                self._line(member if number else other, text, price, quantity)
            )
        return [
            {
                "move_type": "out_invoice",
                "partner_id": self._client(client).id,
                "invoice_date": day,
                "invoice_date_due": day + timedelta(days=14),
                "invoice_line_ids": lines,
            }
            for client, lines in clients.items()
        ]

    def _bills(self, month):
        """Bills of the month: running costs, members' work, subcontractor."""
        first, last = self._first(month), self._last(month)
        for index, (vendor, text, account, amount, months, tax) in enumerate(
            story.COSTS, 1
        ):
            if month in months:
                ref = f"{vendor.upper()}/{first:%Y%m}/{index}"
                text = f"{text}, {self._month_name(month)}"
                yield self._vendor_bill(
                    self._day(month, 5), ref, vendor, account, text, amount, tax
                )
        work = self._work(month)
        for member in self._members([number for _c, number, *_rest in work if number]):
            yield self._work_bill(month, member, work)
        for client, number, text, price, quantity in work:
            if not number:
                amount = price * story.SUBCONTRACT_PART // 100 * quantity
                yield self._vendor_bill(
                    last,
                    f"BC/{first:%Y/%m}/{client.upper()}",
                    "mitra",
                    "coop_non_member_cost",
                    text,
                    amount,
                    story.SERVICE_TAX,
                )

    def _work_bill(self, month, member, work):
        """What a member receives for the work of a month, less tax and advances."""
        cost = self._account("coop_member_cost")
        lines, gross = [], 0
        for client, number, text, price, quantity in work:
            if number == member.number:
                own = price * story.MEMBER_PART // 100
                text = f"{text}, {self._client(client).name}"
                lines.append(self._line(cost, text, own, quantity))
                gross += own * quantity
        tax = half_up(gross, 25, 1000)
        account = self._account("l10n_id_21210010")
        lines.append(self._line(account, "PPh 21 bukan pegawai (5% x 50%)", -tax))
        if back := story.DEDUCTED.get((member.number, month)):
            advance = self.env.company.coop_advance_account_id
            lines.append(self._line(advance, "Potongan kasbon", -back))
        day = self._last(month)
        return {
            "move_type": "in_invoice",
            "partner_id": member.partner_id.id,
            "ref": f"IJ/{day:%Y/%m}/{member.number}",
            "invoice_date": day,
            "invoice_date_due": day + timedelta(days=20),
            "invoice_line_ids": lines,
        }

    def _vendor_bill(self, day, ref, vendor, account, text, amount, tax):
        lines = [self._line(self._account(account), text, amount)]
        if tax:
            name, percent, label = tax
            withheld = half_up(amount, percent, 100)
            lines.append(self._line(self._account(name), label, -withheld))
        return {
            "move_type": "in_invoice",
            "partner_id": self._vendor(vendor).id,
            "ref": ref,
            "invoice_date": day,
            "invoice_date_due": day + timedelta(days=25),
            "invoice_line_ids": lines,
        }

    # ------------------------------------------------------------------------ payments
    def _open_items(self, *domain):
        """Open receivable and payable items of invoices and bills."""
        return self.env["account.move.line"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("account_type", "in", ("asset_receivable", "liability_payable")),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                *domain,
            ],
            order="date, id",
        )

    def _pay_all(self):
        """Receipts of clients, payments to suppliers and refunds, till the end."""
        end = self._last(story.MONTHS - 1)
        rows = self._refunds()
        clients = {
            self._client(key): (withholds, days)
            for key, (_name, _street, withholds, days) in story.CLIENTS.items()
        }
        for item in self._open_items(("move_id.move_type", "=", "out_invoice")):
            withholds, days = clients[item.partner_id]
            tax = half_up(round(item.balance), 5, 1000) if withholds else 0
            day = working_day(item.date + timedelta(days=days))
            rows.append((day, item, tax, item.move_id.name))
        for item in self._open_items(
            ("move_id.move_type", "=", "in_invoice"),
            ("move_id.ref", "not =like", "IJ/%"),
        ):
            # bills of the 5th on the 25th, the subcontractor three weeks later
            day = working_day(item.date + timedelta(days=20))
            rows.append((day, item, 0, item.move_id.ref))
        rows = [row for row in rows if row[0] <= end]
        self._settle(sorted(rows, key=lambda row: (row[0], row[1].id)), "bank")

    def _pay_work(self, month):
        """Pay the members for the month before: a bank batch, and cash for others."""
        day = self._day(month, 20)
        items = self._open_items(("move_id.ref", "=like", "IJ/%"), ("date", "<=", day))
        in_cash = items.filtered(lambda item: not item.partner_id.bank_ids)
        by_bank = items - in_cash
        batch = self.env["coop.payment.batch"].create(
            {
                "date": day,
                "account_id": by_bank.account_id.id,
                "method": "bank",
                "memo": f"Imbalan jasa {self._month_name(month - 1)}",
            }
        )
        batch._add_items(by_bank.sorted(lambda item: item.move_id.ref))
        batch.action_post()
        self._settle([(day, item, 0, item.move_id.ref) for item in in_cash], "cash")
        if in_cash:
            amount = -sum(item.balance for item in in_cash)
            self._post([self._draw_cash(day, amount)])

    def _draw_cash(self, day, amount):
        bank, cash = self._journal("bank"), self._journal("cash")
        nobody = self.env["res.partner"]
        return self._entry(
            bank,
            day,
            "Pengambilan kas dari bank",
            [
                (cash.default_account_id, amount, nobody),
                (bank.default_account_id, -amount, nobody),
            ],
        )

    # -------------------------------------------------------------------- month's ends
    def _turnover(self, month, withheld=True):
        """Turnover of a month; without what clients withhold the tax of, if asked."""
        return sum(
            price * quantity
            for client, _number, _text, price, quantity in self._work(month)
            if withheld or not story.CLIENTS[client][2]
        )

    def _month_entries(self, month):
        """Entries of the month: taxes of the last one, and what closes this one."""
        nobody = self.env["res.partner"]
        general = self.env.company._coop_journal()
        bank, cash = self._journal("bank"), self._journal("cash")
        tax = half_up(self._turnover(month), 5, 1000)
        name, day = self._month_name(month), self._last(month)
        yield self._tax_deposit(month)
        if month % 3 == 2:
            yield self._draw_cash(day, 3 * story.PETTY_CASH)
        for journal, label, rows in (
            (
                cash,
                f"Keperluan kantor {name}",
                [("l10n_id_63110140", story.PETTY_CASH)],
            ),
            (
                bank,
                f"Debit otomatis telepon, biaya dan bunga bank {name}",
                [
                    ("l10n_id_63110060", story.TELEPHONE),
                    ("l10n_id_65110020", story.BANK_FEE),
                    ("l10n_id_81100010", -story.BANK_INTEREST),
                ],
            ),
            (
                general,
                f"PPh final 0,5% atas peredaran usaha {name}",
                [("l10n_id_61100120", tax), ("l10n_id_21210050", -tax)],
            ),
            (
                general,
                f"Penyusutan peralatan kantor {name}",
                [
                    ("l10n_id_67100030", story.DEPRECIATION),
                    ("l10n_id_12281030", -story.DEPRECIATION),
                ],
            ),
        ):
            lines = [(self._account(code), amount, nobody) for code, amount in rows]
            if journal != general:
                rest = -sum(line[1] for line in lines)
                lines.append((journal.default_account_id, rest, nobody))
            yield self._entry(journal, day, label, lines)

    def _tax_deposit(self, month):
        """Deposit on the 15th of the taxes of the month before."""
        before = self._first(month) - timedelta(days=1)
        treasury = self._contact("Kas Negara (KPP Pratama Bandung)")
        lines = [
            (account, -self._change(account, before), treasury)
            for account in map(self._account, story.WITHHOLDING)
        ]
        # The clients have deposited the tax on their part of the turnover.
        final = sum(
            half_up(amount, tax[1], 100)
            for _vendor, _text, _account, amount, months, tax in story.COSTS
            if tax == story.RENT_TAX and month - 1 in months
        )
        if month:
            final += half_up(self._turnover(month - 1, withheld=False), 5, 1000)
        lines.append((self._account("l10n_id_21210050"), final, treasury))
        bank = self._journal("bank")
        total = sum(amount for _account, amount, _partner in lines)
        lines.append((bank.default_account_id, -total, treasury))
        return self._entry(
            bank,
            self._day(month, 15),
            f"Setoran pajak masa {MONTH_NAMES[before.month - 1]} {before.year}",
            [line for line in lines if line[1]],
        )

    def _change(self, account, last):
        """Sum of the items of an account in the month that ends on ``last``."""
        [(total,)] = self.env["account.move.line"]._read_group(
            [
                ("company_id", "=", self.env.company.id),
                ("account_id", "=", account.id),
                ("parent_state", "=", "posted"),
                ("date", ">=", last.replace(day=1)),
                ("date", "<=", last),
            ],
            [],
            ["balance:sum"],
        )
        return round(total or 0)

    # ------------------------------------------------------------------------- booking
    def _line(self, account, name, price, quantity=1):
        """Line of an invoice or bill, without taxes."""
        return Command.create(
            {
                "account_id": account.id,
                "name": name,
                "quantity": quantity,
                "price_unit": price,
                "tax_ids": [Command.clear()],
                "analytic_distribution": False,
            }
        )

    def _post(self, vals_list):
        """Create and post entries in the order given."""
        moves = self.env["account.move"].create(list(vals_list))
        moves.action_post()
        return moves

    def _entry(self, journal, day, name, lines):
        """Values of one entry of ``[(account, balance, partner)]``."""
        return {
            "move_type": "entry",
            "journal_id": journal.id,
            "date": day,
            "ref": name,
            "line_ids": [
                Command.create(
                    {
                        "account_id": account.id,
                        "partner_id": partner.id,
                        "name": name,
                        "balance": balance,
                        "tax_ids": [Command.clear()],
                        "analytic_distribution": False,
                    }
                )
                for account, balance, partner in lines
            ],
        }

    def _settle(self, rows, kind):
        """Pay open items as core's Pay does, many at a time.

        :param rows: ``[(day, item, tax withheld by the payer, memo)]``
        """
        journal = self._journal(kind)
        withheld = self._account("l10n_id_21210050")
        work = []
        for day, item, tax, memo in rows:
            inbound = item.balance > 0
            kind = "inbound" if inbound else "outbound"
            write_off = {
                "name": f"PPh final 0,5% dipotong klien, {memo}",
                "account_id": withheld.id,
                "partner_id": item.partner_id.id,
                "currency_id": item.currency_id.id,
                "amount_currency": tax,
                "balance": tax,
            }
            method = journal._get_available_payment_method_lines(kind)[:1]
            vals = {
                "date": day,
                "amount": abs(item.amount_residual) - tax,
                "payment_type": kind,
                "partner_type": "customer" if inbound else "supplier",
                "memo": memo,
                "journal_id": journal.id,
                "currency_id": item.currency_id.id,
                "partner_id": item.partner_id.id,
                "payment_method_line_id": method.id,
                "destination_account_id": item.account_id.id,
                "write_off_line_vals": [write_off] if tax else [],
            }
            work.append({"create_vals": vals, "to_reconcile": item})
        if work:
            register = self.env["account.payment.register"]
            register._init_payments(work)
            register._post_payments(work)
            register._reconcile_payments(work)

    def _match_all(self):
        """Reconcile taxes with their deposits, and advances by person."""
        accounts = self.env["account.account"]
        for name in (*story.WITHHOLDING, "l10n_id_21210050"):
            accounts += self._account(name)
        advance = self.env.company.coop_advance_account_id
        items = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("account_id", "in", (accounts + advance).ids),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
            ],
            order="date, id",
        )
        for group in items.grouped(
            lambda item: (
                item.account_id,
                item.account_id == advance and item.partner_id,
            )
        ).values():
            group.reconcile()

    def _number_by_date(self):
        """Number bank and cash in the order of their dates, by core's own wizard.

        What stands in a closed year keeps its number.
        """
        company = self.env.company
        moves = self.env["account.move"].search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "posted"),
                ("journal_id.type", "in", ("bank", "cash")),
                ("date", ">", company.fiscalyear_lock_date or date.min),
            ]
        )
        for group in moves.grouped(
            lambda move: (move.journal_id, bool(move.origin_payment_id))
        ).values():
            self.env["account.resequence.wizard"].create(
                {
                    "move_ids": [Command.set(group.ids)],
                    "first_name": min(group.mapped("name")),
                    "ordering": "date",
                }
            ).resequence()
