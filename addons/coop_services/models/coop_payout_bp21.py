# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from lxml import etree

from odoo import fields, models
from odoo.exceptions import UserError

from ..engine.tax_files import (
    BP21_FIELDS,
    TIN,
    UNMATCHED_TIN,
    bp21_slips,
    number_text,
    tax_number,
    wrong_fields,
)

DEFAULT_CODE = "21-100-20"


class ProductTemplate(models.Model):
    _inherit = "product.template"

    coop_tax_object = fields.Selection(
        [
            ("21-100-07", "21-100-07 Experts (lawyer, architect, consultant …)"),
            ("21-100-18", "21-100-18 Adviser, teacher, trainer, moderator"),
            ("21-100-19", "21-100-19 Author, researcher, translator"),
            ("21-100-20", "21-100-20 Services of any kind"),
            ("21-100-21", "21-100-21 Advertising agent"),
            ("21-100-22", "21-100-22 Supervisor or manager of a project"),
            ("21-100-23", "21-100-23 Agent who brings orders"),
        ],
        string="Object of income tax (PPh 21)",
        default=DEFAULT_CODE,
        help="Code on the withholding slips of the members who do this work.",
    )


class CoopPayout(models.Model):
    """The withholding slips (BP21) of a posted payout."""

    _inherit = "coop.payout"

    bp21_number = fields.Char(
        string="Slip number (BP21)",
        readonly=True,
        copy=False,
        help="Given by the tax office; imported from its return file.",
    )

    def _bp21_parts(self):
        """``[(object code, gross)]`` of one payout, in the order of the codes."""
        self.ensure_one()
        parts = {}
        for line in self.line_ids:
            row = line.share_id.acceptance_id.line_ids.filtered(
                lambda row: row.performer == "member"
            )[:1]
            code = row.product_id.coop_tax_object or DEFAULT_CODE
            parts[code] = parts.get(code, 0) + round(line.amount)
        # a correction may be more than what was done under its code
        debt = sum(gross for gross in parts.values() if gross < 0)
        result = []
        for code, gross in sorted(parts.items()):
            if gross <= 0:
                continue
            off = max(debt, -gross)
            debt -= off
            if gross + off:
                result.append((code, gross + off))
        return result

    def _bp21_rows(self):
        """``[(payout, {field: text})]`` of the BP21 file, one rate per row.

        Reads identity numbers: only for who may see those.
        """
        rows = []
        for payout in self:
            company, rule = payout.company_id, payout.rate_id
            bill = payout.sudo().move_id  # number and date of the bill only
            tin = tax_number(payout.member_id.npwp) or tax_number(payout.member_id.nik)
            if not payout.id_valid or wrong_fields({"t": tin}, {"t": TIN}):
                tin = UNMATCHED_TIN
            slips = bp21_slips(
                payout._bp21_parts(),
                [(b.upto or None, b.percent) for b in rule.bracket_ids],
                rule.deemed_percent,
                0 if payout.id_valid else rule.surcharge_percent,
                round(payout.gross_before),
            )
            date = (bill.invoice_date or payout.date).isoformat()
            own = tax_number(company.vat)
            own_place = own + (company.partner_id.l10n_id_tku or "000000")
            rows += [
                (
                    payout,
                    {
                        "TaxPeriodMonth": str(payout.date.month),
                        "TaxPeriodYear": str(payout.date.year),
                        "CounterpartTin": tin,
                        "IDPlaceOfBusinessActivityOfIncomeRecipient": f"{tin}000000",
                        "StatusTaxExemption": "TK/0",
                        "TaxCertificate": "N/A",
                        "TaxObjectCode": slip.code,
                        "Gross": str(slip.gross),
                        "Deemed": number_text(rule.deemed_percent),
                        "Rate": number_text(slip.rate),
                        "Document": "PaymentProof",
                        "DocumentNumber": bill.name or payout.display_name,
                        "DocumentDate": date,
                        "IDPlaceOfBusinessActivity": own_place,
                        "WithholdingDate": date,
                    },
                    slip.tax,
                )
                for slip in slips
            ]
        return rows

    def _bp21_file(self):
        """The BP21 file of posted payouts.

        :return: XML, bytes
        :raises UserError: nothing to report, or every payout that cannot be reported
        """
        payouts = self.filtered(lambda p: p.state in ("posted", "paid"))
        if not payouts:
            raise UserError(
                self.env._("There is no posted payout in this month to report.")
            )
        problems = []
        company = payouts.company_id
        company.ensure_one()
        tin = tax_number(company.vat)
        if wrong_fields({"TIN": tin}, {"TIN": TIN}):
            problems.append(
                self.env._("%s: the tax number needs 16 digits.", company.name)
            )
        root = etree.Element("Bp21Bulk")
        etree.SubElement(root, "TIN").text = tin
        items = etree.SubElement(root, "ListOfBp21")
        taxes = {}
        for payout, row, tax in payouts._bp21_rows():
            taxes[payout] = taxes.get(payout, 0) + tax
            wrong = wrong_fields(row, BP21_FIELDS)
            if wrong and not problems:
                problems.append(
                    self.env._(
                        "%(payout)s: %(fields)s missing or not as the file wants it.",
                        payout=payout.display_name,
                        fields=", ".join(wrong),
                    )
                )
            item = etree.SubElement(items, "Bp21")
            for name, text in row.items():
                etree.SubElement(item, name).text = text
        for payout in payouts:
            # rounding of each row may move a rupiah where a payout has several rates
            if abs(taxes.get(payout, 0) - payout.tax) > 1:
                problems.append(
                    self.env._(
                        "%(payout)s: tax of %(own)s was withheld, the slips come to "
                        "%(file)s.",
                        payout=payout.display_name,
                        own=round(payout.tax),
                        file=taxes.get(payout, 0),
                    )
                )
        if problems:
            raise UserError(
                self.env._("No BP21 file was made:\n%s", "\n".join(problems))
            )
        return etree.tostring(
            root, xml_declaration=True, encoding="UTF-8", pretty_print=True
        )
