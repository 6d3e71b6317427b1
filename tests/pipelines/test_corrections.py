"""Declared corrections: used while the source says what they expect, a loud stop once it does not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pytest

from assets.intake_tables import receive_all
from assets.reference_tables import load_reference_tables
from assets.sql_tables import build_years
from checks.blocking import BlockingFailure, blocking_failures
from checks.catalogue import load_rules
from tests.conftest import Demo
from tests.ready_warehouse import with_reference
from warehouse.connection import open_work
from warehouse.home import Home
from warehouse.model import built_tables, in_dependency_order
from warehouse.reference_data import ReferenceError, load_reference

YEAR, SOURCE = 2023, "2023_BTP_tham_dinh.xlsx"
DECLARED = """
corrections:
  - code: thu-2023-01
    index_year: 2023
    form: appraisal
    unit_id: {unit}
    node_id: {node}
    found: {found}
    corrected: {corrected}
    what: Điểm gõ nhầm (số liệu giả lập để thử)
    why: Biên bản ghi khác biểu
    who: Tổ thư ký Hội đồng thẩm định
    document: Biên bản thử số 01
    until: {until}
"""


def work(con: duckdb.DuckDBPyConnection, home: Home) -> None:
    load_reference_tables(con, home)
    receive_all(con, home)
    for table in in_dependency_order(set(built_tables())):
        build_years(con, table, [YEAR])


class Small:
    """A home with one ministry's appraisal, worked through without rules, and one of its lines."""

    def __init__(self, home: Home, con: duckdb.DuckDBPyConnection, source: Path) -> None:
        self.home, self.con, self.source = home, con, source
        line = con.execute(
            "SELECT unit_id, node_id, appraised_points, appraised_sheet, appraised_cell FROM core.line_scores "
            "WHERE index_year = ? AND appraised_points > 0.5 ORDER BY sort_order LIMIT 1",
            [YEAR],
        ).fetchone()
        assert line is not None
        self.unit, self.node, self.points, self.sheet, self.cell = line

    def work(self) -> None:
        work(self.con, self.home)

    def declare(self, corrected: Decimal, found: object = None, until: str = "2099-12-31", node: str | None = None) -> None:
        folder = self.home.root / "reference" / "corrections"
        folder.mkdir(parents=True, exist_ok=True)
        values = {
            "unit": self.unit, "node": node or self.node, "found": self.points if found is None else found,
            "corrected": corrected, "until": until,
        }  # fmt: skip
        (folder / "2023.yml").write_text(DECLARED.format(**values), encoding="utf-8")

    def send_again(self, points: Decimal) -> None:
        book = openpyxl.load_workbook(self.source)
        book[self.sheet][self.cell] = float(points)
        book.save(self.home.landing / "gui_lai.xlsx")

    def line(self) -> tuple[Decimal, str, str | None]:
        row = self.con.execute(
            "SELECT appraised_points, appraised_state, appraised_correction FROM mart.par_index_line "
            "WHERE index_year = ? AND unit_id = ? AND node_id = ?",
            [YEAR, self.unit, self.node],
        ).fetchone()
        assert row is not None
        return row

    def stops(self) -> list[BlockingFailure]:
        rules = [rule for rule in load_rules(self.home.rule_folders) if rule.table == "core.corrections"]
        return blocking_failures(self.con, rules, None)


@pytest.fixture(scope="module")
def worked_through(built_demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Such a home, to be copied."""
    home = with_reference(Home(tmp_path_factory.mktemp("corrections") / "home").create())
    shutil.copyfile(built_demo.workbooks / SOURCE, home.landing / SOURCE)
    with open_work(home) as con:
        work(con, home)
    return home


@pytest.fixture
def small(worked_through: Home, tmp_path: Path, built_demo: Demo) -> Iterator[Small]:
    home = Home(shutil.copytree(worked_through.root, tmp_path / "home"))
    with open_work(home) as con:
        yield Small(home, con, built_demo.workbooks / SOURCE)


def test_a_correction_that_fits_is_used_and_the_source_stays(small: Small) -> None:
    corrected = small.points - Decimal("0.5")
    small.declare(corrected)
    small.work()
    assert small.line() == (corrected, "value", "thu-2023-01")
    assert small.stops() == []
    read = small.con.execute("SELECT value FROM intake.lines WHERE node_id = ? AND cell = ?", [small.node, small.cell]).fetchall()
    assert read == [(small.points,)]
    assert small.con.execute("SELECT status, cell, declared_by FROM core.corrections").fetchall() == [
        ("applied", small.cell, "Tổ thư ký Hội đồng thẩm định")
    ]


@pytest.mark.parametrize(
    ("sent", "until", "status"), [("-0.5", "2099-12-31", "mended"), ("-0.25", "2099-12-31", "changed"), ("0", "2020-01-01", "expired")]
)
def test_a_resubmission_or_a_lapse_stops_loudly_and_the_source_counts(small: Small, sent: str, until: str, status: str) -> None:
    small.declare(small.points - Decimal("0.5"), until=until)
    now = small.points + Decimal(sent)
    if status != "expired":
        small.send_again(now)
    small.work()
    assert small.line() == (now, "value", None)
    (failure,) = small.stops()
    assert failure.rule == "CORRECTION-STANDS" and failure.index_year == YEAR
    assert "thu-2023-01" in failure.message_vi and small.cell in failure.message_vi
    assert small.con.execute("SELECT status FROM core.corrections").fetchall() == [(status,)]


def test_before_anything_is_submitted_it_waits(small: Small, tmp_path: Path, built_demo: Demo) -> None:
    small.declare(Decimal("0.5"))
    (small.home.root / "reference" / "corrections" / "2023.yml").write_text(
        DECLARED.format(unit="BYT@all", node=small.node, found=1, corrected="0.5", until="2099-12-31"), encoding="utf-8"
    )
    small.work()
    assert small.con.execute("SELECT status FROM core.corrections").fetchall() == [("waiting",)]
    assert small.stops() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"unit": "XX@all"}, "unknown_unit"),
        ({"node": "9/9.9"}, "unknown_line"),
        ({"corrected": "99"}, "out_of_range"),
        ({"until": "31/12/2025"}, "not_a_date"),
        ({"corrected": "''"}, "value_missing"),
    ],
)
def test_a_wrong_declaration_is_refused_with_its_place(small: Small, changes: dict[str, str], code: str) -> None:
    small.declare(Decimal("0.5"))
    path = small.home.root / "reference" / "corrections" / "2023.yml"
    values = {"unit": small.unit, "node": small.node, "found": 1, "corrected": "0.5", "until": "2099-12-31"} | changes
    path.write_text(DECLARED.format(**values), encoding="utf-8")
    with pytest.raises(ReferenceError) as refused:
        load_reference(small.home.reference_folders)
    assert [(problem.code, problem.file) for problem in refused.value.problems] == [(code, str(path))]
