"""The last look before a release: which blocking rules fail, or could not be asked.

Belongs here: running their SQL anew. Does not belong here: findings and results (evaluate.py), the release itself (assets).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from checks.batch import BATCH, Batch, batch
from checks.failing_rows import FOUND, collect_by_year, empty_found, without_failing_rows
from checks.rule import Rule


@dataclass(frozen=True)
class BlockingFailure:
    """A blocking rule that fails in one index year, with the first of its messages; or one that could not be evaluated (`unknown`),
    with no failing rows and, where not even its columns are there, without a year."""

    rule: str
    table_name: str
    index_year: int | None
    failing_rows: int
    message_vi: str
    message_en: str
    unknown: bool = False


def blocking_failures(con: duckdb.DuckDBPyConnection, rules: Sequence[Rule], years: Sequence[int] | None) -> list[BlockingFailure]:
    """Run the SQL of every blocking rule over these index years (None: all years of the file) and list what fails or does not run.

    Nothing is written and Great Expectations is not asked: the release step trusts no earlier verdict.
    """
    failures: list[BlockingFailure] = []
    blocking = [rule for rule in rules if rule.blocking]
    for table in dict.fromkeys(rule.table for rule in blocking):
        own = [rule for rule in blocking if rule.table == table]
        with batch(con, table, years, own) as rows:
            nothing = without_failing_rows(con, own, rows)
            if left := [rule for rule in own if rule.code not in nothing]:
                failures += _failures(con, left, rows)
    return failures


def _failures(con: duckdb.DuckDBPyConnection, rules: Sequence[Rule], rows: Batch) -> Iterator[BlockingFailure]:
    """Of rules on one table that find something, or do not run."""
    with empty_found(con):
        met = [row[0] for row in con.execute(f"SELECT DISTINCT index_year FROM {BATCH}").fetchall()]
        for rule in rules:
            collected = collect_by_year(con, rule, rows, met or [rule.valid_from_year or rule.valid_to_year])
            for year, why in collected.unknown.items():
                told = f"không đánh giá được, nên không được coi là đạt: {why}"
                yield BlockingFailure(rule.code, rule.table, year, 0, told, f"not evaluated, so never passed: {why}", True)
        failing = con.execute(
            f"SELECT rule, table_name, index_year, count(*), min(message_vi), arg_min(message_en, message_vi) "
            f"FROM {FOUND} WHERE NOT superseded GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        yield from (BlockingFailure(*row) for row in failing)
