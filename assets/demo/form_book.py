"""A workbook before it is written: title block, columns, rows and where each cell will lie.

Belongs here: the shape, and the changes that faults make to it. Does not belong here: what the texts and points are
(par_index_books.py), openpyxl (workbook_writer.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

CellValue = str | int | Decimal | None


@dataclass(frozen=True)
class Column:
    """One column of the table. In a two-row header, group stands above all columns that share it and short below."""

    key: str
    label: str
    width: int
    group: str | None = None
    short: str | None = None


@dataclass(frozen=True)
class BookRow:
    """One row: kind is field, criterion, sub_criterion or total; values by column key."""

    kind: str
    values: Mapping[str, CellValue]
    scored: bool = False


@dataclass(frozen=True)
class FormBook:
    """One workbook of one form, of one unit and year."""

    form: str
    sheet: str
    title_lines: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[BookRow, ...]
    signature: tuple[str, ...]
    hidden: tuple[tuple[str, str], ...] | None
    two_row_header: bool = False
    numbers_as_text: bool = False

    @property
    def header_row(self) -> int:
        """The (first) row of the header, from 1; a blank row stands above it."""
        return len(self.title_lines) + 2

    @property
    def first_row(self) -> int:
        return self.header_row + (2 if self.two_row_header else 1)

    def address(self, row: int, key: str) -> str:
        """The A1 address of a value: row counts the table's rows from 0. KeyError when there is no such column."""
        for position, column in enumerate(self.columns):
            if column.key == key:
                return f"{chr(ord('A') + position)}{self.first_row + row}"
        raise KeyError(key)

    def rows_with_points(self, key: str) -> list[int]:
        """Positions (from 0) of the scored rows that hold a number in this column."""
        return [i for i, row in enumerate(self.rows) if row.scored and isinstance(row.values.get(key), Decimal)]

    def points(self, row: int, key: str) -> Decimal:
        """The number in this place. TypeError when there is none."""
        value = self.rows[row].values.get(key)
        if not isinstance(value, Decimal):
            raise TypeError(f"{key} of row {row} is no number")
        return value

    def with_value(self, row: int, key: str, value: CellValue) -> FormBook:
        """Another value in this place; data declared for other points than these are taken out of the row."""
        kept = {**self.rows[row].values, key: value}
        if value is not None and key.endswith("_points"):
            kept.pop("answer", None)
        changed = replace(self.rows[row], values=kept)
        return replace(self, rows=(*self.rows[:row], changed, *self.rows[row + 1 :]))

    def without_row(self, row: int) -> FormBook:
        return replace(self, rows=(*self.rows[:row], *self.rows[row + 1 :]))

    def with_row(self, before: int, row: BookRow) -> FormBook:
        return replace(self, rows=(*self.rows[:before], row, *self.rows[before:]))

    def without_column(self, key: str) -> FormBook:
        return replace(self, columns=tuple(column for column in self.columns if column.key != key))

    def with_title(self, beginning: str, line: str) -> FormBook:
        """Replace the title line that begins so, and drop the hidden sheet, which would say otherwise."""
        lines = tuple(line if old.startswith(beginning) else old for old in self.title_lines)
        return replace(self, title_lines=lines, hidden=None)

    def resubmitted(self) -> FormBook:
        """The same workbook as a second version."""
        hidden = self.hidden and tuple((key, "2" if key == "version" else value) for key, value in self.hidden)
        return replace(self, hidden=hidden, title_lines=(*self.title_lines, "Gửi lần 2, thay bản đã gửi"))
