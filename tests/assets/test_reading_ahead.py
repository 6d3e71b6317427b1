"""Reading begins while files are still received: the same rows, whatever came of it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from assets import batch_reading, intake_tables, receiving
from assets.batch_reading import begin_reading
from assets.workbooks.worker_pool import WorkerPool
from bench.demo_files import distinct
from tests.golden.build import CASES
from tests.ready_warehouse import with_reference
from warehouse.connection import open_work
from warehouse.home import Home

FILES, AT_ONCE, PER_BATCH = 25, 10, 4
TABLES = ("intake.cell_values", "intake.line_values", "intake.sheets", "intake.files", "intake.line_sources")


@pytest.fixture
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "_AT_ONCE", AT_ONCE)
    monkeypatch.setattr(batch_reading, "FILES_PER_BATCH", PER_BATCH)


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[list[str]]]:
    """The hashes of the files of each batch that was begun ahead."""
    seen: list[list[str]] = []
    usual = WorkerPool.begin

    def begin(pool, questions, seconds):  # type: ignore[no-untyped-def]
        told = list(questions)
        seen.extend([task.file_sha256 for task in batch] for batch in told)
        usual(pool, told, seconds)

    monkeypatch.setattr(WorkerPool, "begin", begin)
    yield seen


def _filled(root: Path, contents: list[bytes]) -> Home:
    home = with_reference(Home(root).create())
    for number, content in enumerate(contents):
        path = home.landing / f"{number:03}.xlsx"
        path.write_bytes(content)
        os.utime(path, (number, number))  # received in this order
    return home


def _received(home: Home) -> tuple[dict[str, int], dict[str, list[tuple]]]:
    with open_work(home) as con:
        counts = intake_tables.receive_all(con, home)
        rows = {table: con.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall() for table in TABLES}
        query = "SELECT submission_id, file_sha256, file_name, form, unit_id, status FROM intake.submissions ORDER BY ALL"
        rows["intake.submissions"] = con.execute(query).fetchall()
    return counts, rows


def _both_ways(tmp_path: Path, contents: list[bytes], monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    counts, ahead = _received(_filled(tmp_path / "ahead", contents))
    monkeypatch.setattr(intake_tables, "read_ahead", lambda *_: None)
    usual_counts, usual = _received(_filled(tmp_path / "usual", contents))
    assert ahead == usual and counts == usual_counts
    assert all(ahead.values())
    return counts


def test_what_was_read_ahead_is_what_is_read_else(
    tmp_path: Path, small_portions: None, begun: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = [distinct(CASES["clean_xlsx"][1](), number) for number in range(FILES)]
    counts = _both_ways(tmp_path, contents, monkeypatch)
    assert counts["arrivals"] == counts["new_receipts"] == FILES
    assert [len(batch) for batch in begun] == [PER_BATCH] * (AT_ONCE // PER_BATCH), "one portion, full batches only"


def test_bytes_that_come_again_in_a_later_portion_are_kept_once_with_all_receipts(
    tmp_path: Path, small_portions: None, begun: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = CASES["clean_xlsx"][1]()
    contents = [distinct(clean, number % 12) for number in range(FILES)]
    assert len(set(contents[:AT_ONCE]) & set(contents[AT_ONCE:])) == AT_ONCE, "all that was begun has to be asked otherwise"
    counts = _both_ways(tmp_path, contents, monkeypatch)
    assert counts["new_receipts"] == FILES and begun


def test_a_file_that_cannot_be_read_is_one_refused_file(
    tmp_path: Path, small_portions: None, begun: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = CASES["clean_xlsx"][1]()
    contents = [b"" if number == 3 else distinct(clean, number) for number in range(FILES)]
    counts = _both_ways(tmp_path, contents, monkeypatch)
    assert counts["unreadable"] == 1 and begun


def test_no_more_is_begun_than_may_wait_in_memory(
    tmp_path: Path, small_portions: None, begun: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_reading, "MOST_AHEAD", PER_BATCH + 1)
    contents = [distinct(CASES["clean_xlsx"][1](), number) for number in range(FILES)]
    _both_ways(tmp_path, contents, monkeypatch)
    assert [len(batch) for batch in begun] == [PER_BATCH]


def test_few_files_are_not_begun(tmp_path: Path, begun: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    contents = [distinct(CASES["clean_xlsx"][1](), number) for number in range(3)]
    _both_ways(tmp_path, contents, monkeypatch)
    assert begun == []


def test_what_was_begun_and_never_asked_ends_with_the_pool() -> None:
    with WorkerPool("time", b"", 1) as pool:  # it has no main, so every question kills it
        begin_reading([], pool)
        assert not pool.has_begun
        pool.begin([("never asked",)], 5)
        assert pool.has_begun
