# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import logging

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Command
from odoo.tools.misc import format_date

from odoo.addons.coop_membership.engine.apportion import apportion

_logger = logging.getLogger(__name__)
# Lines of one entry: larger ones get slow to open and to post.
MAX_LINES = 5_000


class CoopShuRun(models.Model):
    """Booking a run, undoing it, and paying what it owes the members.

    Entries are made piece by piece, each in its own transaction when there are many:
    a piece and the marks that it is done are committed together, so a run that was
    interrupted goes on where it stopped, and posting twice changes nothing.
    """

    _inherit = "coop.shu.run"

    # -------------------------------------------------------------------- posting
    def action_post(self):
        """Book the run: in this request if one entry is enough, else in the background.

        A run that is posted already, or being posted, stays as it is.

        :raises UserError: not an accountant, not approved, a locked posting date, an
            account missing, or somebody else is posting it right now
        """
        self._check_accountant()
        waiting = self.filtered(
            lambda run: run.state not in ("posted", "paid") and run.job != "post"
        )
        waiting._check_state(("approved",), self.env._("posting"))
        for run in waiting:
            run._lock()
            run._prepare_posting()
            run._start_job("post", run._lines_to_post() < MAX_LINES)
        return True

    def _lock(self):
        """Take the row of this run for the rest of the transaction.

        :raises UserError: another transaction holds it
        """
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else is working on %(run)s right now. Try again in a "
                    "moment.",
                    run=", ".join(self.mapped("name")),
                )
            ) from error

    def _start_job(self, job, small):
        """Do all of ``job`` now when it is small, else leave it to the cron."""
        self.ensure_one()
        # sudo: progress is not writable by users; the callers checked the right
        self.sudo().write({"job": job, "job_user_id": self.env.uid, "job_error": False})
        if small:
            while self._next_chunk():
                continue
        else:
            # sudo: accountants have no rights on scheduled actions
            self.env.ref("coop_shu.ir_cron_coop_shu").sudo()._trigger()

    def _prepare_posting(self):
        """Fix the posting date and journal, and refuse what could not be booked."""
        self.ensure_one()
        journal = self.journal_id or self.company_id._coop_journal()
        date = self.date or fields.Date.context_today(self)
        if date <= self.date_to:
            raise UserError(
                self.env._(
                    "%(run)s: the posting date %(date)s lies in the year that is "
                    "distributed. Choose a date after %(end)s.",
                    run=self.name,
                    date=format_date(self.env, date),
                    end=format_date(self.env, self.date_to),
                )
            )
        self._check_open(date, journal)
        for account in ("reserve", "deficit", "shu_payable"):
            self.company_id._coop_account(account)
        # sudo: fixed by the program, the right to post was checked
        self.sudo().write({"date": date, "journal_id": journal.id})

    def _check_open(self, date, journal):
        """Refuse a locked date: core would silently book on another day instead."""
        locks = self.company_id._get_violated_lock_dates(date, False, journal)
        if locks:
            raise UserError(
                self.env._(
                    "%(run)s: %(date)s is locked (books closed up to %(lock)s). Choose "
                    "a later posting date.",
                    run=self.name,
                    date=format_date(self.env, date),
                    lock=format_date(self.env, locks[-1][0]),
                )
            )

    def _shares_to_post(self, limit=None):
        # sudo: shares are read for booking, the right was checked by action_post
        return (
            self.env["coop.shu.share"]
            .sudo()
            .search(
                [
                    ("run_id", "=", self.id),
                    ("payable", ">", 0),
                    ("move_id", "=", False),
                ],
                order="sequence, id",
                limit=limit,
            )
        )

    def _lines_to_post(self):
        """Upper bound of the journal items still to come."""
        heirs = self.env["coop.member.heir"].search_count(
            [
                ("company_id", "=", self.company_id.id),
                ("member_id.leave_reason_id.kind", "=", "deceased"),
            ]
        )
        return self.payable_count + heirs + len(self.pool_ids) + 2

    def _next_chunk(self):
        """Do the next piece of the run's job; True as long as there is more.

        Safe to call at any time and by anyone who may post: without a job, nothing
        happens. The caller commits.
        """
        self.ensure_one()
        self._lock()
        if self.job == "post":
            return self._post_next_chunk()
        if self.job == "reverse":
            return self._reverse_next_chunk()
        return False

    def _post_next_chunk(self):
        """Create and post one entry of at most ``MAX_LINES`` lines.

        The first carries reserve and funds, all carry members. Entry, its number on
        the shares and the state of the run change in one transaction.

        :return: True as long as shares are left
        :raises UserError: the posting date got locked meanwhile
        """
        self._check_open(self.date, self.journal_id)
        first = not self.sudo().move_ids  # sudo: whoever may see the entries
        lines = self._prepare_pool_lines() if first else []
        shares = self._shares_to_post(limit=MAX_LINES)
        booked = shares.browse()
        heirs = self._heirs(shares)
        member_lines = []
        payable_account = self.company_id._coop_account("shu_payable")
        for share in shares:
            own = self._prepare_share_lines(share, heirs, payable_account)
            if len(lines) + len(member_lines) + len(own) + 1 > MAX_LINES:
                break
            member_lines += own
            booked += share
        if lines or member_lines:
            self._rank_partners(member_lines)
            move = self._create_entry(lines + member_lines)
            booked.write({"move_id": move.id})  # in sudo, see _shares_to_post
        more = bool(self._shares_to_post(limit=1))
        if not more:
            # sudo: the state is the program's; the right was checked by action_post
            self.sudo().write({"state": "posted", "job": False, "job_user_id": False})
        return more

    def _line(self, account, balance, name, **values):
        """Journal item with everything set that core would search for row by row."""
        return {
            "account_id": account.id,
            "name": name,
            "balance": balance,
            "amount_currency": balance,
            "currency_id": self.currency_id.id,
            "partner_id": False,
            "analytic_distribution": False,
            "tax_ids": False,
            "product_id": False,
            **values,
        }

    def _prepare_pool_lines(self):
        """Items of reserve and funds, or of the deficit; credit to each account.

        What could not go to members and the sen of the rounding go to the reserve.
        """
        company = self.company_id
        reserve = company._coop_account("reserve")
        if self.is_deficit:
            return self._prepare_deficit_lines(reserve)
        amounts = {}
        kept = round(self.surplus_remainder * 100)
        for pool in self.pool_ids:
            kept += round(pool.to_reserve * 100)
            if pool.destination == "fund" or (
                pool.destination == "reserve" and pool.account_id
            ):
                key = pool.account_id, pool.name
                amounts[key] = amounts.get(key, 0) + round(pool.amount * 100)
            elif pool.destination == "reserve":
                kept += round(pool.amount * 100)
        lines = {(reserve, self.env._("Reserve")): kept, **amounts}
        return [
            self._line(account, -sen / 100, f"{self.name} - {name}")
            for (account, name), sen in lines.items()
            if sen
        ]

    def _prepare_deficit_lines(self, reserve):
        """Debits that take up a deficit: the reserve as far as it goes, the rest is
        carried (section 2.5); all is carried where the scheme says so."""
        deficit = -round(self.surplus_total * 100)
        available = 0
        if self.deficit_rule == "reserve":
            # sudo: one balance, needed whoever posts
            available = -round(self.sudo()._balance(reserve, self.date) * 100)
        covered = min(deficit, max(0, available))
        carried = self.company_id._coop_account("deficit")
        return [
            self._line(account, sen / 100, f"{self.name} - {name}")
            for account, sen, name in (
                (reserve, covered, self.env._("deficit covered by the reserve")),
                (carried, deficit - covered, self.env._("deficit carried")),
            )
            if sen
        ]

    def _heirs(self, shares):
        """``{member: heirs}`` of the deceased members among these shares."""
        heirs = (
            self.env["coop.member.heir"]
            .sudo()  # whom to pay is no matter of who posts
            .search(
                [
                    ("member_id", "in", shares.member_id.ids),
                    ("member_id.leave_reason_id.kind", "=", "deceased"),
                ]
            )
        )
        return heirs.grouped("member_id")

    def _prepare_share_lines(self, share, heirs, account):
        """Item of one member, or of each heir of a member who died."""
        name = f"{self.name} - {share.number} {share.partner_id.name}"
        own = heirs.get(share.member_id)
        if not own:
            parts = [(share.partner_id, round(share.payable))]
        else:
            amounts = apportion(round(share.payable), own.mapped("share"))
            parts = zip(own.mapped("partner_id"), amounts, strict=True)
        return [
            self._line(
                account,
                -amount,
                name,
                partner_id=partner.id,
                coop_shu_share_id=share.id,
            )
            for partner, amount in parts
            if amount
        ]

    def _rank_partners(self, lines):
        """Mark new payees as suppliers in one write; core would do it one by one."""
        partners = self.env["res.partner"].browse(
            {line["partner_id"] for line in lines}
        )
        # sudo: core itself keeps ranks in sudo (res.partner._increase_rank)
        partners.sudo().filtered(lambda p: not p.supplier_rank).with_context(
            tracking_disable=True
        ).write({"supplier_rank": 1})

    def _create_entry(self, lines):
        """Create and post one balanced entry with the user's own rights."""
        sen = sum(round(line["balance"] * 100) for line in lines)
        unaffected = self.company_id.get_unaffected_earnings_account()
        lines = [
            self._line(unaffected, -sen / 100, f"{self.name} - {self._surplus_label()}")
        ] + lines
        move = (
            self.env["account.move"]
            .with_company(self.company_id)
            .with_context(tracking_disable=True)
            .create(
                {
                    "move_type": "entry",
                    "company_id": self.company_id.id,
                    "journal_id": self.journal_id.id,
                    "date": self.date,
                    "ref": self._entry_ref(),
                    "coop_shu_run_id": self.id,
                    "line_ids": [Command.create(line) for line in lines],
                }
            )
        )
        move._post(soft=False)
        return move

    def _surplus_label(self):
        return (
            self.env._("deficit of the year")
            if self.is_deficit
            else self.env._("surplus of the year")
        )

    def _entry_ref(self):
        return self.env._(
            "%(run)s, resolution %(number)s of %(date)s",
            run=self.name,
            number=self.resolution_number,
            date=format_date(self.env, self.resolution_date),
        )

    # --------------------------------------------------------------------- paying
    def _create_batch(self, method):
        """A payment batch of the open items of this run; opens it.

        :param str method: ``bank``, ``cash`` or ``savings``
        """
        self.ensure_one()
        self._check_accountant()
        self._check_state(("posted",), self.env._("paying"))
        batch = self.env["coop.payment.batch"].create(
            {
                "company_id": self.company_id.id,
                "account_id": self.company_id._coop_account("shu_payable").id,
                "method": method,
                "memo": self.name,
                "item_domain": f"[('coop_shu_share_id.run_id', '=', {self.id})]",
            }
        )
        batch.action_fill()
        return batch._get_records_action()

    def action_pay_bank(self):
        """A bank bulk file for the open items."""
        return self._create_batch("bank")

    def action_pay_cash(self):
        """A cash list with signatures for the open items."""
        return self._create_batch("cash")

    def action_pay_savings(self):
        """Convert the open items to savings of the members."""
        return self._create_batch("savings")

    # ----------------------------------------------------------------- background
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
                    run.write({"job": False, "job_error": str(error)})
                    run.message_post(body=str(error))
                    more = False
                if not self.env["ir.cron"]._commit_progress(1) and more:
                    return

    def _pieces_left(self):
        if self.job == "reverse":
            return len(self._moves_to_reverse())
        return -(-(self.payable_count - self.posted_count) // MAX_LINES) or 1

    def action_resume(self):
        """Start the interrupted work of a run again."""
        self._check_accountant()
        for run in self:
            if run.state == "approved":
                run.action_post()
            elif run.state in ("posted", "paid") and run.reversal_date:
                run._reverse(run.reversal_date, run.reversal_reason)
        return True

    # ------------------------------------------------------------------ reversing
    def action_reverse(self):
        """Ask for date and reason, then undo the run by reversal entries."""
        self.ensure_one()
        self._check_accountant()
        self._check_state(("posted", "paid"), self.env._("reversing"))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reverse %s", self.name),
            "res_model": "coop.shu.run.reverse",
            "view_mode": "form",
            "target": "new",
            "context": {"default_run_id": self.id},
        }

    def _reverse(self, date, reason):
        """Undo the entries of a posted run on ``date``; nothing is deleted.

        :raises UserError: a share is paid (naming payment, member and the way out),
            or the date is locked
        """
        self.ensure_one()
        self._check_accountant()
        self._check_state(("posted", "paid"), self.env._("reversing"))
        self._lock()
        self._check_open(date, self.journal_id)
        if date < self.date:
            raise UserError(
                self.env._(
                    "%(run)s was posted on %(date)s; the reversal cannot be earlier.",
                    run=self.name,
                    date=format_date(self.env, self.date),
                )
            )
        self._check_nothing_paid(self._moves_to_reverse())
        # sudo: the program's own fields, the right was checked above
        self.sudo().write({"reversal_date": date, "reversal_reason": reason})
        self._start_job("reverse", len(self._moves_to_reverse()) <= 1)

    def _moves_to_reverse(self):
        # sudo: which entries are left does not depend on the user
        return (
            self.env["account.move"]
            .sudo()
            .search(
                [
                    ("coop_shu_run_id", "=", self.id),
                    ("reversed_entry_id", "=", False),
                    ("reversal_move_ids", "=", False),
                ],
                order="id",
            )
        )

    def _check_nothing_paid(self, moves):
        """Refuse to reverse paid items: their lines would stay open for ever."""
        # sudo: to name what stands in the way
        paid = (
            self.env["account.move.line"]
            .sudo()
            .search(
                [
                    ("move_id", "in", moves.ids),
                    ("coop_shu_share_id", "!=", False),
                    ("matched_debit_ids", "!=", False),
                ],
                limit=5,
            )
        )
        if paid:
            raise UserError(
                self.env._(
                    "%(run)s cannot be reversed, because shares were paid:\n%(rows)s\n"
                    "Undo these payments first: open each one and cancel or reverse "
                    "it.",
                    run=self.name,
                    rows="\n".join(
                        self.env._(
                            "- %(member)s by %(payment)s",
                            member=line.coop_shu_share_id.member_id.display_name,
                            payment=", ".join(
                                line.matched_debit_ids.debit_move_id.move_id.mapped(
                                    "display_name"
                                )
                            ),
                        )
                        for line in paid
                    ),
                )
            )

    def _reverse_next_chunk(self):
        """Reverse one entry of the run; True as long as entries are left."""
        moves = self._moves_to_reverse()
        if moves:
            move = moves[0]
            self._check_open(self.reversal_date, self.journal_id)
            self._check_nothing_paid(move)
            move.with_env(self.env).with_context(
                coop_shu_reverse=True, tracking_disable=True
            )._reverse_moves(
                [
                    {
                        "date": self.reversal_date,
                        "journal_id": self.journal_id.id,
                        "coop_shu_run_id": self.id,
                        "ref": self.env._(
                            "Reversal of %(entry)s: %(reason)s",
                            entry=move.name,
                            reason=self.reversal_reason,
                        ),
                    }
                ],
                cancel=True,
            )
        if len(moves) > 1:
            return True
        # sudo: the state is the program's; the right was checked by _reverse
        self.sudo().write({"state": "reversed", "job": False, "job_user_id": False})
        self.flush_recordset(["state"])  # frees the year for a new run at once
        return False
