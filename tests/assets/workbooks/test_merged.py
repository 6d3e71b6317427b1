"""Cells merged over several rows, in the three formats; those in one row say nothing of other rows."""

import io

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from assets.workbooks.cells import read_cells
from assets.workbooks.doubts import MAX_ROWS
from assets.workbooks.workbook_cells import Area
from assets.workbooks.xlsx_merged import merged_over_rows

WANTED = {1: (Area(2, 2, 4, 2), Area(6, 1, 7, 3))}


def an_xlsx() -> bytes:
    book = openpyxl.Workbook()
    for place in ("A1", "B2", "A6"):
        book.active[place] = "chữ"
    for area in ("A1:C1", "B2:B4", "A6:C7"):
        book.active.merge_cells(area)
    book.create_sheet("b")["A1"] = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def an_xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    sheet.write_merge(0, 0, 0, 2, "chữ")
    sheet.write_merge(1, 3, 1, 1, "chữ")
    sheet.write_merge(5, 6, 0, 2, "chữ")
    book.add_sheet("b").write(0, 0, 1)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def an_ods() -> bytes:
    document = OpenDocumentSpreadsheet()
    table = Table(name="a")
    document.spreadsheet.addElement(table)
    for spans in ((1, 3, 0), (3, 1, 1), (), (), (), (2, 3, 0), ()):  # rows and columns spanned, blank cells before
        row = TableRow()
        table.addElement(row)
        if not spans:
            row.addElement(CoveredTableCell(numbercolumnsrepeated=3))
            continue
        rows, columns, before = spans
        if before:
            row.addElement(TableCell(numbercolumnsrepeated=before))
        cell = TableCell(valuetype="string", numberrowsspanned=rows, numbercolumnsspanned=columns)
        cell.addElement(P(text="chữ"))
        row.addElement(cell)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


@pytest.mark.parametrize(("name", "made"), [("a.xlsx", an_xlsx), ("a.xls", an_xls), ("a.ods", an_ods)])
def test_merged_over_rows(name, made):
    assert {sheet_no: tuple(sorted(areas)) for sheet_no, areas in read_cells(made(), name).merged.items()} == WANTED


def test_odd_spellings_and_absurd_areas_of_an_xlsx():
    areas = b"""<x:mergeCell note="" ref='$A$2:$A$9'/><x:mergeCell ref="B3"/><x:mergeCell ref="C1:C9999999"/>"""
    assert merged_over_rows(b"<x:sheetData/><x:mergeCells count='3'>" + areas + b"</x:mergeCells>") == (Area(2, 1, 9, 1),)
    assert merged_over_rows(b'<mergeCells><mergeCell ref="A1:A%d"/></mergeCells>' % (MAX_ROWS + 1)) == ()
    assert merged_over_rows(b"<sheetData/>") == ()
