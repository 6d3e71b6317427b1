"""One workbook of a form over a criteria set: one unit, one index year.

Belongs here: finding sheet, header and set, each with its own problem, and the lines. Does not belong
here: long tables (``extract_index.py``), the walk through the rows (``tree_rows.py``).
"""

from __future__ import annotations

from functools import partial

from assets.intake.content_id import content_id, line_id
from assets.intake.criteria_lookup import CriteriaSet
from assets.intake.header import Header, find_header
from assets.intake.hidden_values import report_hidden, report_hidden_sheets
from assets.intake.identify import SOURCES, Clue, Clues
from assets.intake.intake_rows import Extraction, Line, Stated, Submission
from assets.intake.layout import Layout, Layouts
from assets.intake.line_matching import LineMatcher
from assets.intake.linked_values import report_links
from assets.intake.phrase import fold_phrase
from assets.intake.problem_list import ProblemList
from assets.intake.reference_lookup import ReferenceLookup, Unit
from assets.intake.resolve_identity import resolve_unit, resolve_year
from assets.intake.sheet_grid import SheetGrid
from assets.intake.tree_rows import form_rows
from assets.workbooks.workbook_cells import address, column_letters
from warehouse.unit_levels import LEVELS_VI


def extract_tree(
    grids: list[SheetGrid],
    clues: Clues,
    stated: Stated,
    problems: ProblemList,
    reference: ReferenceLookup,
    layouts: Layouts,
) -> Extraction:
    """The submission in the workbook, or a refused one with every reason that could be found at once."""
    form = clues.form[0]
    problems.form = form.text
    year = resolve_year(clues, problems, reference)
    unit = resolve_unit(clues, year, problems, reference)
    layout = layouts.get(form.text, year) or layouts.get(form.text, None)
    assert layout is not None  # read_clues gives only forms that have a layout
    place = _sheet(grids, layout, problems, year, unit and unit.unit_id)
    criteria_set = None
    if unit is not None and year is not None and year in reference.open_years:
        criteria_set = reference.set_of(year, unit, layout.lines)
        if criteria_set is None:
            at = clues.year[0]
            problems.add(
                "no_criteria_set",
                _no_lines(layout, unit, year, reference),
                sheet=at.sheet,
                cell=at.cell,
                value=at.text,
                index_year=year,
                unit_id=unit.unit_id,
            )
    if problems.refusing or place is None or unit is None or year is None or criteria_set is None:
        return problems.refused(year, unit and unit.level, unit and unit.unit_id, made_up=clues.made_up)
    used = max((form.source, clues.unit[0].source, clues.year[0].source), key=SOURCES.index)
    submission_id = content_id(stated.file_sha256, form.text, year, unit.unit_id)
    lines = _lines(*place, layout, submission_id, stated, clues.unit[0], unit, criteria_set)
    if not lines:
        sheet = place[0].sheet.name
        what = "chỉ tiêu" if layout.lines == "indicators" else "tiêu chí"
        detail = f"Dưới hàng tiêu đề không có dòng {what} nào. Hãy điền biểu rồi gửi lại."
        problems.add("no_lines", detail, sheet=sheet, index_year=year, unit_id=unit.unit_id)
        return problems.refused(year, unit.level, unit.unit_id, made_up=clues.made_up)
    report_links(place[0], lines, problems, year, unit.unit_id)
    report_hidden(*place, layout, lines, problems, year, unit.unit_id)
    report_hidden_sheets(grids, layout, problems, year, unit.unit_id)
    submission = Submission(
        submission_id=submission_id,
        file_sha256=stated.file_sha256,
        file_name=stated.file_name,
        form=form.text,
        index_year=year,
        level=unit.level,
        subject_id=unit.unit_id,
        unit_id=unit.unit_id,
        criteria_set=criteria_set.criteria_set,
        index_name=None,
        identified_by=used,
        sheet=place[0].sheet.name,
        made_up=clues.made_up,
        status="accepted",
        lines_in=len(lines),
    )
    return Extraction([submission], lines, problems.rows)


