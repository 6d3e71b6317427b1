"""A sheet as a plain description: title, lines above the table, columns, rows.

Belongs here: the shape of a sheet. Does not: what stands in it (the modules beside), how Excel is told (workbook_file.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

Value = str | int | float | Decimal | bool | None


class Kind(StrEnum):
    """How a column is written: text; a short text or a rank in the middle; whole numbers; numbers with decimals; a number of as many
    decimals as it has."""

    text = "text"
    mark = "mark"
    whole = "whole"
    decimal = "decimal"
    general = "general"
    rank = "rank"


@dataclass(frozen=True)
class Column:
    """One column; `width` in characters."""

    heading: str
    width: float
    kind: Kind = Kind.text
    decimals: int = 2


@dataclass(frozen=True)
class Sheet:
    """One sheet. `bold`, `draft` and `percents` name rows by their place: headings within the table, figures that are not final, and rows
    whose figures are percents, which always have two decimals."""

    wanted_name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    lines: tuple[str, ...] = ()
    """Stand under the title, one a row."""
    warnings: tuple[str, ...] = ()
    """As lines, but to be seen first: made-up figures, drafts, what is not public."""
    about: str = ""
    """What the contents say of the sheet."""
    bold: frozenset[int] = field(default_factory=frozenset)
    draft: frozenset[int] = field(default_factory=frozenset)
    percents: frozenset[int] = field(default_factory=frozenset)
    frozen_columns: int = 0
    landscape: bool = False
    filtered: bool = True


@dataclass(frozen=True)
class Part:
    """Sheets that the contents list under one heading."""

    heading: str
    sheets: Sequence[Sheet]
