"""The rows of a form over a criteria set: which are lines, which are totals, notes and signatures.

Belongs here: walking down from the header. Does not belong here: which sheet, form, unit or year (``extract_tree.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from assets.intake.criteria_lookup import Node
from assets.intake.header import Header
from assets.intake.layout import Layout
from assets.intake.line_matching import LineMatcher, looks_like_code
from assets.intake.measures import BLANK, Measure, MeasureReader
from assets.intake.phrase import fold_phrase, opens_with
from assets.intake.sheet_grid import SheetGrid, clean
from assets.workbooks.workbook_cells import Cell

_Measures = list[tuple[str, int, Measure]]
_MAXIMUM = "max_points"


class FormRow(NamedTuple):
    """One row that counts, with its measures in the order of the layout: (measure's name, column number, what it
    holds).
    """

    row_no: int
    code: str | None
    name: str | None
    node: Node | None
    measures: _Measures


def form_rows(grid: SheetGrid, header: Header, layout: Layout, matcher: LineMatcher) -> Iterator[FormRow]:
    """The rows below the header, from the top down.

    Left out: rows without a code and without a number (blank rows, headings, notes), totals, what stands below the table
    without code and name, and everything from the signatures on. A signature ends the form only where no known code follows,
    so nothing is lost by one in an odd place. A heading that names a field over the row of that field is left out too.
    """
    code_col, name_col = header.columns["code"], header.columns.get("name")
    rows = [row for row in sorted(grid.rows) if row > header.last_row]
    columns = [
        (column.name, header.columns[column.name], column.type == "number", reader, reader.known)
        for column in layout.columns
        if column.type != "key" and column.name in header.columns
        for reader in (MeasureReader(column, layout),)
    ]
    # What someone may have claimed in a row without a code; its maximum alone is a level of points printed under its line.
    numbers = {column for column, _, is_number, *_ in columns if is_number}
    numbers = numbers - {_MAXIMUM} or numbers
    last_known: int | None = None
    seen: dict[str, _Measures] = {}
    heading: FormRow | None = None
    for row_no in rows:
        row = grid.rows[row_no]
        code_cell, name_cell = row.get(code_col), row.get(name_col or 0)
        measures = []
        for column, col_no, is_number, reader, known in columns:  # for each cell of a form: every look-up counts
            if (cell := row.get(col_no)) is not None:
                measures.append((column, col_no, known.get(cell[3:]) or reader.read(cell)))
            elif is_number:  # an empty points cell says something; one of an optional text (evidence, note) does not
                measures.append((column, col_no, BLANK))
        node = matcher.plain(code_cell) if code_cell is not None else None
        if node is None and not matcher.claims(code_cell, clean(name_cell)):
            if _is_total(code_cell, name_cell, layout):
                continue
            counts = any(_meant_as_number(measure) for column, _, measure in measures if column in numbers)
            unnamed = code_cell is None and name_cell is None
            if unnamed or not counts:
                if last_known is None:
                    # A numbered note ('1. Điểm làm tròn') has no number; where nothing has one, the form is not filled in.
                    number_cols = [col_no for _, col_no, is_number, *_ in columns if is_number]
                    filled = (row for row in reversed(rows) if any(col_no in grid.rows[row] for col_no in number_cols))
                    last_known = (
                        _last_known(filled, grid, code_col, name_col, matcher)
                        or _last_known(reversed(rows), grid, code_col, name_col, matcher)
                        or _last_known(reversed(rows), grid, code_col, None, matcher)
                    )
                below = row_no > last_known
                if below and any(opens_with(cell.text, layout.signatures) for cell in row.values()):
                    break
                # Numbers that nothing names are no line below the table: a sum, a date; nor are its lettered words: A, B, C of a scale.
                if (unnamed and below) or (not counts and not _may_be_code(code_cell, below)):
                    continue
        name = clean(name_cell)
        if node is None and (code_cell is not None or matcher.by_name):
            node = matcher.match(code_cell, name)
        if node is None:
            matcher.odd_rows += 1
        elif (before := seen.get(node.node_id)) is None:
            seen[node.node_id] = measures
        else:
            matcher.odd_rows += 1
            if _says_nothing_more(node, name, measures, before):
                continue
        if heading is not None:
            if node != heading.node:
                yield heading
            heading = None
        found = FormRow(row_no, clean(code_cell), name, node, measures)
        if node is not None and node.node_id == node.field_node_id and _blank(measures):
            heading = found
        else:
            yield found
    if heading is not None:
        yield heading


def _blank(measures: _Measures) -> bool:
    return all(measure.state == "blank" for _, _, measure in measures)


def _says_nothing_more(node: Node, name: str | None, measures: _Measures, before: _Measures) -> bool:
    """Of a row whose code was met before: a numbered note ('2. Các tiêu chí khác để trống'), a line written again without its points at the
    top of a page, a field written again with the same points in a summary below.
    """
    if fold_phrase(name or "") != fold_phrase(node.name):
        return all(measure.state in ("blank", "text") for _, _, measure in measures)
    said = {name: measure for name, _, measure in before}
    again = [(measure, said.get(name, BLANK)) for name, _, measure in measures]
    if any(measure.state != "blank" and measure != first for measure, first in again):
        return False
    return node.node_id == node.field_node_id or any(measure.state == "blank" and first.state == "value" for measure, first in again)


def _may_be_code(code: Cell | None, below: bool) -> bool:
    return code is not None and looks_like_code(code.text) and not (below and code.text.strip().isalpha())


def _last_known(from_below: Iterator[int], grid: SheetGrid, code_col: int, name_col: int | None, matcher: LineMatcher) -> int:
    """The first of these rows with a code of the set; 0 for none. A number of one part needs the name of its line beside it, where the form
    has names: documents and contacts are numbered too.
    """
    for row_no in from_below:
        code = grid.cell(row_no, code_col)
        if (
            code is not None
            and matcher.known(code)
            and (name_col is None or "." in code.text or matcher.named(code, clean(grid.cell(row_no, name_col))))
        ):
            return row_no
    return 0


def _meant_as_number(measure: Measure) -> bool:
    """True for a value and for what someone meant as one ('0.5', '85%', an error); not for a signature's place and
    date.
    """
    if measure.state != "unreadable" or measure.kind != "text":
        return measure.state in ("value", "unreadable")
    text = (measure.text or "").strip()
    return len(text) <= 10 and any(char.isdigit() for char in text)


def _is_total(code: Cell | None, name: Cell | None, layout: Layout) -> bool:
    """A total names itself in the column of codes (often merged with the next) or, where that holds no number, in the column
    of names.
    """
    if code is not None and (opens_with(code.text, layout.totals) or any(char.isdigit() for char in code.text)):
        return opens_with(code.text, layout.totals)
    return name is not None and opens_with(name.text, layout.totals)
