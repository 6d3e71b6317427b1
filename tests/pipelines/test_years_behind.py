"""A year whose tables look back to the year before is verified from its bundle, and made again, with the year before."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assets.bundles.verify import verify_bundle
from pipelines.cli.bundle import bundle
from pipelines.cli.replay import replay
from tests.pipelines.conftest import home_in_use
from warehouse.connection import open_release
from warehouse.home import Home
from warehouse.model import load_models, years_behind

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("graph")]

YEAR = 2023


def compared_with_the_year_before(home: Home) -> int:
    with open_release(home) as con:
        query = "SELECT count(*) FROM mart.par_index_change WHERE index_year = ? AND compared_with = 'own'"
        ((units,),) = con.execute(query, [YEAR]).fetchall()
    return int(units)


def test_a_bundle_of_a_year_with_a_year_before_is_reproduced(demo_home: Home, tmp_path: Path) -> None:
    assert compared_with_the_year_before(demo_home) > 10
    with home_in_use(demo_home.root):
        bundle(YEAR, tmp_path / "bundle")
    told = verify_bundle(tmp_path / "bundle")
    assert told.load_problems == [] and told.compared["mart.par_index_change_line"].found_rows > 1000
    assert [table for table, found in told.compared.items() if not found.equal] == []


def test_a_year_with_a_year_before_is_made_again(demo_home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = Home(Path(shutil.copytree(demo_home.root, tmp_path / "home", symlinks=True)))
    with home_in_use(home.root):
        replay(YEAR, None)
    told = capsys.readouterr().out
    assert "mọi bảng giống hệt" in told and "✗" not in told and "mart.par_index_change_line: 0 dòng" not in told


def test_looking_back_adds_up_along_the_way() -> None:
    behind = years_behind(["mart.scorecard"])
    assert behind["mart.scorecard"] == 0 and behind["mart.scorecard_unit"] == 1  # what was reported the year before
    assert behind["core.indicator_values"] == 2  # and beside it the year before that
    assert behind.keys() <= load_models().keys() | {table for model in load_models().values() for table in model.upstream}
