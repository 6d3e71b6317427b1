"""A form that goes on over several sheets: a sheet for each field, as offices divide the work, with a summary before or behind.

Belongs here: knowing such a form, and sheets that only repeat lines of another. Does not: forms of several units (several_units.py),
reading (extract_tree.py).
"""

from __future__ import annotations

from decimal import Decimal

from assets.intake.code_spelling import roman
from assets.intake.header import Header
from assets.intake.layout import Layout
from assets.intake.number_text import parse_number
from assets.intake.phrase import code_key, fold_phrase
from assets.intake.sheet_grid import SheetGrid, clean

_Line = tuple[str, str]
"""Code and name: codes alone may repeat under several fields."""
_Numbers = dict[str, Decimal | None]

_FIELDS = {roman(str(number)): str(number) for number in range(1, 21)}


def without_summaries(found: list[tuple[SheetGrid, Header]], layout: Layout) -> list[tuple[SheetGrid, Header]]:
    """The sheets without those that list again some lines of the others, at most half of them and with the same numbers: a summary by
    fields, the lines below their maximum. One that says other numbers stays, since nobody knows which of them are meant.
    """
    if len(found) < 2 or layout.shape != "tree":
        return found
    numbers = [_numbers(grid, header, layout) for grid, header in found]
    kept = []
    for place, each in enumerate(numbers):
        others = {line: said for number, other in enumerate(numbers) if number != place for line, said in other.items()}
        by_code = {code: said for (code, _), said in others.items()}  # a field may be named in short
        pairs = [(said, others.get(line) or (by_code.get(line[0]) if "." not in line[0] else None)) for line, said in each.items()]
        if not (pairs and 2 * len(pairs) <= len(others) and all(other is not None and _agree(said, other) for said, other in pairs)):
            kept.append(found[place])
    return kept or found


def _agree(said: _Numbers, other: _Numbers) -> bool:
    return all(other.get(measure) in (None, value) for measure, value in said.items() if value is not None)


def goes_on(found: list[tuple[SheetGrid, Header]], layout: Layout) -> bool:
    """Whether the sheets are parts of one form: each has all its columns, in the same places, and none has a line that another has."""
    if len(found) < 2 or layout.shape != "tree":
        return False
    first = found[0][1]
    if any(header.columns != first.columns or header.missing or header.twice or header.again for _, header in found):
        return False
    if any(grid.second_table is not None for grid, _ in found) or len({grid.sheet.sheet_no for grid, _ in found}) < len(found):
        return False
    lines = [_numbers(grid, header, layout).keys() for grid, header in found]
    return all(lines) and len(set().union(*lines)) == sum(map(len, lines))


def _numbers(grid: SheetGrid, header: Header, layout: Layout) -> dict[_Line, _Numbers]:
    """What each line says in its columns of numbers. «II» of a field is 2."""
    code_col, name_col = header.columns["code"], header.columns.get("name")
    columns = {each.name: header.columns[each.name] for each in layout.columns if each.type == "number" and each.name in header.columns}
    found = {}
    for row_no, row in grid.rows.items():
        code = code_key(clean(row.get(code_col)) or "") if row_no > header.last_row else ""
        code = _FIELDS.get(code, code)
        if any(char.isdigit() for char in code):
            said = {
                name: parse_number(cell.text, cell.kind, layout.number_format).value
                for name, col in columns.items()
                if (cell := row.get(col))
            }
            found[code, fold_phrase(clean(grid.cell(row_no, name_col)) or "")] = said
    return found
