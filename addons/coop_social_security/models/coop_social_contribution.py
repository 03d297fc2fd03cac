# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.coop_membership.money import money

from ..engine.contribution import MILLION, Part, explain

KINDS = [
    ("regular", "Month of the run"),
    ("advance", "In advance"),
    ("arrears", "Caught up"),
    ("correction", "Correction"),
]


class CoopSocialContribution(models.Model):
    """What one enrolment was charged for one month by one run; frozen.

    due = what terms and rates say, before = what earlier runs charged, amount = the
    difference. ``parts`` keeps the inputs of the formula (``engine.contribution.Part``
    as dicts), ``amounts`` the difference by program: ``{program: [member, coop]}``.
    Amounts are whole rupiah.
    """

    _name = "coop.social.contribution"
    _description = "Social Security Contribution"
    _order = "month desc, member_id, scheme_id, id"

    run_id = fields.Many2one(
        "coop.social.run", required=True, ondelete="cascade", index=True, readonly=True
    )
    state = fields.Selection(related="run_id.state", string="Status")
    enrolment_id = fields.Many2one(
        "coop.social.enrolment", required=True, ondelete="restrict", readonly=True
    )
    member_id = fields.Many2one(
        "coop.member", required=True, ondelete="restrict", index=True, readonly=True
    )
    scheme_id = fields.Many2one(
        "coop.social.scheme", required=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    base = fields.Monetary(
        readonly=True,
        aggregator=None,
        groups="coop_membership.group_officer,base.group_portal",
    )
    due_member = fields.Monetary(string="Due, member", readonly=True)
    due_coop = fields.Monetary(string="Due, cooperative", readonly=True)
    before_member = fields.Monetary(string="Charged before, member", readonly=True)
    before_coop = fields.Monetary(string="Charged before, cooperative", readonly=True)
    amount_member = fields.Monetary(string="Member pays", readonly=True)
    amount_coop = fields.Monetary(string="Cooperative pays", readonly=True)
    amount_total = fields.Monetary(string="Total", readonly=True)
    parts = fields.Json(readonly=True, groups="base.group_system")
    amounts = fields.Json(readonly=True, groups="base.group_system")
    explanation = fields.Text(
        compute="_compute_explanation",
        groups="coop_membership.group_officer,base.group_portal",
    )
    date_paid = fields.Date(string="Paid to the agency on", readonly=True)
    receipt_amount = fields.Monetary(
        string="Confirmed", readonly=True, help="From the receipt of the agency."
    )

    _month_uniq = models.Constraint(
        "UNIQUE (run_id, enrolment_id, month)",
        "A run charges an enrolment once for each month.",
    )
    _cover_idx = models.Index("(enrolment_id, date_paid, month)")
    _month_idx = models.Index("(company_id, month)")

    @api.depends("member_id", "month", "scheme_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = (
                f"{row.member_id.display_name}, {row.scheme_id.name}, {row.month:%m/%Y}"
            )

    @api.depends("parts", "before_member", "before_coop")
    def _compute_explanation(self):
        labels = dict(
            self.env["coop.social.rate"]
            ._fields["program"]
            ._description_selection(self.env)
        )
        # sudo: the formula is for whoever may read the row
        for row, secret in zip(self, self.sudo(), strict=True):
            currency = secret.currency_id

            def written(kind, value, currency=currency):
                if kind == "money":
                    return money(self.env, value, currency)
                if kind == "percent":
                    text = f"{value * 100 / MILLION:.4f}".rstrip("0").rstrip(".")
                    return f"{text}%"
                return str(value)

            lines = []
            for values in secret.parts or []:
                part = Part(**values)
                for text, numbers in explain(part):
                    formula = text.format(
                        **{key: written(*value) for key, value in numbers.items()}
                    )
                    lines.append(f"{labels[part.program]}: {formula}")
                lines += self._notes_of(part, currency)
            before = secret.before_member + secret.before_coop
            if before:
                lines.append(
                    self.env._(
                        "less %(amount)s that was charged before",
                        amount=money(self.env, before, currency),
                    )
                )
            row.explanation = "\n".join(lines)

    def _notes_of(self, part, currency):
        """What the state pays, and what is contained in another program."""
        notes = []
        if part.state:
            notes.append(
                self.env._(
                    "  the state adds %(amount)s",
                    amount=money(self.env, part.state, currency),
                )
            )
        if part.moved:
            notes.append(
                self.env._(
                    "  %(amount)s of it is contained in JKK",
                    amount=money(self.env, part.moved, currency),
                )
            )
        return notes

    def _set_paid(self, day):
        """Remember when the bill of these rows was paid (False: it is not)."""
        if not self:
            return
        # one statement for a run over all members: our own result table
        self.flush_recordset(["date_paid"])
        self.env.cr.execute(
            SQL(
                "UPDATE coop_social_contribution SET date_paid = %s WHERE id IN %s",
                day or None,
                tuple(self.ids),
            )
        )
        self.invalidate_recordset(["date_paid"])
        self.enrolment_id.invalidate_recordset(["covered", "cover_until"])
