"""The rows of a long table of scores: year, unit, sub-code, score.

Belongs here: reading each row as it is. Does not belong here: which index and which unit that is
(``extract_index.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from assets.intake.header import Header
from assets.intake.layout import Layout
from assets.intake.measures import Measure, read_measure
from assets.intake.phrase import header_key, opens_with
from assets.intake.sheet_grid import SheetGrid, clean
from assets.workbooks.workbook_cells import address


class IndexRow(NamedTuple):
    """One row; texts are cleaned (NFC, spaces), None where blank. ``measures``: (name, column number, what it
    holds).
    """

    row_no: int
    year: str | None
    year_cell: str
    unit: str | None
    unit_cell: str
    dimension: str | None
    code: str | None
    code_cell: str
    name: str | None
    index_name: str | None
    source_url: str
    measures: list[tuple[str, int, Measure]]


def index_rows(grid: SheetGrid, header: Header, layout: Layout) -> Iterator[IndexRow]:
    """Every row below the header that has a code or a score, or a unit in a year.

    Left out: totals and means, which have no code; the header repeated for a new page; notes and signatures.
    """
    columns = header.columns
    measured = [column for column in layout.columns if column.type != "key" and column.name in columns]
    for row_no in (row for row in sorted(grid.rows) if row > header.last_row):
        cells = grid.rows[row_no]
        text = {name: clean(cells.get(col)) for name, col in columns.items()}
        if not (text["sub_code"] or text["score"] or (text["unit"] and text["year"])):
            continue
        if not text["sub_code"] and opens_with(text["unit"] or text["year"] or "", layout.totals):
            continue
        if text["score"] and header_key(text["score"]) in layout.header_names and header_key(text["year"] or "") in layout.header_names:
            continue
        yield IndexRow(
            row_no,
            text["year"],
            address(row_no, columns["year"]),
            text["unit"],
            address(row_no, columns["unit"]),
            text.get("dimension_code"),
            text["sub_code"],
            address(row_no, columns["sub_code"]),
            text.get("sub_name_vi") or text.get("sub_name_en"),
            text.get("index"),
            text.get("source_url") or "",
            [(column.name, columns[column.name], read_measure(cells.get(columns[column.name]), column, layout)) for column in measured],
        )
