# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import date

from odoo import api, models

from odoo.addons.coop_membership.demo.story import BYLAWS

ASSEMBLY = date(2025, 3, 15)
RESOLUTION = "Keputusan RAT 15 Maret 2025 No. 04/RAT/2025"
# Surplus of 2024 as the assembly divided it, by template account
FUNDS_2024 = {
    "coop_reserve": 7_800_000,
    "coop_fund_board": 1_300_000,
    "coop_fund_staff": 780_000,
    "coop_fund_education": 1_300_000,
    "coop_fund_social": 1_040_000,
    "coop_fund_development": 780_000,
}
SHARES_2024 = {
    "0001": 2_310_000,
    "0002": 2_180_000,
    "0003": 1_560_000,
    "0004": 1_040_000,
    "0005": 1_690_000,
    "0006": 780_000,
    "0007": 1_235_000,
    "0008": 1_170_000,
    "0009": 580_000,
    "0011": 455_000,
}
PAID = date(2025, 3, 26)
CERTIFICATES = 975_000
GRIEF = 750_000


class CoopDemo(models.AbstractModel):
    """The surplus of the demo cooperative.

    That of 2024 was divided before there were runs: by a plain entry, and paid but for
    one member who did not come. The year 2025 is closed and waits for its run.
    """

    _inherit = "coop.demo"

    @api.model
    def _load_surplus(self):
        """Distribute 2024, use two funds, close 2025 and start its run, once."""
        company = self._demo_company()
        runs = self.env["coop.shu.run"]
        if not company or runs.search_count([("company_id", "=", company.id)], limit=1):
            return
        # the post-init hook of this addon comes after its demo data
        self.env["account.chart.template"]._coop_shu_load_existing()
        self._in_company(company)._tell_surplus()

    def _tell_surplus(self):
        self._name_scheme()
        self._distribute_2024()
        self._pay_2024()
        self._use_funds()
        self._number_by_date()
        company = self.env.company
        company.fiscalyear_lock_date = date(2025, 12, 31)
        run = self.env["coop.shu.run"].create(
            {"date_from": date(2025, 1, 1), "date_to": date(2025, 12, 31)}
        )
        # typed by a user of that cooperative, so in its own language
        run.message_post(  # pylint: disable=translation-required
            body="RAT tahun buku 2025 direncanakan Sabtu, 20 Juni 2026. Hitung SHU dan "
            "kirim daftar pembagian kepada anggota paling lambat 13 Juni.",
            author_id=self._member("0003").partner_id.id,
        )

    def _name_scheme(self):
        """Make the starting scheme the cooperative's own, with its articles."""
        scheme = self.env["coop.shu.scheme"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        )
        scheme.write(
            {
                "name": "Pembagian SHU menurut Anggaran Dasar",
                "valid_from": date(2025, 1, 1),
                "source": f"{BYLAWS} pasal 45",
            }
        )
        for letter, line in zip("abcdefgh", scheme.line_ids, strict=True):
            line.source = f"{BYLAWS} pasal 45 ayat (2) huruf {letter}"
        scheme.non_member_line_ids.source = f"{BYLAWS} pasal 45 ayat (3)"
        scheme.patronage_source_ids.source = f"{BYLAWS} pasal 46 ayat (1)"

    def _distribute_2024(self):
        """The decision of the assembly as an entry: funds, and a line a member."""
        nobody = self.env["res.partner"]
        payable = self.env.company.coop_shu_payable_account_id
        members = self._members(list(SHARES_2024))
        members.partner_id.supplier_rank = 1
        total = sum(FUNDS_2024.values()) + sum(SHARES_2024.values())
        self._post(
            [
                self._entry(
                    self.env.company._coop_journal(),
                    ASSEMBLY,
                    f"Pembagian SHU 2024, {RESOLUTION}",
                    [
                        (self._account("unaffected"), total, nobody),
                        *(
                            (self._account(name), -amount, nobody)
                            for name, amount in FUNDS_2024.items()
                        ),
                        *(
                            (payable, -SHARES_2024[member.number], member.partner_id)
                            for member in members
                        ),
                    ],
                )
            ]
        )

    def _pay_2024(self):
        """Pay the shares before the feast, with one old one, to who has a bank."""
        batch = self.env["coop.payment.batch"].create(
            {
                "date": PAID,
                "account_id": self.env.company.coop_shu_payable_account_id.id,
                "method": "bank",
                "memo": "SHU tahun buku 2024",
            }
        )
        batch.action_fill()
        batch.action_post()

    def _use_funds(self):
        """Certificates from the education fund, help to an heir from the social one."""
        bank = self._journal("bank")
        institute = self._contact(
            "LSP Jasa Kebersihan Nusantara", "Jl. Turangga No. 25"
        )
        bill = self._post(
            [
                {
                    "move_type": "in_invoice",
                    "partner_id": institute.id,
                    "ref": "LSP/2025/118",
                    "invoice_date": date(2025, 9, 12),
                    "invoice_date_due": date(2025, 9, 26),
                    "invoice_line_ids": [
                        self._line(
                            self._account("coop_fund_education"),
                            "Uji kompetensi petugas kebersihan (Budi, Siti, Agus)",
                            CERTIFICATES // 3,
                            3,
                        )
                    ],
                }
            ]
        )
        item = bill.line_ids.filtered(
            lambda line: line.account_type == "liability_payable"
        )
        self._settle([(date(2025, 9, 19), item, 0, bill.ref)], "bank")
        widow = self._member("0008").heir_ids[0].partner_id
        self._post(
            [
                self._entry(
                    bank,
                    date(2025, 10, 27),
                    "Santunan duka keluarga Togar Siregar, Dana Sosial",
                    [
                        (self._account("coop_fund_social"), GRIEF, widow),
                        (bank.default_account_id, -GRIEF, widow),
                    ],
                )
            ]
        )
