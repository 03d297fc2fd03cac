# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.tools import format_date

from odoo.addons.coop_membership.money import money

from ..engine.deductions import deduct
from .coop_payout import CHARGE_COLUMNS


class CoopPayoutRun(models.Model):
    """Computing a run: payable work, income tax, charges in their order."""

    _inherit = "coop.payout.run"

    def action_compute(self):
        """Work out what every member gets, and keep the work out of other runs.

        :raises UserError: nothing to pay, no tax rule, or another run is taking the
            same work right now
        """
        self._check_accountant()
        self._lock()
        self._check_state(("draft", "computed"), self.env._("computing"))
        for run in self:
            run._clear()
            run._compute_payouts()
        return True

    def _clear(self):
        # sudo: results are the program's; the callers checked the right
        self.sudo().payout_ids.unlink()
        self._set(computed_on=False, notes=False)

    def _compute_payouts(self):
        self.ensure_one()
        # sudo: see _clear; work of members is read in full whoever computes
        shares = self.env["coop.service.share"].sudo()._open_for(self)
        self._lock_shares(shares)
        amounts = shares._payable_amounts()
        by_member, waiting = {}, 0
        for share in shares:
            if amounts[share]:
                by_member.setdefault(share.member_id, []).append(share)
            if share.amount_open and not amounts[share]:
                waiting += 1
        gross = {
            member: sum(amounts[share] for share in own)
            for member, own in by_member.items()
        }
        minus = [member for member, amount in gross.items() if amount < 0]
        members = sorted(
            (member for member in by_member if member not in minus),
            key=self.env["coop.service.share"]._order_of,
        )
        if not members:
            raise UserError(self._nothing_to_pay(waiting, minus))
        members = self.env["coop.member"].union(*members)
        values = self._prepare_payouts(members, gross)
        payouts = self.env["coop.payout"].sudo().create(list(values.values()))
        by_id = dict(zip(values, payouts, strict=True))
        self.env["coop.payout.line"].sudo().create(
            [
                {
                    "payout_id": by_id[member].id,
                    "share_id": share.id,
                    "amount": amounts[share],
                    "value": share._value_of(amounts[share]),
                }
                for member in members
                for share in by_member[member]
            ]
        )
        self._sum_values(payouts)
        self._set(
            state="computed",
            computed_on=fields.Datetime.now(),
            notes=self._notes(waiting, minus),
        )
        # the work is taken in the database, before anything else is done with it
        self.env.flush_all()

    def _lock_shares(self, shares):
        """Take the rows of the work: a second run over it must wait.

        :raises UserError: another transaction holds one
        """
        try:
            shares.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "Another payout run is taking the same work right now. Wait until "
                    "it is done, then compute %(run)s again.",
                    run=self.name,
                )
            ) from error

    def _nothing_to_pay(self, waiting, minus):
        """Why a run has nobody to pay, in words."""
        text = self.env._(
            "%(run)s: there is no accepted work up to %(date)s that is not in a payout "
            "yet.",
            run=self.name,
            date=format_date(self.env, self.date_to),
        )
        notes = self._notes(waiting, minus)
        return f"{text}\n{notes}" if notes else text

    def _notes(self, waiting, minus):
        notes = []
        if waiting:
            notes.append(
                self.env._(
                    "%(count)s shares wait for the client's payment.", count=waiting
                )
            )
        notes += [
            self.env._(
                "%(member)s is not paid: corrections are more than the work. They are "
                "carried to the next run.",
                member=member.display_name,
            )
            for member in minus
        ]
        return "\n".join(notes)

    # --------------------------------------------------------------- tax and charges
    def _prepare_payouts(self, members, gross):
        """``{member: values}`` of the payouts, with tax and charges.

        :param gross: ``{member: rupiah}``
        """
        rate = self.env["coop.income.tax.rate"]._rate_at(self.company_id, self.date)
        # sudo: the result is the program's; the row of the law is read in full
        rate = rate.sudo()
        numbers = members._has_valid_tax_number()
        before = self._month_before(members) if rate.aggregate == "month" else {}
        charges = self._owed_charges(members)
        values = {}
        for sequence, member in enumerate(members, 1):
            earlier = before.get(member, (0, 0))
            tax = rate._tax(gross[member], numbers[member], earlier)
            tax = min(tax, gross[member])
            own = charges.get(member, [])
            taken, net = deduct(
                gross[member] - tax, [charge["amount"] for charge in own]
            )
            columns = dict.fromkeys([*CHARGE_COLUMNS.values(), "other"], 0)
            for charge, amount in zip(own, taken, strict=True):
                columns[CHARGE_COLUMNS.get(charge["code"], "other")] += amount
            values[member] = {
                "run_id": self.id,
                "sequence": sequence,
                "member_id": member.id,
                "gross": gross[member],
                "rate_id": rate.id,
                "id_valid": numbers[member],
                "gross_before": earlier[0],
                "tax_before": earlier[1],
                "tax": tax,
                "net": net,
                **columns,
                "charge_ids": [
                    fields.Command.create(self._charge_values(charge, amount))
                    for charge, amount in zip(own, taken, strict=True)
                ],
            }
        return values

    @api.model
    def _charge_values(self, charge, amount):
        source = charge.get("source")
        return {
            "sequence": charge["sequence"],
            "code": charge["code"],
            "name": charge["label"],
            "type_id": charge["type"].id if charge["type"] else False,
            "account_id": charge["account"].id,
            "due": charge["amount"],
            "amount": amount,
            "source_model": source._name if source else False,
            "source_id": source.id if source else False,
        }

    def _month_before(self, members):
        """``{member: (gross, tax)}`` of the payouts of the same month so far."""
        first = self.date.replace(day=1)
        groups = (
            self.env["coop.payout"]
            .sudo()
            ._read_group(
                [
                    ("company_id", "=", self.company_id.id),
                    ("member_id", "in", members.ids),
                    ("date", ">=", first),
                    ("date", "<", fields.Date.add(first, months=1)),
                    ("state", "!=", "cancelled"),
                    ("run_id", "!=", self.id),
                ],
                ["member_id"],
                ["gross:sum", "tax:sum"],
            )
        )
        return {
            member.with_env(self.env): (round(gross), round(tax))
            for member, gross, tax in groups
        }

    def _owed_charges(self, members):
        """``{member: [charges in the order of deduction]}`` that may be taken now.

        What a payout that is not booked yet takes is not taken a second time.
        """
        held = self._held_charges(members)
        result = {}
        charges = self.env["coop.member.charge.source"]._member_charges(
            members, self.date
        )
        Charge = self.env["coop.payout.charge"]
        for charge in sorted(charges, key=lambda row: row["sequence"]):
            key = Charge._key_of(charge)
            taken = min(held.get(key, 0), charge["amount"])
            if taken:
                held[key] -= taken
            if charge["amount"] > taken:
                result.setdefault(charge["member"], []).append(
                    {**charge, "amount": charge["amount"] - taken}
                )
        return result

    def _held_charges(self, members):
        """``{key: rupiah}`` deducted by payouts of other runs that are not booked."""
        # sudo: an open payout counts whoever computes this one
        charges = (
            self.env["coop.payout.charge"]
            .sudo()
            .search(
                [
                    ("member_id", "in", members.ids),
                    ("payout_id.state", "in", ("computed", "approved")),
                    ("payout_id.run_id", "!=", self.id),
                    ("amount", ">", 0),
                ]
            )
        )
        held = {}
        for charge in charges:
            held[charge._key()] = held.get(charge._key(), 0) + round(charge.amount)
        return held

    def _sum_values(self, payouts):
        groups = (
            self.env["coop.payout.line"]
            .sudo()
            ._read_group(
                [("payout_id", "in", payouts.ids)], ["payout_id"], ["value:sum"]
            )
        )
        for payout, value in groups:
            payout.value = value

    # -------------------------------------------------------------------- checking
    def _check_unchanged(self):
        """Refuse what was computed from something that is different now.

        :raises UserError: a share is worth less, or a charge is not owed any more;
            names the member and the way out
        """
        self.ensure_one()
        payouts = self.sudo().payout_ids  # the right was checked by the callers
        lines = payouts.line_ids
        payable = lines.share_id._payable_amounts(without=self)
        for line in lines:
            if abs(payable[line.share_id]) < abs(line.amount):
                raise UserError(
                    self.env._(
                        "%(run)s: less of %(acceptance)s is to be paid to %(member)s "
                        "than when it was computed. Compute it again.",
                        run=self.name,
                        acceptance=line.acceptance_id.display_name,
                        member=line.payout_id.member_id.display_name,
                    )
                )
        self._check_charges(payouts)

    def _check_charges(self, payouts):
        Charge = self.env["coop.payout.charge"]
        owed = {}
        members = payouts.member_id.with_env(self.env)
        for charge in self.env["coop.member.charge.source"]._member_charges(
            members, self.date
        ):
            key = Charge._key_of(charge)
            owed[key] = owed.get(key, 0) + charge["amount"]
        taken = {}
        for charge in payouts.charge_ids:
            key = charge._key()
            taken[key] = taken.get(key, 0) + round(charge.amount)
            if taken[key] > owed.get(key, 0):
                raise UserError(
                    self.env._(
                        "%(run)s deducts %(amount)s for “%(charge)s” from %(member)s, "
                        "who owes %(owed)s of it now. Compute it again.",
                        run=self.name,
                        amount=money(self.env, taken[key], self.currency_id),
                        charge=charge.name,
                        member=charge.member_id.display_name,
                        owed=money(self.env, owed.get(key, 0), self.currency_id),
                    )
                )
