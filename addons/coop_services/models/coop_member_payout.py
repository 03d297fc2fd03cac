# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.tools import SQL


class CoopMember(models.Model):
    """What a member earns: payouts, advances, deductions, the number for the tax."""

    _inherit = "coop.member"

    deduction_ids = fields.One2many(
        "coop.member.deduction",
        "member_id",
        string="Agreed deductions",
        groups="coop_membership.group_reader",
    )
    payout_count = fields.Integer(
        string="Payouts",
        compute="_compute_payout_count",
        groups="coop_membership.group_reader",
    )

    def _compute_payout_count(self):
        groups = self.env["coop.payout"]._read_group(
            [("member_id", "in", self.ids), ("state", "!=", "cancelled")],
            ["member_id"],
            ["__count"],
        )
        counts = {member.id: count for member, count in groups}
        for member in self:
            member.payout_count = counts.get(member.id, 0)

    def _has_valid_tax_number(self):
        """``{member: bool}``: a valid NIK or NPWP is known (both are checked on entry).

        sudo: whoever computes a payout learns that there is one, not which.
        """
        return {
            member: bool(member.sudo().nik or member.sudo().npwp) for member in self
        }

    def _advance_balances(self, date):
        """``{member: rupiah}`` owed on the advance account on ``date`` (int).

        Debit balances of the person on that account, in the period of the membership.
        """
        self.env["account.move.line"].flush_model()
        self.env["coop.member"].flush_model(["partner_id", "ledger_from", "ledger_to"])
        self.env["res.company"].flush_model(["coop_advance_account_id"])
        if not self.ids:
            return {}
        balances = dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT member.id, SUM(item.balance)
                      FROM coop_member member
                      JOIN res_company company ON company.id = member.company_id
                      JOIN account_move_line item
                        ON item.partner_id = member.partner_id
                       AND item.company_id = member.company_id
                       AND item.account_id = company.coop_advance_account_id
                       AND item.parent_state = 'posted' AND item.date <= %s
                       AND (member.ledger_from IS NULL
                            OR item.date >= member.ledger_from)
                       AND (member.ledger_to IS NULL OR item.date < member.ledger_to)
                     WHERE member.id IN %s
                     GROUP BY member.id
                    """,
                    date,
                    tuple(self.ids),
                )
            )
        )
        return {member: int(balances.get(member.id) or 0) for member in self}

    def _work_unpaid(self):
        """``{member: rupiah}`` of accepted work that is in no booked payout (int)."""
        shares = dict(
            self.env["coop.service.share"]._read_group(
                [("member_id", "in", self.ids)], ["member_id"], ["gross:sum"]
            )
        )
        booked = dict(
            self.env["coop.payout"]._read_group(
                [("member_id", "in", self.ids), ("state", "in", ("posted", "paid"))],
                ["member_id"],
                ["gross:sum"],
            )
        )
        return {
            member: max(0, round(shares.get(member, 0) - booked.get(member, 0)))
            for member in self
        }

    def action_open_payouts(self):
        """Payouts of this member."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_services.action_coop_payout"
        )
        action["domain"] = [("member_id", "=", self.id)]
        return action
