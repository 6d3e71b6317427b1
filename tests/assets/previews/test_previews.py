"""Previews: the two ends of a table, the chart, the comparison with the rows of before."""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest

from assets.previews.change import change_of, rows_kept
from assets.previews.chart import chart
from assets.previews.declared import Preview, PreviewError, load_previews, read_previews
from assets.previews.rows import EACH_END, RowList, ends_of_table, row_lists
from assets.previews.shown import preview_of
from assets.shown_text import in_lines, in_markdown, in_words
from warehouse.connection import open_scratch
from warehouse.table_store import create_tables

PAPI = load_previews()["mart.outside_index"]
YEAR, UNITS = 2024, 14


def put(con: duckdb.DuckDBPyConnection, number: int, total: str | None, year: int = YEAR) -> None:
    row = ["PAPI", year, f"u{number:02}", f"{number:02}", f"Tỉnh Đắk Nông {number}", total, number, UNITS, None, None, True]
    con.execute("INSERT INTO mart.outside_index VALUES (" + ", ".join("?" * len(row)) + ")", row)


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with open_scratch() as scratch:
        create_tables(scratch)
        for number in range(1, UNITS + 1):
            put(scratch, number, str(50 - number))
        yield scratch


def the_list(con: duckdb.DuckDBPyConnection, preview: Preview = PAPI) -> RowList:
    (only,) = row_lists(con, preview, YEAR)
    return only


def test_both_ends_are_shown_with_titles_and_what_lies_between(con: duckdb.DuckDBPyConnection) -> None:
    table = ends_of_table(PAPI, [the_list(con)])
    assert len(table.records) == 2 * EACH_END + 1
    units = [str(record.data["Tên đơn vị"]).replace("\u00a0", " ") for record in table.records]
    assert units[0] == "Tỉnh Đắk Nông 1" and units[-1] == f"Tỉnh Đắk Nông {UNITS}" and units[EACH_END] == "… 4 dòng ở giữa …"
    assert table.records[0].data["Tổng điểm [điểm]"] == "49,00"
    assert [column.name for column in table.schema.columns] == list(table.records[0].data)


