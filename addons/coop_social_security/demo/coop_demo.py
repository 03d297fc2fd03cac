# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import date

from odoo import api, models
from odoo.fields import Command

from . import story


class CoopDemo(models.AbstractModel):
    """The social security of the demo cooperative.

    Enrolled since 2023; the runs here begin in April 2026, with the relief: April is
    paid, the bill of BPJS Ketenagakerjaan for May waits. One claim from October 2025.
    """

    _inherit = "coop.demo"

    @api.model
    def _load_social(self):
        """Enrol the members, book two months and file a claim, once."""
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
        for month, booked, paid, agencies in story.RUNS:
            self._book_contributions(month, booked, paid, agencies)
        self._collect_contributions()

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

    def _collect_contributions(self):
        """Members pay April at the office; one does not come."""
        owed = self.env.company.coop_social_member_account_id
        cash = self._journal("cash")
        items = self.env["account.move.line"].search(
            [
                ("account_id", "=", owed.id),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("date", "<", date(2026, 5, 1)),
                ("partner_id.coop_member_ids.number", "not in", story.LATE),
            ],
            order="partner_id, id",
        )
        members = items.partner_id.coop_member_ids
        lines = [(owed, -round(item.balance), item.partner_id) for item in items]
        total = sum(line[1] for line in lines)
        lines.insert(0, (cash.default_account_id, -total, self.env["res.partner"]))
        name = "Setoran iuran BPJS anggota April 2026"
        self._post([self._entry(cash, story.COLLECTED, name, lines)])
        members._match_social_items()
