# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields
from odoo.fields import Command

from .common import ServicesCase


class PriceCase(ServicesCase):
    """Fair prices in Kota Bandung, from 2026 on, and quotations at them.

    ``build`` makes a fair price of one cleaner a month (208 hours at 27,500), ``quote``
    a quotation of it. The rules: social security 3 % (paid to members), overhead 5 %,
    10 % of the price for the cooperative, 2 % reserve, VAT.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["coop.price.scheme"]._at(
            cls.company, fields.Date.to_date("2026-01-01")
        )
        cls.bandung = cls.env.ref("coop_services.floor_kota_bandung")
        cls.west_java = cls.env.ref("coop_services.floor_jawa_barat")
        cls.hour_173 = cls.env.ref("coop_services.basis_hour_173")
        cls.hour_126 = cls.env.ref("coop_services.basis_hour_126")
        cls.site.write(
            {"city": "Kota Bandung", "state_id": cls.env.ref("base.state_id_jb").id}
        )
        cls.monthly = cls.service(
            "Office cleaning a month",
            1,
            coop_is_service=True,
            coop_recurring=True,
            uom_id=cls.env.ref("uom.product_uom_unit").id,
            taxes_id=[Command.clear()],
        )
        cls.logo = cls.service(
            "Logo",
            1,
            coop_is_service=True,
            uom_id=cls.env.ref("uom.product_uom_unit").id,
            taxes_id=[Command.clear()],
        )

    @classmethod
    def build(cls, product=None, rate=27500, quantity=208, lines=None, **values):
        product = product or cls.monthly
        lines = lines or [
            {
                "name": "Cleaner",
                "skill_id": cls.clean.id,
                "skill_level_id": cls.basic.id,
                "certificate_ids": [Command.set(cls.safety.ids)],
                "quantity": quantity,
                "rate": rate,
                "wage_basis_id": cls.hour_173.id,
            }
        ]
        return cls.env["coop.price.build"].create(
            {
                "name": product.name,
                "product_tmpl_id": product.product_tmpl_id.id,
                "company_id": cls.company.id,
                "date": "2026-01-01",
                "floor_id": cls.bandung.id,
                "scale": "people" if product.coop_recurring else "time",
                "line_ids": [Command.create(line) for line in lines],
                **values,
            }
        )

    @classmethod
    def quote(cls, *products, price=None, quantity=1, **values):
        """A quotation of these services for the site, work from 2 March 2026 on."""
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.client.id,
                "company_id": cls.company.id,
                "date_order": "2026-02-20",
                "coop_site_id": cls.site.id,
                "coop_date_from": "2026-03-02",
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "product_uom_qty": quantity}
                    )
                    for product in products or (cls.monthly,)
                ],
                **values,
            }
        )
        if price is not None:
            order.order_line.price_unit = price
        return order
