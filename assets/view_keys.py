"""That no key stands twice in a view, found when its rules were applied: the rows lie ready then, and to look for keys the view would have
to be worked out once more.

Belongs here: remembering it, year by year, with the fingerprint of all that lies behind the view. Does not: looking for keys
(checks/evaluate.py), telling of them (checked_tables.py).

Such a view has its rows from lines that were sent, and a line is of one year; so a key that stands once in each year stands once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb

from warehouse.content_hash import ALL_YEARS, content_hashes
from warehouse.contract import load_contracts
from warehouse.table_store import fingerprint_of, remember_fingerprints, stored_inputs, stored_rows, tables_behind

_LINES = "intake.line_values"
"""What these views' rows are made from, one by one, so they have rows of no other years. Other views are told nothing of."""


def remember_keys(con: duckdb.DuckDBPyConnection, view: str, years: Iterable[int], rows: Mapping[int | None, int]) -> None:
    """The view's rows of these years (ALL_YEARS: those without a year) were looked at, and no two have the same key."""
    inputs = _inputs(con, view, years)
    remember_fingerprints(con, _name(view), inputs, {year: rows.get(None if year == ALL_YEARS else year, 0) for year in inputs})


def rows_with_keys_of_their_own(con: duckdb.DuckDBPyConnection, view: str) -> int | None:
    """The number of the view's rows, where all of them are known to have keys of their own; else None."""
    stored = stored_inputs(con, _name(view))
    known = stored and _LINES in tables_behind([view], {})
    now = _inputs(con, view, content_hashes(con, _LINES)) if known else {}
    if not now or any(stored.get(year) != inputs for year, inputs in now.items()):
        return None
    rows = stored_rows(con, _name(view))
    return sum(rows[year] for year in now)


def _inputs(con: duckdb.DuckDBPyConnection, view: str, years: Iterable[int]) -> dict[int, str]:
    return fingerprint_of(con, [view], list(years), load_contracts()[view].digest)


def _name(view: str) -> str:
    return f"{view}#key"
