"""A self-assessment that comes as a sheet per field gives the points of the same one on a single sheet, and a wrong cell of a further sheet
keeps out its own line alone."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from assets.checked_tables import contract_verdict
from tests.conftest import Demo
from tests.golden.sheet_files import xlsx
from tests.pipelines.small_home import small_home, work_through
from tests.ready_warehouse import with_tables
from warehouse.connection import open_work
from warehouse.home import Home

YEAR = 2023
DECLARED = """
    SELECT node_id, entered_points, entered_state, words, declared_text, declared_state FROM core.declarations
    WHERE unit_id LIKE 'BTP@%' AND round = 'self' ORDER BY node_id"""


def a_sheet_per_field(file: Path) -> dict[str, list[list[Any]]]:
    """The rows of a form by field, each field on a sheet of its own under the title block and header."""
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(file)["Tự đánh giá"].iter_rows()]
    first = next(number for number, row in enumerate(rows) if str(row[0]) == "1")
    sheets: dict[str, list[list[Any]]] = {}
    for row in rows[first:]:
        if str(row[0])[:1].isdigit():
            sheets.setdefault(f"Lĩnh vực {str(row[0])[0]}", rows[:first]).append(row)
    return sheets


def send(con: duckdb.DuckDBPyConnection, home: Home, sheets: dict[str, list[list[Any]]], name: str) -> None:
    (home.landing / name).write_bytes(xlsx(sheets))
    work_through(con, home, [YEAR])


@pytest.mark.slow
def test_the_same_points_and_one_line_kept_out(built_demo: Demo, tmp_path: Path) -> None:
    home = with_tables(small_home(tmp_path / "home", built_demo.workbooks, "2023_{}_tu_danh_gia.xlsx"))
    with open_work(home) as con:
        work_through(con, home, [YEAR])
        _the_same(con, home, built_demo.workbooks / "2023_BTP_tu_danh_gia.xlsx")


def _the_same(con: duckdb.DuckDBPyConnection, home: Home, file: Path) -> None:
    whole = con.execute(DECLARED).fetchall()
    sheets = a_sheet_per_field(file)
    assert len(sheets) == 7 and len(whole) > 80
    send(con, home, sheets, "2023_BTP_tu_danh_gia_lan2.xlsx")
    assert con.execute(DECLARED).fetchall() == whole
    told_apart = "SELECT count(DISTINCT sheet), count(DISTINCT line_id) = count(*) FROM intake.lines WHERE file_name LIKE '%lan2%'"
    assert con.execute(told_apart).fetchone() == (7, True)
    assert all(contract_verdict(con, table).passed for table in ("intake.line_values", "intake.lines", "quality.checked_lines"))

    row = next(row for row in reversed(sheets["Lĩnh vực 7"]) if row[3] is not None)
    row[3] = 99
    send(con, home, sheets, "2023_BTP_tu_danh_gia_lan3.xlsx")
    kept_out = con.execute(
        "SELECT l.sheet, l.code_text FROM quality.kept_out_lines JOIN intake.lines AS l USING (line_id) WHERE l.file_name LIKE '%lan3%'"
    ).fetchall()
    assert kept_out == [("Lĩnh vực 7", row[0])]
    now = {node: (points, state) for node, points, state, *_ in con.execute(DECLARED).fetchall()}
    changed = {node for node, points, state, *_ in whole if now[node] != (points, state)}
    assert len(changed) == 1 and now[changed.pop()][1] == "quarantined"
    assert Decimal("99") not in {points for points, _ in now.values()}
