"""Odd arrivals: the same bytes again, versions, files that change or cannot be opened, odd names. Nothing is lost or counted twice."""

from __future__ import annotations

import os
import shutil
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from assets.filing_away import file_away
from assets.receiving import receive_files, receive_landing
from tests.pipelines.bad_input.working_home import Books, SmallHome, edited, put
from warehouse.archive import FileChanging, read_receipts

pytestmark = pytest.mark.xdist_group("bad_input")


def test_the_same_bytes_again_are_kept_once_with_a_receipt_each(small: SmallHome, books: Books) -> None:
    content = books("2023_BTP_tham_dinh.xlsx")
    small.put("a.xlsx", content)
    small.run()
    lines = small.rows("SELECT count(*), count(DISTINCT line_id) FROM intake.lines")
    small.put("a.xlsx", content)
    small.put("tên khác.xlsx", content)
    receive_files(small.home, small.home.landing_done / "a.xlsx", "submit")
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
            receive_files(small.home, path, "submit")
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
            receive_files(small.home, path, "submit", year=year)
    assert read_receipts(small.home) == []
