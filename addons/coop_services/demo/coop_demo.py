# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import datetime, time

from odoo import api, models
from odoo.fields import Command

from . import story

UNITS = {
    "unit": "uom.product_uom_unit",
    "day": "uom.product_uom_day",
    "hour": "uom.product_uom_hour",
}


class CoopDemo(models.AbstractModel):
    """What the demo cooperative sells, who does it, and what members get of it."""

    _inherit = "coop.demo"

    @api.model
    def _load_services(self):
        """Catalogue, jobs, accepted work, invoices and payouts of 2026, once."""
        company = self._demo_company()
        products = self.env["product.template"]
        if not company or products.search_count(
            [("company_id", "=", company.id), ("coop_is_service", "=", True)], limit=1
        ):
            return
        # the post-init hook of this addon comes after its demo data
        self.env["account.chart.template"]._coop_services_load_existing()
        self._in_company(company)._tell_services()

    def _tell_services(self):
        """In the order in which it happens."""
        self._set_up_services()
        self._hand_in_dues()
        services = self._create_catalogue()
        office, signer = self._create_office()
        cleaning = self._win_cleaning(services, office)
        design = self._win_design(services)
        self._lend(cleaning)
        self._share_costs()
        self._work_for_office(cleaning)
        self._accept_work(services, cleaning, signer, design)
        self._advance_money(story.ADVANCES[0])
        self._pay_members()
        self._complain(cleaning, signer)
        self._ask_signature(services, office)
        self._offer_evening(cleaning)
        self._quote_cheaply(services)
        self._advance_money(story.ADVANCES[1])
        self._look_back()

    def _at(self, day, hour=9, minute=0):
        """A moment of that day in Bandung, as the database keeps it (UTC)."""
        return datetime.combine(day, time(hour - 7, minute))

    def _user(self, login):
        return self.env["res.users"].search(
            [("login", "=", login), ("company_id", "=", self.env.company.id)], limit=1
        )

    # ---------------------------------------------------------------------- the frame
    def _set_up_services(self):
        """Taxes of the cooperative, the holiday, wishes of members."""
        company = self.env.company
        company.write(
            {
                "coop_vat_from": story.VAT_FROM,
                "coop_final_tax_from": story.FINAL_TAX[0],
                "coop_final_tax_to": story.FINAL_TAX[1],
            }
        )
        name, day = story.HOLIDAY
        self.env["resource.calendar.leaves"].create(
            {
                "name": name,
                "company_id": company.id,
                "date_from": self._at(day, 7),
                "date_to": self._at(day, 23),
            }
        )
        self.env["coop.service.wish"].create(
            [
                {
                    "member_id": self._member(number).id,
                    "kind": kind,
                    "date_from": first,
                    "date_to": last,
                    "weekday": weekday,
                    "note": note,
                }
                for number, kind, first, last, weekday, note in story.WISHES
            ]
        )

    def _create_catalogue(self):
        """``{key: product.product}`` with fair prices and what others ask."""
        services = {
            key: self._create_service(*row) for key, row in story.SERVICES.items()
        }
        name, kbli, price = story.SUBCONTRACTED
        self._create_product(
            name,
            kbli,
            list_price=price,
            coop_performer="subcontractor",
        )
        services["cleaner"].coop_quality_point_ids = [
            Command.create({"name": row, "weight": weight, "sequence": sequence})
            for sequence, (row, weight) in enumerate(story.CHECKLIST, 1)
        ]
        home = story.SERVICES["home"][4][0]
        skill, level = self._skill_level(home[1], home[2])
        self.env["coop.booking.rule"].create(
            {
                "product_id": services["home"].id,
                "duration": 3,
                "skill_id": skill.id,
                "skill_level_id": level.id,
                "rate": home[4],
            }
        )
        return services

    def _create_product(self, name, kbli, unit="unit", **values):
        company = self.env.company
        return self.env["product.product"].create(
            {
                "name": name,
                "type": "service",
                "company_id": company.id,
                "uom_id": self.env.ref(UNITS[unit]).id,
                "taxes_id": [Command.set(company.coop_vat_tax_id.ids)],
                "supplier_taxes_id": [Command.clear()],
                "coop_is_service": True,
                "coop_kbli_code": kbli,
                **values,
            }
        )

    def _create_service(self, name, kbli, monthly, unit, work, low, high):
        product = self._create_product(name, kbli, unit, coop_recurring=monthly)
        template = product.product_tmpl_id
        lines = []
        for role, key, percent, hours, rate in work:
            skill, level = self._skill_level(key, percent)
            lines.append(
                {
                    "name": role,
                    "skill_id": skill.id,
                    "skill_level_id": level.id,
                    "quantity": hours,
                    "rate": rate,
                    "wage_basis_id": self.env.ref("coop_services.basis_hour_173").id,
                }
            )
        build = self.env["coop.price.build"].create(
            {
                "name": name,
                "product_tmpl_id": template.id,
                "date": story.VAT_FROM,
                "floor_id": self.env.ref("coop_services.floor_kota_bandung").id,
                "scale": "people" if monthly else "time",
                "line_ids": [Command.create(line) for line in lines],
            }
        )
        product.list_price = build.price
        self.env["coop.reference.price"].create(
            {
                "product_tmpl_id": template.id,
                "valid_from": story.VAT_FROM,
                "place": "Bandung",
                "price_from": low,
                "price_to": high,
                "source": story.SURVEY,
            }
        )
        return product

    def _skill_level(self, key, percent):
        skill = self._demo_skill(key)
        levels = skill.skill_type_id.skill_level_ids
        return skill, levels.filtered(lambda level: level.level_progress == percent)

    def _create_office(self):
        """The government office, and who signs there on the portal."""
        name, street, number = story.OFFICE
        office = self._contact(name, street)
        office.write(
            {
                "vat": number,
                "l10n_id_kode_transaksi": "02",
                "l10n_id_tku": "000000",
            }
        )
        name, function, login = story.SIGNER
        signer = self.env["res.partner"].create(
            {
                "name": name,
                "parent_id": office.id,
                "type": "contact",
                "function": function,
                "email": f"{login}@karyabersama.example",
                "lang": self.env.lang,
            }
        )
        (office + signer).company_id = False
        users = self.env["res.users"]
        if not users.with_context(active_test=False).search_count(
            [("login", "=", login)], limit=1
        ):
            users.create(
                {
                    "partner_id": signer.id,
                    "login": login,
                    "password": login,
                    "lang": self.env.lang,
                    "tz": "Asia/Jakarta",
                    "company_id": self.env.company.id,
                    "company_ids": [Command.set(self.env.company.ids)],
                    "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
                }
            )
        return office, signer

    # ---------------------------------------------------------------- what is for all
    def _lend(self, job):
        """Tools, uniforms and passes that members have with them."""
        for name, code, kind, pieces, rows in story.LOANS:
            item = self.env["coop.loan.item"].create(
                {"name": name, "code": code, "kind": kind, "quantity": pieces}
            )
            self.env["coop.loan"].create(
                [
                    {
                        "item_id": item.id,
                        "member_id": self._member(number).id,
                        "contract_id": job.id,
                        "quantity": quantity,
                        "date_out": day,
                    }
                    for number, quantity, day in rows
                ]
            )

    def _share_costs(self):
        """Bills for all members, paid; their parts are computed at the end."""
        bills = self._post(
            [
                self._vendor_bill(
                    day,
                    f"{vendor.upper()}/{day:%Y%m}",
                    vendor,
                    f"coop_pool_{pool}",
                    text,
                    amount,
                    None,
                )
                for pool, day, vendor, text, amount in story.SHARED_COSTS
            ]
        )
        items = self._open_items(("move_id", "in", bills.ids))
        self._settle(
            [
                (item.move_id.invoice_date_due, item, 0, item.move_id.ref)
                for item in items
            ],
            "bank",
        )

    def _look_back(self):
        """Shared costs shown to the members, the taxes of October."""
        kinds = {row[0] for row in story.SHARED_COSTS}
        pools = self.env["coop.cost.pool"].search(
            [("company_id", "=", self.env.company.id), ("kind", "in", list(kinds))]
        )
        periods = self.env["coop.cost.pool.period"].create(
            [
                {
                    "pool_id": pool.id,
                    "date_from": story.POOLS_TO.replace(month=1, day=1),
                    "date_to": story.POOLS_TO,
                }
                for pool in pools
            ]
        )
        periods.action_compute()
        periods.action_show()
        self.env["coop.tax.sheet"].create({"date": story.POOLS_TO})
        self._number_by_date()
