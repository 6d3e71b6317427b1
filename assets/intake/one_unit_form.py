"""What a form of one unit and one year has whatever its lines are: whose it is, where it stands, and its submission.

Belongs here: the steps that trees and registers share. Does not belong here: their lines (``extract_tree.py``, ``extract_register.py``).
"""

from __future__ import annotations

from typing import NamedTuple

from assets.intake.content_id import content_id
from assets.intake.form_sheet import form_sheet
from assets.intake.header import Header
from assets.intake.hidden_values import report_hidden, report_hidden_sheets
from assets.intake.identify import SOURCES, Clues
from assets.intake.intake_rows import Line, Stated, Submission
from assets.intake.layout import Layout, Layouts
from assets.intake.linked_values import report_links
from assets.intake.merged_cells import spread_merged
from assets.intake.problem_list import ProblemList
from assets.intake.reference_lookup import ReferenceLookup, Unit
from assets.intake.resolve_identity import resolve_unit, resolve_year
from assets.intake.sheet_grid import SheetGrid


class OneUnitForm(NamedTuple):
    """What the file says of itself; None for what could not be found, each with its problem."""

    layout: Layout
    year: int | None
    unit: Unit | None
    places: list[tuple[SheetGrid, Header]]
    """The sheets of the form with their headers, nearly always one; none where it was not found."""


def one_unit_form(grids: list[SheetGrid], clues: Clues, problems: ProblemList, reference: ReferenceLookup, layouts: Layouts) -> OneUnitForm:
    """Year, unit, layout, sheet and header."""
    form = clues.form[0]
    problems.form = form.text
    year = resolve_year(clues, problems, reference)
    layout = layouts.get(form.text, year) or layouts.get(form.text, None)
    assert layout is not None  # read_clues gives only forms that have a layout
    unit = resolve_unit(clues, year, layout, problems, reference)
    places = form_sheet(grids, layout, problems, year, unit and unit.unit_id)
    for grid, header in places:
        spread_merged(grid, header, layout)
    return OneUnitForm(layout, year, unit, places)


def submission_of(clues: Clues, stated: Stated, unit: Unit, year: int, sheet: str, criteria_set: str | None) -> Submission:
    """The accepted submission, with no line counted yet."""
    form = clues.form[0]
    return Submission(
        submission_id=content_id(stated.file_sha256, form.text, year, unit.unit_id),
        file_sha256=stated.file_sha256,
        file_name=stated.file_name,
        form=form.text,
        index_year=year,
        level=unit.level,
        subject_id=unit.unit_id,
        unit_id=unit.unit_id,
        criteria_set=criteria_set,
        index_name=None,
        identified_by=max((form.source, clues.unit[0].source, clues.year[0].source), key=SOURCES.index),
        sheet=sheet,
        made_up=clues.made_up,
        status="accepted",
        lines_in=0,
    )


def report_doubts(
    grids: list[SheetGrid],
    places: list[tuple[SheetGrid, Header]],
    layout: Layout,
    lines: list[Line],
    problems: ProblemList,
    year: int,
    unit: Unit,
) -> None:
    """What is hidden, or comes from other files."""
    for grid, header in places:
        own = lines if len(places) == 1 else [line for line in lines if line.sheet == grid.sheet.name]
        report_links(grid, own, problems, year, unit.unit_id)
        report_hidden(grid, header, layout, own, problems, year, unit.unit_id)
    report_hidden_sheets(grids, layout, problems, year, unit.unit_id)
