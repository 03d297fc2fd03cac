# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_amount, split_every

from .coop_entry_mixin import MAX_LINES


class CoopSavingsCollection(models.Model):
    """Savings of many members received in one go, booked as one entry.

    Dr the journal's own account / Cr the account of each line's type, with the member
    as partner. Payroll cuts, collectors and group leaders hand in such sheets.
    """

    _name = "coop.savings.collection"
    _description = "Savings Collection Sheet"
    _inherit = ["coop.entry.mixin"]

    journal_id = fields.Many2one(
        "account.journal",
        string="Received in",
        required=True,
        check_company=True,
        domain="[('type', 'in', ('bank', 'cash'))]",
        default=lambda self: self.env["account.journal"].search(
            [
                *self.env["account.journal"]._check_company_domain(self.env.company),
                ("type", "in", ("cash", "bank")),
            ],
            order="type desc, sequence, id",
            limit=1,
        ),
    )
    memo = fields.Char()
    group_label = fields.Char(
        string="Group", help="Fill with the members of this group only."
    )
    line_ids = fields.One2many("coop.savings.collection.line", "collection_id")
    amount_total = fields.Monetary(
        string="Total", compute="_compute_totals", store=True
    )
    member_count = fields.Integer(
        string="Members", compute="_compute_totals", store=True
    )
    type_totals = fields.Char(string="Per type", compute="_compute_type_totals")

    @api.depends("line_ids.amount", "line_ids.member_id")
    def _compute_totals(self):
        for sheet in self:
            paying = sheet.line_ids.filtered("amount")
            sheet.amount_total = sum(paying.mapped("amount"))
            sheet.member_count = len(paying.member_id)

    @api.depends("line_ids.amount", "line_ids.type_id")
    def _compute_type_totals(self):
        for sheet in self:
            sheet.type_totals = " · ".join(
                f"{savings_type.name} "
                + format_amount(
                    self.env, sum(lines.mapped("amount")), sheet.currency_id
                )
                for savings_type, lines in sheet.line_ids.grouped("type_id").items()
                if savings_type
            )

    # -------------------------------------------------------------------- filling
    def action_fill(self):
        """Add what active members owe: arrears and the dues of this month.

        Members and types that are on the sheet already are left as they are.
        """
        for sheet in self:
            sheet._check_draft()
            domain = Domain("state", "=", "active") & Domain(
                "company_id", "=", sheet.company_id.id
            )
            if sheet.group_label:
                domain &= Domain("group_label", "=", sheet.group_label)
            charges = self.env["coop.member.charge.source"]._member_charges(
                self.env["coop.member"].search(domain), sheet.date
            )
            present = {(line.member_id, line.type_id) for line in sheet.line_ids}
            sheet._add_lines(
                [
                    (charge["member"], charge["type"], charge["amount"])
                    for charge in charges
                    if charge["type"]
                    and (charge["member"], charge["type"]) not in present
                ]
            )
        return True

    def _add_lines(self, rows):
        """Append ``[(member, savings type, amount)]`` to this sheet."""
        self.ensure_one()
        self.env["coop.savings.collection.line"].create(
            [
                {
                    "collection_id": self.id,
                    "member_id": member.id,
                    "type_id": savings_type.id,
                    "amount": amount,
                }
                for member, savings_type, amount in rows
            ]
        )

    def action_import(self):
        """Ask for a filled XLSX or CSV sheet."""
        self.ensure_one()
        self._check_draft()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import a collection sheet"),
            "res_model": "coop.savings.collection.import",
            "view_mode": "form",
            "target": "new",
            "context": {"default_collection_id": self.id},
        }

    def action_template(self):
        """The sheet as XLSX, to be filled in and imported again."""
        return self.env.ref(
            "coop_membership.action_report_collection_xlsx"
        ).report_action(self)

    # -------------------------------------------------------------------- booking
    def _entry_journal(self):
        return self.journal_id

    def _entry_label(self):
        return " ".join(filter(None, [self.name, self.memo]))

    def _prepare_entries(self):
        paying = self.line_ids.filtered("amount")
        if not paying:
            raise UserError(
                self.env._(
                    "%(sheet)s has no amounts. Fill or import it first.",
                    sheet=self.display_name,
                )
            )
        money = self.journal_id.default_account_id
        if not money:
            raise UserError(
                self.env._(
                    "Journal %(journal)s has no account of its own: set its bank or "
                    "cash account.",
                    journal=self.journal_id.display_name,
                )
            )
        for line in paying:
            left = line.member_id.date_left
            if line.member_id.state == "rejected" or (left and left <= self.date):
                raise UserError(
                    self.env._(
                        "%(member)s is no longer a member on that date. Take the line "
                        "off the sheet.",
                        member=line.member_id.display_name,
                    )
                )
        no_partner = self.env["res.partner"]
        return [
            [
                self._line_vals(
                    money, no_partner, sum(line.amount for line in lines), self.name
                ),
                *(
                    self._line_vals(
                        line.type_id.account_id,
                        line.member_id.partner_id,
                        -line.amount,
                        ": ".join(filter(None, [line.type_id.name, line.note])),
                    )
                    for line in lines
                ),
            ]
            for lines in split_every(MAX_LINES - 1, paying)
        ]

    def _after_cancel(self):
        """Name members whose principal savings are no longer paid in full."""
        members = self.line_ids.member_id.filtered(
            lambda member: member.state in ("active", "suspended")
        )
        required = members._principal_required()
        unpaid = members.filtered(lambda m: m.savings_principal < required[m])
        if unpaid:
            self.message_post(
                body=self.env._(
                    "In the register, but the principal savings are no longer paid in "
                    "full: %s.",
                    ", ".join(unpaid.mapped("display_name")),
                )
            )
