"""One workbook of a form over a criteria set: one unit, one index year.

Belongs here: finding the set, with its own problem, and the lines. Does not belong here: the sheet (``form_sheet.py``), long
tables (``extract_index.py``), the walk through the rows (``tree_rows.py``).
"""

from __future__ import annotations

from functools import partial

from assets.intake.content_id import line_id
from assets.intake.criteria_lookup import CriteriaSet
from assets.intake.header import Header
from assets.intake.identify import Clue, Clues
from assets.intake.intake_rows import Extraction, Line, Stated
from assets.intake.layout import Layout, Layouts
from assets.intake.line_matching import LineMatcher
from assets.intake.numbered_otherwise import NameMatcher, may_be_numbered_otherwise, numbered_otherwise
from assets.intake.one_unit_form import one_unit_form, report_doubts, submission_of
from assets.intake.problem_list import ProblemList
from assets.intake.reference_lookup import ReferenceLookup, Unit
from assets.intake.sheet_grid import SheetGrid
from assets.intake.statements_inside import report_statements_inside
from assets.intake.tree_rows import form_rows
from assets.workbooks.workbook_cells import column_letters
from warehouse.wording import Wording

_VI = Wording("vi")


def extract_tree(
    grids: list[SheetGrid],
    clues: Clues,
    stated: Stated,
    problems: ProblemList,
    reference: ReferenceLookup,
    layouts: Layouts,
) -> Extraction:
    """The submission in the workbook, or a refused one with every reason that could be found at once."""
    layout, year, unit, places = one_unit_form(grids, clues, problems, reference, layouts)
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
    if problems.refusing or not places or unit is None or year is None or criteria_set is None:
        return problems.refused(year, unit and unit.level, unit and unit.unit_id, made_up=clues.made_up)
    whose = submission_of(clues, stated, unit, year, places[0][0].sheet.name, criteria_set.criteria_set)

    def read(matcher: LineMatcher) -> list[Line]:
        lines = []
        for number, (grid, header) in enumerate(places):
            further = grid.sheet.name if number else None
            begins = line_id(whose.submission_id, "", further)
            lines += _lines(grid, header, layout, begins, whose.submission_id, stated, clues.unit[0], unit, criteria_set, matcher)
        return lines

    lines = read(matcher := LineMatcher(criteria_set))
    if may_be_numbered_otherwise(matcher, lines) and numbered_otherwise(lines, by_name := read(NameMatcher(criteria_set))):
        lines = by_name
    if not lines:
        what = "chỉ tiêu" if layout.lines == "indicators" else "tiêu chí"
        detail = f"Dưới hàng tiêu đề không có dòng {what} nào. Hãy điền biểu rồi gửi lại."
        problems.add("no_lines", detail, sheet=whose.sheet, index_year=year, unit_id=unit.unit_id)
        return problems.refused(year, unit.level, unit.unit_id, made_up=clues.made_up)
    if report_statements_inside(places, layout, lines, problems, reference, unit, year):
        return problems.refused(year, unit.level, unit.unit_id, made_up=clues.made_up)
    report_doubts(grids, places, layout, lines, problems, year, unit)
    return Extraction([whose._replace(lines_in=len(lines))], lines, problems.rows)


def _no_lines(layout: Layout, unit: Unit, year: int, reference: ReferenceLookup) -> str:
    if layout.lines == "indicators":
        return f"Danh mục chỉ tiêu không có chỉ tiêu nào do cấp {_VI.code('level', unit.level)} báo cáo năm {year}. Hãy xem lại tên đơn vị."
    panel = reference.panels.panel_of.get((year, unit.unit_id))
    whose = f", danh sách {panel}" if panel and unit.parent_unit_id else ""
    if panel or unit.parent_unit_id is None:
        return (
            f"Chưa có bộ tiêu chí cấp {_VI.code('level', unit.level)}{whose} cho năm {year}. Hãy báo cơ quan quản lý bổ sung bộ tiêu chí."
        )
    return (
        f"«{reference.full_name(unit)}» chưa ở danh sách xếp hạng nào của năm {year}, nên không rõ theo bộ tiêu chí nào. "
        "Hãy báo cơ quan quản lý bổ sung danh sách (panels….csv)."
    )


def _lines(
    grid: SheetGrid,
    header: Header,
    layout: Layout,
    id_begins: str,
    submission_id: str,
    stated: Stated,
    clue: Clue,
    unit: Unit,
    criteria: CriteriaSet,
    matcher: LineMatcher,
) -> list[Line]:
    sheet, code_col = grid.sheet.name, header.columns["code"]
    code_letters = column_letters(code_col)
    letters = {col_no: column_letters(col_no) for col_no in header.columns.values()}
    # In the order of Line's fields; a form has hundreds of lines, and naming each field would take longer than reading the cell.
    file = (submission_id, stated.file_sha256, stated.file_name, layout.form, criteria.index_year, unit.level, criteria.criteria_set, None)
    whose = (unit.unit_id, clue.text, clue.cell, sheet)
    make, lines = partial(tuple.__new__, Line), []
    for row_no, code, name, node, measures in form_rows(grid, header, layout, matcher):
        row = (*file, *whose, row_no, code, f"{code_letters}{row_no}", name, node and node.node_id)
        for measure, col_no, read in measures:
            cell = f"{letters[col_no]}{row_no}"
            lines.append(make((id_begins + cell, *row, measure, cell, *read)))
    return lines
