"""Finding a form's header row in a sheet.

Belongs here: headers of one row to three rows, the row of column numbers under them. Does not belong here: the rows below.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from assets.intake.layout import Column, Layout
from assets.intake.phrase import heading_keys
from assets.intake.sheet_grid import SheetGrid

SEARCHED_ROWS = 40
COLUMN_NUMBER = re.compile(r"(?:cột )?[(\[]?(?:[0-9]{1,2}|[A-ZĐ])[)\]]?(?:\s*=.*)?", re.IGNORECASE)
_ROWS_BETWEEN = 2
"""Blank rows that may stand between a header and the row that numbers its columns."""


@dataclass(frozen=True)
class Header:
    """Where a header stands: first row, last row (with a row of column numbers), column number per name, missing
    required columns.
    """

    first_row: int
    last_row: int
    columns: dict[str, int]
    missing: tuple[Column, ...]
    twice: tuple[tuple[Column, int, int], ...] = ()
    """Required measures that the header names once more in the same words, or divides in two, each with row and column of the second."""
    again: tuple[tuple[Column, int, int], ...] = ()
    """Those that it names once more in other words of the form, with row and column of that."""
    further: tuple[tuple[Column, int, int], ...] = ()
    """All columns of measures that are named already, required or not, in whatever words: they may be of other years."""


def find_header(grid: SheetGrid, layout: Layout) -> Header | None:
    """The best header of the form among the first 40 rows of its table, or None.

    A row is a header when it names three of the form's columns, or all the required ones. In a two-row header the
    upper row may be merged over several columns: its text is carried to the right and joined with the lower one
    ('Điểm' over 'Tối đa' is 'Điểm tối đa'). Three rows are tried only where those of a header lack a column.
    """
    known = grid.headers.get(layout.key)
    if known is None:
        known = grid.headers[layout.key] = (_find_header(grid, layout),)
    return known[0]


def _find_header(grid: SheetGrid, layout: Layout) -> Header | None:
    best: tuple[int, int, _Matched] | None = None
    # A row none of whose own texts is a heading is no header, alone or over another such row: most rows are settled by this.
    named = rows_with_heading(grid, layout.header_names)
    for row in sorted(named | {row - 1 for row in named if row - 1 in grid.rows}):
        for height in (1, 2) if row in named else (2,):
            matched = _match(grid, row, height, layout)
            # More columns win, then the lower height, then the earlier row.
            if matched.columns and (best is None or (len(matched.columns), -height) > (len(best[2].columns), -best[1])):
                best = (row, height, matched)
    if best is None:
        return None
    count = len(best[2].columns)
    if best[2].missing and count >= 3 and (tall := _match(grid, best[0], 3, layout)).columns and not tall.missing:
        return _header(grid, best[0], 3, tall)
    return None if count < 3 and (best[2].missing or count < 2) else _header(grid, *best)


def rows_with_heading(grid: SheetGrid, names: Iterable[str]) -> set[int]:
    """The rows among the first 40 of the table that have one of these headings."""
    found = grid.heading_rows
    if found is None:
        found = grid.heading_rows = defaultdict(set)
        for row_no, row in grid.rows.items():
            if row_no <= grid.top + SEARCHED_ROWS:
                for cell in row.values():
                    if cell.kind == "text":
                        for key in heading_keys(cell.text):
                            found[key].add(row_no)
    return {row_no for name in found.keys() & names for row_no in found[name]}


def header_at(grid: SheetGrid, layout: Layout, row: int) -> Header | None:
    """The complete header that has one of its rows there, or None."""
    for first, height in ((row, 1), (row, 2), (row - 1, 2)):
        matched = _match(grid, first, height, layout) if first in grid.rows else _NOTHING
        if matched.columns and not matched.missing:
            return _header(grid, first, height, matched)
    return None


def _header(grid: SheetGrid, row: int, height: int, matched: _Matched) -> Header:
    last = row + height - 1
    divided = _divided(grid, row, last, matched)
    last = row_of_column_numbers(grid, last, matched.columns)
    twice, again, further = (
        tuple((column, row, col_no) for column, col_no in named) for named in (matched.twice, matched.again, matched.further)
    )
    return Header(row, last, matched.columns, matched.missing, twice + divided, again, further + divided)


def row_of_column_numbers(grid: SheetGrid, last: int, columns: dict[str, int]) -> int:
    """The row that numbers the columns, where it stands within two blank rows below the header's last one; else that."""
    below = next((row_no for row_no in range(last + 1, last + 2 + _ROWS_BETWEEN) if row_no in grid.rows), last)
    return below if below > last and _numbers_columns(grid, below, columns) else last


