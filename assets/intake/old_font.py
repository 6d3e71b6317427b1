"""Text typed for fonts from before Unicode (TCVN3: .VnTime, .VnArial), which a machine reads as other letters: '§¬n vÞ' for 'Đơn vị'.

Belongs here: telling such a text, so that the sender learns why nothing is recognised. Does not: converting it.
"""

from __future__ import annotations

import re

from assets.intake.header import SEARCHED_ROWS
from assets.intake.sheet_grid import SheetGrid
from assets.workbooks.workbook_cells import Cell

_SIGN_IN_WORD = re.compile(r"(?:[§®¬¸µ¹¶¨©ª]|(?<=\w)[\u00ad\u2212])\w|\w[§®¬¸µ¹¶¨©ª]")
"""Signs that stand for Đ đ ơ á à ạ ả ă â ê ư there, beside a letter; not those that Unicode texts use as bullets or quotation marks."""
_ENOUGH = 3


def in_old_font(grids: list[SheetGrid]) -> tuple[SheetGrid, Cell] | None:
    """The first cell with such signs, where a visible sheet begins with several of them; else None."""
    for grid in (grid for grid in grids if not grid.sheet.hidden):
        cells = [cell for row_no in sorted(grid.rows)[:SEARCHED_ROWS] for cell in grid.rows[row_no].values() if cell.kind == "text"]
        found = [cell for cell in cells if _SIGN_IN_WORD.search(cell.text)]
        if sum(len(_SIGN_IN_WORD.findall(cell.text)) for cell in found) >= _ENOUGH:
            return grid, found[0]
    return None
