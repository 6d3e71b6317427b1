"""Two years of three ministries through all steps: the change between them, and which table-years one corrected cell makes again."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pytest

from assets.release import audit
from checks.catalogue import load_rules
from tests.conftest import Demo
from tests.pipelines.small_home import MINISTRIES, small_home, work_through
from tests.pipelines.test_history import next_years_form, with_a_set_for_next_year
from tests.ready_warehouse import with_tables
from warehouse.connection import open_work
from warehouse.home import Home
from warehouse.reference_data import SHIPPED

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("great_expectations")]

CHANGES = {"mart.par_index_change_line", "mart.par_index_change", "mart.par_index_field_change"}
APPRAISED_COLUMN, SURVEY_COLUMN = 5, 4


def raise_one(path: Path, column: int, by: str, skip: int = 0) -> None:
    """Write more points into the first line of the third level (after `skip` of them) that has room."""
    book = openpyxl.load_workbook(path)
    for row in book.worksheets[0].iter_rows():
        code, most, points = str(row[0].value), row[2].value, row[column - 1]
        if code.count(".") == 2 and _number(points.value) is not None and _number(points.value) + Decimal(by) <= _number(most):
            if not skip:
                points.value = float(_number(points.value) + Decimal(by))
                book.save(path)
                return
            skip -= 1
    raise AssertionError("no line has room")


def _number(value: object) -> Decimal | None:
    try:
        return Decimal(str(value).replace(",", "."))
    except ArithmeticError:
        return None


@pytest.fixture(scope="module")
def two_years(built_demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[duckdb.DuckDBPyConnection, Home]]:
    """2024 is 2023 once more, but for one appraised and one survey cell of Bộ Tư pháp."""
    home = with_tables(small_home(tmp_path_factory.mktemp("two") / "home", built_demo.workbooks))
    with_a_set_for_next_year(home)
    header, *rows = (SHIPPED / "panels.csv").read_text(encoding="utf-8").splitlines()
    again = [row.replace("2023,", "2024,", 1) for row in rows if row.startswith("2023,ministries,")]
    (home.root / "reference" / "panels_2024_ministries.csv").write_text("\n".join([header, *again]) + "\n", encoding="utf-8")
    for ministry in MINISTRIES:
        for path in built_demo.workbooks.glob(f"2023_{ministry}_[td]*.xlsx"):
            target = next_years_form(path, home.landing / path.name.replace("2023_", "2024_"))
            if ministry == "BTP" and "tham_dinh" in path.name:
                raise_one(target, APPRAISED_COLUMN, "0.5")
            if ministry == "BTP" and "dieu_tra" in path.name:
                raise_one(target, SURVEY_COLUMN, "0.25")
    with open_work(home) as con:
        work_through(con, home, [2023, 2024])
        yield con, home


def test_the_change_between_two_years_of_workbooks(two_years: tuple[duckdb.DuckDBPyConnection, Home]) -> None:
    con, _ = two_years
    rows = con.execute(
        "SELECT unit_code, compared_with, change, changed_performance, changed_criteria, changed_appraisal, changed_boundary, series_break "
        "FROM mart.par_index_change WHERE index_year = 2024 AND change IS NOT NULL ORDER BY unit_code"
    ).fetchall()
    still = tuple(Decimal(0) for _ in range(5))
    assert rows[0] == ("BNG", "own", *still, False)
    assert rows[1] == ("BTP", "own", Decimal("0.75"), Decimal("0.25"), 0, Decimal("0.5"), 0, False)
    assert len(rows) == 3
    causes = con.execute(
        "SELECT cause, part, effect FROM mart.par_index_change_line WHERE index_year = 2024 AND effect <> 0 ORDER BY cause"
    ).fetchall()
    assert causes == [("appraisal", "appraised", Decimal("0.5")), ("performance", "survey", Decimal("0.25"))]


def test_one_cell_of_last_year_makes_that_year_and_this_years_changes_again(
    two_years: tuple[duckdb.DuckDBPyConnection, Home], built_demo: Demo
) -> None:
    """Asked for 2023 alone, as `cchc run --year 2023` does; then nothing is old, so the release would be made."""
    con, home = two_years
    stored = "SELECT table_name, index_year, inputs FROM ops.table_year WHERE table_name NOT LIKE '%#%'"
    before = set(con.execute(stored).fetchall())
    corrected = home.landing / "2023_BYT_tham_dinh_lan2.xlsx"
    corrected.write_bytes((built_demo.workbooks / "2023_BYT_tham_dinh.xlsx").read_bytes())
    raise_one(corrected, APPRAISED_COLUMN, "0.5")
    work_through(con, home, [2023])
    made = {(table, year) for table, year, _ in set(con.execute(stored).fetchall()) - before if year}
    assert {(table, year) for table, year in made if year != 2023} == {(table, 2024) for table in (*CHANGES, "mart.scorecard")}
    assert {("mart.par_index", 2023), ("mart.par_index_draw", 2023), ("mart.appraisal_gap", 2023)} <= made
    (change,) = con.execute("SELECT change FROM mart.par_index_change WHERE index_year = 2024 AND unit_code = 'BYT'").fetchall()
    assert change == (Decimal("-0.5"),)
    audit(con, load_rules(home.rule_folders))
