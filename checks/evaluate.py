"""Runs rules over one table in bulk: findings, and one result per rule and year.

Belongs here: the order of work (batch, Great Expectations, each rule's SQL, the comparison, the writing). Does not
belong here: what rules say (rules/*.yml), how findings are worded (failing_rows.py), when this runs (pipelines).

All rows of the years asked for are checked together, once: Great Expectations costs about 10 ms per expectation however
few the rows, so going file by file would cost minutes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field

import duckdb

from checks.failing_rows import BATCH, FOUND, FOUND_COLUMNS, collect, create_found
from checks.gx.validate import GxOutcome, GxRequest, validate
from checks.rule import UNEXPECTED_ROWS, Rule, literal

FINDINGS_TABLES = ("quality.line_findings", "quality.table_findings")


class RuleCountMismatch(Exception):
    """A rule's expectation and its SQL count different numbers of failing rows: one is wrong, so nothing is written."""


@dataclass(frozen=True)
class RuleResult:
    """One rule in one index year (None: year unknown); counts are of rows that count, not of superseded ones."""

    index_year: int | None
    rule: str
    rule_group: str
    table_name: str
    severity: str
    evaluated_rows: int
    failing_rows: int
    status: str
    detail: str | None


@dataclass(frozen=True)
class Evaluation:
    """What one call of `evaluate` did; `findings` counts all findings written, those of superseded rows included."""

    table: str
    years: tuple[int, ...]
    batch_rows: int
    findings: int
    results: list[RuleResult]
    seconds_gx: float
    seconds_sql: float
    outcomes: dict[str, GxOutcome] = field(default_factory=dict)


@dataclass(frozen=True)
class BlockingFailure:
    """A blocking rule that fails in one index year, with the first of its messages."""

    rule: str
    table_name: str
    index_year: int | None
    failing_rows: int
    message_vi: str
    message_en: str


def evaluate(
    con: duckdb.DuckDBPyConnection,
    rules: Sequence[Rule],
    table: str,
    years: Sequence[int] | None,
    *,
    with_gx: bool = True,
    findings_table: str = "quality.line_findings",
) -> Evaluation:
    """Check the table's rows of these index years (None: all) and replace their findings and rule results.

    `rules` may hold rules of other tables; they are left alone. Rows without an index year are always checked with the
    years asked for. The findings and results of those years and of the year-less rows are deleted and written anew in
    one transaction of this function's own, so `con` must not be inside one.

    Raises RuleCountMismatch, RuleError (a rule's SQL does not run) and duckdb.Error; then nothing has been written.
    """
    if findings_table not in FINDINGS_TABLES:
        raise ValueError(f"findings_table must be one of {FINDINGS_TABLES}")
    own = [rule for rule in rules if rule.table == table]
    with _batch(con, table, years) as batch_rows:
        started = time.perf_counter()
        considered, met_at_all = _considered(con, own)
        # A predicate has no failing rows where it looks at none; a SELECT may tell of rows that are not there.
        asked = [rule for rule in own if rule.rows is not None or rule.code in met_at_all]
        failing = {rule.code: collect(con, rule) for rule in asked}
        halfway = time.perf_counter()
        outcomes = _gx_outcomes(con, asked) if with_gx and batch_rows and asked else {}
        seconds_gx = time.perf_counter() - halfway
        for rule in asked:
            outcome = outcomes.get(rule.code)
            if outcome is not None and outcome.exception is None and outcome.unexpected_count != failing[rule.code]:
                raise RuleCountMismatch(
                    f"{rule.source}: rule {rule.code}: Great Expectations counts {outcome.unexpected_count} failing "
                    f"rows of {table}, the rule's SQL {failing[rule.code]}; correct the expectation or the SQL"
                )
        # Years with rows or failures alone: which empty years were asked for leaves no trace.
        years_met = f"SELECT index_year FROM {BATCH} UNION SELECT index_year FROM {FOUND}"
        met = {row[0] for row in con.execute(years_met).fetchall()}
        failed = _failed(con)
        results = [result for rule in own for result in _results(rule, met, considered[rule.code], failed, outcomes.get(rule.code))]
        findings = _write(con, table, years, findings_table, results)
        finished = time.perf_counter()
    return Evaluation(
        table,
        tuple(sorted(year for year in met if year is not None)),
        batch_rows,
        findings,
        results,
        seconds_gx,
        finished - started - seconds_gx,
        outcomes,
    )


def blocking_failures(con: duckdb.DuckDBPyConnection, rules: Sequence[Rule], years: Sequence[int] | None) -> list[BlockingFailure]:
    """Run the SQL of every blocking rule over these index years (None: all years of the file) and list what fails.

    Nothing is written and Great Expectations is not asked: the release step trusts no earlier verdict.
    """
    failures: list[BlockingFailure] = []
    blocking = [rule for rule in rules if rule.blocking]
    for table in dict.fromkeys(rule.table for rule in blocking):
        with _batch(con, table, years):
            for rule in blocking:
                if rule.table == table:
                    collect(con, rule)
            rows = con.execute(
                f"SELECT rule, table_name, index_year, count(*), min(message_vi), arg_min(message_en, message_vi) "
                f"FROM {FOUND} WHERE NOT superseded GROUP BY ALL ORDER BY ALL"
            ).fetchall()
            failures.extend(BlockingFailure(*row) for row in rows)
    return failures


