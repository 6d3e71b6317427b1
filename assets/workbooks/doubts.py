"""What the fast reader cannot tell: error cells, formulas without a value, percent formats, and how far a sheet
reaches.

Belongs here: the small shape that each format's scanner fills, and the size limits, which must be known *before* the
fast reader runs: it lays a sheet out as a full rectangle, so one stray cell at XFD1048576 would ask for 17 thousand
million cells. Does not belong here: parsing (``xlsx_doubts.py``, ``ods_doubts.py``, ``biff.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from assets.workbooks.unreadable import corrupt
from assets.workbooks.workbook_cells import Area

MAX_ROWS = 200_000
MAX_COLUMNS = 500
MAX_AREA = 10_000_000

PERCENT = "percent"


@dataclass
class SheetDoubts:
    """One sheet: the last row and column with content (from 1; 0 when empty) and marks per (row, column).

    A mark is (kind, text): ('error', '#DIV/0!'), ('formula_without_value', '=A1+1'), ('text', '22¹') or (PERCENT, '').
    """

    last_row: int = 0
    last_column: int = 0
    marks: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    linked: frozenset[tuple[int, int]] = frozenset()
    """(row, column) of each cell that takes its value from another workbook."""
    merged: tuple[Area, ...] = ()
    """Merged cells that reach over more than one row."""

    def reach(self, row: int, column: int) -> None:
        """Notes that a cell with content lies there; raises UnreadableFile (corrupt) beyond the limits."""
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)
        if row > MAX_ROWS or column > MAX_COLUMNS or self.last_row * self.last_column > MAX_AREA:
            limits = f"{MAX_ROWS} × {MAX_COLUMNS}"
            raise corrupt(
                f"bảng quá lớn (có ô ở dòng {row}, cột {column}; tối đa {limits}); hãy xóa những ô ở xa ngoài bảng rồi lưu lại",
                f"the sheet is too large (a cell at row {row}, column {column}; at most {limits})",
            )


def within_limits(area: Area) -> bool:
    """Whether a sheet may reach that far."""
    return area.bottom <= MAX_ROWS and area.right <= MAX_COLUMNS
