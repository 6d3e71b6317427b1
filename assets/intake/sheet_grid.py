"""One sheet's cells by row and column.

Belongs here: looking cells up. Does not belong here: what they mean.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from assets.workbooks.workbook_cells import Area, Cell, Sheet, WorkbookCells


@dataclass
class SheetGrid:
    """``rows[row_no][col_no]`` is a cell that is not blank (text of nothing but spaces counts as blank).

    Normally a whole sheet; one table of it where several stand under one another (``stacked_tables.py``).
    """

    sheet: Sheet
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    linked_cells: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[Area, ...] = ()
    top: int = 0
    """The rows up to this one belong to the table above."""
    second_table: str | None = None
    """Where another table of a form begins that cannot be told apart from this one."""
    moved_header: str | None = None
    """Where a header is repeated with its columns in another order."""
    headers: dict[object, Any] = field(default_factory=dict, repr=False, compare=False)
    """What was found before by ``assets.intake.header``, per layout: one sheet is asked for several forms, some twice."""
    row_texts: dict[int, tuple[tuple[int, str], ...]] = field(default_factory=dict, repr=False, compare=False)
    """Per row in which a header was sought, its texts with their columns; filled by ``assets.intake.header`` too."""
    heading_rows: dict[str, set[int]] | None = field(default=None, repr=False, compare=False)
    """Per text as a heading, the rows with it in which a header may stand; filled by ``assets.intake.header`` too."""

    def cell(self, row_no: int, col_no: int | None) -> Cell | None:
        """The cell there, or None for a blank one or an unknown column."""
        return None if col_no is None else self.rows.get(row_no, {}).get(col_no)


def grids(workbook: WorkbookCells) -> list[SheetGrid]:
    """One grid per sheet, in the order of the tabs; rows and columns ascend."""
    none: frozenset[int] = frozenset()
    found = {
        sheet.sheet_no: SheetGrid(
            sheet,
            hidden_rows=workbook.hidden_rows.get(sheet.sheet_no, none),
            hidden_columns=workbook.hidden_columns.get(sheet.sheet_no, none),
            linked_cells=workbook.linked_cells.get(sheet.sheet_no, frozenset()),
            merged=workbook.merged.get(sheet.sheet_no, ()),
        )
        for sheet in workbook.sheets
    }
    # Cells come row by row, so the row at hand is nearly always the one before; there are hundreds of thousands of cells.
    sheet_at_hand = row_at_hand = -1
    row: dict[int, Cell] = {}
    for cell in workbook.cells:
        sheet_no, row_no, col_no, _, text = cell
        if not text or text.isspace():
            continue
        if row_no != row_at_hand or sheet_no != sheet_at_hand:
            row = found[sheet_no].rows.setdefault(row_no, {})
            sheet_at_hand, row_at_hand = sheet_no, row_no
        row[col_no] = cell
    return list(found.values())


def clean(cell: Cell | None) -> str | None:
    """The text of a cell for names and codes: NFC, spaces collapsed; None for no cell."""
    return None if cell is None else _clean(cell.text)


@lru_cache(maxsize=16384)  # codes and names of lines repeat from form to form
def _clean(text: str) -> str | None:
    return " ".join(unicodedata.normalize("NFC", text).split()) or None
