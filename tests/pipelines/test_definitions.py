"""The Definitions object: what the web UI offers."""

from __future__ import annotations

from pathlib import Path

import yaml

from pipelines.definitions import defs
from pipelines.years import open_years
from warehouse.home import PACKAGE_ROOT

SNAPSHOT = Path(__file__).parent / "asset_graph.txt"


def graph_lines() -> list[str]:
    graph = defs.resolve_asset_graph()
    return sorted(
        f"{child.to_user_string()} <- {parent.to_user_string()}"
        for child in graph.get_all_asset_keys()
        for parent in graph.get(child).parent_keys
    )


def test_the_asset_graph_is_the_one_written_down() -> None:
    """A moved edge shows in one diff. To accept a change: python -m tests.pipelines.test_definitions"""
    assert graph_lines() == SNAPSHOT.read_text(encoding="utf-8").splitlines()


def test_jobs_sensor_and_schedule_are_there() -> None:
    repository = defs.get_repository_def()
    jobs = {name for name in repository.job_names if not name.startswith("__")}
    assert jobs == {
        "yearly_index",
        "receive_submissions",
        "check_submissions",
        "build_index_tables",
        "index_from_lines",
        "publish_release",
        "check_before_sending",
    }
    assert sorted(sensor.name for sensor in repository.sensor_defs) == ["check_folder_sensor", "landing_sensor"]
    (nightly,) = repository.schedule_defs
    assert nightly.execution_timezone == "Asia/Ho_Chi_Minh"


def test_partitions_are_the_years_of_the_periods_file() -> None:
    periods = yaml.safe_load((PACKAGE_ROOT / "warehouse" / "reference" / "periods.yml").read_text(encoding="utf-8"))
    assert open_years() == sorted(year["index_year"] for year in periods["years"])
    job = defs.resolve_job_def("yearly_index")
    assert job.partitions_def is not None
    assert job.partitions_def.get_partition_keys() == [str(year) for year in open_years()]


def test_workspace_and_dg_name_the_same_location() -> None:
    workspace = yaml.safe_load((PACKAGE_ROOT / "workspace.yaml").read_text(encoding="utf-8"))
    (entry,) = workspace["load_from"]
    import tomllib

    project = tomllib.loads((PACKAGE_ROOT / "dg.toml").read_text(encoding="utf-8"))["project"]
    assert entry["python_module"]["location_name"] == project["code_location_name"] == "reform_index"
    assert entry["python_module"]["module_name"] == project["code_location_target_module"] == "pipelines.definitions"
    assert "[tool.dg" not in (PACKAGE_ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_telemetry_is_off() -> None:
    settings = yaml.safe_load((PACKAGE_ROOT / "pipelines" / "dagster.yaml").read_text(encoding="utf-8"))
    assert settings["telemetry"] == {"enabled": False}
    assert settings["nux"] == {"enabled": False}


if __name__ == "__main__":
    SNAPSHOT.write_text("\n".join(graph_lines()) + "\n", encoding="utf-8")
