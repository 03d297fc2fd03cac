# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

# What a quotation hands to the job that it wins.
TERMS = (
    "coop_site_id",
    "coop_payer",
    "coop_withholds",
    "coop_retention_percent",
    "coop_penalty_permille",
    "coop_buyer",
    "coop_channel",
    "coop_tender_no",
    "coop_client_directs",
    "coop_fixed_pay",
)


class CoopJobTerms(models.AbstractModel):
    """Terms agreed in the quotation that hold for the job: buyer, payer, risk."""

    _name = "coop.job.terms"
    _description = "Terms of a Job"

    coop_site_id = fields.Many2one("res.partner", string="Site")
    coop_payer = fields.Selection(
        [
            ("ordinary", "Ordinary"),
            ("collector", "Collects the VAT (code 02/03)"),
            ("final", "Withholds 0.5 % final tax"),
        ],
        string="Kind of payer",
        default="ordinary",
        required=True,
    )
    coop_withholds = fields.Boolean(
        string="Withholds income tax (PPh 23)",
        help="The client deducts income tax when paying and owes a withholding slip.",
    )
    coop_retention_percent = fields.Float(
        string="Retention (%)",
        digits=(5, 2),
        help="Part of each invoice that the client keeps until the job is handed over.",
    )
    coop_penalty_permille = fields.Float(
        string="Late penalty (per mille a day)",
        digits=(5, 2),
        help="Government contracts: 1 per mille of the price a day.",
    )
    coop_buyer = fields.Selection(
        [
            ("private", "Private"),
            ("government", "Government"),
            ("state", "State-owned company"),
            ("village", "Village (desa)"),
        ],
        string="Kind of buyer",
        default="private",
        required=True,
    )
    coop_channel = fields.Selection(
        [
            ("direct", "Direct"),
            ("lpse", "Tender (LPSE/SPSE)"),
            ("catalogue", "e-Katalog"),
            ("other", "Other"),
        ],
        string="Bought through",
        default="direct",
        required=True,
    )
    coop_tender_no = fields.Char(
        string="Package number",
        help="Number of the tender, package or catalogue order.",
    )
    coop_client_directs = fields.Boolean(
        string="Client directs the daily work",
        help="The client's people give the orders, not the cooperative.",
    )
    coop_fixed_pay = fields.Boolean(
        string="Fixed amount a month",
        help="Members receive the same every month, whatever work was accepted.",
    )

    _percents = models.Constraint(
        """CHECK (
            (coop_retention_percent IS NULL
                OR coop_retention_percent BETWEEN 0 AND 100)
            AND (coop_penalty_permille IS NULL
                OR coop_penalty_permille BETWEEN 0 AND 1000))""",
        "A retention lies between 0 and 100 %, "
        "a penalty between 0 and 1,000 per mille.",
    )
