"""Printing rows and numbers for people.

Belongs here: tables, JSON and CSV of query results. Does not: queries, how numbers are written (warehouse/wording.py).
"""

from __future__ import annotations

import csv
import json
import math
import re
import sys
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from warehouse.printable import printable
from warehouse.spreadsheet_text import text_in_spreadsheet
from warehouse.wording import Wording

NARROW = 140
_VI = Wording("vi")
_BEYOND_JSON = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class _Shown(Console):
    """Prints what a person may be shown: of what was sent to us, an escape sequence must not move the cursor or change a title."""

    def render_str(self, text: str, **options: Any) -> Text:
        return super().render_str(printable(text), **options)


def console() -> Console:
    """A console as wide as the terminal; 140 columns where there is none. Data is never read as markup."""
    return _Shown(width=None if sys.stdout.isatty() else NARROW, highlight=False, markup=False, emoji=False)


def table(names: Sequence[str], rows: Sequence[Sequence[Any]], right: Sequence[str] = (), title: str | None = None) -> Table:
    """A table of rows; `right` names the columns set flush right."""
    made = Table(title=title, title_justify="left", title_style="bold", header_style="bold", box=None, pad_edge=False)
    for name in names:
        made.add_column(Text(printable(name)), justify="right" if name in right else "left", overflow="fold")
    for row in rows:
        made.add_row(*[Text(printable(shown(value))) for value in row])
    return made


def shown(value: Any) -> str:
    """A value as text: nothing for null, plain decimals without padding zeros."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value.normalize() if value else Decimal(0), "f")
    return str(value)


def print_json(content: Any) -> None:
    """JSON for other programs, in which nothing commands a terminal: it escapes some control characters itself, the others are here."""
    text = json.dumps(content, ensure_ascii=False, indent=1, default=str)
    print(_BEYOND_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def points(value: Decimal | None, decimals: int = 2) -> str:
    """Points or a percent in Vietnamese format, rounded half up to show: 89.945 → '89,95'; '–' for null."""
    return _VI.number(value, decimals)


def print_rows(names: Sequence[str], types: Sequence[str], rows: Sequence[Sequence[Any]], how: str) -> None:
    """Print a query result as table, csv or json (numbers stay numbers)."""
    if how == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([[_csv_cell(value) for value in row] for row in rows])
    elif how == "json":
        records = [dict(zip(names, map(_json_value, row), strict=True)) for row in rows]
        print_json(records)
    else:
        numeric = [n for n, kind in zip(names, types, strict=True) if kind.startswith(("DECIMAL", "INT", "BIGINT", "DOUBLE", "HUGEINT"))]
        out = console()
        out.print(table(names, rows, right=numeric))
        out.print(f"({len(rows)} dòng)")


def _csv_cell(value: Any) -> Any:
    return text_in_spreadsheet(value) if isinstance(value, str) else shown(value)


def _json_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None  # JSON knows no NaN
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_json_value(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _json_value(item) for key, item in value.items()}
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
