# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models

from ..engine.vat import other_base_vat


class AccountMoveLine(models.Model):
    """Tax that a client withheld, and the slip that proves it.

    The slips to receive are the items of the account without a slip number, whoever
    booked them.
    """

    _inherit = "account.move.line"

    coop_withheld_invoice_id = fields.Many2one(
        "account.move",
        string="Withheld from invoice",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    coop_slip_number = fields.Char(
        string="Slip number", copy=False, help="Of the withholding slip (bukti potong)."
    )
    coop_slip_date = fields.Date(string="Slip date", copy=False)

    def _l10n_id_coretax_build_invoice_line_vals(self, vals):
        """The file holds the whole rupiah of the entry, whatever the currency's sen."""
        result = super()._l10n_id_coretax_build_invoice_line_vals(vals)
        row = vals["lines"][-1]
        if any(tax.coop_other_base for tax in self.tax_ids):
            vat = other_base_vat(self.price_subtotal)
            if self.move_id.l10n_id_kode_transaksi != "01":
                row["OtherTaxBase"], row["VAT"] = str(vat.base), str(vat.tax)
        return result

    @api.model
    def action_coop_slips(self):
        """Items of tax withheld by clients, those without a slip first."""
        accounts = self.env.companies.coop_withheld_account_id
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_services.action_coop_withholding_slip"
        )
        return {
            **action,
            "domain": [
                ("account_id", "in", accounts.ids),
                ("parent_state", "=", "posted"),
                ("balance", ">", 0),
            ],
        }
