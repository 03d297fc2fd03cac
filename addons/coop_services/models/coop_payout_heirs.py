# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.fields import Command, Domain

from odoo.addons.coop_membership.engine.apportion import apportion


class CoopPayout(models.Model):
    """Work of a member who died meanwhile is paid to the heirs.

    The bill and its income tax stay the member's. An entry then moves what is payable
    to the heirs by their weights, as the exit settlement does with the savings; the
    payout is paid when all heirs are. It goes when the bill is reversed.
    """

    _inherit = "coop.payout"

    def _compute_state(self):
        result = super()._compute_state()
        paid = self.filtered(lambda payout: payout.state == "paid")
        # sudo: of whom the bill is paid, whoever sees the payout
        deceased = paid.filtered(lambda p: p.sudo().member_id.leave_kind == "deceased")
        if deceased:
            waiting = deceased._heirs_items(("reconciled", "=", False))
            (waiting.move_id.coop_payout_id.with_env(self.env) & paid).state = "posted"
        return result

    def _heirs_items(self, *domain):
        """Payable items of the heirs in the standing entries of these payouts."""
        # sudo: what follows from the bills does not depend on who looks
        return (
            self.env["account.move.line"]
            .sudo()
            .search(
                Domain(
                    [
                        ("move_id.coop_payout_id", "in", self.ids),
                        ("move_id.move_type", "=", "entry"),
                        ("move_id.reversal_move_ids", "=", False),
                        ("parent_state", "=", "posted"),
                        ("account_type", "=", "liability_payable"),
                        ("credit", ">", 0),
                    ]
                )
                & Domain(domain)
            )
        )

    def _pass_to_heirs(self):
        """Move what is payable by the bills of ``self`` to the heirs of the deceased.

        One entry for each such payout, on the date of the run.
        """
        moves = self.env["account.move"]
        for payout in self:
            member = payout.member_id
            heirs = member.heir_ids
            if member.leave_kind != "deceased" or not heirs or not payout.net:
                continue
            item = payout.move_id.line_ids.filtered(
                lambda line: line.account_type == "liability_payable"
            )
            parts = apportion(round(payout.net), heirs.mapped("share"))
            rows = [(member.partner_id, round(payout.net))]
            rows += [
                (heir.partner_id, -part)
                for heir, part in zip(heirs, parts, strict=True)
                if part
            ]
            # sudo: the entry follows from the bill, which was just allowed
            move = moves.sudo().create(
                {
                    "move_type": "entry",
                    "company_id": payout.company_id.id,
                    "journal_id": payout.company_id._coop_journal().id,
                    "date": payout.date,
                    "ref": payout.move_id.name,
                    "coop_payout_id": payout.id,
                    "line_ids": [
                        Command.create(
                            {
                                "name": self.env._(
                                    "To the heirs of %s", member.display_name
                                ),
                                "account_id": item.account_id.id,
                                "partner_id": partner.id,
                                "balance": balance,
                                "date_maturity": payout.date,
                                "tax_ids": [],
                            }
                        )
                        for partner, balance in rows
                    ],
                }
            )
            move._post(soft=False)
            (item.sudo() | move.line_ids.filtered("debit")).reconcile()
            moves |= move
        return moves

    def _check_not_paid(self):
        """Refuse while a payment stands: to the member, or to an heir."""
        entries = self._heirs_items().move_id
        items = entries.line_ids.filtered("credit")
        for payment in items.matched_debit_ids.debit_move_id.move_id:
            payout = items.filtered(
                lambda item, payment=payment: (
                    payment in item.matched_debit_ids.debit_move_id.move_id
                )
            ).move_id.coop_payout_id[:1]
            self._refuse_paid(payout, payment)
        return super()._check_not_paid()

    def _take_from_heirs(self, date):
        """Undo the entries of ``_pass_to_heirs`` before the bills are reversed."""
        entries = self._heirs_items().move_id
        entries.line_ids.remove_move_reconcile()
        if entries:
            entries._reverse_moves(
                [{"date": date, "ref": move.ref} for move in entries], cancel=True
            )


class CoopPayoutRun(models.Model):
    _inherit = "coop.payout.run"

    def _unpaid(self):
        unpaid = super()._unpaid()
        # sudo: as there
        payouts = self.sudo().payout_ids.filtered(
            lambda payout: payout.member_id.leave_kind == "deceased"
        )
        for item in payouts._heirs_items(("reconciled", "=", False)):
            run_id = item.move_id.coop_payout_id.run_id.id
            unpaid[run_id] = unpaid.get(run_id, 0) - item.amount_residual
        return unpaid


class AccountPartialReconcile(models.Model):
    """Paying an heir, or undoing that, tells the payout."""

    _inherit = "account.partial.reconcile"

    def _coop_heirs_payouts(self):
        """Payouts whose entries for the heirs these reconciliations settle."""
        # sudo: whoever pays, the payout follows
        moves = (self.debit_move_id | self.credit_move_id).sudo().move_id
        return moves.filtered(lambda move: move.move_type == "entry").coop_payout_id

    def _coop_payout_runs(self):
        payouts = self._coop_heirs_payouts()
        if payouts:
            self.env.add_to_compute(payouts._fields["state"], payouts)
        return super()._coop_payout_runs()

    def unlink(self):
        runs, payouts = self._coop_payout_runs(), self._coop_heirs_payouts()
        result = super().unlink()
        if payouts:
            self.env.add_to_compute(payouts._fields["state"], payouts)
            runs._refresh_state()
        return result
