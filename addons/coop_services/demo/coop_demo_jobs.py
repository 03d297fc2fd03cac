# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import base64
import io
from datetime import timedelta

from PIL import Image, ImageDraw

from odoo import models
from odoo.fields import Command

from . import story


class CoopDemo(models.AbstractModel):
    """Jobs of the demo cooperative: won, worked on, accepted, invoiced."""

    _inherit = "coop.demo"

    # ------------------------------------------------------------------------- orders
    def _quote(self, partner, rows, day, **terms):
        """A quotation of ``[(product, quantity)]`` for work in Bandung."""
        order = self.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "company_id": self.env.company.id,
                "user_id": self._user("officer").id,
                "date_order": self._at(day),
                "coop_site_id": partner.id,
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "product_uom_qty": quantity}
                    )
                    for product, quantity in rows
                ],
                **terms,
            }
        )
        return order

    def _win(self, order, name, day):
        """The job of an order that is won on that day."""
        order.action_confirm()
        order.date_order = self._at(day)  # core takes now
        job = order.coop_job_ids
        job.write({"name": name, "date": day})
        job.coop_project_id.name = name
        return job

    def _win_cleaning(self, services, office):
        """The office orders by e-catalogue; it pays the VAT to the state itself."""
        signed = story.CLEANING_FROM - timedelta(days=10)
        order = self._quote(
            office,
            [(services[key], people) for key, people, _members in story.TEAM],
            signed - timedelta(days=10),
            coop_date_from=story.CLEANING_FROM,
            coop_date_to=story.CLEANING_TO,
            coop_payer="collector",
            coop_withholds=True,
            coop_buyer="government",
            coop_channel="catalogue",
            coop_tender_no="EKT-2026-0731-4417",
            coop_penalty_permille=1,
        )
        job = self._win(order, story.CLEANING, signed)
        job.coop_lead_member_id = self._member("0001")
        for role in job.coop_role_ids:
            role.sat = False
        # typed by a user of that cooperative, so in its own language
        job.message_post(  # pylint: disable=translation-required
            body="Bendahara memotong PPh 23 (2%), bukan PPh final: Surat Keterangan "
            "koperasi baru diserahkan pada bulan November.",
            author_id=self._user("officer").partner_id.id,
        )
        self._assign(
            [
                (
                    job.coop_role_ids.filtered(
                        lambda role, key=key: role.product_id == services[key]
                    ),
                    numbers,
                )
                for key, _people, numbers in story.TEAM
            ],
            signed,
        )
        return job

    def _win_design(self, services):
        """A brand and a website by three members; the lead has a fee."""
        signed = story.DESIGN_FROM - timedelta(days=6)
        order = self._quote(
            self._client("kopi"),
            [(services[key], 1) for key in story.DESIGN_TEAM],
            signed - timedelta(days=8),
            coop_date_from=story.DESIGN_FROM,
            coop_date_to=story.DESIGN_TO,
            coop_payer="final",
        )
        job = self._win(order, story.DESIGN, signed)
        job.write(
            {
                "coop_split": "weight",
                "coop_lead_member_id": self._member(story.LEAD).id,
                "coop_lead_fee": story.LEAD_FEE,
                "coop_pay_when": "paid",
            }
        )
        self._assign(
            [
                (
                    job.coop_role_ids.filtered(
                        lambda role, key=key: role.product_id == services[key]
                    ),
                    [number],
                )
                for key, number in story.DESIGN_TEAM.items()
            ],
            signed,
        )
        return job

    def _quote_cheaply(self, services):
        """A quotation below the floor, which a manager has to look at."""
        key, people, price, day, first = story.CHEAP
        order = self._quote(
            self._client("yayasan"),
            [(services[key], people)],
            day,
            coop_date_from=first,
        )
        order.order_line.price_unit = price
        # typed by a user of that cooperative, so in its own language
        order.message_post(  # pylint: disable=translation-required
            body="Yayasan hanya punya anggaran Rp 9,8 juta sebulan. Mohon keputusan "
            "pengurus: naikkan harga, kurangi jam, atau setujui di bawah batas?",
            author_id=self._user("officer").partner_id.id,
        )

    # -------------------------------------------------------------------------- teams
    def _assign(self, rows, day, accept=True):
        """Members in roles: offered, and accepted on the day after.

        :param rows: ``[(role, [numbers of members])]``
        """
        team = self.env["coop.service.assignment"].create(
            [
                {"role_id": role.id, "member_id": self._member(number).id}
                for role, numbers in rows
                for number in numbers
            ]
        )
        team.action_offer()
        if accept:
            team.action_accept()
            team.sudo().answered_on = self._at(day + timedelta(days=1), 19)
        return team

    def _work_for_office(self, job):
        """Shifts to the end of the job; the past ones are done, some by others."""
        team = job.coop_assignment_ids.sudo()
        team._plan_shifts(until=story.CLEANING_TO)
        shifts = team.shift_ids
        for number, first, last, substitute, reason in story.SUBSTITUTES:
            absent = shifts.filtered(
                lambda shift, number=number, first=first, last=last: (
                    shift.member_id.number == number and first <= shift._day() <= last
                )
            )
            absent._give_to(
                dict.fromkeys(absent, self._member(substitute)), "substitute", reason
            )
        past = shifts.filtered(lambda shift: shift._day() <= story.WORKED_TO)
        past.state = "done"
        for number, shift in enumerate(past.sorted("start")):
            # nobody scans the code on the minute
            shift.check_in = shift.start - timedelta(minutes=2 + number * 7 % 13)
            shift.check_out = shift.stop + timedelta(minutes=number * 5 % 11)

    def _offer_evening(self, job):
        """Work on two evenings, offered to the coordinator on the portal."""
        name, first, last, number = story.EVENING
        role = job.coop_role_ids[:1]
        evening = role.copy(
            {
                "name": name,
                "contract_id": job.id,
                "people": 1,
                "date_from": first,
                "date_to": last,
                "start_hour": 18,
                "hours_per_day": 4,
                "break_hours": 0,
                "sat": True,
            }
        )
        self._assign([(evening, [number])], first, accept=False)

    # --------------------------------------------------------------------- acceptance
    def _signature(self):
        """A scribble as PNG, base64: the client's signature."""
        image = Image.new("RGBA", (360, 120), (255, 255, 255, 0))
        points = [(20, 80), (60, 25), (75, 95), (115, 40), (135, 90), (180, 55)]
        points += [(205, 85), (240, 35), (262, 88), (340, 60)]
        ImageDraw.Draw(image).line(points, fill=(26, 42, 110), width=5, joint="curve")
        stream = io.BytesIO()
        image.save(stream, format="PNG")
        return base64.b64encode(stream.getvalue())

    def _accept(self, acceptance, day, signer, rating, comment):
        """The client signs on that day, and rates."""
        acceptance._portal_ensure_token()
        acceptance._set(state="sent", sent_on=self._at(day, 10))
        acceptance._rate(rating, comment)
        acceptance._accept(
            signed_by=signer.name,
            signed_on=self._at(day, 15),
            signature=self._signature(),
        )

    def _invoice(self, acceptance):
        """The posted invoice of an acceptance, due two weeks later."""
        invoice = acceptance._create_invoices()
        invoice.invoice_date_due = invoice.invoice_date + timedelta(days=14)
        invoice.action_post()
        return invoice

    def _receive(self, invoice, day, slip=False):
        """The client pays, less the tax that it withholds."""
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        register.create(
            {
                "payment_date": day,
                "journal_id": self._journal("bank").id,
                "coop_slip_number": slip,
            }
        )._create_payments()

    def _accept_work(self, services, cleaning, signer, design):
        """What clients accept until October, in the order of its days."""
        steps = [
            (row[1], self._accept_milestone, services, design, row)
            for row in story.MILESTONES
        ]
        steps += [
            (row[0], self._accept_month, cleaning, signer, row) for row in story.MONTHS
        ]
        for _day, step, *values in sorted(steps, key=lambda row: row[0]):
            step(*values)

    def _accept_milestone(self, services, job, row):
        """A milestone of the website, by the weights that the team agreed."""
        key, day, weights, rating, comment, paid = row
        milestone = job.coop_project_id.milestone_ids.filtered(
            lambda row: row.sale_line_id.product_id == services[key]
        )
        acceptance = self.env["coop.service.acceptance"].create(
            {
                "contract_id": job.id,
                "date": day,
                "date_from": story.DESIGN_FROM,
                "date_to": day,
                "milestone_id": milestone.id,
            }
        )
        acceptance.action_propose()
        for work in acceptance.work_ids:
            # nobody counts hours here
            work.write({"hours": 0, "days": 0})
            work.weight = weights[work.member_id.number]
        milestone.is_reached = True
        self._accept(acceptance, day, self._client("kopi"), rating, comment)
        invoice = self._invoice(acceptance)
        if paid:
            self._receive(invoice, paid)

    def _accept_month(self, job, signer, row):
        """A month of cleaning: the work of the shifts."""
        day, rating, comment, paid, slip = row
        acceptance = self.env["coop.service.acceptance"].create(
            {
                "contract_id": job.id,
                "date": day,
                "date_from": max(day.replace(day=1), story.CLEANING_FROM),
                "date_to": day,
            }
        )
        acceptance.action_propose()
        self._accept(acceptance, day, signer, rating, comment)
        invoice = self._invoice(acceptance)
        if paid:
            self._receive(invoice, paid, slip)

    def _ask_signature(self, services, office):
        """One-off work of a week-end; the client has not signed yet."""
        name, first, last, numbers, sent = story.DEEP
        days = (last - first).days + 1
        order = self._quote(
            office,
            [(services["deep"], days * len(numbers))],
            first - timedelta(days=9),
            coop_date_from=first,
            coop_date_to=last,
            coop_payer="collector",
            coop_withholds=True,
            coop_buyer="government",
        )
        job = self._win(order, name, first - timedelta(days=6))
        role = job.coop_role_ids
        role.people = len(numbers)
        self._assign([(role, numbers)], first - timedelta(days=5))
        acceptance = self.env["coop.service.acceptance"].create(
            {
                "contract_id": job.id,
                "date": sent,
                "date_from": first,
                "date_to": last,
            }
        )
        acceptance.action_propose()
        # not action_send, which writes to the client
        acceptance._portal_ensure_token()
        acceptance._set(state="sent", sent_on=self._at(sent, 10))

    # ------------------------------------------------------------------------ quality
    def _complain(self, job, signer):
        """A quality check, and a complaint that was solved within a day."""
        subject, text, solution, cause = story.COMPLAINT
        check = self.env["coop.quality.check"].create(
            {
                "contract_id": job.id,
                "role_id": job.coop_role_ids[-1:].id,
                "date": story.MONTHS[1][0].replace(day=16),
                "user_id": self._user("officer").id,
                "member_ids": [Command.set(self._members(["0002", "0003"]).ids)],
            }
        )
        check.action_load()
        check.item_ids.result = "good"
        check.item_ids[2:3].write({"result": "fair", "note": "Debu di rak atas"})
        check.action_done()
        day = story.MONTHS[2][0].replace(day=12)
        acceptance = job.coop_acceptance_ids.sorted("date")[-1:]
        complaint = self.env["coop.complaint"].create(
            {
                "contract_id": job.id,
                "acceptance_id": acceptance.id,
                "subject": subject,
                "description": text,
                "date": self._at(day, 13, 40),
                "channel": "portal",
                "user_id": self._user("officer").id,
                "member_ids": [Command.set(self._members(["0001"]).ids)],
                "cause": cause,
                "solution": solution,
            }
        )
        # not the buttons, which take now
        complaint.sudo().write(
            {
                "state": "closed",
                "responded_on": self._at(day, 15, 10),
                "resolved_on": self._at(day + timedelta(days=1), 14),
            }
        )
        complaint.message_subscribe(signer.ids)
