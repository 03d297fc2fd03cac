# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import base64
import csv
import io
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.coop_membership.engine.spreadsheet import read_text

DELIMITERS = {"tab": "\t"}


class CoopSocialExport(models.TransientModel):
    """The rows of a run as a file, one line per enrolment, in a layout of columns.

    Amounts are those of the run: the month, what is caught up or paid in advance and
    the corrections together. Written into the access log.
    """

    _name = "coop.social.export"
    _description = "Export of a Social Security Run"

    run_id = fields.Many2one(
        "coop.social.run", required=True, ondelete="cascade", readonly=True
    )
    layout_id = fields.Many2one(
        "coop.social.layout",
        required=True,
        default=lambda self: self.env["coop.social.layout"].search([], limit=1),
    )
    file = fields.Binary(readonly=True, attachment=False)
    filename = fields.Char(readonly=True)

    def action_export(self):
        """Make the file.

        :raises UserError: no rows, or a column of identities without the right to it
        """
        self.ensure_one()
        run, layout = self.run_id, self.layout_id
        run.check_access("read")
        rows = run.contribution_ids.filtered(
            lambda row: row.scheme_id == layout.scheme_id
        )
        if not rows:
            raise UserError(
                self.env._(
                    "%(run)s has no rows of %(scheme)s. Compute it first.",
                    run=run.display_name,
                    scheme=layout.scheme_id.name,
                )
            )
        columns = layout.column_ids
        if "nik" in columns.mapped("content") and not self.env.user.has_group(
            "coop_membership.group_sensitive"
        ):
            raise UserError(
                self.env._(
                    "The layout has the NIK, which you may not see. Take the column "
                    "out, or ask a manager for the right “Identity and bank data”."
                )
            )
        stream = io.StringIO()
        writer = csv.writer(
            stream,
            delimiter=DELIMITERS.get(layout.delimiter, layout.delimiter),
            lineterminator="\r\n",
        )
        writer.writerow(columns.mapped("heading"))
        for values in self._lines(rows, columns):
            writer.writerow([values[column.content] for column in columns])
        self.file = base64.b64encode(stream.getvalue().encode("utf-8-sig"))
        self.filename = f"{run.name}-{layout.scheme_id.code}.csv".replace("/", "-")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Export file"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _lines(self, rows, columns):
        """Yield ``{content: text}`` per enrolment of these rows, by member number."""
        enrolments = rows.enrolment_id.sorted(lambda e: (e.member_id._ties_key(), e.id))
        wanted = set(columns.mapped("content"))
        numbers = (
            enrolments._numbers(self.env._("exported")) if "number" in wanted else {}
        )
        for enrolment in enrolments:
            # sudo: program amounts and NIK; both rights were checked before
            own = rows.filtered(lambda row, e=enrolment: row.enrolment_id == e).sudo()
            member = enrolment.member_id.sudo()
            yield {
                **self._amounts(own),
                "number": numbers.get(enrolment, ""),
                "nik": member.nik or "",
                "member": member.number or "",
                "name": member.partner_id.name,
                "month": f"{own.run_id.month:%Y-%m}",
                "birth_place": member.birth_place or "",
                "birth_date": member.birth_date or "",
                "gender": {"male": "L", "female": "P"}.get(member.gender, ""),
                "street": read_text(member.partner_id.street) or "",
                "phone": member.phone or "",
                "email": member.email or "",
                "start": enrolment.date_start,
            }

    @api.model
    def _amounts(self, rows):
        """Base, and whole rupiah per program and share, of the rows of an enrolment."""
        sums = defaultdict(int)
        for row in rows:
            for program, (member, coop) in row.amounts.items():
                sums[program] += member + coop
                sums[f"{program}_member"] += member
                sums[f"{program}_coop"] += coop
        names = (
            *("jkk", "jkm", "jht_coop", "jht_member", "jp_coop", "jp_member"),
            *("jht", "jp"),
        )
        return {
            **{name: sums[name] for name in names},
            "base": round(max(rows.mapped("base"))),
            "coop": round(sum(rows.mapped("amount_coop"))),
            "own": round(sum(rows.mapped("amount_member"))),
            "total": round(sum(rows.mapped("amount_total"))),
        }
