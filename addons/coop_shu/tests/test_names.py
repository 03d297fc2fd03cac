# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ShuCase

NAMES = [
    "Dana Cadangan",
    "Jasa Usaha Anggota",
    "Jasa Modal Anggota",
    "Dana Pengurus dan Pengawas",
    "Dana Karyawan",
    "Dana Pendidikan",
    "Dana Sosial",
    "Dana Pembangunan Daerah Kerja",
]


@tagged("post_install", "-at_install")
class TestNamesInTheReadersLanguage(ShuCase):
    """An Indonesian member reads Indonesian names, whoever computed the run."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("id_ID")
        cls.env["account.chart.template"]._load_translations(langs=["id_ID"])
        cls.default = cls.schemes.with_context(lang="en_US")
        cls.default.capital_basis = "closing"
        cls.worker("Ani", savings=1_000, patronage=1_000)
        cls.book(member=1_000_000, non_member=1_000)

    def names(self, records, lang="id_ID"):
        return records.with_context(lang=lang).mapped("name")

    def test_starting_scheme_in_indonesian(self):
        lines = self.default.line_ids
        self.assertEqual(self.names(lines), NAMES)
        self.assertEqual(self.names(lines, "en_US")[1], "Patronage share")
        self.assertEqual(self.names(self.default.non_member_line_ids), NAMES[:1])

    def test_indonesian_installed_later_keeps_own_names(self):
        reserve, patronage = self.default.line_ids[:2]
        for line in reserve, patronage:
            line.update_field_translations("name", {"id_ID": False})
        self.assertEqual(self.names(reserve), ["Reserve"])
        patronage.with_context(lang="id_ID").name = "Jasa Anggota"
        self.env["account.chart.template"]._load_translations(langs=["id_ID"])
        self.assertEqual(
            self.names(reserve | patronage), ["Dana Cadangan", "Jasa Anggota"]
        )

    def test_pools_freeze_the_names_of_all_languages(self):
        staff = self.default.line_ids[4]
        staff.with_context(lang="id_ID").name = "Dana Pengelola"
        run = self.computed(self.default)
        expected = NAMES[:4] + ["Dana Pengelola"] + NAMES[5:]
        pools = run.pool_ids.filtered(lambda pool: pool.part == "member")
        self.env.invalidate_all()
        self.assertEqual(self.names(pools), expected)
        self.assertEqual(self.names(pools, "en_US")[4], "Staff fund")
        self.assertEqual(self.names(run.pool_ids - pools), NAMES[:1])
        slip = self.env["report.coop_shu.share_slip"].with_context(lang="id_ID")
        share = run.share_ids.with_context(lang="id_ID")
        self.assertIn(
            "Jasa Usaha Anggota", [bar["name"] for bar in slip._slip(share)["pools"]]
        )
        # renamed afterwards: the pools stay, the meeting decides on what it saw
        staff.with_context(lang="id_ID").name = "Dana Pegawai"
        self.assertEqual(self.names(pools), expected)
        run.write({"resolution_number": "1/RAT/2026", "resolution_date": "2026-03-20"})
        with self.assertRaisesRegex(UserError, "changed since"):
            run.action_approve()

    def test_simulation_in_the_readers_language_and_its_scheme_in_all(self):
        run = self.computed(self.default)
        simulation = (
            self.env["coop.shu.simulation"]
            .with_context(lang="id_ID")
            .create({"run_id": run.id})
        )
        self.assertEqual(simulation.line_ids.mapped("name"), NAMES)
        action = simulation.with_context(lang="en_US").action_create_scheme()
        lines = self.env["coop.shu.scheme"].browse(action["res_id"]).line_ids
        self.assertEqual(self.names(lines), NAMES)
        self.assertEqual(self.names(lines, "en_US")[0], "Reserve")
