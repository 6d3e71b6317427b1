"""A run that stops says what, why and what to do, where people look: the event of the step and the command."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Iterator

import dagster as dg
import pytest

from assets.sql_tables import build_years
from assets.told_failure import failures_told
from pipelines.cli.run import _why_failed
from pipelines.runs import open_instance, run_job
from tests.pipelines.conftest import home_in_use
from warehouse.connection import open_work
from warehouse.content_hash import keep
from warehouse.home import Home
from warehouse.model import load_models
from warehouse.run_lock import run_lock

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("graph")]


def description(result: dg.ExecuteInProcessResult) -> str:
    (event,) = [event for event in result.all_events if event.is_step_failure and event.step_failure_data.user_failure_data]
    told = event.step_failure_data.user_failure_data
    assert told is not None and told.description and told.metadata
    return told.description


@pytest.fixture
def home(publishing_home: Home) -> Iterator[Home]:
    yield publishing_home


def test_a_blocking_rule_names_table_rule_year_and_remedy(home: Home) -> None:
    with open_work(home) as con:
        con.execute("UPDATE mart.par_index SET rank = 5 WHERE index_year = 2023 AND rank = 1")
        keep(con, "mart.par_index")  # as if a run had written it
    result = run_job(home, "index_from_lines", [2023])
    assert not result.success
    told = description(result)
    assert "mart.par_index bị quy tắc chặn" in told and "(2023)" in told and "Vì sao:" in told
    assert "Việc cần làm:" in told and "cchc rebuild" in told and "par-index" in told
    assert told in _why_failed(result)
    materialized = [event.asset_key for event in result.all_events if event.is_step_materialization]
    assert dg.AssetKey(["mart", "par_index"]) in materialized, "the results of the checks are written down before the run stops"
    evaluations = [event for event in result.all_events if event.event_type_value == "ASSET_CHECK_EVALUATION"]
    assert any(not event.asset_check_evaluation_data.passed for event in evaluations)


def test_a_model_that_does_not_run_names_file_team_and_why(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = dataclasses.replace(load_models()["mart.par_index_region"], sql="SELECT no_such_column FROM mart.par_index", digest="other")
    monkeypatch.setitem(load_models(), "mart.par_index_region", broken)
    result = run_job(home, "index_from_lines", [2023])
    assert not result.success
    told = description(result)
    assert "Không tính được bảng mart.par_index_region" in told and "no_such_column" in told
    assert "warehouse/models/mart/par_index_region.sql" in told and "nhóm par-index" in told


def test_a_full_disk_says_what_to_free(home: Home) -> None:
    with pytest.raises(dg.Failure, match="Hết dung lượng đĩa") as caught, failures_told("mart.par_index"):
        raise OSError(28, "No space left on device")
    assert "CCHC_HOME" in str(caught.value.description) and caught.value.allow_retries is False
    with open_work(home) as con, pytest.raises(OSError, match="other"), failures_told("mart.par_index"):
        assert build_years(con, "mart.par_index", [2023]) == {}
        raise OSError(5, "other")


def test_a_run_that_waits_says_so_on_its_own_page(home: Home) -> None:
    held = threading.Event()

    def hold() -> None:
        with run_lock(home, lambda _: None):
            held.set()
            until = time.monotonic() + 60
            while not list(home.run_marks.iterdir()) and time.monotonic() < until:  # until the other run is there
                time.sleep(0.05)
            time.sleep(0.5)

    other = threading.Thread(target=hold)
    other.start()
    held.wait(10)
    result = run_job(home, "publish_release", [])
    other.join()
    assert result.success
    with open_instance(home) as instance:
        said = [entry.user_message for entry in instance.all_logs(result.run_id)]
    assert any("đang chờ đến lượt" in text and "cchc doctor" in text for text in said)


def test_the_demo_run_ends_with_its_story(demo_home: Home) -> None:
    with home_in_use(demo_home.root) as home, open_instance(home) as instance:
        event = instance.get_latest_materialization_event(dg.AssetKey(["release", "reform_index"]))
        assert event is not None and event.asset_materialization is not None
        metadata = event.asset_materialization.metadata
        steps = [entry.dagster_event for entry in instance.all_logs(event.run_id) if entry.dagster_event]
        ended = [step.step_key for step in steps if step.is_step_success]
    assert ended[-1] == "release", "the story is the last thing that a run tells"
    story = str(metadata["Tóm\u00a0tắt\u00a0lượt\u00a0chạy"].value)
    assert "bị từ chối" in story and "Bản phát hành đầu tiên" in story and "SỐ LIỆU GIẢ LẬP" in story
    refused = metadata["Bị\u00a0từ\u00a0chối"]
    assert isinstance(refused, dg.TableMetadataValue) and all(record.data["Tệp"] for record in refused.records)


def test_the_same_release_again_tells_that_nothing_changed(home: Home) -> None:
    result = run_job(home, "publish_release", [])
    (event,) = [e for e in result.all_events if e.is_step_materialization and e.asset_key == dg.AssetKey(["release", "reform_index"])]
    shown = {name: value.value for name, value in event.step_materialization_data.materialization.metadata.items()}
    assert [e.step_key for e in result.all_events if e.is_step_success][-1] == "release"
    assert "Nội dung không đổi" in shown["Tóm\u00a0tắt\u00a0lượt\u00a0chạy"]
