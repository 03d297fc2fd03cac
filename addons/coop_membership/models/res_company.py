# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.exceptions import UserError


class ResCompany(models.Model):
    """A company that is a cooperative, and the accounts it uses."""

    _inherit = "res.company"

    coop_registry_no = fields.Char(
        string="Cooperative registry number",
        help="Nomor Induk Koperasi, given by the ministry.",
    )
    coop_legal_no = fields.Char(
        string="Legal entity number",
        help="For example AHU-0001234.AH.01.26.TAHUN 2023.",
    )
    coop_journal_id = fields.Many2one(
        "account.journal",
        string="Cooperative journal",
        check_company=True,
        domain=[("type", "=", "general")],
        help="Journal of exits, opening balances and surplus; empty: the first general "
        "journal.",
    )
    coop_advance_account_id = fields.Many2one(
        "account.account",
        string="Member advances",
        check_company=True,
        domain=[("account_type", "=", "asset_current"), ("reconcile", "=", True)],
    )
    coop_refund_account_id = fields.Many2one(
        "account.account",
        string="Savings to refund",
        check_company=True,
        domain=[("account_type", "=", "liability_payable")],
    )
    coop_shu_payable_account_id = fields.Many2one(
        "account.account",
        string="Surplus payable to members",
        check_company=True,
        domain=[("account_type", "=", "liability_payable")],
    )
    coop_reserve_account_id = fields.Many2one(
        "account.account",
        string="General reserve",
        check_company=True,
        domain=[("account_type", "=", "equity")],
    )
    coop_deficit_account_id = fields.Many2one(
        "account.account",
        string="Deficit carried forward",
        check_company=True,
        domain=[("account_type", "=", "equity")],
    )

    def _coop_account(self, name):
        """Account of the company field ``coop_<name>_account_id``.

        :raises UserError: not set; names the company and where to set it
        """
        self.ensure_one()
        field = f"coop_{name}_account_id"
        account = self[field]
        if not account:
            raise UserError(
                self.env._(
                    "%(company)s has no account for “%(field)s”. Choose it under "
                    "Cooperative, Configuration, Settings.",
                    company=self.name,
                    field=self._fields[field]._description_string(self.env),
                )
            )
        return account

    def _coop_journal(self):
        """General journal of the cooperative's own entries.

        :raises UserError: the company has no general journal
        """
        self.ensure_one()
        journal = self.coop_journal_id or self.env["account.journal"].search(
            [
                *self.env["account.journal"]._check_company_domain(self),
                ("type", "=", "general"),
            ],
            limit=1,
        )
        if not journal:
            raise UserError(
                self.env._(
                    "%(company)s has no general journal. Load a chart of accounts or "
                    "choose a journal under Cooperative, Configuration, Settings.",
                    company=self.name,
                )
            )
        return journal

    # ---------------------------------------------------------------- member numbers
    def _coop_member_sequence(self):
        """The gapless number sequence of this company's members."""
        self.ensure_one()
        # Numbers are drawn by whoever posts the payment that activates a member.
        sequences = self.env["ir.sequence"].sudo()
        sequence = sequences.search(
            [("code", "=", "coop.member"), ("company_id", "=", self.id)], limit=1
        )
        return sequence or sequences.create(
            {
                "name": self.env._("Member numbers of %s", self.name),
                "code": "coop.member",
                "company_id": self.id,
                "implementation": "no_gap",
                "padding": 4,
            }
        )

    def _next_member_number(self):
        """Draw the next member number; the sequence row stays locked until commit."""
        self.ensure_one()
        return self._coop_member_sequence().next_by_id()

    def _reserve_member_numbers(self, highest):
        """Let numbering go on after ``highest`` (int); it never goes back."""
        self.ensure_one()
        sequence = self._coop_member_sequence()
        if sequence.number_next <= highest:
            sequence.number_next = highest + 1

    # ---------------------------------------------------------------------- set-up
    def _coop_propose_tags(self, leave=None):
        """Class the result accounts whose type tells enough; keep existing classes.

        Expenses are operating expenses, other income and expenses are other results.
        Revenue and direct cost stay open: only the accountant knows whose work it is.

        :param leave: accounts not to touch
        """
        Account = self.env["account.account"]
        for company in self:
            for types, tag in (
                (("expense", "expense_depreciation"), "operating_expense"),
                (("income_other", "expense_other"), "other_result"),
            ):
                accounts = Account.with_company(company).search(
                    [
                        *Account._check_company_domain(company),
                        ("account_type", "in", types),
                    ]
                )
                if leave:
                    accounts -= leave
                accounts._coop_tag(self.env.ref(f"coop_membership.tag_{tag}"))

    def _coop_create_savings_types(self, **accounts):
        """Create the three savings types of the law on these accounts, once."""
        self.ensure_one()
        types = self.env["coop.savings.type"].with_context(active_test=False)
        existing = types.search([("company_id", "=", self.id)])
        rows = {
            "principal": ("POKOK", "Principal savings", "Simpanan Pokok"),
            "mandatory": ("WAJIB", "Mandatory savings", "Simpanan Wajib"),
            "voluntary": ("SUKARELA", "Voluntary savings", "Simpanan Sukarela"),
        }
        for sequence, (kind, (code, name, name_id)) in enumerate(rows.items(), 1):
            if existing.filtered(
                lambda t, kind=kind, code=code: (
                    t.kind == kind or t.code == code or t.account_id == accounts[kind]
                )
            ):
                continue
            created = types.with_context(lang="en_US").create(
                {
                    "name": name,
                    "code": code,
                    "kind": kind,
                    "company_id": self.id,
                    "account_id": accounts[kind].id,
                    "sequence": sequence,
                }
            )
            for lang, _name in self.env["res.lang"].get_installed():
                if lang.startswith("id"):
                    created.with_context(lang=lang).name = name_id

    def _coop_set_whole_rupiah(self):
        """Make the rupiah whole in a database without entries.

        Once entries exist core refuses fewer decimals; then nothing is changed, and
        all amounts of the cooperative are whole nevertheless.
        """
        rupiah = self.env.ref("base.IDR")
        if rupiah in self.currency_id and rupiah.rounding < 1:
            # sudo: the chart is loaded by accountants, currencies belong to settings
            used = self.env["account.move.line"].sudo().search_count(
                [("currency_id", "=", rupiah.id)], limit=1
            ) or self.env["account.move.line"].sudo().search_count(
                [("company_currency_id", "=", rupiah.id)], limit=1
            )
            if not used:
                rupiah.sudo().rounding = 1

    def _coop_setup_payment_lines(self):
        """Let cash and bank payments be booked on the journal's own account at once.

        Without an outstanding account core makes no entry for a payment, and Community
        has no screen to reconcile one; with account_reconcile_oca it has, so nothing
        is changed then.
        """
        if "account_reconcile_oca" in self.env.registry._init_modules:
            return
        journals = self.env["account.journal"].search(
            [("company_id", "in", self.ids), ("type", "in", ("bank", "cash"))]
        )
        lines = (
            journals.inbound_payment_method_line_ids
            + journals.outbound_payment_method_line_ids
        )
        for line in lines:
            if line.code == "manual" and not line.payment_account_id:
                line.payment_account_id = line.journal_id.default_account_id
