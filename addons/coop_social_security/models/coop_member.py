# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL


class Cover(NamedTuple):
    """What covers a member on a day: the enrolment, and until when as of that day."""

    enrolment: models.Model
    until: object


class CoopMember(models.Model):
    """How a member is covered, and what the member owes for it."""

    _inherit = "coop.member"

    social_enrolment_ids = fields.One2many("coop.social.enrolment", "member_id")
    social_due = fields.Monetary(
        string="Contributions owed",
        compute="_compute_social_due",
        help="Members' shares of social security that are not paid yet.",
    )
    social_cover = fields.Char(
        string="Social security", compute="_compute_social_cover"
    )

    def _compute_social_due(self):
        debts = self._social_due()
        for member in self:
            member.social_due = debts[member]

    @api.depends("social_enrolment_ids")
    def _compute_social_cover(self):
        """The schemes that cover the member today, the missing ones marked."""
        today = fields.Date.context_today(self)
        # sudo: names of schemes, and whether they cover; no numbers
        schemes = self.env["coop.social.scheme"].sudo().search([])
        covered = {s: self.sudo()._covered_on([today], s) for s in schemes}
        for member in self:
            member.social_cover = ", ".join(
                ("" if (member.sudo(), today) in covered[scheme] else "✗ ")
                + scheme.name
                for scheme in schemes
            )

    # ------------------------------------------------------------------------- cover
    def _covered_on(self, dates, scheme=None):
        """Whether these members are covered on these days, by what, until when.

        One query for any number of members and days.

        :param dates: iterable of dates
        :param scheme: ``coop.social.scheme`` record; None: any scheme
        :return: ``{(member, date): Cover}``; who is not covered is left out. Of
            several enrolments the one that lasts longest.
        """
        days = sorted(set(dates))
        if not self.ids or not days:
            return {}
        enrolments = self.env["coop.social.enrolment"]
        enrolments._cover_flush()
        conditions = [SQL("e.member_id IN %s", tuple(self.ids))]
        if scheme:
            conditions.append(SQL("e.scheme_id IN %s", tuple(scheme.ids)))
        query = SQL(
            "SELECT enrolment_id, member_id, day, until FROM (%s) cover "
            "WHERE until >= day ORDER BY until, enrolment_id",
            enrolments._cover_sql(
                SQL("unnest(%s::date[])", days), SQL(" AND ").join(conditions)
            ),
        )
        members = {member.id: member for member in self}
        return {
            (members[member_id], day): Cover(enrolments.browse(enrolment_id), until)
            for enrolment_id, member_id, day, until in self.env.execute_query(query)
        }

    def _without_cover(self, dates, schemes):
        """On which days these members have no cover that work can be planned on.

        Until today as ``_covered_on``. Nobody has paid yet for days to come: there an
        enrolment counts while it runs, if it covers today or starts later.

        One query for any number of members, days and schemes.

        :param dates: iterable of dates
        :param schemes: ``coop.social.scheme`` records
        :return: ``{scheme: {member id: set of days}}`` of those who lack some
        """
        days = set(dates)
        if not self.ids or not schemes:
            return {scheme: {} for scheme in schemes}
        today = fields.Date.context_today(self)
        enrolments = self.env["coop.social.enrolment"]
        enrolments._cover_flush()
        of_these = SQL(
            "e.member_id = ANY(%s) AND e.scheme_id = ANY(%s)", self.ids, schemes.ids
        )
        query = SQL(
            """
            SELECT member_id, scheme_id, array_agg(DISTINCT day)
              FROM (
                SELECT member_id, scheme_id, day
                  FROM (%(past)s) past
                 WHERE until >= day
                 UNION ALL
                SELECT e.member_id, e.scheme_id, coming.day
                  FROM coop_social_enrolment e
                  JOIN unnest(%(coming)s::date[]) AS coming (day)
                    ON e.date_start <= coming.day
                   AND (e.date_end IS NULL OR e.date_end >= coming.day)
                 WHERE e.active AND %(of_these)s
                   AND (e.date_start > %(today)s OR e.id IN (
                        SELECT enrolment_id FROM (%(now)s) now WHERE until >= day))
              ) covered
             GROUP BY member_id, scheme_id
            """,
            past=enrolments._cover_sql(
                SQL("unnest(%s::date[])", [day for day in days if day <= today]),
                of_these,
            ),
            coming=[day for day in days if day > today],
            of_these=of_these,
            today=today,
            now=enrolments._cover_sql(SQL("(VALUES (%s::date))", today), of_these),
        )
        covered = {
            (member_id, scheme_id): days.difference(found)
            for member_id, scheme_id, found in self.env.execute_query(query)
        }
        result = {}
        for scheme in schemes:
            missing = {
                member_id: covered.get((member_id, scheme.id), days)
                for member_id in self.ids
            }
            result[scheme] = {key: lacks for key, lacks in missing.items() if lacks}
        return result

    # ------------------------------------------------------------------------- debts
    def _social_due(self, date=None):
        """``{member: rupiah (int) owed for contributions}``, below zero: paid too much.

        :param date: as the books stood on that day, but not more than now; None: now
        """
        result = dict.fromkeys(self, 0)
        for company, members in self.grouped("company_id").items():
            debts = members._social_debts(company, members.partner_id)
            before = (
                members._social_debts(company, members.partner_id, date)
                if date
                else debts
            )
            for member in members:
                partner = member.partner_id.id
                result[member] = min(debts.get(partner, 0), before.get(partner, 0))
        return result

    @api.model
    def _social_debts(self, company, partners=None, date=None):
        """``{partner id: balance (int)}`` of contributions that members owe.

        sudo: what members owe is read from the books for whoever handles them; the
        agency's own items, which the entries of a run even out, are left out.
        """
        account = company.sudo().coop_social_member_account_id
        if not account:
            return {}
        agencies = (
            company.sudo().coop_social_tk_partner_id
            | company.sudo().coop_social_kes_partner_id
        )
        domain = [
            ("company_id", "=", company.id),
            ("account_id", "=", account.id),
            ("parent_state", "=", "posted"),
            ("partner_id", "not in", [False, *agencies.ids]),
        ]
        if partners is not None:
            domain.append(("partner_id", "in", partners.ids))
        if date:
            domain.append(("date", "<=", date))
        return {
            partner.id: round(balance)
            for partner, balance in self.env["account.move.line"]
            .sudo()
            ._read_group(domain, ["partner_id"], ["balance:sum"])
        }

    def _match_social_items(self):
        """Reconcile the open items of these members, oldest first.

        sudo: the document that deducts was allowed to book them.
        """
        items = self.env["account.move.line"].sudo()
        for company, members in self.grouped("company_id").items():
            account = company.sudo().coop_social_member_account_id
            found = items.search(
                [
                    ("company_id", "=", company.id),
                    ("account_id", "=", account.id),
                    ("partner_id", "in", members.partner_id.ids),
                    ("parent_state", "=", "posted"),
                    ("reconciled", "=", False),
                ],
                order="date, id",
            )
            plan = [
                own
                for own in found.grouped("partner_id").values()
                if len({item.balance > 0 for item in own}) == 2
            ]
            items._reconcile_plan(plan)

    def action_open_social(self):
        """Enrolments of this member."""
        self.ensure_one()
        return self._action_records(
            "coop_social_security.action_coop_social_enrolment",
            [("member_id", "in", self.ids)],
            {"default_member_id": self.id},
        )
