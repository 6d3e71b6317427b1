"""Rows of a release as records.

Belongs here: running one query. Does not: which (the modules of each section).
"""

from __future__ import annotations

from typing import Any

import duckdb

Row = dict[str, Any]


def rows(con: duckdb.DuckDBPyConnection, query: str, **parameters: object) -> list[Row]:
    """All rows of a query, by column name."""
    answer = con.execute(query, parameters or None)
    names = [str(column[0]) for column in answer.description or []]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def one(con: duckdb.DuckDBPyConnection, query: str, **parameters: object) -> Row | None:
    """The first row, or None."""
    return next(iter(rows(con, query, **parameters)), None)
