"""The views with Vietnamese names: whole tables, stable names, comments from the contracts, refusals with file and line.

People keep queries, so a name that is renamed by accident must not pass: all names stand in report_view_columns.txt. To change one on
purpose, change report_views.yml and write that file anew:   python -m tests.warehouse.test_report_views
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from warehouse.connection import open_scratch
from warehouse.contract import ContractError, load_contracts
from warehouse.report_views import REPORT_VIEWS, SCHEMA, load_report_views, make_report_views, read_report_views
from warehouse.table_store import create_tables, ensure_tables

PROMISED = Path(__file__).with_name("report_view_columns.txt")
HEAD = """\
# The names that people use in their queries: view = table, then Vietnamese name = English name.
# Renamed, moved or dropped on purpose? Write this file anew and tell the users: python -m tests.warehouse.test_report_views
"""


def promised() -> str:
    lines = []
    for view in load_report_views():
        lines.append(f"\n{view.view} = {view.shows.table}")
        lines += [f"  {name} = {column.name}" for name, column in view.columns]
    return HEAD + "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with open_scratch() as made:
        create_tables(made)
        make_report_views(made)
        yield made


def test_names_are_the_promised_ones() -> None:
    assert promised() == PROMISED.read_text(encoding="utf-8")


def test_a_view_has_every_column_of_its_table_in_order_and_type(con: duckdb.DuckDBPyConnection) -> None:
    query = (
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position"
    )
    for view in load_report_views():
        shown = con.execute(query, [SCHEMA, view.name]).fetchall()
        source = con.execute(query, view.shows.table.split(".")).fetchall()
        assert [name for name, _ in shown] == list(view.names)
        assert [kind for _, kind in shown] == [kind for _, kind in source]
        assert [column.name for column in view.shows.columns] == [name for name, _ in source], view.name


def test_a_view_shows_the_very_rows_under_other_names(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        "INSERT INTO intake.receipts BY NAME SELECT 'r1' AS receipt_id, TIMESTAMPTZ '2025-01-02 03:04:05+07' AS recorded_at, "
        "TIMESTAMPTZ '2025-01-01 03:04:05+07' AS received_at, 'abc' AS file_sha256, '=HYPERLINK(1)' AS file_name, 7 AS size_bytes, "
        "'landing' AS channel"
    )
    assert con.execute("FROM bao_cao.bien_nhan").fetchall() == con.execute("FROM intake.receipts").fetchall()
    assert con.execute("SELECT ten_tep, co_tep FROM bao_cao.bien_nhan").fetchall() == [("=HYPERLINK(1)", 7)]


def test_names_need_no_quotes_in_any_tool(con: duckdb.DuckDBPyConnection) -> None:
    keywords = {row[0] for row in con.execute("SELECT keyword_name FROM duckdb_keywords()").fetchall()}
    keywords |= {"rank", "date", "user", "level", "mode", "uid", "size", "start", "cap", "number", "comment"}  # of Oracle and others
    for view in load_report_views():
        for name in (view.name, *view.names):
            assert name.isascii() and name.isidentifier() and name == name.lower() and name not in keywords, (view.name, name)


def test_comments_are_the_contracts_with_the_english_name(con: duckdb.DuckDBPyConnection) -> None:
    comments = dict(con.execute("SELECT view_name, comment FROM duckdb_views() WHERE schema_name = ?", [SCHEMA]).fetchall())
    columns = {
        (table, column): comment
        for table, column, comment in con.execute(
            "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE schema_name = ?", [SCHEMA]
        ).fetchall()
    }
    assert set(comments) == {view.name for view in load_report_views()}
    for view in load_report_views():
        assert view.description_vi in comments[view.name] and view.shows.table in comments[view.name]
        for name, column in view.columns:
            comment = columns[view.name, name]
            assert comment.startswith(column.vi) and comment.endswith(f"({column.name})")
            assert column.unit is None or f"[{column.unit}]" in comment


def test_a_work_file_gets_the_views_once_and_anew_when_they_are_gone_from_its_book() -> None:
    with open_scratch() as made:
        ensure_tables(made)
        assert len(made.execute("SELECT 1 FROM duckdb_views() WHERE schema_name = ?", [SCHEMA]).fetchall()) == len(load_report_views())
        made.execute(f"CREATE VIEW {SCHEMA}.cu AS SELECT 1 AS mot")
        ensure_tables(made)  # nothing changed: nothing is made
        assert made.execute("SELECT mot FROM bao_cao.cu").fetchall() == [(1,)]
        made.execute("UPDATE ops.table_state SET contract = 'another' WHERE table_name = ?", [SCHEMA])
        ensure_tables(made)
        names = {row[0] for row in made.execute("SELECT view_name FROM duckdb_views() WHERE schema_name = ?", [SCHEMA]).fetchall()}
        assert names == {view.name for view in load_report_views()}


WRONG = {
    "no_table": ("shows: intake.sheets", "shows: intake.nothing", "không có bảng intake.nothing"),
    "bad_name": ("  sheet: trang_tinh", "  sheet: Trang tính", "phải là chữ thường không dấu"),
    "two_alike": ("  sheet: trang_tinh", "  sheet: sha", "hai cột cùng mang tên sha"),
    "unnamed": ("  sheet: trang_tinh\n", "", "cột sheet của intake.sheets chưa có tên tiếng Việt"),
    "unused": ("  sheet: trang_tinh\n", "  sheet: trang_tinh\n  moon: trang\n", "không bảng nào được cho thấy có cột moon"),
    "twice": ("  sheet: trang_tinh\n", "  sheet: trang_tinh\n  sheet: to_giay\n", "sheet viết hai lần"),
    "other_key": ("    description_en: Sheets\n", "    description_en: Sheets\n    where: true\n", "không có khóa where"),
    "no_description": ("    description_en: Sheets\n", "", "trang thiếu description_en"),
    "strange_column": (
        "    description_en: Sheets\n",
        "    description_en: Sheets\n    columns:\n      moon: trang\n",
        "không có cột moon",
    ),
    "no_mapping": ("views:\n", "views: 1\nother:\n", "không có khóa other"),
    "no_yaml": ("words:\n", "words: [\n", "không đọc được tệp YAML"),
}


def _right() -> str:
    columns = [column.name for column in load_contracts()["intake.sheets"].columns]
    words = "".join(f"  {name}: {'trang_tinh' if name == 'sheet' else 'sha' if 'sha' in name else name}\n" for name in columns)
    return f"words:\n{words}views:\n  trang:\n    shows: intake.sheets\n    description_vi: Trang tính\n    description_en: Sheets\n"


def test_the_small_file_that_the_wrong_ones_are_made_of_is_right(tmp_path: Path) -> None:
    path = tmp_path / "views.yml"
    path.write_text(_right(), encoding="utf-8")
    (view,) = read_report_views(path, load_contracts())
    assert view.view == "bao_cao.trang" and "trang_tinh" in view.names


@pytest.mark.parametrize("case", WRONG)
def test_a_malformed_entry_stops_with_file_and_line(case: str, tmp_path: Path) -> None:
    old, new, told = WRONG[case]
    assert old in _right()
    path = tmp_path / "views.yml"
    path.write_text(_right().replace(old, new), encoding="utf-8")
    with pytest.raises(ContractError) as refused:
        read_report_views(path, load_contracts())
    assert told in str(refused.value)
    line = int(str(refused.value).split(f"{path}, dòng ")[1].split(":")[0])
    assert 1 <= line <= len(path.read_text(encoding="utf-8").splitlines()) + 1


def test_the_line_told_is_the_line_of_the_fault(tmp_path: Path) -> None:
    path = tmp_path / "views.yml"
    path.write_text(_right().replace("shows: intake.sheets", "shows: intake.nothing"), encoding="utf-8")
    at = next(i for i, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if "intake.nothing" in line)
    with pytest.raises(ContractError, match=f"dòng {at}:"):
        read_report_views(path, load_contracts())


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "views.yml"
    path.write_text("", encoding="utf-8")
    with pytest.raises(ContractError, match="dòng 1: tệp trống"):
        read_report_views(path, load_contracts())


if __name__ == "__main__":
    PROMISED.write_text(promised(), encoding="utf-8")
    print(f"{PROMISED} ← {REPORT_VIEWS}")
