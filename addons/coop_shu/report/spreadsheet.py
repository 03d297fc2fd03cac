# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The largest remainder in spreadsheet formulas, exact although cells are floats.

A cell holds whole numbers exactly up to 2^53, about 9 × 10^15, and pool × weight is
soon beyond. So the quotient is estimated first (it is off by 1 at most), and its
remainder, pool × weight - quotient × Σ weights, is added up from limbs of five digits:
no intermediate value reaches 10^12, except the remainder itself, which stays below
3 × Σ weights. The remainder then corrects the quotient. ``LIMIT`` leaves a margin to
the 15 digits to which spreadsheet programs compare and round.
"""

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

LIMIT = 10**14
BASE = 10**5
COLUMNS = (
    "weight",
    "w2",
    "w1",
    "w0",
    "quotient",
    "q2",
    "q1",
    "q0",
    "rest",
    "floor",
    "remainder",
    "tie",
    "share",
)
GLOBALS = (
    "total",
    "t2",
    "t1",
    "t0",
    "everyone",
    "e2",
    "e1",
    "e0",
    "left",
    "threshold",
    "ties",
)
HEIGHT = len(GLOBALS) + 1  # rows above the first data row: globals and headings


def limbs(value):
    """Split a whole number as the formulas do.

    >>> limbs(123_45678_90123)
    (123, 45678, 90123)
    """
    return value // BASE**2, value // BASE % BASE, value % BASE


def _limb_formulas(cell, high, middle):
    return (
        f"INT({cell}/{BASE**2})",
        f"INT(({cell}-{high}*{BASE**2})/{BASE})",
        f"{cell}-{high}*{BASE**2}-{middle}*{BASE}",
    )


class Apportionment:
    """A block of cells that divides a total in proportion to weights.

    :param sheet: worksheet of xlsxwriter
    :param int top: row of the first global value; data begin ``HEIGHT`` rows below
    :param int left: first column; the block is ``len(COLUMNS)`` wide
    :param title: text of the heading
    :param total: ``(formula, value)`` of what is divided
    :param weights: list of ``(formula, value)``, whole numbers not below zero
    :param labels: ``{name: text}`` for the names of ``COLUMNS`` and ``GLOBALS``
    :param formats: ``(heading, number)``

    The values are what a program shows that does not recalculate.
    """

    def __init__(self, sheet, top, left, title, total, weights, labels, formats):
        self.sheet, self.top, self.left = sheet, top, left
        self.first = top + HEIGHT
        self.last = self.first + len(weights) - 1
        self.head, self.number = formats
        self._write_globals(title, total, weights, labels)
        self._write_rows(total[1], weights, labels)

    # ------------------------------------------------------------------ addresses
    def _global(self, name):
        row = self.top + GLOBALS.index(name)
        return xl_rowcol_to_cell(row, self.left + 2, True, True)

    def _cell(self, name, row):
        return xl_rowcol_to_cell(row, self.left + COLUMNS.index(name))

    def _range(self, name):
        column = self.left + COLUMNS.index(name)
        return xl_range_abs(self.first, column, self.last, column)

    def _outside(self, reference):
        return f"'{self.sheet.get_name()}'!{reference}"

    def share(self, index):
        """Address of the share of row ``index``, for other sheets."""
        return self._outside(self._cell("share", self.first + index))

    def shares(self):
        """Address of all shares, for other sheets."""
        return self._outside(self._range("share"))

    def largest(self):
        """Formula of the largest number that the block works with."""
        names = ("total", "everyone")
        return f"MAX({','.join(self._outside(self._global(n)) for n in names)})"

    # ------------------------------------------------------------------- contents
    def _solve(self, total, weights):
        """Values of the cells: ``(rows, everyone, left, threshold, ties)``."""
        everyone = sum(weights)
        divisor = everyone or 1
        floors = [total * weight // divisor for weight in weights]
        rests = [total * weight % divisor for weight in weights]
        left = total - sum(floors) if everyone else 0
        threshold = sorted(rests, reverse=True)[left - 1] if left else everyone
        ties = left - sum(rest > threshold for rest in rests) if left else 0
        rows, tie = [], 0
        for floor, rest in zip(floors, rests, strict=True):
            tie += rest == threshold
            extra = rest > threshold or (rest == threshold and tie <= ties)
            rows.append((floor, rest, tie, floor + extra))
        return rows, everyone, left, threshold, ties

    def _write(self, row, name, formula, value):
        column = self.left + COLUMNS.index(name)
        self.sheet.write_formula(row, column, f"={formula}", self.number, value)

    def _write_globals(self, title, total, weights, labels):
        values = [value for _formula, value in weights]
        _rows, everyone, left, threshold, ties = self._solve(total[1], values)
        t2, t1, _t0 = (self._global(name) for name in ("t2", "t1", "t0"))
        e2, e1, _e0 = (self._global(name) for name in ("e2", "e1", "e0"))
        cell_total, cell_everyone = self._global("total"), self._global("everyone")
        cell_left, cell_threshold = self._global("left"), self._global("threshold")
        rests = self._range("remainder")
        formulas = [
            total[0],
            *_limb_formulas(cell_total, t2, t1),
            f"SUM({self._range('weight')})",
            *_limb_formulas(cell_everyone, e2, e1),
            f"IF({cell_everyone}=0,0,{cell_total}-SUM({self._range('floor')}))",
            f"IF({cell_left}=0,{cell_everyone},LARGE({rests},{cell_left}))",
            f"IF({cell_left}=0,0,{cell_left}-SUMPRODUCT(({rests}>{cell_threshold})*1))",
        ]
        results = [
            total[1],
            *limbs(total[1]),
            everyone,
            *limbs(everyone),
            left,
            threshold,
            ties,
        ]
        if self.top:
            self.sheet.write_string(self.top - 1, self.left, title, self.head)
        for index, name in enumerate(GLOBALS):
            row = self.top + index
            self.sheet.write_string(row, self.left, labels[name])
            self.sheet.write_formula(
                row, self.left + 2, f"={formulas[index]}", self.number, results[index]
            )
        for index, name in enumerate(COLUMNS):
            self.sheet.write_string(
                self.first - 1, self.left + index, labels[name], self.head
            )

    def _write_rows(self, total, weights, labels):
        solved = self._solve(total, [value for _formula, value in weights])[0]
        t2, t1, t0, e2, e1, e0 = (
            self._global(name) for name in ("t2", "t1", "t0", "e2", "e1", "e0")
        )
        cell_total, cell_everyone = self._global("total"), self._global("everyone")
        cell_threshold, cell_ties = self._global("threshold"), self._global("ties")
        for index, ((formula, weight), result) in enumerate(
            zip(weights, solved, strict=True)
        ):
            row = self.first + index
            cell = {name: self._cell(name, row) for name in COLUMNS}
            floor, rest, tie, share = result
            w2, w1, w0 = cell["w2"], cell["w1"], cell["w0"]
            q2, q1, q0 = cell["q2"], cell["q1"], cell["q0"]
            self._write(row, "weight", formula, weight)
            for names, source, value in (
                (("w2", "w1", "w0"), cell["weight"], weight),
                (("q2", "q1", "q0"), cell["quotient"], floor),
            ):
                parts = _limb_formulas(source, cell[names[0]], cell[names[1]])
                for name, part, limb in zip(names, parts, limbs(value), strict=True):
                    self._write(row, name, part, limb)
            self._write(
                row,
                "quotient",
                f"IF({cell_everyone}=0,0,"
                f"INT({cell_total}*{cell['weight']}/{cell_everyone}))",
                floor,
            )
            self._write(
                row,
                "rest",
                f"(((({t2}*{w2}-{q2}*{e2})*{BASE}"
                f"+{t2}*{w1}+{t1}*{w2}-{q2}*{e1}-{q1}*{e2})*{BASE}"
                f"+{t2}*{w0}+{t1}*{w1}+{t0}*{w2}-{q2}*{e0}-{q1}*{e1}-{q0}*{e2})*{BASE}"
                f"+{t1}*{w0}+{t0}*{w1}-{q1}*{e0}-{q0}*{e1})*{BASE}"
                f"+{t0}*{w0}-{q0}*{e0}",
                rest,
            )
            self._write(
                row,
                "floor",
                f"{cell['quotient']}+IF({cell['rest']}<0,-1,"
                f"IF(AND({cell_everyone}>0,{cell['rest']}>={cell_everyone}),1,0))",
                floor,
            )
            self._write(
                row,
                "remainder",
                f"{cell['rest']}-({cell['floor']}-{cell['quotient']})*{cell_everyone}",
                rest,
            )
            before = f"{self._cell('tie', row - 1)}+" if index else ""
            self._write(
                row,
                "tie",
                f"{before}IF({cell['remainder']}={cell_threshold},1,0)",
                tie,
            )
            self._write(
                row,
                "share",
                f"{cell['floor']}+IF({cell['remainder']}>{cell_threshold},1,"
                f"IF(AND({cell['remainder']}={cell_threshold},"
                f"{cell['tie']}<={cell_ties}),1,0))",
                share,
            )
