# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class CoopSocialAccess(models.Model):
    """Who saw numbers, cards or files of social security, and when.

    Law 27/2022 on personal data. Rows are written by the code that gives the data and
    are never changed.
    """

    _name = "coop.social.access"
    _description = "Access to Social Security Numbers"
    _order = "id desc"
    _log_access = True

    user_id = fields.Many2one("res.users", required=True, readonly=True, index=True)
    date = fields.Datetime(required=True, readonly=True)
    reason = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    enrolment_ids = fields.Many2many("coop.social.enrolment", readonly=True)
    count = fields.Integer(string="Persons", readonly=True)

    @api.model
    def _log(self, enrolments, reason):
        """Write one row per company: this user, now, these enrolments, this reason."""
        now = fields.Datetime.now()
        # sudo: everybody is logged, nobody writes the log
        self.sudo().create(
            [
                {
                    "user_id": self.env.uid,
                    "date": now,
                    "reason": reason,
                    "company_id": company.id,
                    "enrolment_ids": [fields.Command.set(rows.ids)],
                    "count": len(rows.member_id),
                }
                for company, rows in enrolments.grouped("company_id").items()
            ]
        )
