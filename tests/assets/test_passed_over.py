"""What is no submission is passed over and told once, counted; whatever has a workbook's name stays one."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from assets.folder_files import files_below
from assets.landing_folder import passed_over_files, waiting_files
from assets.passed_over import is_no_submission
from assets.receiving import receive_landing
from assets.zip_members import members_of, passed_over_members
from tests.assets.test_zip_members import zipped
from warehouse.archive import read_receipts
from warehouse.home import Home

CLUTTER = {
    "Thumbs.db": b"x", "Sở A/desktop.ini": b"x", "Sở A/.DS_Store": b"x", "__MACOSX/Sở A/._a.xlsx": b"x", "__MACOSX/x": b"x",
    "Sở A/~$a.xlsx": b"x", "trống/": b"",
}  # fmt: skip
MEANT = {
    "Sở A/a.xlsx": b"x",
    "Thumbs.db.xlsx": b"x",
    "desktop.ini.csv": b"x",
    "__MACOSX/b.xlsx": b"x",
    "Thumbs.dbx": b"x",
    "ghi chú.pdf": b"x",
}


@pytest.mark.parametrize("name", MEANT)
def test_what_is_a_submission(name: str) -> None:
    assert not is_no_submission(name)


def test_in_a_zip(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    home = Home(tmp_path).create()
    path = zipped(home.landing / "a.zip", CLUTTER | MEANT)
    assert {member.path for member in members_of(path)} == set(MEANT)
    assert sorted(passed_over_members(path)) == sorted(CLUTTER)
    with caplog.at_level(logging.INFO, "cchc.progress"):
        receive_landing(home)
    assert [receipt.member_path for receipt in read_receipts(home)] == list(MEANT)
    (told,) = [record.getMessage() for record in caplog.records]
    assert told.startswith("a.zip: bỏ qua 7 mục không phải bài nộp") and "Thumbs.db" in told


def test_a_zip_of_nothing_else_is_refused_and_kept(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    zipped(home.landing / "a.zip", CLUTTER)
    receive_landing(home)
    (receipt,) = read_receipts(home)
    assert receipt.file_name == "a.zip" and receipt.received_note == "tệp nén không có bài nộp nào"


def test_a_member_without_a_name_stops_nothing(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"qqq": b"", "a.xlsx": b"x"})
    path.write_bytes(path.read_bytes().replace(b"qqq", b"\0qq"))
    assert [member.path for member in members_of(path)] == ["a.xlsx"] and passed_over_members(path) == []


def test_a_path_from_the_folder_itself_is_no_hidden_one(tmp_path: Path) -> None:
    assert [member.name for member in members_of(zipped(tmp_path / "a.zip", {"./a.xlsx": b"x"}))] == ["a.xlsx"]


def test_in_folders(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    for name, content in (CLUTTER | MEANT).items():
        if not name.endswith("/"):
            (home.landing / name).parent.mkdir(parents=True, exist_ok=True)
            (home.landing / name).write_bytes(content)
    meant = {home.landing / name for name in MEANT}
    assert set(waiting_files(home)) == meant and len(passed_over_files(home)) == 6
    below = files_below(home.landing)
    assert set(below.files) == meant and len(below.passed_over) == 6
