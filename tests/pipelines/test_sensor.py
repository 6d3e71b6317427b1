"""The landing sensor: one run for all that stands still for two ticks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from assets.landing_folder import waiting_files
from pipelines.sensors import landing_sensor
from tests.pipelines.conftest import home_in_use
from warehouse.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with home_in_use(tmp_path / "home") as home:
        yield home


def tick(instance: dg.DagsterInstance, cursor: str | None) -> dg.SensorResult:
    with dg.build_sensor_context(instance=instance, cursor=cursor) as context:
        result = landing_sensor(context)
    assert isinstance(result, dg.SensorResult)
    return result


def test_one_run_after_two_quiet_ticks(home: Home) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        assert tick(instance, None).skip_reason is not None
        for name in ("a.xlsx", "b.xlsx"):
            (home.landing / name).write_bytes(b"x")
        first = tick(instance, None)
        assert not first.run_requests
        second = tick(instance, first.cursor)
        assert second.run_requests is not None and len(second.run_requests) == 1
        tags = second.run_requests[0].tags
        assert tags["dagster/asset_partition_range_start"] == "2017"


def test_a_file_that_grows_keeps_everything_waiting(home: Home) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        (home.landing / "a.xlsx").write_bytes(b"x")
        first = tick(instance, None)
        (home.landing / "a.xlsx").write_bytes(b"xx")
        second = tick(instance, first.cursor)
        assert not second.run_requests
        assert tick(instance, second.cursor).run_requests


def test_files_left_after_a_failed_run_are_asked_for_again_with_a_new_key(home: Home) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        (home.landing / "a.xlsx").write_bytes(b"x")
        cursor, keys = tick(instance, None).cursor, []
        for _ in range(2):
            result = tick(instance, cursor)
            assert result.run_requests
            cursor = result.cursor
            keys.append(result.run_requests[0].run_key)
        assert keys[0] != keys[1]


def test_what_is_no_arrival(home: Home, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.xlsx").write_bytes(b"x")
    for name in ("~$open.xlsx", ".hidden", "half.xlsx.part", "done/old.xlsx", "refused/bad.xlsx"):
        path = home.landing / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    (home.landing / "link.xlsx").symlink_to(tmp_path / "elsewhere.xlsx")
    (home.landing / "folder.xlsx").mkdir()
    (home.landing / "folder.xlsx" / "inside.xlsx").write_bytes(b"x")
    assert [path.name for path in waiting_files(home)] == ["inside.xlsx"]
