# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from decimal import Decimal

from odoo import api, fields, models

from ..engine import distribution
from ..models.coop_shu_scheme_line import DESTINATIONS, PARTS


class CoopShuSimulationLine(models.TransientModel):
    """One percentage of a simulation, with its pool now and then (rupiah)."""

    _name = "coop.shu.simulation.line"
    _description = "Percentage of a Surplus Simulation"
    _order = "sequence, id"

    simulation_id = fields.Many2one("coop.shu.simulation", ondelete="cascade")
    sequence = fields.Integer(help="Place of the line in the scheme, from 0.")
    part = fields.Selection(PARTS, required=True, default="member")
    name = fields.Char()
    destination = fields.Selection(DESTINATIONS)
    currency_id = fields.Many2one(related="simulation_id.currency_id")
    current_percent = fields.Float(string="Now %", digits=(16, 6))
    percent = fields.Float(string="New %", digits=(16, 6))
    current_amount = fields.Monetary(string="Pool now", compute="_compute_amount")
    amount = fields.Monetary(string="New pool", compute="_compute_amount")
    difference = fields.Monetary(compute="_compute_amount")

    @api.depends(
        "percent",
        "simulation_id.run_id",
        "simulation_id.line_ids.percent",
        "simulation_id.non_member_line_ids.percent",
    )
    def _compute_amount(self):
        for simulation, lines in self.grouped("simulation_id").items():
            pools = {}
            for simulated in (False, True):
                for part, surplus in (
                    ("member", simulation.surplus_member),
                    ("non_member", simulation.surplus_non_member),
                ):
                    pools |= self._pools(simulation, simulated, part, round(surplus))
            for line in lines:
                line.current_amount = pools.get((False, line.sequence), 0)
                line.amount = pools.get((True, line.sequence), 0)
                line.difference = line.amount - line.current_amount

    @api.model
    def _pools(self, simulation, simulated, part, surplus):
        """``{(simulated, place): rupiah}``; rounded down while the part is not 100."""
        if not simulation.run_id:
            return {}
        rows = [
            (index, Decimal(line["percent"]))
            for index, line in enumerate(simulation._parameters(simulated)["lines"])
            if line["part"] == part
        ]
        try:
            amounts = distribution.pools(surplus, [percent for _i, percent in rows])
        except ValueError:  # not 100 or below zero: the message of the wizard tells
            amounts = [int(surplus * max(0, percent) // 100) for _i, percent in rows]
        return {
            (simulated, index): amount
            for (index, _percent), amount in zip(rows, amounts, strict=True)
        }
