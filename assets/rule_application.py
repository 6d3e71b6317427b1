"""Applying the rules of a table where something changed: without Dagster, so that a file can be checked before it is sent.

Belongs here: which years' rules have to be evaluated again, and doing it. Does not: evaluating (checks/evaluate.py), telling Dagster
(checked_tables.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

import duckdb

from assets.view_keys import remember_keys
from checks.evaluate import evaluate
from checks.rule import Rule
from checks.ruled_tables import CHECKED_TABLES, COMPARED, DECLARED, EVIDENCE, FIGURES, FILE_PROBLEMS, LINES, VERSIONS
from warehouse.connection import beside, threads_shared
from warehouse.content_hash import ALL_YEARS
from warehouse.contract import load_contracts
from warehouse.table_store import fingerprint_of, remember_fingerprints, stored_inputs

__all__ = [
    "CHECKED_TABLES", "COMPARED", "DECLARED", "EVIDENCE", "FIGURES", "FILE_PROBLEMS", "LINES", "VERSIONS",
    "apply_rules", "judge_what_was_sent", "stale_rule_years", "tables_read_by",
]  # fmt: skip


_TABLES_AT_A_TIME = 2


def tables_read_by(rules: Iterable[Rule]) -> set[str]:
    """The tables that rules look at: their own and those that their SQL names."""
    found = set()
    for rule in rules:
        named = re.findall(r"\b([a-z_]+\.[a-z_]+)\b", f"{rule.where or ''} {rule.rows or ''}")
        found.update({rule.table, *(name for name in named if name in load_contracts())})
    return found


def judge_what_was_sent(con: duckdb.DuckDBPyConnection, rules: Sequence[Rule], years: Sequence[int]) -> None:
    """Apply the rules of all tables of what was sent (:func:`apply_rules`), two tables at a time: each writes its own findings, and none
    reads another's. Of several that fail, the first is raised when all are done."""

    def judge(table: str) -> None:
        with beside(con) as own:
            apply_rules(own, rules, table, years, "quality.line_findings")

    with ThreadPoolExecutor(_TABLES_AT_A_TIME) as lanes, threads_shared(con, _TABLES_AT_A_TIME) as share_no_more:
        judged = [lanes.submit(judge, table) for table in CHECKED_TABLES]
        for done, _ in enumerate(as_completed(judged), start=1):
            if done == len(judged) - 1:  # the last one has the machine to itself
                share_no_more()
        for each in judged:
            each.result()


def apply_rules(con: duckdb.DuckDBPyConnection, rules: Sequence[Rule], table: str, years: Sequence[int], findings_table: str) -> None:
    """Evaluate the rules of one table for those years in which its rules, or rows that they look at, changed since the last time.

    Rows without a year are looked at under the year ALL_YEARS.
    """
    stale = stale_rule_years(con, rules, table, years)
    if stale:
        done = evaluate(con, rules, table, [year for year in stale if year != ALL_YEARS], findings_table=findings_table)
        if done.keyed_rows is not None:
            remember_keys(con, table, stale, done.keyed_rows)
        remember_fingerprints(con, f"{table}#rules", stale)


def stale_rule_years(con: duckdb.DuckDBPyConnection, rules: Sequence[Rule], table: str, years: Sequence[int]) -> dict[int, str]:
    """The years (ALL_YEARS for rows without one) whose rules have to be evaluated again, with their new fingerprints."""
    own = [rule for rule in rules if rule.table == table]
    if not own:
        return {}
    now = fingerprint_of(con, sorted(tables_read_by(own)), [*years, ALL_YEARS], repr(own))
    stored = stored_inputs(con, f"{table}#rules")
    return {year: fingerprint for year, fingerprint in now.items() if stored.get(year) != fingerprint}
