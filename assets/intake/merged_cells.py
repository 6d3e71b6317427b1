"""One cell merged over several rows of a form: an office writes once what holds for all of them.

Belongs here: which rows such a cell speaks for. Does not: finding merged cells in a file (assets/workbooks), what the cell says
(``measures.py``).

Words, days, choices and the number of a record in a register hold for each row that the cell stands over. A measure that is a number does
not: three rows under one number may share it or have it each, so only the first has it and the others count as empty.
"""

from __future__ import annotations

from assets.intake.header import Header
from assets.intake.layout import Layout
from assets.intake.sheet_grid import SheetGrid


def spread_merged(grid: SheetGrid, header: Header, layout: Layout) -> None:
    """Give each row under the header that is filled in the words, days and choices of the merged cells that stand over it."""
    own = {header.columns[column.name] for column in layout.columns if column.type != "key" and column.name in header.columns}
    numbered = {header.columns["code"]} if layout.shape == "register" else set()  # one record over what it found
    spoken = numbered | {
        header.columns[c.name] for c in layout.columns if c.type in ("text", "date", "choice") and c.name in header.columns
    }
    filled = {row_no for row_no, row in grid.rows.items() if row_no > header.last_row and not own.isdisjoint(row)} if grid.merged else set()
    for area in grid.merged:
        first = grid.cell(area.top, area.left)
        if first is None or area.left not in spoken or area.top <= header.last_row:
            continue
        for row_no in range(area.top + 1, area.bottom + 1):
            if row_no in filled and area.left not in grid.rows[row_no]:
                grid.rows[row_no] = dict(sorted({**grid.rows[row_no], area.left: first._replace(row_no=row_no)}.items()))
