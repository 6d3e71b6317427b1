"""The demo's registers read once more with openpyxl, for marts to be computed again without any code of the project.

Belongs here: reading. Does not: what is computed from the rows (the tests).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl

from warehouse.home import Home


class Book(NamedTuple):
    """One workbook: the code in its file's name, its rows by heading, and the row of the sheet that each stands in."""

    file_name: str
    unit_code: str
    rows: list[dict[str, Any]]


def books(home: Home, ends: str) -> Iterator[Book]:
    """The workbooks of the demo whose names end so."""
    for path in sorted(home.landing_done.glob(f"2024_*_{ends}.xlsx")):
        yield Book(path.name, path.name.split("_")[1], list(_rows(path)))


def day(value: Any) -> dt.date | None:
    """A day as date cell, dd/mm/yyyy or ISO."""
    if isinstance(value, dt.datetime):
        return value.date()
    if value is None or isinstance(value, dt.date):
        return value
    parts = [int(part) for part in value.replace("-", "/").split("/")]
    return dt.date(*parts) if parts[0] > 31 else dt.date(*reversed(parts))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert any(str(sheet.cell(row, 1).value).startswith("SỐ LIỆU GIẢ LẬP") for row in range(1, 6))
    labels = [cell.value for cell in sheet[6]]
    for row in sheet.iter_rows(min_row=7):
        if row[0].value is None:
            return
        yield {label: cell.value for label, cell in zip(labels, row, strict=True)} | {"row_no": row[0].row}
