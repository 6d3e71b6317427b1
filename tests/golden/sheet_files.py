"""Plain rows as files of each kind: .xlsx, .xls, .ods, CSV.

Belongs here: the file formats. Does not belong here: what the rows hold (build.py).
"""

import csv
import io
from typing import Any

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import Table, TableCell, TableRow
from odf.text import P

Row = list[Any]


def xlsx(sheets: dict[str, list[Row]], hidden: list[Row] | None = None, merge: tuple[str, ...] = ()) -> bytes:
    """A workbook of plain sheets, with the hidden sheet when given."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for place in merge:
            sheet.merge_cells(place)
    if hidden is not None:
        sheet = book.create_sheet("_cchc")
        sheet.sheet_state = "veryHidden"
        for row in hidden:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(sheets: dict[str, list[Row]], hidden: list[Row]) -> bytes:
    """The same as .xls."""
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in {**sheets, "_cchc": hidden}.items():
        sheet = book.add_sheet(name)
        sheet.visibility = 1 if name == "_cchc" else 0
        for row_no, row in enumerate(rows):
            for col_no, value in enumerate(row):
                if value is not None:
                    sheet.write(row_no, col_no, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(sheets: dict[str, list[Row]], hidden: list[Row]) -> bytes:
    """The same as .ods, with a long run of empty rows at the end, as LibreOffice writes it."""
    document = OpenDocumentSpreadsheet()
    style = Style(name="hidden", family="table")
    style.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(style)
    for name, rows in {**sheets, "_cchc": hidden}.items():
        table = Table(name=name, **({"stylename": style} if name == "_cchc" else {}))
        for row in rows:
            line = TableRow()
            for value in row:
                number = isinstance(value, int | float)
                cell = TableCell(valuetype="float", value=value) if number else TableCell()
                if isinstance(value, str):
                    cell = TableCell(valuetype="string")
                if value is not None:
                    cell.addElement(P(text=str(value)))
                line.addElement(cell)
            table.addElement(line)
        empty = TableRow(numberrowsrepeated=1048000)
        empty.addElement(TableCell(numbercolumnsrepeated=16384))
        table.addElement(empty)
        document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def csv_text(rows: list[Row], delimiter: str = ",") -> str:
    """A CSV text with quotation where needed."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()
