# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class CoopMemberRegister(models.AbstractModel):
    """Buku Daftar Anggota (book 1 of 16): everyone who ever had a member number.

    Columns as the authorities know them, with room for signatures. The identity number
    is shown to users with access to it only. PDF and XLSX print the same rows.
    """

    _name = "report.coop_membership.member_register"
    _description = "Member Register"

    @api.model
    def _get_report_values(self, docids, data=None):
        members = self.env["coop.member"].browse(docids)
        return {
            "docs": members,
            "rows": self._rows(members),
            "with_nik": self._with_nik(),
            "company": members.company_id[:1] or self.env.company,
            "date": fields.Date.context_today(self),
        }

    @api.model
    def _with_nik(self):
        return self.env.user.has_group("coop_membership.group_sensitive")

    @api.model
    def _rows(self, members):
        """Rows of the register in order of the numbers.

        :raises UserError: none of ``members`` has a number yet
        """
        members = members.filtered("number").sorted(lambda m: m._ties_key())
        if not members:
            raise UserError(
                self.env._(
                    "None of the chosen persons is in the register yet: the number is "
                    "given when the principal savings are paid in full."
                )
            )
        today = fields.Date.context_today(self)
        # one word for both: single letters are not offered for translation
        male, female = self.env._("M/F").split("/")
        genders = {"male": male, "female": female}
        with_nik = self._with_nik()
        return [
            {
                "sequence": sequence,
                "number": member.number,
                "name": member.partner_id.name,
                "nik": member.nik if with_nik else False,
                "birth_place": member.birth_place,
                "birth_date": member.birth_date,
                "age": self._age(member.birth_date, today),
                "gender": genders.get(member.gender, ""),
                "occupation": member.occupation,
                "address": ", ".join(
                    filter(None, (member.street, member.street2, member.city))
                ),
                "date_joined": member.date_joined,
                "date_left": member.date_left,
                "leave_reason": member.leave_reason_id.name,
                "note": member.group_label,
            }
            for sequence, member in enumerate(members, 1)
        ]

    @api.model
    def _age(self, born, today):
        """Age in whole years, or False."""
        if not born:
            return False
        return (
            today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        )


class CoopMemberRegisterXlsx(models.AbstractModel):
    """The register as a spreadsheet."""

    _name = "report.coop_membership.member_register_xlsx"
    _description = "Member Register (XLSX)"
    _inherit = "report.report_xlsx.abstract"

    def generate_xlsx_report(self, workbook, data, members):
        register = self.env["report.coop_membership.member_register"]
        rows = register._rows(members)
        bold = workbook.add_format({"bold": True, "font_size": 13})
        head = workbook.add_format(
            {"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"}
        )
        cell = workbook.add_format({"border": 1, "valign": "top", "text_wrap": True})
        date = workbook.add_format(
            {"border": 1, "valign": "top", "num_format": "dd/mm/yyyy"}
        )
        columns = [
            ("sequence", self.env._("No."), 5),
            ("number", self.env._("Member number"), 12),
            ("name", self.env._("Name"), 26),
            ("nik", self.env._("NIK"), 19),
            ("birth_place", self.env._("Birth place"), 14),
            ("birth_date", self.env._("Birth date"), 12),
            ("age", self.env._("Age"), 6),
            ("gender", self.env._("M/F"), 5),
            ("occupation", self.env._("Occupation"), 16),
            ("address", self.env._("Address"), 34),
            ("date_joined", self.env._("Date of joining"), 12),
            (None, self.env._("Signature or thumb print of the member"), 20),
            (None, self.env._("Signature of the chair"), 16),
            ("date_left", self.env._("Date of leaving"), 12),
            ("leave_reason", self.env._("Reason for leaving"), 18),
            (None, self.env._("Signature of the chair"), 16),
            ("note", self.env._("Remarks"), 20),
        ]
        if not register._with_nik():
            columns = [column for column in columns if column[0] != "nik"]
        sheet = workbook.add_worksheet(self.env._("Member register"))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(3)
        sheet.write_string(0, 0, self.env._("Member register"), bold)
        sheet.write_string(1, 0, members.company_id[:1].name or "")
        sheet.freeze_panes(4, 3)
        for index, (_key, label, width) in enumerate(columns):
            sheet.set_column(index, index, width)
            sheet.write_string(3, index, label, head)
        for line, row in enumerate(rows, 4):
            for index, (key, _label, _width) in enumerate(columns):
                value = row[key] if key else False
                if value and key in ("birth_date", "date_joined", "date_left"):
                    sheet.write_datetime(line, index, value, date)
                elif isinstance(value, int) and not isinstance(value, bool):
                    sheet.write_number(line, index, value, cell)
                else:
                    sheet.write_string(line, index, value or "", cell)
