"""The rows of a register: which are things listed, which are headings, totals, notes and signatures.

Belongs here: walking down from the header. Does not belong here: which sheet, form, unit or year (``extract_register.py``), what a
cell holds (``measures.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from assets.intake.header import Header
from assets.intake.layout import Layout
from assets.intake.measures import BLANK, Measure, MeasureReader
from assets.intake.phrase import header_key, opens_with
from assets.intake.sheet_grid import SheetGrid, clean
from assets.workbooks.workbook_cells import Cell


class RegisterRow(NamedTuple):
    """One thing listed, with its measures in the order of the layout: (measure's name, column number, what it holds). ``name``: its
    first text.
    """

    row_no: int
    code: str | None
    name: str | None
    measures: list[tuple[str, int, Measure]]


def register_rows(grid: SheetGrid, header: Header, layout: Layout) -> Iterator[RegisterRow]:
    """The rows below the header, from the top down.

    A row lists a thing where its number or code stands beside anything else; without a code (or with words in its place) where two
    cells are filled and one of them is a number, a date or a choice. So a numbered row that nobody filled in, headings, notes and
    a header repeated on the next page are left out; and totals, and what stands below the signatures where no coded row follows. But
    what has two days or choices is a thing, whatever it is called and wherever it stands: 'Tổng hợp kết quả rà soát' may be a task.
    """
    code_col = header.columns["code"]
    code_headers = next(column.headers for column in layout.columns if column.name == "code")
    columns = [
        (column, header.columns[column.name], MeasureReader(column, layout))
        for column in layout.columns
        if column.type != "key" and column.name in header.columns
    ]
    texts = [col_no for column, col_no, _ in columns if column.type == "text"]
    chosen = {column.name for column, *_ in columns if column.type in ("date", "choice")}
    rows = [row_no for row_no in sorted(grid.rows) if row_no > header.last_row]
    filled = {row_no for row_no in rows if any(col_no in grid.rows[row_no] for _, col_no, _ in columns)}
    last_coded = max((row_no for row_no in filled if _coded(grid.rows[row_no].get(code_col))), default=0)
    signed = False
    for row_no in rows:
        row = grid.rows[row_no]
        code = row.get(code_col)
        measures = []
        for column, col_no, reader in columns if row_no in filled else ():
            if (cell := row.get(col_no)) is not None:
                measures.append((column.name, col_no, reader.read(cell)))
            elif column.type != "text" or column.required:  # an empty optional text (a note) says nothing
                measures.append((column.name, col_no, BLANK))
        is_thing = sum(name in chosen and measure.state == "value" for name, _, measure in measures) >= 2
        signed = signed or (not is_thing and row_no > last_coded and any(opens_with(cell.text, layout.signatures) for cell in row.values()))
        named = next((cell for col_no in texts if (cell := row.get(col_no)) is not None), None)
        if row_no not in filled or (code is not None and header_key(code.text) in code_headers):
            continue
        if not is_thing and (signed or _is_total(code, named, layout)):
            continue
        if not _coded(code):
            held = [measure for _, _, measure in measures if measure.state != "blank"]
            if len(held) + (code is not None) < 2 or all(measure.state != "value" for measure in held):
                continue
        yield RegisterRow(row_no, clean(code), clean(named), measures)


def _coded(code: Cell | None) -> bool:
    return code is not None and any(char.isdigit() for char in code.text)


def _is_total(code: Cell | None, named: Cell | None, layout: Layout) -> bool:
    """A total names itself in the column of codes or, where that is empty, in the first text of its row."""
    first = code or named
    return first is not None and opens_with(first.text, layout.totals)
