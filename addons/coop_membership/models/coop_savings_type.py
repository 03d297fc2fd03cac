# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

ACCOUNT_TYPES = ("equity", "liability_current", "liability_non_current")


class CoopSavingsType(models.Model):
    """Kind of member savings and the account that holds it.

    Law 25/1992 art. 41: principal (simpanan pokok) and mandatory savings (simpanan
    wajib) are own capital, voluntary savings (simpanan sukarela) are a debt to the
    member. One account serves one type, so that the ledger alone tells a balance.
    """

    _name = "coop.savings.type"
    _description = "Savings Type"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, help="Short code, used as column heading in import sheets."
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    kind = fields.Selection(
        [
            ("principal", "Principal"),
            ("mandatory", "Mandatory"),
            ("voluntary", "Voluntary"),
        ],
        required=True,
        default="voluntary",
    )
    account_id = fields.Many2one(
        "account.account",
        required=True,
        ondelete="restrict",
        check_company=True,
        domain=[("account_type", "in", ACCOUNT_TYPES)],
        help="Every posted item on this account is this kind of savings.",
    )
    counts_as_capital = fields.Boolean(
        compute="_compute_counts_as_capital",
        store=True,
        readonly=False,
        help="Counts for the capital share of the surplus (jasa modal).",
    )
    amount_ids = fields.One2many("coop.savings.amount", "type_id", copy=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _account_uniq = models.UniqueIndex(
        "(company_id, account_id)", "An account serves one savings type only."
    )
    _code_uniq = models.Constraint(
        "UNIQUE (company_id, code)", "The code of a savings type is unique."
    )

    @api.depends("kind")
    def _compute_counts_as_capital(self):
        for savings_type in self:
            savings_type.counts_as_capital = savings_type.kind != "voluntary"

    @api.constrains("account_id")
    def _check_account_type(self):
        for savings_type in self:
            if savings_type.account_id.account_type not in ACCOUNT_TYPES:
                raise ValidationError(
                    self.env._(
                        "Savings type %(type)s: account %(account)s must be an equity "
                        "or a liability account that is not payable.",
                        type=savings_type.name,
                        account=savings_type.account_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        types = super().create(vals_list)
        self.env.registry.clear_cache()
        return types

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys().isdisjoint(("account_id", "kind", "company_id")):
            self.env.registry.clear_cache()
        return result

    @tools.ormcache()
    def _savings_account_ids(self):
        """Ids (frozenset) of all accounts that hold savings, in any company.

        Cached because every entry that is posted asks for it.
        """
        # Only ids leave this method, and only to decide whether a rule applies.
        types = self.sudo().with_context(active_test=False).search([])
        return frozenset(types.account_id.ids)

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    def _amounts(self):
        """Dated amounts of each type: ``{type: [(valid_from, amount, due_day), …]}``.

        Amounts are whole rupiah (int), rows in order of date, ready for
        ``engine.dues``.
        """
        return {
            savings_type: [
                (row.valid_from, int(round(row.amount)), row.due_day)
                for row in savings_type.amount_ids.sorted("valid_from")
            ]
            for savings_type in self
        }

    def _amount_at(self, date):
        """Amount (int, rupiah) of this type that is valid on ``date``, else 0."""
        self.ensure_one()
        valid = [
            amount
            for valid_from, amount, _day in self._amounts()[self]
            if valid_from <= date
        ]
        return valid[-1] if valid else 0
