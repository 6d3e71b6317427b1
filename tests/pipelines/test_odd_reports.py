"""Reports with figures that cannot be: the run goes on, the cells are told, and sums hold what is left."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb
import openpyxl
import pytest

from tests.pipelines.conftest import home_in_use
from tests.pipelines.small_home import small_home, work_through
from tests.ready_warehouse import with_tables
from warehouse.connection import open_work

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("great_expectations")]

HUGE = 9_999_999_999


def write(path: Any, values: dict[str, Any]) -> None:
    """Other figures on these lines ('*': on every line)."""
    book = openpyxl.load_workbook(path)
    for row in book.worksheets[0].iter_rows(max_col=4):
        code = str(row[0].value)
        if "." in code and code[0].isdigit():
            row[3].value = values.get(code, values.get("*", row[3].value))
    book.save(path)


@pytest.fixture(scope="module")
def con(built_demo: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    home = with_tables(small_home(tmp_path_factory.mktemp("odd") / "home", built_demo.workbooks, "2024_{}_bao_cao_nam.xlsx"))
    write(home.landing / "2024_BTP_bao_cao_nam.xlsx", {"*": HUGE})
    write(home.landing / "2024_BYT_bao_cao_nam.xlsx", {"1.1": -3, "1.2": 10, "1.3": 11, "1.5": 1.5, "1.6": "97,5%", "1.7": None})
    with home_in_use(home.root), open_work(home) as con:
        work_through(con, home, [2024])
        yield con


def test_each_impossible_cell_is_told_once(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(
        "SELECT f.rule, l.code_text FROM quality.line_findings AS f JOIN intake.lines AS l ON l.line_id = f.line_id "
        "WHERE f.unit_id = 'BYT@all' AND f.rule LIKE 'REPORT-%' AND l.code_text IN ('1.1', '1.2', '1.3', '1.5', '1.6', '1.7') ORDER BY 2, 1"
    ).fetchall()
    assert rows == [
        ("REPORT-NEGATIVE", "1.1"),
        ("REPORT-AT-MOST", "1.3"),
        ("REPORT-WHOLE", "1.5"),
        ("REPORT-PERCENT", "1.6"),
        ("REPORT-REQUIRED", "1.7"),
    ]


def test_what_is_told_as_an_error_is_in_no_sum_and_has_its_state(con: duckdb.DuckDBPyConnection) -> None:
    states = dict(
        con.execute(
            "SELECT indicator, state FROM mart.scorecard_unit WHERE index_year = 2024 AND period = 'year' AND unit_id = 'BYT@all' "
            "AND indicator IN ('1.1', '1.2', '1.3', '1.4', '1.7')"
        ).fetchall()
    )
    assert states == {"1.1": "quarantined", "1.2": "value", "1.3": "quarantined", "1.4": "quarantined", "1.7": "blank"}
    (row,) = con.execute(
        "SELECT figure, units_reported, units_expected FROM mart.scorecard "
        "WHERE index_year = 2024 AND period = 'year' AND indicator = '1.1' AND scope_kind = 'national'"
    ).fetchall()
    (other,) = con.execute("SELECT figure FROM core.report_figures WHERE unit_id = 'BNG@all' AND indicator = '1.1'").fetchall()
    assert row == (HUGE + other[0], 2, 85)


def test_huge_figures_stop_nothing(con: duckdb.DuckDBPyConnection) -> None:
    (row,) = con.execute(
        "SELECT figure, numerator, denominator FROM mart.scorecard_unit "
        "WHERE index_year = 2024 AND period = 'year' AND unit_id = 'BTP@all' AND indicator = '1.9.4'"
    ).fetchall()
    assert row == (Decimal(50), Decimal(HUGE), Decimal(2 * HUGE))
    states = con.execute(
        "SELECT state, count(*) FROM quality.coverage WHERE form = 'report_year' AND index_year = 2024 GROUP BY 1"
    ).fetchall()
    assert dict(states)["missing"] == 83
