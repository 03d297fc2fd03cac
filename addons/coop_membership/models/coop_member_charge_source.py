# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import api, models

from ..engine.apportion import apportion


class CoopMemberChargeSource(models.AbstractModel):
    """What members owe now, for deposits, collections and deductions from payouts.

    An addon with charges of its own extends the three methods (``_inherit`` +
    ``super()``); the order of deduction is ``sequence``: tax 10, BPJS 20, savings 30,
    advances 40 (section 11b).
    """

    _name = "coop.member.charge.source"
    _description = "Charges of Members"

    @api.model
    def _member_charges(self, members, date):
        """Charges of ``members`` on ``date``, oldest duty first within a member.

        :return: list of dicts ``member, code, sequence, label, type`` (savings type or
            empty), ``account`` (to credit) and ``amount`` (int, whole rupiah, above 0)
        """
        return self._savings_charges(members, date)

    @api.model
    def _charges_settled(self, charges):
        """Told when a document that deducts these charges is posted.

        :param charges: dicts as given by ``_member_charges``, ``amount`` as deducted
        """
        # Savings need nothing: the entry itself is the deposit.

    @api.model
    def _charges_released(self, charges):
        """Told when such a document is cancelled; see ``_charges_settled``."""

    @api.model
    def _savings_charges(self, members, date):
        """Missing principal savings, then mandatory dues up to the end of the month.

        Members owe arrears and the dues of this month, whether or not the due day has
        come. Who is approved and would become active by paying the rest of the
        principal owes this month's dues as well. With several mandatory types the
        amount is divided in proportion to what they cost this month.
        """
        month = date.replace(day=1)
        month_end = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        members = members.filtered(
            lambda m: m.state in ("applicant", "approved", "active", "suspended")
        )
        # Dues are no secret to whoever may take the member's money.
        all_types = (
            self.env["coop.savings.type"]
            .sudo()
            .search(
                [
                    ("company_id", "in", members.company_id.ids),
                    ("kind", "in", ("principal", "mandatory")),
                ]
            )
        )
        saved = members._savings_at(date)
        arrears = members._arrears_at(month_end)
        monthly = {t: t._amount_at(month) for t in all_types}
        rows = []
        for member in members:
            types = all_types.filtered(lambda t, m=member: t.company_id == m.company_id)
            due = {
                t: t._amount_at(member.date_applied) - int(saved[member].get(t, 0))
                for t in types
                if t.kind == "principal"
            }
            mandatory = types.filtered(lambda t: t.kind == "mandatory")
            if member.state == "approved":
                due |= {t: monthly[t] - int(saved[member].get(t, 0)) for t in mandatory}
            elif mandatory:
                weights = [monthly[t] for t in mandatory]
                if not any(weights):
                    weights = [1] * len(mandatory)
                due |= zip(
                    mandatory, apportion(int(arrears[member][0]), weights), strict=True
                )
            rows += [
                {
                    "member": member,
                    "code": "savings",
                    "sequence": 30,
                    "label": savings_type.name,
                    "type": savings_type,
                    "account": savings_type.account_id,
                    "amount": amount,
                }
                for savings_type, amount in due.items()
                if amount > 0
            ]
        return rows
