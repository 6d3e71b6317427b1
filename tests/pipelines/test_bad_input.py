"""Bad input, one test per kind: a finding in Vietnamese with its cell, nothing lost, nothing counted wrongly.

Belongs here: strange files and strange cells, sent through receive, read, extract, rules and tables as functions on a
small home. Does not belong here: whole Dagster runs (test_scenarios.py), the demo's own faults (test_demo_faults.py).
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import openpyxl
import polars as pl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from assets.demo.broken_files import cut_off, password_protected
from assets.demo.demo_files import panel_files
from assets.demo.panel_plans import ministry_plans
from assets.intake_tables import receive_all
from assets.landing import file_away, receive_file, receive_landing, waiting_files
from assets.reference_tables import load_reference_tables
from assets.release import audit
from assets.rule_application import FILE_PROBLEMS, LINES
from assets.sql_tables import build_years
from checks.catalogue import load_rules
from checks.evaluate import evaluate
from warehouse.archive import FileChanging, archived_file, read_receipts
from warehouse.connection import open_work
from warehouse.home import Home
from warehouse.model import built_tables, in_dependency_order
from warehouse.reference_data import SHIPPED, load_reference
from warehouse.table_store import ensure_tables

pytestmark = pytest.mark.xdist_group("bad_input")

YEARS = [2019, 2023, 2024]
Books = Callable[[str], bytes]


@dataclass
class SmallHome:
    """A home with its open work file, worked on without Dagster."""

    home: Home
    con: duckdb.DuckDBPyConnection

    def put(self, name: str, content: bytes) -> Path:
        path = self.home.landing / name
        path.write_bytes(content)
        return path

    def receive(self) -> None:
        receive_all(self.con, self.home)

    def run(self) -> None:
        """What a run does from landing to the audit before release, which raises ReleaseRefused.

        Great Expectations is left out (seconds each time): findings come from the rules' SQL in any case.
        """
        rules = load_rules(self.home.rule_folders)
        self.receive()
        evaluate(self.con, rules, FILE_PROBLEMS, None, with_gx=False)
        evaluate(self.con, rules, LINES, YEARS, with_gx=False)
        for table in in_dependency_order(set(built_tables())):
            build_years(self.con, table, YEARS)
        audit(self.con, rules)

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return self.con.execute(query, list(parameters)).fetchall()

    def keeps(self, name: str, content: bytes) -> bool:
        """Whether the archive has the bytes unchanged under a receipt with this name."""
        sha256 = hashlib.sha256(content).hexdigest()
        named = {receipt.file_name for receipt in read_receipts(self.home) if receipt.file_sha256 == sha256}
        return name in named and archived_file(self.home, sha256).read_bytes() == content

    def versions(self, unit: str) -> list[tuple[str, int, bool]]:
        """File name, number and whether it counts, of each accepted appraisal of a unit."""
        return self.rows(
            "SELECT file_name, version_no, counts FROM intake.versions WHERE form = 'appraisal' AND unit_id = ? "
            "AND version_no IS NOT NULL ORDER BY version_no",
            f"{unit}@all",
        )


def new_home(root: Path) -> SmallHome:
    home = Home(root).create()
    con = open_work(home)
    ensure_tables(con)
    load_reference_tables(con, home)
    return SmallHome(home, con)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallHome]:
    made = new_home(tmp_path / "Thư mục dữ liệu")
    yield made
    made.con.close()


@pytest.fixture(scope="module")
def reference() -> dict[str, pl.DataFrame]:
    return load_reference([SHIPPED])


@pytest.fixture(scope="module")
def books(reference: dict[str, pl.DataFrame]) -> Books:
    """Good workbooks of the demo's ministries by file name, made when asked for."""
    files = {file.name: file for file in panel_files(ministry_plans(reference, 2023))}
    return lambda name: files[name].content()


