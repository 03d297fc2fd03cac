# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.account.tests.common import AccountTestInvoicingCommon


class CoopCase(AccountTestInvoicingCommon):
    """A cooperative on the Indonesian chart, and builders for members and entries.

    Principal savings 500,000 and mandatory savings 50,000 a month, due on the 10th,
    since 2020; ``cls.env.user`` is the accountant of Odoo's own test class with all
    rights of the cooperative.
    """

    @classmethod
    @AccountTestInvoicingCommon.setup_chart_template("id")
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids += cls.env.ref("coop_membership.group_manager")
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.company = cls.company_data["company"]
        types = cls.env["coop.savings.type"].search(
            [("company_id", "=", cls.company.id)]
        )
        by_kind = {savings_type.kind: savings_type for savings_type in types}
        cls.principal = by_kind["principal"]
        cls.mandatory = by_kind["mandatory"]
        cls.voluntary = by_kind["voluntary"]
        cls.set_amount(cls.principal, "2020-01-01", 500000)
        cls.set_amount(cls.mandatory, "2020-01-01", 50000)
        cls.bank_journal = cls.company_data["default_journal_bank"]
        cls.cash_journal = cls.company_data["default_journal_cash"]
        cls.misc_journal = cls.company_data["default_journal_misc"]
        cls.bank_account = cls.bank_journal.default_account_id
        chart = cls.env["account.chart.template"].with_company(cls.company)
        cls.account = staticmethod(lambda name: chart.ref(f"coop_{name}"))

    @classmethod
    def pay_directly(cls):
        """Payments book on the journal's own account, as in a real cooperative.

        Odoo's own test company has outstanding accounts on its payment methods.
        """
        cls.env["account.payment.method.line"].search(
            [("company_id", "=", cls.company.id)]
        ).payment_account_id = False
        cls.company._coop_setup_payment_lines()

    @classmethod
    def set_amount(cls, savings_type, valid_from, amount, due_day=10):
        return cls.env["coop.savings.amount"].create(
            {
                "type_id": savings_type.id,
                "valid_from": valid_from,
                "amount": amount,
                "due_day": due_day,
            }
        )

    @classmethod
    def person(cls, name, **values):
        return cls.env["res.partner"].create({"name": name, **values})

    @classmethod
    def applicant(cls, name, date="2025-01-01", **values):
        partner = values.pop("partner_id", None) or cls.person(name).id
        return cls.env["coop.member"].create(
            {
                "partner_id": partner,
                "company_id": cls.company.id,
                "date_applied": date,
                **values,
            }
        )

    @classmethod
    def member(cls, name, joined="2024-01-01", number=None, **values):
        """An active member since ``joined``, without any entry in the ledger."""
        member = cls.applicant(name, joined, **values)
        date = fields.Date.to_date(joined)
        member._set_state("approved", date, date_approved=date)
        member._activate(date, number or cls.company._next_member_number())
        return member

    @classmethod
    def entry(cls, date, *lines, journal=None, post=True):
        """A journal entry from ``(account, balance, partner or member)`` lines."""
        move = cls.env["account.move"].create(
            {
                "move_type": "entry",
                "date": date,
                "journal_id": (journal or cls.misc_journal).id,
                "line_ids": [
                    Command.create(
                        {
                            "name": "test",
                            "account_id": account.id,
                            "balance": balance,
                            "partner_id": getattr(partner[:1], "partner_id", partner).id
                            if partner
                            else False,
                            "tax_ids": [],
                        }
                    )
                    for account, balance, partner in (
                        (*line, None)[:3] for line in lines
                    )
                ],
            }
        )
        if post:
            move._post(soft=False)
        return move

    @classmethod
    def save(cls, member, savings_type, amount, date):
        """Book a deposit (negative: a withdrawal) by a plain journal entry."""
        return cls.entry(
            date,
            (cls.bank_account, amount),
            (savings_type.account_id, -amount, member),
        )

    @classmethod
    def new_user(cls, login, *groups, **values):
        """A user of this company with groups of coop_membership by short name."""
        names = [g if "." in g else f"coop_membership.group_{g}" for g in groups]
        return new_test_user(
            cls.env,
            login=login,
            groups=",".join(names),
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            **values,
        )

    def savepoint(self):
        """Undo what a refused step has done, as a failed request would."""
        return self.env.cr.savepoint()

    def balance(self, account, date=None):
        """Posted balance of an account of this company, debit positive."""
        domain = [
            ("account_id", "=", account.id),
            ("company_id", "=", self.company.id),
            ("parent_state", "=", "posted"),
        ]
        if date:
            domain.append(("date", "<=", date))
        [(total,)] = self.env["account.move.line"]._read_group(
            domain, aggregates=["balance:sum"]
        )
        return total or 0
