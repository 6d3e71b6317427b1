"""What `cchc explain` says of the firmness of a rank and of the change since last year, from rows laid out here."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from rich.console import Console

from pipelines.cli.explain_standing import show_standing
from tests.ready_warehouse import scratch_with_tables
from warehouse.contract import load_contracts

_PLAIN: dict[str, Any] = {"VARCHAR": "x", "INTEGER": 1, "BIGINT": 1, "BOOLEAN": False, "DATE": dt.date(2024, 1, 1), "DOUBLE": 1.0}


def insert(con: duckdb.DuckDBPyConnection, table: str, **row: Any) -> None:
    """A row of a table with something in every column that must not be null."""
    columns = load_contracts()[table].columns
    full = {c.name: _PLAIN.get(c.type, Decimal(1)) for c in columns if not c.nullable} | row
    names = ", ".join(f'"{name}"' for name in full)
    con.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(full))})", list(full.values()))


def said(con: duckdb.DuckDBPyConnection, capsys: pytest.CaptureFixture[str]) -> str:
    show_standing(con, Console(width=500), "u1", 2024, "provinces")
    return " ".join(capsys.readouterr().out.split())


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    con = scratch_with_tables()
    return con


def test_a_change_is_told_by_its_parts_with_the_break(con: duckdb.DuckDBPyConnection, capsys: pytest.CaptureFixture[str]) -> None:
    insert(
        con, "mart.par_index_change", index_year=2024, panel="provinces", unit_id="u1", index_before=Decimal("80.10"),
        index_percent=Decimal("79.10"), change=Decimal("-1"), changed_performance=Decimal("-1.5"), changed_criteria=Decimal("0.25"),
        changed_appraisal=Decimal("0.25"), changed_boundary=Decimal(0), rank_before=12, rank=15, series_break_note="Bộ tiêu chí mới",
    )  # fmt: skip
    assert said(con, capsys) == (
        "So năm trước: 80,10 → 79,10 % (thay đổi -1,00): kết quả thực hiện -1,50, bộ tiêu chí đổi 0,25, thẩm định đổi 0,25, "
        "địa giới đổi 0,00; hạng 12 → 15. Chuỗi số liệu bị ngắt: Bộ tiêu chí mới"
    )


def moved(con: duckdb.DuckDBPyConnection, code: str, effect: str, cause: str = "performance", part: str = "appraised", **row: Any) -> None:
    insert(
        con, "mart.par_index_change_line", index_year=2024, panel="provinces", unit_id="u1", node_id=code, code=code, part=part,
        cause=cause, sort_order=int(code.replace(".", "")), effect=Decimal(effect), **row,
    )  # fmt: skip


def test_the_lines_that_moved_it_are_named_the_largest_first(con: duckdb.DuckDBPyConnection, capsys: pytest.CaptureFixture[str]) -> None:
    insert(
        con, "mart.par_index_change", index_year=2024, panel="provinces", unit_id="u1", index_before=Decimal(80), index_percent=Decimal(80),
        change=Decimal(0), changed_performance=Decimal(0), changed_criteria=Decimal(0), changed_appraisal=Decimal(0),
        changed_boundary=Decimal(0), rank_before=1, rank=1,
    )  # fmt: skip
    moved(con, "1.1", "0.25", part="survey", points_before=Decimal(1), points=Decimal("1.25"))
    moved(con, "1.2", "-0.5", "appraisal", points_before=Decimal("0.5"), points=Decimal(0))
    moved(con, "1.3", "0")
    moved(con, "1.4", "0.1", "criteria", points=Decimal("0.1"))
    for old in ("a", "b"):
        moved(con, "1.5", "0.1", points_before=Decimal(1), points=Decimal(2), from_unit_id=old)
    for number in (1, 2):
        moved(con, f"2.{number}", "0.01", points_before=Decimal(1), points=Decimal(1))
    assert said(con, capsys).partition("hạng 1 → 1. ")[2] == (
        "Các dòng làm thay đổi nhiều nhất: 1.2 -0,50 (thẩm định đổi; 0,50 → 0,00 điểm); 1.1 +0,25 (kết quả thực hiện, điều tra; "
        "1,00 → 1,25 điểm); 1.5 +0,20 (kết quả thực hiện); 1.4 +0,10 (bộ tiêu chí đổi); 2.1 +0,01 (kết quả thực hiện; 1,00 → 1,00 điểm); "
        "và 1 dòng khác."
    )


def test_an_interval_names_its_assumptions_and_neighbours(con: duckdb.DuckDBPyConnection, capsys: pytest.CaptureFixture[str]) -> None:
    insert(
        con, "mart.par_index_rank_interval", index_year=2024, panel="provinces", unit_id="u1", rank_low=12, rank_high=17,
        low_percentile=Decimal(5), high_percentile=Decimal(95), survey_margin=Decimal(3), appraisal_step=Decimal("0.25"),
        group_stability=Decimal("0.64"), group_label="B", indistinguishable="Một; Hai; Ba; Bốn; Năm; Sáu",
    )  # fmt: skip
    text = said(con, capsys)
    assert "Khoảng thứ hạng 12–17" in text and "sai số điều tra 3,00 %" in text and "nhóm B trong 64 %" in text
    assert text.endswith("Chưa phân biệt chắc được với: Một, Hai, Ba, Bốn, Năm và 1 đơn vị khác.")


def test_nothing_is_said_where_nothing_is_known(con: duckdb.DuckDBPyConnection, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(con, capsys) == ""
