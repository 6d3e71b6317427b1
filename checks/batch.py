"""The rows that one evaluation looks at, and how many of them each rule looks at.

Belongs here: the temporary table of rows to check, and counting. Does not belong here: what is wrong with rows
(failing_rows.py), the order of work (evaluate.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from checks.rule import Rule

BATCH = "rule_batch"

RULE_AT_FAULT = (duckdb.ProgrammingError, duckdb.DataError, duckdb.NotSupportedError)
"""What DuckDB raises when the statement or a value is at fault; everything else (disk, memory, damage) is the machine's."""


@dataclass(frozen=True)
class Considered:
    """Rows that rules look at: per rule and index year those that count, and the rules that look at any row, superseded ones too.

    A rule whose `when` does not run is among them, so that it is asked and found to be unknown.
    """

    counting: Mapping[str, Mapping[int | None, int]]
    looking: frozenset[str]


@dataclass(frozen=True)
class Batch:
    """The temporary table of rows to check: how many, which columns they have, and the columns that mark the rows that rules look at."""

    rows: int
    columns: Mapping[str, str]
    """Type by name, marks left out."""
    marks: Mapping[str, str]
    """Column by condition (`Rule.considered_condition`): each is decided once, however many rules and roads ask for it."""

    def condition(self, rule: Rule) -> str:
        """SQL condition on a row of the batch: whether the rule looks at it."""
        condition = rule.considered_condition()
        return self.marks.get(condition, condition)


@contextmanager
def batch(con: duckdb.DuckDBPyConnection, table: str, years: Sequence[int] | None, rules: Sequence[Rule]) -> Iterator[Batch]:
    """The rows to check by these rules as a temporary table, so that a costly view runs once."""
    by_condition = {rule.considered_condition(): rule for rule in rules}
    marks = {condition: f"looked_at_{number}" for number, condition in enumerate(by_condition) if condition != "TRUE"}
    try:
        rows = _create(con, table, years, {name: by_condition[condition] for condition, name in marks.items()})
    except RULE_AT_FAULT:  # a `when` that does not run: each rule then decides for itself, so that only that rule is unknown
        rows, marks = _create(con, table, years, {}), {}
    try:
        described = con.execute(f"DESCRIBE {BATCH}").fetchall()
        yield Batch(rows, {name: kind for name, kind, *_ in described if name not in marks.values()}, marks)
    finally:
        con.execute(f"DROP TABLE IF EXISTS {BATCH}")


def _create(con: duckdb.DuckDBPyConnection, table: str, years: Sequence[int] | None, marks: Mapping[str, Rule]) -> int:
    """Make the batch; `marks`: by column, a rule that looks at the rows for which it holds. What many of them test is tested once."""
    chosen = "TRUE" if years is None else "list_contains($years, index_year) OR index_year IS NULL"
    parameters = {} if years is None else {"years": list(years)}
    tests = {test: f"test_{number}" for number, test in enumerate(dict.fromkeys(t for rule in marks.values() for t in rule.tests()))}
    tested = "".join(f", {test} AS {name}" for test, name in tests.items())
    without = f"EXCLUDE ({', '.join(tests.values())})" if tests else ""
    marked = "".join(f", coalesce({rule.considered_condition(tests)}, FALSE) AS {name}" for name, rule in marks.items())
    rows = f"SELECT * {without}{marked} FROM (SELECT *{tested} FROM {table} WHERE {chosen})"
    made = con.execute(f"CREATE OR REPLACE TEMP TABLE {BATCH} AS {rows}", parameters).fetchone()
    return int(made[0]) if made else 0


def considered(con: duckdb.DuckDBPyConnection, rows: Batch, rules: Sequence[Rule]) -> Considered:
    """Count the rows that each rule looks at: all rules in one pass over the batch, one by one only where a `when` does not run."""
    counts = "counts" if "counts" in rows.columns else "TRUE"
    conditions = list(dict.fromkeys(rows.condition(rule) for rule in rules))
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
        by_year = found[rows.condition(rule)]
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
