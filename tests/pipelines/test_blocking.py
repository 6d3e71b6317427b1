"""A lie in a table blocks what comes after it, and the old release stands."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assets.release import ReleaseRefused, audit
from checks.catalogue import load_rules
from pipelines.runs import run_job
from tests.pipelines.conftest import home_in_use
from warehouse.connection import open_release, open_work
from warehouse.content_hash import keep
from warehouse.home import Home

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("graph")]


@pytest.fixture
def copy(demo_home: Home, tmp_path: Path) -> Iterator[Home]:
    shutil.copytree(demo_home.root, tmp_path / "home", symlinks=True)
    with home_in_use(tmp_path / "home") as home:
        yield home


def test_a_wrong_rank_stops_the_run_and_the_release_stands(copy: Home) -> None:
    released = copy.release_file.resolve()
    with open_work(copy) as con:
        con.execute("UPDATE mart.par_index SET rank = 5 WHERE index_year = 2023 AND rank = 1")
        keep(con, "mart.par_index")  # as if a run had written it
    result = run_job(copy, "index_from_lines", [2023])
    assert not result.success
    failed = [event.step_key for event in result.all_events if event.is_step_failure]
    assert "mart__par_index" in failed
    assert "release" not in [event.step_key for event in result.all_events if event.is_step_start]
    assert copy.release_file.resolve() == released
    with open_release(copy) as con:
        assert con.execute("SELECT count(*) FROM mart.par_index WHERE index_year = 2023 AND rank = 1").fetchone() == (1,)
    assert copy.findings_parquet.exists()


def test_the_release_re_runs_the_rules_of_all_years(copy: Home) -> None:
    """A lie in 2023 is found although only the release runs, for no year in particular."""
    with open_work(copy) as con:
        con.execute("UPDATE mart.par_index SET total_points = total_points + 1 WHERE index_year = 2023 AND rank = 3")
        with pytest.raises(ReleaseRefused, match=r"mart\.par_index năm 2023"):
            audit(con, load_rules(copy.rule_folders))


def test_the_release_refuses_a_table_older_than_what_it_was_made_from(copy: Home) -> None:
    with open_work(copy) as con:
        of_one = "submission_id IN (SELECT submission_id FROM intake.line_sources WHERE file_name = '2023_BYT_tham_dinh.xlsx')"
        con.execute(f"DELETE FROM intake.line_values WHERE {of_one}")
        with pytest.raises(ReleaseRefused, match=r"core\.\w+ năm 2023: số liệu nguồn đã đổi"):
            audit(con, load_rules(copy.rule_folders))
