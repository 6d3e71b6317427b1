"""The workbook of a year: what it shows is what the warehouse holds, seen through another office program; nothing in it runs."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pytest

from assets.exporting.exported_year import label
from tests.pipelines.export.exported import FILE, FORMULA, UNIT, WORDS, exact, table_of
from tests.pipelines.released_home import answer
from warehouse.home import Home

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("publication")]


def test_the_ranking_is_the_warehouses(planted_home: Home, seen_elsewhere: openpyxl.Workbook) -> None:
    names, rows = table_of(seen_elsewhere["Xếp hạng"])
    assert names[:6] == ["Xếp hạng", "Đơn vị", "Điểm thẩm định", "Điểm ĐTXHH", "Tổng điểm", "Chỉ số (%)"]
    expected = answer(
        planted_home.release_file,
        "SELECT rank, unit_name, appraised_points, survey_points, total_points, index_percent, group_label, maturity, unranked_reason "
        "FROM mart.par_index WHERE index_year = 2023",
    )
    assert {(r[0], r[1], *map(exact, r[2:6]), r[6], r[7], r[8]) for r in rows} == {
        (r[0], r[1], *map(exact, r[2:6]), r[6], label(WORDS, "maturity", r[7]), r[8]) for r in expected
    }
    assert len(rows) == len(expected)
    ranks = [row[0] for row in rows if row[0] is not None]
    assert ranks == sorted(ranks) and len(ranks) == 3 and [row[0] for row in rows[: len(ranks)]] == ranks


def test_each_unit_has_its_lines_with_what_was_lost_and_why(planted_home: Home, seen_elsewhere: openpyxl.Workbook) -> None:
    names, rows = table_of(seen_elsewhere["Bộ Y tế"])
    with duckdb.connect(str(planted_home.release_file), read_only=True) as con:
        lines = con.execute(
            "SELECT l.code, l.name_vi, l.max_points, l.self_points, l.appraised_points, l.survey_points, l.points, "
            "coalesce(t.lost_points, 0), l.reason FROM mart.par_index_line AS l LEFT JOIN mart.par_index_trace AS t "
            "USING (index_year, panel, unit_id, node_id) WHERE l.unit_name = 'Bộ Y tế' ORDER BY l.sort_order"
        ).fetchall()
        fields = con.execute(
            "SELECT field_code, field_name, max_points, points FROM mart.par_index_field WHERE unit_name = 'Bộ Y tế' ORDER BY sort_order"
        ).fetchall()
    chosen = [names.index(WORDS.say(f"export.col.{each}")) for each in ("max", "self", "appraised", "survey", "points", "lost")]
    reason, part = names.index("Lý do thẩm định"), names.index("Phần")
    found = [(row[0], row[1], *(exact(row[place]) for place in chosen), row[reason]) for row in rows if row[part]]
    assert found == [(r[0], r[1], *map(exact, r[2:8]), r[8]) for r in lines]
    heads = [(row[0], row[1], exact(row[chosen[0]]), exact(row[chosen[4]])) for row in rows if not row[part]]
    assert heads == [(r[0], r[1], exact(r[2]), exact(r[3])) for r in fields]
    assert FORMULA in [row[reason] for row in rows]


def test_each_field_has_its_sheet(planted_home: Home, seen_elsewhere: openpyxl.Workbook) -> None:
    fields = answer(planted_home.release_file, "SELECT DISTINCT field_code FROM mart.par_index_field WHERE index_year = 2023")
    for (code,) in fields:
        (name,) = [name for name in seen_elsewhere.sheetnames if name.startswith(f"LV {code} ")]
        names, rows = table_of(seen_elsewhere[name])
        expected = answer(
            planted_home.release_file,
            "SELECT unit_name, points, field_percent FROM mart.par_index_field WHERE index_year = 2023 AND field_code = ?",
            code,
        )
        points, percent = names.index("Điểm đạt"), names.index("Chỉ số thành phần (%)")
        assert {(r[0], exact(r[points]), exact(r[percent])) for r in rows} == {(r[0], exact(r[1]), exact(r[2])) for r in expected}


def test_findings_and_sources_are_all_there(planted_home: Home, seen_elsewhere: openpyxl.Workbook) -> None:
    _, rows = table_of(seen_elsewhere["Phát hiện còn mở"])
    expected = answer(
        planted_home.release_file,
        "SELECT file_name, sheet, cell, value, message_vi FROM quality.findings WHERE index_year = 2023 AND NOT superseded",
    )
    assert sorted(map(str, (tuple(row[3:8]) for row in rows if any(row)))) == sorted(map(str, expected))
    _, rows = table_of(seen_elsewhere["Nguồn"])
    sources = {(row[2], row[3]) for row in rows}
    files = answer(planted_home.release_file, "SELECT file_name, file_sha256 FROM core.submissions WHERE index_year = 2023")
    assert files and set(files) <= sources and FILE in {name for name, _ in files}
    (kept,) = answer(planted_home.release_file, "SELECT DISTINCT criteria_set FROM mart.par_index WHERE index_year = 2023")
    assert any(kept[0] in str(what) for what, _ in sources)
    assert json.loads((planted_home.release / "release.json").read_text())["method"] in {sha256 for _, sha256 in sources}


def test_nothing_in_it_runs_or_leads_outside(workbook: Path, seen_elsewhere: openpyxl.Workbook) -> None:
    with zipfile.ZipFile(workbook) as package:
        for name in package.namelist():
            content = package.read(name)
            assert b"<f>" not in content and b"<f " not in content and b'TargetMode="External"' not in content, name
            assert "externalLink" not in name and "vba" not in name.lower()
    planted = set()
    for book in (openpyxl.load_workbook(workbook), seen_elsewhere):
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f", (sheet.title, cell.coordinate, cell.value)
                    assert cell.hyperlink is None or cell.hyperlink.location
                    if isinstance(cell.value, str) and cell.value.startswith("="):
                        planted.add(cell.value)
    assert {FORMULA, UNIT, FILE} <= planted


def test_contents_lead_to_every_sheet(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    contents = book.worksheets[0]
    assert contents.title == "Mục lục"
    targets = [cell.hyperlink.location for row in contents.iter_rows() for cell in row if cell.hyperlink]
    named = [re.fullmatch(r"'(.+)'!A1", target)[1].replace("''", "'") for target in targets]  # type: ignore[index]
    assert named == book.sheetnames[1:]
    for sheet in book.worksheets[1:]:
        assert [c.hyperlink.location for row in sheet.iter_rows(max_row=20) for c in row if c.hyperlink] == ["'Mục lục'!A1"]


def test_it_is_made_to_be_read_and_printed(workbook: Path) -> None:
    for sheet in openpyxl.load_workbook(workbook).worksheets[1:]:
        first, last = re.findall(r"\d+", sheet.auto_filter.ref)
        header = int(first)
        assert sheet.freeze_panes and int(re.sub(r"\D", "", sheet.freeze_panes)) == header + 1
        assert sheet.print_title_rows == f"${header}:${header}"
        assert int(sheet.page_setup.paperSize) == 9 and sheet.page_setup.fitToHeight == 0 and sheet.sheet_properties.pageSetUpPr.fitToPage
        texts = [str(row[0].value) for row in sheet.iter_rows(max_row=header - 1)]
        assert "SỐ LIỆU GIẢ LẬP" in texts and "SỐ LIỆU GIẢ LẬP" in str(sheet.oddFooter.left.text) and "2023" in texts[0]
        assert any("NỘI BỘ" in text for text in texts)
        for row in sheet.iter_rows(min_row=header + 1, max_row=int(last)):
            for cell in row:
                if isinstance(cell.value, float):
                    assert cell.number_format in ("0.00", "#,##0.00", "#,##0"), (sheet.title, cell.coordinate)


def test_figures_that_are_not_final_are_seen_to_be_so(planted_home: Home, workbook: Path) -> None:
    sheet = openpyxl.load_workbook(workbook)["Xếp hạng"]
    drafts = {name for (name,) in answer(planted_home.release_file, "SELECT unit_name FROM mart.par_index WHERE maturity <> 'final'")}
    assert drafts
    header = int(re.findall(r"\d+", sheet.auto_filter.ref)[0])
    for row in sheet.iter_rows(min_row=header + 1):
        assert row[1].font.italic is (row[1].value in drafts) and (row[0].value is None or row[1].value not in drafts)
    assert any(f"{len(drafts)} đơn vị chưa đủ điểm" in str(row[0].value) for row in sheet.iter_rows(max_row=header))
