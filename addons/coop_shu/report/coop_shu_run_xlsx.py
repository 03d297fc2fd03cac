# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from fractions import Fraction
from math import gcd

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.coop_membership.engine.apportion import to_integers

from ..engine import surplus
from ..models.coop_shu_scheme import exact
from .spreadsheet import COLUMNS, HEIGHT, LIMIT, Apportionment

TO_MEMBERS = ("patronage", "capital")
PERCENT_SCALE = 10**6  # percentages have six decimals
FIRST_MEMBER = 5  # row of the first member on the sheet of the members


class CoopShuRunXlsx(models.AbstractModel):
    """The whole calculation of a run in live formulas that give the same rupiah.

    Inputs (result by account, percentages, weights, payable unit, minimum payout) are
    blue; everything else is a formula down to what each member is paid, next to the
    stored figures and the difference, which is 0. Change a percentage and the sheet
    shows what would have been.
    """

    _name = "report.coop_shu.run_xlsx"
    _description = "Surplus Calculation (XLSX)"
    _inherit = "report.report_xlsx.abstract"

    def generate_xlsx_report(self, workbook, data, runs):
        if len(runs) != 1:
            raise UserError(
                self.env._("Print the spreadsheet of one distribution at a time.")
            )
        runs.check_access("read")
        RunWorkbook(self.env, workbook, runs).fill()