def test_a_short_list_is_shown_whole(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("DELETE FROM mart.outside_index WHERE rank > 7")
    assert len(ends_of_table(PAPI, [the_list(con)]).records) == 7


def test_rows_without_the_figure_are_counted_not_shown(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("UPDATE mart.outside_index SET total = NULL WHERE rank > 12")
    units = [str(record.data["Tên đơn vị"]).replace("\u00a0", " ") for record in ends_of_table(PAPI, [the_list(con)]).records]
    assert units[-2:] == ["Tỉnh Đắk Nông 12", "… và 2 dòng chưa có «Tổng điểm [điểm]»"] and units[EACH_END] == "… 2 dòng ở giữa …"


def png_of(markdown: str | None) -> bytes:
    assert markdown is not None
    return base64.b64decode(markdown.partition("base64,")[2].removesuffix(")"))


def drawings(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the renderer is given from now on."""
    import vl_convert

    drawn: list[dict[str, Any]] = []
    draw = vl_convert.vegalite_to_png
    monkeypatch.setattr(vl_convert, "vegalite_to_png", lambda spec, **how: drawn.append(spec) or draw(spec, **how))
    return drawn


def test_the_chart_is_a_small_readable_picture_that_says_made_up(con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = drawings(monkeypatch)
    png = png_of(chart(PAPI, the_list(con), YEAR))
    width, height = struct.unpack(">II", png[16:24])
    assert len(png) < 60_000 and 400 < width < 900 and 200 < height < 900
    assert drawn[0]["title"]["subtitle"] == ["SỐ LIỆU GIẢ LẬP"]
    con.execute("UPDATE mart.outside_index SET made_up = false")
    chart(PAPI, the_list(con), YEAR)
    assert "subtitle" not in drawn[1]["title"]


def test_a_long_list_is_drawn_by_its_ends_and_says_so(con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assets.previews.chart.MOST_BARS", 4)
    drawn = drawings(monkeypatch)
    assert chart(PAPI, the_list(con), YEAR)
    assert "10 dòng ở giữa" in drawn[0]["title"]["subtitle"][1]
    assert len(drawn[0]["data"]["values"]) == 4


def test_a_chart_that_cannot_be_drawn_is_told_and_stops_nothing(con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(spec: object, **how: object) -> bytes:
        raise ValueError("the renderer gave up")

    monkeypatch.setattr("vl_convert.vegalite_to_png", broken)
    with rows_kept(con, PAPI, [YEAR]):
        shown = preview_of(con, PAPI, YEAR)
    told = [value.md_str for value in shown.values() if isinstance(value, dg.MarkdownMetadataValue)]
    assert any("Không vẽ được biểu đồ" in text and "ValueError" in text for text in told)
    assert any(isinstance(value, dg.TableMetadataValue) for value in shown.values())


def test_a_list_without_the_figure_has_no_chart(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("UPDATE mart.outside_index SET total = NULL")
    assert chart(PAPI, the_list(con), YEAR) is None


@pytest.mark.parametrize("table", load_previews())
def test_every_declared_preview_can_be_asked_of_an_empty_table(con: duckdb.DuckDBPyConnection, table: str) -> None:
    preview = load_previews()[table]
    with rows_kept(con, preview, [1999]):
        assert row_lists(con, preview, 1999) == []
        assert change_of(con, preview, 1999).first


def test_the_first_time_is_told_as_such(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("DELETE FROM mart.outside_index")
    with rows_kept(con, PAPI, [YEAR]):
        put(con, 1, "40")
        change = change_of(con, PAPI, YEAR)
    assert change.first and change.told(PAPI) == "Lần đầu: 1 dòng."


def test_rows_that_came_went_and_changed_by_key_with_the_biggest_changes_first(con: duckdb.DuckDBPyConnection) -> None:
    with rows_kept(con, PAPI, [YEAR]):
        con.execute("DELETE FROM mart.outside_index WHERE rank = 14")
        put(con, 15, "12")
        con.execute("UPDATE mart.outside_index SET total = total + 3 WHERE rank = 2")
        con.execute("UPDATE mart.outside_index SET total = total - 0.5, note = 'x' WHERE rank = 3")
        con.execute("UPDATE mart.outside_index SET note = 'x' WHERE rank = 4")
        change = change_of(con, PAPI, YEAR)
    assert (change.first, change.added, change.removed, change.changed) == (False, 1, 1, 3)
    assert [(each.name, each.before, each.now) for each in change.moved[:2]] == [
        ("Tỉnh Đắk Nông 2", Decimal(48), Decimal(51)),
        ("Tỉnh Đắk Nông 3", Decimal(47), Decimal("46.5")),
    ]
    told = change.told(PAPI)
    assert "1 dòng thêm, 1 dòng bớt, 3 dòng đổi." in told and "48,00 → 51,00 (+3,00)" in told and "(-0,50)" in told


def test_a_name_is_no_markdown(con: duckdb.DuckDBPyConnection) -> None:
    """No link, no picture from elsewhere, no tag, no second line, nothing that commands."""
    hostile = "![x](http://example.invalid/)\n# <script>`_*{{7*7}}\x1b\u202e"
    con.execute("UPDATE mart.outside_index SET unit_name = ? WHERE unit_code = '01'", [hostile])
    with rows_kept(con, PAPI, [YEAR]):
        con.execute("UPDATE mart.outside_index SET total = total - 1 WHERE unit_code = '01'")
        told = change_of(con, PAPI, YEAR).told(PAPI)
    assert r"- \!\[x\](http://example.invalid/) \# \<script\>\`\_\*{{7\*7}}��:" in told
    assert in_markdown("Bà Rịa - Vũng Tàu (2024)") == "Bà Rịa - Vũng Tàu (2024)"
    assert in_lines("a\x1bb\nc") == "a�b\u00a0c"


def test_nothing_changed_is_told_and_other_years_do_not_count(con: duckdb.DuckDBPyConnection) -> None:
    with rows_kept(con, PAPI, [YEAR]):
        put(con, 1, "40", year=2023)
        assert change_of(con, PAPI, YEAR).told(PAPI) == "Không dòng nào khác lần trước."
    assert con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'rows_before'").fetchone() == (0,)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("mart.nowhere: {title_vi: a, columns: [], order: [], label: [], figure: a, chart: {kind: bars}}", "mart.nowhere"),
        (
            "mart.par_index: {title_vi: a, columns: [rank], order: [rank], label: [unit_name], figure: points, chart: {kind: bars}}",
            "points",
        ),
        ("mart.par_index: {title_vi: a, columns: [rank], order: [rank], label: [unit_name], figure: rank, chart: {kind: pie}}", "bars"),
        ("mart.par_index: {columns: [rank], order: [rank], label: [unit_name], figure: rank, colour: red, chart: {kind: bars}}", "colour"),
    ],
)
def test_a_wrong_declaration_says_where(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "previews.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PreviewError, match=named):
        read_previews(path)


def test_a_code_is_told_by_its_column() -> None:
    assert (in_words("state", "late"), in_words("timeliness", "late")) == ("được tính, đến muộn", "quá hạn")
    assert (in_words("data_verdict", "closes"), in_words("data_verdict", None)) == ("khớp", "–")
    assert in_words("unit_name", "late") == "late", "a name is no code"
