"""A register of the demo before it is written, and writing it: title block, header, rows, signature.

Belongs here: the shape and its .xlsx, the same bytes every time. Does not belong here: what the rows hold (task_books.py and its
neighbours), forms over a criteria set (form_book.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from assets.demo.workbook_writer import HIDDEN_SHEET, MADE_AT, packed

Value = str | int | Decimal | dt.date | None
DAY_STYLES = 3
_WIDTHS = {str: 30, dt.date: 13, int: 12, Decimal: 12}


@dataclass(frozen=True)
class RegisterLook:
    """What differs from office to office. day_style 0: date cells, 1: text 31/12/2024, 2: text 2024-12-31."""

    unit_text: str
    hidden_unit: str | None
    day_style: int


@dataclass(frozen=True)
class RegisterBook:
    """One register of one unit and year; rows as wide as the labels."""

    form: str
    title: str
    sheet: str
    index_year: int
    look: RegisterLook
    mark: str
    labels: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    signer: str = "THỦ TRƯỞNG ĐƠN VỊ"


def register_bytes(book: RegisterBook) -> bytes:
    """The .xlsx file; equal books give equal bytes."""
    workbook = Workbook()
    workbook.properties.creator = "reform-index demo"
    workbook.properties.created = workbook.properties.modified = MADE_AT
    sheet = workbook.active
    sheet.title = book.sheet
    title = (book.title, f"Đơn vị: {book.look.unit_text}", f"Năm đánh giá: {book.index_year}", book.mark)
    for row_no, line in enumerate(title, start=1):
        cell = sheet.cell(row_no, 1, line)
        cell.font = Font(bold=row_no < 4, italic=row_no == 4, color="FFC00000" if row_no == 4 else None)
    header = len(title) + 2
    for col_no, label in enumerate(book.labels, start=1):
        cell = sheet.cell(header, col_no, label)
        cell.font, cell.fill = Font(bold=True, color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F4E79")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        kind = next((type(row[col_no - 1]) for row in book.rows if row[col_no - 1] is not None), str)
        sheet.column_dimensions[get_column_letter(col_no)].width = 12 if col_no == 1 else _WIDTHS[kind]
    for row_no, row in enumerate(book.rows, start=header + 1):
        for col_no, value in enumerate(row, start=1):
            if value is None:
                continue
            cell = sheet.cell(row_no, col_no, _shown(value, book.look.day_style))
            if isinstance(value, dt.date) and book.look.day_style == 0:
                cell.number_format = "dd/mm/yyyy"
    below = header + len(book.rows) + 2
    for row_no, line in enumerate((f"....., ngày ... tháng ... năm {book.index_year + 1}", book.signer), start=below):
        sheet.cell(row_no, max(len(book.labels) - 1, 1), line)
    sheet.freeze_panes = f"C{header + 1}"
    if book.look.hidden_unit is not None:
        hidden = workbook.create_sheet(HIDDEN_SHEET)
        hidden.sheet_state = "hidden"
        for pair in (
            ("key", "value"), ("form", book.form), ("unit", book.look.hidden_unit), ("year", str(book.index_year)), ("version", "1"),
            ("data", "made_up"),
        ):  # fmt: skip
            hidden.append(pair)
    return packed(workbook)


def _shown(value: Value, day_style: int) -> Value:
    if not isinstance(value, dt.date) or day_style == 0:
        return value
    return f"{value:%d/%m/%Y}" if day_style == 1 else value.isoformat()
