"""Cells of a text table (.csv): delimiter, quotes, addresses.

Belongs here: cutting the text into cells. Does not belong here: its encoding (``text_encoding.py``), numbers in it
(every cell is of kind text).
"""

from __future__ import annotations

import csv
import io
from collections import Counter

from assets.workbooks.doubts import SheetDoubts
from assets.workbooks.text_encoding import decode
from assets.workbooks.unreadable import corrupt
from assets.workbooks.workbook_cells import Cell, Sheet, WorkbookCells

SHEET_NAME = "csv"
_DELIMITERS = (",", ";", "\t", "|")
_SNIFFED = 65_536  # characters
_MAX_FIELD = 1_000_000


def read_csv(data: bytes) -> WorkbookCells:
    """The cells of a text table as one sheet named 'csv'; row numbers are records, as a spreadsheet shows them.

    Raises UnreadableFile (corrupt) for an unknown encoding, a broken quotation or a table beyond the limits.
    """
    text = decode(data)
    if "\x00" in text:
        raise corrupt("tệp CSV chứa ký tự nhị phân", "the text holds zero characters")
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
    """The delimiter of the table: the one that most lines use equally often, quotations left out; a comma when none is used.

    The first line alone would mislead: it is often a title with a comma in it and no delimiter at all.
    """
    outside = "".join(text[:_SNIFFED].split('"')[::2])
    lines = [line for line in outside.splitlines() if line.strip()]
    best = max(_DELIMITERS, key=lambda delimiter: _fields_in_columns(lines, delimiter))
    return best if best in outside else ","


def _fields_in_columns(lines: list[str], delimiter: str) -> int:
    counts = Counter(count for line in lines if (count := line.count(delimiter)))
    return max((count * times for count, times in counts.items()), default=0)
