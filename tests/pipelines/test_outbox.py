"""Answers to what was received: a page each, workbooks where something is wrong, and only what changed is written."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import duckdb
import openpyxl
import pytest

from assets.answers.answer_page import AnswerPage, index_page, submission_page
from assets.answers.outbox import OutboxChange, update_outbox
from assets.answers.told_finding import ToldFinding
from assets.intake.layout_files import load_layouts
from assets.intake_tables import receive_all
from assets.rule_application import FILE_PROBLEMS, LINES
from checks.catalogue import load_rules
from checks.evaluate import evaluate
from tests.conftest import Demo
from tests.needed_program import needed
from tests.ready_warehouse import with_reference
from warehouse.connection import open_work
from warehouse.home import Home

FAULTY = "2024_27_Bac_Ninh_tu_danh_gia.xlsx"
CLEAN = "2024_01_Ha_Noi_tu_danh_gia.xlsx"
BROKEN = "2024_68_Lam_Dong_tu_danh_gia.xlsx"


class Office:
    """A home whose submissions are received, judged by the rules' SQL, and answered."""

    def __init__(self, home: Home, con: duckdb.DuckDBPyConnection, demo: Demo) -> None:
        self.home, self.con, self.demo = home, con, demo
        self.forms = {layout.form: layout.description_vi for layout in load_layouts(home.reference_folders).newest()}

    def send(self, *names: str) -> None:
        for name in names:
            shutil.copy(self.demo.workbooks / name, self.home.landing / name)

    def answer(self) -> OutboxChange:
        receive_all(self.con, self.home)
        rules = load_rules(self.home.rule_folders)
        for table in (FILE_PROBLEMS, LINES):
            evaluate(self.con, rules, table, None, with_gx=False)
        return update_outbox(self.con, self.home, self.forms)

    def page(self, name: str) -> str:
        return (self.home.outbox / name).read_text(encoding="utf-8")


@pytest.fixture
def office(tmp_path: Path, built_demo: Demo) -> Iterator[Office]:
    home = with_reference(Home(tmp_path).create())
    with open_work(home) as con:
        yield Office(home, con, built_demo)


def test_answers_are_incremental(office: Office) -> None:
    office.send(FAULTY, CLEAN, BROKEN)
    first = office.answer()
    names = sorted(path.name for path in office.home.outbox.iterdir() if not path.name.startswith("."))
    refused = [name for name in names if name.startswith("tu-choi_")]
    assert names == sorted(
        ["2024_01_Ha-Noi_self_assessment.html", "2024_27_Bac-Ninh_self_assessment.html", "2024_27_Bac-Ninh_self_assessment.xlsx",
         "index.html", *refused]
    )  # fmt: skip
    assert len(refused) == 2 and sorted(first.written) == names
    assert "vượt điểm tối đa" in office.page("2024_27_Bac-Ninh_self_assessment.html")
    assert "ĐẠT: không có lỗi" in office.page("2024_01_Ha-Noi_self_assessment.html")

    inodes = {path: path.stat().st_ino for path in office.home.outbox.iterdir()}
    assert office.answer() == OutboxChange([], [], 3), "nothing new, nothing written"
    assert {path: path.stat().st_ino for path in office.home.outbox.iterdir()} == inodes

    office.send("2024_02_Ha_Giang_tu_danh_gia.xlsx")
    assert sorted(office.answer().written) == ["2024_02_Ha-Giang_self_assessment.html", "index.html"]


def test_a_mended_resubmission_rewrites_its_page_and_takes_the_workbook_away(office: Office) -> None:
    office.send(FAULTY)
    office.answer()
    book = openpyxl.load_workbook(office.demo.workbooks / FAULTY)
    book["Tự đánh giá"]["D14"] = 0.5
    book.save(office.home.landing / "sửa.xlsx")
    change = office.answer()
    assert sorted(change.written) == ["2024_27_Bac-Ninh_self_assessment.html", "index.html"]
    assert change.removed == ["2024_27_Bac-Ninh_self_assessment.xlsx"]
    assert not (office.home.outbox / "2024_27_Bac-Ninh_self_assessment.xlsx").exists()
    assert "bản thứ 2" in office.page("2024_27_Bac-Ninh_self_assessment.html")


def hostile_page() -> AnswerPage:
    bad = '"><script>alert(1)</script>&'
    found = ToldFinding("R-1", "error", bad, "A1", bad, bad, bad, bad)
    return AnswerPage("a.html", None, bad, 2024, bad, bad, "24/11/2026 17:47", bad, "r1", 1, 3, True, True, bad, False, (found,))


def test_data_is_never_markup_and_pages_load_nothing() -> None:
    for html in (submission_page(hostile_page()), index_page([hostile_page()])):
        assert "<script" not in html and "&lt;script&gt;" in html
        assert "http:" not in html and "https:" not in html and "src=" not in html and "@import" not in html and "url(" not in html
        assert "default-src 'none'" in html and "GIẢ LẬP" in html


@pytest.mark.slow
def test_a_browser_shows_the_page_as_a_person_would_read_it(tmp_path: Path) -> None:
    chromium = needed("chromium")
    path = tmp_path / "trang.html"
    path.write_text(submission_page(hostile_page()), encoding="utf-8")
    flags = [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom",
    ]  # fmt: skip
    shown = subprocess.run([chromium, *flags, path.as_uri()], capture_output=True, text=True, timeout=60, check=True).stdout
    assert "<table>" in shown and "Lỗi</td>" in shown and "Trang tính và ô" in shown
    assert "<script" not in shown
