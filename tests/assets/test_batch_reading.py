"""Many files: order, refusals, a worker that dies, one that hangs, a file that is not there."""

import os
import pickle
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from assets import batch_reading
from assets.batch_reading import begin_reading, read_batches, read_one, reading_pool
from assets.intake.intake_rows import Stated
from assets.intake.layout_files import load_layouts
from assets.intake.reference_lookup import ReferenceLookup
from assets.intake_reading import _arrow_schema, append_batches, cells_of_file
from assets.reading_worker import Arrived, FileTask, Opening
from assets.workbooks import worker_pool
from assets.workbooks.cells import read_cells
from assets.workbooks.workbook_cells import address
from tests.golden.build import CASES
from tests.ready_warehouse import scratch_with_tables
from warehouse.reference_data import SHIPPED, load_reference


@pytest.fixture(scope="module")
def opening():
    return Opening(
        ReferenceLookup.from_tables(load_reference([SHIPPED])),
        load_layouts([SHIPPED]),
        _arrow_schema("intake.cell_values"),
        _arrow_schema("intake.line_values"),
        {},
    )


@pytest.fixture
def tasks(tmp_path):
    data = CASES["clean_xlsx"][1]()
    found = []
    for number in range(20):
        path = tmp_path / f"{number}.bin"
        path.write_bytes(b"" if number == 7 else data)
        stated = Stated(f"sha{number}", f"{number}.xlsx")
        found.append(FileTask(f"sha{number}", str(path), f"{number}.xlsx", (Arrived(f"r{number}", "", "", stated),), True, frozenset()))
    return found


def _files(batches):
    return [file for _, rows in batches for file in rows.files]


@pytest.mark.parametrize("workers", [1, 2])
def test_rows_come_in_the_order_asked(tasks, opening, workers):
    batches = list(read_batches(tasks, reading_pool(opening, workers)))
    files = _files(batches)
    assert [file[0] for file in files] == [task.file_sha256 for task in tasks]
    assert [(file[0], file[3]) for file in files if file[2] == "unreadable"] == [("sha7", "empty_file")]
    cells = pa.concat_tables([pa.ipc.open_stream(rows.cells).read_all() for _, rows in batches]).to_pylist()
    first = [{**cell, "file_sha256": None} for cell in cells if cell["file_sha256"] == "sha0"]
    assert first == [{**cell, "file_sha256": None} for cell in cells if cell["file_sha256"] == "sha19"] != []
    assert {problem[0] for _, rows in batches for problem in rows.problems if problem[6] == "empty_file"} == {"r7"}


def _worker_that(tmp_path, monkeypatch, does):
    """The worker's interpreter is replaced by one that does something else when it is asked for file 3."""
    script = tmp_path / "worker"
    script.write_text(
        f"#!{sys.executable}\n"
        "import os, time\n"
        "import assets.reading_worker as worker\n"
        "real = worker.read_cells\n"
        f"worker.read_cells = lambda data, name: {does} if name == '3.xlsx' else real(data, name)\n"
        "worker.main()\n"
    )
    script.chmod(0o755)
    monkeypatch.setattr(worker_pool.sys, "executable", os.fspath(script))


@pytest.mark.parametrize("ahead", [False, True])
def test_a_worker_that_dies_costs_one_file(tasks, opening, monkeypatch, tmp_path, ahead):
    _worker_that(tmp_path, monkeypatch, "os.kill(os.getpid(), 9)")
    monkeypatch.setattr(batch_reading, "FILES_PER_BATCH", 5)
    pool = reading_pool(opening, 2)
    if ahead:
        begin_reading(tasks, pool)
    files = _files(read_batches(tasks, pool))
    assert not pool.has_begun, "what was begun has been asked"
    assert [(file[0], file[3]) for file in files if file[2] == "unreadable"] == [("sha3", "corrupt"), ("sha7", "empty_file")]
    assert [file[0] for file in files] == [task.file_sha256 for task in tasks]


def test_a_worker_that_hangs_is_stopped(tasks, opening, monkeypatch, tmp_path):
    _worker_that(tmp_path, monkeypatch, "time.sleep(60)")
    monkeypatch.setattr(batch_reading, "SECONDS_PER_FILE", 5)
    files = _files(read_batches(tasks[:5], reading_pool(opening, 1)))
    assert [(file[0], file[3]) for file in files if file[2] == "unreadable"] == [("sha3", "corrupt")]


@pytest.mark.parametrize("ahead", [False, True])
@pytest.mark.parametrize("workers", [1, 2])
def test_a_missing_file_is_our_fault_and_raises(tasks, opening, workers, ahead, monkeypatch):
    monkeypatch.setattr(batch_reading, "FILES_PER_BATCH", 5)
    Path(tasks[5].path).unlink()
    pool = reading_pool(opening, workers)
    if ahead:
        begin_reading(tasks, pool)
    with pytest.raises(FileNotFoundError):
        list(read_batches(tasks, pool))


def test_cells_go_to_the_warehouse_and_back(opening, tmp_path):
    data = CASES["clean_xlsx"][1]()
    (tmp_path / "a").write_bytes(data)
    task = FileTask(
        "sha", str(tmp_path / "a"), "a.xlsx", (Arrived("r", "2024-01-01", "2024-01-01", Stated("sha", "a.xlsx")),), True, frozenset()
    )
    with scratch_with_tables() as con, reading_pool(opening, 1) as pool:
        append_batches(con, [((task,), read_one(pool, task))], "test")
        kept, book = cells_of_file(con, "sha"), read_cells(data, "a.xlsx")
        assert (kept.cells, kept.sheets) == (book.cells, book.sheets)
        shown = con.execute("SELECT sheet, cell, text FROM intake.cells").fetchall()
    names = {sheet.sheet_no: sheet.name for sheet in book.sheets}
    assert sorted(shown) == sorted((names[cell.sheet_no], address(cell.row_no, cell.col_no), cell.text) for cell in book.cells)


def test_the_database_writes_addresses_as_we_do():
    with scratch_with_tables() as con:
        con.execute("INSERT INTO intake.sheets VALUES ('sha', 1, 'a', FALSE)")
        con.execute("INSERT INTO intake.cell_values SELECT 'sha', 1, 7, unnest(range(1, 16385)), 'text', 'x'")
        written = con.execute("SELECT col_no, cell FROM intake.cells").fetchall()
    assert len(written) == 16384
    assert all(cell == address(7, col_no) for col_no, cell in written)


def test_a_process_can_do_without_libraries_that_are_installed(tmp_path, monkeypatch):
    (tmp_path / "asks.py").write_text(
        "import importlib, pickle, sys\n"
        "def main():\n"
        "    for answer in ('ready', [name for name in ('numpy', 'pandas', 'json') if sys.modules.get(name, 0) is not None]):\n"
        "        pickle.load(sys.stdin.buffer)\n"
        "        pickle.dump(answer, sys.stdout.buffer)\n"
        "        sys.stdout.buffer.flush()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with worker_pool.WorkerPool("asks", pickle.dumps(None), 1, ("numpy", "pandas")) as pool:
        assert pool.ask((), 60) == ["json"]
