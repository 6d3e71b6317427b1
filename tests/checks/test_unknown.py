"""A rule that does not run is unknown where it does not run, with its file and line; the others go on, and it never passes."""

from __future__ import annotations

import dataclasses

import duckdb
import pytest

from checks.blocking import blocking_failures
from checks.evaluate import evaluate
from checks.failing_rows import RULE_AT_FAULT
from checks.rule import Rule
from tests.checks.few_rows import open_with, rule

TABLE = "mart.par_index_line"
WHOLE = "PAR-LINE-WITHIN-MAX"
BROKEN = "PAR-LINE-NOT-NEGATIVE"


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    """Two lines in each of 2020, 2021, 2022, the second of each above its maximum; the names of 2021 are no numbers."""
    return open_with(
        TABLE,
        "SELECT 2020 + i // 2 AS index_year, 'bang' AS panel, 'u' || i AS unit_id, "
        "CASE WHEN i // 2 = 1 THEN 'chữ' ELSE '7' END AS unit_name, '1/1.1' AS node_id, '1.1' AS code, 'Kế hoạch' AS name_vi, "
        "2 AS max_points, 1 + i % 2 * 4 AS points FROM range(6) AS t (i)",
    )


def told(con: duckdb.DuckDBPyConnection, rules: list[Rule], years: list[int] | None = None, with_gx: bool = False) -> list[tuple]:
    evaluate(con, rules, TABLE, years, with_gx=with_gx, findings_table="quality.table_findings")
    return con.execute("SELECT index_year, rule, failing_rows, status FROM quality.rule_results ORDER BY ALL").fetchall()


@pytest.mark.parametrize(
    "change",
    [
        {"where": "nope < 0"},
        {"value": "nope"},
        {"message_vi": "{nope}"},
        {"when": ({"nope": "a"},)},
        {"when": ({"code": "no such line"},), "where": "nope < 0"},
        {"when": ({"code": "no such line"},), "value": "nope"},
        {"where": None, "rows": "SELECT * FROM {batch} JOIN nope USING (unit_id)"},
        {"where": None, "rows": "SELECT * FROM {batch} WHERE FALSE", "message_vi": "{nope}"},
        {"where": None, "rows": "SELECT * FROM {batch} WHERE FALSE", "value": "nope"},
    ],
    ids=[
        "column",
        "value",
        "message",
        "when",
        "nothing to look at",
        "nothing to look at, value",
        "table",
        "a query that finds nothing, message",
        "a query that finds nothing, value",
    ],
)
@pytest.mark.parametrize("with_gx", [False, True])
def test_only_the_broken_rule_is_unknown(con, change, with_gx) -> None:
    broken = rule(BROKEN, **change)
    assert told(con, [broken, rule(WHOLE)], with_gx=with_gx) == [
        line for year in (2020, 2021, 2022) for line in ((year, BROKEN, 0, "unknown"), (year, WHOLE, 1, "failed"))
    ]
    details = con.execute("SELECT DISTINCT detail FROM quality.rule_results WHERE status = 'unknown'").fetchall()
    assert len(details) == 1 and details[0][0].startswith(broken.source) and BROKEN in details[0][0] and "nope" in details[0][0]
    assert con.execute("SELECT DISTINCT rule FROM quality.table_findings").fetchall() == [(WHOLE,)]
    assert con.execute("SELECT count(*) FROM duckdb_tables() WHERE temporary").fetchone() == (0,)


def test_a_value_that_does_not_convert_makes_its_year_unknown_whichever_years_are_asked_together(con) -> None:
    converting = rule(BROKEN, where="CAST(unit_name AS INTEGER) = 7")
    together = told(con, [converting])
    assert together == [(2020, BROKEN, 2, "failed"), (2021, BROKEN, 0, "unknown"), (2022, BROKEN, 2, "failed")]
    findings = con.execute("FROM quality.table_findings ORDER BY finding_id").fetchall()
    for year in (2022, 2021, 2020):
        assert told(con, [converting], [year]) == together
    assert con.execute("FROM quality.table_findings ORDER BY finding_id").fetchall() == findings


def test_a_broken_rule_is_unknown_in_its_own_years_only(con) -> None:
    assert told(con, [rule(BROKEN, where="nope < 0", valid_from_year=2022)]) == [(2022, BROKEN, 0, "unknown")]


def test_the_release_is_told_of_a_blocking_rule_that_is_unknown(con) -> None:
    broken = rule(BROKEN, where="nope < 0")
    told_of = blocking_failures(con, [broken], None)
    assert {(f.rule, f.index_year, f.unknown, f.failing_rows) for f in told_of} == {(BROKEN, year, True, 0) for year in (2020, 2021, 2022)}
    assert all(broken.source in f.message_vi and "không được coi là đạt" in f.message_vi for f in told_of)
    assert blocking_failures(con, [dataclasses.replace(broken, severity="warning")], None) == []
    con.execute(f"DELETE FROM {TABLE}")
    for empty in (broken, dataclasses.replace(broken, valid_from_year=2030)):
        assert [(f.rule, f.unknown) for f in blocking_failures(con, [empty], None)] == [(BROKEN, True)]


def test_what_is_the_machines_fault_ends_the_run() -> None:
    """Out of disk or memory says nothing of the rule."""
    for machine in (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.InternalException, duckdb.InterruptException):
        assert not issubclass(machine, RULE_AT_FAULT)
