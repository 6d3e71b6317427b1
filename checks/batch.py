"""The rows that one evaluation looks at, and how many of them each rule looks at.

Belongs here: the temporary table of rows to check, and counting. Does not belong here: what is wrong with rows
(failing_rows.py), the order of work (evaluate.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from checks.failing_rows import BATCH, FOUND, RULE_AT_FAULT, create_found
from checks.rule import Rule


@dataclass(frozen=True)
class Considered:
    """Rows that rules look at: per rule and index year those that count, and the rules that look at any row, superseded ones too.

    A rule whose `when` does not run is among them, so that it is asked and found to be unknown.
    """

    counting: Mapping[str, Mapping[int | None, int]]
    looking: frozenset[str]


@contextmanager
def batch(con: duckdb.DuckDBPyConnection, table: str, years: Sequence[int] | None) -> Iterator[int]:
    """The rows to check as a temporary table, so that a costly view runs once; yields their number."""
    chosen = "TRUE" if years is None else "list_contains($years, index_year) OR index_year IS NULL"
    parameters = {} if years is None else {"years": list(years)}
    con.execute(f"CREATE OR REPLACE TEMP TABLE {BATCH} AS SELECT * FROM {table} WHERE {chosen}", parameters)
    create_found(con)
    try:
        count = con.execute(f"SELECT count(*) FROM {BATCH}").fetchone()
        yield count[0] if count else 0
    finally:
        con.execute(f"DROP TABLE IF EXISTS {BATCH}")
        con.execute(f"DROP TABLE IF EXISTS {FOUND}")


def considered(con: duckdb.DuckDBPyConnection, rules: Sequence[Rule]) -> Considered:
    """Count the rows that each rule looks at: all rules in one pass over the batch, one by one only where a `when` does not run."""
    columns = {row[0] for row in con.execute(f"DESCRIBE {BATCH}").fetchall()}
    counts = "counts" if "counts" in columns else "TRUE"
    conditions = list(dict.fromkeys(rule.considered_condition() for rule in rules))
    found: dict[str, dict[int | None, tuple[int, int]] | None]
    try:
        found = dict(_count(con, conditions, counts))
    except RULE_AT_FAULT:
        found = {}
        for condition in conditions:
            try:
                found |= _count(con, [condition], counts)
            except RULE_AT_FAULT:
                found[condition] = None
    looking, counting = set(), {}
    for rule in rules:
        by_year = found[rule.considered_condition()]
        counting[rule.code] = {year: number for year, (_, number) in (by_year or {}).items()}
        if by_year is None or any(every for every, _ in by_year.values()):
            looking.add(rule.code)
    return Considered(counting, frozenset(looking))


def _count(con: duckdb.DuckDBPyConnection, conditions: Sequence[str], counts: str) -> dict[str, dict[int | None, tuple[int, int]]]:
    """Per condition and index year: rows that meet it, and those of them that count. Without rows every condition has no years."""
    found: dict[str, dict[int | None, tuple[int, int]]] = {condition: {} for condition in conditions}
    if not conditions:
        return found
    sums = ", ".join(f"count(*) FILTER (WHERE {one}), count(*) FILTER (WHERE ({one}) AND {counts})" for one in conditions)
    for year, *numbers in con.execute(f"SELECT index_year, {sums} FROM {BATCH} GROUP BY index_year").fetchall():
        for condition, every, counting in zip(conditions, numbers[::2], numbers[1::2], strict=True):
            found[condition][year] = (every, counting)
    return found
