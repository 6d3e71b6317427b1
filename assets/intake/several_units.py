"""Several submissions in one file: tables, mostly a sheet each, with a title block that names its own form, unit and year.

Belongs here: recognising such a file. Does not: reading a table (extract_tree.py), tables in one sheet (stacked_tables.py).
"""

from __future__ import annotations

from assets.intake.header import find_header
from assets.intake.identify import HIDDEN_SHEET, read_clues
from assets.intake.intake_rows import Stated
from assets.intake.layout import Layouts
from assets.intake.sheet_grid import SheetGrid
from warehouse.unit_names import fold_name


def sheets_of_several_units(grids: list[SheetGrid], stated: Stated, layouts: Layouts) -> list[list[SheetGrid]]:
    """One list per submission, each with its tables (more than one are a conflict, which is told); empty where the file is one
    submission, as nearly all are.

    Such a file has two or more visible tables that each name a form and a unit, and they are not all the same. Its hidden sheet
    and what the sender stated can be about one of them only, so they count for none.
    """
    visible = [grid for grid in grids if not grid.sheet.hidden and grid.rows and grid.sheet.name.strip().casefold() != HIDDEN_SHEET]
    if len(visible) < 2:
        return []
    bare = Stated(stated.file_sha256, stated.file_name)
    found: dict[tuple[str, str, str], list[SheetGrid]] = {}
    for grid in visible:
        clues = read_clues([grid], bare, layouts)
        layout = layouts.get(clues.form[0].text, None) if clues.form else None
        if layout is None or layout.shape == "index" or not clues.unit or find_header(grid, layout) is None:
            continue
        year = clues.year[0].text if clues.year else ""
        found.setdefault((layout.form, fold_name(clues.unit[0].text), year), []).append(grid)
    return list(found.values()) if len(found) > 1 else []
