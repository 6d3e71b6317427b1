"""Which cells of an .xlsx sheet are merged into which: a mark merged down over several lines holds for each of them.

Belongs here: that one question. Does not belong here: values of cells (assets.workbooks). Other formats tell no merged cells here.
"""

from __future__ import annotations

import io

_MOST = 20_000  # cells; a sheet formatted down to its last row is no table of lines


def merged_cells(data: bytes) -> dict[str, dict[tuple[int, int], tuple[int, int]]] | None:
    """sheet name → (row, column) of a covered cell → (row, column) of the cell that shows for it; None where they cannot be read."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data))
    except Exception:  # styles and drawings that this reader does not take, in a workbook whose cells were read all the same
        return None
    found: dict[str, dict[tuple[int, int], tuple[int, int]]] = {}
    for sheet in book.worksheets:
        covered = found.setdefault(sheet.title, {})
        for area in sheet.merged_cells.ranges:
            if (area.max_row - area.min_row + 1) * (area.max_col - area.min_col + 1) > _MOST:
                continue
            for row in range(area.min_row, area.max_row + 1):
                for column in range(area.min_col, area.max_col + 1):
                    covered[row, column] = (area.min_row, area.min_col)
    return found
