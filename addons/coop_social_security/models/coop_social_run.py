# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.tools import format_date

BOOKED = ("posted", "paid")


class CoopSocialRun(models.Model):
    """The contributions of one month, of all members of a company.

    Draft -> computed -> posted -> paid, or cancelled. Computing freezes one row per
    enrolment and month (``coop_social_run_compute.py``): what is owed for the month of
    the run, months in advance, and for earlier months the difference to what runs have
    charged already, so that catching up and correcting are the same thing. Posting
    (``coop_social_run_post.py``) makes one vendor bill per agency and puts the members'
    shares on each member, once. Undone by reversal; later runs charge what is missing.
    """

    _name = "coop.social.run"
    _description = "Social Security Run"
    _inherit = ["coop.entry.mixin"]
    _order = "month desc, id desc"
    _open_fields = frozenset(
        ("state", "move_ids", "amount_member", "amount_coop", "amount_total", "count")
    )

    # labels of the mixin too: an addon translates what it names itself
    state = fields.Selection(
        selection_add=[
            ("draft", "Draft"),
            ("computed", "Computed"),
            ("posted", "Posted"),
            ("paid", "Paid"),
            ("cancelled", "Cancelled"),
        ],
        ondelete={"computed": "set default", "paid": "set default"},
    )
    month = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
        copy=False,
        tracking=True,
        help="Any day of the month; its first day is kept.",
    )
    note = fields.Char()
    contribution_ids = fields.One2many(
        "coop.social.contribution", "run_id", readonly=True
    )
    bill_ids = fields.One2many("coop.social.bill", "run_id")
    # whole rupiah, written when the rows are
    amount_member = fields.Monetary(string="Members", readonly=True, copy=False)
    amount_coop = fields.Monetary(string="Cooperative", readonly=True, copy=False)
    amount_total = fields.Monetary(string="Total", readonly=True, copy=False)
    count = fields.Integer(string="Rows", readonly=True, copy=False)
    amount_arrears = fields.Monetary(
        string="Members still owe",
        compute="_compute_amount_arrears",
        help="Contributions of all runs that members have not paid yet.",
    )

    _month_uniq = models.UniqueIndex(
        "(company_id, month) WHERE state != 'cancelled'",
        "There is already a run for this month. The next one charges what is missing.",
    )

    @api.depends("name", "month")
    def _compute_display_name(self):
        for run in self:
            run.display_name = " ".join(filter(None, [run.name, run._month_name()]))

    def _month_name(self):
        return format_date(self.env, self.month, date_format="MMMM y")

    @api.depends("company_id")
    def _compute_amount_arrears(self):
        for run in self:
            # sudo: the sum of what members owe, for whoever reads the run
            run.amount_arrears = sum(
                self.env["coop.member"].sudo()._social_debts(run.company_id).values()
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("month"):
                vals["month"] = fields.Date.to_date(vals["month"]).replace(day=1)
        runs = super().create(vals_list)
        for run in runs:
            if not run.company_id.coop_social_since:
                # sudo: the first run says since when runs count
                run.company_id.sudo().coop_social_since = run.month
        return runs

    def write(self, vals):
        if vals.get("month"):
            vals = {
                **vals,
                "month": fields.Date.to_date(vals["month"]).replace(day=1),
            }
        return super().write(vals)

    def _check_draft(self):
        for run in self:
            if run.state == "computed":
                raise UserError(
                    self.env._(
                        "%(run)s is computed. Set it back to draft first.",
                        run=run.display_name,
                    )
                )
        return super()._check_draft()

    def _locked_for(self, *states):
        """Lock ``self`` for computing and return the runs in one of these states.

        :raises UserError: no officer or accountant, or somebody else is at it
        """
        self.check_access("write")
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._(
                    "%(run)s is being worked on by someone else right now. Reload and "
                    "look again.",
                    run=", ".join(self.mapped("display_name")),
                )
            ) from error
        self.invalidate_recordset(["state"])
        return self.filtered(lambda run: run.state in states)

    def action_draft(self):
        """Drop the computed rows, to change the run."""
        for run in self._locked_for("computed"):
            # sudo: rows are made and dropped by the run only
            run.sudo()._drop_rows()
            run.sudo().write({"state": "draft"})
        return True

    def _drop_rows(self):
        self.contribution_ids.unlink()
        self.bill_ids.unlink()
        self.write(dict.fromkeys(("amount_member", "amount_coop", "amount_total"), 0))
        self.count = 0

    # ---------------------------------------------------------------------- look-ups
    def action_open_contributions(self):
        """The rows of this run."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_social_security.action_coop_social_contribution"
        )
        return {**action, "domain": [("run_id", "=", self.id)], "context": {}}

    def action_export(self):
        """Ask for the layout of an export file."""
        return self._wizard("coop.social.export", self.env._("Export file"))

    def action_receipt(self):
        """Ask for the payment receipt of an agency."""
        return self._wizard("coop.social.receipt", self.env._("Payment receipt"))

    def _wizard(self, model, name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_run_id": self.id},
        }

    @api.model
    def _first_month(self, company, month):
        """First month that a run of ``month`` may charge (date)."""
        since = company.coop_social_since
        return since.replace(day=1) if since else date(month.year, month.month, 1)
