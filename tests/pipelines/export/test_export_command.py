"""`cchc export`: which files it writes and replaces, in which language, and what it says where there is nothing to export."""

from __future__ import annotations

from pathlib import Path

import duckdb
import openpyxl
import pytest

from pipelines.cli.export import export
from pipelines.cli.failure import CommandFailed
from tests.pipelines.conftest import home_in_use
from tests.pipelines.export.exported import table_of
from warehouse.home import Home

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("publication")]


def test_the_same_release_gives_the_same_bytes_and_a_file_is_replaced_whole(planted_home: Home, tmp_path: Path) -> None:
    file = tmp_path / "moi" / "bang.xlsx"
    file.parent.mkdir()
    file.write_bytes(b"an earlier file, longer or shorter")
    with home_in_use(planted_home.root):
        export(2023, "ministries", file, ["xlsx"], False, "vi")
        once = file.read_bytes()
        export(2023, "ministries", file, ["xlsx"], False, "vi")
    assert file.read_bytes() == once and list(file.parent.iterdir()) == [file]


def test_english_is_english(planted_home: Home, tmp_path: Path) -> None:
    with home_in_use(planted_home.root):
        export(2023, None, tmp_path, ["xlsx"], False, "en")
    book = openpyxl.load_workbook(tmp_path / "cchc-2023-en-gia-lap.xlsx")
    names, _ = table_of(book["Ranking"])
    assert names[:6] == ["Rank", "Unit", "Appraised", "Survey", "Total", "Index (%)"]
    assert "MADE-UP DATA" in [row[0].value for row in book["Ranking"].iter_rows(max_row=4)]


def test_a_new_export_takes_away_what_an_earlier_one_left_and_nothing_else(planted_home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "cchc-2023-gia-lap"
    folder.mkdir()
    for name in ("scorecard.csv", "cua_toi.csv", "datapackage.json"):
        (folder / name).write_text("x", encoding="utf-8")
    with home_in_use(planted_home.root):
        export(2023, None, tmp_path, ["csv"], False, "vi")
        tables = {path.stem for path in folder.glob("*.csv")} - {"cua_toi"}
        export(2023, None, tmp_path, ["parquet"], False, "vi")
    assert "par_index" in tables and (folder / "cua_toi.csv").read_text() == "x" and not (folder / "datapackage.json").exists()
    assert {path.stem for path in folder.glob("*.parquet")} == tables and [p.name for p in folder.glob("*.csv")] == ["cua_toi.csv"]


def test_what_is_not_there_is_said_with_what_is(planted_home: Home, tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("x", encoding="utf-8")
    with home_in_use(planted_home.root):
        with pytest.raises(CommandFailed, match=r"không có số liệu năm 1999; có: .*2023 \(ministries\)"):
            export(1999, None, tmp_path, [], False, "vi")
        with pytest.raises(CommandFailed, match="không có danh sách xếp hạng «provinces»; có: ministries"):
            export(2023, "provinces", tmp_path, [], False, "vi")
        with pytest.raises(CommandFailed, match="chưa có danh sách nào được công bố"):
            export(2023, None, tmp_path, [], True, "vi")
        with pytest.raises(CommandFailed, match="là một tệp, không phải thư mục"):
            export(2023, None, tmp_path / "tep", [], False, "vi")
        with pytest.raises(CommandFailed, match="là một tệp, không phải thư mục"):
            export(2023, None, tmp_path / "a.xlsx", ["csv"], False, "vi")
        with pytest.raises(CommandFailed, match=r"Không ghi được vào .*tep"):
            export(2023, None, tmp_path / "tep" / "trong", [], False, "vi")
        assert [path.name for path in tmp_path.iterdir()] == ["tep"]
        (tmp_path / "thư mục.xlsx").mkdir()
        export(2023, None, tmp_path / "thư mục.xlsx", [], False, "vi")
    assert [path.name for path in (tmp_path / "thư mục.xlsx").iterdir()] == ["cchc-2023-gia-lap.xlsx"]


def test_a_release_without_a_table_says_what_to_do(publishing_home: Home, tmp_path: Path) -> None:
    file = publishing_home.release_file.resolve()
    file.chmod(0o644)
    with duckdb.connect(str(file)) as con:
        con.execute("DROP TABLE mart.scorecard")
    with pytest.raises(CommandFailed, match=r"phiên bản khác .*scorecard.* hãy chạy: cchc run"):
        export(2023, None, tmp_path, [], False, "vi")
    assert list(tmp_path.glob("*.xlsx")) == []
