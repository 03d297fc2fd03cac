# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from contextlib import contextmanager

from odoo.exceptions import UserError
from odoo.fields import Command, Date

from odoo.addons.coop_membership.tests.common import CoopCase


class SocialCase(CoopCase):
    """A cooperative with the rates of the law, and builders for enrolments and runs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pay_directly()
        cls.tk = cls.env.ref("coop_social_security.scheme_tk")
        cls.kes = cls.env.ref("coop_social_security.scheme_kes")
        cls.owed = cls.company.coop_social_member_account_id
        cls.expense = cls.company.coop_social_expense_account_id
        cls.company.coop_social_since = "2026-01-01"
        cls.runs = cls.env["coop.social.run"]

    @classmethod
    def enrol(cls, member, segment="bpu", start="2026-01-01", stop=False, **terms):
        """An enrolment with one row of terms from its start on."""
        values = {
            name: terms.pop(name)
            for name in ("number_entry", "pay_ahead", "card_entry")
            if name in terms
        }
        scheme = terms.pop("scheme", None) or (
            cls.kes if segment in ("ppu", "pbpu") else cls.tk
        )
        return cls.env["coop.social.enrolment"].create(
            {
                "member_id": member.id,
                "scheme_id": scheme.id,
                "segment": segment,
                "date_start": start,
                "date_stop": stop,
                "term_ids": [Command.create({"valid_from": start, **terms})],
                **values,
            }
        )

    @classmethod
    def change(cls, enrolment, valid_from, **terms):
        """New terms from a day on; what is not named stays."""
        last = enrolment.term_ids.sorted("valid_from")[-1]
        return last.copy({"valid_from": valid_from, **terms})

    @classmethod
    def computed(cls, month, **values):
        run = cls.runs.create(
            {"month": month, "date": values.pop("date", month), **values}
        )
        run.action_compute()
        return run

    @classmethod
    def booked(cls, month, **values):
        run = cls.computed(month, **values)
        run.action_post()
        return run

    @classmethod
    def pay_bill(cls, bill, date):
        """Pay the bill of an agency with core's Pay."""
        return (
            cls.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=bill.move_id.ids)
            .create({"payment_date": date, "journal_id": cls.bank_journal.id})
            ._create_payments()
        )

    @classmethod
    def pay_run(cls, run, date):
        for bill in run.bill_ids:
            cls.pay_bill(bill, date)

    @contextmanager
    def refused(self, message):
        """Something is refused with this message, and undone."""
        with (
            self.assertRaisesRegex(UserError, message) as caught,
            self.env.cr.savepoint(),
        ):
            yield caught

    def rows(self, run):
        """``[(member, month, kind, member's part, cooperative's part)]`` of a run."""
        return [
            (
                row.member_id.partner_id.name,
                f"{row.month:%Y-%m}",
                row.kind,
                row.amount_member,
                row.amount_coop,
            )
            for row in run.contribution_ids.sorted(
                lambda r: (r.member_id.id, r.scheme_id.id, r.month)
            )
        ]

    def owes(self, member):
        """What the ledger says this member owes for contributions."""
        return (
            self.env["coop.member"]
            ._social_debts(self.company, member.partner_id)
            .get(member.partner_id.id, 0)
        )

    def covered(self, member, date, scheme=None):
        """Until when the member is covered as of that day, or False."""
        date = Date.to_date(date)
        cover = member._covered_on([date], scheme or self.tk).get((member, date))
        return str(cover.until) if cover else False
