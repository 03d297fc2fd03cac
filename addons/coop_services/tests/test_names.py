# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo.tests import tagged

from .price_common import PriceCase


@tagged("post_install", "-at_install")
class TestNamesInTheReadersLanguage(PriceCase):
    """An Indonesian reads Indonesian, also on the screens of OCA's contracts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("id_ID")
        cls.env["ir.module.module"]._load_module_terms(["coop_services"], ["id_ID"])
        cls.env["account.chart.template"]._load_translations(langs=["id_ID"])

    def fields(self, model, *names):
        return self.env[model].with_context(lang="id_ID").fields_get(names)

    def test_what_comes_with_the_chart(self):
        scheme = self.rules.with_context(lang="id_ID")
        self.assertIn("Aturan awal", scheme.name)
        self.assertIn("keputusan rapat", scheme.source)
        self.assertEqual(scheme.line_ids[:1].name, "Jaminan Sosial")
        scheme.name = "Aturan kami"
        self.env["account.chart.template"]._load_translations(langs=["id_ID"])
        self.assertEqual(scheme.name, "Aturan kami")

    def test_selections_that_are_another_models(self):
        for model, name, key, words in (
            ("coop.service.share", "pay_when", "accepted", "Saat pekerjaan diterima"),
            ("coop.service.acceptance", "split", "rate", "Tarif Peran"),
            ("product.template", "coop_performer", "member", "Anggota"),
            ("coop.tax.sheet", "state", "posted", "Dibukukan"),
            ("coop.service.correction", "state", "draft", "Rancangan"),
        ):
            with self.subTest(model=model):
                found = dict(self.fields(model, name)[name]["selection"])
                self.assertEqual(found[key], words)

    def test_terms_of_contracts(self):
        field = self.fields("contract.contract", "user_id")["user_id"]
        self.assertEqual(field["string"], "Penanggung Jawab")
        form = self.env.ref("contract.contract_contract_form_view")
        self.assertIn("Nama Kontrak", form.with_context(lang="id_ID").arch)
