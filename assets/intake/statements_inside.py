"""A table that goes on for another unit or year under a line of its own: «Đơn vị: Sở Y tế» between two rows.

Belongs here: finding such a line and refusing the sheet there, since the rows below it are not those of the title block. Does not belong
here: tables with a header each (``stacked_tables.py``), the title block (``identify.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assets.intake.header import Header
from assets.intake.intake_rows import Line
from assets.intake.keyed_value import keyed_value
from assets.intake.layout import Layout
from assets.intake.problem_list import ProblemList
from assets.intake.reference_lookup import ReferenceLookup, Unit
from assets.intake.sheet_grid import SheetGrid
from assets.workbooks.workbook_cells import address

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_LONGEST_KEY = 60


def report_statements_inside(
    places: Iterable[tuple[SheetGrid, Header]],
    layout: Layout,
    lines: Iterable[Line],
    problems: ProblemList,
    reference: ReferenceLookup,
    unit: Unit,
    year: int,
) -> bool:
    """One problem per line of the table that names another unit of the same level, or another year; whether there are any."""
    last = max((line.row_no for line in lines), default=0)
    told = False
    for grid, header in places:
        for row_no, row in grid.rows.items():
            if not header.last_row < row_no < last:
                continue
            col_no, first = next(iter(row.items()))
            if ":" not in first.text and "：" not in first.text:  # nearly every row
                continue
            said = keyed_value(first.text, row, col_no)
            if len(said.key) > _LONGEST_KEY:
                continue
            other = _other(said.folded_key({*layout.unit_keys, *layout.year_keys}), said.value, layout, reference, unit, year)
            if other is None:
                continue
            cell, value = address(row_no, said.at), said.value
            told = True
            detail = (
                f"Ô {grid.sheet.name}!{cell} ghi «{value}» giữa bảng của {other}, nên không rõ các dòng phía dưới là của đơn vị, năm nào. "
                "Hãy để mỗi đơn vị, mỗi năm một bảng có hàng tiêu đề riêng, hoặc một tệp riêng."
            )
            problems.add("several_tables", detail, sheet=grid.sheet.name, cell=cell, value=value, index_year=year, unit_id=unit.unit_id)
    return told


def _other(key: str, value: str, layout: Layout, reference: ReferenceLookup, unit: Unit, year: int) -> str | None:
    """What the table is of, where the statement says something else."""
    if key in layout.year_keys and _YEAR.fullmatch(value) and value != str(year):
        return f"năm {year}"
    if key in layout.unit_keys and value:
        named = reference.find_units(value, reference.day_of(year, layout.form))
        if named and all(each.level == unit.level and each.unit_id != unit.unit_id for each in named):
            return f"«{reference.full_name(unit)}»"
    return None
