"""What a work file remembers of work done: changed contracts, years without rows, files saved over waiting ones. Without Dagster."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assets.intake_tables import clear_landing, judge_files, receive_all
from assets.pending import is_settled, pending_years
from assets.receiving import receive_landing
from assets.release import audit, content_digest
from checks.catalogue import load_rules
from pipelines.cli.run import rebuild
from pipelines.years import open_years
from tests.pipelines.conftest import home_in_use
from tests.pipelines.small_home import small_home, work_through
from tests.ready_warehouse import with_tables
from warehouse.archive import read_receipts
from warehouse.connection import open_work
from warehouse.home import Home
from warehouse.table_store import ensure_tables

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("great_expectations")]

FAULTY = "2024_27_Bac_Ninh_tu_danh_gia.xlsx"
OTHERS = (FAULTY, "2024_12_Lai_Chau_tham_dinh.xlsx", "2024_33_Hung_Yen_tham_dinh.xlsx", "papi_gia_lap.csv")
"""A self-assessment with an error, an empty file, one of an unknown unit, and the long table."""


@pytest.fixture(scope="module")
def finished(built_demo: Any, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Three ministries, some faulty files and a long table, worked through for every open year."""
    home = with_tables(small_home(tmp_path_factory.mktemp("kept") / "home", built_demo.workbooks))
    for name in OTHERS:
        shutil.copy2(built_demo.workbooks / name, home.landing / name)
    with home_in_use(home.root), open_work(home) as con:
        work_through(con, home, open_years())
    return home


@pytest.fixture
def home(finished: Home, tmp_path: Path) -> Iterator[Home]:
    shutil.copytree(finished.root, tmp_path / "home")
    with home_in_use(tmp_path / "home") as copy:
        yield copy


TABLES = (
    "intake.cell_values", "intake.sheets", "intake.files", "intake.line_sources", "intake.line_values", "intake.submissions",
    "quality.line_findings", "mart.par_index",
)  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_a_changed_contract_makes_the_table_again_and_all_that_hangs_on_it(home: Home, table: str) -> None:
    with open_work(home) as con:
        before = content_digest(con)
        assert before[table]
        con.execute("UPDATE ops.table_state SET contract = 'another' WHERE table_name = ?", [table])
        assert ensure_tables(con) == [table]
        work_through(con, home, open_years())
        assert content_digest(con) == before
        audit(con, load_rules(home.rule_folders))


def test_a_rebuild_through_dagster_gives_the_same_tables(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Losing the warehouse loses nothing: archive and reference alone give every table again, value for value."""
    (tmp_path / "lost").mkdir()
    shutil.copytree(home.archive, tmp_path / "lost" / "archive")
    with open_work(home) as con:
        before = content_digest(con)
    with home_in_use(tmp_path / "lost") as lost:
        rebuild()
        with open_work(lost) as con:
            assert content_digest(con) == before
    assert "Đã dựng lại" in capsys.readouterr().out


def test_a_refused_file_of_an_empty_year_does_not_block_the_release(home: Home, built_demo: Any) -> None:
    """Every open year was built once; a file for a year without a criteria set touches that year's inputs."""
    shutil.copy2(built_demo.workbooks / "2024_20_Lang_Son_dieu_tra_xhh.xlsx", home.landing / "late.xlsx")
    rules = load_rules(home.rule_folders)
    with open_work(home) as con:
        audit(con, rules)
        receive_all(con, home)
        judge_files(con, home)
        pending = pending_years(con, home, open_years())
        assert 2019 in pending
        work_through(con, home, pending)
        assert pending_years(con, home, open_years()) == []
        audit(con, rules)


def test_settled_means_that_a_rebuild_has_nothing_new_to_say(home: Home, built_demo: Any) -> None:
    with open_work(home) as con:
        assert is_settled(con, home, open_years())
        shutil.copy2(built_demo.workbooks / FAULTY, home.landing / "again.xlsx")
        assert not is_settled(con, home, open_years())


def test_a_changed_rule_on_a_mart_makes_its_years_pending(home: Home) -> None:
    (home.root / "rules").mkdir()
    (home.root / "rules" / "own.yml").write_text(
        """
- code: OWN-RULE
  group: own
  table: mart.par_index
  severity: warning
  missing: ignore
  expectation: {type: unexpected_rows}
  where: index_percent > 100
  value: index_percent
  why_vi: thử
  why_en: a test
  mend_vi: không
  legal_basis: null
  message_vi: '{unit_name}'
  message_en: '{unit_name}'
""",
        encoding="utf-8",
    )
    with open_work(home) as con:
        assert pending_years(con, home, open_years()) != []


def test_another_version_saved_over_a_waiting_file_is_received_next(tmp_path: Path, built_demo: Any) -> None:
    with home_in_use(tmp_path / "home") as home, open_work(home) as con:
        ensure_tables(con)
        target = home.landing / "report.xlsx"
        shutil.copy2(built_demo.workbooks / "2023_BTP_tham_dinh.xlsx", target)
        arrivals = receive_landing(home).arrivals
        target.unlink()
        shutil.copy2(built_demo.workbooks / "2023_BYT_tham_dinh.xlsx", target)
        assert clear_landing(con, home, arrivals) == (0, 0)
        assert target.read_bytes() == (built_demo.workbooks / "2023_BYT_tham_dinh.xlsx").read_bytes()
        assert len(receive_landing(home).arrivals) == 1
        assert len(read_receipts(home)) == 2
