"""Where the table of an annex begins: its header of one or two rows among the first 40, found by its words.

Belongs here: the header and its columns. Does not belong here: the words (annex_words.py), the rows below (annex_rows.py).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from assets.criteria_annex.annex_words import AnnexWords
from assets.intake.phrase import fold_phrase
from assets.intake.sheet_grid import SheetGrid

SEARCHED_ROWS = 40
_LONGEST_HEADING = 90  # characters; a title that mentions «tiêu chí» and «điểm» is longer
_COLUMN_NUMBER = re.compile(r"\(?(?:[0-9]{1,2}|[A-ZĐ])\)?")
_MAXIMA = ("max", "appraised_max", "survey_max")
_PARTS = ("appraised_max", "survey_max", "appraised_points")


class AnnexHeader(NamedTuple):
    """First and last row (with a row of column numbers) and column number per name; headings: the folded texts of its rows."""

    first_row: int
    last_row: int
    columns: dict[str, int]
    headings: frozenset[str]


def find_annex_header(grid: SheetGrid, words: AnnexWords) -> AnnexHeader | None:
    """The header with the most columns that has names and maxima, the upper and the lower one first; None where there is none."""
    best: tuple[tuple[int, int, int], AnnexHeader] | None = None
    for row in sorted(grid.rows):
        if row > SEARCHED_ROWS:
            break
        for height in (1, 2):
            columns = _columns(grid, row, height, words)
            if "name" not in columns or not any(name in columns for name in _MAXIMA):
                continue
            rank = (len(columns), -height, -row)
            if best is None or rank > best[0]:
                last = row + height - 1
                texts = frozenset(fold_phrase(cell.text) for at in range(row, last + 1) for cell in grid.rows.get(at, {}).values())
                best = (rank, AnnexHeader(row, last + _numbered(grid, last + 1, columns), columns, texts))
    return None if best is None else best[1]


def _columns(grid: SheetGrid, row: int, height: int, words: AnnexWords) -> dict[str, int]:
    """A heading merged over several columns is carried to the right and joined with the one below: 'Điểm tối đa' over 'ĐTXHH'."""
    top = {col: cell.text for col, cell in grid.rows[row].items() if cell.kind == "text" and len(cell.text) <= _LONGEST_HEADING}
    below = grid.rows.get(row + 1, {}) if height == 2 else {}
    bottom = {col: cell.text for col, cell in below.items() if cell.kind == "text" and len(cell.text) <= _LONGEST_HEADING}
    if height == 2 and not bottom:
        return {}
    found: dict[str, int] = {}
    carried = ""
    for col in sorted(top.keys() | bottom.keys()):
        carried = top.get(col, carried)
        name = _named(carried, bottom.get(col), top.get(col), words)
        if name is not None and name != "ignored":
            found.setdefault(name, col)
    return _with_both_parts(found)


def _named(above: str, below: str | None, own: str | None, words: AnnexWords) -> str | None:
    """Below a heading of maxima, or one that names none, a lower heading that names a part decides; else the two together."""
    texts = [] if own is None else [own]
    if below is not None:
        part = words.column_of(below)
        if part in _PARTS and words.column_of(above) in (None, *_MAXIMA):
            return part
        texts = [f"{above} {below}", below, *texts]
    return next((named for text in texts if (named := words.column_of(text)) is not None), None)


def _with_both_parts(columns: dict[str, int]) -> dict[str, int]:
    """'Điểm thẩm định' is the appraised maximum beside a column of the survey's, but a score beside 'Điểm tự chấm'."""
    appraised, scores = columns.pop("appraised_points", None), columns.pop("self_points", None) is not None
    if appraised is not None and "survey_max" in columns and not scores:
        columns.setdefault("appraised_max", appraised)
    return columns


def _numbered(grid: SheetGrid, row: int, columns: dict[str, int]) -> int:
    """1 for the row that numbers the columns: (1) (2) (3), or A B 1 2."""
    texts = [cell.text.strip() for col, cell in grid.rows.get(row, {}).items() if col in columns.values()]
    return int(len(texts) >= 3 and len(set(texts)) == len(texts) and all(_COLUMN_NUMBER.fullmatch(text) for text in texts))
