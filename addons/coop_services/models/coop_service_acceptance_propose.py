# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.exceptions import LockError, UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL

from ..engine.periods import count_periods

# Length of one period of OCA's recurrence rules.
MONTHS = {
    "monthly": 1,
    "monthlylastday": 1,
    "quarterly": 3,
    "semesterly": 6,
    "yearly": 12,
}
DAYS = {"daily": 1, "weekly": 7}


class CoopServiceAcceptance(models.Model):
    """What a draft proposes: the work done, and what the client pays for it."""

    _inherit = "coop.service.acceptance"

    def action_propose(self):
        """Fill drafts with the work of their period that nobody has accepted yet.

        Done shifts, else timesheets of the project, else the team as assigned, give the
        work rows; the lines of the contract, the milestone or the order the billed
        rows. Replaces what was proposed before; shifts are counted once.

        :raises UserError: nothing was found, or someone else is counting it
        """
        for acceptance in self._locked("draft"):
            # sudo: dispatchers and accountants propose, without rights on projects,
            # timesheets or contract lines of their own
            acceptance.sudo()._propose()
        return True

    def _propose(self):
        self.ensure_one()
        self._free_work()
        works = self._propose_shifts() or self._propose_timesheets()
        lines = self._propose_lines()
        # where the job has no price of its own, prices that were typed stay
        performers = {line["performer"] for line in lines}
        performers |= set() if lines else set(self.line_ids.mapped("performer"))
        if not works and "member" in performers:
            works = self._propose_team()
        if not works and not lines:
            raise UserError(
                self.env._(
                    "%(acceptance)s: there is no done shift, no timesheet and nothing "
                    "to bill in this period that was not accepted before. Look at the "
                    "dates, confirm the shifts, or add rows by hand.",
                    acceptance=self.display_name,
                )
            )
        values = {"work_ids": [Command.clear(), *map(Command.create, works)]}
        if lines:
            values["line_ids"] = [Command.clear(), *map(Command.create, lines)]
        self.write(values)

    # -------------------------------------------------------------------- the work
    def _propose_shifts(self):
        """Work rows of the done shifts of the period, which now belong to ``self``."""
        if not (self.date_from and self.date_to):
            return []
        Shift = self.env["coop.service.shift"]
        Shift.flush_model()
        self.env["coop.service.role"].flush_model(["tz"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT s.id, s.member_id, s.role_id, s.assignment_id, s.hours,
                       (s.start AT TIME ZONE 'UTC' AT TIME ZONE r.tz)::date
                  FROM coop_service_shift s
                  JOIN coop_service_role r ON r.id = s.role_id
                 WHERE s.contract_id = %(contract)s AND s.state = 'done'
                   AND s.acceptance_id IS NULL
                   AND (s.start AT TIME ZONE 'UTC' AT TIME ZONE r.tz)::date
                       BETWEEN %(first)s AND %(last)s
                 ORDER BY s.id
                """,
                contract=self.contract_id.id,
                first=self.date_from,
                last=self.date_to,
            )
        )
        shifts = Shift.browse(row[0] for row in rows)
        try:
            shifts.lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._(
                    "%(acceptance)s: someone else is counting these shifts right now. "
                    "Try again.",
                    acceptance=self.display_name,
                )
            ) from error
        found = {}
        for _id, member, role, assignment, hours, day in rows:
            hours_days = found.setdefault((member, role, assignment), [0, set()])
            hours_days[0] += hours or 0
            hours_days[1].add(day)
        shifts.write({"acceptance_id": self.id})
        return self._work_values(
            (member, role, assignment, hours, len(days))
            for (member, role, assignment), (hours, days) in found.items()
        )

    def _propose_timesheets(self):
        """Work rows of the timesheets of members on the project, or its milestone."""
        contract = self.contract_id
        if not contract.coop_project_id:
            return []
        domain = Domain(
            [
                ("project_id", "=", contract.coop_project_id.id),
                ("coop_acceptance_id", "=", False),
                ("employee_id.coop_member_ids", "!=", False),
            ]
        )
        if self.milestone_id:
            domain &= Domain("task_id.milestone_id", "=", self.milestone_id.id)
        elif self.date_from and self.date_to:
            domain &= Domain("date", ">=", self.date_from)
            domain &= Domain("date", "<=", self.date_to)
        timesheets = self.env["account.analytic.line"].search(domain)
        timesheets.write({"coop_acceptance_id": self.id})
        roles = {
            assignment.member_id: assignment for assignment in self._team_of_period()
        }
        found = {}
        for timesheet in timesheets:
            member = timesheet.employee_id.coop_member_id
            hours_days = found.setdefault(member, [0, set()])
            hours_days[0] += timesheet.unit_amount
            hours_days[1].add(timesheet.date)
        return self._work_values(
            (
                member.id,
                roles[member].role_id.id if member in roles else False,
                roles[member].id if member in roles else False,
                hours,
                len(days),
            )
            for member, (hours, days) in found.items()
        )

    def _propose_team(self):
        """Work rows of the team as assigned: days of the period, hours of the role."""
        rows = []
        for assignment in self._team_of_period():
            first = max(filter(None, (assignment.date_from, self.date_from)))
            last = min(filter(None, (assignment.date_to, self.date_to, self.date)))
            days = max((last - first).days + 1, 0)
            rows.append(
                (
                    assignment.member_id.id,
                    assignment.role_id.id,
                    assignment.id,
                    days * assignment.role_id.hours_per_day,
                    days,
                )
            )
        return self._work_values(rows)

    def _team_of_period(self):
        """Assignments that members accepted and that lie in the period."""
        domain = Domain(
            [
                ("contract_id", "=", self.contract_id.id),
                ("state", "in", ("accepted", "ended")),
            ]
        )
        if self.date_to:
            domain &= Domain("date_from", "<=", self.date_to)
        if self.date_from:
            domain &= Domain("date_to", "=", False) | Domain(
                "date_to", ">=", self.date_from
            )
        return self.env["coop.service.assignment"].search(domain, order="date_from, id")

    def _work_values(self, rows):
        """Values of work rows, in the order of member numbers.

        :param rows: ``(member id, role id, assignment id, hours, days)``
        """
        rows = list(rows)
        members = self.env["coop.member"].browse(row[0] for row in rows)
        numbers = {m.id: (len(m.number or ""), m.number or "", m.id) for m in members}
        assignments = self.env["coop.service.assignment"]
        # together, so that they are read together
        by_id = {a.id: a for a in assignments.browse(row[2] for row in rows if row[2])}
        values = []
        for member, role, assignment, hours, days in sorted(
            rows, key=lambda row: (numbers[row[0]], row[1] or 0, row[2] or 0)
        ):
            assigned = by_id.get(assignment, assignments)
            values.append(
                {
                    "member_id": member,
                    "role_id": role,
                    "assignment_id": assignment,
                    "hours": hours,
                    "days": days,
                    "quantity": self._months(assigned),
                }
            )
        return values

    def _months(self, assignment):
        """Months of the period for which someone was assigned; else one job."""
        if assignment.role_id.rate_unit != "month" or not self.date_from:
            return 1
        first = max(assignment.date_from, self.date_from)
        last = min(filter(None, (assignment.date_to, self.date_to)))
        months = count_periods(self.date_from, self.date_to, months=1)
        part = max((last - first).days + 1, 0)
        return round(
            float(months * part / ((self.date_to - self.date_from).days + 1)), 4
        )

    # ------------------------------------------------------------------- the price
    def _propose_lines(self):
        """Values of billed rows: of the milestone, the contract, or the order."""
        if self.milestone_id:
            return self._lines_of_milestone()
        if self.contract_id.contract_line_ids:
            return self._lines_of_contract()
        return self._lines_of_order()

    def _lines_of_contract(self):
        if not (self.date_from and self.date_to):
            return []
        values = []
        for line in self.contract_id.contract_line_ids:
            if line.display_type or line.is_canceled or not line.product_id:
                continue
            first = max(filter(None, (line.date_start, self.date_from)))
            last = min(filter(None, (line.date_end, self.date_to)))
            periods = count_periods(
                first,
                last,
                months=MONTHS.get(line.recurring_rule_type, 0)
                * line.recurring_interval,
                days=DAYS.get(line.recurring_rule_type, 0) * line.recurring_interval,
            )
            if not periods:
                continue
            values.append(
                {
                    "product_id": line.product_id.id,
                    "name": line._insert_markers(first, last),
                    "performer": line.product_id.coop_performer,
                    "contract_line_id": line.id,
                    "quantity": round(float(periods) * line.quantity, 4),
                    "uom_id": line.uom_id.id,
                    "price_unit": line.price_unit * (1 - line.discount / 100),
                }
            )
        return values

    def _lines_of_milestone(self):
        milestone = self.milestone_id
        line = milestone.sale_line_id
        if not line:
            return []
        return [
            self._order_row(
                line, milestone.product_uom_qty, f"{line.name}: {milestone.name}"
            )
        ]

    def _lines_of_order(self):
        """Services of the won order that no acceptance has billed yet."""
        lines = self.contract_id.coop_order_id.order_line.filtered(
            lambda line: not line.display_type and line.product_id.type == "service"
        )
        billed = dict(
            self.env["coop.service.acceptance.line"]._read_group(
                [
                    ("sale_line_id", "in", lines.ids),
                    ("acceptance_id.state", "!=", "cancelled"),
                    ("acceptance_id", "!=", self.id),
                ],
                ["sale_line_id"],
                ["quantity:sum"],
            )
        )
        rows = []
        for line in lines:
            left = round(line.product_uom_qty - billed.get(line, 0), 4)
            if left > 0:
                rows.append(self._order_row(line, left, line.name))
        return rows

    def _order_row(self, line, quantity, name):
        return {
            "product_id": line.product_id.id,
            "name": name,
            "performer": line.product_id.coop_performer,
            "sale_line_id": line.id,
            "quantity": quantity,
            "uom_id": line.product_uom_id.id,
            "price_unit": line.price_unit * (1 - line.discount / 100),
        }
