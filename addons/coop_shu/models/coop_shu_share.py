# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine import explanation
from .coop_shu_scheme import exact


class CoopShuShare(models.Model):
    """What one member receives of the surplus of one run: weights, parts, payable.

    Written once, by the run, straight into this table; nobody edits it. What was paid
    of it is read from the journal items that carry it.
    """

    _name = "coop.shu.share"
    _description = "Member's Share of the Surplus"
    _inherit = ["portal.mixin"]
    _order = "run_id desc, sequence, id"
    _rec_names_search = ["number", "partner_id.name"]

    run_id = fields.Many2one(
        "coop.shu.run", string="Distribution", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True)
    currency_id = fields.Many2one("res.currency", required=True)
    member_id = fields.Many2one(
        "coop.member", required=True, ondelete="restrict", index=True
    )
    partner_id = fields.Many2one("res.partner", required=True, ondelete="restrict")
    sequence = fields.Integer(help="Order of the member numbers; it decides ties.")
    number = fields.Char(string="Member number")
    is_leaver = fields.Boolean(string="Left in the year")
    patronage_weight = fields.Float(
        string="Member's business",
        digits=(16, 2),
        help="Value of what the member did through the cooperative in the year.",
    )
    capital_weight = fields.Float(
        string="Savings weight",
        digits=(16, 2),
        help="Sum of the savings over the days or months of the year, as the scheme "
        "counts them.",
    )
    capital_average = fields.Monetary(
        string="Savings counted", compute="_compute_capital_average"
    )
    patronage_amount = fields.Monetary(string="Patronage share")
    capital_amount = fields.Monetary(string="Capital share")
    total = fields.Monetary()
    payable = fields.Monetary(help="What is paid, after rounding and minimum payout.")
    move_id = fields.Many2one(
        "account.move",
        string="Journal entry",
        ondelete="restrict",
        index="btree_not_null",
    )
    line_ids = fields.One2many("account.move.line", "coop_shu_share_id")
    run_state = fields.Selection(related="run_id.state", string="Run status")
    date_from = fields.Date(related="run_id.date_from")
    date_to = fields.Date(related="run_id.date_to")
    amount_residual = fields.Monetary(
        string="Unpaid",
        compute="_compute_payment",
        search="_search_amount_residual",
        aggregator="sum",
    )
    age_days = fields.Integer(
        string="Days unpaid",
        compute="_compute_payment",
        search="_search_age_days",
        aggregator="max",
        help="Days since the share was booked, as long as anything is unpaid.",
    )
    payment_state = fields.Selection(
        [
            ("not_booked", "Not booked"),
            ("nothing", "Nothing to pay"),
            ("unpaid", "Unpaid"),
            ("partial", "Partly paid"),
            ("paid", "Paid"),
        ],
        string="Payment",
        compute="_compute_payment",
        search="_search_payment_state",
    )
    explanation = fields.Html(compute="_compute_explanation", sanitize=False)

    _member_uniq = models.Constraint(
        "UNIQUE (run_id, member_id)", "A member has one share in a distribution."
    )
    _run_idx = models.Index("(run_id, sequence)")

    @api.depends("number", "partner_id.name", "run_id.name")
    def _compute_display_name(self):
        for share in self:
            share.display_name = (
                f"{share.run_id.name}: {share.number} {share.partner_id.name}"
            )

    def _get_report_base_filename(self):
        """Name of the file on the portal: distribution and member number."""
        # sudo: members do not read the distribution
        return f"{self.sudo().run_id.name} {self.number}"

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for share in self:
            share.access_url = f"/my/shu/{share.id}"
        return result

    @api.depends("capital_weight", "run_id.capital_divisor")
    def _compute_capital_average(self):
        for share in self:
            share.capital_average = round(
                share.capital_weight / (share.run_id.capital_divisor or 1)
            )

    # -------------------------------------------------------------- paid and open
    @api.model
    def _payment_sql(self, alias):
        """SQL of ``{column: expression}`` for the shares of table ``alias``.

        Read from the posted items that carry the share, so that it is always what the
        partner ledger says.
        """
        self.env["account.move.line"].flush_model(
            ["amount_residual", "coop_shu_share_id", "date", "parent_state"]
        )
        self.env["coop.shu.run"].flush_model(["state"])
        self.flush_model(["run_id", "move_id", "payable"])
        items = SQL(
            "FROM account_move_line item WHERE item.coop_shu_share_id = %s "
            "AND item.parent_state = 'posted'",
            SQL.identifier(alias, "id"),
        )
        residual = SQL("(SELECT COALESCE(-SUM(item.amount_residual), 0) %s)", items)
        payable = SQL.identifier(alias, "payable")
        booked = SQL(
            "(%s IS NOT NULL AND EXISTS (SELECT FROM coop_shu_run run "
            "WHERE run.id = %s AND run.state != 'reversed'))",
            SQL.identifier(alias, "move_id"),
            SQL.identifier(alias, "run_id"),
        )
        return {
            "amount_residual": residual,
            "age_days": SQL(
                "(SELECT COALESCE(%s - MIN(item.date), 0) %s "
                "AND item.amount_residual != 0)",
                fields.Date.context_today(self),
                items,
            ),
            "payment_state": SQL(
                "CASE WHEN COALESCE(%s, 0) = 0 THEN 'nothing' "
                "WHEN NOT %s THEN 'not_booked' WHEN %s = 0 THEN 'paid' "
                "WHEN %s < %s THEN 'partial' ELSE 'unpaid' END",
                payable,
                booked,
                residual,
                residual,
                payable,
            ),
        }

    @api.depends("payable", "move_id", "run_id.state")
    def _compute_payment(self):
        rows = {}
        ids = tuple(self._origin.ids)
        if ids:
            columns = self._payment_sql("share")
            rows = {
                row[0]: row[1:]
                for row in self.env.execute_query(
                    SQL(
                        "SELECT share.id, %s, %s, %s FROM coop_shu_share share "
                        "WHERE share.id IN %s",
                        *columns.values(),
                        ids,
                    )
                )
            }
        for share in self:
            share.amount_residual, share.age_days, share.payment_state = rows.get(
                share._origin.id, (0, 0, False)
            )

    def _field_to_sql(self, alias, field_expr, query=None):
        """Let the payment columns be sorted, grouped and summed by the database."""
        if field_expr in ("amount_residual", "age_days", "payment_state"):
            return self._payment_sql(alias)[field_expr]
        return super()._field_to_sql(alias, field_expr, query)

    def _search_payment(self, name, operator, value):
        if operator == "in":
            operator, value = "IN", tuple(value) or (None,)
        elif operator not in ("<", ">", "<=", ">="):
            return NotImplemented
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s %s %s", model._payment_sql(alias)[name], SQL(operator), value
            ),
        )

    def _search_amount_residual(self, operator, value):
        return self._search_payment("amount_residual", operator, value)

    def _search_age_days(self, operator, value):
        return self._search_payment("age_days", operator, value)

    def _search_payment_state(self, operator, value):
        return self._search_payment("payment_state", operator, value)

    # ----------------------------------------------------------------- explanation
    def _explain(self):
        """Why this member receives this amount, step by step, in the user's language.

        :return: list of dicts ``code`` (see ``engine.explanation``), ``label``,
            ``formula`` (text with formatted numbers) and ``value`` (rupiah, int); the
            last one is what is paid. Screen, portal, slip and spreadsheet show these.
        """
        self.ensure_one()
        share = self.sudo()  # pools and parameters of a share that the user may read
        run = share.run_id
        pools = run.pool_ids.filtered(
            lambda pool: pool.destination in ("patronage", "capital")
        )
        steps = explanation.explain(
            round(run.surplus_member),
            [(p.destination, exact(p.percent), round(p.amount)) for p in pools],
            {
                "patronage_weight": max(0, share.patronage_weight),
                "capital_weight": max(0, share.capital_weight),
                "patronage_amount": round(share.patronage_amount),
                "capital_amount": round(share.capital_amount),
                "total": round(share.total),
                "payable": round(share.payable),
            },
            (run.patronage_total, run.capital_total),
            run.capital_divisor or 1,
            run.payable_unit or 1,
            round(run.minimum_payout),
        )
        # the pools of non-members' surplus, where the bylaws let members have it
        bases = {
            destination: iter(
                [
                    run.surplus_member
                    if pool.part == "member"
                    else run.surplus_non_member
                    for pool in pools
                    if pool.destination == destination
                ]
            )
            for destination in ("patronage", "capital")
        }
        labels = self._explanation_labels()
        results = {
            "pool": "pool",
            "share": "amount",
            "remainder": "amount",
            "average": "average",
            "total": "total",
        }
        rows = []
        for code, formula, values in steps:
            kind = code.split("_")[-1]
            if kind == "pool":
                values["surplus"] = next(bases[code.split("_")[0]])
            rows.append(
                {
                    "code": code,
                    "label": labels[code],
                    "formula": formula.format(
                        **{name: run._number(value) for name, value in values.items()}
                    ),
                    "value": round(values[results.get(kind, "payable")]),
                }
            )
        return rows

    def _explanation_labels(self):
        """Words for the codes of ``engine.explanation``."""
        return {
            "patronage_pool": self.env._("Surplus shared by the members' business"),
            "patronage_share": self.env._(
                "Member's part: own business of all business"
            ),
            "patronage_remainder": self.env._("With the rupiah left over by rounding"),
            "capital_average": self.env._("Savings as counted by the scheme"),
            "capital_pool": self.env._("Surplus shared by the members' savings"),
            "capital_share": self.env._("Member's part: own savings of all savings"),
            "capital_remainder": self.env._("With the rupiah left over by rounding"),
            "total": self.env._("Share by business plus share by savings"),
            "payable_unit": self.env._(
                "Rounded down for payment, the rest to the reserve"
            ),
            "minimum_payout": self.env._(
                "Below the smallest payment, so to the reserve"
            ),
        }

    @api.depends("total", "payable", "patronage_weight", "capital_weight")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for share in self:
            share.explanation = self.env["ir.qweb"]._render(
                "coop_shu.explanation_table",
                {"rows": share._explain(), "money": self.env["coop.shu.run"]._money},
            )

    # ---------------------------------------------------------------------- actions
    def action_pay(self):
        """Pay the open items of these shares with the standard payment wizard."""
        lines = self.line_ids.filtered(lambda line: not line.reconciled)
        if not lines:
            raise UserError(self.env._("Nothing is open on these shares."))
        return lines.action_register_payment()

    def action_open_member(self):
        """The member of this share."""
        self.ensure_one()
        return self.member_id._get_records_action()

    def action_open_items(self):
        """The journal items that carry this share, with what was paid of them."""
        return self.line_ids._get_records_action(name=self.env._("Journal Items"))
