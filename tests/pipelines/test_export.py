"""`cchc export`: what the workbook shows is what the warehouse holds, seen through another office program; nothing in it runs; what is
internal, draft or made up says so; a publication's export holds nothing but the publication."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import polars as pl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from assets.exporting.exported_year import label
from pipelines.cli.approve import approve
from pipelines.cli.export import export
from pipelines.cli.failure import CommandFailed
from pipelines.cli.publish import publish
from tests.pipelines.conftest import home_in_use, raise_one_cell
from tests.pipelines.released_home import answer, run_through
from warehouse.contract import load_contracts
from warehouse.home import Home
from warehouse.publication_columns import published_columns
from warehouse.reference_data import SHIPPED
from warehouse.spreadsheet_text import text_in_spreadsheet
from warehouse.wording import Wording

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("publication")]

BY = {"author": "Sở Nội vụ (thử)", "document": "Số 01 (thử)"}
FORMULA = '=HYPERLINK("http://example.invalid/"&A1,"bấm vào đây")'
UNIT = '=HYPERLINK("http://example.invalid/","Bộ")'
FILE = "=HYPERLINK(1)_2023_BYT_tham_dinh.xlsx"
WORDS = Wording()


@pytest.fixture(scope="module")
def planted_home(released_ministries: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Three ministries; a reason, a file name and a unit's name begin like formulas, all by the ways by which they come in."""
    root = tmp_path_factory.mktemp("planted") / "home"
    shutil.copytree(released_ministries.root, root, symlinks=True)
    with home_in_use(root) as home:
        units = (SHIPPED / "units" / "ministries.csv").read_text(encoding="utf-8")
        renamed = "BXD@pre2025,BXD,ministry,Bộ Xây dựng,"
        assert renamed in units
        quoted = '"' + UNIT.replace('"', '""') + '"'
        (home.root / "reference" / "units").mkdir(parents=True)
        (home.root / "reference" / "units" / "ministries.csv").write_text(
            units.replace(renamed, f"BXD@pre2025,BXD,ministry,{quoted},"), encoding="utf-8"
        )
        _plant_reason(home)
        run_through(home, [2023])
        yield home


def _plant_reason(home: Home) -> None:
    """The appraisal of the Ministry of Health again, with another reason on the first line that has one."""
    book = openpyxl.load_workbook(home.landing_done / "2023_BYT_tham_dinh.xlsx")
    sheet = book["Thẩm định"]
    reasons = [column for row in sheet.iter_rows() for column, cell in enumerate(row) if "Lý do" in str(cell.value)]
    cell = next(row[reasons[0]] for row in sheet.iter_rows() if str(row[0].value)[:2] in ("1.", "2.") and row[reasons[0]].value)
    cell.value = FORMULA
    cell.data_type = "s"  # a text, as a person gets it by typing an apostrophe first
    book.save(home.landing / FILE)


