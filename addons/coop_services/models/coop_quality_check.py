# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

# Points of a result, in percent; what does not apply is left out.
POINTS = {"good": 100, "fair": 60, "bad": 0}


class CoopQualityCheck(models.Model):
    """A round at the place of work: score 0 to 100, photos, and rework if need be.

    The score is the mean of the items by weight. Below the target of the job, or where
    an item is not done well, the check asks for rework: a new check of those items.
    """

    _name = "coop.quality.check"
    _description = "Quality Check"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    contract_id = fields.Many2one(
        "contract.contract",
        string="Job",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True, precompute=True
    )
    role_id = fields.Many2one(
        "coop.service.role",
        check_company=True,
        domain="[('contract_id', '=', contract_id)]",
    )
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    user_id = fields.Many2one(
        "res.users", string="Checked by", default=lambda self: self.env.user
    )
    member_ids = fields.Many2many(
        "coop.member", string="Members checked", check_company=True
    )
    item_ids = fields.One2many(
        "coop.quality.check.item", "check_id", string="Checklist", copy=True
    )
    note = fields.Text()
    score = fields.Float(
        digits=(5, 2),
        compute="_compute_score",
        store=True,
        aggregator="avg",
        help="0 to 100; the mean of the items by weight.",
    )
    passed = fields.Boolean(compute="_compute_score", store=True)
    state = fields.Selection(
        [("draft", "Draft"), ("done", "Done"), ("rework", "Rework")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    rework_of_id = fields.Many2one(
        "coop.quality.check", string="Rework of", readonly=True, copy=False, index=True
    )
    rework_ids = fields.One2many("coop.quality.check", "rework_of_id")
    complaint_id = fields.Many2one("coop.complaint", check_company=True)

    @api.depends("item_ids.result", "item_ids.weight", "contract_id")
    def _compute_score(self):
        for check in self:
            rated = check.item_ids.filtered(lambda item: item.result in POINTS)
            total = sum(rated.mapped("weight"))
            points = sum(item.weight * POINTS[item.result] for item in rated)
            check.score = round(points / total, 2) if total else 0
            check.passed = bool(
                total
                and check.score >= check.contract_id.coop_quality_target
                and all(item.result != "bad" for item in rated)
            )

    @api.model_create_multi
    def create(self, vals_list):
        # sudo: numbering is not a right of its own
        sequences = self.env["ir.sequence"].sudo()
        for vals in vals_list:
            vals["name"] = sequences.next_by_code(self._name, vals.get("date"))
            if not self.env.su:
                vals["state"] = "draft"
        return super().create(vals_list)

    def write(self, vals):
        if "state" in vals and not self.env.su:
            raise UserError(
                self.env._("The state of a check changes by its buttons only.")
            )
        if not {"item_ids", "date", "contract_id", "member_ids"}.isdisjoint(vals):
            self._check_open()
        return super().write(vals)

    def _check_open(self):
        """Refuse to change what was found.

        :raises UserError: names the check
        """
        for check in self:
            if check.state != "draft":
                raise UserError(
                    self.env._(
                        "%(check)s is done and stays as it was found. Make a new "
                        "check.",
                        check=check.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._check_open()

    # --------------------------------------------------------------------- buttons
    def action_load(self):
        """Fill drafts with the checklist of their service, or of all of the job."""
        for check in self:
            check._check_open()
            products = check.role_id.product_id or (
                check.contract_id.coop_role_ids.product_id
            )
            points = products.product_tmpl_id.coop_quality_point_ids
            if not points:
                raise UserError(
                    self.env._(
                        "The services of %(job)s have no checklist. Add one on the "
                        "service, or enter the items here.",
                        job=check.contract_id.display_name,
                    )
                )
            check.item_ids = [
                Command.clear(),
                *(
                    Command.create({"name": point.name, "weight": point.weight})
                    for point in points
                ),
            ]
        return True

    def action_done(self):
        """Finish the check; what is not good enough asks for rework.

        :raises UserError: an item has no result
        """
        self.check_access("write")
        for check in self.filtered(lambda check: check.state == "draft"):
            if not check.item_ids or not all(check.item_ids.mapped("result")):
                raise UserError(
                    self.env._(
                        "%(check)s: every item needs a result.", check=check.name
                    )
                )
            # sudo: nobody writes the state by hand
            check.sudo().state = "done" if check.passed else "rework"
        return True

    def action_rework(self):
        """A new check of the items that were not good, for the same members."""
        self.ensure_one()
        if self.state != "rework":
            raise UserError(
                self.env._("%(check)s asks for no rework.", check=self.name)
            )
        rework = self.rework_ids.filtered(lambda check: check.state == "draft")[:1]
        if not rework:
            bad = self.item_ids.filtered(lambda item: item.result in ("bad", "fair"))
            rework = self.create(
                {
                    "contract_id": self.contract_id.id,
                    "role_id": self.role_id.id,
                    "member_ids": [Command.set(self.member_ids.ids)],
                    "rework_of_id": self.id,
                    "complaint_id": self.complaint_id.id,
                    "item_ids": [
                        Command.create({"name": item.name, "weight": item.weight})
                        for item in bad
                    ],
                }
            )
        return rework._get_records_action(name=self.env._("Rework"))
