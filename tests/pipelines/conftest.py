"""Homes in which the whole graph has run through Dagster, made once and shared.

Belongs here: `demo_home` (the demo, run), `changed_home` (a copy of it with later submissions, run again), which tests must not write to;
`publishing_home` (three ministries, released) and `approved_home` (the same, approved), a copy for each test.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

from assets.demo.build import SEED
from assets.demo.letters import demo_register
from assets.letter_register import REGISTER
from assets.receiving import receive_files
from pipelines.cli import main
from pipelines.cli.approve import approve
from pipelines.runs import run_job
from tests.made_once import made_once
from tests.pipelines.released_home import run_through
from tests.pipelines.small_home import small_home
from tests.ready_warehouse import with_tables
from warehouse.home import PACKAGE_ROOT, Home
from warehouse.reference_data import SHIPPED, load_reference

SHARED = PACKAGE_ROOT.parent / "shared" / "reference"


@contextmanager
def home_in_use(root: Path) -> Iterator[Home]:
    """CCHC_HOME set to a folder for a while."""
    before = {name: os.environ.get(name) for name in ("CCHC_HOME", "DAGSTER_HOME")}
    os.environ["CCHC_HOME"] = str(root)
    try:
        yield Home.from_env().create()
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


class Answer(NamedTuple):
    """How the command ended and what it said."""

    code: int
    out: str
    err: str


CchcHere = Callable[..., Answer]


@pytest.fixture
def cchc_here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CchcHere:
    """Runs the command `cchc` on a home to its end, in this process: half of it would be imports in another."""

    def call(home: Path, *words: str) -> Answer:
        monkeypatch.setattr(sys, "argv", ["cchc", *words])
        capsys.readouterr()
        code = 0
        with home_in_use(home):
            try:
                main()
            except SystemExit as ended:
                code = int(ended.code or 0)
        return Answer(code, *capsys.readouterr())

    return call


def shared_reference(*parts: str) -> Path:
    """A file of ../shared/reference; skips where the folder is missing, fails in CI."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        reason = f"needs {Path('..', 'shared', 'reference', *parts)}, which is not beside this checkout"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture(scope="session")
def demo_home(built_demo, tmp_path_factory: pytest.TempPathFactory) -> Home:  # type: ignore[no-untyped-def]
    """The demo, received, checked, ranked and released by one run of `yearly_index` over 2022 to 2024."""
    root = tmp_path_factory.mktemp("demo") / "thư mục dữ liệu"
    with home_in_use(root) as home:
        shutil.copytree(built_demo.workbooks, home.landing, dirs_exist_ok=True)
        (home.landing / REGISTER).write_bytes(demo_register(built_demo.summary.files, load_reference([SHIPPED]), SEED))
        shutil.copy(built_demo.summary.manifest, home.root / "demo_faults.csv")
        result = run_job(home, "yearly_index", [2022, 2023, 2024])
        assert result.success
    return home


@pytest.fixture(scope="session")
def released_ministries(built_demo, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Home:  # type: ignore[no-untyped-def]
    """Three ministries of 2023, released without Dagster."""

    def make(folder: Path) -> Home:
        home = with_tables(small_home(folder / "home", built_demo.workbooks))
        with home_in_use(home.root):
            run_through(home, [2023])
        return home

    return made_once(tmp_path_factory, worker_id, "released_ministries", make)


@pytest.fixture
def publishing_home(released_ministries: Home, tmp_path: Path) -> Iterator[Home]:
    """A copy of that home to write to, in use."""
    yield from _copy_in_use(released_ministries, tmp_path / "home")


def _copy_in_use(home: Home, place: Path) -> Iterator[Home]:
    shutil.copytree(home.root, place, symlinks=True)
    with home_in_use(place) as copy:
        yield copy


APPROVED_BY = {"author": "Sở Nội vụ (thử)", "document": "Số 01 (thử)"}


@pytest.fixture(scope="session")
def approved_ministries(released_ministries: Home, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Home:
    """A copy of that home in which the list was approved after its release, and released again."""

    def make(folder: Path) -> Home:
        shutil.copytree(released_ministries.root, folder / "home", symlinks=True)
        with home_in_use(folder / "home") as home:
            approve(2023, "ministries", None, **APPROVED_BY)
            run_through(home, [2023])
        return home

    return made_once(tmp_path_factory, worker_id, "approved_ministries", make)


@pytest.fixture
def approved_home(approved_ministries: Home, tmp_path: Path) -> Iterator[Home]:
    """A copy of the approved home to write to, in use."""
    yield from _copy_in_use(approved_ministries, tmp_path / "home")


class Change(NamedTuple):
    """One cell changed by some points in one workbook of one unit."""

    unit: str
    cell: str
    by: Decimal


class ChangedHome(NamedTuple):
    """A copy of the demo home after later submissions were run."""

    home: Home
    change: Change


@pytest.fixture(scope="session")
def changed_home(demo_home: Home, tmp_path_factory: pytest.TempPathFactory) -> ChangedHome:
    """The demo, then: one appraisal with one cell half a point higher, and the real PAPI table where it can be read. Run again."""
    root = tmp_path_factory.mktemp("changed") / "home"
    shutil.copytree(demo_home.root, root, symlinks=True)
    with home_in_use(root) as home:
        change = raise_one_cell(home, "Bộ Y tế", "2023_BYT_tham_dinh.xlsx", Decimal("0.5"))
        real = SHARED / "papi" / "subdimensions.csv"
        if real.exists():
            receive_files(home, real, "submit")
        # Eight years make many events in Dagster, and nobody asks for them. That a run on a home with something new gives the very tables
        # of these steps is proved by a run of its own (test_scenarios.py).
        run_through(home, list(range(2017, 2025)))
    return ChangedHome(home, change)


def raise_one_cell(home: Home, unit: str, file_name: str, by: Decimal) -> Change:
    """Write into landing/ a copy of an appraisal in which the first line with enough room got more points."""
    book = openpyxl.load_workbook(home.landing_done / file_name)
    sheet = book["Thẩm định"]
    for code, maximum, points in _lines(sheet):
        got, most = _number(points), _number(maximum)
        if str(code.value).count(".") == 2 and got is not None and most is not None and got + by <= most:
            points.value = float(got + by)
            book.save(home.landing / file_name.replace(".xlsx", "_lan2.xlsx"))
            return Change(unit, points.coordinate, by)
    raise AssertionError("no line has room")


def _lines(sheet: openpyxl.worksheet.worksheet.Worksheet) -> Iterator[tuple[openpyxl.cell.Cell, ...]]:
    for row in sheet.iter_rows():
        if row[0].value is not None and str(row[0].value)[:1].isdigit() and len(row) >= 5:
            yield row[0], row[2], row[4]


def _number(cell: openpyxl.cell.Cell) -> Decimal | None:
    text = str(cell.value).replace(",", ".") if cell.value is not None else ""
    try:
        return Decimal(text)
    except ArithmeticError:
        return None
