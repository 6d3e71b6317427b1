"""The rows of an annex below its header: lines with a code, further words of the line above, totals.

Belongs here: telling them apart, and dropping blank rows, repeated headers, notes and signatures. Does not belong here: how lines hang
together (annex_tree.py), what a code was before it was damaged (code_ladder.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assets.criteria_annex.annex_header import AnnexHeader
from assets.criteria_annex.annex_words import AnnexWords
from assets.criteria_annex.printed_code import PrintedCode, printed_code
from assets.intake.phrase import fold_phrase, opens_with
from assets.intake.sheet_grid import SheetGrid
from assets.workbooks.workbook_cells import Cell, address

_PLACE_AND_DAY = re.compile(r"[^:;]{0,40}, ngày\s", re.IGNORECASE)
MAXIMA = ("max", "appraised_max", "survey_max")


@dataclass(frozen=True)
class AnnexRow:
    """One row. kind: line, more (words that belong to the line above), unread (a line whose code is none: option_rows.py finds
    more of them), total. cells: by column."""

    kind: str
    row_no: int
    code: PrintedCode | None
    name: str
    cells: Mapping[str, Cell]
    columns: Mapping[str, int]

    def at(self, column: str) -> str:
        """A1 address of the row's cell in a column, empty or not; of the first column where there is no such one."""
        return address(self.row_no, self.columns.get(column) or min(self.columns.values()))

    def text(self, column: str) -> str:
        """The words of a cell, lines kept, spaces tidied; '' for an empty one."""
        cell = self.cells.get(column)
        return "" if cell is None else exact(cell.text) if "kind" in self.columns else tidy(cell.text)


def tidy(text: str) -> str:
    """NFC is kept as it is read; spaces within a line become one, empty lines go."""
    lines = (" ".join(line.split()) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def exact(text: str) -> str:
    """What we wrote ourselves is taken as it stands."""
    return text.replace("\r\n", "\n").strip()


def annex_rows(
    grid: SheetGrid, header: AnnexHeader, words: AnnexWords, merged: Mapping[tuple[int, int], tuple[int, int]]
) -> Iterator[AnnexRow]:
    """The rows that count, from the top down. Behind a total, a note or a signature only a further line begins again."""
    open_line = False
    for row_no in (row for row in sorted(grid.rows) if row > header.last_row):
        cells = _cells(grid, row_no, header.columns, merged)
        texts = [cell.text for cell in grid.rows[row_no].values()]
        if {fold_phrase(text) for text in texts} <= header.headings or not cells:
            continue
        code, name = _code_and_name(cells)
        if code is None and (opens_with(name, words.totals) or any(opens_with(text, words.totals) for text in texts[:1])):
            open_line = False
            yield AnnexRow("total", row_no, None, name, cells, header.columns)
        elif code is not None or (words.blocks.opens(name) and any(column in cells for column in ("max", "appraised_max"))):
            open_line = True
            yield AnnexRow("line", row_no, code, name, cells, header.columns)
        elif any(_ends_the_table(text, words) for text in texts):
            open_line = False
        elif _looks_like_a_line(cells):
            yield AnnexRow("unread", row_no, None, name, cells, header.columns)
        elif open_line and (name or not cells.keys().isdisjoint(("rule", "evidence", "legal_basis", *MAXIMA))):
            yield AnnexRow("more", row_no, None, name, cells, header.columns)


def _looks_like_a_line(cells: Mapping[str, Cell]) -> bool:
    """Something that is no bullet in the column of codes, a name and points: 'TC1 | Kế hoạch | 2'."""
    code = cells.get("code")
    scored = any(column in cells for column in MAXIMA)
    return code is not None and "name" in cells and scored and re.search(r"\w", code.text) is not None


def _ends_the_table(text: str, words: AnnexWords) -> bool:
    """A note, a place with its day, or a signature: 'KT. GIÁM ĐỐC', but not the option 'Giám đốc ban hành: 1'."""
    signed = opens_with(text, words.signatures) and not re.search(r"\d", text)
    return signed or opens_with(text, words.notes) or _PLACE_AND_DAY.match(text) is not None


def _cells(grid: SheetGrid, row_no: int, columns: Mapping[str, int], merged: Mapping[tuple[int, int], tuple[int, int]]) -> dict[str, Cell]:
    """The row's cells by column; a method or mark merged down from above counts for this row too."""
    found = {name: cell for name, col in columns.items() if (cell := grid.cell(row_no, col)) is not None}
    for name in ("method", "survey_mark"):
        above = merged.get((row_no, columns.get(name, 0)))
        if name not in found and found and above is not None and (cell := grid.cell(*above)) is not None and above[1] == columns[name]:
            found[name] = cell
    return found


def _code_and_name(cells: Mapping[str, Cell]) -> tuple[PrintedCode | None, str]:
    """A code of its own, or code and name in one cell ('I. CÔNG TÁC CHỈ ĐẠO' merged over both columns, '1.1. Kế hoạch')."""
    code_cell, name_cell = cells.get("code"), cells.get("name")
    if "kind" in cells and code_cell is not None:  # a workbook of ours: any code, and every line says what it is
        return PrintedCode(code_cell.text.strip(), "", "text"), exact(name_cell.text) if name_cell is not None else ""
    name = " ".join(name_cell.text.split()) if name_cell is not None else ""
    if code_cell is not None:
        code = printed_code(code_cell)
        if code is not None:
            return code, name or code.rest
        return None, " ".join(part for part in (" ".join(code_cell.text.split()), name) if part)
    if name_cell is None or name_cell.kind != "text":
        return None, name
    code = printed_code(name_cell)
    has_points = any(column in cells for column in MAXIMA)
    if code is not None and code.rest and has_points and (code.is_numbered or code.is_roman or code.is_headed):
        return code, code.rest
    return None, name
