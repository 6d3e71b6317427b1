"""One measure cell of a form row: its value and state.

Belongs here: blank, not applicable, number, percent, date, choice, unreadable, text. Does not belong here: which row or
unit it belongs to.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from assets.intake.choices import choice_number
from assets.intake.date_text import day_number
from assets.intake.layout import Column, Layout
from assets.intake.number_text import parse_number
from assets.intake.phrase import fold_phrase
from assets.workbooks.workbook_cells import Cell


class Measure(NamedTuple):
    """What a line stores of its cell; see ``intake.lines``."""

    kind: str | None
    text: str | None
    value: Decimal | None
    state: str
    problem: str | None


_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
_MOST_KNOWN = 10_000
_ENGLISH_THOUSANDS = re.compile("[1-9][0-9]{0,2}(?:,000)+")
"""Nobody writes three decimals of nothing to a count, so «1,000» dossiers are as likely a thousand as one."""
BLANK = Measure(None, None, None, "blank", None)


class MeasureReader:
    """Reads the cells of one column of measures of a layout, each different content once for many forms: points repeat."""

    def __init__(self, column: Column, layout: Layout) -> None:
        self._column, self._layout = column, layout
        self.known: dict[tuple[object, ...], Measure] = layout.read_before.setdefault(column.name, {})
        """By kind and text of a cell, ``cell[3:]``; asked first where every call counts."""
        if len(self.known) > _MOST_KNOWN:
            self.known.clear()

    def read(self, cell: Cell) -> Measure:
        """As :func:`read_measure`."""
        content = cell[3:]
        found = self.known.get(content)
        if found is None:
            found = self.known[content] = read_measure(cell, self._column, self._layout)
        return found


def read_measure(cell: Cell | None, column: Column, layout: Layout) -> Measure:
    """Reads a cell of a column of measures. A percent in a column of points is unreadable: nobody knows a percent
    of what.
    """
    if cell is None:
        return BLANK
    if cell.kind in ("error", "formula_without_value"):
        problem = "error_value" if cell.kind == "error" else "formula_without_value"
        return Measure(cell.kind, cell.text, None, "unreadable", problem)
    if column.type == "text":
        return Measure(cell.kind, cell.text, None, "text", None)
    if cell.kind == "text" and cell.text.strip().upper() in _ERRORS:  # a CSV has its errors as text, and '#N/A' is not 'N/A'
        return Measure(cell.kind, cell.text, None, "unreadable", "error_value")
    if cell.kind == "text" and fold_phrase(cell.text) in layout.not_applicable:
        return Measure(cell.kind, cell.text, None, "not_applicable", None)
    if column.type in ("date", "choice"):
        return _from_words(cell, column, layout)
    if cell.kind == "text" and layout.counts_things and _ENGLISH_THOUSANDS.fullmatch(cell.text.strip()):
        return Measure(cell.kind, cell.text, None, "unreadable", "not_a_number")
    number = parse_number(cell.text, cell.kind, layout.number_format)
    if number.problem is not None:
        return Measure(cell.kind, cell.text, None, "unreadable", number.problem)
    if number.percent:
        return Measure(cell.kind, cell.text, None, "unreadable", "percent_in_points")
    return Measure(cell.kind, cell.text, number.value, "value", None)


def _from_words(cell: Cell, column: Column, layout: Layout) -> Measure:
    """A date as the number yyyymmdd, a choice as its number in the list. A dash alone is how people write «nothing»."""
    if cell.kind == "text" and not any(char.isalnum() for char in cell.text):
        return Measure(cell.kind, cell.text, None, "blank", None)
    date = column.type == "date"
    found = day_number(cell.text, cell.kind, layout.day_zero) if date else choice_number(cell.text, column.choices)
    if found is None:
        return Measure(cell.kind, cell.text, None, "unreadable", "not_a_date" if date else "not_a_choice")
    return Measure(cell.kind, cell.text, Decimal(found), "value", None)