@pytest.fixture(scope="module")
def workbook(planted_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    with home_in_use(planted_home.root):
        export(2023, None, folder, [], False, "vi")
    (file,) = folder.iterdir()
    assert file.name == "cchc-2023-gia-lap.xlsx"
    return file


@pytest.fixture(scope="module")
def seen_elsewhere(workbook: Path, tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    """The workbook opened by LibreOffice and saved again."""
    if shutil.which("soffice") is None:
        pytest.skip("needs soffice")
    folder = tmp_path_factory.mktemp("office")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), str(workbook)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return openpyxl.load_workbook(folder / workbook.name)


def table_of(sheet: Worksheet) -> tuple[list[str], list[list[Any]]]:
    """The headings and rows of a sheet: its filter says where they are."""
    cells = sheet[sheet.auto_filter.ref]
    return [cell.value for cell in cells[0]], [[cell.value for cell in row] for row in cells[1:]]


def exact(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.00000001"))


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


def test_tables_as_csv_parquet_and_package(planted_home: Home, tmp_path: Path) -> None:
    with home_in_use(planted_home.root):
        export(2023, None, tmp_path, ["package"], False, "vi")
    folder = tmp_path / "cchc-2023-gia-lap"
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert {entry["path"] for entry in package["resources"]} == {p.name for p in folder.iterdir()} - {"datapackage.json", "SHA256SUMS"}
    assert "SỐ LIỆU GIẢ LẬP" in package["description"] and "NỘI BỘ" in package["description"]
    for entry in package["resources"]:
        assert entry["hash"] == "sha256:" + hashlib.sha256((folder / entry["path"]).read_bytes()).hexdigest()
    done = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0
    contract = load_contracts()["mart.par_index_line"]
    with duckdb.connect(str(planted_home.release_file), read_only=True) as con:
        rows = con.execute("SELECT * FROM mart.par_index_line WHERE index_year = 2023 ORDER BY ALL").fetchall()
    kept = pl.read_parquet(folder / "par_index_line.parquet")
    assert kept.rows() == rows and kept.columns == [column.name for column in contract.columns]
    content = (folder / "par_index_line.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    with (folder / "par_index_line.csv").open(encoding="utf-8-sig", newline="") as file:
        texts = list(csv.DictReader(file))
    reasons = [row[list(kept.columns).index("reason")] for row in rows]
    assert [row["reason"] for row in texts] == [text_in_spreadsheet(reason or "") for reason in reasons]
    assert "'" + FORMULA in [row["reason"] for row in texts]


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


def test_a_publications_export_holds_what_was_put_out_and_nothing_else(publishing_home: Home, tmp_path: Path) -> None:
    home = publishing_home
    approve(2023, "ministries", None, **BY)
    run_through(home, [2023])
    publish(2023, "ministries", at="2024-04-06 09:00", **BY)
    export(2023, None, tmp_path, ["xlsx", "package"], True, "vi")
    book = openpyxl.load_workbook(tmp_path / "cchc-2023-cong-bo-gia-lap.xlsx")
    names, rows = table_of(book["Xếp hạng"])
    assert names == ["Xếp hạng", "Đơn vị", "Điểm thẩm định", "Điểm ĐTXHH", "Tổng điểm", "Chỉ số (%)", "Nhóm"]
    published = home.publications / "current" / "2023-ministries" / "publication.duckdb"
    expected = answer(published, "SELECT rank, unit_name, index_percent FROM mart.par_index ORDER BY rank")
    assert [(row[0], row[1], exact(row[5])) for row in rows] == [(r, n, exact(p)) for r, n, p in expected]
    inside = {row[0] for row in answer(home.release_file, "SELECT DISTINCT reason FROM mart.par_index_line WHERE reason IS NOT NULL")}
    inside |= {row[0] for row in answer(home.release_file, "SELECT DISTINCT file_name FROM core.submissions")}
    inside |= {row[0] for row in answer(home.release_file, "SELECT DISTINCT file_sha256 FROM core.submissions")}
    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert inside and not inside & texts and not any("NỘI BỘ" in text for text in texts)
    for heading in ("self", "lost", "reason", "maturity"):
        assert WORDS.say(f"export.col.{heading}") not in texts
    assert any("2023-ministries-1, theo Số 01 (thử)" in text for text in texts) and "SỐ LIỆU GIẢ LẬP" in texts
    folder = tmp_path / "cchc-2023-cong-bo-gia-lap"
    for table, columns in published_columns().items():
        frame = pl.read_parquet(folder / f"{table.partition('.')[2]}.parquet")
        assert frame.columns == [column.name for column in columns]
        assert frame.sort(frame.columns).rows() == answer(published, f"SELECT * FROM {table} ORDER BY ALL")
    assert {path.stem for path in folder.glob("*.csv")} == {table.partition(".")[2] for table in published_columns()}

    export(2023, None, tmp_path, ["xlsx"], False, "vi")
    texts = _warnings(tmp_path / "cchc-2023-gia-lap.xlsx")
    assert any("đã công bố (2023-ministries-1" in text and "Các cột khác: NỘI BỘ" in text for text in texts)
    raise_one_cell(home, "Bộ Tư pháp", "2023_BTP_tham_dinh.xlsx", Decimal("0.25"))
    run_through(home, [2023])
    export(2023, None, tmp_path, ["xlsx"], False, "vi")
    assert any("bản công bố 2023-ministries-1 đang hiện hành khác" in text for text in _warnings(tmp_path / "cchc-2023-gia-lap.xlsx"))
    file = published.resolve().parent / "par_index.csv"
    file.chmod(0o644)
    file.write_bytes(file.read_bytes() + b"x")
    with pytest.raises(CommandFailed, match=r"không còn nguyên vẹn \(par_index.csv đã bị sửa\)"):
        export(2023, None, tmp_path, ["xlsx"], True, "vi")


def _warnings(file: Path) -> list[str]:
    sheet = openpyxl.load_workbook(file)["Xếp hạng"]
    return [str(row[0].value) for row in sheet.iter_rows(max_row=10)]


@pytest.mark.xdist_group("graph")
def test_every_year_of_the_demo(demo_home: Home, tmp_path: Path) -> None:
    """Scorecard and verdicts are the warehouse's; every code that is told in words has its words."""
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
    assert not any(name.startswith("Tổng hợp") for name in openpyxl.load_workbook(tmp_path / "mot.xlsx").sheetnames)
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
