# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""A plain table on a sheet of xlsxwriter: titles, rows, live totals."""

from xlsxwriter.utility import xl_range

WIDTHS = {str: 24, int: 15}


def write_table(workbook, name, columns, rows):
    """Write ``rows`` on a new sheet, with the sum of every amount below them.

    :param columns: ``[(title, type)]``; ``int`` is an amount in rupiah, ``str``
        a text, ``None`` a date
    :param rows: lists of values in the order of the columns
    :return: the sheet
    """
    head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    amount = workbook.add_format({"num_format": "#,##0"})
    total = workbook.add_format({"num_format": "#,##0", "bold": True, "top": 1})
    day = workbook.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    sheet = workbook.add_worksheet(name[:31])
    sheet.freeze_panes(1, 0)
    for column, (title, kind) in enumerate(columns):
        sheet.set_column(column, column, WIDTHS.get(kind, 12))
        sheet.write_string(0, column, title, head)
    for number, row in enumerate(rows, 1):
        for column, ((_title, kind), value) in enumerate(
            zip(columns, row, strict=True)
        ):
            if kind is int:
                sheet.write_number(number, column, value, amount)
            elif kind is str:
                sheet.write_string(number, column, value or "")
            elif value:
                sheet.write_datetime(number, column, value, day)
    if rows:
        for column, (_title, kind) in enumerate(columns):
            if kind is int:
                cells = xl_range(1, column, len(rows), column)
                value = sum(row[column] for row in rows)
                sheet.write_formula(
                    len(rows) + 1, column, f"=SUM({cells})", total, value
                )
    return sheet
