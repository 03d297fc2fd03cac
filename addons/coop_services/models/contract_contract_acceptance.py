# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models

from ..engine.rounding import exact, half_up


class ContractContract(models.Model):
    """What of a job is accepted, invoiced and still deferred."""

    _inherit = "contract.contract"

    coop_acceptance_count = fields.Integer(compute="_compute_coop_acceptance_count")
    coop_move_ids = fields.One2many("account.move", "coop_contract_id", string="Bills")

    @api.depends("coop_acceptance_ids")
    def _compute_coop_acceptance_count(self):
        for contract in self:
            contract.coop_acceptance_count = len(contract.coop_acceptance_ids)

    coop_response_hours = fields.Integer(
        string="Answer complaints within (hours)", default=24
    )
    coop_resolve_hours = fields.Integer(
        string="Solve complaints within (hours)", default=72
    )
    coop_quality_target = fields.Float(
        string="Quality score at least", digits=(5, 2), default=80
    )
    coop_complaint_ids = fields.One2many(
        "coop.complaint", "contract_id", string="Complaints"
    )
    coop_quality_check_ids = fields.One2many(
        "coop.quality.check", "contract_id", string="Quality checks"
    )

    def _coop_first_day(self):
        """First day of work: of the lines, the roles, or the job itself."""
        self.ensure_one()
        # sudo: whoever keeps acceptances sees the days of the job
        contract = self.sudo()
        days = [
            day
            for day in (
                *contract.contract_line_ids.mapped("date_start"),
                *contract.coop_role_ids.mapped("date_from"),
            )
            if day
        ]
        return min(days) if days else contract.date_start or contract.date

    def _coop_deferred(self):
        """``{contract: whole rupiah}`` invoiced before acceptance and not yet earned.

        The balance of the deferred revenue account over posted entries of the job.
        """
        accounts = self.company_id.coop_deferred_revenue_account_id
        rows = (
            self.env["account.move.line"]
            # sudo: accepting releases what was invoiced before, whoever accepts
            .sudo()
            ._read_group(
                [
                    ("move_id.coop_contract_id", "in", self.ids),
                    ("account_id", "in", accounts.ids),
                    ("parent_state", "=", "posted"),
                ],
                ["move_id"],
                ["balance:sum"],
            )
        )
        deferred = dict.fromkeys(self, 0)
        for move, balance in rows:
            deferred[move.coop_contract_id.sudo(False)] -= round(balance)
        return deferred

    def action_coop_acceptances(self):
        """The acceptances of this job; a new one starts with its terms."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_services.action_coop_service_acceptance"
        )
        return {
            **action,
            "domain": [("contract_id", "=", self.id)],
            "context": {"default_contract_id": self.id},
        }

    # ------------------------------------------------------------------- invoicing
    coop_retention_days = fields.Integer(
        string="Retention paid after (days)",
        default=180,
        help="Days from the invoice to the end of the maintenance period.",
    )

    def _coop_retention(self, price):
        """Retention of a price before VAT, whole rupiah half-up."""
        self.ensure_one()
        return half_up(exact(price) * exact(self.coop_retention_percent) / 100)

    def _coop_withheld_kind(self):
        """What the client withholds: ``pph23``, ``final`` or nothing (False)."""
        self.ensure_one()
        if self.coop_payer == "final":
            return "final"
        return "pph23" if self.coop_withholds else False

    def _coop_analytic(self, row=None):
        """Analytic distribution of a line: of the contract line, or of the project."""
        self.ensure_one()
        # sudo: the accountant who invoices need not see projects
        job = self.sudo()
        account = job.group_id or job.coop_project_id.account_id
        if row and row.sudo().contract_line_id.analytic_distribution:
            return row.sudo().contract_line_id.analytic_distribution
        return {str(account.id): 100} if account else False

    def _coop_invoice_vals(self, date):
        """Values of an invoice to the client of this job, without lines."""
        self.ensure_one()
        values = self._prepare_invoice(date)
        values.update(
            coop_contract_id=self.id,
            company_id=self.company_id.id,
            partner_id=(self.invoice_partner_id or self.partner_id).id,
            invoice_line_ids=[],
        )
        if not self.payment_term_id:
            values["invoice_date_due"] = date  # core takes today, whatever the date
        if self.coop_payer == "collector":
            code = self.partner_id.commercial_partner_id.l10n_id_kode_transaksi
            values["l10n_id_kode_transaksi"] = code if code in ("02", "03") else "02"
        return values
