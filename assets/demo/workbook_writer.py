"""Writing a FormBook as .xlsx, the same bytes every time.

Belongs here: openpyxl and the zip container. Does not belong here: texts, points, faults.
"""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from assets.demo.form_book import CellValue, Column, FormBook
from assets.demo.workbook_styles import new_styles

HIDDEN_SHEET = "_cchc"
MADE_AT = datetime(2025, 1, 2, 8, 0, 0)  # the archive knows files by their bytes, so no clock may get into them
_LOOKS_LIKE_FORMULA = ("=", "+", "-", "@")
_CODE_KEYS = {"code"}


def workbook_bytes(book: FormBook) -> bytes:
    """Return the .xlsx file of a book; equal books give equal bytes, whatever was written before."""
    workbook = _styled_workbook()
    for old in workbook.worksheets:
        workbook.remove(old)
    sheet = workbook.create_sheet(book.sheet)
    _write_title(sheet, book)
    _write_header(sheet, book)
    _write_rows(sheet, book)
    _write_signature(sheet, book)
    _set_page(sheet, book)
    if book.hidden is not None:
        hidden = workbook.create_sheet(HIDDEN_SHEET)
        hidden.sheet_state = "hidden"
        for pair in (("key", "value"), *book.hidden):
            hidden.append(pair)
    return packed(workbook)


@cache
def _styled_workbook() -> Workbook:
    """One workbook whose sheets are exchanged: making the styles anew for every file would double the time.

    Every style that a cell can get is met here once, so that the list of styles is complete before the first file.
    """
    workbook = Workbook()
    workbook.properties.creator = "reform-index demo"
    workbook.properties.created = workbook.properties.modified = MADE_AT
    sheet = workbook.active
    for row, style in enumerate(new_styles(), start=1):
        workbook.add_named_style(style)
        for column, quoted in enumerate((False, True), start=1):
            cell = sheet.cell(row, column)
            cell.style = style.name
            cell.quotePrefix = quoted
            _ = cell.style_id  # asking for it enters the style in the list
    return workbook


def _write_title(sheet: Worksheet, book: FormBook) -> None:
    for row, line in enumerate(book.title_lines, start=1):
        style = "title" if row == 1 else "mark" if line.startswith("SỐ LIỆU") else "unit"
        _put(sheet, row, 1, line, style)
        _merge(sheet, row, 1, row, len(book.columns))
        sheet.row_dimensions[row].height = 34 if style == "mark" else 22


def _write_header(sheet: Worksheet, book: FormBook) -> None:
    top = book.header_row
    sheet.row_dimensions[top].height = 32
    bottom = top + 1 if book.two_row_header else top
    for row in range(top, bottom + 1):
        for position in range(1, len(book.columns) + 1):
            _put(sheet, row, position, None, "header")
    if not book.two_row_header:
        for position, column in enumerate(book.columns, start=1):
            _put(sheet, top, position, column.label, "header")
        return
    for first, last, grouped in _header_spans(book.columns):
        columns = book.columns[first - 1 : last]
        _put(sheet, top, first, columns[0].group or columns[0].label, "header")
        _merge(sheet, top, first, top if grouped else bottom, last)
        for position, column in enumerate(columns, start=first):
            _put(sheet, bottom, position, column.short, "header")


def _header_spans(columns: tuple[Column, ...]) -> list[tuple[int, int, bool]]:
    """Column spans of the upper header row, from 1, and whether a second row stands below."""
    spans: list[tuple[int, int, bool]] = []
    for position, column in enumerate(columns, start=1):
        if column.group and position > 1 and columns[position - 2].group == column.group:
            spans[-1] = (spans[-1][0], position, True)
        else:
            spans.append((position, position, column.group is not None))
    return spans


def _write_rows(sheet: Worksheet, book: FormBook) -> None:
    for row_no, row in enumerate(book.rows, start=book.first_row):
        for position, column in enumerate(book.columns, start=1):
            value = row.values.get(column.key)
            _put(sheet, row_no, position, _shown(value, book), f"{row.kind}_{_look(column.key)}")


def _look(key: str) -> str:
    if key in _CODE_KEYS:
        return "code"
    if key == "figure":
        return "figure"
    return "points" if key.endswith("_points") else "text"


def _shown(value: CellValue, book: FormBook) -> CellValue:
    if isinstance(value, Decimal) and book.numbers_as_text:
        return f"{value.normalize():f}".replace(".", ",")
    return value


def _write_signature(sheet: Worksheet, book: FormBook) -> None:
    column = max(len(book.columns) - 1, 1)
    for row, line in enumerate(book.signature, start=book.first_row + len(book.rows) + 1):
        _put(sheet, row, column, line, "signature")


def _set_page(sheet: Worksheet, book: FormBook) -> None:
    for position, column in enumerate(book.columns, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = column.width
    sheet.freeze_panes = f"C{book.first_row}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{book.header_row}:{book.first_row - 1}"


def _merge(sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> None:
    """As Worksheet.merge_cells, without its search for borders, which takes a tenth of all the time."""
    if (top, left) != (bottom, right):
        sheet.merged_cells.add(CellRange(min_row=top, min_col=left, max_row=bottom, max_col=right))


def _put(sheet: Worksheet, row: int, column: int, value: CellValue, style: str) -> None:
    cell = sheet.cell(row, column, value)
    cell.style = style
    if isinstance(value, str) and value.startswith(_LOOKS_LIKE_FORMULA):
        cell.data_type = "s"
        cell.quotePrefix = True  # keeps it text when somebody edits the cell in Excel


class _UndatedZip(ZipFile):
    """A zip whose members all bear one time."""

    def write(self, filename: Any, arcname: Any = None, *_: Any) -> None:
        self.writestr(str(arcname), Path(filename).read_bytes())

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any) -> None:
        member = ZipInfo(str(zinfo_or_arcname), MADE_AT.timetuple()[:6])
        member.compress_type = ZIP_DEFLATED
        super().writestr(member, data)


def packed(workbook: Workbook) -> bytes:
    """The .xlsx file of a workbook whose members all bear one time."""
    buffer = io.BytesIO()
    with _UndatedZip(buffer, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(workbook, archive).write_data()
    return buffer.getvalue()