def _divided(grid: SheetGrid, first: int, last: int, matched: _Matched) -> tuple[tuple[Column, int, int], ...]:
    """Measures whose heading stands over two columns that the row below names each: 'Năm trước' and 'Năm nay'."""
    below = grid.rows.get(last + 1, {})
    if matched.columns.get("code") in below:
        return ()
    found = []
    for column in (column for column in matched.measures if column.required):
        here, beside = below.get(matched.columns[column.name]), below.get(matched.columns[column.name] + 1)
        headed = any(matched.columns[column.name] + 1 in grid.rows.get(row_no, {}) for row_no in range(first, last + 1))
        if not headed and here is not None and beside is not None and _names(here.text, here.kind) and _names(beside.text, beside.kind):
            found.append((column, beside.row_no, beside.col_no))
    return tuple(found)


def _names(text: str, kind: str) -> bool:
    return kind == "text" and any(char.isalpha() for char in text) and not COLUMN_NUMBER.fullmatch(text.strip())


class _Matched(NamedTuple):
    """What the texts of one row, or two, are as a header; the fields as of :class:`Header`."""

    columns: dict[str, int]
    missing: tuple[Column, ...]
    twice: tuple[tuple[Column, int], ...]
    again: tuple[tuple[Column, int], ...]
    further: tuple[tuple[Column, int], ...]
    measures: tuple[Column, ...]
    """The measures that were found."""


_NOTHING = _Matched({}, (), (), (), (), ())
_MOST_KNOWN = 1_000

_Texts = tuple[tuple[int, str], ...]
"""Column numbers with their texts."""


def _match(grid: SheetGrid, row: int, height: int, layout: Layout) -> _Matched:
    """The same header stands over many forms, so what it is for a layout is found once."""
    rows: tuple[_Texts, ...] = (_texts(grid, row),)
    for below in range(row + 1, row + height):
        texts = _texts(grid, below)
        if not texts:
            return _NOTHING
        rows += (texts,)
    known = layout.headers_before
    found = known.get(rows)
    if found is None:
        if len(known) > _MOST_KNOWN:
            known.clear()
        found = known[rows] = _match_texts([dict(texts) for texts in rows], layout)
    return found


def _texts(grid: SheetGrid, row: int) -> _Texts:
    found = grid.row_texts.get(row)
    if found is None:
        found = tuple((col, cell.text) for col, cell in grid.rows.get(row, {}).items() if cell.kind == "text")
        grid.row_texts[row] = found
    return found


def _match_texts(rows: list[dict[int, str]], layout: Layout) -> _Matched:
    hits: dict[str, list[tuple[int, int]]] = {}  # name → (rank of the header among its alternatives, column) of each that names it
    carried = [""] * len(rows)
    for col in sorted({col for row in rows for col in row}):
        for level, row in enumerate(rows):
            if col in row:
                carried[level:] = [row[col], *[""] * (len(rows) - level - 1)]
        for text in _headings(rows, carried, col):
            keys = heading_keys(text)
            hit = layout.header_names.get(keys[0]) or layout.header_names.get(keys[-1])
            if hit is not None:
                hits.setdefault(hit[0], []).append((hit[1], col))
                break
    # An earlier alternative wins ('Mã' before 'STT'), then the column further left.
    found = {name: min(named) for name, named in hits.items()}
    measures = {column.name: column for column in layout.columns if column.type != "key" and column.name in hits}
    further = [(measures[name], *other) for name in measures for other in sorted(hits[name])[1:]]
    others = [each for each in further if each[0].required]
    return _Matched(
        {name: col for name, (_, col) in found.items()},
        tuple(column for column in layout.required if column.name not in found),
        tuple((column, col) for column, rank, col in others if rank == found[column.name][0]),
        tuple((column, col) for column, rank, col in others if rank != found[column.name][0]),
        tuple((column, col) for column, _, col in further),
        tuple(measures.values()),
    )


def _headings(rows: list[dict[int, str]], carried: list[str], col: int) -> list[str]:
    """What a column may be called: its lowest text with those above it, nearest first, that text alone, then those above alone."""
    own = [row[col] for row in rows if col in row]
    lowest = max(level for level, row in enumerate(rows) if col in row)
    above = carried[:lowest][::-1]
    whole = [" ".join([*carried[:lowest], own[-1]])] if len(above) > 1 else []
    return [*(f"{text} {own[-1]}" for text in above), *whole, *own[::-1]]


def _numbers_columns(grid: SheetGrid, row: int, columns: dict[str, int]) -> bool:
    """True for the row that numbers the columns: (1) (2) (3), or A B 1 2 3, or 5 = 3 + 4."""
    texts = [cell.text.strip() for col, cell in grid.rows.get(row, {}).items() if col in columns.values()]
    return len(texts) >= 3 and len(set(texts)) == len(texts) and all(COLUMN_NUMBER.fullmatch(text) for text in texts)
