# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine import numbers

RISK_CLASSES = [("1", "I"), ("2", "II"), ("3", "III"), ("4", "IV"), ("5", "V")]
SECTORS = [("transport", "Transport"), ("other", "Other sectors")]


class ResCompany(models.Model):
    """How a cooperative pays social security."""

    _inherit = "res.company"

    coop_social_tk_partner_id = fields.Many2one(
        "res.partner", string="BPJS Ketenagakerjaan", check_company=True
    )
    coop_social_kes_partner_id = fields.Many2one(
        "res.partner", string="BPJS Kesehatan", check_company=True
    )
    coop_social_tk_due_day = fields.Integer(
        string="BPJS Ketenagakerjaan is due on",
        default=15,
        help="Day of the month; of the following month where the scheme says so.",
    )
    coop_social_kes_due_day = fields.Integer(
        string="BPJS Kesehatan is due on", default=10
    )
    coop_social_journal_id = fields.Many2one(
        "account.journal",
        string="Journal of the bills",
        check_company=True,
        domain=[("type", "=", "purchase")],
        help="Empty: the first purchase journal.",
    )
    coop_social_member_account_id = fields.Many2one(
        "account.account",
        string="Contributions that members owe",
        check_company=True,
        domain=[("account_type", "=", "asset_current"), ("reconcile", "=", True)],
    )
    coop_social_expense_account_id = fields.Many2one(
        "account.account",
        string="Contributions that the cooperative bears",
        check_company=True,
        domain=[("account_type", "in", ("expense", "expense_direct_cost"))],
    )
    coop_social_npp = fields.Char(
        string="NPP", help="Number of the employer or collective payer, 8 characters."
    )
    coop_social_risk_class = fields.Selection(
        RISK_CLASSES,
        string="Usual class of risk",
        default="1",
        required=True,
        help="Class of the work (JKK), for new enrolments of employees.",
    )
    coop_social_sector = fields.Selection(
        SECTORS,
        string="Usual sector",
        default="other",
        required=True,
        help="Reliefs differ by sector; each enrolment may have its own.",
    )
    coop_social_since = fields.Date(
        string="Contributions since",
        help="First month that is paid through the runs here: empty, that of the first "
        "run. Earlier months are taken as paid.",
    )
    coop_social_months_back = fields.Integer(
        string="Months looked back",
        default=12,
        help="A run corrects and catches up this many earlier months.",
    )
    coop_social_user_id = fields.Many2one(
        "res.users",
        string="Officer for social security",
        help="Gets the activities about cover that lapses.",
    )

    _coop_social_tk_due_day_check = models.Constraint(
        "CHECK (coop_social_tk_due_day BETWEEN 1 AND 31)",
        "The due day of BPJS Ketenagakerjaan lies between 1 and 31.",
    )
    _coop_social_kes_due_day_check = models.Constraint(
        "CHECK (coop_social_kes_due_day BETWEEN 1 AND 31)",
        "The due day of BPJS Kesehatan lies between 1 and 31.",
    )
    _coop_social_months_back_check = models.Constraint(
        "CHECK (coop_social_months_back BETWEEN 0 AND 60)",
        "A run looks back at most 60 months.",
    )

    @api.constrains("coop_social_npp")
    def _check_coop_social_npp(self):
        for company in self:
            if company.coop_social_npp and numbers.check_npp(company.coop_social_npp):
                raise ValidationError(
                    self.env._(
                        "NPP %(number)s of %(company)s: it has 8 letters and digits; "
                        "compare with the letter of BPJS Ketenagakerjaan.",
                        number=company.coop_social_npp,
                        company=company.name,
                    )
                )

    def _coop_social_partner(self, scheme):
        """The contact whom this company pays for a scheme.

        :raises UserError: not set; names the scheme and where to set it
        """
        self.ensure_one()
        partner = self[f"coop_social_{scheme.agency}_partner_id"]
        if not partner:
            raise UserError(
                self.env._(
                    "%(company)s has no contact for %(scheme)s. Choose it under "
                    "Cooperative, Configuration, Settings.",
                    company=self.name,
                    scheme=scheme.name,
                )
            )
        return partner

    def _coop_social_bill_journal(self):
        """Purchase journal of the bills of the agencies.

        :raises UserError: the company has no purchase journal
        """
        self.ensure_one()
        journals = self.env["account.journal"]
        journal = self.coop_social_journal_id or journals.search(
            [*journals._check_company_domain(self), ("type", "=", "purchase")], limit=1
        )
        if not journal:
            raise UserError(
                self.env._(
                    "%(company)s has no purchase journal for the bills of BPJS. Create "
                    "one under Invoicing, Configuration, Journals.",
                    company=self.name,
                )
            )
        return journal
