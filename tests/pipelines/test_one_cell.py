"""The demo is made from print, so this proves the way: one cell changed by 0.5 moves index and ranks as a plain Decimal sum predicts."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.pipelines.conftest import ChangedHome, home_in_use, raise_one_cell
from tests.pipelines.released_home import run_through
from warehouse.connection import open_release
from warehouse.home import Home

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("graph")]

_COLUMN = {"Thẩm định": 4, "Điều tra XHH": 3}


def points_of(path: Path, codes: set[str]) -> Decimal:
    """The plain sum of one workbook's leaf lines, read with openpyxl alone."""
    book = openpyxl.load_workbook(path, data_only=True)
    (sheet,) = [sheet for sheet in book if sheet.title in _COLUMN]
    total = Decimal(0)
    for row in sheet.iter_rows(values_only=True):
        if str(row[0]) in codes and row[_COLUMN[sheet.title]] is not None:
            total += Decimal(str(row[_COLUMN[sheet.title]]).replace(",", "."))
    return total


def predicted(home: Home, newest: dict[str, str]) -> dict[str, Decimal]:
    """Index by unit name from the workbooks alone (maximum 100): appraisal plus survey, newest files by name."""
    with open_release(home) as con:
        units = con.execute("SELECT unit_name, unit_code FROM mart.par_index WHERE index_year = 2023 AND rank IS NOT NULL").fetchall()
        leaves = con.execute("SELECT part, code FROM reference.criterion WHERE criteria_set = 'ministry-2023-v1' AND is_leaf").fetchall()
    codes = {part: {code for p, code in leaves if p == part} for part in ("appraised", "survey")}
    found = {}
    for name, unit_code in units:
        appraisal = newest.get(name, f"2023_{unit_code}_tham_dinh.xlsx")
        found[name] = points_of(home.landing_done / appraisal, codes["appraised"]) + points_of(
            home.landing_done / f"2023_{unit_code}_dieu_tra_xhh.xlsx", codes["survey"]
        )
    return found


def table(home: Home) -> dict[str, tuple[Decimal, int]]:
    with open_release(home) as con:
        rows = con.execute("SELECT unit_name, index_percent, rank FROM mart.par_index WHERE index_year = 2023 AND rank IS NOT NULL")
        return {name: (index, rank) for name, index, rank in rows.fetchall()}


def test_every_index_is_the_plain_sum_of_its_workbooks(demo_home: Home) -> None:
    assert {name: index for name, (index, _) in table(demo_home).items()} == predicted(demo_home, {})


def test_half_a_point_in_one_cell_moves_index_and_ranks_as_predicted(demo_home: Home, changed_home: ChangedHome) -> None:
    before, after = table(demo_home), table(changed_home.home)
    unit = changed_home.change.unit
    expected = predicted(changed_home.home, {unit: "2023_BYT_tham_dinh_lan2.xlsx"})
    assert expected[unit] == before[unit][0] + changed_home.change.by
    assert {name: index for name, (index, _) in after.items()} == expected
    for name, (_, rank) in after.items():
        assert rank == 1 + sum(1 for other in expected.values() if other > expected[name])
    assert after[unit][1] < before[unit][1], "half a point was enough to pass the ministry above"


def test_the_line_leads_to_the_changed_cell(changed_home: ChangedHome) -> None:
    with open_release(changed_home.home) as con:
        row = con.execute(
            "SELECT appraised_points, appraised_file, appraised_sheet, appraised_sha256 FROM mart.par_index_line "
            "WHERE index_year = 2023 AND unit_name = ? AND appraised_cell = ?",
            [changed_home.change.unit, changed_home.change.cell],
        ).fetchone()
        assert row is not None
        points, file, sheet, sha256 = row
        raw = con.execute(
            "SELECT text FROM intake.cells WHERE file_sha256 = ? AND sheet = ? AND cell = ?", [sha256, sheet, changed_home.change.cell]
        ).fetchone()
    assert (file, sheet) == ("2023_BYT_tham_dinh_lan2.xlsx", "Thẩm định")
    assert raw is not None and Decimal(raw[0]) == points


def test_both_versions_stay(changed_home: ChangedHome) -> None:
    with open_release(changed_home.home) as con:
        rows = con.execute(
            "SELECT file_name, version_no, counts FROM intake.versions WHERE file_name LIKE '2023_BYT_tham_dinh%' ORDER BY version_no"
        ).fetchall()
    assert rows == [("2023_BYT_tham_dinh.xlsx", 1, False), ("2023_BYT_tham_dinh_lan2.xlsx", 2, True)]


def test_only_the_changed_years_were_made_again(demo_home: Home, changed_home: ChangedHome) -> None:
    """The year 2024 has new PAPI rows at most; PAR INDEX 2024 keeps the fingerprint it was made from."""
    kept = "SELECT inputs FROM ops.table_year WHERE table_name = 'mart.par_index_line' AND index_year = ?"
    with open_release(demo_home) as before, open_release(changed_home.home) as after:
        assert before.execute(kept, [2024]).fetchone() == after.execute(kept, [2024]).fetchone()
        assert before.execute(kept, [2023]).fetchone() != after.execute(kept, [2023]).fetchone()


def made_from(home: Home) -> dict[tuple[str, int], str]:
    """What each table-year, and what the rules of each table said of a year, was made from."""
    with open_release(home) as con:
        rows = con.execute("SELECT table_name, index_year, inputs FROM ops.table_year").fetchall()
    return {(table, year): inputs for table, year, inputs in rows}


def findings_of_2023(home: Home) -> set[tuple[str, str]]:
    with open_release(home) as con:
        return set(con.execute("SELECT finding_id, message_vi FROM quality.line_findings WHERE index_year = 2023").fetchall())


def test_a_cell_of_the_year_before_makes_only_change_and_history_anew(demo_home: Home, tmp_path: Path) -> None:
    """Of 2023: the tables of change, and what the rules on history find. Findings of 2023 change by it, and no figure follows from that."""
    shutil.copytree(demo_home.root, tmp_path / "home", symlinks=True)
    with home_in_use(tmp_path / "home") as home:
        raise_one_cell(home, "Bộ Y tế", "2022_BYT_tham_dinh.xlsx", Decimal("0.5"))
        run_through(home, [2022, 2023, 2024])
    before, after = made_from(demo_home), made_from(home)
    anew = {table_year for table_year in before.keys() | after.keys() if before.get(table_year) != after.get(table_year)}
    assert ("mart.par_index", 2022) in anew
    assert {table for table, year in anew if year == 2023 and "#" not in table} == {
        "mart.par_index_change",
        "mart.par_index_change_line",
        "mart.par_index_field_change",
    }
    assert {table for table, year in anew if year == 2023 and table.startswith("quality.") and table.endswith("#rules")} == {
        "quality.compared_lines#rules",
        "quality.compared_figures#rules",
    }
    assert {table for table, year in anew if year == 2023 and table.endswith("#key")} == {
        "quality.compared_lines#key",
        "quality.compared_figures#key",
    }
    assert {year for _, year in anew} == {2022, 2023}
    assert findings_of_2023(demo_home) != findings_of_2023(home), "a history finding quotes the cell, or this proves nothing"
