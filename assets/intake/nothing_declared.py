"""A register whose only row says that there was nothing to list: «Không phát sinh».

Belongs here: telling it from a register that nobody filled in. Does not belong here: rows that list things (``register_rows.py``).
"""

from __future__ import annotations

from assets.intake.header import Header
from assets.intake.intake_rows import Line
from assets.intake.layout import Layout
from assets.intake.phrase import opens_with
from assets.intake.sheet_grid import SheetGrid


def declares_nothing(grid: SheetGrid, header: Header, layout: Layout, lines: list[Line]) -> bool:
    """Whether the first row with words below the header says so, and no row lists anything beside it."""
    below = ((row_no, _words(grid, row_no)) for row_no in sorted(grid.rows) if row_no > header.last_row)
    row_no, words = next(((row_no, words) for row_no, words in below if words), (0, []))
    if len(words) != 1 or not opens_with(words[0], layout.nothing):
        return False
    return all(line.row_no == row_no and (line.state == "blank" or line.text == words[0]) for line in lines)


def _words(grid: SheetGrid, row_no: int) -> list[str]:
    return [cell.text for cell in grid.rows[row_no].values() if any(char.isalpha() for char in cell.text)]
