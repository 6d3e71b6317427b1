"""What stands in a header, column by column.

Belongs here: its texts with their rows, for sentences about it and for the years that it names. Does not belong here: which column means
what (``header.py``).
"""

from __future__ import annotations

from assets.intake.header import COLUMN_NUMBER, Header
from assets.intake.sheet_grid import SheetGrid

HeaderTexts = dict[int, list[tuple[int, str]]]


def header_texts(grid: SheetGrid, header: Header, last: int = 0) -> HeaderTexts:
    """Per column (row, text) from the top down, without numbers of columns: of merged cells the first has it. ``last``: a row below the
    header up to which it is looked at too.
    """
    found: HeaderTexts = {}
    for row_no in range(header.first_row, max(header.last_row, last) + 1):
        for col_no, cell in grid.rows.get(row_no, {}).items():
            text = " ".join(cell.text.split())
            if row_no == header.first_row or not COLUMN_NUMBER.fullmatch(text):
                found.setdefault(col_no, []).append((row_no, text))
    return found


def shortened(text: str, longest: int) -> str:
    """The text, cut where it is longer."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
