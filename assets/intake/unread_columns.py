"""Columns that the sender filled in and that are not read, since their heading is none of the form's, though it is much like one.

Belongs here: telling them, so that evidence under «Văn bản, tài liệu chứng minh» is not lost without a word. Does not belong here: columns
of the sender's own (who did it, notes to themselves), which no form knows; columns without which a form is refused (``header_doubts.py``).
"""

from __future__ import annotations

import itertools

from assets.intake.header import Header
from assets.intake.header_texts import HeaderTexts
from assets.intake.layout import Column, Layout
from assets.intake.phrase import header_key
from assets.intake.problem_list import ProblemList
from assets.intake.sheet_grid import SheetGrid
from assets.workbooks.workbook_cells import address

_Pairs = frozenset[tuple[str, str]]


def report_unread_columns(
    grid: SheetGrid,
    header: Header,
    header_texts: HeaderTexts,
    layout: Layout,
    problems: ProblemList,
    year: int | None,
    unit_id: str | None,
) -> None:
    """One problem per such column, at its heading; none where a column is missing, which may be that one."""
    absent = [column for column in layout.columns if column.type != "key" and column.name not in header.columns]
    if not absent or header.missing:
        return
    used = {*header.columns.values(), *(col_no for _, _, col_no in header.further)}
    for col_no, texts in header_texts.items():
        row_no, heading = texts[-1]
        like = next((column for column in absent if col_no not in used and _alike(header_key(heading), column)), None)
        if like is None:
            continue
        filled = sum(col_no in row for below, row in grid.rows.items() if below > header.last_row)
        if filled:
            place = address(row_no, col_no)
            detail = (
                f"Cột «{heading}» (ô {grid.sheet.name}!{place}) không phải tên cột của biểu nên {filled} ô không được đọc. "
                f"Nếu đó là cột «{like.label}», hãy đặt đúng tên ấy rồi gửi lại."
            )
            problems.add("column_unread", detail, sheet=grid.sheet.name, cell=place, value=heading, index_year=year, unit_id=unit_id)


def _alike(heading: str, column: Column) -> bool:
    """Whether two words that stand side by side in one of the column's headings do so in this one."""
    pairs = _pairs(heading)
    return any(not pairs.isdisjoint(_pairs(usual)) for usual in column.headers)


def _pairs(text: str) -> _Pairs:
    words = text.split()
    return frozenset(itertools.pairwise(words))
