# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.coop_membership.engine.apportion import apportion


class CoopServiceAcceptance(models.Model):
    """The client's invoice of accepted work, and what was invoiced before it.

    A fixed price that is invoiced before acceptance waits on the deferred revenue
    account; accepting moves it to revenue (``release_move_id``) and leaves only the
    rest to be invoiced.
    """

    _inherit = "coop.service.acceptance"

    release_move_id = fields.Many2one(
        "account.move",
        string="Deferred revenue earned",
        readonly=True,
        copy=False,
        check_company=True,
    )
    amount_released = fields.Monetary(
        string="Invoiced before acceptance", readonly=True, copy=False
    )
    invoice_state = fields.Selection(
        [
            ("no", "Nothing to invoice"),
            ("to_invoice", "To invoice"),
            ("draft", "Draft invoice"),
            ("invoiced", "Invoiced"),
            ("paid", "Paid by the client"),
        ],
        string="Invoicing",
        compute="_compute_invoice_state",
        store=True,
        compute_sudo=True,
        index=True,
    )

    @api.depends(
        "state",
        "amount_price",
        "amount_released",
        "invoice_ids.state",
        "invoice_ids.payment_state",
        "invoice_ids.move_type",
    )
    def _compute_invoice_state(self):
        for acceptance in self:
            invoices = acceptance._standing_invoices()
            if invoices.filtered(lambda move: move.state == "draft"):
                state = "draft"
            elif invoices:
                paid = all(
                    move.payment_state in ("paid", "in_payment") for move in invoices
                )
                state = "paid" if paid else "invoiced"
            elif acceptance.state != "accepted":
                state = "no"
            elif acceptance.amount_price <= acceptance.amount_released:
                state = "paid"  # all of it was invoiced before
            else:
                state = "to_invoice"
            acceptance.invoice_state = state

    def _standing_invoices(self):
        """Invoices of this acceptance that count: neither cancelled nor credited."""
        return self.invoice_ids.filtered(
            lambda move: (
                move.move_type == "out_invoice"
                and move.state != "cancel"
                and move.payment_state != "reversed"
            )
        )

    # ------------------------------------------------------------------- invoicing
    def action_invoice(self):
        """Make the draft invoice of each accepted one among ``self``.

        One line per billed row, on the revenue account of its class of performer; the
        invoice date is the day of acceptance.

        :return: action that opens the invoices
        :raises UserError: not accepted, invoiced already, or nothing left to invoice
        """
        self._create_invoices()
        return self.action_open_invoices()

    def _create_invoices(self):
        """The draft invoices of these acceptances; see ``action_invoice``."""
        accepted = self._locked("accepted")
        for acceptance in self - accepted:
            raise UserError(
                self.env._(
                    "%(acceptance)s is not accepted. Only accepted work is invoiced; "
                    "what the client pays before is an advance invoice of the job.",
                    acceptance=acceptance.display_name,
                )
            )
        for acceptance in accepted:
            standing = acceptance._standing_invoices()
            if standing:
                raise UserError(
                    self.env._(
                        "%(acceptance)s is already invoiced by %(invoice)s.",
                        acceptance=acceptance.display_name,
                        invoice=standing[0].display_name,
                    )
                )
            if acceptance.amount_price <= acceptance.amount_released:
                raise UserError(
                    self.env._(
                        "%(acceptance)s was invoiced before it was accepted; nothing "
                        "is left to invoice.",
                        acceptance=acceptance.display_name,
                    )
                )
        moves = self.env["account.move"].create(
            [acceptance._prepare_invoice() for acceptance in accepted]
        )
        accepted._mark_periods()
        return moves

    def _prepare_invoice(self):
        """Values of the invoice of one acceptance."""
        self.ensure_one()
        contract = self.contract_id
        price, released = round(self.amount_price), round(self.amount_released)
        rows = self.line_ids.filtered("amount")
        earned = apportion(released, [round(row.amount) for row in rows])
        return {
            **contract._coop_invoice_vals(self.date),
            "coop_acceptance_id": self.id,
            "ref": self.name,
            "invoice_origin": contract.name,
            "coop_retention_amount": contract._coop_retention(price),
            "invoice_line_ids": [
                Command.create(
                    self._prepare_invoice_line(row, round(row.amount) - part)
                )
                for row, part in zip(rows, earned, strict=True)
                if round(row.amount) > part
            ],
        }

    def _prepare_invoice_line(self, row, amount):
        """Values of the line for a billed row, or for what is left of it.

        Odoo rounds quantities to two decimals: where quantity times price would not
        give the accepted amount, the line is one of it all.
        """
        contract, company = self.contract_id, self.company_id
        quantity, price, name = row.quantity, row.price_unit, row.name
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        whole = round(quantity, digits) == quantity and quantity * price == amount
        if not whole:
            name = f"{name} ({quantity:g} {row.uom_id.name or ''})"
            quantity, price = 1, amount
        values = {
            "product_id": row.product_id.id,
            "name": name,
            "quantity": quantity,
            "price_unit": price,
            "discount": 0,
            "account_id": company._coop_revenue_account(row.performer).id,
            "tax_ids": [
                Command.set(
                    company._coop_client_tax(
                        row.product_id, contract.coop_payer, self.date
                    ).ids
                )
            ],
            "analytic_distribution": contract._coop_analytic(row),
            "contract_line_id": row.contract_line_id.id,
        }
        if row.uom_id and whole:
            values["product_uom_id"] = row.uom_id.id
        if row.sale_line_id and whole:
            values["sale_line_ids"] = [Command.link(row.sale_line_id.id)]
        return values

    def _mark_periods(self):
        """Move OCA's pointer of the invoiced period to what is invoiced now.

        sudo: the contract belongs to others than the accountant who invoices.
        """
        lines = self.sudo().line_ids.contract_line_id
        if not lines:
            return
        ends = dict(
            self.env["coop.service.acceptance.line"]
            .sudo()
            ._read_group(
                [
                    ("contract_line_id", "in", lines.ids),
                    (
                        "acceptance_id.invoice_state",
                        "in",
                        ("draft", "invoiced", "paid"),
                    ),
                ],
                ["contract_line_id"],
                ["id:recordset"],
            )
        )
        for line in lines:
            rows = ends.get(line)
            dates = (
                [d for d in rows.acceptance_id.mapped("date_to") if d] if rows else []
            )
            last = max(dates, default=False)
            if last and line.date_end:
                last = min(last, line.date_end)
            if line.last_date_invoiced != last:
                line.last_date_invoiced = last

    def action_open_invoices(self):
        """The invoices and credit notes of these acceptances."""
        return self.invoice_ids._get_records_action(name=self.env._("Invoices"))

    # ------------------------------------------------------------ deferred revenue
    def _release_deferred(self):
        """Move what was invoiced before to revenue, up to the accepted price."""
        self.ensure_one()
        deferred = self.contract_id._coop_deferred()[self.contract_id]
        amount = min(deferred, round(self.amount_price))
        if amount <= 0:
            return
        company = self.company_id
        rows = self.line_ids.filtered("amount")
        parts = apportion(amount, [round(row.amount) for row in rows])
        by_account = {}
        for row, part in zip(rows, parts, strict=True):
            account = company._coop_revenue_account(row.performer)
            by_account[account] = by_account.get(account, 0) + part
        deferred_account = company._coop_account("deferred_revenue")
        lines = [(deferred_account, amount)]
        lines += [(account, -part) for account, part in by_account.items() if part]
        # sudo: the client or an officer accepts; the entry follows from it
        move = (
            self.env["account.move"]
            .sudo()
            .create(
                {
                    "move_type": "entry",
                    "company_id": company.id,
                    "journal_id": company._coop_journal().id,
                    "date": self.date,
                    "ref": self.name,
                    "coop_contract_id": self.contract_id.id,
                    "line_ids": [
                        Command.create(
                            {
                                "name": self.display_name,
                                "account_id": account.id,
                                "partner_id": self.partner_id.commercial_partner_id.id,
                                "balance": balance,
                                "tax_ids": [],
                            }
                        )
                        for account, balance in lines
                    ],
                }
            )
        )
        move._post(soft=False)
        self.sudo().write({"release_move_id": move.id, "amount_released": amount})

    def _reverse_release(self):
        """Put released revenue back when the acceptance is cancelled."""
        self.ensure_one()
        # sudo: as _release_deferred
        move = self.sudo().release_move_id
        if move.state == "posted":
            reversal = move._reverse_moves(
                [{"date": move.date, "ref": self.name}], cancel=False
            )
            reversal.coop_contract_id = move.coop_contract_id
            reversal._post(soft=False)
        self.sudo().write({"release_move_id": False, "amount_released": 0})

    def action_correct(self):
        """A new correction of this acceptance."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "coop.service.correction",
            "view_mode": "form",
            "context": {"default_acceptance_id": self.id},
        }
