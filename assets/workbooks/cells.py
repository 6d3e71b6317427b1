"""From the bytes of one file to its cells: the one entry of this folder.

Belongs here: the choice of reader per format and the canonical text of a value. The only module that imports an Excel
reader (python-calamine); what that reader cannot tell is laid over its values from the scanners of doubts.
Does not belong here: the meaning of cells, receipts, tables.
"""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from functools import lru_cache, partial

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from assets.workbooks.biff import xls_doubts
from assets.workbooks.csv_cells import read_csv
from assets.workbooks.day_zero import day_zero
from assets.workbooks.doubts import PERCENT, SheetDoubts
from assets.workbooks.file_kind import detect
from assets.workbooks.ods_doubts import ods_doubts
from assets.workbooks.ole2 import open_ole2
from assets.workbooks.unreadable import UnreadableFile, corrupt
from assets.workbooks.workbook_cells import Cell, Sheet, WorkbookCells
from assets.workbooks.xlsx_doubts import xlsx_doubts
from assets.workbooks.zip_safety import open_zip, read_member

MAX_FILE_BYTES = 64 * 1024 * 1024

Value = str | int | float | bool | dt.date | dt.time | dt.datetime | dt.timedelta


def read_cells(data: bytes, file_name: str) -> WorkbookCells:
    """All non-empty cells of the file, hidden sheets too. ``file_name`` serves messages only; the content decides the
    format.

    Raises UnreadableFile (empty_file, encrypted, corrupt, unsupported_format) and nothing else, whatever the bytes are.
    """
    if len(data) > MAX_FILE_BYTES:
        raise corrupt(f"tệp lớn hơn {MAX_FILE_BYTES // 2**20} MB", f"the file is larger than {MAX_FILE_BYTES // 2**20} MB")
    try:
        file_format = detect(data)
        if file_format == "csv":
            return read_csv(data)
        return _read_workbook(data, file_format, _doubts(data, file_format))
    except UnreadableFile:
        raise
    except Exception as error:  # a stranger's bytes may break a scanner in ways nobody listed; that is still "corrupt"
        raise corrupt("cấu trúc tệp không hợp lệ", f"{file_name}: {type(error).__name__}: {error}") from error
    except BaseException as error:
        # The reader is written in Rust; where it gives up in panic it raises what no "except Exception" catches.
        if type(error).__name__ != "PanicException":
            raise
        raise corrupt("cấu trúc tệp không hợp lệ", f"{file_name}: the reader gave up: {error}") from error


def _doubts(data: bytes, file_format: str) -> list[SheetDoubts]:
    if file_format == "xlsx":
        return xlsx_doubts(open_zip(data))
    if file_format == "ods":
        return ods_doubts(read_member(open_zip(data), "content.xml"))
    container = open_ole2(data)
    return xls_doubts(container.read("Workbook" if "Workbook" in container.streams else "Book"))


def _read_workbook(data: bytes, file_format: str, doubts: list[SheetDoubts]) -> WorkbookCells:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        metadata = workbook.sheets_metadata
        if len(metadata) != len(doubts):
            raise corrupt("danh sách trang tính không khớp", f"{len(metadata)} sheets named, {len(doubts)} found")
        sheets = [Sheet(number, sheet.name, sheet.visible != SheetVisibleEnum.Visible) for number, sheet in enumerate(metadata, start=1)]
        cells: list[Cell] = []
        for sheet, doubt in zip(sheets, doubts, strict=True):
            if doubt.last_row:
                rows = workbook.get_sheet_by_index(sheet.sheet_no - 1).to_python(skip_empty_area=False)
                cells.extend(_sheet_cells(sheet.sheet_no, rows, doubt.marks))
    except PasswordError as error:
        raise UnreadableFile("encrypted", "Tệp đặt mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.", "password-protected") from error
    except CalamineError as error:
        raise corrupt("không đọc được bảng tính", f"the workbook cannot be read ({error})") from error
    hidden_rows = {sheet.sheet_no: doubt.hidden_rows for sheet, doubt in zip(sheets, doubts, strict=True) if doubt.hidden_rows}
    hidden_columns = {sheet.sheet_no: doubt.hidden_columns for sheet, doubt in zip(sheets, doubts, strict=True) if doubt.hidden_columns}
    linked_cells = {sheet.sheet_no: doubt.linked for sheet, doubt in zip(sheets, doubts, strict=True) if doubt.linked}
    merged = {sheet.sheet_no: doubt.merged for sheet, doubt in zip(sheets, doubts, strict=True) if doubt.merged}
    return WorkbookCells(file_format, sheets, cells, hidden_rows, hidden_columns, linked_cells, merged, day_zero(data, file_format))


def _sheet_cells(sheet_no: int, rows: list[list[Value]], marks: dict[tuple[int, int], tuple[str, str]]) -> list[Cell]:
    make = partial(tuple.__new__, Cell)  # as Cell._make, which checks the length of each of a million tuples
    cells: list[Cell] = []
    add = cells.append
    for row_no, row in enumerate(rows, start=1):
        for col_no, value in enumerate(row, start=1):
            if value.__class__ is str:  # most cells are texts or empty, the others numbers
                if value:
                    add(make((sheet_no, row_no, col_no, "text", value)))
            elif value.__class__ is float:
                add(make((sheet_no, row_no, col_no, "number", number_text(value))))
            else:
                add(make((sheet_no, row_no, col_no, *_canonical(value))))
    if not marks:
        return cells
    certain = [_marked(cell, marks.get((cell.row_no, cell.col_no))) for cell in cells]
    seen = {(cell.row_no, cell.col_no) for cell in cells}
    certain.extend(
        Cell(sheet_no, row_no, col_no, kind, text)
        for (row_no, col_no), (kind, text) in marks.items()
        if (row_no, col_no) not in seen and kind != PERCENT
    )
    return sorted(certain)


def _marked(cell: Cell, mark: tuple[str, str] | None) -> Cell:
    if mark is None:
        return cell
    if mark[0] == PERCENT:
        if cell.kind != "number":
            return cell
        return cell._replace(text=_plain(Decimal(cell.text) * 100) + "%")
    return cell._replace(kind=mark[0], text=mark[1])


def _canonical(value: Value) -> tuple[str, str]:
    """(kind, text) of a reader's value; see :class:`assets.workbooks.workbook_cells.Cell` for the texts."""
    if isinstance(value, float):
        return "number", number_text(value)
    if isinstance(value, str):
        return "text", value
    if isinstance(value, bool):
        return "boolean", "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return "number", str(value)
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return "date", f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
    return "date", value.isoformat()


@lru_cache(maxsize=4096)
def number_text(value: float) -> str:
    """The shortest decimal that is the same float, without exponent: 0.1 → '0.1', 3.0 → '3', 1e-07 → '0.0000001'."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = repr(value)
    return _plain(Decimal(text)) if "e" in text else text


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
