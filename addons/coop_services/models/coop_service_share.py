# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.coop_membership.engine.apportion import apportion
from odoo.addons.coop_membership.money import money

from ..engine.rounding import exact
from ..engine.split import coop_share, split


class CoopServiceShare(models.Model):
    """What one member earned by one acceptance, frozen when the work was accepted.

    Section 11b: the member part of the price less the cooperative's percent of it is
    shared, the fee of the lead first, the rest by weight; ``value`` (the weight for the
    surplus) is the member part apportioned by gross. Amounts are whole rupiah. The
    figures that the split started from stay with each share, so that it explains
    itself. What changes afterwards (credit note, penalty, claim) is a share of its own,
    of kind *correction*; an acceptance that is cancelled archives its shares.
    """

    _name = "coop.service.share"
    _description = "Member's Share of Accepted Work"
    _order = "date desc, id desc"
    _rec_name = "acceptance_id"
    _check_company_auto = True

    active = fields.Boolean(default=True, readonly=True)
    kind = fields.Selection(
        [("work", "Accepted work"), ("correction", "Correction")],
        default="work",
        required=True,
        readonly=True,
    )
    acceptance_id = fields.Many2one(
        "coop.service.acceptance",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    contract_id = fields.Many2one(
        related="acceptance_id.contract_id", store=True, index=True, string="Job"
    )
    company_id = fields.Many2one(
        related="acceptance_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    member_id = fields.Many2one(
        "coop.member",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    date = fields.Date(
        required=True,
        readonly=True,
        index=True,
        help="Day of acceptance, or of the correction: it counts for that year.",
    )
    pay_when = fields.Selection(
        lambda self: (
            self.env["contract.contract"]
            ._fields["coop_pay_when"]
            ._description_selection(self.env)
        ),
        string="Members are paid",
        required=True,
        readonly=True,
        default="accepted",
    )
    reason = fields.Char(readonly=True, help="Why an earlier share was corrected.")
    # How the amounts came about, frozen.
    amount_member = fields.Monetary(string="Member part of the price", readonly=True)
    amount_coop = fields.Monetary(string="Cooperative's share", readonly=True)
    amount_shared = fields.Monetary(string="Shared by weight", readonly=True)
    weight = fields.Float(digits=(16, 4), readonly=True)
    weight_total = fields.Float(
        string="Weight of all", digits=(16, 4), readonly=True, aggregator=None
    )
    lead_fee = fields.Monetary(string="Fee of the lead", readonly=True)
    gross = fields.Monetary(readonly=True)
    value = fields.Monetary(
        string="Accepted value",
        readonly=True,
        help="Counts as contribution for the surplus (SHU).",
    )
    payout_line_ids = fields.One2many("coop.payout.line", "share_id", readonly=True)
    amount_taken = fields.Monetary(
        string="In payouts",
        compute="_compute_amount_taken",
        store=True,
        help="Part of the gross that is in payouts, booked or not.",
    )
    amount_open = fields.Monetary(
        string="Not in a payout", compute="_compute_amount_taken", store=True
    )
    amount_waiting = fields.Monetary(
        string="Waiting for the client",
        compute="_compute_amount_waiting",
        help="What becomes payable when the client pays.",
    )

    _once = models.UniqueIndex(
        "(acceptance_id, member_id) WHERE kind = 'work' AND active",
        "This work was already accepted: one share per member and acceptance.",
    )

    # The database refuses to pay any part of a share twice, whoever asks.
    _taken_within = models.Constraint(
        "CHECK (amount_taken BETWEEN LEAST(gross, 0) AND GREATEST(gross, 0))",
        "More would be paid of a share than the member earned: another payout run has "
        "taken it meanwhile. Compute the run again.",
    )
    _open_idx = models.Index("(company_id, date) WHERE active AND amount_open != 0")

    @api.depends("gross", "payout_line_ids.amount", "payout_line_ids.payout_id.state")
    def _compute_amount_taken(self):
        groups = self.env["coop.payout.line"]._read_group(
            [
                ("share_id", "in", self._origin.ids),
                ("payout_id.state", "!=", "cancelled"),
            ],
            ["share_id"],
            ["amount:sum"],
        )
        taken = {share.id: amount for share, amount in groups}
        for share in self:
            share.amount_taken = taken.get(share._origin.id, 0)
            share.amount_open = share.gross - share.amount_taken

    def _compute_amount_waiting(self):
        # sudo: what a client has paid, of work that the user may see
        payable = self.sudo()._payable_amounts()
        for share in self:
            open_amount = share.amount_open if share.active else 0
            share.amount_waiting = open_amount - payable.get(share.sudo(), 0)

    # ----------------------------------------------------------------------- paying
    @api.model
    def _open_for(self, run):
        """Shares that a payout run may pay from, in order of their dates."""
        domain = [
            ("company_id", "=", run.company_id.id),
            ("date", "<=", run.date_to),
            ("amount_open", "!=", 0),
        ]
        if run.contract_ids:
            domain.append(("contract_id", "in", run.contract_ids.ids))
        return self.search(domain, order="date, id")

    def _payable_amounts(self, without=None):
        """``{share: rupiah}`` to pay now (int) of what is not in a payout yet.

        Everything that was accepted; or, where the client's payment is waited for, the
        part of gross that the client has paid of the invoices of that acceptance,
        rounded down, less what earlier payouts took of it.

        :param without: a payout run; what it has taken itself counts as open
        """
        own = {}
        if without:
            for line in without.sudo().payout_ids.line_ids:
                own[line.share_id] = own.get(line.share_id, 0) + line.amount
        ratios = self.filtered(
            lambda share: share.pay_when == "paid"
        ).acceptance_id._paid_ratios()
        amounts = {}
        for share in self:
            gross = round(share.gross)
            taken = round(share.amount_taken - own.get(share, 0))
            if share.pay_when == "paid":
                paid, total = ratios[share.acceptance_id]
                payable = gross if paid >= total > 0 else gross * paid // (total or 1)
                amounts[share] = max(0, payable - taken)
            else:
                amounts[share] = gross - taken
        return amounts

    def _value_of(self, amount):
        """Accepted value (int) of the next ``amount`` rupiah that are paid of a share.

        The values of all parts together are exactly the value of the share.
        """
        self.ensure_one()
        gross, value = round(self.gross), round(self.value)
        before = round(self.amount_taken)

        def up_to(part):
            return value if part == gross else value * part // (gross or 1)

        return up_to(before + amount) - up_to(before)

    # ------------------------------------------------------------------- acceptance
    @api.model
    def _create_for(self, acceptances):
        """Create the shares of accepted work; called when it is accepted.

        Reads the billed rows done by members (member part), the work rows with their
        final weights, the percentage of the cooperative and the lead. Ties go to the
        lower member number.

        :param acceptances: ``coop.service.acceptance``, whose amounts are final
        :return: the new shares; none where nothing was done by members
        :raises UserError: an acceptance cannot be shared; names it and the way out
        """
        vals_list = []
        for acceptance in acceptances:
            vals_list += self._prepare_for(acceptance)
        # sudo: shares are the program's; whoever may accept work was checked before
        return self.sudo().create(vals_list).sudo(False)

    @api.model
    def _prepare_for(self, acceptance):
        """Values of the shares of one acceptance."""
        member_part = round(
            sum(
                acceptance.line_ids.filtered(
                    lambda line: line.performer == "member"
                ).mapped("amount")
            )
        )
        if not member_part:
            return []
        weights = {}
        for work in acceptance.work_ids:
            # the digits that the column shows; a float has more
            weight = exact(round(work.weight, 4))
            weights[work.member_id] = weights.get(work.member_id, 0) + weight
        lead = acceptance.lead_member_id if acceptance.lead_fee else None
        if lead:
            weights.setdefault(lead, 0)
        members = sorted(weights, key=self._order_of)
        lead_fee = round(acceptance.lead_fee)
        if lead_fee and not lead:
            raise UserError(
                self.env._(
                    "%(acceptance)s has a fee for the lead of %(fee)s, but no lead. "
                    "Choose the team lead or take the fee out.",
                    acceptance=acceptance.display_name,
                    fee=money(self.env, lead_fee, acceptance.currency_id),
                )
            )
        self._check_shareable(acceptance, member_part, weights)
        result = split(
            member_part,
            round(acceptance.coop_percent, 6),
            [weights[member] for member in members],
            members.index(lead) if lead else None,
            lead_fee,
        )
        weight_total = float(sum(weights.values()))
        return [
            {
                "acceptance_id": acceptance.id,
                "member_id": member.id,
                "date": acceptance.date,
                "pay_when": acceptance.contract_id.coop_pay_when,
                "amount_member": member_part,
                "amount_coop": result.coop,
                "amount_shared": result.shared,
                "weight": float(weights[member]),
                "weight_total": weight_total,
                "lead_fee": lead_fee if member == lead else 0,
                "gross": gross,
                "value": value,
            }
            for member, gross, value in zip(
                members, result.gross, result.value, strict=True
            )
            if gross or value
        ]

    @api.model
    def _order_of(self, member):
        """Members in the order of their numbers: it decides ties."""
        return len(member.number or ""), member.number or "", member.id

    def _check_shareable(self, acceptance, member_part, weights):
        """Say in the user's words what ``split`` would refuse.

        :raises UserError: percentage, weights or fee are out of bounds
        """
        amount = money(self.env, member_part, acceptance.currency_id)
        name = acceptance.display_name
        if not 0 <= acceptance.coop_percent <= 100:
            raise UserError(
                self.env._(
                    "%(acceptance)s: the cooperative's share is %(percent)s%%. It must "
                    "be between 0 and 100.",
                    acceptance=name,
                    percent=acceptance.coop_percent,
                )
            )
        for member, weight in weights.items():
            if weight < 0:
                raise UserError(
                    self.env._(
                        "%(acceptance)s: the work of %(member)s has a weight below "
                        "zero. Correct the work row.",
                        acceptance=name,
                        member=member.display_name,
                    )
                )
        coop = coop_share(member_part, round(acceptance.coop_percent, 6))
        left = member_part - coop - round(acceptance.lead_fee)
        if acceptance.lead_fee < 0 or left < 0:
            raise UserError(
                self.env._(
                    "%(acceptance)s: the fee of the lead, %(fee)s, is more than the "
                    "%(pot)s that the members share. Lower the fee.",
                    acceptance=name,
                    fee=money(self.env, acceptance.lead_fee, acceptance.currency_id),
                    pot=money(self.env, member_part - coop, acceptance.currency_id),
                )
            )
        if not any(weights.values()) and (left or not acceptance.lead_fee):
            raise UserError(
                self.env._(
                    "%(acceptance)s: %(amount)s of the price is for the work of "
                    "members, but no work row has a weight to share it by. Enter the "
                    "work first.",
                    acceptance=name,
                    amount=amount,
                )
            )

    @api.model
    def _remove_for(self, acceptances):
        """Take back the shares of acceptances that are cancelled; archives them.

        :raises UserError: a share is in a payout; names the run to undo first
        """
        # sudo: shares are the program's; whoever may cancel was checked before
        shares = self.sudo().search([("acceptance_id", "in", acceptances.ids)])
        for line in shares.payout_line_ids:
            if line.payout_id.state != "cancelled":
                raise UserError(
                    self.env._(
                        "%(acceptance)s is paid out to %(member)s by %(run)s. Cancel "
                        "that payout run first, or book a correction instead.",
                        acceptance=line.share_id.acceptance_id.display_name,
                        member=line.payout_id.member_id.display_name,
                        run=line.payout_id.run_id.display_name,
                    )
                )
        shares.active = False

    # ------------------------------------------------------------------- correction
    @api.model
    def _create_correction(self, acceptance, gross, value, date, reason, members=None):
        """Change what the members get for accepted work, by shares of their own.

        They are taken into the next payout run, whether or not the original was paid;
        ``value`` corrects the contribution in the year of ``date``.

        :param acceptance: the work that was accepted
        :param int gross: change of the members' gross in all (negative: a deduction);
            0 where the cooperative bears it
        :param int value: change of the accepted value in all, as revenue has changed
        :param date: day of the correction
        :param str reason: what members read on their statement
        :param members: ``coop.member`` who bear it; by default all who had a share
        :return: the new shares, apportioned by the gross of the originals
        :raises UserError: none of the members has a share of this work
        """
        # sudo: shares are the program's; whoever may correct was checked before
        shares = self.sudo().search(
            [
                ("acceptance_id", "=", acceptance.id),
                ("kind", "=", "work"),
                *([("member_id", "in", members.ids)] if members else []),
            ]
        )
        shares = shares.sorted(lambda share: self._order_of(share.member_id))
        if not shares:
            raise UserError(
                self.env._(
                    "%(acceptance)s: there is no share of members to correct. Only "
                    "accepted work can be corrected.",
                    acceptance=acceptance.display_name,
                )
            )
        weights = [round(share.gross) for share in shares]
        if not any(weights):
            weights = [round(share.value) for share in shares]
        corrections = shares.create(
            [
                {
                    "kind": "correction",
                    "acceptance_id": acceptance.id,
                    "member_id": share.member_id.id,
                    "date": date,
                    "reason": reason,
                    "gross": own_gross,
                    "value": own_value,
                }
                for share, own_gross, own_value in zip(
                    shares,
                    apportion(gross, weights),
                    apportion(value, weights),
                    strict=True,
                )
                if own_gross or own_value
            ]
        )
        return corrections.sudo(False)
