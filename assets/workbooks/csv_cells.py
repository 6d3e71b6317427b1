"""Cells of a text table (.csv): delimiter, quotes, addresses.

Belongs here: cutting the text into cells. Does not belong here: its encoding (``text_encoding.py``), numbers in it
(every cell is of kind text).
"""

from __future__ import annotations

import csv
import io

from assets.workbooks.doubts import SheetDoubts
from assets.workbooks.text_encoding import decode
from assets.workbooks.unreadable import corrupt
from assets.workbooks.workbook_cells import Cell, Sheet, WorkbookCells

SHEET_NAME = "csv"
_DELIMITERS = (",", ";", "\t")
_MAX_FIELD = 1_000_000


def read_csv(data: bytes) -> WorkbookCells:
    """The cells of a text table as one sheet named 'csv'; row numbers are records, as a spreadsheet shows them.

    Raises UnreadableFile (corrupt) for an unknown encoding, a broken quotation or a table beyond the limits.
    """
    text = decode(data)
    forced, text = _sep_line(text)
    delimiter = forced or _sniff(text)
    sheet = SheetDoubts()
    cells: list[Cell] = []
    csv.field_size_limit(_MAX_FIELD)
    try:
        for row_no, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), start=1):
            for col_no, value in enumerate(record, start=1):
                if value:
                    sheet.reach(row_no, col_no)
                    cells.append(Cell(1, row_no, col_no, "text", value))
    except csv.Error as error:
        raise corrupt("dấu ngoặc kép trong tệp CSV không khép", f"the CSV is malformed ({error})") from error
    return WorkbookCells("csv", [Sheet(1, SHEET_NAME, False)], cells)


def _sep_line(text: str) -> tuple[str | None, str]:
    """Excel's own first line 'sep=;' names the delimiter and is not a row."""
    first, _, rest = text.partition("\n")
    first = first.strip().lower()
    if first.startswith("sep=") and len(first) == 5:
        return first[4], rest
    return None, text


def _sniff(text: str) -> str:
    """The delimiter that the first non-empty line uses most, quotations left out; a comma when it uses none."""
    for line in text.splitlines():
        if line.strip():
            outside = "".join(line.split('"')[::2])
            return max(_DELIMITERS, key=outside.count)
    return ","
