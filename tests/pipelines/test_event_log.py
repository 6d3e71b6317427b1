"""The event log that keeps its files open says what Dagster's own would say, in the same files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import dagster as dg
from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage

from pipelines.event_log import _MOST_OPEN, KeptOpenEventLog
from pipelines.runs import open_instance
from warehouse.home import Home


@dg.asset
def made_up() -> dg.MaterializeResult:
    return dg.MaterializeResult(metadata={"rows": 7})


def run(instance: dg.DagsterInstance) -> str:
    result = dg.materialize([made_up], instance=instance)
    assert result.success
    return result.run_id


def test_a_home_uses_it_and_dagsters_own_reads_the_same(tmp_path: Path) -> None:
    with open_instance(Home(tmp_path)) as instance:
        assert isinstance(instance.event_log_storage, KeptOpenEventLog)
        run_id = run(instance)
        kept = instance.event_log_storage.get_logs_for_run(run_id)
        own = SqliteEventLogStorage(str(tmp_path / "dagster" / "history" / "runs"))
        assert [entry.to_json() for entry in own.get_logs_for_run(run_id)] == [entry.to_json() for entry in kept] != []
        assert own.all_asset_keys() == instance.all_asset_keys() == [dg.AssetKey("made_up")]
        own.dispose()


def test_it_reads_what_dagsters_own_wrote(tmp_path: Path) -> None:
    folder = tmp_path / "history" / "runs"
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        run_id = run(instance)
        told = [entry.to_json() for entry in instance.all_logs(run_id)]
    log = KeptOpenEventLog(str(folder))
    assert [entry.to_json() for entry in log.get_logs_for_run(run_id)] == told != []
    log.dispose()


def test_more_runs_than_open_files(tmp_path: Path) -> None:
    with open_instance(Home(tmp_path)) as instance:
        runs = [run(instance) for _ in range(_MOST_OPEN + 2)]
        log = instance.event_log_storage
        assert isinstance(log, KeptOpenEventLog)
        assert all(log.get_logs_for_run(run_id) for run_id in runs)
        assert len(log._open) <= _MOST_OPEN
        assert len(instance.fetch_materializations(dg.AssetKey("made_up"), limit=100).records) == len(runs)


def test_a_reader_beside_the_writer_sees_every_event(tmp_path: Path) -> None:
    with open_instance(Home(tmp_path)) as writer:
        reader = KeptOpenEventLog(str(tmp_path / "dagster" / "history" / "runs"))
        seen: list[int] = []
        stop = threading.Event()

        def read() -> None:
            while not stop.wait(0.01):
                seen.append(len(list(reader.get_asset_records())))

        beside = threading.Thread(target=read)
        beside.start()
        run_id = run(writer)
        stop.set()
        beside.join()
        assert seen and len(reader.get_logs_for_run(run_id)) == len(writer.all_logs(run_id))
        reader.dispose()


def test_what_a_killed_process_stored_is_there(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from pipelines.runs import open_instance; from warehouse.home import Home\n"
        "from tests.pipelines.test_event_log import run\n"
        f"print(run(open_instance(Home(Path({str(tmp_path)!r})))), flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": "."}) as writer:
        assert writer.stdout is not None
        run_id = writer.stdout.readline().decode().strip()
        writer.send_signal(signal.SIGKILL)
    with open_instance(Home(tmp_path)) as instance:
        assert instance.all_logs(run_id)[-1].dagster_event_type == dg.DagsterEventType.RUN_SUCCESS
