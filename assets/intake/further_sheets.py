"""A form that goes on over several sheets: a sheet for each field, as offices divide the work, with a summary before or behind.

Belongs here: knowing such a form, and sheets that only repeat lines of another. Does not: forms of several units (several_units.py),
reading (extract_tree.py).
"""

from __future__ import annotations

from assets.intake.code_spelling import roman
from assets.intake.header import Header
from assets.intake.layout import Layout
from assets.intake.phrase import code_key, fold_phrase
from assets.intake.sheet_grid import SheetGrid, clean

_FIELDS = {roman(str(number)): str(number) for number in range(1, 21)}


def without_summaries(found: list[tuple[SheetGrid, Header]], layout: Layout) -> list[tuple[SheetGrid, Header]]:
    """The sheets without those that list again some lines of the others, and at most half of them: a summary by fields, the lines below
    their maximum."""
    if len(found) < 2 or layout.shape != "tree":
        return found
    lines = [_lines(grid, header) for grid, header in found]
    kept = []
    for number, each in enumerate(lines):
        others = set().union(*(other for place, other in enumerate(lines) if place != number))
        codes = {code for code, _ in others}
        listed = all(line in others or ("." not in line[0] and line[0] in codes) for line in each)  # a field may be named in short
        if not (each and listed and 2 * len(each) <= len(others)):
            kept.append(found[number])
    return kept or found


def goes_on(found: list[tuple[SheetGrid, Header]], layout: Layout) -> bool:
    """Whether the sheets are parts of one form: each has all its columns, in the same places, and none has a line that another has."""
    if len(found) < 2 or layout.shape != "tree":
        return False
    first = found[0][1]
    if any(header.columns != first.columns or header.missing or header.twice or header.again for _, header in found):
        return False
    if any(grid.second_table is not None for grid, _ in found) or len({grid.sheet.sheet_no for grid, _ in found}) < len(found):
        return False
    lines = [_lines(grid, header) for grid, header in found]
    return all(lines) and len(set().union(*lines)) == sum(map(len, lines))


def _lines(grid: SheetGrid, header: Header) -> set[tuple[str, str]]:
    """Code and name of each line: codes alone may repeat under several fields. «II» of a field is 2."""
    code_col, name_col = header.columns["code"], header.columns.get("name")
    found = set()
    for row_no, row in grid.rows.items():
        code = code_key(clean(row.get(code_col)) or "") if row_no > header.last_row else ""
        code = _FIELDS.get(code, code)
        if any(char.isdigit() for char in code):
            found.add((code, fold_phrase(clean(grid.cell(row_no, name_col)) or "")))
    return found
