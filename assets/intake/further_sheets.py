"""A form that goes on over several sheets: a sheet for each field, as offices divide the work.

Belongs here: knowing such a form. Does not: forms of several units (several_units.py), reading (extract_tree.py).
"""

from __future__ import annotations

from assets.intake.header import Header
from assets.intake.layout import Layout
from assets.intake.phrase import fold_phrase
from assets.intake.sheet_grid import SheetGrid, clean


def goes_on(found: list[tuple[SheetGrid, Header]], layout: Layout) -> bool:
    """Whether the sheets are parts of one form: each has all its columns, in the same places, and none has a line that another has."""
    if len(found) < 2 or layout.shape != "tree":
        return False
    first = found[0][1]
    if any(header.columns != first.columns or header.missing or header.twice or header.again for _, header in found):
        return False
    if any(grid.second_table is not None for grid, _ in found) or len({grid.sheet.sheet_no for grid, _ in found}) < len(found):
        return False
    lines = [_lines(grid, header) for grid, header in found]
    return all(lines) and len(set().union(*lines)) == sum(map(len, lines))


def _lines(grid: SheetGrid, header: Header) -> set[tuple[str, str]]:
    """Code and name of each line: codes alone may repeat under several fields."""
    code_col, name_col = header.columns["code"], header.columns.get("name")
    return {
        (code, fold_phrase(clean(grid.cell(row_no, name_col)) or ""))
        for row_no, row in grid.rows.items()
        if row_no > header.last_row and (code := clean(row.get(code_col))) and any(char.isdigit() for char in code)
    }
