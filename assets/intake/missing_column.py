"""What is said of a header that lacks a column of its form: which one, in which row the header stands, what it says.

Belongs here: that sentence. Does not: finding headers (header.py), which columns a form needs (layout.py).
"""

from __future__ import annotations

from assets.intake.header import COLUMN_NUMBER, Header
from assets.intake.layout import Column
from assets.intake.sheet_grid import SheetGrid

_MOST_NAMED = 12
_LONGEST = 40


def missing_column_vi(grid: SheetGrid, header: Header, column: Column) -> str:
    """«Trang tính … thiếu cột …: hàng tiêu đề tìm thấy ở hàng 5 chỉ ghi «Mã», «Tiêu chí», …»."""
    last = header.first_row
    named: dict[int, str] = {}
    for row_no in range(header.first_row, header.last_row + 1):
        for col_no, cell in grid.rows.get(row_no, {}).items():
            text = " ".join(cell.text.split())
            if row_no == header.first_row or not COLUMN_NUMBER.fullmatch(text):
                named[col_no], last = f"{named[col_no]} {text}" if col_no in named else text, row_no
    texts = [text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…" for _, text in sorted(named.items())]
    told = ", ".join(f"«{text}»" for text in texts[:_MOST_NAMED]) + (", …" if len(texts) > _MOST_NAMED else "")
    where = f"hàng {header.first_row}" if last == header.first_row else f"hàng {header.first_row}–{last}"
    return f"Trang tính «{grid.sheet.name}» thiếu cột «{column.label}»: hàng tiêu đề tìm thấy ở {where} chỉ ghi {told}."
