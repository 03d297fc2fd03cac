# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.fields import Domain

FORMATS = {"date": "dd/mm/yyyy", "hours": "0.0", "money": "#,##0", "text": "@"}


class CoopTrainingXlsx(models.AbstractModel):
    """Hours, certificates, costs, needs and the fund of a period as a workbook."""

    _name = "report.coop_training.xlsx"
    _description = "Training Workbook (XLSX)"
    _inherit = "report.report_xlsx.abstract"

    def generate_xlsx_report(self, workbook, data, wizards):
        formats = {
            name: workbook.add_format({"num_format": code})
            for name, code in FORMATS.items()
        }
        formats["head"] = workbook.add_format(
            {"bold": True, "bg_color": "#E9ECEF", "bottom": 1, "text_wrap": True}
        )
        for wizard in wizards[:1]:
            wizard.check_access("read")
            for title, columns, rows in self._sheets(wizard):
                sheet = workbook.add_worksheet(title[:31])
                sheet.freeze_panes(1, 0)
                for place, (label, kind, width) in enumerate(columns):
                    sheet.set_column(place, place, width)
                    sheet.write_string(0, place, label, formats["head"])
                    for line, row in enumerate(rows, 1):
                        self._write(sheet, line, place, row[place], kind, formats)

    def _write(self, sheet, line, place, value, kind, formats):
        if value in (None, False, ""):
            return
        if kind == "date":
            sheet.write_datetime(line, place, value, formats[kind])
        elif kind == "text":
            sheet.write_string(line, place, str(value), formats[kind])
        else:
            sheet.write_number(line, place, value, formats.get(kind))

    def _sheets(self, wizard):
        """``[(title, [(heading, kind, width)], [row])]`` of the workbook."""
        company = wizard.company_id
        period = (
            Domain("company_id", "=", company.id)
            & Domain("date", ">=", wizard.date_from)
            & Domain("date", "<=", wizard.date_to)
        )
        sheets = [
            self._hours(period),
            self._costs(period),
            self._certificates(company),
            self._needs(company),
        ]
        fund = self.env["report.coop_training.fund"]._fund(wizard)
        return [*sheets, self._fund(fund)] if fund else sheets

    def _member_columns(self):
        return [(self.env._("Number"), "text", 10), (self.env._("Name"), "text", 28)]

    def _hours(self, period):
        kinds = dict(
            self.env["coop.training.hours"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        rows = self.env["coop.training.hours"]._read_group(
            period, ["member_id", "date:year", "kind"], ["hours:sum"]
        )
        return (
            self.env._("Hours"),
            [
                *self._member_columns(),
                (self.env._("Year"), "number", 8),
                (self.env._("Kind"), "text", 14),
                (self.env._("Hours"), "hours", 10),
            ],
            [
                (member.number, member.partner_id.name, year.year, kinds[kind], hours)
                for member, year, kind, hours in rows
            ],
        )

    def _costs(self, period):
        rows = self.env["coop.training.cost"].search(period)
        return (
            self.env._("Costs"),
            [
                (self.env._("Date"), "date", 12),
                (self.env._("Session"), "text", 34),
                (self.env._("Programme"), "text", 28),
                (self.env._("Attended"), "number", 10),
                (self.env._("Hours of all"), "hours", 10),
                (self.env._("Certificates"), "number", 11),
                (self.env._("Cost"), "money", 14),
                (self.env._("Of the education fund"), "money", 14),
                (self.env._("Cost per certificate"), "money", 14),
            ],
            [
                (
                    row.date,
                    row.event_id.name,
                    row.programme_id.name,
                    row.attended,
                    row.hours,
                    row.certificates,
                    row.cost,
                    row.fund_cost,
                    row.cost_per_certificate,
                )
                for row in rows
            ],
        )

    def _certificates(self, company):
        skills = self.env["hr.employee.skill"]
        members = self.env["coop.member"].search(
            [("company_id", "=", company.id), ("employee_id", "!=", False)],
            order="id",
        )
        by_employee = {member.employee_id: member for member in members}
        rows = skills.search(
            Domain("company_id", "=", company.id)
            & Domain("is_certification", "=", True)
            & Domain("employee_id", "in", members.employee_id.ids)
            & skills._coop_valid_domain(fields.Date.context_today(self)),
            order="valid_to, id",
        )
        return (
            self.env._("Certificates"),
            [
                *self._member_columns(),
                (self.env._("Certificate"), "text", 32),
                (self.env._("Certificate number"), "text", 26),
                (self.env._("KKNI level"), "text", 8),
                (self.env._("Issued by"), "text", 28),
                (self.env._("Issued on"), "date", 12),
                (self.env._("Valid until"), "date", 12),
            ],
            [
                (
                    by_employee[row.employee_id].number,
                    by_employee[row.employee_id].partner_id.name,
                    row.skill_id.name,
                    row.certificate_number,
                    row.kkni_level,
                    row.issuer_id.name,
                    row.valid_from,
                    row.valid_to,
                )
                for row in rows
            ],
        )

    def _needs(self, company):
        rows = self.env["coop.training.matrix"].search(
            [("company_id", "=", company.id)], order="member_id, need_id"
        )
        states = dict(rows._fields["state"]._description_selection(self.env))
        return (
            self.env._("Needs"),
            [
                *self._member_columns(),
                (self.env._("Need"), "text", 40),
                (self.env._("Status"), "text", 14),
                (self.env._("Due"), "date", 12),
                (self.env._("Held until"), "date", 12),
            ],
            [
                (
                    row.member_id.number,
                    row.partner_id.name,
                    row.need_id.name,
                    states[row.state],
                    row.date_due,
                    row.held_until,
                )
                for row in rows
            ],
        )

    def _fund(self, fund):
        rows = [
            (None, self.env._("Held at the beginning"), None, fund["opening"]),
            (None, self.env._("Added out of the surplus"), None, fund["added"]),
            *(
                (row["date"], row["name"], row["attended"], -row["amount"])
                for row in fund["spent"]
            ),
            (None, self.env._("Held at the end"), None, fund["closing"]),
        ]
        return (
            self.env._("Education fund"),
            [
                (self.env._("Date"), "date", 12),
                (self.env._("What"), "text", 46),
                (self.env._("Attended"), "number", 10),
                (self.env._("Amount"), "money", 16),
            ],
            rows,
        )


class CoopCertificateTemplate(models.AbstractModel):
    """The sheet to fill in for the import of certificates."""

    _name = "report.coop_training.certificate_template"
    _description = "Certificate Import Template (XLSX)"
    _inherit = "report.report_xlsx.abstract"

    def generate_xlsx_report(self, workbook, data, wizards):
        wizards.check_access("read")
        head = workbook.add_format({"bold": True, "bg_color": "#E2EFDA"})
        text = workbook.add_format({"num_format": "@"})
        date = workbook.add_format({"num_format": "dd/mm/yyyy"})
        # the import knows the headings in Indonesian and English, in any language
        columns = [
            ("Nomor anggota / Member number", 16, text),
            ("Nama / Name", 28, text),
            ("Sertifikat / Certificate", 34, text),
            ("Nomor sertifikat / Certificate number", 30, text),
            ("Level KKNI / KKNI level", 10, text),
            ("Penerbit / Issuer", 30, text),
            ("Tanggal terbit / Issued on", 16, date),
            ("Berlaku sampai / Valid until", 16, date),
        ]
        sheet = workbook.add_worksheet(self.env._("Certificates"))
        sheet.freeze_panes(1, 0)
        for place, (label, width, cell) in enumerate(columns):
            sheet.set_column(place, place, width, cell)
            sheet.write_string(0, place, label, head)
        known = self.env["hr.skill"].search(
            [("skill_type_id.is_certification", "=", True)]
        )
        names = known.mapped("name")
        choices = workbook.add_worksheet(self.env._("Known certificates"))
        choices.set_column(0, 0, 50)
        for line, name in enumerate(names):
            choices.write_string(line, 0, name)
        if names:
            title = choices.get_name().replace("'", "''")
            sheet.data_validation(
                1,
                2,
                5000,
                2,
                {"validate": "list", "source": f"='{title}'!$A$1:$A${len(names)}"},
            )
