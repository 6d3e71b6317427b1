"""Two tables of one shape, value for value: are they equal, and where not.

Belongs here: counting rows that differ, naming the first of them by key and column. Does not: why they differ (replay, changes).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import duckdb

FIRST = 5


class DifferentValue(NamedTuple):
    """One value that differs; `column` is None where the whole row stands on one side only."""

    key: tuple[Any, ...]
    column: str | None
    expected: Any
    found: Any


class Comparison(NamedTuple):
    """Rows on both sides, rows (each side counted) that the other side has not, and the first values that differ."""

    expected_rows: int
    found_rows: int
    differing: int
    first: list[DifferentValue]

    @property
    def equal(self) -> bool:
        return self.differing == 0


def compare_tables(
    con: duckdb.DuckDBPyConnection, expected: str, found: str, columns: Sequence[str], key: Sequence[str], first: int = FIRST
) -> Comparison:
    """Compare two relations (names of ours, or subqueries in parentheses) in these columns; repetition counts, order does not."""
    listed = ", ".join(f'"{name}"' for name in columns)
    sides = f"e AS (SELECT {listed} FROM {expected}), f AS (SELECT {listed} FROM {found})"
    query = f"""
        WITH {sides}, gone AS (SELECT * FROM e EXCEPT ALL SELECT * FROM f), came AS (SELECT * FROM f EXCEPT ALL SELECT * FROM e)
        SELECT (SELECT count(*) FROM e), (SELECT count(*) FROM f), (SELECT count(*) FROM gone), (SELECT count(*) FROM came)
    """
    expected_rows, found_rows, gone, came = con.execute(query).fetchone() or (0, 0, 0, 0)
    values = _first_values(con, sides, columns, key, first) if gone or came else []
    return Comparison(expected_rows, found_rows, max(gone, came), values)


def _first_values(
    con: duckdb.DuckDBPyConnection, sides: str, columns: Sequence[str], key: Sequence[str], first: int
) -> list[DifferentValue]:
    same_key = " AND ".join(f'e."{name}" IS NOT DISTINCT FROM f."{name}"' for name in key)
    keys = ", ".join(f'coalesce(e."{name}", f."{name}") AS "{name}"' for name in key)
    others = [name for name in columns if name not in key]
    differs = " OR ".join(f'e."{name}" IS DISTINCT FROM f."{name}"' for name in others) or "FALSE"
    pairs = "".join(f', e."{name}", f."{name}"' for name in others)
    one_side = "e.on_this_side IS NULL OR f.on_this_side IS NULL"
    rows = con.execute(
        f"WITH {sides} SELECT {keys}, e.on_this_side, f.on_this_side {pairs} FROM (SELECT *, TRUE AS on_this_side FROM e) AS e "
        f"FULL JOIN (SELECT *, TRUE AS on_this_side FROM f) AS f ON {same_key} "
        f"WHERE {one_side} OR {differs} ORDER BY {', '.join(str(number + 1) for number in range(len(key)))} LIMIT {first}"
    ).fetchall()
    told = []
    for row in rows:
        at, here, there, values = row[: len(key)], row[len(key)], row[len(key) + 1], row[len(key) + 2 :]
        if not (here and there):
            told.append(DifferentValue(at, None, "có" if here else "không có", "có" if there else "không có"))
            continue
        for name, old, new in zip(others, values[::2], values[1::2], strict=True):
            if old != new:
                told.append(DifferentValue(at, name, old, new))
    return told[:first]


def in_words(different: DifferentValue, key: Sequence[str], expected: str, found: str) -> str:
    """One differing value as a sentence; `expected` and `found` name the two sides."""
    where = ", ".join(f"{name}={value}" for name, value in zip(key, different.key, strict=True))
    if different.column is None:
        return f"dòng [{where}]: {expected} {different.expected}, {found} {different.found}"
    return f"dòng [{where}], cột {different.column}: {expected} «{_shown(different.expected)}», {found} «{_shown(different.found)}»"


def _shown(value: Any) -> str:
    return "trống" if value is None else str(value)
