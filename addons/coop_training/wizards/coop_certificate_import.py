# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import base64
import csv
import io
import zipfile

from openpyxl import load_workbook

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.coop_membership.engine import spreadsheet

from ..engine.papers import match_files, plain
from ..engine.validity import last_day

COLUMNS = {
    "member": ("member number", "nomor anggota", "no anggota"),
    "name": ("name", "nama"),
    "certificate": ("certificate", "sertifikat", "skema"),
    "number": ("certificate number", "nomor sertifikat", "no sertifikat"),
    "kkni": ("kkni", "kkni level", "level kkni", "jenjang kkni"),
    "issuer": ("issuer", "issued by", "penerbit", "lsp"),
    "first": ("issued on", "valid from", "tanggal terbit", "berlaku dari"),
    "last": ("valid until", "berlaku sampai", "berlaku s.d", "berlaku s.d."),
}
NEEDED = ("member", "certificate", "number", "first")
MAX_ERRORS = 30
DEFAULT_MONTHS = 36  # where the file gives no end and the column is there


class CoopCertificateImport(models.TransientModel):
    """Certificates that members already have: XLSX or CSV, and their scans.

    All rows or none: each row that cannot be taken is named with the reason. Scans are
    found by the certificate number in the name of the file; each that fits none is
    named too. Nothing is verified by importing it.
    """

    _name = "coop.certificate.import"
    _description = "Import Certificates"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    file = fields.Binary(string="XLSX or CSV file")
    filename = fields.Char()
    scan_ids = fields.Many2many("ir.attachment", string="Scans (PDF, by number)")
    create_issuers = fields.Boolean(
        string="Create unknown issuers",
        help="Contacts are created for issuers that are not known yet; otherwise the "
        "row is refused.",
    )

    def action_import(self):
        """Create the certificates and attach the scans.

        :raises UserError: no file, or the list of everything that is wrong
        """
        self.ensure_one()
        self.env["hr.employee.skill"].check_access("create")
        if not self.file and not self.scan_ids:
            raise UserError(self.env._("Choose a file with certificates, or scans."))
        rows, errors = self._read() if self.file else ([], [])
        scans, scan_errors = self._match_scans(rows)
        errors += scan_errors
        if errors:
            more = len(errors) - MAX_ERRORS
            if more > 0:
                errors = [*errors[:MAX_ERRORS], self.env._("… and %s more", more)]
            raise UserError(self.env._("Nothing was imported:\n%s", "\n".join(errors)))
        if self.file and not rows:
            raise UserError(self.env._("The file has no rows with a certificate."))
        created = self._create_certificates(rows)
        self._attach(created, scans)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_hr.action_coop_certificate"
        )
        if created:
            action["domain"] = [("id", "in", created.ids)]
        return action

    def action_template(self):
        """A workbook with the headings and the known certificates."""
        self.check_access("read")
        return self.env.ref("coop_training.report_certificate_template").report_action(
            self
        )

    def _create_certificates(self, rows):
        members = self.env["coop.member"].concat(*(row["member"] for row in rows))
        employees = {
            member: employee
            for member, employee in zip(
                members, members._ensure_employees(), strict=True
            )
        }
        issuers = {}
        for row in rows:
            name = row["issuer_name"]
            if name and not row["issuer"] and name.casefold() not in issuers:
                issuers[name.casefold()] = self.env["res.partner"].create(
                    {
                        "name": name,
                        "is_company": True,
                        "company_id": self.company_id.id,
                    }
                )
        return self.env["hr.employee.skill"].create(
            [
                {
                    "employee_id": employees[row["member"]].id,
                    "skill_type_id": row["skill"].skill_type_id.id,
                    "skill_id": row["skill"].id,
                    "skill_level_id": row["skill"]
                    .skill_type_id.skill_level_ids.sorted("level_progress")[-1:]
                    .id,
                    "certificate_number": row["number"],
                    "kkni_level": row["kkni"],
                    "issuer_id": (
                        row["issuer"]
                        or issuers.get((row["issuer_name"] or "").casefold())
                        or self.env["res.partner"]
                    ).id,
                    "valid_from": row["first"],
                    "valid_to": row["last"],
                }
                for row in rows
            ]
        )

    # ---------------------------------------------------------------------- reading
    def _read(self):
        """``([{column: value}], [error])`` of the file."""
        members = self.env["coop.member"].search(
            [("company_id", "=", self.company_id.id), ("number", "!=", False)]
        )
        by_number = {member.number: member for member in members}
        width = max(map(len, by_number), default=0)
        skills = self.env["hr.skill"].search(
            [("skill_type_id.is_certification", "=", True)]
        )
        by_name = {}
        for skill in skills:
            for lang, _name in self.env["res.lang"].get_installed():
                by_name[self._key(skill.with_context(lang=lang).name)] = skill
        issuers = {
            partner.name.casefold(): partner
            for partner in self.env["res.partner"].search(
                [
                    ("is_company", "=", True),
                    ("name", "!=", False),
                    ("company_id", "in", (False, self.company_id.id)),
                ]
            )
        }
        existing = self.env["hr.employee.skill"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("certificate_number", "!=", False),
            ]
        )
        known = {
            (row.skill_id, plain(row.certificate_number)): row.employee_id.name
            for row in existing
        }
        rows, errors, seen = [], [], {}
        for line, cells in self._cells():
            values, problems = self._row(cells, by_number, width, by_name, issuers)
            key = (values.get("skill"), plain(values.get("number") or ""))
            if not problems and key in seen:
                problems.append(
                    self.env._("the same certificate as in row %s", seen[key])
                )
            elif not problems and key in known:
                problems.append(
                    self.env._(
                        "certificate %(number)s is registered already, for %(name)s",
                        number=values["number"],
                        name=known[key],
                    )
                )
            seen.setdefault(key, line)
            if problems:
                errors += [
                    self.env._("Row %(line)s: %(problem)s.", line=line, problem=text)
                    for text in problems
                ]
            else:
                rows.append(values)
        return rows, errors

    def _key(self, text):
        return " ".join((text or "").casefold().split())

    def _row(self, cells, by_number, width, by_name, issuers):
        """Read one row.

        :return: ``(values, problems)``
        """
        problems, values = [], {}
        try:
            number = spreadsheet.read_number(cells["member"], width=width)[0]
        except spreadsheet.CellError:
            number = None
        values["member"] = by_number.get(number) or by_number.get(
            (number or "").zfill(width)
        )
        if not values["member"]:
            problems.append(
                self.env._("no member has number “%s”", number or cells["member"] or "")
            )
        elif values["member"].state not in ("active", "suspended"):
            problems.append(
                self.env._("%s is no member any more", values["member"].display_name)
            )
        name = spreadsheet.read_text(cells["certificate"])
        values["skill"] = by_name.get(self._key(name))
        if not values["skill"]:
            problems.append(
                self.env._(
                    "“%(name)s” is no certificate here (known: %(known)s)",
                    name=name or "",
                    known=", ".join(sorted({s.name for s in by_name.values()})[:8]),
                )
            )
        values["number"] = spreadsheet.read_text(cells["number"])
        if not values["number"]:
            problems.append(self.env._("the certificate number is missing"))
        kkni = spreadsheet.read_text(cells.get("kkni"))
        values["kkni"] = kkni or False
        if kkni and (len(kkni) > 1 or kkni not in "123456789"):
            problems.append(self.env._("KKNI level “%s” is not one of 1 to 9", kkni))
        issuer = spreadsheet.read_text(cells.get("issuer"))
        values["issuer_name"] = issuer
        values["issuer"] = issuers.get((issuer or "").casefold())
        if issuer and not values["issuer"] and not self.create_issuers:
            problems.append(
                self.env._(
                    "issuer “%s” is no known company (tick “Create unknown issuers”)",
                    issuer,
                )
            )
        problems += self._dates(cells, values)
        return values, problems

    def _dates(self, cells, values):
        """Read the first and last day into ``values``.

        :return: list of problems
        """
        problems = []
        for key, label in (
            ("first", self.env._("date of issue")),
            ("last", self.env._("last day")),
        ):
            try:
                values[key] = spreadsheet.read_date(cells.get(key))
            except spreadsheet.CellError:
                values[key] = None
                problems.append(
                    self.env._(
                        "the %(label)s “%(text)s” is no date (write 31/12/2025)",
                        label=label,
                        text=cells[key],
                    )
                )
        first, last = values["first"], values["last"]
        if problems:
            return problems
        if not first:
            return [self.env._("the date of issue is missing")]
        if last and last < first:
            return [self.env._("the certificate ends before it begins")]
        if first > fields.Date.context_today(self):
            return [self.env._("the date of issue is in the future")]
        if not last and "last" in cells:
            values["last"] = last_day(first, DEFAULT_MONTHS)
        return []

    def _cells(self):
        """Yield ``(row number, {column: cell})`` below the heading row."""
        places = {}
        for line, cells in self._rows_of(base64.b64decode(self.file)):
            if not places:
                names = [spreadsheet.heading_names(cell) for cell in cells]
                places = {
                    column: next(
                        (i for i, found in enumerate(names) if set(found) & set(known)),
                        None,
                    )
                    for column, known in COLUMNS.items()
                }
                if any(places[column] is None for column in NEEDED):
                    places = {}
                continue
            if any(cell not in (None, "") for cell in cells):
                yield (
                    line,
                    {
                        column: cells[place] if place < len(cells) else None
                        for column, place in places.items()
                        if place is not None
                    },
                )
        if not places:
            raise UserError(
                self.env._(
                    "The file has no heading row with member number, certificate, "
                    "certificate number and issued on. Download the template and fill "
                    "it in."
                )
            )

    def _rows_of(self, content):
        """``[(row number, [cell, …])]`` of an XLSX or CSV file."""
        if content.startswith(b"PK"):
            try:
                book = load_workbook(
                    io.BytesIO(content), read_only=True, data_only=True
                )
            except (zipfile.BadZipFile, KeyError, ValueError) as error:
                raise UserError(
                    self.env._("This is not an XLSX file that can be read.")
                ) from error
            return enumerate(book.worksheets[0].iter_rows(values_only=True), 1)
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UserError(
                self.env._("Give an XLSX file, or a CSV file in UTF-8.")
            ) from error
        first = text.partition("\n")[0]
        delimiter = max(";,\t", key=first.count)
        return enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1)

    # ------------------------------------------------------------------------ scans
    def _match_scans(self, rows):
        """``({number: attachment}, [error])`` of the scans given.

        Numbers of the file and of certificates already registered count.
        """
        if not self.scan_ids:
            return {}, []
        existing = self.env["hr.employee.skill"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("certificate_number", "!=", False),
            ]
        )
        numbers = {row["number"] for row in rows if row.get("number")}
        numbers |= set(existing.mapped("certificate_number"))
        files = {scan.name: scan for scan in self.scan_ids}
        found, problems = match_files(files, sorted(numbers))
        texts = {
            "none": self.env._("its name has the number of no certificate"),
            "several": self.env._("its name fits several certificates"),
            "twice": self.env._("another file has the same number"),
        }
        errors = [
            self.env._("File %(name)s: %(problem)s.", name=name, problem=texts[problem])
            for name, problem in sorted(problems.items())
        ]
        if len(files) < len(self.scan_ids):
            errors.append(self.env._("Two scans have the same name."))
        return {number: files[name] for name, number in found.items()}, errors

    def _attach(self, created, scans):
        if not scans:
            return
        rows = created | self.env["hr.employee.skill"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("certificate_number", "in", list(scans)),
            ]
        )
        for row in rows.filtered(lambda row: row.certificate_number in scans):
            scan = scans[row.certificate_number]
            row.write(
                {
                    "certificate_file": scan.datas,
                    "certificate_filename": scan.name,
                }
            )
