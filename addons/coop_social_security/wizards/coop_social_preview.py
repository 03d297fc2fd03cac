# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.fields import Command

from ..engine.contribution import add_months, contribution, terms_in_force, totals


class CoopSocialPreview(models.TransientModel):
    """What one rate changes in a month, before it starts: with it and without it.

    An archived rate counts as a draft, so it can be looked at before it is put into
    force. Nothing is stored but this wizard.
    """

    _name = "coop.social.preview"
    _description = "Effect of a Rate"

    rate_id = fields.Many2one(
        "coop.social.rate",
        required=True,
        ondelete="cascade",
        domain="['|', ('active', '=', True), ('active', '=', False)]",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(compute="_compute_month", store=True, readonly=False)
    line_ids = fields.One2many(
        "coop.social.preview.line",
        "preview_id",
        compute="_compute_line_ids",
        store=True,
    )
    count = fields.Integer(
        string="Enrolments that change", compute="_compute_line_ids", store=True
    )
    member_difference = fields.Monetary(
        string="Members pay more", compute="_compute_line_ids", store=True
    )
    coop_difference = fields.Monetary(
        string="The cooperative pays more", compute="_compute_line_ids", store=True
    )

    @api.depends("rate_id")
    def _compute_month(self):
        """The first month that the rate rules."""
        for preview in self:
            start = preview.rate_id.valid_from
            if start and start.day > 1:
                start = add_months(start, 1)
            preview.month = start

    @api.depends("rate_id", "month", "company_id")
    def _compute_line_ids(self):
        for preview in self:
            rows = preview._effects() if preview.rate_id and preview.month else []
            preview.line_ids = [Command.clear()] + [Command.create(row) for row in rows]
            preview.count = len(rows)
            preview.member_difference = sum(
                row["after_member"] - row["before_member"] for row in rows
            )
            preview.coop_difference = sum(
                row["after_coop"] - row["before_coop"] for row in rows
            )

    def _effects(self):
        """Values of the lines: enrolments whose contribution changes."""
        rate, month = self.rate_id, self.month.replace(day=1)
        rates = self.env["coop.social.rate"]
        before = rates._rates_of(self.company_id, without=rate)
        after = rates._rates_of(self.company_id, without=rate, also=rate)
        enrolments = self.env["coop.social.enrolment"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("scheme_id", "=", rate.scheme_id.id),
                ("segment", "=", rate.segment),
                ("date_start", "<", add_months(month, 1)),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", month),
            ]
        )
        rows = []
        for enrolment, terms in enrolments._engine_terms().items():
            valid = terms_in_force(terms, month)
            old, new = (
                totals(contribution(table.get(rate.scheme_id, []), valid, month))
                for table in (before, after)
            )
            if old != new:
                rows.append(
                    {
                        "enrolment_id": enrolment.id,
                        "before_member": old[0],
                        "before_coop": old[1],
                        "after_member": new[0],
                        "after_coop": new[1],
                        "difference": sum(new) - sum(old),
                    }
                )
        return rows
