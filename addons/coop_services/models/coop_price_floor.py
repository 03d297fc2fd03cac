# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models

# How places are called in addresses, besides their name.
PREFIXES = ("kota ", "kabupaten ", "kab. ", "kab ")


class CoopPriceFloor(models.Model):
    """A place with its minimum wages by date: no member's work is sold below them.

    A province (UMP) without a city, or a city (UMK) within it. The wage itself binds
    employers; the cooperative takes it as the floor of what its members earn.
    """

    _name = "coop.price.floor"
    _description = "Price Floor of a Place"
    _order = "name, id"

    name = fields.Char(string="Place", required=True)
    active = fields.Boolean(default=True)
    country_id = fields.Many2one(
        "res.country", required=True, default=lambda self: self.env.ref("base.id")
    )
    state_id = fields.Many2one(
        "res.country.state",
        string="Province",
        required=True,
        ondelete="restrict",
        domain="[('country_id', '=', country_id)]",
    )
    city = fields.Char(
        help="As it stands in addresses, without “Kota” or “Kabupaten”; empty for the "
        "whole province."
    )
    amount_ids = fields.One2many("coop.price.floor.amount", "floor_id", copy=True)
    amount = fields.Float(
        string="Minimum wage today", compute="_compute_amount", digits=(16, 0)
    )

    @api.depends("amount_ids.amount", "amount_ids.valid_from")
    def _compute_amount(self):
        today = fields.Date.context_today(self)
        for floor in self:
            floor.amount = floor._at(today).amount

    def _at(self, date):
        """The row of minimum wage that is valid on ``date``, or an empty one."""
        day = fields.Date.to_date(date)
        rows = self.amount_ids.filtered(lambda row: row.valid_from <= day)
        return rows.sorted("valid_from")[-1:]

    @api.model
    def _place_of(self, partner, date):
        """The place of an address: its city, else its province, else an empty record.

        A name that a city and a regency share gives the higher wage of that day.
        """
        city = (partner.city or "").strip().lower()
        names = {city, *(city.removeprefix(prefix) for prefix in PREFIXES)} - {""}
        found = self.search([("state_id", "=", partner.state_id.id)])
        cities = found.filtered(lambda f: (f.city or "").strip().lower() in names)
        exact = cities.filtered(lambda f: f.name.strip().lower() == city)
        places = exact or cities or found.filtered(lambda f: not f.city)
        return places.sorted(lambda f: f._at(date).amount, reverse=True)[:1]
