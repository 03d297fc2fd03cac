# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import split_every

from odoo.addons.coop_membership.models.coop_entry_mixin import MAX_LINES

from ..engine.contribution import due_date


class CoopSocialRun(models.Model):
    """How a run gets into the books.

    One bill per agency, a line for each program and share: members' shares on the
    account of contributions that members owe, those of the cooperative on its expense
    account. Core gives every line of a bill to the vendor, so entries then move the
    members' shares from the agency to each member: Dr member / Cr agency on that same
    account, which leaves nothing on the agency and every rupiah on somebody.
    """

    _inherit = "coop.social.run"

    def action_post(self):
        """Book computed runs; booked ones are left alone.

        :raises UserError: changed since it was computed, a locked period, missing
            settings, or someone else is at it
        """
        drafts = self.filtered(lambda run: run.state == "draft")
        if drafts:
            raise UserError(
                self.env._(
                    "%(run)s has no rows yet: compute it first.",
                    run=drafts[0].display_name,
                )
            )
        for run in self._locked("computed"):
            run._check_unchanged()
            run._check_period(run._entry_journal())
            run._check_period(run.company_id._coop_social_bill_journal())
            moves = self.env["account.move"]
            for bill in run.bill_ids:
                moves += run._post_bill(bill)
            run._set_state("posted", moves)
            run._refresh_paid()
        return True

    def _check_unchanged(self):
        changed = self._differences()
        if changed:
            enrolment_id, month = min(changed)
            enrolment = self.env["coop.social.enrolment"].browse(enrolment_id)
            raise UserError(
                self.env._(
                    "%(run)s was computed before something changed (%(count)s rows, "
                    "for example %(enrolment)s, %(month)s). Compute it again and look "
                    "at the difference.",
                    run=self.display_name,
                    count=len(changed),
                    enrolment=enrolment.display_name,
                    month=f"{month:%m/%Y}",
                )
            )

    def _post_bill(self, bill):
        """Book one agency: its bill, then the members' shares on each member.

        :return: the posted moves
        """
        company = self.company_id
        partner = company._coop_social_partner(bill.scheme_id)
        rows = self.contribution_ids.filtered(
            lambda row: row.scheme_id == bill.scheme_id
        )
        vals = self._bill_vals(bill, partner, rows)
        moves = self.env["account.move"].with_context(tracking_disable=True)
        invoice = moves.create(vals) if vals else moves
        invoice._post(soft=False)
        # sudo: written by booking only
        bill.sudo().move_id = invoice
        entries = self._create_entries(self._share_entries(partner, rows, bill))
        (invoice + entries).write({"coop_social_bill_id": bill.id})
        account = company._coop_account("social_member")
        items = (invoice + entries).line_ids.filtered(
            lambda item: (
                item.account_id == account
                and item.partner_id == partner
                and not item.reconciled
            )
        )
        if items:
            items.reconcile()
        return invoice + entries

    def _bill_vals(self, bill, partner, rows):
        """Values of the bill (a refund if all in all the agency owes), or None."""
        company = self.company_id
        sums = defaultdict(int)
        # sudo: the amounts by program are part of the rows that are booked
        for row in rows.sudo():
            for program, (member, coop) in row.amounts.items():
                sums[program, "member"] += member
                sums[program, "coop"] += coop
        total = sum(sums.values())
        if not any(sums.values()):
            return None
        sign = 1 if total >= 0 else -1
        accounts = {
            "member": company._coop_account("social_member"),
            "coop": company._coop_account("social_expense"),
        }
        labels = {
            "member": self.env._("members' share"),
            "coop": self.env._("cooperative's share"),
        }
        day = company[f"coop_social_{bill.scheme_id.agency}_due_day"]
        later = int(bill.scheme_id.due_next_month)
        return {
            "move_type": "in_invoice" if sign > 0 else "in_refund",
            "company_id": company.id,
            "journal_id": company._coop_social_bill_journal().id,
            "partner_id": partner.id,
            "invoice_date": self.date,
            "date": self.date,
            "invoice_date_due": max(self.date, due_date(self.month, day, later)),
            "invoice_payment_term_id": False,
            "ref": f"{self.name} {bill.scheme_id.code}",
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": f"{program.upper()}, {labels[share]}, "
                        f"{self._month_name()}",
                        "account_id": accounts[share].id,
                        "quantity": 1,
                        "price_unit": sign * amount,
                        "tax_ids": [Command.clear()],
                        "analytic_distribution": False,
                    }
                )
                for (program, share), amount in sorted(sums.items())
                if amount
            ],
        }

    def _share_entries(self, partner, rows, bill):
        """Lists of line values: each member's share, and their sum off the agency."""
        account = self.company_id._coop_account("social_member")
        shares = defaultdict(int)
        for row in rows:
            shares[row.member_id] += round(row.amount_member)
        shares = {member: share for member, share in shares.items() if share}
        label = f"{bill.scheme_id.name} {self._month_name()}"
        entries = []
        for part in split_every(MAX_LINES - 1, list(shares.items()), list):
            total = sum(share for _member, share in part)
            lines = [
                self._line_vals(account, member.partner_id, share, label)
                for member, share in part
            ]
            if total:
                lines.insert(0, self._line_vals(account, partner, -total, label))
            entries.append(lines)
        return entries

    # ------------------------------------------------------------------------ paying
    def _refresh_paid(self):
        """Follow the bills: which are paid, and since when their months are covered.

        sudo: whoever pays the bill, the run follows.
        """
        for run in self.sudo().filtered(lambda r: r.state in ("posted", "paid")):
            for bill in run.bill_ids:
                day = bill._paid_on()
                rows = run.contribution_ids.filtered(
                    lambda row, b=bill: row.scheme_id == b.scheme_id
                )
                if set(rows.mapped("date_paid")) != {day}:
                    rows._set_paid(day)
            paid = all(bill._paid_on() for bill in run.bill_ids)
            state = "paid" if paid else "posted"
            if run.state != state:
                run.state = state

    def _before_cancel(self):
        for bill in self.bill_ids:
            # sudo: the name of the payment, for whoever wants to cancel
            move = bill.sudo().move_id
            if move and move.payment_state not in ("not_paid", "reversed"):
                raise UserError(
                    self.env._(
                        "%(bill)s is paid. Undo the payment first.",
                        bill=move.display_name,
                    )
                )

    def action_cancel(self):
        """Reverse bills and entries of posted runs; later runs charge what is missing.

        :raises UserError: a bill is paid, or the period is locked
        """
        for run in self.filtered(lambda run: run.state == "paid"):
            run._before_cancel()
        for run in self.filtered(lambda run: run.state in ("draft", "computed")):
            raise UserError(
                self.env._(
                    "%(run)s is not booked yet: set it back to draft, or delete it.",
                    run=run.display_name,
                )
            )
        return super().action_cancel()

    def _reverse_entries(self, moves):
        """Reverse entries as the mixin does, bills by core's own reversal."""
        moves.line_ids.remove_move_reconcile()
        moves = moves.with_context(coop_social_cancel=True)
        bills = moves.filtered(lambda move: move.is_invoice())
        reversals = super()._reverse_entries(moves - bills)
        if bills:
            reversals += bills._reverse_moves(
                [
                    {
                        "date": bill.date,
                        "invoice_date": bill.date,
                        "invoice_date_due": bill.date,
                        "ref": self.env._("Reversal of %s", self.name),
                    }
                    for bill in bills
                ],
                cancel=True,
            )
        return reversals

    def _after_cancel(self):
        # sudo: cover follows the state
        self.sudo().contribution_ids._set_paid(False)
