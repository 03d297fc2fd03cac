# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.fields import Domain


class ResCompany(models.Model):
    """Where the education fund stands, and who is told about certificates."""

    _inherit = "res.company"

    coop_education_account_id = fields.Many2one(
        "account.account",
        string="Education fund",
        check_company=True,
        help="The account of the fund for education (Dana Pendidikan) out of the "
        "surplus; bills of training draw on it.",
    )
    coop_training_user_id = fields.Many2one(
        "res.users",
        string="Training officer",
        help="Gets the activities about certificates that expire; empty: who verified "
        "the certificate.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._coop_training_set_up()
        return companies

    def _coop_training_set_up(self):
        """Give each a sequence of certificate numbers, and the fund of its chart."""
        for company in self:
            company._coop_certificate_sequence()
        for company in self.filtered(
            lambda c: not c.coop_education_account_id and c.chart_template
        ):
            chart = self.env["account.chart.template"].with_company(company)
            account = chart.ref("coop_fund_education", raise_if_not_found=False)
            if account:
                company.coop_education_account_id = account

    def _coop_certificate_sequence(self):
        """The sequence that numbers this company's own certificates, by year.

        Made with the company: two who award the first certificates at the same
        moment must find the same one.
        """
        self.ensure_one()
        # sudo: sequences are the administrator's
        sequences = self.env["ir.sequence"].sudo()
        sequence = sequences.search(
            [("code", "=", "coop.training.certificate"), ("company_id", "=", self.id)],
            limit=1,
        )
        return sequence or sequences.create(
            {
                "name": self.env._("Certificates of %s", self.name),
                "code": "coop.training.certificate",
                "company_id": self.id,
                "prefix": "SERT/%(range_year)s/",
                "padding": 4,
                "use_date_range": True,
            }
        )

    def _coop_education_fund(self, date_from, date_to):
        """What the education fund did in a period, from the posted items.

        :return: dict of whole amounts in the company's currency, what the fund holds
            being positive: ``opening``, ``added``, ``spent`` (list of dicts ``event``,
            ``name``, ``date``, ``amount``, ``attended``), ``closing``, and ``account``;
            None without an account
        """
        self.ensure_one()
        account = self.coop_education_account_id
        if not account:
            return None
        items = self.env["account.move.line"]
        posted = (
            Domain("account_id", "=", account.id)
            & Domain("company_id", "=", self.id)
            & Domain("parent_state", "=", "posted")
        )
        inside = (
            posted & Domain("date", ">=", date_from) & Domain("date", "<=", date_to)
        )
        # a refund of a session reduces what was spent, it adds nothing
        spending = Domain("balance", ">", 0) | Domain("coop_event_id", "!=", False)
        [(opening,)] = items._read_group(
            posted & Domain("date", "<", date_from), [], ["balance:sum"]
        )
        [(added,)] = items._read_group(inside & ~spending, [], ["balance:sum"])
        spent = []
        for item in items.search(inside & spending, order="date, id"):
            event = item.coop_event_id
            spent.append(
                {
                    "event": event,
                    "name": event.name or item.name or item.move_id.ref,
                    "date": item.date,
                    "amount": item.balance,
                    "attended": event.seats_used if event else 0,
                }
            )
        opening, added = -(opening or 0), -(added or 0)
        return {
            "account": account,
            "opening": opening,
            "added": added,
            "spent": spent,
            "closing": opening + added - sum(row["amount"] for row in spent),
        }
