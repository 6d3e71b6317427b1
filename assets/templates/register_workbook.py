"""A blank register as .xlsx: two hundred open rows, drop-downs for choices, days and numbers stopped while they are typed.

Belongs here: openpyxl, looks, validation. Does not: what the register holds (register_form.py).
"""

from __future__ import annotations

import io
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from assets.intake.date_text import FIRST_YEAR, LAST_YEAR
from assets.intake.identify import HIDDEN_SHEET
from assets.intake.layout import Column
from assets.templates.register_form import RegisterForm

OPEN_ROWS = 200
_MADE_AT = datetime(2025, 1, 2, 8, 0, 0)  # equal templates are equal files
_WIDTHS = {"key": 12, "text": 34, "number": 13, "date": 14, "choice": 22}
_FORMATS = {"key": "@", "text": "@", "number": "#,##0.####", "date": "dd/mm/yyyy", "choice": "@"}
_LINE = Side(style="thin", color="A6A6A6")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_ENTRY = PatternFill("solid", start_color="FFFBE6")
_FIRST_LIST_COLUMN = 5
_SERIAL_ZERO = date(1899, 12, 30)


def register_bytes(form: RegisterForm) -> bytes:
    """The .xlsx file; the same form gives the same bytes but for the container's own times."""
    book = Workbook()
    book.properties.creator, book.properties.created, book.properties.modified = "reform-index", _MADE_AT, _MADE_AT
    sheet = book.active
    sheet.title = form.title.split(",")[0][:31].replace("/", "-")
    header = _title(sheet, form)
    _header(sheet, form, header)
    for row_no in range(header + 1, header + 1 + OPEN_ROWS):
        for col_no, column in enumerate(form.layout.columns, start=1):
            cell = sheet.cell(row_no, col_no)
            cell.border, cell.fill, cell.protection = _BORDER, _ENTRY, Protection(locked=False)
            cell.number_format = _FORMATS[column.type]
            cell.alignment = Alignment(vertical="center", wrap_text=column.type == "text")
    hidden = _hidden_sheet(book, form)
    for col_no, column in enumerate(form.layout.columns, start=1):
        _validate(sheet, hidden, column, col_no, header + 1)
    _page(sheet, header)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _title(sheet: Worksheet, form: RegisterForm) -> int:
    """The title block; returns the row of the header."""
    due = f" Gửi trước hết ngày {form.due_on:%d/%m/%Y}." if form.due_on else ""
    nothing = " Trong kỳ không có gì để kê thì ghi «Không phát sinh» ở dòng đầu." if form.layout.nothing else ""
    guide = (
        f"Mỗi dòng một việc, mỗi việc một mã. Ngày ghi dạng 31/12/{form.index_year}; cột có danh sách thì chọn trong danh sách; "
        f"số không có thì ghi 0. Hết {OPEN_ROWS} dòng thì chép thêm dòng trống.{nothing}{due}"
    )
    lines = (
        (form.title.upper(), Font(bold=True, size=14, color="1F3864")),
        (f"Đơn vị: {form.unit_text}", Font(bold=True, size=12)),
        (f"Năm đánh giá: {form.index_year}", Font(bold=True, size=12)),
        (guide, Font(italic=True, color="404040")),
    )
    for row_no, (text, font) in enumerate(lines, start=1):
        cell = sheet.cell(row_no, 1)
        _text(cell, text)
        cell.font, cell.alignment = font, Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.merge_cells(start_row=row_no, start_column=1, end_row=row_no, end_column=len(form.layout.columns))
        sheet.row_dimensions[row_no].height = 40 if font.italic else 22
    return len(lines) + 2


def _header(sheet: Worksheet, form: RegisterForm, row_no: int) -> None:
    for col_no, column in enumerate(form.layout.columns, start=1):
        cell = sheet.cell(row_no, col_no)
        _text(cell, column.label)
        cell.font, cell.fill, cell.border = Font(bold=True, color="FFFFFF"), PatternFill("solid", start_color="1F4E78"), _BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(col_no)].width = _WIDTHS[column.type]
    sheet.row_dimensions[row_no].height = 36


def _hidden_sheet(book: Workbook, form: RegisterForm) -> Worksheet:
    hidden = book.create_sheet(HIDDEN_SHEET)
    hidden.sheet_state = "hidden"
    facts = (("form", form.form), ("unit", form.unit.unit_id), ("year", str(form.index_year)), ("version", form.version))
    for row_no, pair in enumerate((("key", "value"), *facts), start=1):
        for col_no, text in enumerate(pair, start=1):
            _text(hidden.cell(row_no, col_no), text)
    hidden.protection.sheet = True
    return hidden


def _validate(sheet: Worksheet, hidden: Worksheet, column: Column, col_no: int, first: int) -> None:
    letter = get_column_letter(col_no)
    if column.type == "choice":
        words = [choice.label for choice in column.choices]  # in cells, because words hold commas
        listed = get_column_letter(_FIRST_LIST_COLUMN + col_no)
        for row_no, text in enumerate(words, start=1):
            _text(hidden[f"{listed}{row_no}"], text)
        rule = DataValidation(type="list", formula1=f"'{hidden.title}'!${listed}$1:${listed}${len(words)}", allow_blank=True)
        rule.errorTitle, rule.error = "Chọn trong danh sách", f"Chọn: {'; '.join(words)}."[:250]
    elif column.type == "date":
        first_day, last_day = ((day - _SERIAL_ZERO).days for day in (date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)))
        rule = DataValidation(type="date", operator="between", formula1=str(first_day), formula2=str(last_day), allow_blank=True)
        # A machine that is not set to Vietnamese keeps 31/12/2024 as text, which is read all the same: so it warns and does not forbid.
        rule.errorStyle = "warning"
        rule.errorTitle, rule.error = "Chưa phải ngày", "Ghi ngày/tháng/năm, ví dụ 31/12/2024."
    elif column.type == "number":
        rule = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
        rule.errorTitle, rule.error = "Chưa phải số", "Ghi một số từ 0 trở lên, không ghi dấu % hay đơn vị đo."
    else:
        return
    rule.showErrorMessage = True
    sheet.add_data_validation(rule)
    rule.add(f"{letter}{first}:{letter}{first + OPEN_ROWS - 1}")


def _page(sheet: Worksheet, header: int) -> None:
    sheet.freeze_panes = f"C{header + 1}"
    sheet.print_title_rows = f"{header}:{header}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "Trang &P/&N"
    sheet.protection.sheet = True  # without a password: a guard against slips, not a lock
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.insertRows = False


def _text(cell: Cell, text: str) -> None:
    cell.value = text
    cell.data_type = "s"
