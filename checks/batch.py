"""The rows that one evaluation looks at, and how many of them each rule looks at.

Belongs here: the temporary table of rows to check, and counting. Does not belong here: what is wrong with rows
(failing_rows.py), the order of work (evaluate.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

import duckdb

from checks.rule import Rule, test_of

BATCH = "rule_batch"
_KINDS = "rule_kinds"
_MANY_CONDITIONS = 20
"""From here on it is cheaper to look at the rows twice and ask the conditions of each kind of row than to ask them of each row."""

RULE_AT_FAULT = (duckdb.ProgrammingError, duckdb.DataError, duckdb.NotSupportedError)
"""What DuckDB raises when the statement or a value is at fault; everything else (disk, memory, damage) is the machine's."""


@dataclass(frozen=True)
class Considered:
    """Rows that rules look at: per rule and index year those that count, and the rules that look at any row, superseded ones too.

    A rule whose `when` does not run is among them, so that it is asked and found to be unknown.
    """

    counting: Mapping[str, Mapping[int | None, int]]
    looking: frozenset[str]


class Kind(NamedTuple):
    """Rows that the same conditions look at: their index year, whether they count, how many they are, and those conditions."""

    index_year: int | None
    counts: bool
    rows: int
    conditions: frozenset[str]


@dataclass(frozen=True)
class Batch:
    """The temporary table of rows to check: how many, which columns they have, and the columns that mark the rows that rules look at."""

    rows: int
    columns: Mapping[str, str]
    """Type by name, marks left out."""
    marks: Mapping[str, Mapping[str, Any]]
    """By condition (`Rule.considered_condition`) a column of ours with the value or values that say the same: each condition is decided
    once, however many rules and roads ask for it."""
    decided: str
    """The table with one column per condition, in the order of `marks`: the batch itself, or its kinds of rows."""

    def condition(self, rule: Rule) -> str:
        """SQL condition on a row of the batch: whether the rule looks at it."""
        condition = rule.considered_condition()
        mark = self.marks.get(condition)
        return condition if mark is None else " AND ".join(test_of(name, value) for name, value in mark.items())


@contextmanager
def batch(con: duckdb.DuckDBPyConnection, table: str, years: Sequence[int] | None, rules: Sequence[Rule]) -> Iterator[Batch]:
    """The rows to check by these rules as a temporary table, so that a costly view runs once."""
    asked = {rule.considered_condition(): rule for rule in rules}
    asked.pop("TRUE", None)
    chosen = "TRUE" if years is None else "list_contains($years, index_year) OR index_year IS NULL"
    rows = f"SELECT * FROM {table} WHERE {chosen}"
    parameters = {} if years is None else {"years": list(years)}
    try:
        try:
            made = (_by_kind if len(asked) >= _MANY_CONDITIONS else _row_by_row)(con, rows, parameters, asked)
        except RULE_AT_FAULT:  # a `when` that does not run: each rule then decides for itself, so that only that rule is unknown
            made = _row_by_row(con, rows, parameters, {})
        yield made
    finally:
        con.execute(f"DROP TABLE IF EXISTS {BATCH}; DROP TABLE IF EXISTS {_KINDS}")


def _row_by_row(con: duckdb.DuckDBPyConnection, rows: str, parameters: Mapping[str, Any], asked: Mapping[str, Rule]) -> Batch:
    """A batch with one column per condition."""
    marks = _mark_columns(asked)
    number = _create(con, BATCH, _marked(rows, marks, asked), parameters)
    columns = _columns(con, BATCH, set(marks.values()))
    return Batch(number, columns, {condition: {name: True} for condition, name in marks.items()}, BATCH)


