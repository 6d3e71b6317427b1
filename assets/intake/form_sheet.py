"""The sheet of a workbook that holds a form of one unit and year.

Belongs here: choosing it, and every problem of that choice. Does not belong here: finding a header in one sheet (``header.py``), what is
wrong with it (``header_doubts.py``), the rows below it.
"""

from __future__ import annotations

from assets.intake.further_sheets import goes_on, without_summaries
from assets.intake.header import Header, find_header
from assets.intake.header_doubts import report_header
from assets.intake.layout import Layout
from assets.intake.phrase import fold_phrase
from assets.intake.problem_list import ProblemList
from assets.intake.register_sheets import report_further_rows
from assets.intake.sheet_grid import SheetGrid
from assets.intake.year_columns import of_the_year
from assets.workbooks.workbook_cells import address


def form_sheet(
    grids: list[SheetGrid], layout: Layout, problems: ProblemList, year: int | None, unit_id: str | None
) -> list[tuple[SheetGrid, Header]]:
    """The visible sheet with the form's header: complete before incomplete, the sheet named by the layout first. Where the form goes on in
    further sheets, these too, in the order of their tabs; none where there is none, with its problem."""
    found = [(grid, header) for grid in grids if not grid.sheet.hidden and (header := find_header(grid, layout)) is not None]
    if year is not None:
        found = [(grid, of_the_year(grid, header, year)) for grid, header in found]
    if not found:
        names = ", ".join(f"«{grid.sheet.name}»" for grid in grids if not grid.sheet.hidden)
        columns = " | ".join(column.label for column in layout.columns)
        detail = f"Không trang tính nào ({names}) có hàng tiêu đề của biểu này. Hàng tiêu đề cần có: {columns}."
        problems.add("sheet_missing", detail, index_year=year, unit_id=unit_id)
        return []
    found = without_summaries(found, layout)
    if goes_on(found, layout):
        return found
    found.sort(key=lambda pair: (len(pair[1].missing), fold_phrase(pair[0].sheet.name) not in layout.sheets))
    grid, header = found[0]
    report_header(grid, header, layout, problems, year, unit_id)
    if layout.shape == "register" and report_further_rows(grids, found, layout, problems, year, unit_id):
        return [(grid, header)]
    complete = sum(not its_header.missing for _, its_header in found[1:]) + 1
    for other, its_header in found[1:]:
        if not its_header.missing:
            how_many = "hai" if complete == 2 else str(complete)
            detail = f"Có {how_many} trang cùng biểu; chỉ đọc «{grid.sheet.name}», không đọc «{other.sheet.name}»."
            problems.add(
                "sheet_unread",
                detail,
                sheet=other.sheet.name,
                cell=address(its_header.first_row, 1),
                value=other.sheet.name,
                index_year=year,
                unit_id=unit_id,
            )
    return [(grid, header)]
