"""Which cells of an .xlsx sheet are merged into which: a mark merged down over several lines holds for each of them.

Belongs here: that one question. Does not belong here: values of cells (assets.workbooks). Other formats tell no merged cells here.
"""

from __future__ import annotations

import io
from pathlib import PurePath

_MOST = 20_000  # cells; a sheet formatted down to its last row is no table of lines


def merged_cells(data: bytes, file_name: str) -> dict[str, dict[tuple[int, int], tuple[int, int]]]:
    """sheet name → (row, column) of a covered cell → (row, column) of the cell that shows for it."""
    if PurePath(file_name).suffix.lower() not in (".xlsx", ".xlsm"):
        return {}
    from openpyxl import load_workbook

    found: dict[str, dict[tuple[int, int], tuple[int, int]]] = {}
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        covered = found.setdefault(sheet.title, {})
        for area in sheet.merged_cells.ranges:
            if (area.max_row - area.min_row + 1) * (area.max_col - area.min_col + 1) > _MOST:
                continue
            for row in range(area.min_row, area.max_row + 1):
                for column in range(area.min_col, area.max_col + 1):
                    covered[row, column] = (area.min_row, area.min_col)
    return found
