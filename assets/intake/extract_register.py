"""One workbook of a register: one unit, one index year, a long table with one row per thing.

Belongs here: its lines. Does not belong here: whose and of which year it is, and where (``one_unit_form.py``), which rows count
(``register_rows.py``). A register has no criteria set: its lines have no node.
"""

from __future__ import annotations

from assets.intake.content_id import line_id
from assets.intake.header import Header
from assets.intake.identify import Clues
from assets.intake.intake_rows import Extraction, Line, Stated, Submission
from assets.intake.layout import Layout, Layouts
from assets.intake.nothing_declared import declares_nothing
from assets.intake.one_unit_form import one_unit_form, report_doubts, submission_of
from assets.intake.problem_list import ProblemList
from assets.intake.reference_lookup import ReferenceLookup
from assets.intake.register_rows import register_rows
from assets.intake.sheet_grid import SheetGrid
from assets.intake.statements_inside import report_statements_inside
from assets.workbooks.workbook_cells import address, column_letters


def extract_register(
    grids: list[SheetGrid],
    clues: Clues,
    stated: Stated,
    problems: ProblemList,
    reference: ReferenceLookup,
    layouts: Layouts,
) -> Extraction:
    """The submission in the workbook, or a refused one with every reason that could be found at once."""
    layout, year, unit, places = one_unit_form(grids, clues, problems, reference, layouts)
    if problems.refusing or not places or unit is None or year is None:
        return problems.refused(year, unit and unit.level, unit and unit.unit_id, made_up=clues.made_up)
    whose = submission_of(clues, stated, unit, year, places[0][0].sheet.name, criteria_set=None)
    lines = _lines(*places[0], layout, whose, clues.unit[0].text, clues.unit[0].cell)
    if declares_nothing(*places[0], layout, lines):
        lines = []
    elif not lines:
        detail = "Dưới hàng tiêu đề không có dòng nào được điền. Hãy điền bảng rồi gửi lại."
        if layout.nothing:
            detail += " Nếu trong kỳ không có gì để kê, hãy ghi «Không phát sinh» ở hàng đầu tiên dưới tiêu đề."
        problems.add("no_lines", detail, sheet=whose.sheet, index_year=year, unit_id=unit.unit_id)
        return problems.refused(year, unit.level, unit.unit_id, made_up=clues.made_up)
    if report_statements_inside(places, layout, lines, problems, reference, unit, year):
        return problems.refused(year, unit.level, unit.unit_id, made_up=clues.made_up)
    report_doubts(grids, places, layout, lines, problems, year, unit)
    return Extraction([whose._replace(lines_in=len(lines))], lines, problems.rows)


def _lines(grid: SheetGrid, header: Header, layout: Layout, whose: Submission, unit_text: str, unit_cell: str | None) -> list[Line]:
    code_col, lines = header.columns["code"], []
    file = (*whose[:6], None, None, whose.unit_id, unit_text, unit_cell, grid.sheet.name)
    for row_no, code, name, measures in register_rows(grid, header, layout):
        row = (*file, row_no, code, f"{column_letters(code_col)}{row_no}", name, None)
        for measure, col_no, read in measures:
            cell = address(row_no, col_no)
            lines.append(Line._make((line_id(whose.submission_id, cell), *row, measure, cell, *read)))
    return lines
