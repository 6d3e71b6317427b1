"""The sheet of a workbook that holds a form of one unit and year.

Belongs here: choosing it, and every problem of sheet and header. Does not belong here: finding a header in one sheet (``header.py``),
the rows below it.
"""

from __future__ import annotations

from assets.intake.further_sheets import goes_on, without_summaries
from assets.intake.header import Header, find_header
from assets.intake.layout import Column, Layout
from assets.intake.missing_column import missing_column_vi
from assets.intake.number_text import parse_number
from assets.intake.phrase import fold_phrase
from assets.intake.problem_list import ProblemList
from assets.intake.register_sheets import report_further_rows
from assets.intake.sheet_grid import SheetGrid
from assets.workbooks.workbook_cells import address


def form_sheet(
    grids: list[SheetGrid], layout: Layout, problems: ProblemList, year: int | None, unit_id: str | None
) -> list[tuple[SheetGrid, Header]]:
    """The visible sheet with the form's header: complete before incomplete, the sheet named by the layout first. Where the form goes on in
    further sheets, these too, in the order of their tabs; none where there is none, with its problem."""
    found = [(grid, header) for grid in grids if not grid.sheet.hidden and (header := find_header(grid, layout)) is not None]
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
    for column in header.missing:
        detail = missing_column_vi(grid, header, column)
        problems.add(
            "column_missing",
            detail,
            sheet=grid.sheet.name,
            cell=address(header.first_row, 1),
            value=column.label,
            index_year=year,
            unit_id=unit_id,
        )
    again = [(column, row_no, col_no) for column, row_no, col_no in header.again if _says_else(grid, header, layout, column, col_no)]
    for column, row_no, col_no in (*header.twice, *again):
        detail = f"Có hai cột «{column.label}»; không biết cột nào là điểm của biểu. Hãy xóa hoặc đổi tên cột thừa rồi gửi lại."
        place = address(row_no, col_no)
        problems.add("column_twice", detail, sheet=grid.sheet.name, cell=place, value=column.label, index_year=year, unit_id=unit_id)
    if grid.second_table is not None:
        detail = (
            f"Trang «{grid.sheet.name}» có thêm một bảng cùng loại bắt đầu ở ô {grid.second_table}, không ghi rõ là của đơn vị nào khác. "
            "Hãy để mỗi đơn vị một bảng có dòng «Đơn vị: …» phía trên, hoặc một trang tính riêng; bảng thừa thì xóa."
        )
        problems.add("several_tables", detail, sheet=grid.sheet.name, cell=grid.second_table, index_year=year, unit_id=unit_id)
    if layout.shape == "register" and report_further_rows(grids, found, layout, problems, year, unit_id):
        return [(grid, header)]
    for other, its_header in found[1:]:
        if not its_header.missing:
            detail = f"Tệp có nhiều trang tính cùng biểu; đã đọc «{grid.sheet.name}», không đọc «{other.sheet.name}»."
            problems.add(
                "identity_conflict",
                detail,
                sheet=other.sheet.name,
                cell=address(its_header.first_row, 1),
                value=other.sheet.name,
                index_year=year,
                unit_id=unit_id,
            )
    return [(grid, header)]


def _says_else(grid: SheetGrid, header: Header, layout: Layout, column: Column, other: int) -> bool:
    """Whether a second column with another name of the measure holds a number where the first holds another."""
    for row_no, row in grid.rows.items():
        pair = [row.get(header.columns[column.name]), row.get(other)]
        numbers = [parse_number(cell.text, cell.kind, layout.number_format).value for cell in pair if cell is not None]
        if row_no > header.last_row and len(numbers) == 2 and None not in numbers and numbers[0] != numbers[1]:
            return True
    return False
