# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo.tests import tagged

from .scenario_common import ScenarioCase
from .test_client_portal import drawing


@tagged("post_install", "-at_install")
class TestScenarioCleaning(ScenarioCase):
    """A quarter of cleaning for a government office, 24,000,000 a month.

    A supervisor (Siti, 40,000 an hour) and two cleaners (Budi and Tono, 30,000) work
    on weekdays, 22, 20 and 22 of them. On 15 January Rina stands in for Budi; from 16
    February on she replaces Tono. 10 % stay with the cooperative, the rest is shared by
    rate × hours. The office (code 02) pays the VAT itself and withholds 2 %; for March
    it takes off 1 per mille for five days.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls.person("Dinas Kebersihan", is_company=True)
        cls.build(
            date="2025-12-01",
            lines=[
                {
                    "name": "Supervisor",
                    "skill_id": cls.clean.id,
                    "skill_level_id": cls.expert.id,
                    "wage_basis_id": cls.hour_173.id,
                    "quantity": 176,
                    "rate": 40000,
                },
                {
                    "name": "Cleaner",
                    "skill_id": cls.clean.id,
                    "skill_level_id": cls.basic.id,
                    "people": 2,
                    "wage_basis_id": cls.hour_173.id,
                    "quantity": 176,
                    "rate": 30000,
                },
            ],
        )
        january = "2026-01-01"
        cls.budi = cls.saver("Budi", "0001", january, cls.clean)
        cls.siti = cls.saver("Siti", "0002", january, (cls.clean, cls.expert))
        cls.tono = cls.saver("Tono", "0003", january, cls.clean)
        cls.rina = cls.saver("Rina", "0004", january, cls.clean)

    def shift_of(self, member, day):
        return (
            self.env["coop.service.shift"]
            .search([("member_id", "=", member.id)])
            .filtered(lambda shift: str(shift._day()) == day)
        )

    def work(self, first, last):
        """The dispatcher confirms the shifts of a month."""
        shifts = self.env["coop.service.shift"].search(
            [("contract_id", "=", self.job_.id), ("state", "=", "planned")]
        )
        shifts = shifts.filtered(lambda shift: first <= str(shift._day()) <= last)
        shifts.action_done()

    def bast(self, first, last):
        """The client signs for a month; the posted invoice is its only trace."""
        acceptance = self.env["coop.service.acceptance"].create(
            {
                "contract_id": self.job_.id,
                "date": last,
                "date_from": first,
                "date_to": last,
            }
        )
        acceptance.action_propose()
        acceptance.action_send()
        acceptance._sign("Ibu Ratna", drawing())
        invoice = acceptance._create_invoices()
        invoice.action_post()
        self.assertEqual(invoice.l10n_id_kode_transaksi, "02")
        # the VAT is on the invoice, and the buyer pays it: the account is at zero
        vat = invoice.line_ids.filtered("tax_repartition_line_id")
        self.assertEqual(sorted(vat.mapped("balance")), [-2640000, 2640000])
        self.assertEqual(vat.account_id, self.output_vat)
        self.assertEqual(
            self.entry_of(invoice),
            {self.receivable: 24000000, self.account("member_revenue"): -24000000},
        )
        return acceptance, invoice

    def test_quarter(self):
        company = self.company
        with self.on("2025-12-20"):
            self.win()
        with self.on("2026-01-31"):
            self.january()
        with self.on("2026-02-28"):
            self.february()
        with self.on("2026-03-31"):
            self.march()
        self.assertEqual(
            self.trial_balance(),
            {
                self.bank_account: 10127000,
                company.coop_withheld_account_id: 1440000,
                company.coop_penalty_account_id: 120000,
                self.account("member_revenue"): -72000000,
                company.coop_member_cost_account_id: 64680000,
                company.coop_income_tax_account_id: -1617000,
                self.mandatory.account_id: -750000,
                self.principal.account_id: -2000000,
            },
        )
        self.assertEqual(
            self.patronage(),
            {
                "Budi": 6872728 + 7200000 + 7200000,
                "Siti": 28800000,
                "Tono": 7200000 + 3600000,
                "Rina": 327272 + 3600000 + 7200000,
            },
        )
        self.assert_value_is_revenue()
        saved = (self.budi + self.tono)._savings_at(self.march_run.date)
        self.assertEqual(saved[self.budi][self.mandatory], 200000)
        self.assertEqual(saved[self.tono][self.mandatory], 150000)

    def win(self):
        """Quotation, order, job with its roles, and the team."""
        order = self.quote(
            price=24000000,
            partner_id=self.office.id,
            coop_site_id=self.person(
                "Kantor", parent_id=self.office.id, type="other"
            ).id,
            date_order="2025-12-20",
            coop_date_from="2026-01-01",
            coop_date_to="2026-03-31",
            coop_payer="collector",
            coop_buyer="government",
            coop_withholds=True,
            coop_penalty_permille=1,
        )
        order.action_confirm()
        self.job_ = job = order.coop_job_ids
        self.assertEqual(job.coop_split, "rate")
        job.coop_percent = 10  # as the meeting of members decided
        supervisor, cleaner = job.coop_role_ids.sorted("rate", reverse=True)
        self.assertEqual((supervisor.people, cleaner.people), (1, 2))
        job.coop_role_ids.sat = False
        team = self.env["coop.service.assignment"].create(
            [
                {"role_id": role.id, "member_id": member.id}
                for role, member in (
                    (supervisor, self.siti),
                    (cleaner, self.budi),
                    (cleaner, self.tono),
                )
            ]
        )
        team.action_offer()
        team.action_accept()
        self.assertEqual(job.coop_open_places, 0)

    def january(self):
        absent = self.shift_of(self.budi, "2026-01-15")
        absent.action_absent()
        self.env["coop.service.replace"].create(
            {
                "shift_ids": absent.ids,
                "member_id": self.rina.id,
                "reason": "Budi is ill",
            }
        ).action_apply()
        self.assertEqual((absent.member_id, absent.is_substitute), (self.rina, True))
        self.work("2026-01-01", "2026-01-31")
        acceptance, invoice = self.bast("2026-01-01", "2026-01-31")
        self.assertEqual(
            {w.member_id.partner_id.name: w.weight for w in acceptance.work_ids},
            {
                "Budi": 168 * 30000,
                "Siti": 176 * 40000,
                "Tono": 176 * 30000,
                "Rina": 8 * 30000,
            },
        )
        self.assertEqual(
            self.shares(acceptance),
            {
                "Budi": (6185455, 6872728),
                "Siti": (8640000, 9600000),
                "Tono": (6480000, 7200000),
                "Rina": (294545, 327272),
            },
        )
        advance = self.env["coop.member.advance"].create(
            {"member_id": self.tono.id, "amount": 1500000, "date": "2026-02-01"}
        )
        self.assertEqual(advance.limit, 3240000)  # half of 6,480,000
        advance.action_approve()
        advance.action_pay()
        self.assertEqual(
            self.entry_of(advance.payment_id.move_id),
            {
                self.company.coop_advance_account_id: 1500000,
                self.bank_account: -1500000,
            },
        )
        # paid at acceptance, before the client pays
        run = self.pay_members("2026-02-05", "2026-01-31")
        # dues of January and February
        self.assertEqual(
            self.payouts(run),
            {
                "Budi": (6185455, 154636, 100000, 0, 5930819),
                "Siti": (8640000, 216000, 100000, 0, 8324000),
                "Tono": (6480000, 162000, 100000, 1500000, 4718000),
                "Rina": (294545, 7364, 100000, 0, 187181),
            },
        )
        bill = run.payout_ids.filtered(lambda p: p.member_id == self.tono).move_id
        self.assertEqual(
            self.entry_of(bill),
            {
                self.company.coop_member_cost_account_id: 6480000,
                self.company.coop_income_tax_account_id: -162000,
                self.mandatory.account_id: -100000,
                self.company.coop_advance_account_id: -1500000,
                self.company.coop_payout_payable_account_id: -4718000,
            },
        )
        payment = self.client_pays(invoice, "2026-02-20")
        self.assertEqual(
            self.entry_of(payment.move_id),
            {
                self.bank_account: 23520000,
                self.company.coop_withheld_account_id: 480000,
                self.receivable: -24000000,
            },
        )
        self.assertEqual(acceptance.invoice_state, "paid")

    def february(self):
        old = self.env["coop.service.assignment"].search(
            [("member_id", "=", self.tono.id)]
        )
        wizard = self.env["coop.service.replace"].create(
            {
                "assignment_id": old.id,
                "date": "2026-02-16",
                "member_id": self.rina.id,
                "reason": "Tono moves to another job",
            }
        )
        new = self.env["coop.service.assignment"].browse(
            wizard.action_apply()["res_id"]
        )
        new.action_accept()
        self.assertEqual((old.state, str(old.date_to)), ("replaced", "2026-02-15"))
        self.assertEqual((new.replaces_id, str(new.date_to)), (old, "2026-03-31"))
        self.work("2026-02-01", "2026-02-28")
        acceptance, invoice = self.bast("2026-02-01", "2026-02-28")
        self.assertEqual(
            self.shares(acceptance),
            {
                "Budi": (6480000, 7200000),
                "Siti": (8640000, 9600000),
                "Tono": (3240000, 3600000),
                "Rina": (3240000, 3600000),
            },
        )
        run = self.pay_members("2026-03-05", "2026-02-28")
        self.assertEqual(
            self.payouts(run),
            {
                "Budi": (6480000, 162000, 50000, 0, 6268000),
                "Siti": (8640000, 216000, 50000, 0, 8374000),
                "Tono": (3240000, 81000, 50000, 0, 3109000),
                "Rina": (3240000, 81000, 50000, 0, 3109000),
            },
        )
        self.client_pays(invoice, "2026-03-20")

    def march(self):
        self.work("2026-03-01", "2026-03-31")
        acceptance, invoice = self.bast("2026-03-01", "2026-03-31")
        complaint = self.env["coop.complaint"].create(
            {
                "contract_id": self.job_.id,
                "acceptance_id": acceptance.id,
                "subject": "The hall was finished five days late",
            }
        )
        complaint.action_respond()
        penalty = self.env["coop.service.correction"].create(
            {
                "acceptance_id": acceptance.id,
                "kind": "penalty",
                "days_late": 5,
                "borne_by": "team",
                "date": "2026-03-31",
                "reason": "Hall five days late",
            }
        )
        self.assertEqual(penalty.amount, 120000)
        penalty.action_post()
        complaint.write(
            {"correction_id": penalty.id, "solution": "Finished; penalty accepted"}
        )
        complaint.action_resolve()
        self.assertFalse(complaint.is_late)
        self.assertEqual(
            self.entry_of(penalty.move_ids),
            {self.company.coop_penalty_account_id: 120000, self.receivable: -120000},
        )
        self.assertEqual(
            sorted(penalty.share_ids.mapped(lambda s: (s.gross, s.value))),
            [(-48000, 0), (-36000, 0), (-36000, 0)],
        )
        run = self.pay_members("2026-04-05", "2026-03-31")
        self.march_run = run
        self.assertEqual(
            self.payouts(run),
            {
                "Budi": (6444000, 161100, 50000, 0, 6232900),
                "Siti": (8592000, 214800, 50000, 0, 8327200),
                "Rina": (6444000, 161100, 50000, 0, 6232900),
            },
        )
        payment = self.client_pays(invoice, "2026-04-20")
        self.assertEqual(payment.amount, 23400000)
        self.assertEqual(invoice.payment_state, "paid")
        # what it was sold for, and who shares it, adds up
        self.assertEqual(sum(run.payout_ids.mapped("value")), 24000000)