class RunWorkbook:
    """Writes one run into a workbook of xlsxwriter."""

    def __init__(self, env, workbook, run):
        self.env, self.workbook, self.run = env, workbook, run
        self.shares = run.share_ids
        self.pools = run.pool_ids
        self.blocks = []
        self.checks = []  # (label, formula of a difference)
        number = "#,##0;[Red]-#,##0"
        sen = "#,##0.00;[Red]-#,##0.00"
        self.formats = {
            name: workbook.add_format(values)
            for name, values in {
                "title": {"bold": True, "font_size": 14},
                "bold": {"bold": True},
                "head": {
                    "bold": True,
                    "bg_color": "#E9ECEF",
                    "bottom": 1,
                    "text_wrap": True,
                    "valign": "vcenter",
                },
                "number": {"num_format": number},
                "total": {"num_format": number, "bold": True, "top": 1},
                "sen": {"num_format": sen},
                "sen_total": {"num_format": sen, "bold": True},
                "input": {"num_format": number, "font_color": "#0000FF"},
                "input_sen": {"num_format": sen, "font_color": "#0000FF"},
                "percent": {"num_format": "0.######", "font_color": "#0000FF"},
                "plain_percent": {"num_format": "0.######", "bold": True, "top": 1},
                "wrap": {"text_wrap": True, "valign": "top"},
                "date": {"num_format": "dd/mm/yyyy", "align": "left"},
            }.items()
        }

    def fill(self):
        """All sheets, in the order in which one reads them."""
        names = [
            self.env._("Summary"),
            self.env._("Scheme and pools"),
            self.env._("Members"),
        ]
        names += [self.env._("Steps of the pools"), self.env._("Steps of the members")]
        self.summary, *others = (
            self.workbook.add_worksheet(name[:31].strip("'"))
            for name in (names if self.shares else names[:1])
        )
        self._write_summary()
        if self.shares:
            self.scheme, self.members, self.pool_steps, self.member_steps = others
            self._write_scheme()
            self._write_members()
            self._write_pool_steps()
            self._write_member_steps()
            self._write_withheld()
            self._write_scheme_amounts()
            self._write_member_amounts()
            self._write_checks()

    def _cell(self, sheet, row, column):
        return f"'{sheet.get_name()}'!{xl_rowcol_to_cell(row, column, True, True)}"

    def _range(self, sheet, first, last, column):
        return f"'{sheet.get_name()}'!{xl_range_abs(first, column, last, column)}"

    def _heading(self, sheet, row, labels, widths=()):
        for column, label in enumerate(labels):
            sheet.write_string(row, column, label, self.formats["head"])
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)

    # --------------------------------------------------------------------- summary
    def _write_summary(self):
        run, sheet, form = self.run, self.summary, self.formats
        states = dict(run._fields["state"]._description_selection(self.env))
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.write_string(0, 0, run.name or "", form["title"])
        # sudo: name of the cooperative on its own paper
        sheet.write_string(1, 0, run.sudo().company_id.name)
        sheet.write_string(2, 0, states[run.state])
        if run.resolution_number:
            sheet.write_string(2, 1, run.resolution_number)
        if run.resolution_date:
            sheet.write_datetime(2, 2, run.resolution_date, form["date"])
        self._heading(
            sheet,
            4,
            [
                self.env._("Income statement (PHU)"),
                self.env._("Amount"),
                self.env._("From members"),
                self.env._("From non-members"),
            ],
            (46, 20, 20, 20),
        )
        row = self._write_phu(5) + 1
        last = row - 2
        sheet.write_string(row, 0, self.env._("Surplus in sen"))
        for column, name in ((1, "amount"), (2, "member"), (3, "non_member")):
            cell = xl_rowcol_to_cell(last, column)
            value = round(100 * run._phu_rows()[-1][name])
            sheet.write_formula(
                row, column, f"=ROUND({cell}*100,0)", form["number"], value
            )
        total, member, other = (xl_rowcol_to_cell(row, c) for c in (1, 2, 3))
        row += 1
        sheet.write_string(
            row,
            0,
            self.env._("Surplus to divide (whole rupiah; losses covered)"),
            form["bold"],
        )
        for column, own, opposite, value in (
            (2, member, other, run.surplus_member),
            (3, other, member, run.surplus_non_member),
        ):
            sheet.write_formula(
                row,
                column,
                f"=IF({total}<=0,0,IF({own}<0,0,"
                f"INT(IF({opposite}<0,{total},{own})/100)))",
                form["total"],
                value,
            )
        self.surplus = {
            "member": (self._cell(sheet, row, 2), round(run.surplus_member)),
            "non_member": (self._cell(sheet, row, 3), round(run.surplus_non_member)),
        }
        row += 1
        sheet.write_string(row, 0, self.env._("As stored"))
        sheet.write_number(row, 2, run.surplus_member, form["number"])
        sheet.write_number(row, 3, run.surplus_non_member, form["number"])
        for part, column in (("member", 2), ("non_member", 3)):
            label = (
                self.env._("Surplus to divide")
                if column == 2
                else self.env._("Surplus, non-members")
            )
            stored = self._cell(sheet, row, column)
            self.checks.append((label, f"{self.surplus[part][0]}-{stored}"))
        self.summary_row = row + 2

    def _write_phu(self, row):
        """Accounts as inputs, sections and totals as sums; gives the next row."""
        sheet, form = self.summary, self.formats
        sections, start = {}, row
        bounds = {code: (first, last) for code, first, last in surplus.PHU}
        for line in self.run._phu_rows():
            code, kind = line["code"], line["kind"]
            if kind == "account":
                sheet.write_string(row, 0, f"    {line['label']}")
                for column, name in ((2, "member"), (3, "non_member")):
                    sheet.write_number(row, column, line[name], form["input_sen"])
                cells = f"{xl_rowcol_to_cell(row, 2)}+{xl_rowcol_to_cell(row, 3)}"
                sheet.write_formula(
                    row, 1, f"=ROUND({cells},2)", form["sen"], line["amount"]
                )
                row += 1
                continue
            first, last = bounds[code]
            sheet.write_string(row, 0, line["label"], form["bold"])
            for column, name in ((1, "amount"), (2, "member"), (3, "non_member")):
                if kind == "section":
                    cells = (
                        [f"SUM({xl_range_abs(start, column, row - 1, column)})"]
                        if row > start
                        else ["0"]
                    )
                else:
                    cells = [
                        xl_rowcol_to_cell(sections[section], column)
                        for section in surplus.SECTIONS[first:last]
                    ]
                sheet.write_formula(
                    row,
                    column,
                    f"=ROUND({'+'.join(cells)},2)",
                    form["sen_total"],
                    line[name],
                )
            if kind == "section":
                sections[code] = row
            row += 1
            start = row
        return row

    # ---------------------------------------------------------------------- scheme
    def _write_scheme(self):
        sheet, form, run = self.scheme, self.formats, self.run
        sheet.write_string(0, 0, self.env._("Scheme and pools"), form["title"])
        destinations = dict(
            self.pools._fields["destination"]._description_selection(self.env)
        )
        self._heading(
            sheet,
            2,
            [
                self.env._("Pool"),
                self.env._("Destination"),
                self.env._("Article or resolution"),
                "%",
                self.env._("Amount"),
                self.env._("To members"),
                self.env._("Returned to reserve"),
                self.env._("Stored amount"),
                self.env._("Stored to members"),
                self.env._("Difference"),
            ],
            (34, 26, 26, 12, 18, 18, 18, 18, 18, 12),
        )
        self.pool_rows, row = {}, 3
        parts = (
            ("member", self.env._("Surplus from members")),
            ("non_member", self.env._("Surplus from non-members")),
        )
        for part, label in parts:
            pools = self.pools.filtered(lambda pool, part=part: pool.part == part)
            if not pools:
                continue
            sheet.write_string(row, 0, label, form["bold"])
            formula, value = self.surplus[part]
            sheet.write_formula(row, 4, f"={formula}", form["total"], value)
            total_row, row = row, row + 1
            first = row
            for pool in pools:
                self.pool_rows[pool] = row
                sheet.write_string(row, 0, pool.name)
                sheet.write_string(row, 1, destinations[pool.destination])
                sheet.write_string(row, 2, pool.source or "")
                sheet.write_number(row, 3, float(exact(pool.percent)), form["percent"])
                row += 1
            cells = xl_range_abs(first, 3, row - 1, 3)
            sheet.write_formula(
                total_row, 3, f"=ROUND(SUM({cells}),6)", form["plain_percent"], 100
            )
            self.checks.append(
                (
                    self.env._("Percentages beyond 100: %s", label),
                    f"{self._cell(sheet, total_row, 3)}-100",
                )
            )
            row += 1
        sheet.write_string(row, 0, self.env._("Pay in steps of"))
        sheet.write_number(row, 3, run.payable_unit or 1, form["input"])
        self.unit = self._cell(sheet, row, 3)
        sheet.write_string(row + 1, 0, self.env._("Minimum payout"))
        sheet.write_number(row + 1, 3, run.minimum_payout, form["input"])
        self.minimum = self._cell(sheet, row + 1, 3)
        row += 3
        # weights as whole numbers: multiplied by what removes their decimals,
        # divided by what all have in common
        self.weights = {}
        for destination, label in (
            ("patronage", self.env._("Weights of business are counted in units of")),
            ("capital", self.env._("Weights of savings are counted in units of")),
        ):
            values = self.shares.mapped(f"{destination}_weight")
            values = [max(Fraction(0), Fraction(str(value))) for value in values]
            integers, scale = to_integers(values)
            unit = gcd(*integers) or 1
            sheet.write_string(row, 0, label)
            sheet.write_number(row, 3, unit, form["input"])
            sheet.write_string(row, 4, "/")
            sheet.write_number(row, 5, scale, form["input"])
            self.weights[destination] = (
                [value // unit for value in integers],
                self._cell(sheet, row, 3),
                self._cell(sheet, row, 5),
            )
            row += 1
        sheet.freeze_panes(3, 1)

    # --------------------------------------------------------------------- members
    def _write_members(self):
        sheet, form = self.members, self.formats
        sheet.write_string(0, 0, self.env._("Members"), form["title"])
        self._heading(
            sheet,
            FIRST_MEMBER - 2,
            [
                self.env._("Member number"),
                self.env._("Name"),
                self.env._("Business (V)"),
                self.env._("Savings weight (S)"),
                self.env._("Patronage share"),
                self.env._("Capital share"),
                self.env._("Total"),
                self.env._("Payable"),
                self.env._("Stored total"),
                self.env._("Stored payable"),
                self.env._("Difference"),
            ],
            (15, 32, 20, 22, 16, 16, 16, 16, 16, 16, 12),
        )
        self.last_member = FIRST_MEMBER + len(self.shares) - 1
        for row, share in enumerate(self.shares, FIRST_MEMBER):
            sheet.write_string(row, 0, share.number or "")
            # sudo: name of a member whose share the user may read
            sheet.write_string(row, 1, share.sudo().partner_id.name or "")
            sheet.write_number(row, 2, share.patronage_weight, form["input"])
            sheet.write_number(row, 3, share.capital_weight, form["input"])
            sheet.write_number(row, 8, share.total, form["number"])
            sheet.write_number(row, 9, share.payable, form["number"])
        sheet.freeze_panes(FIRST_MEMBER, 2)

    # ----------------------------------------------------------------------- steps
    def _labels(self):
        return {
            "weight": self.env._("Weight"),
            "w2": self.env._("Weight: billions ×10"),
            "w1": self.env._("hundred thousands"),
            "w0": self.env._("rest"),
            "quotient": self.env._("Estimated share"),
            "q2": self.env._("Estimate: billions ×10"),
            "q1": self.env._("hundred thousands"),
            "q0": self.env._("rest"),
            "rest": self.env._("Total × weight − estimate × Σ weights"),
            "floor": self.env._("Rounded down"),
            "remainder": self.env._("Remainder"),
            "tie": self.env._("Place among equals"),
            "share": self.env._("Share"),
            "total": self.env._("Total"),
            "t2": self.env._("Total: billions ×10"),
            "t1": self.env._("hundred thousands"),
            "t0": self.env._("rest"),
            "everyone": self.env._("Σ weights"),
            "e2": self.env._("Σ weights: billions ×10"),
            "e1": self.env._("hundred thousands"),
            "e0": self.env._("rest"),
            "left": self.env._("Rupiah left over by rounding down"),
            "threshold": self.env._("Smallest remainder that gets one"),
            "ties": self.env._("How many with that remainder get one"),
        }

    def _block(self, sheet, left, title, total, weights):
        block = Apportionment(
            sheet,
            1,
            left,
            title,
            total,
            weights,
            self._labels(),
            (self.formats["head"], self.formats["number"]),
        )
        sheet.set_column(left, left + len(COLUMNS) - 1, 14)
        self.blocks.append(block)
        return block

    def _write_pool_steps(self):
        """Divide each part by its percentages."""
        self.pool_shares, left = {}, 0
        for part in ("member", "non_member"):
            pools = self.pools.filtered(lambda pool, part=part: pool.part == part)
            if not pools:
                continue
            block = self._block(
                self.pool_steps,
                left,
                self.env._("From members")
                if part == "member"
                else self.env._("From non-members"),
                self.surplus[part],
                [
                    (
                        f"ROUND({self._cell(self.scheme, self.pool_rows[pool], 3)}"
                        f"*{PERCENT_SCALE},0)",
                        int(exact(pool.percent) * PERCENT_SCALE),
                    )
                    for pool in pools
                ],
            )
            for index, pool in enumerate(pools):
                self.pool_shares[pool] = block.share(index)
            left += len(COLUMNS) + 1

    def _write_member_steps(self):
        """Divide each pool of the members by their weights."""
        self.member_blocks, left = {}, 0
        for pool in self.pools:
            if pool.destination not in TO_MEMBERS:
                continue
            column = 2 if pool.destination == "patronage" else 3
            values, unit, scale = self.weights[pool.destination]
            self.member_blocks[pool] = self._block(
                self.member_steps,
                left,
                pool.name,
                (self._cell(self.scheme, self.pool_rows[pool], 4), round(pool.amount)),
                [
                    (
                        f"ROUND(MAX(0,{self._cell(self.members, row, column)})"
                        f"*{scale}/{unit},0)",
                        value,
                    )
                    for row, value in enumerate(values, FIRST_MEMBER)
                ],
            )
            left += len(COLUMNS) + 1
        self.member_steps.freeze_panes(1 + HEIGHT, 0)

    def _granted(self, pool):
        """Sum of what the members have of a pool, before rounding down to pay it."""
        return f"SUM({self.member_blocks[pool].shares()})"

    def _write_withheld(self):
        """Charge what is not paid to the pools in proportion to their amounts."""
        self.withheld = {}
        if not self.member_blocks:
            return
        first, last = FIRST_MEMBER, self.last_member
        totals, payables = (
            self._range(self.members, first, last, column) for column in (6, 7)
        )
        amounts = [
            round(pool.amount) if self._has_weights(pool) else 0
            for pool in self.member_blocks
        ]
        withheld = sum(amounts) - round(sum(self.shares.mapped("payable")))
        block = self._block(
            self.pool_steps,
            2 * (len(COLUMNS) + 1),
            self.env._("Rounded down for payment: to the reserve"),
            (f"SUM({totals})-SUM({payables})", withheld),
            [
                (self._granted(pool), amount)
                for pool, amount in zip(self.member_blocks, amounts, strict=True)
            ],
        )
        for index, pool in enumerate(self.member_blocks):
            self.withheld[pool] = block.share(index)

    def _has_weights(self, pool):
        return any(self.weights[pool.destination][0])

    # --------------------------------------------------------------------- results
    def _write_scheme_amounts(self):
        sheet, form = self.scheme, self.formats
        for pool, row in self.pool_rows.items():
            amount = xl_rowcol_to_cell(row, 4)
            stored = round(pool.amount)
            sheet.write_formula(
                row, 4, f"={self.pool_shares[pool]}", form["number"], stored
            )
            to_members = (
                f"{self._granted(pool)}-{self.withheld[pool]}"
                if pool in self.member_blocks
                else "0"
            )
            paid = round(pool.distributed_amount)
            sheet.write_formula(row, 5, f"={to_members}", form["number"], paid)
            back = (
                f"{amount}-{xl_rowcol_to_cell(row, 5)}"
                if pool in self.member_blocks
                else "0"
            )
            sheet.write_formula(
                row, 6, f"={back}", form["number"], round(pool.to_reserve)
            )
            sheet.write_number(row, 7, stored, form["number"])
            sheet.write_number(row, 8, paid, form["number"])
            difference = "+".join(
                f"ABS({xl_rowcol_to_cell(row, live)}-{xl_rowcol_to_cell(row, kept)})"
                for live, kept in ((4, 7), (5, 8))
            )
            sheet.write_formula(row, 9, f"={difference}", form["number"], 0)
        rows = self.pool_rows.values()
        self.checks.append(
            (
                self.env._("Pools against the stored ones"),
                f"SUM({self._range(sheet, min(rows), max(rows), 9)})",
            )
        )

    def _write_member_amounts(self):
        sheet, form = self.members, self.formats
        blocks = {
            destination: [
                block
                for pool, block in self.member_blocks.items()
                if pool.destination == destination
            ]
            for destination in TO_MEMBERS
        }
        for index, share in enumerate(self.shares):
            row = FIRST_MEMBER + index
            for column, destination in ((4, "patronage"), (5, "capital")):
                cells = [block.share(index) for block in blocks[destination]] or ["0"]
                sheet.write_formula(
                    row,
                    column,
                    f"={'+'.join(cells)}",
                    form["number"],
                    round(share[f"{destination}_amount"]),
                )
            business, savings, total = (xl_rowcol_to_cell(row, c) for c in (4, 5, 6))
            sheet.write_formula(
                row, 6, f"={business}+{savings}", form["number"], round(share.total)
            )
            steps = f"INT({total}/{self.unit})*{self.unit}"
            sheet.write_formula(
                row,
                7,
                f"=IF({steps}<{self.minimum},0,{steps})",
                form["number"],
                round(share.payable),
            )
            payable, kept_total, kept = (xl_rowcol_to_cell(row, c) for c in (7, 8, 9))
            sheet.write_formula(
                row,
                10,
                f"=ABS({total}-{kept_total})+ABS({payable}-{kept})",
                form["number"],
                0,
            )
        row = FIRST_MEMBER - 1
        sheet.write_string(row, 1, self.env._("Total"), form["bold"])
        for column in range(2, 11):
            name = {
                2: "patronage_weight",
                3: "capital_weight",
                4: "patronage_amount",
                5: "capital_amount",
                6: "total",
                7: "payable",
                8: "total",
                9: "payable",
            }.get(column)
            cells = xl_range_abs(FIRST_MEMBER, column, self.last_member, column)
            sheet.write_formula(
                row,
                column,
                f"=SUM({cells})",
                form["total"],
                sum(self.shares.mapped(name)) if name else 0,
            )
        self.checks.append(
            (
                self.env._("Members against the stored shares"),
                self._cell(sheet, row, 10),
            )
        )
        granted = "+".join(self._granted(pool) for pool in self.member_blocks) or "0"
        self.checks.append(
            (
                self.env._("Sum of the members against the pools"),
                f"{self._cell(sheet, row, 6)}-({granted})",
            )
        )

    def _write_checks(self):
        sheet, form = self.summary, self.formats
        row = self.summary_row
        self._heading(sheet, row, [self.env._("Checks"), self.env._("Difference")])
        first = row = row + 1
        for label, formula in self.checks:
            sheet.write_string(row, 0, label)
            sheet.write_formula(row, 1, f"={formula}", form["number"], 0)
            row += 1
        cells = xl_range_abs(first, 1, row - 1, 1)
        agreed, differs = (
            text.replace('"', "'")
            for text in (
                self.env._("All figures agree"),
                self.env._("The figures differ: see above"),
            )
        )
        sheet.write_formula(
            row,
            0,
            f'=IF(SUMPRODUCT(ABS({cells}))=0,"{agreed}","{differs}")',
            form["bold"],
            agreed,
        )
        row += 1
        sheet.write_string(
            row, 0, self.env._("Largest number in the steps (limit %s)", LIMIT)
        )
        numbers = ",".join(block.largest() for block in self.blocks)
        largest = max(
            round(self.run.surplus_member),
            round(self.run.surplus_non_member),
            100 * PERCENT_SCALE,
            *(sum(values) for values, _unit, _scale in self.weights.values()),
        )
        sheet.write_formula(row, 1, f"=MAX({numbers})", form["number"], largest)
        row += 2
        for text in (
            self.env._(
                "Blue numbers are inputs, all others are formulas. Change a percentage "
                "and see what every member would receive; the differences then show "
                "the change."
            ),
            self.env._(
                "Each pool is divided by the largest remainder: shares are rounded "
                "down to whole rupiah, and what is left over goes to the largest "
                "remainders, among equals to the smaller member number."
            ),
            self.env._(
                "Spreadsheets calculate with 15 digits. The sheets “Steps” therefore "
                "divide in limbs of five digits; they are exact up to a pool, and a "
                "sum of weights, of %s.",
                LIMIT,
            ),
            self.env._(
                "How shared costs are divided between members and non-members is an "
                "input here, as it was frozen in the distribution."
            ),
        ):
            sheet.merge_range(row, 0, row, 3, text, form["wrap"])
            sheet.set_row(row, 46)
            row += 1
