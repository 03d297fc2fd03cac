# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from lxml import etree

from odoo import models
from odoo.exceptions import UserError

from ..engine.tax_files import (
    GOODS_FIELDS,
    INVOICE_FIELDS,
    TIN,
    tax_number,
    wrong_fields,
)


class EfakturDocument(models.Model):
    """The e-Faktur file is checked against the field list before it leaves."""

    _inherit = "l10n_id_efaktur_coretax.document"

    def _generate_efaktur_invoice(self):
        root = etree.fromstring(super()._generate_efaktur_invoice())
        root.find("TIN").text = tax_number(self.company_id.vat)
        problems = self._coop_problems(root)
        if problems:
            raise UserError(
                self.env._("No e-Faktur file was made:\n%s", "\n".join(problems))
            )
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8")

    def _coop_problems(self, root):
        """What of a file the tax office would refuse, one text per invoice.

        :param root: of the file
        :return: list of str; the VAT of each invoice must be that of its entry
        """
        problems = []
        if wrong_fields({"TIN": root.find("TIN").text}, {"TIN": TIN}):
            problems.append(
                self.env._("%s: the tax number needs 16 digits.", self.company_id.name)
            )
        moves = {move.name: move for move in self.invoice_ids}
        for invoice in root.iter("TaxInvoice"):
            values = {child.tag: child.text or "" for child in invoice}
            wrong = wrong_fields(values, INVOICE_FIELDS)
            vat = 0
            for item in invoice.iter("GoodService"):
                row = {child.tag: child.text or "" for child in item}
                wrong += wrong_fields(row, GOODS_FIELDS)
                vat += round(float(row.get("VAT") or 0))
            move = moves.get(values.get("RefDesc"))
            if wrong:
                problems.append(
                    self.env._(
                        "%(invoice)s: %(fields)s missing or not as the file wants it.",
                        invoice=values.get("RefDesc") or "",
                        fields=", ".join(dict.fromkeys(wrong)),
                    )
                )
            elif move and vat != move._coop_vat_amount():
                problems.append(
                    self.env._(
                        "%(invoice)s: VAT of %(entry)s in the entry, %(file)s in the "
                        "file.",
                        invoice=move.name,
                        entry=move._coop_vat_amount(),
                        file=vat,
                    )
                )
        return problems