def _no_lines(layout: Layout, unit: Unit, year: int, reference: ReferenceLookup) -> str:
    if layout.lines == "indicators":
        return f"Danh mục chỉ tiêu không có chỉ tiêu nào do cấp {LEVELS_VI[unit.level]} báo cáo năm {year}. Hãy xem lại tên đơn vị."
    panel = reference.panels.panel_of.get((year, unit.unit_id))
    whose = f", danh sách {panel}" if panel and unit.parent_unit_id else ""
    if panel or unit.parent_unit_id is None:
        return f"Chưa có bộ tiêu chí cấp {LEVELS_VI[unit.level]}{whose} cho năm {year}. Hãy báo cơ quan quản lý bổ sung bộ tiêu chí."
    return (
        f"«{reference.full_name(unit)}» chưa ở danh sách xếp hạng nào của năm {year}, nên không rõ theo bộ tiêu chí nào. "
        "Hãy báo cơ quan quản lý bổ sung danh sách (panels….csv)."
    )


def _sheet(
    grids: list[SheetGrid], layout: Layout, problems: ProblemList, year: int | None, unit_id: str | None
) -> tuple[SheetGrid, Header] | None:
    """The visible sheet with the form's header: complete before incomplete, the sheet named by the layout first."""
    found = [(grid, header) for grid in grids if not grid.sheet.hidden and (header := find_header(grid, layout)) is not None]
    if not found:
        names = ", ".join(f"«{grid.sheet.name}»" for grid in grids if not grid.sheet.hidden)
        columns = " | ".join(column.label for column in layout.columns)
        detail = f"Không trang tính nào ({names}) có hàng tiêu đề của biểu này. Hàng tiêu đề cần có: {columns}."
        problems.add("sheet_missing", detail, index_year=year, unit_id=unit_id)
        return None
    found.sort(key=lambda pair: (len(pair[1].missing), fold_phrase(pair[0].sheet.name) not in layout.sheets))
    grid, header = found[0]
    for column in header.missing:
        detail = f"Thiếu cột «{column.label}» trong hàng tiêu đề. Hãy thêm cột này rồi gửi lại."
        problems.add(
            "column_missing",
            detail,
            sheet=grid.sheet.name,
            cell=address(header.first_row, 1),
            value=column.label,
            index_year=year,
            unit_id=unit_id,
        )
    for column, col_no in header.twice:
        detail = f"Có hai cột «{column.label}»; không biết cột nào là điểm của biểu. Hãy xóa hoặc đổi tên cột thừa rồi gửi lại."
        place = address(header.first_row, col_no)
        problems.add("column_twice", detail, sheet=grid.sheet.name, cell=place, value=column.label, index_year=year, unit_id=unit_id)
    if grid.second_table is not None:
        detail = (
            f"Trang «{grid.sheet.name}» có thêm một bảng cùng loại bắt đầu ở ô {grid.second_table}, không ghi rõ là của đơn vị nào khác. "
            "Hãy để mỗi đơn vị một bảng có dòng «Đơn vị: …» phía trên, hoặc một trang tính riêng; bảng thừa thì xóa."
        )
        problems.add("several_tables", detail, sheet=grid.sheet.name, cell=grid.second_table, index_year=year, unit_id=unit_id)
    for other, its_header in found[1:]:
        if not its_header.missing:
            detail = f"Tệp có nhiều trang tính cùng biểu; đã đọc «{grid.sheet.name}», không đọc «{other.sheet.name}»."
            problems.add(
                "identity_conflict",
                detail,
                sheet=other.sheet.name,
                cell=address(its_header.first_row, 1),
                index_year=year,
                unit_id=unit_id,
            )
    return grid, header


def _lines(
    grid: SheetGrid,
    header: Header,
    layout: Layout,
    submission_id: str,
    stated: Stated,
    clue: Clue,
    unit: Unit,
    criteria: CriteriaSet,
) -> list[Line]:
    sheet, code_col = grid.sheet.name, header.columns["code"]
    code_letters = column_letters(code_col)
    letters = {col_no: column_letters(col_no) for col_no in header.columns.values()}
    # In the order of Line's fields; a form has hundreds of lines, and naming each field would take longer than reading the cell.
    file = (submission_id, stated.file_sha256, stated.file_name, layout.form, criteria.index_year, unit.level, criteria.criteria_set, None)
    whose = (unit.unit_id, clue.text, clue.cell, sheet)
    make, lines, id_begins = partial(tuple.__new__, Line), [], line_id(submission_id, "")
    for row_no, code, name, node, measures in form_rows(grid, header, layout, LineMatcher(criteria)):
        row = (*file, *whose, row_no, code, f"{code_letters}{row_no}", name, node and node.node_id)
        for measure, col_no, read in measures:
            cell = f"{letters[col_no]}{row_no}"
            lines.append(make((id_begins + cell, *row, measure, cell, *read)))
    return lines
