# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo.fields import Command

from .common import ServicesCase


class PayoutCase(ServicesCase):
    """A job whose work is accepted at will, and runs that pay for it.

    ``budi`` and ``siti`` have a NIK, ``tono`` has not; nobody owes savings dues unless
    a test decides so.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pay_directly()
        # no dues in the way of the amounts of a test
        cls.mandatory.amount_ids.amount = 0
        cls.principal.amount_ids.amount = 0
        cls.budi = cls.member("Budi", number="0001", nik="3273011505850001")
        cls.siti = cls.member("Siti", number="0002", nik="3273015505850002")
        cls.tono = cls.member("Tono", number="0003")
        cls.contract = cls.job(coop_split="weight", coop_percent=15)
        for member in cls.budi + cls.siti + cls.tono:
            cls.bank_of(member)

    @classmethod
    def bank_of(cls, member):
        return cls.env["res.partner.bank"].create(
            {
                "acc_number": f"77{member.number}",
                "partner_id": member.partner_id.id,
                "allow_out_payment": True,
            }
        )

    @classmethod
    def accept(cls, price, weights, date="2026-03-31", job=None, **values):
        """An accepted BAST of one row for members; ``{member: agreed weight}``.

        ``subcontracted`` is billed besides, for work of others.
        """
        subcontracted = values.pop("subcontracted", 0)
        lines = [("member", price), ("subcontractor", subcontracted)]
        acceptance = cls.env["coop.service.acceptance"].create(
            {
                "contract_id": (job or cls.contract).id,
                "date": date,
                "date_from": date,
                "date_to": date,
                "split": "weight",
                "line_ids": [
                    Command.create(
                        {
                            "product_id": cls.cleaning.id,
                            "performer": performer,
                            "quantity": 1,
                            "price_unit": amount,
                        }
                    )
                    for performer, amount in lines
                    if amount
                ],
                "work_ids": [
                    Command.create({"member_id": member.id, "weight": weight})
                    for member, weight in weights.items()
                ],
                **values,
            }
        )
        acceptance.action_accept()
        return acceptance

    @classmethod
    def run_of(cls, date="2026-03-31", **values):
        return cls.env["coop.payout.run"].create(
            {
                "company_id": cls.company.id,
                "date": date,
                "date_to": values.pop("date_to", date),
                **values,
            }
        )

    @classmethod
    def computed(cls, **values):
        run = cls.run_of(**values)
        run.action_compute()
        return run

    @classmethod
    def approved(cls, **values):
        run = cls.computed(**values)
        run.action_approve()
        return run

    @classmethod
    def posted(cls, **values):
        run = cls.approved(**values)
        run.action_post()
        return run

    @classmethod
    def pay(cls, run):
        """The booked batch that pays all open bills of a run by bank."""
        batch = cls.env["coop.payment.batch"].browse(run.action_pay_bank()["res_id"])
        batch.write({"journal_id": cls.bank_journal.id, "date": run.date})
        batch.action_post()
        return batch

    def payouts(self, run):
        """``{name: (gross, tax, bpjs, savings, advance, net)}`` of a run."""
        self.env.invalidate_all()
        return {
            p.member_id.partner_id.name: (
                p.gross,
                p.tax,
                p.bpjs,
                p.savings,
                p.advance,
                p.net,
            )
            for p in run.payout_ids
        }

    def lend(self, member, amount, date="2026-03-01"):
        """What the member owes on the advance account, booked by hand."""
        return self.entry(
            date,
            (self.company.coop_advance_account_id, amount, member),
            (self.bank_account, -amount),
        )

    @classmethod
    def owe(cls, member, amount, code="bpjs", account=None, **values):
        """An agreed deduction."""
        account = account or cls.env["account.account"].search(
            [
                ("code", "=", "25110110"),
                ("company_ids", "in", cls.company.ids),
            ]
        )
        return cls.env["coop.member.deduction"].create(
            {
                "name": "BPU",
                "member_id": member.id,
                "code": code,
                "account_id": account.id,
                "amount": amount,
                "date_from": "2026-03-01",
                **values,
            }
        )
