"""Values that a form takes from another workbook.

Belongs here: reporting them; the value that was stored with the link is read all the same. Does not: telling which cells have such a
link (assets/workbooks), links in cells that are no part of the form.
"""

from __future__ import annotations

from assets.intake.intake_rows import Line
from assets.intake.problem_list import ProblemList
from assets.intake.sheet_grid import SheetGrid
from assets.workbooks.workbook_cells import address


def report_links(grid: SheetGrid, lines: list[Line], problems: ProblemList, year: int, unit_id: str | None) -> None:
    """One problem per cell of the form whose value was stored from another file; without a stored value the cell is told as such."""
    if not grid.linked_cells:
        return
    linked = {address(*place) for place in grid.linked_cells}
    for line in lines:
        if line.cell in linked and line.state in ("value", "not_applicable", "text"):
            shown = (line.text or "").replace(".", ",") if line.kind == "number" else line.text
            detail = f"Ô {line.sheet}!{line.cell} lấy số liệu từ một tệp khác; đã dùng giá trị lưu sẵn trong ô: «{shown}»."
            problems.add("linked_value", detail, sheet=line.sheet, cell=line.cell, value=line.text, index_year=year, unit_id=unit_id)