def _by_kind(con: duckdb.DuckDBPyConnection, rows: str, parameters: Mapping[str, Any], asked: Mapping[str, Rule]) -> Batch:
    """A batch with one column that numbers the kinds of rows; the conditions are asked of each kind."""
    columns = _columns(con, f"({rows})", set(), parameters)
    tested = [name for rule in asked.values() for group in rule.when for name in group]
    told_apart = list(dict.fromkeys([*tested, "index_year", *(["counts"] if "counts" in columns else [])]))
    named = ", ".join(f'line."{name}"' for name in told_apart)
    marks = _mark_columns(asked)
    kind = f"CAST(hash({named}) >> 1 AS BIGINT)"  # known before the kinds are, and never below 0
    number = _create(con, BATCH, f"SELECT line.*, {kind} AS row_kind FROM ({rows}) AS line", parameters)
    kinds = f"SELECT {named}, line.row_kind, count(*) AS rows_of_kind FROM {BATCH} AS line GROUP BY ALL"
    _create(con, _KINDS, _marked(kinds, marks, asked), {})
    of_conditions = ", ".join(f"list(row_kind) FILTER (WHERE {name})" for name in marks.values())
    told_by_hash, *found = con.execute(f"SELECT count(DISTINCT row_kind) = count(*), {of_conditions} FROM {_KINDS}").fetchone() or ()
    if not told_by_hash:
        return _row_by_row(con, rows, parameters, asked)
    return Batch(number, columns, {condition: {"row_kind": of or [-1]} for condition, of in zip(marks, found, strict=True)}, _KINDS)


def _mark_columns(conditions: Iterable[str]) -> dict[str, str]:
    return {condition: f"looked_at_{number}" for number, condition in enumerate(conditions)}


def _create(con: duckdb.DuckDBPyConnection, name: str, rows: str, parameters: Mapping[str, Any]) -> int:
    made = con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {rows}", dict(parameters)).fetchone()
    return int(made[0]) if made else 0


def _columns(con: duckdb.DuckDBPyConnection, rows: str, without: set[str], parameters: Mapping[str, Any] | None = None) -> dict[str, str]:
    described = con.execute(f"DESCRIBE SELECT * FROM {rows}", dict(parameters or {})).fetchall()
    return {name: kind for name, kind, *_ in described if name not in without}


def _marked(rows: str, marks: Mapping[str, str], asked: Mapping[str, Rule]) -> str:
    """The rows with a column per condition. What many of them test is tested once."""
    tests = {test: f"test_{number}" for number, test in enumerate(dict.fromkeys(t for rule in asked.values() for t in rule.tests()))}
    tested = "".join(f", {test} AS {name}" for test, name in tests.items())
    without = f"EXCLUDE ({', '.join(tests.values())})" if tests else ""
    marked = "".join(f", coalesce({asked[condition].considered_condition(tests)}, FALSE) AS {name}" for condition, name in marks.items())
    return f"SELECT * {without}{marked} FROM (SELECT *{tested} FROM ({rows}))"


def _kinds(con: duckdb.DuckDBPyConnection, rows: Batch) -> list[Kind]:
    """The rows by what looks at them."""
    counts = '"counts"' if "counts" in rows.columns else "TRUE"
    how_many = "sum(rows_of_kind)" if rows.decided == _KINDS else "count(*)"
    named = "".join(f", {name}" for name in _mark_columns(rows.marks).values())
    found = con.execute(f"SELECT index_year, {counts} IS TRUE, {how_many}::BIGINT{named} FROM {rows.decided} GROUP BY ALL").fetchall()
    return [
        Kind(year, counting, number, frozenset(condition for condition, looked_at in zip(rows.marks, looked, strict=True) if looked_at))
        for year, counting, number, *looked in found
    ]


def considered(con: duckdb.DuckDBPyConnection, rows: Batch, rules: Sequence[Rule]) -> Considered:
    """Count the rows that each rule looks at."""
    looking, counting, decided = set(), {}, _kinds(con, rows)
    for rule in rules:
        condition = rule.considered_condition()
        if condition in rows.marks or condition == "TRUE":
            kinds: Sequence[Kind] | None = [kind for kind in decided if condition == "TRUE" or condition in kind.conditions]
        else:
            kinds = _looked_at(con, condition, rows)
        by_year: dict[int | None, int] = {}
        for kind in kinds or ():
            by_year[kind.index_year] = by_year.get(kind.index_year, 0) + kind.rows * kind.counts
        counting[rule.code] = by_year
        if kinds is None or any(kind.rows for kind in kinds):
            looking.add(rule.code)
    return Considered(counting, frozenset(looking))


def _looked_at(con: duckdb.DuckDBPyConnection, condition: str, rows: Batch) -> list[Kind] | None:
    """The rows for which the condition holds, by year; None where it does not run."""
    counts = '"counts"' if "counts" in rows.columns else "TRUE"
    try:
        found = con.execute(f"SELECT index_year, {counts} IS TRUE, count(*) FROM {BATCH} WHERE {condition} GROUP BY ALL").fetchall()
    except RULE_AT_FAULT:
        return None
    return [Kind(year, counting, number, frozenset({condition})) for year, counting, number in found]
