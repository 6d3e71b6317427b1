"""Readers beside a writer, a run killed in the middle, two runs at once: in processes of their own."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from assets.release import content_digest
from pipelines.runs import open_instance
from pipelines.years import open_years
from tests.pipelines.conftest import CchcHere, home_in_use
from tests.pipelines.small_home import cchc, small_home, start_cchc, work_through
from warehouse.archive import read_receipts
from warehouse.connection import open_release, open_work
from warehouse.home import Home

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("scenarios")]


class TwoRuns(NamedTuple):
    """A home with three ministries that two runs, started together, received and released; and how both ended."""

    home: Home
    codes: tuple[int, int]
    said: list[tuple[str, str]]


@pytest.fixture(scope="module")
def two_runs(built_demo: Any, tmp_path_factory: pytest.TempPathFactory) -> TwoRuns:
    home = small_home(tmp_path_factory.mktemp("undisturbed") / "home", built_demo.workbooks)
    first, second = start_cchc(home, "run"), start_cchc(home, "run")
    said = [process.communicate(timeout=300) for process in (first, second)]
    return TwoRuns(home, (first.returncode, second.returncode), said)


@pytest.fixture(scope="module")
def undisturbed(two_runs: TwoRuns) -> Home:
    assert two_runs.codes == (0, 0), two_runs.said
    return two_runs.home


def digest(home: Home) -> dict[str, str]:
    with open_work(home) as con:
        return content_digest(con)


def _poll(root: Path, stop: Any, answers: Any) -> None:
    """Another process that opens the release again and again, without a pause once another one is being written, and checks that what it
    sees is one whole version."""
    reads, errors, seen, parent = 0, [], set(), os.getppid()
    folder = Home(root).release
    quiet = set(folder.rglob("*"))
    while not stop.is_set() and os.getppid() == parent:  # nobody is left to stop it when the tests are killed
        try:
            with open_release(Home(root)) as con:
                total, version = con.execute(
                    "SELECT sum(total_points), count(*) FROM mart.par_index WHERE index_year = 2023 AND rank IS NOT NULL"
                ).fetchone() or (None, None)
                lines = con.execute(
                    "SELECT sum(l.points) FROM mart.par_index_line AS l JOIN mart.par_index AS p USING (index_year, panel, unit_id) "
                    "WHERE p.rank IS NOT NULL"
                ).fetchone()
                if lines is None or lines[0] != total:
                    errors.append(f"mixed: {total} against {lines}")
                seen.add((str(total), version))
                reads += 1
        except Exception as error:
            errors.append(repr(error))
        time.sleep(0.01 if set(folder.rglob("*")) != quiet else 0.5)
    answers.put((reads, errors, seen))


def kill_when(home: Home, moment: str) -> int:
    """Run `cchc run` and kill it when it says that it has come to some step; returns its code."""
    run = start_cchc(home, "run")
    assert run.stderr is not None
    for line in run.stderr:
        if line.strip().startswith(moment):
            run.kill()
            break
    run.communicate(timeout=30)
    return run.returncode


class Disturbed(NamedTuple):
    """A released home with one new workbook: its run was killed twice in the middle and ran to its end the third time, while another
    process read the release again and again."""

    home: Home
    kills: list[int]
    ended: subprocess.CompletedProcess[str]
    reads: int
    errors: list[str]
    seen: set[tuple[str, int]]
    held: list[object]


@pytest.fixture(scope="module")
def disturbed(undisturbed: Home, tmp_path_factory: pytest.TempPathFactory) -> Disturbed:
    root = tmp_path_factory.mktemp("disturbed") / "home"
    shutil.copytree(undisturbed.root, root, symlinks=True)
    home = Home(root)
    book = openpyxl.load_workbook(home.landing_done / "2023_BYT_dieu_tra_xhh.xlsx")
    (row,) = [row for row in book["Điều tra XHH"].iter_rows() if str(row[0].value).count(".") and row[3].value not in (None, "")][:1]
    row[3].value = 0.0
    book.save(home.landing / "2023_BYT_dieu_tra_xhh_lan2.xlsx")

    context = multiprocessing.get_context("spawn")
    stop, answers = context.Event(), context.Queue()
    reader = context.Process(target=_poll, args=(home.root, stop, answers))
    reader.start()
    query = "SELECT total_points FROM mart.par_index WHERE unit_code = 'BYT'"
    try:
        with open_release(home) as analyst:  # a forgotten session
            held: list[object] = [analyst.execute(query).fetchone()]
            kills = [kill_when(home, "intake.cells"), kill_when(home, "mart.par_index_line")]
            ended = cchc(home, "run")
            held.append(analyst.execute(query).fetchone())
        time.sleep(0.5)
    finally:
        stop.set()
    reads, errors, seen = answers.get(timeout=30)
    reader.join(timeout=30)
    return Disturbed(home, kills, ended, reads, errors, seen, held)


def test_a_reader_beside_a_run_never_waits_and_sees_whole_versions(disturbed: Disturbed) -> None:
    assert disturbed.errors == []
    assert disturbed.reads > 20
    assert len(disturbed.seen) == 2, "the version before and the version after"
    assert disturbed.held[0] == disturbed.held[1], "an open session keeps its version"


def test_a_run_killed_twice_in_the_middle_loses_nothing(disturbed: Disturbed, tmp_path: Path) -> None:
    """The same archive worked through undisturbed, and without Dagster, gives every table value for value."""
    home = disturbed.home
    assert disturbed.kills == [-9, -9], "each was killed before its end"
    assert disturbed.ended.returncode == 0, disturbed.ended.stderr
    assert len(read_receipts(home)) == 10
    assert not [path for path in home.landing.iterdir() if path.is_file()]
    shutil.copytree(home.archive, tmp_path / "quiet" / "archive")
    with home_in_use(tmp_path / "quiet") as quiet, open_work(quiet) as con:
        work_through(con, quiet, open_years())
        assert content_digest(con) == digest(home)
    with home_in_use(home.root), open_instance(home) as instance:
        assert {run.status.value for run in instance.get_runs()} <= {"SUCCESS", "FAILURE"}, "no run is left as if it were under way"


def test_two_runs_at_once_take_turns(two_runs: TwoRuns) -> None:
    assert two_runs.codes == (0, 0), two_runs.said
    assert len(read_receipts(two_runs.home)) == 9
    with open_release(two_runs.home) as con:
        assert con.execute("SELECT count(*) FROM mart.par_index WHERE rank IS NOT NULL").fetchone() == (3,)


def test_a_second_run_with_nothing_new_changes_nothing(undisturbed: Home, cchc_here: CchcHere) -> None:
    released = undisturbed.release_file.resolve()
    before = digest(undisturbed)
    done = cchc_here(undisturbed.root, "run")
    assert done.code == 0
    assert "Không có gì mới" in done.out
    assert undisturbed.release_file.resolve() == released
    assert digest(undisturbed) == before


def test_an_open_work_file_gives_one_clear_line(
    undisturbed: Home, tmp_path: Path, make_holder: Callable[[Path], None], cchc_here: CchcHere
) -> None:
    shutil.copytree(undisturbed.root, tmp_path / "home", symlinks=True)
    home = Home(tmp_path / "home")
    make_holder(home.work_file)
    done = cchc_here(home.root, "run")
    assert done.code == 4
    assert "đang được chương trình khác mở" in done.err
    assert "Traceback" not in done.err


@pytest.fixture
def make_holder() -> Any:
    """Another process that keeps a DuckDB file open."""
    import sys

    started: list[subprocess.Popen[str]] = []

    def hold(file: Path) -> None:
        code = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
        holder = subprocess.Popen([sys.executable, "-c", code, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert holder.stdout is not None and holder.stdout.readline() == "open\n"
        started.append(holder)

    yield hold
    for holder in started:
        holder.communicate(timeout=30)
