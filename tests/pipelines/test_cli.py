"""The command on a released home: answers, formats, one-line errors, exit codes."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from pipelines.cli.failure import BAD_INPUT, NOTHING_YET
from tests.pipelines.conftest import CchcHere
from warehouse.home import PACKAGE_ROOT, Home

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("graph")]


def test_sql_as_table_csv_and_json(demo_home: Home, cchc_here: CchcHere) -> None:
    query = "SELECT rank, unit_name, index_percent FROM mart.par_index WHERE index_year = 2023 AND rank <= 2 ORDER BY rank"
    shown = cchc_here(demo_home.root, "sql", query)
    assert shown.code == 0 and "Bộ Tư pháp" in shown.out and "(2 dòng)" in shown.out
    rows = list(csv.DictReader(io.StringIO(cchc_here(demo_home.root, "sql", query, "--format", "csv").out)))
    assert [row["unit_name"] for row in rows] == ["Bộ Tư pháp", "Ngân hàng Nhà nước Việt Nam"]
    records = json.loads(cchc_here(demo_home.root, "sql", query, "--format", "json").out)
    assert records[0]["rank"] == 1 and abs(records[0]["index_percent"] - 89.95) < 0.01


def test_csv_cells_that_a_spreadsheet_would_run_are_text(demo_home: Home, cchc_here: CchcHere) -> None:
    answer = cchc_here(demo_home.root, "sql", "SELECT '=1+1' AS a, '@x' AS b, -5 AS c, '-y' AS d", "--format", "csv")
    assert list(csv.reader(io.StringIO(answer.out)))[1] == ["'=1+1", "'@x", "-5", "'-y"]


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM mart.par_index",
        "CREATE TABLE x AS SELECT 1",
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY (SELECT 1) TO '/tmp/out.csv'",
        "ATTACH '/tmp/other.duckdb'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SELECT 1; SELECT 2",
        "SELEC nonsense",
    ],
)
def test_sql_is_read_only_and_closed_to_the_outside(demo_home: Home, cchc_here: CchcHere, query: str) -> None:
    answer = cchc_here(demo_home.root, "sql", query)
    assert answer.code == BAD_INPUT
    assert answer.err.startswith("cchc: ") and answer.err.count("\n") == 1


def test_explain_leads_from_rank_to_cell(demo_home: Home, cchc_here: CchcHere) -> None:
    answer = cchc_here(demo_home.root, "explain", "Hưng Yên", "2024", "--all")
    assert answer.code == 0
    assert re.search(r"PAR INDEX 2024 – Hưng Yên \(33\): hạng \d+/58", answer.out)
    assert "GIẢ LẬP" in answer.out
    flat = re.sub(r"\s+", "", answer.out)
    assert "ThẩmđịnhE" in flat or "Thẩmđịnh!E" in flat
    assert "2024_33_Hung_Yen_tham_dinh_lan2" in flat


@pytest.mark.parametrize("unit", ["Hưng Yên", "tỉnh hưng yên", "HƯNG YÊN", "33", "Tỉnh  Hưng  Yên"])
def test_explain_knows_units_as_people_write_them(demo_home: Home, cchc_here: CchcHere, unit: str) -> None:
    assert "Hưng Yên (33)" in cchc_here(demo_home.root, "explain", unit, "2024").out


def test_explain_of_unknown_unit_or_year_is_one_line(demo_home: Home, cchc_here: CchcHere) -> None:
    unknown = cchc_here(demo_home.root, "explain", "Hưng Yến", "2024")
    assert (unknown.code, unknown.err.count("\n")) == (BAD_INPUT, 1)
    year = cchc_here(demo_home.root, "explain", "Hưng Yên", "1999")
    assert (year.code, year.err.count("\n")) == (NOTHING_YET, 1)
    assert "2023, 2024" in year.err


def test_status_counts_what_came_in(demo_home: Home, cchc_here: CchcHere) -> None:
    answer = cchc_here(demo_home.root, "status")
    assert answer.code == 0
    assert "Biên nhận: 613" in answer.out
    assert re.search(r"2023\s+các bộ, cơ quan ngang bộ\s+19\s+17\s+84,38", answer.out)


def test_doctor_finds_a_good_home_good(demo_home: Home, cchc_here: CchcHere) -> None:
    answer = cchc_here(demo_home.root, "doctor")
    assert answer.code == 0, answer.out
    assert "✗" not in answer.out


def test_an_empty_home_says_what_to_do(tmp_path: Path, cchc_here: CchcHere) -> None:
    for words in (("sql", "SELECT 1"), ("explain", "Hưng Yên", "2024")):
        answer = cchc_here(tmp_path, *words)
        assert answer.code == NOTHING_YET and "cchc run" in answer.err
    assert cchc_here(tmp_path, "status").code == 0
    assert cchc_here(tmp_path, "run", "--year", "1999").code == BAD_INPUT


def test_submit_answers_at_once(tmp_path: Path, demo_home: Home, cchc_here: CchcHere) -> None:
    good = demo_home.landing_done / "2023_BTP_tham_dinh.xlsx"
    bad = demo_home.landing_refused / "2024_12_Lai_Chau_tham_dinh.xlsx"
    answer = cchc_here(tmp_path, "submit", str(good))
    assert answer.code == 0
    assert "biên nhận" in answer.out and "2023, Bộ Tư pháp" in answer.out
    answer = cchc_here(tmp_path, "submit", str(good), str(bad), str(tmp_path / "missing.xlsx"))
    assert answer.code == BAD_INPUT
    assert answer.out.count("✗") == 2 and "2/3 tệp" in answer.err


def test_every_command_is_in_the_readme() -> None:
    from pipelines.cli.app import app

    readme = (PACKAGE_ROOT / "README.md").read_text(encoding="utf-8")
    for command in app.registered_commands:
        assert command.callback is not None
        assert f"cchc {command.callback.__name__.replace('_', '-')}" in readme