def edited(content: bytes, change: Callable[[Worksheet], object], *, hidden: dict[str, str] | None = None) -> bytes:
    """A workbook with its first sheet changed and its hidden sheet taken away, or replaced by other pairs."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    if "_cchc" in book.sheetnames:
        del book["_cchc"]
    if hidden:
        sheet = book.create_sheet("_cchc")
        sheet.sheet_state = "hidden"
        for pair in hidden.items():
            sheet.append(pair)
    change(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(cell: str, value: object) -> Callable[[Worksheet], None]:
    return lambda sheet: sheet.__setitem__(cell, value)


class Bad(NamedTuple):
    """One bad file: of which good one it is made and how, and what must be found where."""

    source: str
    make: Callable[[bytes], bytes]
    rule: str
    sheet: str | None
    cell: str | None
    says: str
    taken: bool
    """Whether the file is taken in, with the bad cell set apart; else it is refused whole."""


APPRAISAL, SELF, SURVEY = "Thẩm định", "Tự đánh giá", "Điều tra XHH"
FILES = {
    "zero_bytes": Bad("BCT_tham_dinh", lambda _: b"", "FILE-EMPTY", None, None, "rỗng (0 byte)", False),
    "cut_off": Bad("BCT_tham_dinh", cut_off, "FILE-CORRUPT", None, None, "bị hỏng", False),
    "encrypted": Bad("BCT_tham_dinh", password_protected, "FILE-ENCRYPTED", None, None, "có mật khẩu", False),
    "a_pdf": Bad("BCT_tham_dinh", lambda _: b"%PDF-1.7 x", "FILE-FORMAT", None, None, "Đây là tệp PDF", False),
    "a_letter": Bad("BCT_tham_dinh", lambda _: "Kính gửi".encode(), "FILE-FORM", None, None, "Không nhận ra", False),
    "wrong_sheet": Bad(
        "BCT_tham_dinh", lambda c: edited(c, lambda s: s.delete_rows(6, 2)), "FILE-SHEET", None, None,
        "không có bảng số liệu theo biểu mẫu ở trang tính nào", False,
    ),
    "missing_column": Bad(
        "BCT_tham_dinh", lambda c: edited(c, lambda s: s.delete_cols(5)), "FILE-COLUMN", APPRAISAL, "A6",
        "thiếu cột «Điểm thẩm định»", False,
    ),
    "no_lines": Bad(
        "BCT_tham_dinh", lambda c: edited(c, lambda s: s.delete_rows(8, 400)), "FILE-LINES", APPRAISAL, None,
        "không có dòng tiêu chí nào", False,
    ),
    "unknown_unit": Bad(
        "BCT_tham_dinh", lambda c: edited(c, put("A2", "Đơn vị: Bộ Phép thuật'); DROP TABLE intake.lines;--")),
        "FILE-UNIT-KNOWN", APPRAISAL, "A2", "«Bộ Phép thuật'); DROP TABLE intake.lines;--»", False,
    ),
    "no_unit": Bad("BCT_tham_dinh", lambda c: edited(c, put("A2", None)), "FILE-UNIT", None, None, "tên đơn vị", False),
    "no_set_that_year": Bad(
        "BCT_tham_dinh", lambda c: edited(c, put("A3", "Năm đánh giá: 2019")), "FILE-CRITERIA-SET", APPRAISAL, "A3",
        "Năm 2019 chưa có bộ tiêu chí", False,
    ),
    "year_not_open": Bad(
        "BCT_tham_dinh", lambda c: edited(c, put("A3", "Năm đánh giá: 1999")), "FILE-YEAR-OPEN", APPRAISAL, "A3",
        "«1999»", False,
    ),
    "year_of_five_digits": Bad(
        "BCT_tham_dinh", lambda c: edited(c, put("A3", "Năm đánh giá: 20024")), "FILE-YEAR", None, None,
        "không ghi năm đánh giá", False,
    ),
    "lying_hidden_sheet": Bad(
        "BGDDT_tham_dinh",
        lambda c: edited(c, lambda _: None, hidden={"form": "appraisal", "unit": "Bộ Công Thương", "year": "2023"}),
        "FILE-IDENTITY", APPRAISAL, "A2", "«Bộ Công Thương» (_cchc!B2) và «Bộ Giáo dục và Đào tạo»", True,
    ),
    "above_maximum": Bad(
        "BGTVT_tu_danh_gia", lambda c: edited(c, put("D9", 0.75)), "SELF-WITHIN-MAX", SELF, "D9",
        "Điểm tự đánh giá 0,75 của dòng «1.1.1» (ô Tự đánh giá!D9) vượt điểm tối đa 0,5.", True,
    ),
    "appraised_above": Bad(
        "BTC_tham_dinh", lambda c: edited(c, put("E10", "1.049")), "APPRAISED-WITHIN-MAX", APPRAISAL, "E10",
        "Điểm thẩm định 1049", True,
    ),
    "negative": Bad(
        "BNG_dieu_tra_xhh", lambda c: edited(c, put("D8", -1)), "SURVEY-NOT-NEGATIVE", SURVEY, "D8", "nhỏ hơn 0", True
    ),
    "text_for_number": Bad(
        "BKHCN_tham_dinh", lambda c: edited(c, put("E10", "hai điểm")), "NUMBER-TEXT", APPRAISAL, "E10",
        "ghi «hai điểm», không phải là số", True,
    ),
    "html": Bad(
        "BKHDT_tham_dinh", lambda c: edited(c, put("E10", "<script>alert(1)</script>")), "NUMBER-TEXT", APPRAISAL,
        "E10", "<script>alert(1)</script>", True,
    ),
    "formula": Bad(
        "BLDTBXH_tham_dinh", lambda c: edited(c, put("E10", "=cmd|' /C calc'!A0")), "NUMBER-FORMULA", APPRAISAL, "E10",
        "công thức", True,
    ),
    "huge": Bad(
        "BNNPTNT_tham_dinh", lambda c: edited(c, put("E10", 1e308)), "NUMBER-TEXT", APPRAISAL, "E10", "1000", True
    ),
    "boolean": Bad(
        "BNV_tham_dinh", lambda c: edited(c, put("E10", True)), "NUMBER-TEXT", APPRAISAL, "E10", "TRUE", True
    ),
    "percent": Bad(
        "BTNMT_tham_dinh", lambda c: edited(c, put("E10", "85%")), "NUMBER-PERCENT", APPRAISAL, "E10", "85%", True
    ),
    "blank": Bad(
        "BTTTT_tham_dinh", lambda c: edited(c, put("E10", None)), "LINE-REQUIRED", APPRAISAL, "E10", "Thiếu", True
    ),
    "unknown_line": Bad(
        "BVHTTDL_tham_dinh", lambda c: edited(c, put("A10", "9.9.9")), "LINE-KNOWN", APPRAISAL, "A10", "«9.9.9»", True
    ),
    "line_twice": Bad(
        "BXD_tham_dinh", lambda c: edited(c, put("A11", "1.1.1")), "LINE-TWICE", APPRAISAL, "E10", "E10, E11", True
    ),
}  # fmt: skip


class Sent(NamedTuple):
    """The home after all bad files were sent at once, and the bytes of each."""

    small: SmallHome
    content: dict[str, bytes]


@pytest.fixture(scope="module")
def sent(books: Books, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    small = new_home(tmp_path_factory.mktemp("bad") / "home")
    content = {name: bad.make(books(f"2023_{bad.source}.xlsx")) for name, bad in FILES.items()}
    for name, data in content.items():
        small.put(f"{name}.xlsx", data)
    small.run()
    yield Sent(small, content)
    small.con.close()


@pytest.mark.parametrize("name", FILES)
def test_each_bad_file_has_its_finding_and_is_kept(sent: Sent, name: str) -> None:
    bad, small, file = FILES[name], sent.small, f"{name}.xlsx"
    found = small.rows(
        "SELECT sheet, cell, message_vi, mend_vi, message_en FROM quality.findings WHERE rule = ? AND file_name = ? AND NOT superseded",
        bad.rule,
        file,
    )
    assert (bad.sheet, bad.cell) in {(sheet, cell) for sheet, cell, *_ in found}
    for _, _, message, mend, english in found:
        assert bad.says in message and mend and english
    assert small.keeps(file, sent.content[name])
    status = small.rows("SELECT status FROM intake.submissions WHERE file_name = ?", file)
    assert ("accepted",) in status if bad.taken else ("accepted",) not in status
    folder = small.home.landing_done if bad.taken else small.home.landing_refused
    assert (folder / file).read_bytes() == sent.content[name]


def test_no_bad_file_has_findings_of_other_kinds(sent: Sent) -> None:
    follows = {
        "wrong_sheet": set(), "unknown_line": {"LINE-REQUIRED"}, "line_twice": {"LINE-REQUIRED", "MAX-DECLARED"},
        **{key: {"SUM-CHILDREN"} for key in ("above_maximum", "appraised_above", "negative")},
    }  # fmt: skip
    for name, bad in FILES.items():
        query = "SELECT DISTINCT rule FROM quality.findings WHERE file_name = ? AND NOT superseded"
        rules = {rule for (rule,) in sent.small.rows(query, f"{name}.xlsx")}
        assert rules - follows.get(name, set()) == {bad.rule}, name


def test_a_bad_value_is_null_and_quarantined_never_zero(sent: Sent) -> None:
    query = "SELECT self_points, self_state FROM core.line_scores WHERE self_file = 'above_maximum.xlsx' AND self_cell = 'D9'"
    assert sent.small.rows(query) == [(None, "quarantined")]
    query = (
        "SELECT DISTINCT appraised_points, appraised_state FROM core.line_scores "
        "WHERE appraised_cell = 'E10' AND appraised_file IN (SELECT unnest(?))"
    )
    bad = ["appraised_above", "text_for_number", "html", "formula", "huge", "boolean", "percent", "line_twice"]
    assert sent.small.rows(query, [f"{name}.xlsx" for name in bad]) == [(None, "quarantined")]
    assert sent.small.rows("SELECT count(rank) FROM mart.par_index") == [(0,)]


def test_landing_is_empty_and_each_arrival_has_one_receipt(sent: Sent) -> None:
    assert waiting_files(sent.small.home) == []
    assert len(read_receipts(sent.small.home)) == len(FILES)


def test_the_same_bytes_again_are_kept_once_with_a_receipt_each(small: SmallHome, books: Books) -> None:
    content = books("2023_BTP_tham_dinh.xlsx")
    small.put("a.xlsx", content)
    small.run()
    lines = small.rows("SELECT count(*), count(DISTINCT line_id) FROM intake.lines")
    small.put("a.xlsx", content)
    small.put("tên khác.xlsx", content)
    receive_file(small.home, small.home.landing_done / "a.xlsx", "submit")
    small.run()
    names = [receipt.file_name for receipt in read_receipts(small.home)]
    assert names == ["a.xlsx", "a.xlsx", "a.xlsx", "tên khác.xlsx"]
    assert small.rows("SELECT count(*), count(DISTINCT line_id) FROM intake.lines") == lines
    assert sum(path.is_file() for path in (small.home.archive / "files").rglob("*")) == 1
    assert [counts for *_, counts in small.versions("BTP")] == [True, False, False, False]
    assert {path.name for path in small.home.landing_done.iterdir()} == {"a.xlsx", "a (2).xlsx", "tên khác.xlsx"}


def test_of_two_versions_the_later_receipt_counts_and_both_stay(small: SmallHome, books: Books) -> None:
    first = books("2023_BTP_tham_dinh.xlsx")
    second = edited(first, put("E10", 0.25))
    points = "SELECT appraised_points FROM core.line_scores WHERE unit_id = 'BTP@all' AND appraised_cell = 'E10'"
    small.put("a.xlsx", first)
    small.run()
    before = small.rows(points)
    small.put("a.xlsx", second)
    small.run()
    assert [float(value) for (value,) in small.rows(points)] == [0.25] != [float(value) for (value,) in before]
    assert small.versions("BTP") == [("a.xlsx", 1, False), ("a.xlsx", 2, True)]
    # The older one moved back from done/, with its old time: it has arrived once more, so it counts again.
    (small.home.landing_done / "a.xlsx").replace(small.home.landing / "a.xlsx")
    small.run()
    assert small.rows(points) == before
    assert small.versions("BTP") == [("a.xlsx", 1, False), ("a.xlsx", 2, False), ("a.xlsx", 3, True)]
    assert small.keeps("a.xlsx", first) and small.keeps("a.xlsx", second)


def test_a_file_copied_in_with_its_old_time_has_arrived_again(small: SmallHome, books: Books) -> None:
    path = small.put("a.xlsx", books("2023_BTP_tham_dinh.xlsx"))
    shutil.copy2(path, small.home.root / "kept.xlsx")
    for expected in (1, 2):
        small.receive()
        assert len(read_receipts(small.home)) == expected
        shutil.copy2(small.home.root / "kept.xlsx", path)


def test_a_file_that_still_lies_there_after_a_killed_run_has_one_receipt(small: SmallHome, books: Books) -> None:
    small.put("a.xlsx", books("2023_BTP_tham_dinh.xlsx"))
    assert [arrival.receipt_ids for arrival in receive_landing(small.home).arrivals] == [
        arrival.receipt_ids for arrival in receive_landing(small.home).arrivals
    ]
    assert len(read_receipts(small.home)) == 1


def test_a_file_that_changes_while_it_is_read_stays_and_is_taken_whole_later(small: SmallHome, books: Books) -> None:
    path = small.put("a.xlsx", b"x" * 4_000_000)
    stop = threading.Event()

    def write() -> None:
        with path.open("ab", buffering=0) as file:
            while not stop.is_set():
                file.write(b"x" * 4096)
                time.sleep(0.0005)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with pytest.raises(FileChanging):
            receive_file(small.home, path, "submit")
        landing = receive_landing(small.home)
    finally:
        stop.set()
        writer.join()
    assert (landing.arrivals, landing.still_changing) == ([], ["a.xlsx"])
    assert read_receipts(small.home) == [] and path.exists()
    assert [p for p in (small.home.archive / "files").rglob("*") if p.is_file()] == []
    content = books("2023_BTP_tham_dinh.xlsx")
    path.write_bytes(content)
    small.receive()
    assert small.keeps("a.xlsx", content) and small.versions("BTP") == [("a.xlsx", 1, True)]


def test_odd_names_are_received_and_links_and_half_written_files_are_not(small: SmallHome, books: Books) -> None:
    content = books("2023_BTP_tham_dinh.xlsx")
    names = ["-rf.xlsx", "a\nb.xlsx", "\u202exslx.gpj.xlsx", "😀'\";--.xlsx", "x" * 250 + ".xlsx"]
    names.append(os.fsdecode(b"\xff\xfe.xlsx"))
    for name in names:
        small.put(name, content)
    (small.home.landing / "link.xlsx").symlink_to("/etc/passwd")
    (small.home.landing / "folder.xlsx").mkdir()
    for name in ("~$a.xlsx", ".a.xlsx", "a.xlsx.part"):
        small.put(name, content)
    small.receive()
    assert len(read_receipts(small.home)) == len(names)
    assert all(receipt.file_name.isprintable() for receipt in read_receipts(small.home))
    assert {path.name for path in small.home.landing_done.iterdir()} == set(names)


@pytest.mark.parametrize("name", ["x" * 250 + ".xlsx", "ư" * 125 + ".xlsx", "a." + "b" * 250])
def test_the_longest_name_twice_finds_a_place(small: SmallHome, name: str) -> None:
    for expected in (1, 2, 3):
        small.put(name, b"x")
        (arrival,) = receive_landing(small.home).arrivals
        assert file_away(small.home, arrival, accepted=False) is not None
        assert len(list(small.home.landing_refused.iterdir())) == expected


def test_a_file_that_may_not_be_opened_does_not_stop_the_others(
    small: SmallHome, books: Books, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    small.put("closed.xlsx", b"x")
    small.put("open.xlsx", books("2023_BTP_tham_dinh.xlsx"))
    usual = Path.open

    def open_unless_closed(path: Path, *args: Any, **kwargs: Any) -> Any:
        if path.name == "closed.xlsx":
            raise PermissionError(13, "Permission denied", str(path))
        return usual(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", open_unless_closed)
    small.receive()
    assert [receipt.file_name for receipt in read_receipts(small.home)] == ["open.xlsx"]
    assert (small.home.landing / "closed.xlsx").exists()
    assert "closed.xlsx: không mở được" in caplog.text


def test_a_year_that_cannot_be_stored_never_becomes_a_receipt(small: SmallHome) -> None:
    path = small.put("a.xlsx", b"x")
    for year in (99_999_999_999, -5):
        with pytest.raises(ValueError, match="không hợp lệ"):
            receive_file(small.home, path, "submit", year=year)
    assert read_receipts(small.home) == []


HEADER = ["year", "province_vi", "dimension_code", "sub_code", "sub_name_en", "sub_name_vi", "score", "source_url"]


def scores(reference: dict[str, pl.DataFrame], year: int) -> list[list[str]]:
    """A full table of PAPI scores of two provinces."""
    lines = reference["reference.outside_index_line"].filter(index_name="PAPI", index_year=year)
    return [
        [str(year), province, row["dimension_code"], row["sub_code"], "", "", "1.5", "made-up"]
        for province in ("Hà Nội", "Hưng Yên")
        for row in lines.sort("sort_order").to_dicts()
    ]


def as_csv(rows: list[list[str]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([HEADER, *rows])
    return out.getvalue().encode()


def with_cell(rows: list[list[str]], column: int, value: str) -> list[list[str]]:
    return [[*rows[0][:column], value, *rows[0][column + 1 :]], *rows[1:]]


TABLES: dict[str, tuple[Callable[[list[list[str]]], bytes], str, str | None, int]] = {
    "row_twice": (lambda rows: as_csv([*rows, rows[0]]), "LINE-TWICE", "G2", 1),
    "unknown_unit": (lambda rows: as_csv(with_cell(rows, 1, "Atlantis")), "UNIT-KNOWN", "B2", 1),
    "unknown_sub_code": (lambda rows: as_csv(with_cell(rows, 3, "SC99")), "SUB-CODE-KNOWN", "D2", 1),
    "decimal_comma": (lambda rows: as_csv(with_cell(rows, 6, "1,5"), ";"), "NUMBER-TEXT", "G2", 1),
    "exponent_too_large": (lambda rows: as_csv(with_cell(rows, 6, "1e308")), "NUMBER-TEXT", "G2", 1),
    "not_a_number": (lambda rows: as_csv(with_cell(rows, 6, "nan")), "NUMBER-TEXT", "G2", 1),
    "above_scale": (lambda rows: as_csv(with_cell(rows, 6, "10.5")), "SUB-SCORE-WITHIN-SCALE", "G2", 1),
    "negative": (lambda rows: as_csv(with_cell(rows, 6, "-1")), "SUB-SCORE-NOT-NEGATIVE", "G2", 1),
    "year_20024": (lambda rows: as_csv(with_cell(rows, 0, "20024")), "FILE-YEAR", "A2", 0),
    "year_not_open": (lambda rows: as_csv(with_cell(rows, 0, "2031")), "FILE-YEAR-OPEN", "A2", 1),
    "year_without_definition": (lambda rows: as_csv(with_cell(rows, 0, "2019")), "FILE-CRITERIA-SET", "D2", 1),
    "header_only": (lambda _: as_csv([]), "FILE-LINES", None, 0),
    "no_header": (lambda rows: as_csv(rows).split(b"\n", 1)[1], "FILE-FORM", None, 0),
    "no_score_column": (lambda rows: as_csv(rows).replace(b",score,", b",note,", 1), "FILE-COLUMN", "A1", 0),
    "open_quote": (lambda rows: as_csv(rows) + b'2023,"x', "FILE-CORRUPT", None, 0),
}


def test_bad_tables_of_scores(small: SmallHome, reference: dict[str, pl.DataFrame]) -> None:
    """Each table is sent after the one before, so each is the version that counts when it is looked at."""
    rules = load_rules(small.home.rule_folders)
    for name, (make, rule, cell, ranked) in TABLES.items():
        content = make(scores(reference, 2023))
        small.put(f"{name}.csv", content)
        small.receive()
        for table in (FILE_PROBLEMS, LINES):
            evaluate(small.con, [each for each in rules if each.code == rule], table, None, with_gx=False)
        assert small.keeps(f"{name}.csv", content)
        query = "SELECT cell, message_vi, mend_vi FROM quality.line_findings WHERE file_name = ? AND rule = ?"
        found = small.rows(query, f"{name}.csv", rule)
        assert cell in {row[0] for row in found} and all(row[1] and row[2] for row in found), name
        query = "SELECT count(*) FROM intake.submissions WHERE file_name = ? AND status = 'accepted'"
        accepted = small.rows(query, f"{name}.csv")
        assert accepted == [(ranked,)], name


def test_other_stated_years_for_the_same_bytes_give_other_lines(small: SmallHome, reference: dict[str, pl.DataFrame]) -> None:
    """Rows without a year take the stated one; the row balance holds for both arrivals: nothing is blocked."""
    rows = scores(reference, 2023)
    content = as_csv([*rows[: len(rows) // 2], *[["", *row[1:]] for row in rows[len(rows) // 2 :]]])
    path = small.put("a.csv", content)
    for year in (2023, 2024):
        receive_file(small.home, path, "submit", year=year)
    path.unlink()
    small.run()
    taken = small.rows("SELECT index_year, lines_in FROM intake.submissions WHERE status = 'accepted' ORDER BY recorded_at, 1")
    half = len(rows) // 2
    assert taken == [(2023, 2 * half), (2023, half), (2024, half)]
    balance = small.rows("SELECT DISTINCT lines_in = lines_accepted + lines_quarantined FROM core.submissions")
    assert balance == [(True,)]
