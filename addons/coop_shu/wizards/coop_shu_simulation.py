# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta
from functools import partial
from statistics import median

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.coop_membership.money import money

from ..models.coop_shu_run_compute import Weights, integers
from ..models.coop_shu_scheme import exact, set_names

BINS = 8
CHART_WIDTH, CHART_HEIGHT = 640, 150
RUN_DOMAIN = [("state", "not in", ("draft", "reversed")), ("is_deficit", "=", False)]


class CoopShuSimulation(models.TransientModel):
    """Other percentages beside the current ones, before the members' meeting votes.

    Surplus and weights are those that the run froze, the arithmetic is the run's own
    (:meth:`coop.shu.run._distribute`). Nothing is written on the run or its scheme.
    """

    _name = "coop.shu.simulation"
    _description = "Surplus Simulation"

    run_id = fields.Many2one(
        "coop.shu.run",
        string="Surplus and members of",
        required=True,
        domain=RUN_DOMAIN,
        ondelete="cascade",
    )
    scheme_id = fields.Many2one(
        "coop.shu.scheme",
        help="Scheme to start from; empty: the percentages of the distribution.",
        ondelete="cascade",
    )
    # As the user, not as superuser: a wizard may be given the id of any run.
    company_id = fields.Many2one(related="run_id.company_id", related_sudo=False)
    currency_id = fields.Many2one(related="run_id.currency_id", related_sudo=False)
    surplus_member = fields.Monetary(
        related="run_id.surplus_member", related_sudo=False
    )
    surplus_non_member = fields.Monetary(
        related="run_id.surplus_non_member", related_sudo=False
    )
    line_ids = fields.One2many(
        "coop.shu.simulation.line",
        "simulation_id",
        domain=[("part", "=", "member")],
        compute="_compute_lines",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    non_member_line_ids = fields.One2many(
        "coop.shu.simulation.line",
        "simulation_id",
        domain=[("part", "=", "non_member")],
        compute="_compute_lines",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    total_percent = fields.Float(compute="_compute_totals", digits=(16, 6))
    non_member_total_percent = fields.Float(compute="_compute_totals", digits=(16, 6))
    message = fields.Text(compute="_compute_totals")
    result_html = fields.Html(compute="_compute_result_html", sanitize=False)

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        model = self.env.context.get("active_model")
        record_id = self.env.context.get("active_id")
        if model == "coop.shu.run" and record_id:
            values["run_id"] = record_id
        elif model == "coop.shu.scheme" and record_id:
            scheme = self.env[model].browse(record_id)
            values["scheme_id"] = scheme.id
            values["run_id"] = (
                self.env["coop.shu.run"]
                .search(
                    [("company_id", "=", scheme.company_id.id), *RUN_DOMAIN], limit=1
                )
                .id
            )
        run = self.env["coop.shu.run"].browse(values.get("run_id"))
        if model and not run.filtered_domain(RUN_DOMAIN):
            raise UserError(
                self.env._(
                    "A simulation needs a computed distribution with a surplus: "
                    "compute the year first, then try other percentages."
                )
            )
        return values

    # ------------------------------------------------------------------ parameters
    def _parameters(self, simulated=False):
        """Rules of the current scheme, or with the percentages of the simulation."""
        self.ensure_one()
        parameters = (
            self.scheme_id._parameters()
            if self.scheme_id
            else self.run_id.frozen["scheme"]
        )
        if not simulated:
            return parameters
        percents = {line.sequence: line.percent for line in self._lines()}
        return parameters | {
            "lines": [
                line | {"percent": f"{exact(percents.get(index, 0)):f}"}
                for index, line in enumerate(parameters["lines"])
            ]
        }

    def _lines(self):
        return self.line_ids | self.non_member_line_ids

    @api.depends("run_id", "scheme_id")
    def _compute_lines(self):
        for simulation in self:
            commands = {"member": [Command.clear()], "non_member": [Command.clear()]}
            if simulation.run_id:
                lines = simulation._parameters()["lines"]
                for index, line in enumerate(lines):
                    commands[line["part"]].append(
                        Command.create(
                            {
                                "sequence": index,
                                "part": line["part"],
                                "name": line["name"].get(
                                    self.env.lang, line["name"]["en_US"]
                                ),
                                "destination": line["destination"],
                                "current_percent": float(line["percent"]),
                                "percent": float(line["percent"]),
                            }
                        )
                    )
            simulation.line_ids = commands["member"]
            simulation.non_member_line_ids = commands["non_member"]

    @api.depends("line_ids.percent", "non_member_line_ids.percent")
    def _compute_totals(self):
        for simulation in self:
            messages = []
            for name, lines, part in (
                (
                    "total_percent",
                    simulation.line_ids,
                    self.env._("surplus from members"),
                ),
                (
                    "non_member_total_percent",
                    simulation.non_member_line_ids,
                    self.env._("surplus from non-members"),
                ),
            ):
                total = sum(exact(line.percent) for line in lines)
                simulation[name] = total
                if any(line.percent < 0 for line in lines):
                    messages.append(
                        self.env._("A percentage of the %s is below zero.", part)
                    )
                elif lines and total != 100:
                    off = total - 100
                    messages.append(
                        self.env._(
                            "The percentages of the %(part)s add up to %(total)s, "
                            "%(off)s %(direction)s 100.",
                            part=part,
                            total=f"{total:f}",
                            off=f"{abs(off):f}",
                            direction=self.env._("more than")
                            if off > 0
                            else self.env._("less than"),
                        )
                    )
            simulation.message = "\n".join(messages)

    # --------------------------------------------------------------------- results
    def _weights(self):
        """Weights of the members as the run froze them, in the order of ties."""
        self.run_id.check_access("read")
        rows = self.env.execute_query(
            SQL(
                "SELECT patronage_weight::text, capital_weight::text "
                "FROM coop_shu_share WHERE run_id = %s ORDER BY sequence, id",
                self.run_id.id,
            )
        )
        patronage, savings = map(list, zip(*rows, strict=True)) if rows else ([], [])
        patronage, patronage_scale = integers(patronage)
        savings, capital_scale = integers(savings)
        return Weights([], [], patronage, savings, patronage_scale, capital_scale, "")

    def _distribute(self, parameters, weights):
        run = self.run_id
        return run._distribute(
            parameters,
            round(run.surplus_member),
            round(run.surplus_non_member),
            weights,
        )

    @api.depends(
        "run_id", "scheme_id", "line_ids.percent", "non_member_line_ids.percent"
    )
    def _compute_result_html(self):
        for simulation in self:
            simulation.result_html = False
            if not simulation.run_id or simulation.message:
                continue
            weights = simulation._weights()
            _pools, before = simulation._distribute(simulation._parameters(), weights)
            _pools, after = simulation._distribute(
                simulation._parameters(simulated=True), weights
            )
            simulation.result_html = self.env["ir.qweb"]._render(
                "coop_shu.simulation_result",
                simulation._result_values(before, after),
            )

    def _result_values(self, before, after):
        """Numbers of the comparison: spread over the members, winners, chart."""
        spread = [
            (self.env._("Lowest"), min),
            (self.env._("Middle (median)"), lambda totals: round(median(totals))),
            (self.env._("Highest"), max),
            (self.env._("All members"), sum),
        ]
        pairs = list(zip(before.totals, after.totals, strict=True))
        return {
            "rows": [
                (label, function(before.totals or [0]), function(after.totals or [0]))
                for label, function in spread
            ],
            "more": sum(new > old for old, new in pairs),
            "less": sum(new < old for old, new in pairs),
            "same": sum(new == old for old, new in pairs),
            "money": partial(money, self.env, currency=self.currency_id),
            "number": self.run_id._number,
            "bins": self._bins(before.totals, after.totals),
            "width": CHART_WIDTH,
            "height": CHART_HEIGHT,
        }

    @api.model
    def _bins(self, before, after):
        """Histogram of the totals: how many members between which amounts.

        :return: list of dicts ``first``, ``last`` (rupiah, ``last`` included),
            ``before``, ``after`` (members) and the geometry of the two bars
        """
        top = max([*before, *after], default=0) + 1
        step = 1
        while step * BINS < top:
            # 1, 2, 5, 10, 20, 50 …
            step = step * 5 // 2 if str(step)[0] == "2" else step * 2
        count = -(-top // step)
        counts = [[0] * count, [0] * count]
        for column, totals in zip(counts, (before, after), strict=True):
            for total in totals:
                column[total // step] += 1
        highest = max(*counts[0], *counts[1], 1)
        width = CHART_WIDTH / count
        bins = []
        for index, (old, new) in enumerate(zip(*counts, strict=True)):
            bins.append(
                {
                    "first": index * step,
                    "last": (index + 1) * step - 1,
                    "before": old,
                    "after": new,
                    "x": round(index * width, 1),
                    "width": round(width, 1),
                    "bar": round(width * 0.36, 1),
                    "before_height": round(CHART_HEIGHT * old / highest, 1),
                    "after_height": round(CHART_HEIGHT * new / highest, 1),
                }
            )
        return bins

    # --------------------------------------------------------------------- actions
    def action_create_scheme(self):
        """A new scheme with these percentages, to be adapted and decided.

        :raises UserError: the percentages do not total 100
        """
        self.ensure_one()
        if self.message:
            raise UserError(self.message)
        run, parameters = self.run_id, self._parameters(simulated=True)
        parts, names = {"member": [], "non_member": []}, {}
        for sequence, line in enumerate(parameters["lines"], 1):
            if float(line["percent"]):
                names[sequence] = line["name"]
                parts[line["part"]].append(
                    Command.create(
                        {
                            "sequence": sequence,
                            "part": line["part"],
                            "name": line["name"]["en_US"],
                            "destination": line["destination"],
                            "percent": float(line["percent"]),
                            "account_id": line["account"],
                        }
                    )
                )
        valid_from = (
            run.date_from
            if run.state == "computed"
            else run.date_to + timedelta(days=1)
        )
        scheme = self.env["coop.shu.scheme"].create(
            {
                "name": self.env._("Simulation of %s", run.name),
                "company_id": run.company_id.id,
                "valid_from": valid_from,
                "source": self.env._(
                    "Proposal; enter the resolution once it is decided"
                ),
                "line_ids": parts["member"],
                "non_member_line_ids": parts["non_member"],
                "patronage_source_ids": [
                    Command.create(
                        {"code": source["code"], "weight": float(source["weight"])}
                    )
                    for source in parameters["sources"]
                ],
                "allow_non_member_to_members": (
                    self.scheme_id or run.scheme_id
                ).allow_non_member_to_members,
                **{
                    name: parameters[name]
                    for name in (
                        "capital_basis",
                        "leaver_rule",
                        "non_member_cost_split",
                        "payable_unit",
                        "minimum_payout",
                        "deficit_rule",
                    )
                },
            }
        )
        lines = scheme.line_ids | scheme.non_member_line_ids
        set_names(lines, [names[line.sequence] for line in lines])
        return scheme._get_records_action()
