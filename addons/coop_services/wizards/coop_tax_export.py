# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import base64

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError


class CoopTaxExport(models.TransientModel):
    """Files of a month for the tax office, from posted documents."""

    _name = "coop.tax.export"
    _description = "Files for the Tax Office"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        [("bp21", "Withholding slips of members (BP21)"), ("vat", "e-Faktur")],
        required=True,
        default="bp21",
    )
    month = fields.Date(
        required=True,
        default=lambda self: (
            fields.Date.context_today(self).replace(day=1) - relativedelta(months=1)
        ),
        help="Any day of the month.",
    )
    file = fields.Binary(readonly=True, attachment=False)
    filename = fields.Char(readonly=True)

    def _month(self):
        first = self.month.replace(day=1)
        return first, first + relativedelta(months=1, days=-1)

    def action_export(self):
        """Make the file.

        :raises UserError: nothing to report, or each document that cannot be reported
        """
        self.ensure_one()
        if self.kind == "vat":
            return self._export_vat()
        first, last = self._month()
        payouts = self.env["coop.payout"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("date", ">=", first),
                ("date", "<=", last),
                ("state", "in", ("posted", "paid")),
                ("gross", ">", 0),
            ],
            order="date, sequence, id",
        )
        self.write(
            {
                "file": base64.b64encode(payouts._bp21_file()),
                "filename": f"BP21_{first:%Y_%m}.xml",
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _export_vat(self):
        """Odoo's own e-Faktur document over the invoices that are in none yet."""
        first, last = self._month()
        invoices = self.env["account.move"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("move_type", "=", "out_invoice"),
                ("state", "=", "posted"),
                ("invoice_date", ">=", first),
                ("invoice_date", "<=", last),
                ("invoice_line_ids.tax_ids", "!=", False),
                ("l10n_id_coretax_document", "=", False),
            ],
            order="invoice_date, name",
        )
        if not invoices:
            raise UserError(
                self.env._(
                    "Every invoice with VAT of this month is in an e-Faktur file "
                    "already, or there is none."
                )
            )
        invoices.download_efaktur()
        return invoices.l10n_id_coretax_document._get_records_action(
            name=self.env._("e-Faktur")
        )
