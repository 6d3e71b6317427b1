"""One workbook of a register: one unit, one index year, a long table with one row per thing.

Belongs here: whose and of which year it is, and its lines. Does not belong here: the sheet (``form_sheet.py``), which rows count
(``register_rows.py``). A register has no criteria set: its lines have no node.
"""

from __future__ import annotations

from assets.intake.content_id import content_id, line_id
from assets.intake.form_sheet import form_sheet
from assets.intake.header import Header
from assets.intake.hidden_values import report_hidden, report_hidden_sheets
from assets.intake.identify import SOURCES, Clues
from assets.intake.intake_rows import Extraction, Line, Stated, Submission
from assets.intake.layout import Layout, Layouts
from assets.intake.linked_values import report_links
from assets.intake.problem_list import ProblemList
from assets.intake.reference_lookup import ReferenceLookup
from assets.intake.register_rows import register_rows
from assets.intake.resolve_identity import resolve_unit, resolve_year
from assets.intake.sheet_grid import SheetGrid
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
    form = clues.form[0]
    problems.form = form.text
    year = resolve_year(clues, problems, reference)
    unit = resolve_unit(clues, year, problems, reference)
    layout = layouts.get(form.text, year) or layouts.get(form.text, None)
    assert layout is not None  # read_clues gives only forms that have a layout
    place = form_sheet(grids, layout, problems, year, unit and unit.unit_id)
    if problems.refusing or place is None or unit is None or year is None:
        return problems.refused(year, unit and unit.level, unit and unit.unit_id, made_up=clues.made_up)
    grid, header = place
    whose = Submission(
        submission_id=content_id(stated.file_sha256, form.text, year, unit.unit_id),
        file_sha256=stated.file_sha256,
        file_name=stated.file_name,
        form=form.text,
        index_year=year,
        level=unit.level,
        subject_id=unit.unit_id,
        unit_id=unit.unit_id,
        criteria_set=None,
        index_name=None,
        identified_by=max((form.source, clues.unit[0].source, clues.year[0].source), key=SOURCES.index),
        sheet=grid.sheet.name,
        made_up=clues.made_up,
        status="accepted",
        lines_in=0,
    )
    lines = _lines(grid, header, layout, whose, clues.unit[0].text, clues.unit[0].cell)
    if not lines:
        detail = "Dưới hàng tiêu đề không có dòng nào được điền. Hãy điền bảng rồi gửi lại."
        problems.add("no_lines", detail, sheet=grid.sheet.name, index_year=year, unit_id=unit.unit_id)
        return problems.refused(year, unit.level, unit.unit_id, made_up=clues.made_up)
    report_links(grid, lines, problems, year, unit.unit_id)
    report_hidden(grid, header, layout, lines, problems, year, unit.unit_id)
    report_hidden_sheets(grids, layout, problems, year, unit.unit_id)
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
