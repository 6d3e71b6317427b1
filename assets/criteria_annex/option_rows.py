"""Rows below a line that have points and no code: options of its wording, or lines whose code is missing.

Belongs here: telling the two apart. Does not belong here: where a line without a code is put (unread_lines.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from assets.criteria_annex.annex_rows import MAXIMA, AnnexRow
from assets.criteria_annex.points_cell import maximum_of


def settle_scored_rows(rows: Iterable[AnnexRow]) -> list[AnnexRow]:
    """The rows, those among the further words of a line that are lines of their own turned into unread ones."""
    settled: list[AnnexRow] = []
    line: AnnexRow | None = None
    below: list[AnnexRow] = []
    for row in rows:
        if row.kind == "more":
            below.append(row)
            continue
        settled += _settled(line, below)
        settled.append(row)
        line, below = (row if row.kind in ("line", "unread") else line), []
    return settled + _settled(line, below)


def points_of(row: AnnexRow) -> Decimal | None:
    """The number in its column of maxima, or in the first of its parts; without its sign."""
    values = (maximum_of(cell, penalty=True) for column in MAXIMA if (cell := row.cells.get(column)) is not None)
    return next((value for value in values if value is not None), None)


def _settled(line: AnnexRow | None, below: Sequence[AnnexRow]) -> list[AnnexRow]:
    scored = [row for row in below if points_of(row) is not None and (row.name or not row.text("rule"))]
    if not scored or line is None or _are_options(line, scored, below):
        return list(below)
    return [replace(row, kind="unread") if row in scored else row for row in below]


def _are_options(line: AnnexRow, scored: Sequence[AnnexRow], below: Sequence[AnnexRow]) -> bool:
    """Options have no rule of their own, there are several, and the best of them gives all points; lines add up to them."""
    block_without_code = line.kind == "line" and line.code is None
    if block_without_code or len(below) < 2 or any(not row.name or row.text("rule") for row in scored):
        return False
    values = [points for row in scored if (points := points_of(row)) is not None]
    adds_up = len(values) > 1 and sum(values) == points_of(line) and 0 not in values
    return max(values) == points_of(line) and not adds_up
