"""Values that the sender's screen does not show: hidden rows, columns and sheets of a form.

Belongs here: reporting them; they are read all the same. Does not: finding out what is hidden (assets/workbooks).
"""

from __future__ import annotations

from assets.intake.header import Header, find_header
from assets.intake.intake_rows import Line
from assets.intake.layout import Layout
from assets.intake.problem_list import ProblemList
from assets.intake.sheet_grid import SheetGrid
from assets.workbooks.workbook_cells import address


def report_hidden(
    grid: SheetGrid, header: Header, layout: Layout, lines: list[Line], problems: ProblemList, year: int, unit_id: str | None
) -> None:
    """One problem per hidden row or column that holds values of the form."""
    if not grid.hidden_rows and not grid.hidden_columns:
        return
    sheet = grid.sheet.name
    told: set[int] = set()
    for line in lines:
        if line.row_no in grid.hidden_rows and line.state == "value" and line.row_no not in told:
            told.add(line.row_no)
            detail = f"Dòng {line.row_no} của trang «{sheet}» đang bị ẩn nhưng có số liệu và vẫn được đọc."
            problems.add("hidden_values", detail, sheet=sheet, cell=line.cell, value=line.text, index_year=year, unit_id=unit_id)
    for column in layout.columns:
        col_no = header.columns.get(column.name)
        if col_no in grid.hidden_columns and col_no is not None:
            place = address(header.first_row, col_no)
            detail = f"Cột «{column.label}» của trang «{sheet}» đang bị ẩn nhưng vẫn được đọc."
            problems.add("hidden_values", detail, sheet=sheet, cell=place, value=column.label, index_year=year, unit_id=unit_id)


def report_hidden_sheets(grids: list[SheetGrid], layout: Layout, problems: ProblemList, year: int | None, unit_id: str | None) -> None:
    """One problem per hidden sheet that looks like the form; such a sheet is not read."""
    for grid in grids:
        if grid.sheet.hidden and (header := find_header(grid, layout)) is not None:
            detail = f"Trang «{grid.sheet.name}» đang bị ẩn, có bảng giống biểu này và không được đọc."
            place = address(header.first_row, 1)
            problems.add("hidden_values", detail, sheet=grid.sheet.name, cell=place, value=None, index_year=year, unit_id=unit_id)
