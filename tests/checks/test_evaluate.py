"""Evaluation: unequal counts stop, unknown is not passed, years are replaced, ids stay, the release gate re-runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from checks.blocking import blocking_failures
from checks.evaluate import RuleCountMismatch, evaluate
from checks.gx.validate import GxRequest, validate
from checks.rule import Expectation, Rule
from tests.checks.few_rows import open_with, rule

TABLE = "mart.par_index_line"


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    return open_with(
        TABLE,
        "SELECT 2020 + i % 3 AS index_year, 'bang' AS panel, 'u' || i AS unit_id, 'Bộ ' || i AS unit_name, "
        "'1/1.1' AS node_id, '1.1' AS code, 'Kế hoạch' AS name_vi, 2 AS max_points, i AS points FROM range(6) AS t (i)",
    )


def findings(con: duckdb.DuckDBPyConnection) -> list[tuple]:
    return con.execute("SELECT * FROM quality.table_findings ORDER BY finding_id").fetchall()


def results(con: duckdb.DuckDBPyConnection) -> list[tuple]:
    query = "SELECT index_year, rule, evaluated_rows, failing_rows, status FROM quality.rule_results ORDER BY ALL"
    return con.execute(query).fetchall()


def run(con: duckdb.DuckDBPyConnection, rules: list[Rule], years: list[int] | None, with_gx: bool = False):
    return evaluate(con, rules, TABLE, years, with_gx=with_gx, findings_table="quality.table_findings")


def test_years_are_replaced_and_others_stay(con) -> None:
    above = rule("PAR-LINE-WITHIN-MAX")
    run(con, [above], None)
    before = findings(con)
    assert results(con) == [
        (2020, above.code, 2, 1, "failed"),
        (2021, above.code, 2, 1, "failed"),
        (2022, above.code, 2, 1, "failed"),
    ]
    run(con, [above], None)
    assert findings(con) == before  # a rebuild gives the same findings with the same ids
    con.execute(f"UPDATE {TABLE} SET points = 1 WHERE index_year = 2021")
    evaluation = run(con, [above], [2021])
    assert (evaluation.batch_rows, evaluation.findings, evaluation.years) == (2, 0, (2021,))
    assert findings(con) == [row for row in before if row[3] != 2021]
    assert [row[3:] for row in results(con)] == [(1, "failed"), (0, "passed"), (1, "failed")]
    run(con, [above], [1990])
    assert results(con)[0][0] == 2020  # a year without rows leaves no trace, whoever asked for it


def test_no_year_at_all_still_checks_the_rows_without_a_year(con) -> None:
    con.execute(f"INSERT INTO {TABLE} (index_year, unit_id, node_id, max_points, points) VALUES (NULL, 'u', 'n', 2, 3)")
    above = rule("PAR-LINE-WITHIN-MAX")
    assert run(con, [above], []).findings == 1
    assert results(con) == [(None, above.code, 1, 1, "failed")]


def test_a_rule_holds_in_its_years_only(con) -> None:
    bounded = rule("PAR-LINE-WITHIN-MAX", valid_from_year=2021, valid_to_year=2021)
    evaluation = run(con, [bounded], None, with_gx=True)
    assert results(con) == [(2021, bounded.code, 2, 1, "failed")]
    assert evaluation.outcomes[bounded.code].unexpected_count == 1


def test_unequal_counts_stop_the_run_and_write_nothing(con) -> None:
    slipped = rule("PAR-LINE-WITHIN-MAX", where="points > max_points + 1")
    with pytest.raises(RuleCountMismatch, match=r"par_index_sums\.yml:\d+: rule PAR-LINE-W.* counts 3 .*SQL 2"):
        run(con, [slipped], None, with_gx=True)
    assert findings(con) == [] and results(con) == []


def test_an_expectation_that_raises_is_unknown_and_never_passed(con) -> None:
    raising = Expectation("expect_column_values_to_be_between", {"column": "nope", "min_value": 0})
    broken = rule("PAR-LINE-NOT-NEGATIVE", expectation=raising)
    whole = rule("PAR-LINE-WITHIN-MAX")
    run(con, [broken, whole], [2021], with_gx=True)
    assert results(con) == [
        (2021, broken.code, 2, 0, "unknown"),
        (2021, whole.code, 2, 1, "failed"),
    ]
    [detail] = con.execute("SELECT detail FROM quality.rule_results WHERE status = 'unknown'").fetchone()
    assert "nope" in detail


def test_data_is_never_part_of_a_statement(con) -> None:
    con.execute(f"UPDATE {TABLE} SET unit_name = '''); DROP TABLE x; {{points}} %s $p0 --'")
    run(con, [rule("PAR-LINE-WITHIN-MAX")], [2021], with_gx=True)
    [message] = con.execute("SELECT message_vi FROM quality.table_findings").fetchone()
    assert "'); DROP TABLE x; {points} %s $p0 --" in message


def test_the_release_gate_runs_blocking_rules_over_all_years(con) -> None:
    rules = [rule("PAR-LINE-WITHIN-MAX"), rule("PAR-LINE-NOT-NEGATIVE"), rule("PAR-LINE-KEY", severity="warning")]
    failures = blocking_failures(con, rules, None)
    assert [(f.rule, f.index_year, f.failing_rows) for f in failures] == [("PAR-LINE-WITHIN-MAX", year, 1) for year in (2020, 2021, 2022)]
    assert "vượt điểm tối đa 2" in failures[0].message_vi
    assert blocking_failures(con, rules, [1990]) == []
    assert findings(con) == []


def test_without_rows_great_expectations_is_not_imported() -> None:
    code = (
        "import sys, duckdb; from checks.evaluate import evaluate; from checks.catalogue import *\n"
        "con = duckdb.connect(); con.execute('CREATE SCHEMA mart; CREATE SCHEMA quality')\n"
        "from warehouse.contract import load_contracts\n"
        "for t in ('mart.par_index_line', 'quality.table_findings', 'quality.rule_results'):\n"
        "    con.execute(load_contracts()[t].create_sql())\n"
        "rules = load_rules([RULES_FOLDER])\n"
        "evaluate(con, rules, 'mart.par_index_line', [2024], findings_table='quality.table_findings')\n"
        "assert 'great_expectations' not in sys.modules and 'sqlalchemy' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def test_conditions_are_alternatives_of_groups(con) -> None:
    values = "('a', 1, 2020), ('a', 2, 2021), ('b', 1, NULL)"
    con.execute(f"CREATE TEMP TABLE t AS SELECT * FROM (VALUES {values}) AS v (form, n, index_year)")
    null = {"column": "form"}
    asked = [
        GxRequest("expect_column_values_to_be_null", null),
        GxRequest("expect_column_values_to_be_null", null, ({"form": "a", "n": 1}, {"form": "b"})),
        GxRequest("expect_column_values_to_be_null", null, ({"n": [1, 3]},)),
        GxRequest("expect_column_values_to_be_null", null, ({"n": 1},), 2020, 2020),
        GxRequest("expect_column_values_to_be_null", null, (), None, 2021),
        GxRequest("expect_column_values_to_be_null", null, ({"form": "z"},)),
    ]
    outcomes = validate(con, "t", asked)
    assert [outcome.unexpected_count for outcome in outcomes] == [3, 2, 2, 1, 2, 0]
    assert [outcome.status for outcome in outcomes] == ["failed"] * 5 + ["passed"]


@pytest.mark.parametrize(("lines", "keyed"), [(["L1", "L2"], {2023: 1, 2024: 1}), (["L1", "L1"], None)])
def test_whether_a_view_has_a_key_twice_is_seen_in_passing(lines: list[str], keyed: dict[int, int] | None) -> None:
    view = "quality.compared_lines"
    told = ", ".join(f"('{line}', 'last_year', {2023 + number})" for number, line in enumerate(lines))
    con = open_with(view, f"SELECT * FROM (VALUES {told}) AS t (line_id, compared_with, index_year)")
    assert evaluate(con, [rule("HISTORY-RISE")], view, None, with_gx=False).keyed_rows == keyed
