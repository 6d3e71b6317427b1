"""Running a job in this process on the home's own Dagster instance, the same one that the web UI shows.

Belongs here: starting, range tags, telling killed runs from living ones. Does not: what the jobs are (jobs.py), what people read (cli).
"""

from __future__ import annotations

import fcntl
import os
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import dagster as dg

from assets.run_context import process_started
from warehouse.home import PACKAGE_ROOT, Home
from warehouse.run_lock import is_locked

RANGE_START = "dagster/asset_partition_range_start"
RANGE_END = "dagster/asset_partition_range_end"
LONG_ENOUGH_SECONDS = 600
_DIED = "Tiến trình chạy lượt này đã dừng giữa chừng; dữ liệu gốc và biên nhận còn nguyên. Hãy chạy lại."


def dagster_home(home: Home) -> Path:
    """The Dagster instance folder of this home, made when missing, with the tracked settings in it."""
    home.create()
    settings = home.dagster / "dagster.yaml"
    wanted = (PACKAGE_ROOT / "pipelines" / "dagster.yaml").read_text(encoding="utf-8")
    if not settings.exists() or settings.read_text(encoding="utf-8") != wanted:
        settings.write_text(wanted, encoding="utf-8")
    return home.dagster


def open_instance(home: Home) -> dg.DagsterInstance:
    """The instance of this home. Also sets the environment that Dagster reads: DAGSTER_HOME, no telemetry."""
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "yes"
    os.environ["DAGSTER_HOME"] = str(dagster_home(home))
    # Two processes that make the instance's SQLite files at the same moment trip over each other.
    with (home.dagster / "instance.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        instance = dg.DagsterInstance.get()
        instance.get_runs(limit=1)
        instance.fetch_run_status_changes(dg.DagsterEventType.RUN_FAILURE, limit=1)
        return instance


def range_tags(years: Sequence[int]) -> dict[str, str]:
    """Run tags that make one run do a contiguous range of years."""
    return {RANGE_START: str(min(years)), RANGE_END: str(max(years))}


def run_job(home: Home, job_name: str, years: Sequence[int], tags: dict[str, str] | None = None) -> dg.ExecuteInProcessResult:
    """Run one job for a contiguous range of index years (none for jobs without years) and wait for it. Never raises for a failed step."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", category=dg.BetaWarning)
        warnings.simplefilter("ignore", category=dg.PreviewWarning)
        from pipelines.definitions import defs

        with open_instance(home) as instance:
            fail_killed_runs(home, instance)
            job = defs.resolve_job_def(job_name)
            chosen: dict[str, Any] = {"tags": {**(tags or {}), **(range_tags(years) if years else {})}}
            return job.execute_in_process(
                instance=instance,
                raise_on_error=False,
                run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
                **chosen,
            )


def fail_killed_runs(home: Home, instance: dg.DagsterInstance) -> list[str]:
    """Mark runs as failed that say they are under way though the process that carried them is gone; returns their ids."""
    failed = []
    under_way = dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING])
    for record in instance.get_run_records(filters=under_way):
        run, mark = record.dagster_run, home.run_marks / record.dagster_run.run_id
        if not mark.exists():
            # It died before it wrote its mark, or is about to write it.
            if time.time() - record.create_timestamp.timestamp() > LONG_ENOUGH_SECONDS and not is_locked(home):
                instance.report_run_failed(run, _DIED)
                failed.append(run.run_id)
            continue
        pid, _, started = mark.read_text().partition(" ")
        if not pid.isdigit() or process_started(int(pid)) != started:
            instance.report_run_failed(run, _DIED)
            mark.unlink(missing_ok=True)
            failed.append(run.run_id)
    return failed
