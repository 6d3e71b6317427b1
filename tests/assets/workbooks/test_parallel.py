"""Many files: order, refusals, a worker that dies, a file that is not there."""

import os
import sys

import pytest

from assets.workbooks import parallel
from assets.workbooks.parallel import read_many
from tests.golden.build import CASES


@pytest.fixture
def files(tmp_path):
    data = CASES["clean_xlsx"][1]()
    found = []
    for number in range(20):
        path = tmp_path / f"{number}.bin"
        path.write_bytes(b"" if number == 7 else data)
        found.append((f"sha{number}", path, f"{number}.xlsx"))
    return found


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_asked(files, workers):
    results = list(read_many(files, workers))
    assert [result.file_sha256 for result in results] == [sha for sha, _, _ in files]
    assert [result.unreadable.problem for result in results if result.unreadable] == ["empty_file"]
    assert all(result.cells.cells == results[0].cells.cells for result in results if result.cells)


def test_a_worker_that_dies_costs_one_file(files, monkeypatch, tmp_path):
    """The worker's interpreter is replaced by one that kills itself when it is asked for file 3."""
    script = tmp_path / "worker"
    script.write_text(
        f"#!{sys.executable}\n"
        "import os, sys\n"
        "import assets.workbooks.worker as worker\n"
        "real = worker.read_cells\n"
        "worker.read_cells = lambda data, name: os.kill(os.getpid(), 9) if name == '3.xlsx' else real(data, name)\n"
        "worker.main()\n"
    )
    script.chmod(0o755)
    monkeypatch.setattr(parallel.sys, "executable", os.fspath(script))
    results = list(read_many(files, 2))
    assert [(r.file_name, r.unreadable.problem) for r in results if r.unreadable] == [
        ("3.xlsx", "corrupt"),
        ("7.xlsx", "empty_file"),
    ]


def test_a_worker_that_hangs_is_stopped(files, monkeypatch, tmp_path):
    script = tmp_path / "worker"
    script.write_text(
        f"#!{sys.executable}\n"
        "import time\n"
        "import assets.workbooks.worker as worker\n"
        "real = worker.read_cells\n"
        "worker.read_cells = lambda data, name: time.sleep(60) if name == '3.xlsx' else real(data, name)\n"
        "worker.main()\n"
    )
    script.chmod(0o755)
    monkeypatch.setattr(parallel.sys, "executable", os.fspath(script))
    monkeypatch.setattr(parallel, "SECONDS_PER_FILE", 1.5)
    results = list(read_many(files, 2))
    assert [r.file_name for r in results if r.unreadable and r.unreadable.problem == "corrupt"] == ["3.xlsx"]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_missing_file_is_our_fault_and_raises(files, workers):
    files[5][1].unlink()
    with pytest.raises(FileNotFoundError):
        list(read_many(files, workers))
