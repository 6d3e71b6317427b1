"""A register whose rows lie on several sheets: it is refused, with the sheet and row where the further ones begin.

Belongs here: finding and telling them. Does not belong here: a form over a criteria set, which may go on over several sheets
(``further_sheets.py``). A register may not: its numbers begin anew on each, so one number would mean several things.
"""

from __future__ import annotations

from dataclasses import replace

from assets.intake.header import Header
from assets.intake.layout import Layout
from assets.intake.problem_list import ProblemList
from assets.intake.register_rows import register_rows
from assets.intake.sheet_grid import SheetGrid
from assets.workbooks.workbook_cells import address


def report_further_rows(
    grids: list[SheetGrid],
    found: list[tuple[SheetGrid, Header]],
    layout: Layout,
    problems: ProblemList,
    year: int | None,
    unit_id: str | None,
) -> bool:
    """One problem per other visible sheet with rows of the register, under a header of its own or without one; whether there are any.
    ``found``: the sheets with the form's header, first the one that is read.
    """
    read, its_header = found[0]
    headers = {grid.sheet.sheet_no: header for grid, header in found}
    told = False
    for grid in grids:
        if grid.sheet.hidden or grid.sheet.sheet_no == read.sheet.sheet_no:
            continue
        header = headers.get(grid.sheet.sheet_no)
        first = _first_without_header(grid, its_header, layout) if header is None else _first_row(grid, header, layout)
        if first is None:
            continue
        told = True
        detail = (
            f"Trang «{grid.sheet.name}» cũng có các dòng của biểu này (từ dòng {first}), không được đọc. Hãy dồn tất cả các dòng vào "
            f"trang «{read.sheet.name}», dưới một hàng tiêu đề, rồi gửi lại; dòng của đơn vị khác thì để ở tệp riêng."
        )
        place = address(first, min((header or its_header).columns.values()))
        problems.add("several_tables", detail, sheet=grid.sheet.name, cell=place, index_year=year, unit_id=unit_id)
    return told


def _first_row(grid: SheetGrid, header: Header, layout: Layout) -> int | None:
    return None if header.missing else next((row.row_no for row in register_rows(grid, header, layout)), None)


def _first_without_header(grid: SheetGrid, header: Header, layout: Layout) -> int | None:
    """The first row that lists a thing in the columns of another sheet's header: numbered, with two days, choices or numbers."""
    kinds = {column.name for column in layout.columns if column.type in ("date", "choice", "number")}
    for row in register_rows(grid, replace(header, first_row=0, last_row=0), layout):
        numbered = row.code is not None and any(char.isdigit() for char in row.code)
        if numbered and sum(name in kinds and measure.state == "value" for name, _, measure in row.measures) >= 2:
            return row.row_no
    return None
