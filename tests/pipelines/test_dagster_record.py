"""What Dagster keeps of a run: materialisations and check results per index year."""

from __future__ import annotations

import dagster as dg
import pytest

from assets.shown_text import label
from assets.table_metadata import asset_key
from checks.catalogue import load_rules
from pipelines.definitions import defs
from pipelines.runs import open_instance
from tests.pipelines.conftest import home_in_use
from warehouse.connection import open_release
from warehouse.contract import load_contracts
from warehouse.home import Home
from warehouse.model import load_models

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("graph")]


def test_every_yearly_table_is_materialised_per_year(demo_home: Home) -> None:
    with home_in_use(demo_home.root) as home, open_instance(home) as instance:
        for table in (t for t in load_models() if t.startswith(("core.", "mart.")) and load_contracts()[t].has_years):
            assert instance.get_materialized_partitions(asset_key(table)) == {"2022", "2023", "2024"}, table


def test_every_rule_group_has_a_result_per_year_with_counts(demo_home: Home) -> None:
    # No list of the demo has two years in a row, and the ministries of 2023 have no regions.
    without_rows = {"mart.par_index_field_change", "mart.par_index_region"}
    groups = {(rule.table, rule.group) for rule in load_rules(demo_home.rule_folders) if rule.table.startswith("mart.par")}
    groups = {(table, group) for table, group in groups if table not in without_rows}
    groups |= {
        ("quality.line_findings", rule.group) for rule in load_rules(demo_home.rule_folders) if rule.table == "quality.checked_lines"
    }
    with open_release(demo_home) as con:
        query = "SELECT DISTINCT rule_group, index_year::VARCHAR FROM quality.rule_results WHERE evaluated_rows > 0"
        looked_at = set(con.execute(query).fetchall())
    with home_in_use(demo_home.root) as home, open_instance(home) as instance:
        for table, group in sorted(groups):
            key = dg.AssetCheckKey(asset_key(table), group)
            history = instance.event_log_storage.get_asset_check_execution_history(key, limit=20)
            results = {record.partition: record.evaluation for record in history if record.partition is not None}
            assert set(results) == {"2022", "2023", "2024"}, (table, group)
            for year, evaluation in results.items():
                if (group, year) in looked_at:  # a year without rows, as of registers in 2023, shows as skipped
                    assert isinstance(evaluation, dg.AssetCheckEvaluation), (table, group, year)
                    assert evaluation.metadata[label("dagster.check.evaluated")].value >= 0


def test_findings_stand_in_the_check_metadata(demo_home: Home) -> None:
    with home_in_use(demo_home.root) as home, open_instance(home) as instance:
        key = dg.AssetCheckKey(asset_key("quality.line_findings"), "numbers_readable")
        history = instance.event_log_storage.get_asset_check_execution_history(key, limit=20)
        (evaluation,) = [record.evaluation for record in history if record.partition == "2024"]
    assert evaluation is not None and not evaluation.passed
    assert evaluation.metadata[label("dagster.check.failing")].value == 3
    shown = evaluation.metadata[label("dagster.check.first")]
    assert isinstance(shown, dg.TableMetadataValue)
    assert {"2024_30_Hai_Duong_tham_dinh.xlsx"} <= {record.data["Tệp"] for record in shown.records}


def test_file_problems_show_on_intake(demo_home: Home) -> None:
    with home_in_use(demo_home.root) as home, open_instance(home) as instance:
        key = dg.AssetCheckKey(asset_key("intake.problems"), "file_problems")
        (latest,) = instance.event_log_storage.get_asset_check_execution_history(key, limit=1)
    assert latest.evaluation is not None and not latest.evaluation.passed
    assert latest.evaluation.metadata[label("dagster.check.failing")].value == 7


def test_every_asset_has_a_check() -> None:
    checked = {check.asset_key for checks in (defs.resolve_asset_graph().asset_check_keys,) for check in checks}
    tables = {key for key in defs.resolve_asset_graph().get_all_asset_keys() if key.path[0] != "release"}
    assert tables <= checked
