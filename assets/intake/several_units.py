"""Several units in one file: a sheet each, with a title block that names its own unit.

Belongs here: recognising such a file. Does not: reading a sheet (extract_tree.py).
"""

from __future__ import annotations

from assets.intake.header import find_header
from assets.intake.identify import HIDDEN_SHEET, read_clues
from assets.intake.intake_rows import Stated
from assets.intake.layout import Layouts
from assets.intake.sheet_grid import SheetGrid
from warehouse.unit_names import fold_name


def sheets_of_several_units(grids: list[SheetGrid], stated: Stated, layouts: Layouts) -> list[list[SheetGrid]]:
    """One list per unit, each with its sheet; empty where the file is about one unit, as nearly all are.

    Such a file has two or more visible sheets that each name a form and a unit of their own, and the units differ. Its hidden
    sheet and what the sender stated can be about one of them only, so they count for none.
    """
    visible = [grid for grid in grids if not grid.sheet.hidden and grid.rows and grid.sheet.name.strip().casefold() != HIDDEN_SHEET]
    if len(visible) < 2:
        return []
    bare = Stated(stated.file_sha256, stated.file_name)
    found: list[tuple[str, SheetGrid]] = []
    for grid in visible:
        clues = read_clues([grid], bare, layouts)
        layout = layouts.get(clues.form[0].text, None) if clues.form else None
        if layout is None or layout.shape != "tree" or not clues.unit or find_header(grid, layout) is None:
            continue
        found.append((fold_name(clues.unit[0].text), grid))
    return [[grid] for _, grid in found] if len({unit for unit, _ in found}) > 1 else []
