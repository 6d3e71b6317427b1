"""The shape of a workbook that was read: its sheets and its non-empty cells.

Belongs here: the data class, A1 addresses.
Does not belong here: any Excel reader, so that ``assets.intake`` can use this shape without importing one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

DAY_ZERO = dt.date(1899, 12, 30)
"""The day whose number is 0 in nearly all workbooks (right from March 1900 on: 1900 had no 29 February)."""


class Sheet(NamedTuple):
    """One sheet: number from 1 in the order of the tabs, name as written, hidden (hidden or very hidden)."""

    sheet_no: int
    name: str
    hidden: bool


class Cell(NamedTuple):
    """One non-empty cell. ``kind``: number, text, boolean, date, error, formula_without_value.

    ``text`` is canonical: a number is its shortest decimal without exponent ('0.1', '3'), a number *shown* as a
    percent keeps the sign ('97.14%' for 0.9714), dates are ISO, booleans TRUE or FALSE, errors as Excel writes them, a
    formula without a value is '=' and the formula where the format tells it. Text is exactly what the file holds (no
    normalisation).
    """

    sheet_no: int
    row_no: int
    col_no: int
    kind: str
    text: str


class Area(NamedTuple):
    """A rectangle of cells, rows and columns from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@lru_cache(maxsize=1024)
def column_letters(col_no: int) -> str:
    """1 → 'A', 27 → 'AA'."""
    letters = ""
    while col_no > 0:
        col_no, rest = divmod(col_no - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: bytes | str) -> int:
    """'A' → 1, 'AA' → 27; the other way."""
    number = 0
    for letter in letters.decode() if isinstance(letters, bytes) else letters:
        number = number * 26 + ord(letter) - 64
    return number


def address(row_no: int, col_no: int) -> str:
    """A1 address of a cell, rows and columns from 1: (17, 5) → 'E17'."""
    return f"{column_letters(col_no)}{row_no}"


@dataclass(frozen=True)
class WorkbookCells:
    """What one file holds. ``file_format``: xlsx, xls, ods or csv. Cells come sheet by sheet, row by row."""

    file_format: str
    sheets: list[Sheet]
    cells: list[Cell] = field(default_factory=list)
    hidden_rows: dict[int, frozenset[int]] = field(default_factory=dict)
    """Per sheet number, rows that are hidden; known right after reading, not kept in the warehouse."""
    hidden_columns: dict[int, frozenset[int]] = field(default_factory=dict)
    linked_cells: dict[int, frozenset[tuple[int, int]]] = field(default_factory=dict)
    """Per sheet number, (row, column) of the cells that take their value from another workbook; not kept either."""
    merged: dict[int, tuple[Area, ...]] = field(default_factory=dict)
    """Per sheet number, cells merged over more than one row; not kept either."""
    day_zero: dt.date = DAY_ZERO
    """The day from which bare numbers in columns of dates count; not kept either."""
