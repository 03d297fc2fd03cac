# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Recalculates a workbook as a spreadsheet program would: every number is a float.

Written for the tests from the published meaning of the functions, without a look at
the code that writes the workbook. Knows what our workbooks use, and fails on the rest.
"""

import math
import operator
import re

from openpyxl.formula import Tokenizer
from openpyxl.utils import range_boundaries

LEVELS = (
    {
        "=": operator.eq,
        "<>": operator.ne,
        "<": operator.lt,
        ">": operator.gt,
        "<=": operator.le,
        ">=": operator.ge,
    },
    {"+": operator.add, "-": operator.sub},
    {"*": operator.mul, "/": operator.truediv},
)


def _flat(values):
    for value in values:
        for item in value if isinstance(value, list) else [value]:
            if item is not None and not isinstance(item, str):
                yield float(item)


def _each(function, *values):
    """Apply ``function``, element by element where a range is among ``values``."""
    size = max((len(v) for v in values if isinstance(v, list)), default=0)
    if not size:
        return function(*(float(v or 0) for v in values))
    columns = [v if isinstance(v, list) else [v] * size for v in values]
    return [
        function(*(float(v or 0) for v in row)) for row in zip(*columns, strict=True)
    ]


def _round(value, digits):
    scale = 10**digits
    return math.copysign(math.floor(abs(value) * scale + 0.5), value) / scale


FUNCTIONS = {
    "SUM": lambda *v: math.fsum(_flat(v)),
    "MAX": lambda *v: max(_flat(v)),
    "INT": lambda v: _each(lambda x: float(math.floor(x)), v),
    "ABS": lambda v: _each(abs, v),
    "ROUND": lambda v, digits: _round(v, int(digits)),
    "AND": lambda *v: all(_flat(v)),
    "LARGE": lambda v, k: sorted(_flat([v]), reverse=True)[int(k) - 1],
    "SUMPRODUCT": lambda v: math.fsum(_flat([v])),
}


class Recalculation:
    """Values of the cells of an openpyxl workbook, from its formulas alone."""

    def __init__(self, workbook):
        self.workbook, self.known = workbook, {}

    def value(self, sheet, cell):
        """Value of one cell, such as ``value("Members", "H6")``."""
        key = (sheet, cell)
        if key not in self.known:
            content = self.workbook[sheet][cell].value
            if isinstance(content, str) and content.startswith("="):
                content = _Parser(self, sheet, content).formula()
            self.known[key] = content
        return self.known[key]

    def range(self, sheet, reference):
        """Cell or list of the cells of a range in one column."""
        if "!" in reference:
            sheet, reference = reference.rsplit("!", 1)
            sheet = sheet.strip("'").replace("''", "'")
        reference = reference.replace("$", "")
        if ":" not in reference:
            return self.value(sheet, reference)
        left, top, right, bottom = range_boundaries(reference)
        assert left == right, reference
        column = re.match("[A-Z]+", reference).group()
        return [self.value(sheet, f"{column}{row}") for row in range(top, bottom + 1)]

    def formulas(self):
        """``(sheet, cell)`` of every formula, last sheet first."""
        for sheet in reversed(self.workbook.worksheets):
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and cell.value.startswith("="):
                        yield sheet.title, cell.coordinate


class _Parser:
    def __init__(self, book, sheet, text):
        tokens = Tokenizer(text).items
        self.tokens = [t for t in tokens if t.type != "WHITE-SPACE"]
        self.book, self.sheet, self.position = book, sheet, 0

    def formula(self):
        return self.level(0)()

    def peek(self):
        if self.position < len(self.tokens):
            return self.tokens[self.position]
        return None

    def take(self):
        self.position += 1
        return self.tokens[self.position - 1]

    def level(self, depth):
        """A function that evaluates when called, so that IF is lazy."""
        if depth == len(LEVELS):
            return self.operand()
        node = self.level(depth + 1)
        while (token := self.peek()) and token.value in LEVELS[depth]:
            if token.type != "OPERATOR-INFIX":
                break
            function = LEVELS[depth][self.take().value]
            node = self._binary(function, node, self.level(depth + 1))
        return node

    @staticmethod
    def _binary(function, left, right):
        return lambda: _each(function, left(), right())

    def operand(self):
        token = self.take()
        if token.type == "OPERATOR-PREFIX":
            inner, sign = self.operand(), -1 if token.value == "-" else 1
            return lambda: _each(lambda x: sign * x, inner())
        if token.type == "OPERAND":
            if token.subtype == "NUMBER":
                return lambda: float(token.value)
            if token.subtype == "TEXT":
                return lambda: token.value[1:-1].replace('""', '"')
            return lambda: self.book.range(self.sheet, token.value)
        if token.type == "PAREN":
            node = self.level(0)
            self.take()
            return node
        assert (token.type, token.subtype) == ("FUNC", "OPEN"), token.value
        arguments = [self.level(0)]
        while self.take().type == "SEP":
            arguments.append(self.level(0))
        if token.value == "IF(":
            test, yes, no = arguments
            return lambda: (yes if test() else no)()
        function = FUNCTIONS[token.value[:-1]]
        return lambda: function(*(argument() for argument in arguments))
