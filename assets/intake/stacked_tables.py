"""Several tables of a form under one another in one sheet.

Belongs here: finding them, taking those apart whose title blocks differ, knowing a header that is only repeated at the top of each
printed page. Does not: several sheets (several_units.py), tables side by side (header.py tells a column named twice).

A second table is never mixed with the first: it names another unit, form or year, or the sheet is refused where it begins.
"""

from __future__ import annotations

from dataclasses import replace

from assets.intake.header import SEARCHED_ROWS, Header, find_header, header_at, rows_with_heading
from assets.intake.identify import Clues, title_block
from assets.intake.layout import Layout, Layouts
from assets.intake.phrase import fold_phrase, header_key
from assets.intake.sheet_grid import SheetGrid, clean
from assets.workbooks.workbook_cells import address
from warehouse.unit_names import fold_name


def separate_tables(grid: SheetGrid, layouts: Layouts) -> list[SheetGrid]:
    """The tables of a sheet, each with its title block; nearly always the sheet itself."""
    if grid.sheet.hidden or not grid.rows:
        return [grid]
    trees = [layout for layout in layouts.newest() if layout.shape != "index"]
    tops = _headers(grid, trees)
    if len(tops) < 2:
        return [grid]
    tables = [_part(grid, 0, tops[1].first_row)]
    identity = _identity(title_block(tables[0], layouts))
    first, above = tops[0], _lines(grid, tops[0], tops[1].first_row)
    for header, end in zip(tops[1:], [*(top.first_row for top in tops[2:]), max(grid.rows) + 1], strict=True):
        begins, clues = _title_above(grid, first, header, layouts)
        lines = _lines(grid, header, end)
        repeated = 2 * len(lines & above) >= max(len(lines), 1)
        named = _identity(clues)
        if named and identity and named != identity:
            tables[-1] = _part(grid, tables[-1].top, begins)
            tables.append(_part(grid, begins - 1, end))
            identity, above = named, lines
        elif repeated or (named and not identity):
            tables[-1].second_table = tables[-1].second_table or address(header.first_row, min(header.columns.values()))
        elif any(header.columns.get(name, col_no) != col_no for name, col_no in tops[0].columns.items()):
            tables[-1].moved_header = tables[-1].moved_header or address(header.first_row, min(header.columns.values()))
        else:  # the same table goes on under a header repeated for a new page
            kept = _part(grid, tables[-1].top, end)
            gone = range(begins, header.last_row + 1)
            rows = {**tables[-1].rows, **{row: cells for row, cells in kept.rows.items() if row not in gone and row >= begins}}
            tables[-1] = replace(kept, rows=rows, second_table=tables[-1].second_table, moved_header=tables[-1].moved_header)
            above |= lines
        first = header
    return tables


def _identity(clues: Clues) -> tuple[str, str, str] | None:
    """(form, unit, year) of a title block that names a unit."""
    if not clues.unit:
        return None
    form, year = ([clue.text for clue in found[:1]] for found in (clues.form, clues.year))
    return "".join(form), fold_name(clues.unit[0].text), "".join(year)


def _headers(grid: SheetGrid, trees: list[Layout]) -> list[Header]:
    """The complete headers of forms in a sheet, from the top down; one search of the columns of codes finds them."""
    known = [header for layout in trees if (header := find_header(grid, layout)) is not None and not header.missing]
    if not known:
        return []
    names = {header for layout in trees for column in layout.columns if column.name == "code" for header in column.headers}
    code_col = known[0].columns["code"]
    rows = sorted(rows_with_heading(grid, names))
    for row_no, row in grid.rows.items():
        if row_no <= SEARCHED_ROWS:
            continue
        cell = row.get(code_col)
        if cell is None:
            if any(cell.kind == "text" and header_key(cell.text) in names for cell in row.values()):
                rows.append(row_no)
        elif cell.kind == "text" and not cell.text[0].isdigit() and header_key(cell.text) in names:
            rows.append(row_no)
    if len(rows) < 2:
        return known[:1]
    found: dict[int, Header] = {}
    for row_no in rows:
        headers = [header for layout in trees if (header := header_at(grid, layout, row_no)) is not None]
        if headers:
            best = max(headers, key=lambda header: len(header.columns))
            found.setdefault(best.first_row, best)
    return [found[row] for row in sorted(found)]


def _part(grid: SheetGrid, top: int, end: int) -> SheetGrid:
    """The rows below ``top`` and above ``end`` as a sheet of their own."""
    rows = {row_no: row for row_no, row in grid.rows.items() if top < row_no < end}
    return SheetGrid(grid.sheet, rows, grid.hidden_rows, grid.hidden_columns, grid.linked_cells, grid.merged, top)


def _lines(grid: SheetGrid, header: Header, end: int) -> set[tuple[str, str]]:
    """(code, name) of the rows between a header and the next: codes alone may repeat under several fields."""
    code_col, name_col = header.columns["code"], header.columns.get("name")
    return {
        (code, fold_phrase(clean(grid.cell(row_no, name_col)) or ""))
        for row_no in grid.rows
        if header.last_row < row_no < end and (code := clean(grid.cell(row_no, code_col))) and any(char.isdigit() for char in code)
    }


def _title_above(grid: SheetGrid, before: Header, header: Header, layouts: Layouts) -> tuple[int, Clues]:
    """Where the title block over a header begins (the header itself without one), and what it says."""
    code_col = before.columns["code"]
    numbered = (row for row in grid.rows if before.last_row < row < header.first_row and _has_digit_first(grid, row, code_col))
    between = _part(grid, max(*numbered, before.last_row, header.first_row - SEARCHED_ROWS), header.first_row)
    clues = title_block(between, layouts)
    cells = [int("".join(char for char in clue.cell if char.isdigit())) for clue in (*clues.form, *clues.unit, *clues.year) if clue.cell]
    return min(cells, default=header.first_row), clues


def _has_digit_first(grid: SheetGrid, row_no: int, code_col: int) -> bool:
    cell = grid.cell(row_no, code_col)
    return cell is not None and cell.text.strip()[:1].isdigit()
