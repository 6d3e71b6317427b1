"""What is said of the header of a form: a column that is missing, there twice, or of another year; a second table below.

Belongs here: these problems. Does not: finding the header (header.py), choosing among columns of several years (year_columns.py).
"""

from __future__ import annotations

from assets.intake.header import Header
from assets.intake.header_texts import HeaderTexts, header_texts, shortened
from assets.intake.layout import Column, Layout
from assets.intake.missing_column import missing_column_vi
from assets.intake.number_text import parse_number
from assets.intake.problem_list import ProblemList
from assets.intake.sheet_grid import SheetGrid
from assets.intake.unread_columns import report_unread_columns
from assets.intake.year_columns import other_year
from assets.workbooks.workbook_cells import address

_LONGEST = 60


def report_header(grid: SheetGrid, header: Header, layout: Layout, problems: ProblemList, year: int | None, unit_id: str | None) -> None:
    """One problem per column, and one for a second table."""
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
        first, second = (_heading(grid, header, row_no, number) for number in (header.columns[column.name], col_no))
        detail = f"{first} và {second} đều được hiểu là cột «{column.label}», không biết cột nào là điểm của biểu."
        place = address(row_no, col_no)
        problems.add("column_twice", detail, sheet=grid.sheet.name, cell=place, value=column.label, index_year=year, unit_id=unit_id)
    if grid.second_table is not None:
        detail = (
            f"Trang «{grid.sheet.name}» có thêm một bảng cùng loại bắt đầu ở ô {grid.second_table}, không ghi rõ là của đơn vị nào khác. "
            "Hãy để mỗi đơn vị một bảng có dòng «Đơn vị: …» phía trên, hoặc một trang tính riêng; bảng thừa thì xóa."
        )
        problems.add("several_tables", detail, sheet=grid.sheet.name, cell=grid.second_table, index_year=year, unit_id=unit_id)
    if grid.moved_header is not None:
        detail = (
            f"Hàng tiêu đề lặp lại ở ô {grid.moved_header} của trang «{grid.sheet.name}» xếp cột khác thứ tự hàng tiêu đề đầu bảng, "
            "nên không rõ số nào thuộc cột nào. Hãy giữ một thứ tự cột cho cả bảng rồi gửi lại."
        )
        problems.add("several_tables", detail, sheet=grid.sheet.name, cell=grid.moved_header, index_year=year, unit_id=unit_id)
    texts = header_texts(grid, header)
    report_unread_columns(grid, header, texts, layout, problems, year, unit_id)
    if year is not None:
        _report_other_years(grid, header, texts, layout, problems, year, unit_id)


def _report_other_years(
    grid: SheetGrid, header: Header, texts: HeaderTexts, layout: Layout, problems: ProblemList, year: int, unit_id: str | None
) -> None:
    for column in layout.required:
        if column.type != "number" or column.name not in header.columns:
            continue
        told = other_year(texts.get(header.columns[column.name], []), year)
        if told is None:
            continue
        detail = (
            f"Cột «{column.label}» ghi năm {told[0]}, biểu là của năm {year}; đã đọc như số liệu năm {year}. "
            "Nếu đó là số liệu của năm khác, hãy thay bằng số liệu của năm đánh giá rồi gửi lại; nếu không, hãy sửa năm ở tiêu đề cột."
        )
        place = address(told[1], header.columns[column.name])
        problems.add("identity_conflict", detail, sheet=grid.sheet.name, cell=place, value=told[0], index_year=year, unit_id=unit_id)


def _heading(grid: SheetGrid, header: Header, row_no: int, col_no: int) -> str:
    """What stands over a column and its cell: its lowest text."""
    found = header_texts(grid, header, row_no).get(col_no)
    if not found:
        return f"cột ở ô {address(row_no, col_no)}"
    return f"«{shortened(found[-1][1], _LONGEST)}» (ô {address(found[-1][0], col_no)})"


def _says_else(grid: SheetGrid, header: Header, layout: Layout, column: Column, other: int) -> bool:
    """Whether a second column with another name of the measure holds a number where the first holds another."""
    for row_no, row in grid.rows.items():
        pair = [row.get(header.columns[column.name]), row.get(other)]
        numbers = [parse_number(cell.text, cell.kind, layout.number_format).value for cell in pair if cell is not None]
        if row_no > header.last_row and len(numbers) == 2 and None not in numbers and numbers[0] != numbers[1]:
            return True
    return False
