# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.misc import format_date

# Bills of one transaction; a run that has no more is booked in the request.
CHUNK = 50


class CoopPayoutRun(models.Model):
    """Booking a run by vendor bills, paying it, and undoing it.

    Bills are made piece by piece, each in its own transaction when there are many: a
    run that was interrupted goes on where it stopped, and booking twice changes
    nothing.
    """

    _inherit = "coop.payout.run"

    # --------------------------------------------------------------------- posting
    def action_post(self):
        """Book the run: in this request if it is small, else in the background.

        A run that is booked already, or being booked, stays as it is.

        :raises UserError: not an accountant, not approved, a locked date, an account
            missing, a charge that is not owed any more, or somebody else is at it
        """
        self._check_accountant()
        for run in self:
            run._lock()
            if run.state in ("posted", "paid") or run.job == "post":
                continue
            run._check_state(("approved",), self.env._("booking"))
            run._prepare_posting()
            run._start_job("post", run.payout_count - run.posted_count <= CHUNK)
        return True

    def _start_job(self, job, small):
        """Do all of ``job`` now when it is small, else leave it to the cron."""
        self.ensure_one()
        self._set(job=job, job_user_id=self.env.uid, job_error=False)
        if small:
            while self._next_chunk():
                continue
        else:
            # sudo: accountants have no rights on scheduled actions
            self.env.ref("coop_services.ir_cron_coop_payout").sudo()._trigger()

    def _prepare_posting(self):
        """Fix the journal, and refuse what could not be booked."""
        self.ensure_one()
        company = self.company_id
        journal = self.journal_id or company._coop_payout_journal()
        self._check_open(self.date, journal)
        for account in ("payout_payable", "member_cost", "income_tax"):
            company._coop_account(account)
        if not self.posted_count:
            self._check_unchanged()
        self._set(journal_id=journal.id)

    def _check_open(self, date, journal):
        """Refuse a locked date: core would silently book on another day instead."""
        locks = self.company_id._get_violated_lock_dates(date, False, journal)
        if locks:
            raise UserError(
                self.env._(
                    "%(run)s: %(date)s is locked (books closed up to %(lock)s). Take "
                    "it back to draft and choose a later date.",
                    run=self.name,
                    date=format_date(self.env, date),
                    lock=format_date(self.env, locks[-1][0]),
                )
            )

    def _next_chunk(self):
        """Do the next piece of the run's job; True as long as there is more.

        Safe to call at any time and by anyone who may post: without a job, nothing
        happens. The caller commits.
        """
        self.ensure_one()
        self._lock()
        if self.job == "post":
            return self._post_next_chunk()
        if self.job == "cancel":
            return self._cancel_next_chunk()
        return False

    def _payouts_to_post(self, limit=None):
        # sudo: payouts are read for booking, the right was checked by action_post
        return (
            self.env["coop.payout"]
            .sudo()
            .search(
                [("run_id", "=", self.id), ("move_id", "=", False)],
                order="sequence, id",
                limit=limit,
            )
        )

    def _post_next_chunk(self):
        """Create and post the bills of at most ``CHUNK`` payouts.

        Bills, their numbers on the payouts and the advances they pay back change in
        one transaction.

        :return: True as long as payouts are left
        """
        self._check_open(self.date, self.journal_id)
        payouts = self._payouts_to_post(CHUNK)
        if payouts:
            bills = self._create_bills(payouts)
            for payout, bill in zip(payouts, bills, strict=True):
                payout.move_id = bill  # in sudo, see _payouts_to_post
            bills._post(soft=False)
            self._match_advances(bills)
            payouts._settle()
            payouts._pass_to_heirs()
        more = bool(self._payouts_to_post(1))
        if not more:
            self._set(state="posted", job=False, job_user_id=False)
            self._refresh_state()  # bills of nothing are paid at once
        return more

    def _create_bills(self, payouts):
        """Draft bills of these payouts, in their order, with the user's own rights."""
        partners = payouts.member_id.partner_id
        # sudo: core itself keeps ranks in sudo; one write instead of one per payee
        partners.sudo().filtered(lambda p: not p.supplier_rank).with_context(
            tracking_disable=True
        ).supplier_rank = 1
        position = self.company_id._coop_payout_position(partners)
        labels = {
            "tax": self.env._("Income tax (PPh 21)"),
            "work": self.env._("Work: %s"),
        }
        accounts = {
            "tax": self.company_id._coop_account("income_tax"),
            "work": self.company_id._coop_account("member_cost"),
        }
        moves = (
            self.env["account.move"]
            .with_company(self.company_id)
            .with_context(tracking_disable=True)
        )
        return moves.create(
            [
                {
                    "move_type": "in_invoice",
                    "company_id": self.company_id.id,
                    "journal_id": self.journal_id.id,
                    "partner_id": payout.member_id.partner_id.id,
                    "invoice_date": self.date,
                    "date": self.date,
                    "invoice_date_due": self.date,
                    "invoice_payment_term_id": False,
                    "currency_id": self.currency_id.id,
                    "fiscal_position_id": position.id,
                    "ref": f"{self.name} {payout.member_id.number or ''}".strip(),
                    "coop_payout_id": payout.id,
                    "invoice_line_ids": [
                        Command.create(values)
                        for values in self._prepare_bill_lines(payout, accounts, labels)
                    ],
                }
                for payout in payouts
            ]
        )

    def _prepare_bill_lines(self, payout, accounts, labels):
        """Work by job, then every deduction below zero."""
        by_job = {}
        for line in payout.line_ids:
            job = line.contract_id
            by_job[job] = by_job.get(job, 0) + round(line.amount)
        rows = [
            (accounts["work"], labels["work"] % job.name, amount)
            for job, amount in by_job.items()
            if amount
        ]
        if payout.tax:
            rows.append((accounts["tax"], labels["tax"], -round(payout.tax)))
        rows += [
            (charge.account_id, charge.name, -round(charge.amount))
            for charge in payout.charge_ids
            if charge.amount
        ]
        return [
            {
                "name": name,
                "account_id": account.id,
                "quantity": 1,
                "price_unit": amount,
                "tax_ids": [Command.clear()],
                "product_id": False,
                "analytic_distribution": False,
            }
            for account, name, amount in rows
        ]

    def _match_advances(self, bills):
        """Reconcile what bills pay back with the open advances, the oldest first."""
        account = self.company_id.sudo().coop_advance_account_id
        paid_back = bills.line_ids.filtered(lambda item: item.account_id == account)
        if not paid_back:
            return
        items = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("account_id", "=", account.id),
                ("partner_id", "in", paid_back.partner_id.ids),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("balance", ">", 0),
                ("date", "<=", self.date),
            ],
            order="date, id",
        )
        by_partner = items.grouped("partner_id")
        plan = [
            item | by_partner[item.partner_id]
            for item in paid_back
            if item.partner_id in by_partner
        ]
        self.env["account.move.line"]._reconcile_plan(plan)

    # ---------------------------------------------------------------------- paying
    def _create_batch(self, method):
        """A payment batch of the open bills of this run; opens it.

        :param str method: ``bank``, ``cash`` or ``savings``
        """
        self.ensure_one()
        self._check_accountant()
        self._check_state(("posted",), self.env._("paying"))
        batch = self.env["coop.payment.batch"].create(
            {
                "company_id": self.company_id.id,
                "account_id": self.company_id._coop_account("payout_payable").id,
                "method": method,
                "memo": self.name,
                "item_domain": f"[('move_id.coop_payout_id.run_id', '=', {self.id})]",
            }
        )
        batch.action_fill()
        return batch._get_records_action()

    def action_pay_bank(self):
        """A bank bulk file for the open bills."""
        return self._create_batch("bank")

    def action_pay_cash(self):
        """A cash list with signatures for the open bills."""
        return self._create_batch("cash")

    def action_pay_savings(self):
        """Convert the open bills to savings of the members."""
        return self._create_batch("savings")

    # ------------------------------------------------------------------ background
    @api.model
    def _cron_work(self):
        """Go on with the runs that have work left, a piece per transaction.

        What cannot be done is told on the run; its job stops there and may be started
        again.
        """
        runs = self.search([("job", "!=", False)])
        remaining = sum(run._pieces_left() for run in runs)
        self.env["ir.cron"]._commit_progress(remaining=remaining)
        for run in runs:
            user = run.job_user_id
            worker = run.with_user(user).with_company(run.company_id)
            worker = worker.with_context(lang=user.lang)  # of the labels in the ledger
            more = True
            while more:
                try:
                    with self.env.cr.savepoint():
                        more = worker._next_chunk()
                except UserError as error:
                    run._set(job=False, job_error=str(error))
                    run.message_post(body=str(error))
                    more = False
                if not self.env["ir.cron"]._commit_progress(1) and more:
                    return

    def _pieces_left(self):
        if self.job == "cancel":
            left = len(self._bills_to_reverse())
        else:
            left = self.payout_count - self.posted_count
        return -(-left // CHUNK) or 1

    def action_resume(self):
        """Start the interrupted work of a run again."""
        self._check_accountant()
        for run in self:
            if run.state == "approved":
                run.action_post()
            elif run.state in ("posted", "paid") and run.cancel_date:
                run._cancel(run.cancel_date, run.cancel_reason)
        return True

    # ------------------------------------------------------------------- cancelling
    def action_cancel(self):
        """Undo the run: without bills at once, else ask for date and reason."""
        self.ensure_one()
        self._check_accountant()
        self._lock()
        if self.state in ("draft", "computed", "approved") and not self.posted_count:
            self._check_state(
                ("draft", "computed", "approved"), self.env._("cancelling")
            )
            self._set(state="cancelled")
            return True
        self._check_state(("posted", "paid"), self.env._("cancelling"))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cancel %s", self.name),
            "res_model": "coop.payout.run.cancel",
            "view_mode": "form",
            "target": "new",
            "context": {"default_run_id": self.id},
        }

    def _cancel(self, date, reason):
        """Undo the bills of a booked run on ``date``; nothing is deleted.

        :raises UserError: a bill is paid (naming payment, member and the way out), or
            the date is locked or before the run
        """
        self.ensure_one()
        self._check_accountant()
        self._lock()
        self._check_state(("posted", "paid"), self.env._("cancelling"))
        self._check_open(date, self.journal_id)
        if date < self.date:
            raise UserError(
                self.env._(
                    "%(run)s is dated %(date)s; its reversal cannot be earlier.",
                    run=self.name,
                    date=format_date(self.env, self.date),
                )
            )
        bills = self._bills_to_reverse()
        bills._coop_payouts()._check_not_paid()
        self._set(cancel_date=date, cancel_reason=reason)
        self._start_job("cancel", len(bills) <= CHUNK)

    def _bills_to_reverse(self, limit=None):
        # sudo: which bills are left does not depend on the user
        return (
            self.env["account.move"]
            .sudo()
            .search(
                [
                    ("coop_payout_id.run_id", "=", self.id),
                    ("coop_payout_id.state", "!=", "cancelled"),
                    ("move_type", "=", "in_invoice"),
                    ("state", "=", "posted"),
                ],
                order="id",
                limit=limit,
            )
        )

    def _cancel_next_chunk(self):
        """Reverse some bills of the run; True as long as bills are left."""
        self._check_open(self.cancel_date, self.journal_id)
        bills = self._bills_to_reverse(CHUNK).with_env(self.env)
        if bills:
            bills.with_context(tracking_disable=True)._reverse_moves(
                [
                    {
                        "date": self.cancel_date,
                        "invoice_date": self.cancel_date,
                        "journal_id": self.journal_id.id,
                        "ref": self.env._(
                            "Reversal of %(bill)s: %(reason)s",
                            bill=bill.name,
                            reason=self.cancel_reason,
                        ),
                    }
                    for bill in bills
                ],
                cancel=True,
            )
        if self._bills_to_reverse(1):
            return True
        self._set(job=False, job_user_id=False)
        self._refresh_state()
        return False
