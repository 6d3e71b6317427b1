"""Losing the warehouse loses nothing: the same tables come out of the archive, value for value."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assets.release import content_digest
from pipelines.cli.run import rebuild
from tests.pipelines.conftest import home_in_use
from warehouse.connection import open_work
from warehouse.home import Home

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("graph")]


def test_rebuild_from_archive_and_reference_alone(demo_home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "home").mkdir()
    shutil.copytree(demo_home.archive, tmp_path / "home" / "archive")
    with home_in_use(tmp_path / "home") as home:
        rebuild()
        with open_work(home) as con:
            rebuilt = content_digest(con)
    with open_work(demo_home) as con:
        first = content_digest(con)
    assert rebuilt == first
    assert len(first) > 25
    assert "Đã dựng lại" in capsys.readouterr().out
