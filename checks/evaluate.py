"""Runs rules over one table in bulk: findings, and one result per rule and year.

Belongs here: the order of work (batch, Great Expectations, each rule's SQL, the comparison, the writing). Does not
belong here: what rules say (rules/*.yml), how findings are worded (failing_rows.py), when this runs (pipelines).

All rows of the years asked for are checked together, once: Great Expectations costs about 10 ms per expectation however
few the rows, so going file by file would cost minutes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

import duckdb

from checks.batch import BATCH, Batch, batch, considered
from checks.failing_rows import FOUND, FOUND_COLUMNS, Collected, collect_by_year, empty_found, without_failing_rows
from checks.gx.validate import GxOutcome, GxRequest, validate
from checks.rule import UNEXPECTED_ROWS, Rule, literal
from warehouse.contract import load_contracts

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
    """What one call of `evaluate` did; `findings` counts all findings written, those of superseded rows included.

    `keyed_rows`: of a view, the rows checked by index year (None: year unknown), where no two of them have the same key; else None.
    """

    table: str
    years: tuple[int, ...]
    batch_rows: int
    keyed_rows: Mapping[int | None, int] | None
    findings: int
    results: list[RuleResult]
    seconds_gx: float
    seconds_sql: float
    outcomes: dict[str, GxOutcome] = field(default_factory=dict)


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

    A rule that does not run is unknown in the years concerned, with the reason; the others go on. Raises RuleCountMismatch and
    duckdb.Error (disk, memory, damage); then nothing has been written.
    """
    if findings_table not in FINDINGS_TABLES:
        raise ValueError(f"findings_table must be one of {FINDINGS_TABLES}")
    own = [rule for rule in rules if rule.table == table and not rule.switched_off]
    with batch(con, table, years, own) as rows, empty_found(con):
        started = time.perf_counter()
        seen = considered(con, rows, own)
        in_batch = [row[0] for row in con.execute(f"SELECT DISTINCT index_year FROM {BATCH}").fetchall()]
        # A predicate has no failing rows where it looks at none (but must run all the same); a SELECT may tell of rows that are not there.
        nothing = without_failing_rows(con, own, rows)
        told = {
            rule.code: Collected(0, {})
            if rule.code in nothing
            else collect_by_year(con, rule, rows, in_batch, any_row=rule.rows is not None or rule.code in seen.looking)
            for rule in own
        }
        # Where a rule looks at no row and found none there is nothing to count again; one that did not run has nothing to compare.
        asked = [rule for rule in own if not told[rule.code].unknown and (rule.code in seen.looking or told[rule.code].failing_rows)]
        halfway = time.perf_counter()
        outcomes = _gx_outcomes(con, rows, asked) if with_gx and rows.rows and asked else {}
        seconds_gx = time.perf_counter() - halfway
        for rule in asked:
            _compare(rule, outcomes.get(rule.code), told[rule.code].failing_rows)
        # Years with rows or failures alone: which empty years were asked for leaves no trace.
        met = {*in_batch, *(row[0] for row in con.execute(f"SELECT DISTINCT index_year FROM {FOUND}").fetchall())}
        failed = _failed(con)
        results = [
            result
            for rule in own
            for result in _results(rule, met, seen.counting[rule.code], failed, outcomes.get(rule.code), told[rule.code].unknown)
        ]
        results += [result for rule in rules if rule.table == table and rule.switched_off for result in _not_asked(rule, met)]
        keyed = _keyed_rows(con, table)
        findings = _write(con, table, years, findings_table, results)
        finished = time.perf_counter()
    return Evaluation(
        table,
        tuple(sorted(year for year in met if year is not None)),
        rows.rows,
        keyed,
        findings,
        results,
        seconds_gx,
        finished - started - seconds_gx,
        outcomes,
    )


