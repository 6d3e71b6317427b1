"""What is said of a header that lacks a column of its form: which one, in which row the header stands, what it says.

Belongs here: that sentence. Does not: finding headers (header.py), which columns a form needs (layout.py).
"""

from __future__ import annotations

from assets.intake.header import Header
from assets.intake.header_texts import header_texts, shortened
from assets.intake.layout import Column
from assets.intake.sheet_grid import SheetGrid

_MOST_NAMED = 12
_LONGEST = 40


def missing_column_vi(grid: SheetGrid, header: Header, column: Column) -> str:
    """«Trang tính … thiếu cột …: hàng tiêu đề tìm thấy ở hàng 5 chỉ ghi «Mã», «Tiêu chí», …»."""
    named = header_texts(grid, header)
    last = max(row_no for texts in named.values() for row_no, _ in texts)
    texts = [shortened(" ".join(text for _, text in named[col_no]), _LONGEST) for col_no in sorted(named)]
    told = ", ".join(f"«{text}»" for text in texts[:_MOST_NAMED]) + (", …" if len(texts) > _MOST_NAMED else "")
    where = f"hàng {header.first_row}" if last == header.first_row else f"hàng {header.first_row}–{last}"
    return f"Trang tính «{grid.sheet.name}» thiếu cột «{column.label}»: hàng tiêu đề tìm thấy ở {where} chỉ ghi {told}."
