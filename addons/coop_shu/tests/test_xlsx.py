# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import io
import random

import openpyxl
import xlsxwriter

from odoo.exceptions import UserError
from odoo.tests import BaseCase, tagged

from odoo.addons.coop_membership.engine.apportion import apportion

from ..report.spreadsheet import COLUMNS, GLOBALS, LIMIT, Apportionment
from .common import ShuCase
from .spreadsheet import Recalculation

LABELS = {name: name for name in (*COLUMNS, *GLOBALS)}


@tagged("post_install", "-at_install")
class TestSpreadsheetApportionment(BaseCase):
    """The formulas of a block equal the engine, in floats, up to the limit."""

    def shares(self, total, weights):
        stream = io.BytesIO()
        workbook = xlsxwriter.Workbook(stream)
        sheet = workbook.add_worksheet("Steps")
        block = Apportionment(
            sheet,
            1,
            0,
            "Block",
            (str(total), total),
            [(str(weight), weight) for weight in weights],
            LABELS,
            (None, None),
        )
        workbook.close()
        book = openpyxl.load_workbook(stream)
        cached = openpyxl.load_workbook(stream, data_only=True)
        live = Recalculation(book)
        cells = [block.share(index).rsplit("!", 1)[1] for index in range(len(weights))]
        self.assertEqual(
            [cached["Steps"][cell].value for cell in cells],
            [live.value("Steps", cell) for cell in cells],
        )
        return [live.value("Steps", cell) for cell in cells]

    def check(self, total, weights):
        expected = apportion(total if any(weights) else 0, weights)
        self.assertEqual(self.shares(total, weights), expected, (total, weights))

    def test_published(self):
        self.check(15_435_000, [160, 135, 110, 85, 50])
        self.check(6_615_000, [1_700_000, 1_700_000, 1_350_000, 1_100_000, 675_000])

    def test_edges(self):
        self.check(0, [1, 2])
        self.check(1, [0, 0, 5])
        self.check(1_000_000, [1, 1, 1])
        self.check(7, [0, 0])
        self.check(LIMIT - 1, [1, LIMIT - 3, 1])
        self.check(LIMIT - 1, [LIMIT // 2 - 1, LIMIT // 2 - 1])

    def test_beyond_the_floats(self):
        """Pool × weight is 5 × 10^20, far beyond 2^53."""
        weights = [10**10, 10**10 - 1, 3, 9_999_999_967, 10**10]
        self.check(5 * 10**10, weights)
        self.check(5 * 10**10 - 1, [weight * 365 for weight in weights])

    def test_random(self):
        rng = random.Random(2026)
        for _turn in range(150):
            count = rng.randint(1, 30)
            size = 10 ** rng.randint(1, 14) // count
            weights = [rng.randint(0, max(1, size - 1)) for _index in range(count)]
            if rng.random() < 0.3:
                weights = [rng.choice(weights) for _index in range(count)]
            self.check(rng.randint(0, 10 ** rng.randint(1, 14) - 1), weights)


@tagged("post_install", "-at_install")
class TestRunXlsx(ShuCase):
    """The spreadsheet of a run recomputes what the run stored, down to each member."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for index in range(6):
            cls.worker(
                f"Member {index}",
                savings=500_000 + 70_001 * index,
                patronage=1_000_000 + 333_333 * (index % 4),
            )
        cls.leaver = cls.worker("Leaver", savings=900_000, patronage=2_000_000)
        cls.leave(cls.leaver, "2025-09-30")
        cls.small = cls.worker("Small", savings=1000)

    def workbook(self, run):
        content, kind = self.env["ir.actions.report"]._render_xlsx(
            "coop_shu.run_xlsx", run.ids, {}
        )
        self.assertEqual(kind, "xlsx")
        return io.BytesIO(content)

    def live(self, stream):
        return Recalculation(openpyxl.load_workbook(stream))

    def members(self, live):
        """``{number: (patronage, capital, total, payable)}`` recalculated."""
        sheet = live.workbook["Members"]
        return {
            sheet[f"A{row}"].value: tuple(
                live.value("Members", f"{column}{row}") for column in "EFGH"
            )
            for row in range(6, sheet.max_row + 1)
        }

    def stored(self, run):
        return {
            share.number: (
                share.patronage_amount,
                share.capital_amount,
                share.total,
                share.payable,
            )
            for share in run.share_ids
        }

    def assertAgrees(self, run):
        stream = self.workbook(run)
        live = self.live(stream)
        self.assertEqual(self.members(live), self.stored(run))
        cached = openpyxl.load_workbook(stream, data_only=True)
        count = 0
        for sheet, cell in live.formulas():
            count += 1
            self.assertEqual(
                cached[sheet][cell].value,
                live.value(sheet, cell),
                f"{sheet}!{cell} {live.workbook[sheet][cell].value}",
            )
        self.assertGreater(count, 100)
        texts = [
            live.value("Summary", f"A{row}")
            for row in range(1, live.workbook["Summary"].max_row + 1)
        ]
        self.assertIn("All figures agree", texts)
        return live

    def test_plain_run(self):
        self.book(member=44_100_000, non_member=7_900_000)
        self.assertAgrees(
            self.computed(
                self.scheme([("reserve", 50), ("patronage", 35), ("capital", 15)])
            )
        )

    def test_everything_at_once(self):
        """Broken percentages, two pools of a kind, outsiders' surplus to members,
        sen, shared costs, payable unit, minimum, leaver, month ends."""
        self.book(member=9_876_543.21, non_member=1_234_567.89)
        self.book(assembly_expense=-777_777.77, supervision_expense=-10_000)
        run = self.computed(
            self.scheme(
                [
                    ("reserve", 30.4),
                    ("patronage", 33.3),
                    ("capital", 12.345678),
                    ("patronage", 3.954322),
                    ("fund", 20),
                ],
                non_member=[("reserve", 90), ("capital", 10)],
                allow_non_member_to_members=True,
                capital_basis="month_end_12",
                leaver_rule="jua_only",
                payable_unit=100,
                minimum_payout=5000,
            )
        )
        self.assertTrue(sum(run.pool_ids.mapped("to_reserve")))
        self.assertAgrees(run)

    def test_no_weights(self):
        """Nobody worked: the patronage pool returns to the reserve."""
        self.env["account.move"].search(
            [("company_id", "=", self.company.id), ("date", "=", "2025-05-31")]
        ).button_draft()
        self.env["account.move"].search(
            [("company_id", "=", self.company.id), ("state", "=", "draft")]
        ).unlink()
        self.book(member=1_000_001)
        self.assertAgrees(
            self.computed(self.scheme([("patronage", 60), ("capital", 40)]))
        )

    def test_big(self):
        """Pools of 5 × 10^10 and daily weights beyond 10^12."""
        self.worker("Rich", savings=10_000_000_007, patronage=10_000_000_019)
        self.worker("Richer", savings=9_999_999_967, patronage=30_000_000_001)
        self.book(member=100_000_000_003)
        self.assertAgrees(
            self.computed(
                self.scheme(
                    [("patronage", 50), ("capital", 50)], capital_basis="daily_365"
                )
            )
        )

    def test_changed_percentages(self):
        """Other percentages in the sheet give what the engine gives for them."""
        self.book(member=44_100_001, non_member=7_900_000)
        run = self.computed(
            self.scheme(
                [("reserve", 50), ("patronage", 35), ("capital", 15)],
                payable_unit=50,
            )
        )
        book = openpyxl.load_workbook(self.workbook(run))
        sheet = book["Scheme and pools"]
        percents = {35: 28.75, 15: 21.25}
        for row in range(1, sheet.max_row + 1):
            if sheet[f"D{row}"].value in percents:
                sheet[f"D{row}"] = percents[sheet[f"D{row}"].value]
        live = Recalculation(book)
        parameters = run.scheme_id._parameters()
        parameters["lines"][1]["percent"] = "28.75"
        parameters["lines"][2]["percent"] = "21.25"
        _amounts, result = run._distribute(
            parameters,
            round(run.surplus_member),
            round(run.surplus_non_member),
            run._weights(parameters),
        )
        self.assertEqual(
            list(self.members(live).values()),
            list(zip(*result[:4], strict=True)),
        )
        self.assertNotEqual(self.members(live), self.stored(run))
        texts = [
            live.value("Summary", f"A{row}")
            for row in range(1, book["Summary"].max_row + 1)
        ]
        self.assertIn("The figures differ: see above", texts)

    def test_deficit_and_several(self):
        """A deficit has a summary only; two runs are printed one by one."""
        self.book(member=-1_000_000)
        run = self.computed(
            self.scheme([("reserve", 50), ("patronage", 50)], deficit_rule="carry")
        )
        book = openpyxl.load_workbook(self.workbook(run))
        self.assertEqual(book.sheetnames, ["Summary"])
        other = self.run_of(run.scheme_id, year=2024, lock=False)
        with self.assertRaises(UserError):
            self.workbook(run + other)

    def test_formula_in_a_name_stays_text(self):
        self.small.partner_id.name = '=HYPERLINK("http://x")'
        self.book(member=1_000_000)
        run = self.computed(self.scheme([("patronage", 60), ("capital", 40)]))
        sheet = openpyxl.load_workbook(self.workbook(run))["Members"]
        cells = [cell for cell in sheet["B"] if cell.value == '=HYPERLINK("http://x")']
        self.assertEqual([cell.data_type for cell in cells], ["s"])
