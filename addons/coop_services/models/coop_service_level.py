# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.tools import SQL


class CoopServiceLevel(models.Model):
    """How well jobs were served: attendance, ratings, checks, complaints (SLA).

    One row per fact. Columns of a job count a fact once; those of a member count it for
    each member who did the work, so both add up and average right.
    """

    _name = "coop.service.level"
    _description = "Service Level"
    _auto = False
    _order = "date desc, id desc"

    date = fields.Date(readonly=True)
    contract_id = fields.Many2one("contract.contract", string="Job", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Client", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    member_id = fields.Many2one("coop.member", readonly=True)
    shifts_done = fields.Integer(string="Shifts done", readonly=True)
    shifts_missed = fields.Integer(string="Shifts missed", readonly=True)
    shifts_late = fields.Integer(
        string="Shifts begun late", readonly=True, help="More than 15 minutes."
    )
    attendance = fields.Float(
        string="Attendance (%)", readonly=True, aggregator="avg", digits=(5, 2)
    )
    rating = fields.Float(readonly=True, aggregator="avg")
    member_rating = fields.Float(
        string="Rating of the member's work", readonly=True, aggregator="avg"
    )
    score = fields.Float(string="Quality score", readonly=True, aggregator="avg")
    member_score = fields.Float(
        string="Quality score of the member", readonly=True, aggregator="avg"
    )
    rework = fields.Integer(string="Checks with rework", readonly=True)
    complaints = fields.Integer(readonly=True)
    complaints_late = fields.Integer(string="Complaints answered late", readonly=True)
    member_complaints = fields.Integer(
        string="Complaints about the member", readonly=True
    )
    response_hours = fields.Float(
        string="Hours to the answer", readonly=True, aggregator="avg"
    )

    @property
    def _table_query(self):
        columns = {
            "date": "NULL::date",
            "member_id": "NULL::int",
            **dict.fromkeys(
                ("shifts_done", "shifts_missed", "shifts_late", "rework"), "0"
            ),
            **dict.fromkeys(
                ("complaints", "complaints_late", "member_complaints"), "0"
            ),
            **dict.fromkeys(
                (
                    "attendance",
                    "rating",
                    "member_rating",
                    "score",
                    "member_score",
                    "response_hours",
                ),
                "NULL::numeric",
            ),
        }

        def part(number, key, source, **values):
            """One kind of fact; ids of the kinds do not meet."""
            row = columns | values
            return SQL(
                f"SELECT ({key}) * 8 + {number} AS id, f.contract_id, f.company_id, "
                + ", ".join(f"{value} AS {name}" for name, value in row.items())
                + f" FROM {source}"
            )

        parts = (
            part(
                0,
                "f.id::bigint",
                "coop_service_shift f WHERE f.state IN ('done', 'absent')",
                date="f.start::date",
                member_id="f.member_id",
                shifts_done="(f.state = 'done')::int",
                shifts_missed="(f.state = 'absent')::int",
                shifts_late="(f.state = 'done' AND f.late_minutes > 15)::int",
                attendance="CASE WHEN f.state = 'done' THEN 100 ELSE 0 END::numeric",
            ),
            part(
                1,
                "f.id::bigint",
                "coop_service_acceptance f "
                "WHERE f.state = 'accepted' AND f.client_rating > 0",
                date="f.date",
                rating="f.client_rating::numeric",
            ),
            part(
                2,
                "MIN(w.id)::bigint",
                "coop_service_acceptance f "
                "JOIN coop_service_acceptance_work w ON w.acceptance_id = f.id "
                "WHERE f.state = 'accepted' AND f.client_rating > 0 "
                "GROUP BY f.id, w.member_id",
                date="f.date",
                member_id="w.member_id",
                member_rating="f.client_rating::numeric",
            ),
            part(
                3,
                "f.id::bigint",
                "coop_quality_check f WHERE f.state != 'draft'",
                date="f.date",
                score="f.score::numeric",
                rework="(f.state = 'rework')::int",
            ),
            part(
                4,
                "f.id::bigint * 1000000 + r.coop_member_id",
                "coop_quality_check f "
                "JOIN coop_member_coop_quality_check_rel r "
                "ON r.coop_quality_check_id = f.id WHERE f.state != 'draft'",
                date="f.date",
                member_id="r.coop_member_id",
                member_score="f.score::numeric",
            ),
            part(
                5,
                "f.id::bigint",
                "coop_complaint f WHERE f.state != 'rejected'",
                date="f.date::date",
                complaints="1",
                complaints_late="(COALESCE(f.responded_on, now() AT TIME ZONE 'UTC') "
                "> f.response_due)::int",
                response_hours="CASE WHEN f.responded_on IS NOT NULL "
                "THEN f.response_hours::numeric END",
            ),
            part(
                6,
                "f.id::bigint * 1000000 + r.coop_member_id",
                "coop_complaint f JOIN coop_complaint_coop_member_rel r "
                "ON r.coop_complaint_id = f.id WHERE f.state != 'rejected'",
                date="f.date::date",
                member_id="r.coop_member_id",
                member_complaints="1",
            ),
        )
        for model in (
            "coop.service.shift",
            "coop.service.acceptance",
            "coop.service.acceptance.work",
            "coop.quality.check",
            "coop.complaint",
        ):
            self.env[model].flush_model()
        return SQL(
            "SELECT facts.*, contract.partner_id FROM (%s) facts "
            "JOIN contract_contract contract ON contract.id = facts.contract_id",
            SQL(" UNION ALL ").join(parts),
        )
