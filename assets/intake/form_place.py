"""Where in a file the table of a form stands.

Belongs here: choosing the sheet, missing columns, further sheets with the same table, text in fonts of before Unicode.
Does not belong here: the rows of the table.
"""

from __future__ import annotations

from assets.intake.header import Header, find_header
from assets.intake.layout import Layout
from assets.intake.legacy_font import legacy_text
from assets.intake.phrase import fold_phrase
from assets.intake.problem_list import ProblemList
from assets.intake.sheet_grid import SheetGrid
from assets.intake.tables_apart import holds_lines
from assets.workbooks.workbook_cells import address


def find_form(
    tables: list[SheetGrid], layout: Layout, problems: ProblemList, year: int | None = None, unit_id: str | None = None
) -> tuple[SheetGrid, Header] | None:
    """The visible table with the form's header: complete before incomplete, one with lines before one without, the
    sheet named by the layout first. None with a problem where there is none; each missing column is a problem.
    """
    visible = [grid for grid in tables if not grid.sheet.hidden]
    found = [(grid, header) for grid in visible if (header := find_header(grid, layout)) is not None]
    known = {"index_year": year, "unit_id": unit_id}
    columns = " | ".join(column.label for column in layout.required)
    if not found:
        if report_legacy_font(visible, layout, problems):
            return None
        names = ", ".join(dict.fromkeys(f"«{grid.sheet.name}»" for grid in visible))
        detail = f"Không trang tính nào ({names}) có hàng tiêu đề của biểu này. Hàng tiêu đề cần có ít nhất: {columns}."
        problems.add("sheet_missing", detail, **known)  # type: ignore[arg-type]
        return None
    found.sort(key=lambda p: (len(p[1].missing), not holds_lines(*p, layout), fold_phrase(p[0].sheet.name) not in layout.sheets))
    grid, header = found[0]
    for column in header.missing:
        detail = f"Thiếu cột «{column.label}». Hàng tiêu đề cần có ít nhất: {columns}."
        cell = address(header.first_row, min(header.columns.values()))
        problems.add("column_missing", detail, sheet=grid.sheet.name, cell=cell, value=column.label, **known)  # type: ignore[arg-type]
    for other, its_header in found[1:]:
        if not its_header.missing and holds_lines(other, its_header, layout):
            cell = address(its_header.first_row, min(its_header.columns.values()))
            detail = f"Tệp có nhiều bảng cùng biểu; đã đọc bảng ở trang «{grid.sheet.name}», không đọc bảng ở {other.sheet.name}!{cell}."
            problems.add("identity_conflict", detail, sheet=other.sheet.name, cell=cell, **known)  # type: ignore[arg-type]
    return grid, header


def report_legacy_font(visible: list[SheetGrid], layout: Layout, problems: ProblemList) -> bool:
    """Notes that the table is written in a font of before Unicode, where read so it would be this form."""
    for grid in visible:
        found = legacy_text(grid, layout)
        if found is not None:
            detail = f"Chữ trong tệp dùng phông {found.encoding} (trước Unicode), không đọc được. Hãy chuyển mã sang Unicode rồi gửi lại."
            problems.add("legacy_font", detail, sheet=grid.sheet.name, cell=found.cell, value=found.text)
            return True
    return False
