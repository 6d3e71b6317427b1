"""The lines of one index and year in a long table.

Belongs here: the unit and sub-code of each row. Does not belong here: which index and year the rows belong to
(``extract_index.py``).
"""

from __future__ import annotations

from collections.abc import Iterator

from assets.intake.content_id import line_id
from assets.intake.index_rows import IndexRow
from assets.intake.intake_rows import Line, Stated
from assets.intake.layout import Layout
from assets.intake.reference_lookup import OutsideIndex, ReferenceLookup, Unit
from assets.intake.sheet_grid import SheetGrid
from assets.workbooks.workbook_cells import address


def index_lines(
    rows: list[IndexRow], submission_id: str, year: int, outside: OutsideIndex, grid: SheetGrid, stated: Stated,
    reference: ReferenceLookup, layout: Layout,
) -> Iterator[Line]:  # fmt: skip
    units: dict[str, Unit | None] = {}
    by_sub: dict[str, list[str]] = {}
    for (_, sub), node in outside.nodes.items():
        by_sub.setdefault(sub, []).append(node)
    sheet = grid.sheet.name
    for row in rows:
        text = row.unit or ""
        if text not in units:
            named = reference.find_units(text, lambda _: outside.units_as_of) if text else []
            found = [unit for unit in named if unit.level == outside.level]
            units[text] = found[0] if len(found) == 1 else None
        unit = units[text]
        if row.dimension is not None:
            same = [outside.nodes[key]] if (key := (row.dimension, row.code or "")) in outside.nodes else []
        else:
            same = by_sub.get(row.code or "", [])
        node_id = same[0] if len(same) == 1 else None
        for measure, col_no, read in row.measures:
            cell = address(row.row_no, col_no)
            yield Line(
                line_id=line_id(submission_id, cell),
                submission_id=submission_id,
                file_sha256=stated.file_sha256,
                file_name=stated.file_name,
                form=layout.form,
                index_year=year,
                level=unit and unit.level,
                criteria_set=None,
                index_name=outside.index_name,
                unit_id=unit and unit.unit_id,
                unit_text=row.unit,
                unit_cell=row.unit_cell,
                sheet=sheet,
                row_no=row.row_no,
                code_text=row.code,
                code_cell=row.code_cell,
                name_text=row.name,
                node_id=node_id,
                measure=measure,
                cell=cell,
                **read._asdict(),
            )
