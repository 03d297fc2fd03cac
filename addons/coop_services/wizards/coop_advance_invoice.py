# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class CoopAdvanceInvoice(models.TransientModel):
    """Invoice a job before its work is accepted: deferred revenue until then."""

    _name = "coop.advance.invoice"
    _description = "Invoice Before Acceptance"
    _check_company_auto = True

    contract_id = fields.Many2one(
        "contract.contract", string="Job", required=True, check_company=True
    )
    company_id = fields.Many2one(related="contract_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one("product.product", string="Service", required=True)
    name = fields.Char(string="Description", required=True)
    amount = fields.Monetary(required=True, help="Whole rupiah, before VAT.")
    date = fields.Date(
        string="Invoice date", required=True, default=fields.Date.context_today
    )

    def action_invoice(self):
        """Make the draft invoice and open it.

        :raises UserError: not a whole amount above zero
        """
        return self._create_invoice()._get_records_action(
            name=self.env._("Invoice before acceptance")
        )

    def _create_invoice(self):
        self.ensure_one()
        if self.amount <= 0 or self.amount != round(self.amount):
            raise UserError(
                self.env._(
                    "%(job)s: enter the amount in whole rupiah, above zero.",
                    job=self.contract_id.display_name,
                )
            )
        contract, company = self.contract_id, self.contract_id.company_id
        taxes = company._coop_client_tax(
            self.product_id, contract.coop_payer, self.date
        )
        return self.env["account.move"].create(
            {
                **contract._coop_invoice_vals(self.date),
                "invoice_origin": contract.name,
                "coop_retention_amount": 0,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self.product_id.id,
                            "name": self.name,
                            "quantity": 1,
                            "price_unit": self.amount,
                            "account_id": company._coop_account("deferred_revenue").id,
                            "tax_ids": [Command.set(taxes.ids)],
                            "analytic_distribution": contract._coop_analytic(),
                        }
                    )
                ],
            }
        )