@contextmanager
def _batch(con: duckdb.DuckDBPyConnection, table: str, years: Sequence[int] | None) -> Iterator[int]:
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


def _gx_outcomes(con: duckdb.DuckDBPyConnection, rules: Sequence[Rule]) -> dict[str, GxOutcome]:
    outcomes = validate(con, BATCH, [_request(rule) for rule in rules])
    return {rule.code: outcome for rule, outcome in zip(rules, outcomes, strict=True)}


def _request(rule: Rule) -> GxRequest:
    if rule.expectation.type == UNEXPECTED_ROWS:
        # The rule's own SQL has just been run; running it again would say the same at twice the price. GX wants {batch} named.
        found = f"SELECT * FROM {FOUND} WHERE rule = {literal(rule.code)} AND (SELECT count(*) FROM {{batch}}) >= 0"
        return GxRequest("unexpected_rows_expectation", {"unexpected_rows_query": found})
    kwargs = dict(rule.expectation.kwargs)
    if "column_pair" in rule.expectation.type:
        kwargs["ignore_row_if"] = "either_value_is_missing"
    elif "compound" in rule.expectation.type:
        kwargs["ignore_row_if"] = "any_value_is_missing"
    return GxRequest(rule.expectation.type, kwargs, rule.when, rule.valid_from_year, rule.valid_to_year)


def _considered(con: duckdb.DuckDBPyConnection, rules: Sequence[Rule]) -> tuple[dict[str, dict[int | None, int]], set[str]]:
    """Per rule and index year, the rows that count and that the rule looks at; and the rules that look at any row, superseded ones too.
    All rules in one pass over the batch.
    """
    if not rules:
        return {}, set()
    columns = {row[0] for row in con.execute(f"DESCRIBE {BATCH}").fetchall()}
    counts = "counts" if "counts" in columns else "TRUE"
    conditions = list(dict.fromkeys(rule.considered_condition() for rule in rules))
    sums = ", ".join(f"count(*) FILTER (WHERE {one}), count(*) FILTER (WHERE ({one}) AND {counts})" for one in conditions)
    found: dict[str, dict[int | None, int]] = {condition: {} for condition in conditions}
    met: set[str] = set()
    for year, *numbers in con.execute(f"SELECT index_year, {sums} FROM {BATCH} GROUP BY index_year").fetchall():
        for condition, every, counting in zip(conditions, numbers[::2], numbers[1::2], strict=True):
            found[condition][year] = counting
            if every:
                met.add(condition)
    by_rule = {rule.code: found[rule.considered_condition()] for rule in rules}
    return by_rule, {rule.code for rule in rules if rule.considered_condition() in met}


def _failed(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, int | None], int]:
    """Failing rows that count, by rule and index year."""
    rows = con.execute(f"SELECT rule, index_year, count(*) FROM {FOUND} WHERE NOT superseded GROUP BY rule, index_year").fetchall()
    return {(rule, year): count for rule, year, count in rows}


def _results(
    rule: Rule,
    years: Set[int | None],
    considered: Mapping[int | None, int],
    failed: Mapping[tuple[str, int | None], int],
    outcome: GxOutcome | None,
) -> Iterator[RuleResult]:
    """One result per index year; None among the years stands for rows whose year is not known."""
    unknown = outcome.exception if outcome is not None else None
    for year in sorted(years, key=lambda year: (year is None, year)):
        if not rule.applies_to(year):
            continue
        bad = failed.get((rule.code, year), 0)
        status = "unknown" if unknown is not None else ("failed" if bad else "passed")
        yield RuleResult(year, rule.code, rule.group, rule.table, rule.severity, considered.get(year, 0), bad, status, unknown)


def _write(
    con: duckdb.DuckDBPyConnection,
    table: str,
    years: Sequence[int] | None,
    findings_table: str,
    results: Sequence[RuleResult],
) -> int:
    chosen = "TRUE" if years is None else "(list_contains($years, index_year) OR index_year IS NULL)"
    parameters: dict[str, object] = {"table": table} | ({} if years is None else {"years": list(years)})
    con.execute("BEGIN TRANSACTION")
    try:
        for target in (findings_table, "quality.rule_results"):
            con.execute(f"DELETE FROM {target} WHERE table_name = $table AND {chosen}", parameters)
        written = con.execute(
            f"INSERT INTO {findings_table} BY NAME SELECT {', '.join(FOUND_COLUMNS)} FROM {FOUND} ORDER BY finding_id"
        ).fetchone()
        names = list(RuleResult.__dataclass_fields__)
        if results:
            con.executemany(
                f"INSERT INTO quality.rule_results ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
                [[getattr(result, name) for name in names] for result in results],
            )
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise
    return int(written[0]) if written else 0
