"""Every year of the demo exported: scorecard and verdicts are the warehouse's; every code that is told in words has its words."""

from __future__ import annotations

from pathlib import Path

import duckdb
import openpyxl
import pytest

from pipelines.cli.export import export
from tests.pipelines.conftest import home_in_use
from tests.pipelines.export.exported import WORDS, exact, table_of
from tests.pipelines.released_home import answer
from warehouse.home import Home

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("graph")]


def test_every_year_of_the_demo(demo_home: Home, tmp_path: Path) -> None:
    with duckdb.connect(str(demo_home.release_file), read_only=True) as con:
        years = [year for (year,) in con.execute("SELECT DISTINCT index_year FROM mart.par_index ORDER BY 1").fetchall()]
        for kind, query in {
            "maturity": "SELECT DISTINCT maturity FROM mart.par_index",
            "state": "SELECT DISTINCT state FROM mart.par_index_line",
            "part": "SELECT DISTINCT part FROM mart.par_index_line",
            "area": "SELECT DISTINCT area FROM mart.scorecard",
            "period": "SELECT DISTINCT period FROM mart.scorecard",
            "verdict": "SELECT DISTINCT verdict FROM mart.reconciliation",
            "severity": "SELECT DISTINCT severity FROM quality.findings",
            "form": "SELECT DISTINCT form FROM core.submissions",
        }.items():
            for (code,) in con.execute(query).fetchall():
                assert WORDS.code(kind, code) != code, (kind, code)
    with home_in_use(demo_home.root):
        for year in years:
            export(year, None, tmp_path, [], False, "vi")
        (panel, *_) = (
            panel for (panel,) in answer(demo_home.release_file, "SELECT panel FROM mart.par_index WHERE index_year = ?", years[-1])
        )
        export(years[-1], str(panel), tmp_path / "mot.xlsx", [], False, "vi")
    assert not any(name.startswith("Tổng hợp") for name in openpyxl.load_workbook(tmp_path / "mot.xlsx", read_only=True).sheetnames)
    for year in years:
        book = openpyxl.load_workbook(tmp_path / f"cchc-{year}-gia-lap.xlsx")
        units = answer(demo_home.release_file, "SELECT unit_name FROM mart.par_index WHERE index_year = ?", year)
        assert {name for (name,) in units} <= {str(sheet["A1"].value).partition(":")[0] for sheet in book}
        scored = answer(
            demo_home.release_file,
            "SELECT indicator, figure FROM mart.scorecard WHERE index_year = ? AND period = 'year' AND scope_kind = 'national' "
            "AND units_reported > 0 ORDER BY sort_order, indicator",
            year,
        )
        if scored:
            names, rows = table_of(book["Tổng hợp cả năm"])
            at = names.index("Cả nước")
            assert [(row[1], exact(row[at])) for row in rows] == [(code, exact(figure)) for code, figure in scored]
        claims = answer(demo_home.release_file, "SELECT stated_value, why_vi FROM mart.reconciliation WHERE index_year = ?", year)
        assert ("Kiểm chứng số công bố" in book.sheetnames) is bool(claims)
        if claims:
            names, rows = table_of(book["Kiểm chứng số công bố"])
            stated, why = names.index("Giá trị nêu"), names.index("Vì sao")
            assert sorted((exact(row[stated]), row[why]) for row in rows) == sorted((exact(value), text) for value, text in claims)