def _keyed_rows(con: duckdb.DuckDBPyConnection, table: str) -> dict[int | None, int] | None:
    """Rows of a batch from a view by index year; None where two of them have the same key, and of tables: only a view has to be worked out
    to be asked, which has just been done."""
    contract = load_contracts()[table]
    if not contract.is_view or contract.rows_of is not None:
        return None
    key = ", ".join(f'"{name}"' for name in contract.key)
    rows, keys = con.execute(f"SELECT count(*), count(DISTINCT hash({key})) FROM {BATCH}").fetchone() or (0, 0)
    return dict(con.execute(f"SELECT index_year, count(*) FROM {BATCH} GROUP BY 1").fetchall()) if rows == keys else None


def _gx_outcomes(con: duckdb.DuckDBPyConnection, rows: Batch, rules: Sequence[Rule]) -> dict[str, GxOutcome]:
    outcomes = validate(con, BATCH, [_request(rule, rows) for rule in rules])
    return {rule.code: outcome for rule, outcome in zip(rules, outcomes, strict=True)}


def _compare(rule: Rule, outcome: GxOutcome | None, failing: int) -> None:
    """Both roads must count the same; where Great Expectations did not run there is nothing to compare."""
    if outcome is not None and outcome.exception is None and outcome.unexpected_count != failing:
        raise RuleCountMismatch(
            f"{rule.source}: rule {rule.code}: Great Expectations counts {outcome.unexpected_count} failing "
            f"rows of {rule.table}, the rule's SQL {failing}; correct the expectation or the SQL"
        )


def _request(rule: Rule, rows: Batch) -> GxRequest:
    if rule.expectation.type == UNEXPECTED_ROWS:
        # The rule's own SQL has just been run; running it again would say the same at twice the price. GX wants {batch} named.
        found = f"SELECT * FROM {FOUND} WHERE rule = {literal(rule.code)} AND (SELECT count(*) FROM {{batch}}) >= 0"
        return GxRequest("unexpected_rows_expectation", {"unexpected_rows_query": found})
    kwargs = dict(rule.expectation.kwargs)
    if "column_pair" in rule.expectation.type:
        kwargs["ignore_row_if"] = "either_value_is_missing"
    elif "compound" in rule.expectation.type:
        kwargs["ignore_row_if"] = "any_value_is_missing"
    mark = rows.marks.get(rule.considered_condition())
    if mark is not None:  # GX takes its own condition apart dozens of times; one column is quickly taken apart
        return GxRequest(rule.expectation.type, kwargs, (mark,))
    return GxRequest(rule.expectation.type, kwargs, rule.when, rule.valid_from_year, rule.valid_to_year)


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
    not_run: Mapping[int | None, str],
) -> Iterator[RuleResult]:
    """One result per index year; None among the years stands for rows whose year is not known."""
    raised = f"{rule.source}: {outcome.exception}" if outcome is not None and outcome.exception is not None else None
    for year in sorted(years, key=lambda year: (year is None, year)):
        if not rule.applies_to(year):
            continue
        bad = failed.get((rule.code, year), 0)
        unknown = not_run.get(year, raised)
        detail = unknown or (rule.adjustment.sentence_vi if rule.adjustment else None)
        status = "unknown" if unknown is not None else ("failed" if bad else "passed")
        yield RuleResult(year, rule.code, rule.group, rule.table, rule.severity, considered.get(year, 0), bad, status, detail)


def _not_asked(rule: Rule, years: Set[int | None]) -> Iterator[RuleResult]:
    """One result per index year of a rule that is switched off: never a pass."""
    for year in sorted(years, key=lambda year: (year is None, year)):
        if rule.applies_to(year) and rule.adjustment is not None:
            told = rule.adjustment.sentence_vi
            yield RuleResult(year, rule.code, rule.group, rule.table, rule.adjustment.severity, 0, 0, "switched_off", told)


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
            columns = [[getattr(result, name) for result in results] for name in names]
            con.execute(f"INSERT INTO quality.rule_results ({', '.join(names)}) SELECT {', '.join(['unnest(?)'] * len(names))}", columns)
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise
    return int(written[0]) if written else 0
