# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.fields import Command

from odoo.addons.coop_membership.demo.coop_demo import MONTH_NAMES

from . import story


class CoopDemo(models.AbstractModel):
    """The social security of the demo cooperative.

    Enrolled since 2023; the runs here begin in April 2026, with the relief, and go on
    to November, whose bill of BPJS Ketenagakerjaan waits until mid-December. Members
    hand in their shares at the office; those who clean for a client leave them to
    their payouts from September on. One claim from October 2025.
    """

    _inherit = "coop.demo"

    @api.model
    def _load_social(self):
        """Enrol the members, book eight months and file a claim, once."""
        company = self._demo_company()
        enrolments = self.env["coop.social.enrolment"].with_context(active_test=False)
        if not company or enrolments.search_count(
            [("company_id", "=", company.id)], limit=1
        ):
            return
        # the post-init hook of this addon comes after its demo data
        self.env["account.chart.template"]._coop_social_load_existing()
        self._in_company(company)._tell_social()

    def _tell_social(self):
        self.env.company.write(
            {
                "coop_social_since": story.SINCE,
                "coop_social_npp": story.NPP,
                "coop_social_user_id": self.env["res.users"]
                .search([("login", "=", "officer")], limit=1)
                .id,
            }
        )
        for row in story.ENROLMENTS:
            self._enrol(*row)
        self._file_claim()
        for run, collection in zip(story.RUNS, story.COLLECTIONS, strict=True):
            self._book_contributions(*run)
            self._collect_contributions(*collection)

    def _enrol(self, number, agency, segment, start, card, terms):
        member = self._member(number)
        self.env["coop.social.enrolment"].create(
            {
                "member_id": member.id,
                "scheme_id": self.env.ref(f"coop_social_security.scheme_{agency}").id,
                "segment": segment,
                "date_start": start,
                "number_entry": card,
                "term_ids": [Command.create({"valid_from": start, **terms})]
                if terms
                else [],
            }
        )

    def _file_claim(self):
        """What the family of the member who died received."""
        benefits = self.env["coop.social.benefit"].search(
            [("program", "=", "jkm"), ("amount", ">", 0)]
        )
        claim = self.env["coop.social.claim"].create(
            {
                **story.CLAIM,
                "member_id": self._member("0008").id,
                "scheme_id": self.env.ref("coop_social_security.scheme_tk").id,
                "benefit_ids": [Command.set(benefits.ids)],
                "amount_paid": sum(benefits.mapped("amount")),
            }
        )
        claim.with_context(coop_social_claim=True).write(story.CLAIM_STEPS)

    def _book_contributions(self, month, booked, paid, agencies):
        run = self.env["coop.social.run"].create({"month": month, "date": booked})
        run.action_compute()
        run.action_post()
        for bill in run.bill_ids:
            if bill.scheme_id.agency not in agencies:
                continue
            item = bill.move_id.line_ids.filtered(
                lambda line: line.account_type == "liability_payable"
            )
            self._settle([(paid, item, 0, bill.move_id.ref)], "bank")

    def _collect_contributions(self, day, others):
        """Members hand in what they owe, but for some; the money goes to the bank."""
        owed = self.env.company.coop_social_member_account_id
        cash, bank = self._journal("cash"), self._journal("bank")
        items = self.env["account.move.line"].search(
            [
                ("account_id", "=", owed.id),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("partner_id.coop_member_ids.number", "not in", others),
            ],
            order="partner_id, id",
        )
        total = round(sum(items.mapped("balance")))
        lines = [(owed, -round(item.balance), item.partner_id) for item in items]
        nobody = self.env["res.partner"]
        month = f"{MONTH_NAMES[day.month - 1]} {day.year}"
        self._post(
            [
                self._entry(
                    cash,
                    day,
                    f"Setoran iuran BPJS anggota {month}",
                    [(cash.default_account_id, total, nobody), *lines],
                ),
                self._entry(
                    cash,
                    day,
                    "Setoran iuran BPJS anggota dibawa ke bank",
                    [
                        (bank.default_account_id, total, nobody),
                        (cash.default_account_id, -total, nobody),
                    ],
                ),
            ]
        )
        items.partner_id.coop_member_ids._match_social_items()
