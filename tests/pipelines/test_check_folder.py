"""The sensor on landing/check/: asks once for what stands still, and its job answers without receiving."""

from __future__ import annotations

import shutil
from pathlib import Path

import dagster as dg

from pipelines.check_folder import check_before_sending, check_folder_sensor
from tests.conftest import Demo
from tests.pipelines.conftest import home_in_use
from warehouse.archive import read_receipts


def tick(instance: dg.DagsterInstance, cursor: str | None) -> dg.SensorResult:
    with dg.build_sensor_context(instance=instance, cursor=cursor) as context:
        result = check_folder_sensor(context)
    assert isinstance(result, dg.SensorResult)
    return result


def test_what_stands_still_is_answered_once(tmp_path: Path, built_demo: Demo) -> None:
    with home_in_use(tmp_path) as home, dg.DagsterInstance.ephemeral() as instance:
        assert tick(instance, None).skip_reason is not None
        shutil.copy(built_demo.workbooks / "2024_27_Bac_Ninh_tu_danh_gia.xlsx", home.landing_check / "gửi.xlsx")
        first = tick(instance, None)
        assert not first.run_requests, "still being copied, for all we know"
        second = tick(instance, first.cursor)
        third = tick(instance, second.cursor)
        assert second.run_requests and third.run_requests
        assert second.run_requests[0].run_key == third.run_requests[0].run_key, "Dagster starts one run per key"
        assert check_before_sending.execute_in_process(instance=instance).success
        assert [path.name for path in (home.landing_check / "tra-loi").iterdir()] == ["gửi - ket qua kiem tra.xlsx"]
        assert not tick(instance, second.cursor).run_requests
        assert read_receipts(home) == [] and not home.work_file.exists()
